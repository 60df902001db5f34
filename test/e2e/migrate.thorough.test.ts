/** `migrate` killed a hundred times at random moments, and its work read by rclone, which knows nothing of how it was written. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import path from "node:path";
import { CreateBucketCommand, ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesIn, HOSTILE, hashesOf, writeFiles } from "../migrate/hostile.ts";
import { startCli } from "../support/cli.ts";
import { venv } from "../support/venv.mjs";
import { type MigrateBench, openMigrateBench } from "./migrate-bench.ts";

let bench: MigrateBench;
beforeAll(async () => {
  bench = await openMigrateBench();
});
afterAll(() => bench.close());

/** As rclone reads it, into a folder of its own. */
async function readByRclone(bucket: string): Promise<Record<string, string>> {
  const rclone = path.join(path.dirname(await venv("peers")), "rclone");
  const to = await bench.folder();
  const args = [
    "copy",
    `:s3:${bucket}/media`,
    to,
    "--s3-provider",
    "Other",
    "--s3-env-auth",
    "--s3-endpoint",
    bench.url,
  ];
  const done = spawnSync(
    rclone,
    [...args, "--s3-region", "us-east-1", "--config", "/dev/null", "--quiet", "--no-unicode-normalization"],
    {
      env: { PATH: process.env.PATH, HOME: bench.home, ...bench.env },
      encoding: "utf8",
    },
  );
  expect(done.status, done.stderr).toBe(0);
  return await filesIn(to);
}

test("what migrate wrote, rclone reads: the same names, the same bytes", async () => {
  const cwd = await bench.folder();
  await bench.s3.send(new CreateBucketCommand({ Bucket: "read-by-rclone" }));
  await writeFiles(path.join(cwd, "media"), HOSTILE);
  const done = await bench.migrate(cwd, ["--from", "media", "--to", "s3://read-by-rclone/media"]);
  expect(done.code, done.stderr).toBe(0);
  expect(await readByRclone("read-by-rclone")).toEqual(hashesOf(HOSTILE));
});

test("a hundred kills, then one run to the end", async () => {
  const cwd = await bench.folder();
  await bench.s3.send(new CreateBucketCommand({ Bucket: "killed" }));
  const files = {
    ...Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [`small/${index}.bin`, noise(`s${index}`, 2000 + index)]),
    ),
    "parts.mp4": noise("p", 34 * 1024 * 1024),
  };
  await writeFiles(path.join(cwd, "media"), files);
  const args = ["--from", "media", "--to", "s3://killed/media"];
  for (let cut = 0; cut < 100; cut += 1) {
    const running = startCli(["migrate", ...args], { cwd, env: bench.env });
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 900));
    running.child.kill("SIGKILL");
    await running.ended;
  }
  const last = await bench.migrate(cwd, [...args, "--verify", "--json"]);
  expect(last.code, last.stdout).toBe(0);
  expect(last.json()).toMatchObject({ migrate: { verified: true, failed: [] } });
  expect(await readByRclone("killed")).toEqual(hashesOf(files));
  expect((await bench.s3.send(new ListMultipartUploadsCommand({ Bucket: "killed" }))).Uploads ?? []).toEqual([]);
});

function noise(seed: string, size: number): Buffer {
  const blocks = Array.from({ length: 32 }, (_, index) => createHash("sha512").update(`${seed}${index}`).digest());
  return Buffer.alloc(size, Buffer.concat(blocks));
}
