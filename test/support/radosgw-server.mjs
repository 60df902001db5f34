/**
 * A Ceph of one monitor and one store in memory, with its S3 gateway, on free ports of loopback. Prints one line of JSON, {url, keys}, when
 * it answers; ends, with all it started and its folder, when standard input is closed. Started by radosgw.mjs.
 * What the settings mean: https://docs.ceph.com/en/latest/rados/configuration/
 */
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const keys = { accessKeyId: "AKIARADOSGWOWNER0001", secretAccessKey: "ownersecretownersecretownersecret01" };
const folder = mkdtempSync(path.join(tmpdir(), "vet-radosgw-"));
const at = (...parts) => path.join(folder, ...parts);
const conf = at("ceph.conf");
process.env.PATH = `${process.env.PATH}${path.delimiter}/usr/sbin${path.delimiter}/sbin`;

/** @type {import("node:child_process").ChildProcess[]} */
const daemons = [];
let ending = false;

process.stdin.resume().on("end", () => end(0));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end(1));
try {
  await start();
} catch (error) {
  // Ctrl-C on the way is no failure.
  if (!ending) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${lastWords()}\n`);
    end(1);
  }
}

function end(code) {
  if (ending) return;
  ending = true;
  // Nothing of it outlives the tests: it need not shut down in good order.
  const running = daemons.filter((daemon) => daemon.exitCode === null && daemon.signalCode === null);
  const ended = running.map((daemon) => once(daemon, "exit"));
  for (const daemon of running) daemon.kill("SIGKILL");
  Promise.all(ended).finally(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  });
}

async function start() {
  const [mon, monOld, port] = await freePorts(3);
  for (const name of ["mon", "osd/0", "run", "log"]) mkdirSync(at(name), { recursive: true });
  writeFileSync(at("keyring"), "");
  const fsid = randomUUID();
  writeFileSync(conf, settings({ fsid, mon, monOld, port }));
  const addresses = `[v2:127.0.0.1:${mon},v1:127.0.0.1:${monOld}]`;
  await run("monmaptool", ["--create", "--fsid", fsid, "--addv", "a", addresses, at("monmap")]);
  await run("ceph-mon", ["--mkfs", "-i", "a", "--monmap", at("monmap"), "-c", conf]);
  daemon("mon", "ceph-mon", ["-f", "-i", "a", "-c", conf]);
  const osd = randomUUID();
  await run("ceph", ["-c", conf, "osd", "new", osd], { timeout: 60_000 });
  await run("ceph-osd", ["-i", "0", "--mkfs", "--osd-uuid", osd, "-c", conf]);
  daemon("osd", "ceph-osd", ["-f", "-i", "0", "-c", conf]);
  await until("the store", async () => /\b1 up\b/.test((await run("ceph", ["-c", conf, "osd", "stat"])).stdout));
  await admin(
    "user",
    "create",
    "--uid=owner",
    "--display-name=Owner",
    `--access-key=${keys.accessKeyId}`,
    `--secret=${keys.secretAccessKey}`,
  );
  // Signatures and LocationConstraint name a region as AWS does.
  const zones = (await admin("zonegroup", "get", "--rgw-zonegroup=default")).stdout;
  writeFileSync(at("zonegroup.json"), zones.replace(/"api_name": "[^"]*"/, '"api_name": "us-east-1"'));
  await admin("zonegroup", "set", "--rgw-zonegroup=default", `--infile=${at("zonegroup.json")}`);
  daemon("rgw", "radosgw", ["-f", "-n", "client.rgw", "-c", conf]);
  const url = `http://127.0.0.1:${port}`;
  await until("the gateway", async () => (await fetch(url)).status > 0);
  process.stdout.write(`${JSON.stringify({ url, keys })}\n`);
}

function admin(...args) {
  return run("radosgw-admin", ["-n", "client.rgw", "-c", conf, ...args], { timeout: 120_000 });
}

function daemon(name, program, args) {
  const log = openSync(at("log", `${name}.out`), "a");
  const child = spawn(program, args, { stdio: ["ignore", log, log] });
  child.on("error", (error) => process.stderr.write(`${program}: ${error.message}\n`));
  daemons.push(child);
}

async function until(what, holds) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (ending) throw new Error("stopped");
    if (await holds().catch(() => false)) return;
    await pause(100);
  }
  throw new Error(`${what} did not come up`);
}

/** Taken all at once, so that they differ. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

/** The folder of libcls_rgw.so, without which the store refuses what the gateway asks of it. */
function classFolder() {
  for (const name of readdirSync("/usr/lib", { withFileTypes: true })) {
    const found = path.join("/usr/lib", name.name, "rados-classes");
    try {
      if (readdirSync(found).some((file) => file.startsWith("libcls_rgw.so"))) return found;
    } catch {}
  }
  return "/usr/lib/rados-classes";
}

function lastWords() {
  return readdirSync(at("log"))
    .map((name) => `${name}: ${readFileSync(at("log", name), "utf8").slice(-600)}`)
    .join("\n");
}

function settings({ fsid, mon, monOld, port }) {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${mon},v1:127.0.0.1:${monOld}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
auth cluster required = none
auth service required = none
auth client required = none
auth allow insecure global id reclaim = true
ms mon client mode = crc
ms mon service mode = crc
run dir = ${at("run")}
pid file = ${at("run")}/$name.pid
admin socket = ${at("run")}/$name.asok
log file = ${at("log")}/$name.log
keyring = ${at("keyring")}
osd class dir = ${classFolder()}
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 2000
mon data avail crit = 1
mon data avail warn = 1
mon initial members = a
setuser match path =
[mon.a]
mon data = ${at("mon", "a")}
[osd.0]
osd data = ${at("osd", "0")}
osd objectstore = memstore
memstore device bytes = 2G
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw dns name = localhost
rgw enable apis = s3, admin
`;
}
