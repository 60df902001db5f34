/** Files that lie on the running instance: said while it matters, with the way out, and nowhere else. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { JsonDocument } from "../support/cli.ts";
import { diskProject, WEB } from "./disk-project.ts";

const found = ({ checks }: JsonDocument) => checks.find(({ id }) => id === "files-on-instance");

test("before a setup, and until it is pushed", async () => {
  const project = await diskProject();
  const check = async (...args: string[]) => (await project.run("check", "--json", ...args)).json();
  expect(found(await check())).toMatchObject({
    status: "warn",
    next: expect.stringContaining("scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued"),
  });
  const s3 = ["setup", "--provider", "s3", "--bucket", "b-1", "--dry-run", "--json"];
  expect((await project.run(...s3)).json().errors[0]?.code).not.toBe("unexpected");

  const done = (await project.setup("--yes", "--json")).json();
  expect(done.next[0]).toContain("scp -s -r");
  expect(done.warnings.map(({ code }) => code)).toContain("files-on-instance");
  expect(found(await check("--prove", "off"))?.status).toBe("warn");

  // Committed is not pushed.
  const remote = await mkdtemp(path.join(tmpdir(), "vet-remote-"));
  onTestFinished(() => rm(remote, { recursive: true, force: true }));
  spawnSync("git", ["init", "--quiet", "--bare", remote]);
  project.git("remote", "add", "origin", remote);
  project.git("push", "--quiet", "--set-upstream", "origin", "HEAD");
  project.git("add", "--all");
  project.git("commit", "--quiet", "--message", "On a disk");
  expect(found(await check("--prove", "off"))?.status).toBe("warn");
  project.git("push", "--quiet");
  expect(found(await check("--prove", "off"))).toBeUndefined();
});

test("a free instance has no way in; elsewhere, on a disk, and without Render there is nothing to bring out", async () => {
  const said = async (yaml: string | null, files: Readonly<Record<string, string>> = {}, fixture?: string) =>
    found((await (await diskProject(yaml, files, fixture)).run("check", "--json", "--lang", "es")).json());
  const free = await said(WEB.replace("plan: starter # paid", "plan: free"));
  expect(free?.next).toContain("no tiene Shell ni SSH");
  expect(free?.next).not.toContain("scp");
  expect(
    await said(`${WEB}    disk:\n      name: media\n      mountPath: /opt/render/project/src/media\n      sizeGB: 1\n`),
  ).toBeUndefined();
  expect(await said(null)).toBeUndefined();
  expect(await said(WEB.replace("core.wsgi", "config.wsgi"), {}, "no-uploads")).toBeUndefined();
  const region = await said(WEB.replace("runtime: python", "runtime: python\n    region: frankfurt"));
  expect(region?.next).toContain("@ssh.frankfurt.render.com:");
});
