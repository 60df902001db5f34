/** The disk goes after a copy that was verified, and never by a guess: a mounted disk in a name space of its own, the AWS stand-in, the built tool. */
import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { HOSTILE, writeFiles } from "../migrate/hostile.ts";
import type { JsonDocument } from "../support/cli.ts";
import { whyNoMount } from "../support/disk-site.ts";
import { CLI } from "../support/prepare.mjs";
import { blueprint, type Site, switchBench } from "./switching-support.ts";

const { site } = switchBench();
const OFF = ["--prove", "off"];
const NO_MOUNT = whyNoMount();

/** `migrate` where a file system with these files is mounted at `mount`, as on the service's instance. */
function onInstance(project: Site, mount: string, files: string, args: readonly string[]): JsonDocument {
  const script = 'mount -t tmpfs tmpfs "$1" && cp -a "$2/." "$1" && shift 2 && exec "$@"';
  const command = [process.execPath, CLI, "migrate", ...args, "--json"];
  const done = spawnSync("unshare", ["--mount", "sh", "-c", script, "sh", mount, files, ...command], {
    cwd: project.dir,
    env: { PATH: process.env.PATH, HOME: project.dir, ...project.env },
    encoding: "utf8",
  });
  if (done.stdout === "") throw new Error(done.stderr);
  return JSON.parse(done.stdout) as JsonDocument;
}

describe.skipIf(NO_MOUNT !== null)("a verified copy of the disk", () => {
  test("lets setup take it out, and only as long as nothing has changed since", async () => {
    const project = await site("clinic", { yaml: blueprint("veteriaria.wsgi") });
    const mount = `${project.dir}-disk`;
    const files = `${project.dir}-files`;
    await mkdir(mount);
    await writeFiles(files, HOSTILE);
    const disk = async () => /\n {4}disk:\n/.test(await project.text("render.yaml"));
    const run = async (...args: string[]) => (await project.run(["setup", ...OFF, "--yes", "--json", ...args])).json();
    const codes = ({ warnings }: JsonDocument) => warnings.map(({ code }) => code);
    try {
      await run("--provider", "render-disk", "--mount-path", mount);
      project.commit("On the disk");
      // While the app still writes to the disk, a copy of it proves nothing for later.
      const first = onInstance(project, mount, files, [
        "--from",
        "disk",
        "--to",
        `s3://${project.bucket}/media`,
        "--verify",
      ]);
      expect(first).toMatchObject({ exitCode: 0, next: [] });
      expect(codes(await project.to("s3", ...OFF))).toContain("disk-kept");
      project.commit("On S3");

      // Not verified, or not whole: no word of it.
      expect(onInstance(project, mount, files, ["--from", "disk", "--to", "configured"])).toMatchObject({
        exitCode: 0,
        next: [],
      });
      await mkdir(path.join(files, "sub"));
      spawnSync("ln", ["-s", "/etc/hostname", path.join(files, "sub", "out")]);
      expect(onInstance(project, mount, files, ["--from", "disk", "--to", "configured", "--verify"])).toMatchObject({
        exitCode: 0,
        next: [],
      });
      await rm(path.join(files, "sub"), { recursive: true });
      expect(codes(await run())).not.toContain("disk-verified");

      const verified = onInstance(project, mount, files, ["--from", "disk", "--to", "configured", "--verify"]);
      expect(verified.exitCode).toBe(0);
      expect(verified.next.join("\n")).toContain("npx vet-media-setup --drop-disk");
      // Another store than the one that was verified.
      expect(
        codes((await project.run(["setup", ...OFF, "--prefix", "other", "--dry-run", "--json"])).json()),
      ).not.toContain("disk-verified");
      const planned = (await project.run(["setup", ...OFF, "--dry-run", "--json"])).json();
      expect(codes(planned)).toContain("disk-verified");
      expect(await disk()).toBe(true);

      // Somebody went to the disk and back in the meantime: what they uploaded is on it alone.
      const noted = path.join(project.dir, ".vet-media-setup", "verified");
      await cp(noted, `${noted}-kept`, { recursive: true });
      const answers = await project.text("vet-media-setup.json");
      await writeFile(path.join(project.dir, "vet-media-setup.json"), answers.replace(/"s3"/, '"render-disk"'));
      project.commit("Back on the disk");
      await writeFile(path.join(project.dir, "vet-media-setup.json"), answers);
      project.commit("And on S3");
      expect(codes((await project.run(["setup", ...OFF, "--dry-run", "--json"])).json())).not.toContain(
        "disk-verified",
      );
      project.git("reset", "--quiet", "--hard", "HEAD~2");

      expect(codes(await run())).toContain("disk-verified");
      expect(await disk()).toBe(false);
      project.commit("Without the disk");
      expect((await run()).files).toEqual([]);
      // And back on a disk nothing of it counts any more.
      await run("--provider", "render-disk", "--mount-path", mount);
      expect(await readdir(noted).catch(() => [])).toEqual([]);
    } finally {
      await rm(mount, { recursive: true, force: true });
      await rm(files, { recursive: true, force: true });
    }
  });
});
