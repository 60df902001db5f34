/**
 * `npm run bench -- migrate [CASE…]`: the built `migrate` beside rclone and the AWS CLI, on the same server and the same files, in one run. Servers: one
 * that keeps nothing (null-sink.mjs), so that the clients are what is timed, and Ceph's gateway. Client and server share the machine. What arrived is
 * counted and compared after every run.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { CLI } from "../support/prepare.mjs";
import { radosgwMissing, startRadosgw } from "../support/radosgw.mjs";
import { venv } from "../support/venv.mjs";
import { measured, RUNS, race, TABLE_HEAD } from "./race.mjs";

const KEYS = { AWS_ACCESS_KEY_ID: "AKIABENCHBENCHBENCH0", AWS_SECRET_ACCESS_KEY: "bench/secret+of+nobody" };
const REGION = ["--region", "us-east-1"];

/** @param {number} objects @param {number} bytes */
async function startSink(objects, bytes) {
  const script = fileURLToPath(new URL("./null-sink.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, String(objects), String(bytes)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const port = await new Promise((resolve) => createInterface({ input: child.stdout }).once("line", resolve));
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    keys: KEYS,
    counts: async () => await (await fetch(`${url}/?counts`, { headers: { connection: "close" } })).json(),
    stop: async () => child.stdin.end(),
  };
}

/** @param {string} folder @param {number} count @param {number} bytes */
function makeFiles(folder, count, bytes) {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) writeFileSync(path.join(folder, `${index}.jpg`), randomBytes(bytes));
}

const bytesIn = (folder) => {
  if (!existsSync(folder)) return { objects: 0, bytes: 0 };
  const sizes = readdirSync(folder)
    .filter((name) => name.endsWith(".jpg"))
    .map((name) => statSync(path.join(folder, name)).size);
  return { objects: sizes.length, bytes: sizes.reduce((all, one) => all + one, 0) };
};

function same(name, found, objects, bytes) {
  if (found.objects !== objects || found.bytes !== bytes) throw new Error(`${name}: ${JSON.stringify(found)} arrived`);
}

/** The three clients, each told the same. */
function clients(bin, url) {
  const quick = ["--s3-provider", "Other", "--s3-env-auth", "--s3-endpoint", url, "--s3-region", "us-east-1"];
  // Everything that it would ask besides: it is to be at its best. Sums are compared, as ours does.
  const spared = ["--s3-no-check-bucket", "--s3-no-head", "--quiet", "--config", "/dev/null"];
  return {
    ours: (from, to, more = []) => ({
      name: "vet-media-setup migrate",
      command: process.execPath,
      args: [CLI, "migrate", "--from", from, "--to", to, "--endpoint-url", url, ...REGION, ...more],
    }),
    rclone: (from, to, settings, more = []) =>
      settings.map((at) => ({
        name: `rclone, ${at} at once`,
        rival: true,
        command: path.join(bin, "rclone"),
        args: ["copy", from, to, "--transfers", `${at}`, "--checkers", `${at}`, ...more, ...quick, ...spared],
      })),
    aws: (from, to) => ({
      name: "aws s3 cp",
      once: true,
      command: path.join(bin, "aws"),
      args: ["s3", "cp", "--recursive", "--quiet", "--endpoint-url", url, ...REGION, from, to],
    }),
  };
}

const SMALL = { count: 2000, bytes: 20_000, told: "2,000 × 20 KB", settings: [8, 16, 32] };
const LARGE = { count: 20, bytes: 20_000_000, told: "20 × 20 MB", settings: [4, 8, 16] };

/** Every case: returns a row of the table. @type {Record<string, (at: { bin: string, python: string, home: string }) => Promise<string>>} */
const CASES = {
  "small-sink": (at) => up(at, SMALL),
  "large-sink": (at) => up(at, LARGE),
  "small-down": (at) => down(at, SMALL),
  "large-down": (at) => down(at, LARGE),
  again: nothingToDo,
  million: aMillion,
  "small-radosgw": (at) => throughRadosgw(at, SMALL),
  "large-radosgw": (at) => throughRadosgw(at, LARGE),
};

async function up({ bin, python, home }, { count, bytes, told, settings }) {
  const folder = path.join(home, `${count}`);
  makeFiles(folder, count, bytes);
  const sink = await startSink(0, 0);
  const { ours, rclone, aws } = clients(bin, sink.url);
  const subjects = [
    ours(folder, "s3://sink/media"),
    ...rclone(folder, ":s3:sink/media", settings),
    aws(folder, "s3://sink/media"),
  ];
  try {
    return await race(`${told}, folder to a null sink`, { python, env: KEYS, subjects }, async (name) =>
      same(name, await sink.counts(), count, count * bytes),
    );
  } finally {
    await sink.stop();
  }
}

async function down({ bin, python }, { count, bytes, told, settings }) {
  const giver = await startSink(count, bytes);
  const { ours, rclone, aws } = clients(bin, giver.url);
  const subjects = [
    ours("s3://serve/media", "out"),
    ...rclone(":s3:serve/media", "out", settings),
    aws("s3://serve/media", "out"),
  ];
  try {
    return await race(`${told}, from a null giver to a folder`, { python, env: KEYS, subjects }, async (name, cwd) =>
      same(name, bytesIn(path.join(cwd, "out")), count, count * bytes),
    );
  } finally {
    await giver.stop();
  }
}

