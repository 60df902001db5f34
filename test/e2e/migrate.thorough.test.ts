/** `migrate` killed thirty times at random moments, and its work read by rclone, which knows nothing of how it was written. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesIn, HOSTILE, hashesOf, writeFiles } from "../migrate/hostile.ts";
import { startAwsStandin } from "../support/aws-standin.mjs";
import { runCli, startCli } from "../support/cli.ts";
import { venv } from "../support/venv.mjs";

let aws: Awaited<ReturnType<typeof startAwsStandin>>;
let s3: S3Client;
let home = "";

beforeAll(async () => {
  aws = await startAwsStandin();
  s3 = new S3Client({ endpoint: aws.url, region: "us-east-1", forcePathStyle: true, credentials: aws.root });
  home = await realpath(await mkdtemp(path.join(tmpdir(), "vet-migrate-kills-")));
});
afterAll(async () => {
  s3.destroy();
  await aws.stop();
  await rm(home, { recursive: true, force: true });
});

const env = () => ({
  AWS_ENDPOINT_URL: aws.url,
  AWS_ACCESS_KEY_ID: aws.root.accessKeyId,
  AWS_SECRET_ACCESS_KEY: aws.root.secretAccessKey,
});

/** As rclone reads it, into a folder of its own. */
async function readByRclone(bucket: string): Promise<Record<string, string>> {
  const rclone = path.join(path.dirname(await venv("peers")), "rclone");
  const to = await mkdtemp(path.join(home, "rclone-"));
  const args = ["copy", `:s3:${bucket}/media`, to, "--s3-provider", "Other", "--s3-env-auth", "--s3-endpoint", aws.url];
  const done = spawnSync(
    rclone,
    [...args, "--s3-region", "us-east-1", "--config", "/dev/null", "--quiet", "--no-unicode-normalization"],
    {
      env: { PATH: process.env.PATH, HOME: home, ...env() },
      encoding: "utf8",
    },
  );
  expect(done.status, done.stderr).toBe(0);
  return await filesIn(to);
}

test("what migrate wrote, rclone reads: the same names, the same bytes", async () => {
  const cwd = path.join(home, "names");
  await mkdir(cwd);
  await s3.send(new CreateBucketCommand({ Bucket: "read-by-rclone" }));
  await writeFiles(path.join(cwd, "media"), HOSTILE);
  const done = await runCli(["migrate", "--from", "media", "--to", "s3://read-by-rclone/media"], { cwd, env: env() });
  expect(done.code, done.stderr).toBe(0);
  expect(await readByRclone("read-by-rclone")).toEqual(hashesOf(HOSTILE));
});

test("thirty kills, then one run to the end", { timeout: 300_000 }, async () => {
  const cwd = path.join(home, "kills");
  await mkdir(cwd);
  await s3.send(new CreateBucketCommand({ Bucket: "killed" }));
  const files = {
    ...Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [`small/${index}.bin`, noise(`s${index}`, 2000 + index)]),
    ),
    "parts.mp4": noise("p", 34 * 1024 * 1024),
  };
  await writeFiles(path.join(cwd, "media"), files);
  const args = ["migrate", "--from", "media", "--to", "s3://killed/media"];
  for (let cut = 0; cut < 30; cut += 1) {
    const running = startCli(args, { cwd, env: env() });
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 1400));
    running.child.kill("SIGKILL");
    await running.ended;
  }
  const last = await runCli([...args, "--verify", "--json"], { cwd, env: env() });
  expect(last.code, last.stdout).toBe(0);
  expect(last.json()).toMatchObject({ migrate: { verified: true, failed: [] } });
  expect(await readByRclone("killed")).toEqual(hashesOf(files));
  expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: "killed" }))).Uploads ?? []).toEqual([]);
});

function noise(seed: string, size: number): Buffer {
  const blocks = Array.from({ length: 32 }, (_, index) => createHash("sha512").update(`${seed}${index}`).digest());
  return Buffer.alloc(size, Buffer.concat(blocks));
}
