/** Files that are not this repository's: behind links, in submodules. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FileChange } from "../../src/model/change.ts";
import { refuseNotOurs } from "../../src/plan/not-ours.ts";

let base: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(path.join(tmpdir(), "vet-not-ours-")));
  for (const folder of ["repo/shop", "elsewhere"]) mkdirSync(path.join(base, folder), { recursive: true });
  writeFileSync(path.join(base, "elsewhere/prod.py"), "DEBUG = False\n");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const change = (file: string, action: FileChange["action"] = "modify"): FileChange => ({
  type: "file",
  path: file,
  absolutePath: path.join(base, "repo", file),
  action,
  summary: { en: "", es: "" },
  before: null,
  after: null,
  sensitive: false,
});
const refusal = (file: string, action?: FileChange["action"]) =>
  refuseNotOurs([change(file, action)], path.join(base, "repo")).then(
    () => null,
    (error: { problem?: { code: string; exit: number; place: string } }) => error.problem ?? error,
  );

test.skipIf(process.platform === "win32")("a file, or its folder, behind a link out of the repository", async () => {
  symlinkSync("../../elsewhere/prod.py", path.join(base, "repo/shop/settings.py"));
  symlinkSync("../../elsewhere", path.join(base, "repo/shop/conf"));
  for (const file of ["shop/settings.py", "shop/conf/prod.py", "shop/conf/media_storage.py"])
    expect(await refusal(file)).toMatchObject({ code: "outside-repository", exit: 2, place: file });
  expect(await refusal("shop/settings.py", "none")).toBeNull();
});

test.skipIf(process.platform === "win32")("links within the repository are followed", async () => {
  mkdirSync(path.join(base, "repo/shared"));
  writeFileSync(path.join(base, "repo/shared/settings.py"), "");
  symlinkSync("../shared/settings.py", path.join(base, "repo/shop/settings.py"));
  symlinkSync("../shared", path.join(base, "repo/shop/conf"));
  expect(await refusal("shop/settings.py")).toBeNull();
  expect(await refusal("shop/conf/media_storage.py")).toBeNull();
});

test("a file of a submodule, and of none", async () => {
  mkdirSync(path.join(base, "repo/.git"));
  expect(await refusal("shop/settings.py")).toBeNull();
  writeFileSync(path.join(base, "repo/shop/.git"), "gitdir: ../.git/modules/shop\n");
  expect(await refusal("shop/conf/settings.py")).toMatchObject({ code: "in-submodule", exit: 2 });
  expect(await refusal("render.yaml")).toBeNull();
});