async function nothingToDo({ bin, python }) {
  const many = await startSink(100_000, 20_000);
  const { ours, rclone } = clients(bin, many.url);
  // By size and checksum, which the listing tells: without that, rclone would ask for the time of each object.
  const subjects = [
    ours("s3://full/media", "s3://twin/media"),
    ...rclone(":s3:full/media", ":s3:twin/media", [8, 32], ["--checksum"]),
  ];
  try {
    const title = "100,000 objects, bucket to bucket, nothing to do";
    return await race(title, { python, env: KEYS, subjects, target: 0.5 }, async (name) => {
      const counts = await many.counts();
      if (counts.objects !== 0 || counts.given !== 0) throw new Error(`${name}: copied ${JSON.stringify(counts)}`);
    });
  } finally {
    await many.stop();
  }
}

/** No race: how much memory a million objects take, and whether copying waits for the end of the list. */
async function aMillion({ python, home, bin }) {
  const sink = await startSink(1_000_000, 20_000);
  try {
    const { command, args } = clients(bin, sink.url).ours("s3://full/media", "s3://holed/media");
    const took = measured(python, command, args, mkdtempSync(path.join(home, "million-")), KEYS);
    const counts = await sink.counts();
    if (counts.objects !== 50) throw new Error(`${JSON.stringify(counts)}: 50 objects were missing`);
    const memory = Math.round(took.memory / 1e6);
    console.log(
      `\n1,000,000 objects listed on both sides, 50 missing: ${took.wall.toFixed(1)} s, memory at most ${memory} MB; the first copy after ${counts.pagesAtFirst} of ${counts.pages} pages`,
    );
    return `${"a million listed: memory, MB".padEnd(48)} ${memory} of at most 200`;
  } finally {
    await sink.stop();
  }
}

async function throughRadosgw({ bin, python, home }, { count, bytes, told, settings }) {
  const missing = await radosgwMissing();
  if (missing !== null) {
    console.warn(`SKIPPED, radosgw: ${missing}`);
    return `${told}, radosgw: SKIPPED`;
  }
  const folder = path.join(home, `${count}`);
  makeFiles(folder, count, bytes);
  const server = await startRadosgw();
  const env = { AWS_ACCESS_KEY_ID: server.keys.accessKeyId, AWS_SECRET_ACCESS_KEY: server.keys.secretAccessKey };
  const aws = (...args) => {
    const done = spawnSync(path.join(bin, "aws"), [...args, "--endpoint-url", server.url, ...REGION], {
      env: { PATH: process.env.PATH, ...env },
      encoding: "utf8",
    });
    if (done.status !== 0) throw new Error(`aws ${args.join(" ")}: ${done.stderr}`);
    return done.stdout;
  };
  try {
    aws("s3", "mb", "s3://bench");
    const told2 = clients(bin, server.url);
    const subjects = [
      told2.ours(folder, "s3://bench/media"),
      ...told2.rclone(folder, ":s3:bench/media", settings),
      told2.aws(folder, "s3://bench/media"),
    ];
    return await race(`${told}, folder to radosgw`, { python, env, subjects }, async (name) => {
      // "Total Objects: 2000", "Total Size: 40000000".
      const summary = aws("s3", "ls", "--recursive", "--summarize", "s3://bench/media");
      const number = (label) => Number(new RegExp(`${label}: (\\d+)`).exec(summary)?.[1]);
      same(name, { objects: number("Total Objects"), bytes: number("Total Size") }, count, count * bytes);
      aws("s3", "rm", "--recursive", "--quiet", "s3://bench/media");
    });
  } finally {
    await server.stop();
  }
}

/** @param {readonly string[]} wanted  Names of cases; none: all. */
export async function migrateBench(wanted) {
  const unknown = wanted.filter((name) => !Object.hasOwn(CASES, name));
  if (unknown.length > 0) throw new Error(`${unknown.join(", ")}: there are ${Object.keys(CASES).join(", ")}`);
  const python = await venv("peers");
  const bin = path.dirname(python);
  const said = (program, ...args) =>
    spawnSync(path.join(bin, program), args, { encoding: "utf8" }).stdout.split("\n")[0];
  console.log(`migrate, Node ${process.version}, ${said("rclone", "version")}, ${said("aws", "--version")}`);
  const home = mkdtempSync(path.join(tmpdir(), "vet-bench-files-"));
  const rows = [];
  try {
    for (const [name, run] of Object.entries(CASES)) {
      if (wanted.length === 0 || wanted.includes(name)) rows.push(await run({ bin, python, home }));
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  console.log(`\n${TABLE_HEAD}\n${rows.join("\n")}`);
  console.log(
    `pairs: median ratio of the ${RUNS} rounds, wall clock; best: ratio of the best runs; cpu: ratio of processor times. Load of the machine at the end: ${loadavg()
      .map((one) => one.toFixed(1))
      .join(" ")}`,
  );
}
