/**
 * Start-up, as a person feels it, beside bare Node and beside other tools that are run with npx. Everything in turns, so that a machine that slows down slows all:
 * `--version` and `--help` as whole processes; the first question, from the start of the process to the screen of a terminal; a cold `npx`; and a
 * whole setup against a local S3.
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { CLI, ROOT } from "../support/prepare.mjs";
import { openPty } from "../support/pty.mjs";
import { median } from "./race.mjs";

const RUNS = Number(process.env.VET_BENCH_RUNS ?? 15);
const ms = (value) => `${value.toFixed(0).padStart(6)} ms`;

/** Milliseconds of one run of a command, from outside. */
function time(command, args, options = {}) {
  const before = performance.now();
  const done = spawnSync(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const took = performance.now() - before;
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return took;
}

/** A copy of the example clinic under git. */
function clinic() {
  const project = mkdtempSync(path.join(tmpdir(), "vet-bench-"));
  cpSync(path.join(ROOT, "test", "fixtures", "clinic"), project, { recursive: true });
  spawnSync("git", ["init", "--quiet"], { cwd: project });
  return project;
}

/** Milliseconds until a program on a terminal has written `wanted`; it is stopped then. */
async function onScreen(args, cwd, wanted) {
  const before = performance.now();
  const pty = openPty(process.execPath, args, { cwd, env: { PATH: process.env.PATH, HOME: cwd, LANG: "C.UTF-8" } });
  while (!pty.transcript().includes(wanted)) {
    if (performance.now() - before > 60_000) throw new Error(`not on the screen: ${wanted}\n${pty.screen()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const took = performance.now() - before;
  await pty.kill();
  return took;
}

/**
 * Runs subjects in turns, `runs` times after one round that warms the caches of the disk.
 * @param {readonly (readonly [string, () => number | Promise<number>])[]} subjects
 * @returns {Promise<readonly string[]>} A line each: its name, the median, and the ratio to the first one.
 */
async function inTurns(subjects, runs, unit) {
  const times = subjects.map(() => []);
  for (let run = -1; run < runs; run += 1) {
    for (const [index, [, measure]] of subjects.entries()) {
      const took = await measure();
      if (run >= 0) times[index].push(took);
    }
  }
  const first = median(times[0]);
  return subjects.map(
    ([name], index) =>
      `  ${name.padEnd(34)}${ms(median(times[index]))}   ${(median(times[index]) / first).toFixed(2)} × ${unit}`,
  );
}

/** @returns {Promise<readonly string[]>} Lines to print. */
export async function startUp() {
  const project = clinic();
  try {
    const lines = await inTurns(
      [
        ["node -e 0", () => time(process.execPath, ["-e", "0"])],
        ["vet-media-setup --version", () => time(process.execPath, [CLI, "--version"])],
        ["vet-media-setup --help", () => time(process.execPath, [CLI, "--help"])],
        ["node that writes a word, terminal", () => onScreen(["-e", "console.log('ready')"], project, "ready")],
        ["first words on a terminal", () => onScreen([CLI], project, "vet-media-setup ")],
        ["first question on a terminal", () => onScreen([CLI], project, "Where should uploads live?")],
      ],
      RUNS,
      "bare Node",
    );
    return [`Start-up, median of ${RUNS} runs in turns, Node ${process.version}`, ...lines];
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** What people run with npx too, in the newest version that this Node runs. Each is fetched once, before; then nothing of it is installed, and there is no network. */
const RIVALS = [
  "sv@0.17.1",
  Number(process.versions.node.split(".")[0]) < 22 ? "create-cloudflare@2.66.0" : "create-cloudflare@2.74.0",
];

/**
 * A cold npx: every byte is in npm's cache already (so that no network is measured), nothing is installed, and npm lays out the package and starts it.
 * Ours comes from a registry too, a small one on loopback, so that npm does the same for all.
 * @returns {Promise<readonly string[]>} Lines to print.
 */
export async function coldNpx() {
  const place = mkdtempSync(path.join(tmpdir(), "vet-bench-npx-"));
  const registry = await ownRegistry(place);
  try {
    const npx = async (name, args = []) => {
      const env = { ...process.env, npm_config_cache: path.join(place, name), npm_config_update_notifier: "false" };
      const run = (more) => timeOf("npx", ["--yes", ...args, ...more, name, "--version"], { env, cwd: place });
      await run([]);
      return () => {
        rmSync(path.join(place, name, "_npx"), { recursive: true, force: true });
        return run(["--offline"]);
      };
    };
    const subjects = [["npx vet-media-setup --version", await npx("vet-media-setup", ["--registry", registry.url])]];
    for (const rival of RIVALS) subjects.push([`npx ${rival} --version`, await npx(rival)]);
    return ["A cold npx, from npm's cache, median of 7 runs in turns", ...(await inTurns(subjects, 7, "ours"))];
  } finally {
    registry.server.close();
    registry.server.closeAllConnections();
    rmSync(place, { recursive: true, force: true });
  }
}

/** The same as `time`, while this process goes on serving. */
function timeOf(command, args, options) {
  const before = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "ignore", ...options });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve(performance.now() - before);
      else reject(new Error(`${command} ${args.join(" ")}: exit ${code}`));
    });
  });
}

/** Serves this package, packed, as npm's registry would: https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md */
async function ownRegistry(place) {
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", place];
  const packed = spawnSync("npm", pack, { cwd: ROOT, encoding: "utf8" });
  if (packed.status !== 0) throw new Error(packed.stderr);
  // Newer npm answers with an object by name, older with a list.
  const [{ filename, version, integrity }] = Object.values(JSON.parse(packed.stdout));
  const { name, bin, engines } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const server = createServer((request, response) => {
    if (request.url === `/${filename}`) return response.end(readFileSync(path.join(place, filename)));
    const dist = { tarball: `${url}/${filename}`, integrity };
    const versions = { [version]: { name, version, bin, engines, dist } };
    response.setHeader("content-type", "application/json");
    return response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, server };
}

/** @returns {Promise<readonly string[]>} Lines to print. */
export async function wholeSetup() {
  const { startAwsStandin } = await import("../support/aws-standin.mjs");
  const aws = await startAwsStandin();
  const times = [];
  try {
    for (let run = -1; run < 5; run += 1) {
      const project = clinic();
      const bucket = `bench-media-${process.pid}-${run + 1}`;
      const args = ["--project", project, "--provider", "s3", "--bucket", bucket, "--create-bucket", "--prove", "off"];
      const env = {
        ...process.env,
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: aws.root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.root.secretAccessKey,
      };
      const took = time(process.execPath, [CLI, ...args, "--yes"], { env });
      if (run >= 0) times.push(took);
      rmSync(project, { recursive: true, force: true });
    }
  } finally {
    await aws.stop();
  }
  return [
    `Whole setup on S3 without proof, local server, median of ${times.length} runs`,
    `  ${"vet-media-setup --yes …".padEnd(34)}${ms(median(times))}`,
  ];
}
