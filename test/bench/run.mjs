/**
 * `npm run bench`: how long the built tool takes, as whole processes, next to bare Node in the same run.
 * Runs are interleaved, so that a machine that slows down slows all of them; medians and their ratios are printed.
 *   npm run bench              start-up, and a whole setup without proof against a local S3
 *   npm run bench -- start     start-up only
 *   npm run bench -- migrate   copying, beside rclone and the AWS CLI; names of cases (migrate.mjs) choose some
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CLI, prepare, ROOT } from "../support/prepare.mjs";

const RUNS = 21;

/** Milliseconds of one run of a command, from outside. */
function time(command, args, options = {}) {
  const before = process.hrtime.bigint();
  const done = spawnSync(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const took = Number(process.hrtime.bigint() - before) / 1e6;
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return took;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function startUp() {
  const subjects = [
    ["node -e 0", ["-e", "0"]],
    ["vet-media-setup --version", [CLI, "--version"]],
    ["vet-media-setup --help", [CLI, "--help"]],
  ];
  const times = subjects.map(() => []);
  for (let run = -1; run < RUNS; run += 1) {
    subjects.forEach(([, args], index) => {
      const took = time(process.execPath, args);
      if (run >= 0) times[index].push(took); // the first round warms the disk cache
    });
  }
  const bare = median(times[0]);
  console.log(`Start-up, median of ${RUNS} interleaved runs, Node ${process.version}`);
  subjects.forEach(([name], index) => {
    const took = median(times[index]);
    console.log(`  ${name.padEnd(28)} ${took.toFixed(0).padStart(5)} ms   ${(took / bare).toFixed(2)} × bare Node`);
  });
}

async function wholeSetup() {
  const { startAwsStandin } = await import("../support/aws-standin.mjs");
  const aws = await startAwsStandin();
  const times = [];
  try {
    for (let run = -1; run < 5; run += 1) {
      const project = mkdtempSync(path.join(tmpdir(), "vet-bench-"));
      cpSync(path.join(ROOT, "test", "fixtures", "clinic"), project, { recursive: true });
      spawnSync("git", ["init", "--quiet"], { cwd: project });
      const args = [
        CLI,
        "--project",
        project,
        "--provider",
        "s3",
        "--bucket",
        `bench-media-${process.pid}-${run + 1}`,
        "--create-bucket",
        "--prove",
        "off",
        "--yes",
      ];
      const env = {
        ...process.env,
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: aws.root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.root.secretAccessKey,
      };
      const took = time(process.execPath, args, { env });
      if (run >= 0) times.push(took);
      rmSync(project, { recursive: true, force: true });
    }
  } finally {
    await aws.stop();
  }
  console.log(`Whole setup on S3 without proof, local server, median of ${times.length} runs`);
  console.log(`  vet-media-setup --yes …      ${median(times).toFixed(0).padStart(5)} ms`);
}

prepare();
if (process.argv[2] === "migrate") await (await import("./migrate.mjs")).migrateBench(process.argv.slice(3));
else {
  startUp();
  if (process.argv[2] !== "start") await wholeSetup();
}
