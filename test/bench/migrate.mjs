/**
 * `npm run bench -- migrate`: the built `migrate` beside rclone and the AWS CLI, on the same server and the same files, in one run. The server
 * keeps nothing (null-sink.mjs), so that the clients are what is timed; client and server share the machine. Whole processes, interleaved;
 * best and median of each, and their ratio to rclone's best setting. What arrived is counted and compared after every run.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { CLI } from "../support/prepare.mjs";
import { venv } from "../support/venv.mjs";

const RUNS = Number(process.env.VET_BENCH_RUNS ?? 5);
const KEYS = { AWS_ACCESS_KEY_ID: "AKIABENCHBENCHBENCH0", AWS_SECRET_ACCESS_KEY: "bench/secret+of+nobody" };

/** @param {number} objects @param {number} bytes */
async function startSink(objects, bytes) {
  const script = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "null-sink.mjs");
  const child = spawn(process.execPath, [script, String(objects), String(bytes)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [port] = await new Promise((resolve) =>
    createInterface({ input: child.stdout }).once("line", (line) => resolve([line])),
  );
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    counts: async () => await (await fetch(`${url}/?counts`, { headers: { connection: "close" } })).json(),
    stop: () => child.stdin.end(),
  };
}

/** @param {string} folder @param {number} count @param {number} bytes */
function makeFiles(folder, count, bytes) {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) writeFileSync(path.join(folder, `${index}.jpg`), randomBytes(bytes));
}

/** @param {string} command @param {readonly string[]} args @param {string} cwd */
function timed(command, args, cwd, env = {}) {
  const began = process.hrtime.bigint();
  const done = spawnSync(command, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, AWS_EC2_METADATA_DISABLED: "true", ...KEYS, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return seconds;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * @param {string} title
 * @param {{ name: string, run: (cwd: string) => number, runs?: number }[]} subjects   The first is ours, those called rclone are compared with.
 * @param {(name: string, cwd: string) => Promise<void>} check  Throws unless everything arrived.
 */
async function race(title, subjects, check) {
  const times = subjects.map(() => []);
  for (let round = -1; round < RUNS; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      if (round >= (subject.runs ?? RUNS)) continue;
      const cwd = mkdtempSync(path.join(tmpdir(), "vet-bench-migrate-"));
      const took = subject.run(cwd);
      await check(subject.name, cwd);
      rmSync(cwd, { recursive: true, force: true });
      if (round >= 0) times[index].push(took); // the first round warms the caches
    }
  }
  const rclone = Math.min(
    ...subjects.flatMap(({ name }, index) => (name.startsWith("rclone") ? [median(times[index])] : [])),
  );
  console.log(`\n${title}, ${RUNS} interleaved runs`);
  subjects.forEach(({ name }, index) => {
    const middle = median(times[index]);
    const ratio = Number.isFinite(rclone) ? `${(middle / rclone).toFixed(2)} × rclone's best` : "";
    console.log(
      `  ${name.padEnd(24)} median ${middle.toFixed(2).padStart(6)} s   best ${Math.min(...times[index])
        .toFixed(2)
        .padStart(6)} s   ${ratio}`,
    );
  });
}

function rcloneFor(rclone, url) {
  const flags = [
    ...["--s3-provider", "Other", "--s3-env-auth", "--s3-endpoint", url, "--s3-region", "us-east-1"],
    // Everything that it would ask besides: it is to be at its best.
    ...["--s3-no-check-bucket", "--s3-no-head", "--ignore-checksum", "--quiet", "--config", "/dev/null"],
  ];
  return (transfers) =>
    (from, to, more = []) =>
    (cwd) =>
      timed(
        rclone,
        ["copy", from, to, "--transfers", String(transfers), "--checkers", String(transfers), ...more, ...flags],
        cwd,
      );
}

export async function migrateBench() {
  const python = await venv("peers");
  const bin = path.dirname(python);
  const rclone = path.join(bin, "rclone");
  const version = spawnSync(rclone, ["version"], { encoding: "utf8" }).stdout.split("\n")[0];
  console.log(
    `migrate, Node ${process.version}, ${version}, ${spawnSync(path.join(bin, "aws"), ["--version"], { encoding: "utf8" }).stdout.trim()}`,
  );
  const home = mkdtempSync(path.join(tmpdir(), "vet-bench-files-"));
  const ours = (url, from, to) => (cwd) =>
    timed(
      process.execPath,
      [CLI, "migrate", "--from", from, "--to", to, "--endpoint-url", url, "--region", "us-east-1"],
      cwd,
    );
  const aws = (url, from, to) => (cwd) =>
    timed(
      path.join(bin, "aws"),
      ["s3", "cp", "--recursive", "--quiet", "--endpoint-url", url, "--region", "us-east-1", from, to],
      cwd,
    );
  try {
    for (const [count, bytes, title] of [
      [2000, 20_000, "2,000 files of 20 KB, folder to S3"],
      [20, 20_000_000, "20 files of 20 MB, folder to S3"],
    ]) {
      const folder = path.join(home, `${count}`);
      makeFiles(folder, count, bytes);
      const sink = await startSink(0, 0);
      const rcloneAt = rcloneFor(rclone, sink.url);
      await race(
        title,
        [
          { name: "vet-media-setup migrate", run: ours(sink.url, folder, "s3://sink/media") },
          ...[8, 16, 32].map((transfers) => ({
            name: `rclone, ${transfers} transfers`,
            run: rcloneAt(transfers)(folder, ":s3:sink/media"),
          })),
          { name: "aws s3 cp", run: aws(sink.url, folder, "s3://sink/media"), runs: 1 },
        ],
        async (name) => {
          const counts = await sink.counts();
          if (counts.objects !== count || counts.bytes !== count * bytes)
            throw new Error(`${name}: ${JSON.stringify(counts)} arrived`);
        },
      );
      sink.stop();
    }

    const giver = await startSink(2000, 20_000);
    const rcloneAt = rcloneFor(rclone, giver.url);
    await race(
      "2,000 objects of 20 KB, S3 to folder",
      [
        { name: "vet-media-setup migrate", run: ours(giver.url, "s3://serve/media", "out") },
        ...[8, 16, 32].map((transfers) => ({
          name: `rclone, ${transfers} transfers`,
          run: rcloneAt(transfers)(":s3:serve/media", "out"),
        })),
      ],
      async (name, cwd) => {
        const { given } = await giver.counts();
        const out = path.join(cwd, "out");
        const files = existsSync(out) ? readdirSync(out).filter((one) => one.endsWith(".jpg")).length : 0;
        if (given < 2000 || files !== 2000) throw new Error(`${name}: ${given} given, ${files} files`);
      },
    );
    giver.stop();

    const many = await startSink(100_000, 20_000);
    const rcloneMany = rcloneFor(rclone, many.url);
    await race(
      "100,000 objects, S3 to S3, nothing to do",
      [
        { name: "vet-media-setup migrate", run: ours(many.url, "s3://full/media", "s3://twin/media") },
        ...[8, 32].map((checkers) => ({
          name: `rclone, ${checkers} checkers`,
          // By size and checksum, which the listing tells: without it, it would ask for the time of each object.
          run: rcloneMany(checkers)(":s3:full/media", ":s3:twin/media", ["--checksum"]),
        })),
      ],
      async (name) => {
        const counts = await many.counts();
        if (counts.objects !== 0 || counts.given !== 0) throw new Error(`${name}: copied ${JSON.stringify(counts)}`);
      },
    );
    many.stop();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
