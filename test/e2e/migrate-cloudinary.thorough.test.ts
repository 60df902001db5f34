/** `migrate` to Cloudinary, killed again and again: each file is there whole and once, and the last run says so. */
import { createHash } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { hashesOf, hashOf, writeFiles } from "../migrate/hostile.ts";
import { runCli, startCli } from "../support/cli.ts";
import { startCloudinaryEmulator } from "../support/cloudinary-emulator.mjs";

test("eight kills, then one run to the end", { timeout: 120_000 }, async () => {
  const emulator = await startCloudinaryEmulator();
  const cwd = await realpath(await mkdtemp(path.join(tmpdir(), "vet-cloud-kills-")));
  try {
    const files = {
      ...Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`fotos/ñ ${at}.txt`, noise(`s${at}`, 2000 + at)])),
      // In two pieces.
      "grande.bin": noise("big", 34 * 1024 * 1024),
    };
    await writeFiles(path.join(cwd, "media"), files);
    emulator.setUsage({ media_limits: { raw_max_size_bytes: 104_857_600 } });
    const { cloudName, apiKey, apiSecret } = emulator.cloud;
    const prefix = encodeURIComponent(emulator.url);
    const env = { CLOUDINARY_URL: `cloudinary://${apiKey}:${apiSecret}@${cloudName}?upload_prefix=${prefix}` };
    const args = ["migrate", "--from", "media", "--to", `cloudinary://${cloudName}/media`];
    for (let cut = 0; cut < 8; cut += 1) {
      const running = startCli(args, { cwd, env });
      await new Promise((resolve) => setTimeout(resolve, 250 + Math.random() * 1000));
      running.child.kill("SIGKILL");
      await running.ended;
    }
    const last = await runCli([...args, "--verify=bytes", "--json"], { cwd, env });
    expect(last.code, last.stdout).toBe(0);
    expect(last.json()).toMatchObject({ migrate: { verified: true, failed: [] } });
    const stored = emulator.assets().map(({ publicId, bytes }) => [publicId, hashOf(bytes)]);
    expect(stored).toHaveLength(Object.keys(files).length);
    expect(stored.map(([, hash]) => hash).sort()).toEqual(Object.values(hashesOf(files)).sort());
    // None was ever replaced: what a killed run had stored was found, and left.
    expect(emulator.seen().filter(({ params }) => params.overwrite === "1")).toEqual([]);
  } finally {
    await emulator.stop();
    await rm(cwd, { recursive: true, force: true });
  }
});

function noise(seed: string, size: number): Buffer {
  const blocks = Array.from({ length: 32 }, (_, index) => createHash("sha512").update(`${seed}${index}`).digest());
  return Buffer.alloc(size, Buffer.concat(blocks));
}
