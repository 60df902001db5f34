/** Render's command line as a judge of Blueprints: asked where it is there and logged in, given only what it needs, believed only in JSON. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Interrupted } from "../../src/lib/failure.ts";
import { askRenderCli, renderCliHasLogin } from "../../src/render/cli.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "render-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const KEY = "rnd_keyOfTheCommandLine0123456";
const SECRET = "planted-secret-of-aws-0123456789";

/** A `render` that notes how it was called, prints these words, and ends with this code. */
async function cliThat(says: string, code = 0): Promise<{ env: Record<string, string>; seen: () => Promise<string> }> {
  const bin = await mkdtemp(path.join(folder, "bin-"));
  const note = path.join(bin, "note.txt");
  const script = [
    "#!/bin/sh",
    `{ echo "$@"; env; cat render.yaml; pwd; } > '${note}'`,
    `cat <<'END'`,
    says,
    "END",
    `exit ${code}`,
  ];
  await writeFile(path.join(bin, "render"), `${script.join("\n")}\n`);
  await chmod(path.join(bin, "render"), 0o755);
  return {
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: folder,
      RENDER_API_KEY: KEY,
      AWS_SECRET_ACCESS_KEY: SECRET,
      CLOUDINARY_URL: SECRET,
    },
    seen: () => readFile(note, "utf8"),
  };
}

const ask = (env: Record<string, string>, workspace: string | null = null, signal = new AbortController().signal) =>
  askRenderCli({ text: "services: []\n", workspace, env, signal });

test("a verdict, with the text, the workspace and its own key; no key in its arguments, nothing of a provider, nothing left", async () => {
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith("vet-media-setup-blueprint-"));
  const { env, seen } = await cliThat('{"valid":true,"plan":{"services":["clinic"]}}');
  expect(await ask(env, "tea-1")).toEqual({ valid: true, errors: [] });
  const note = await seen();
  expect(note.split("\n")[0]).toBe("blueprints validate render.yaml --output json --workspace tea-1");
  expect(note).toContain(`RENDER_API_KEY=${KEY}`);
  expect(note).toContain("services: []");
  expect(note).not.toContain(SECRET);
  const after = (await readdir(tmpdir())).filter((name) => name.startsWith("vet-media-setup-blueprint-"));
  expect(after.filter((name) => !before.includes(name) && note.includes(name))).toEqual([]);
});

test.each([0, 1])("what it refuses, with the line, whether it ends with %i", async (code) => {
  const answer = {
    valid: false,
    errors: [{ path: "services[0].plan", error: "unknown plan", line: 4, column: 5 }, {}],
  };
  const { env } = await cliThat(JSON.stringify(answer), code);
  expect(await ask(env)).toEqual({
    valid: false,
    errors: [
      { path: "services[0].plan", error: "unknown plan", line: 4 },
      { path: "", error: "", line: null },
    ],
  });
});

test.each([
  ["an error in words", "Error: no workspace set. Run `render workspace set`", 1],
  ["an error in JSON", '{"error":"unauthorized"}', 1],
  ["nothing", "", 0],
  ["another program of that name", "<html></html>", 0],
])("%s is no verdict", async (_, says, code) => {
  expect(await ask((await cliThat(says, code)).env)).toBeNull();
});

test("it is not there: no verdict. Ctrl-C: Interrupted", async () => {
  expect(await ask({ PATH: folder, HOME: folder })).toBeNull();
  const { env } = await cliThat("{}");
  await expect(ask(env, null, AbortSignal.abort())).rejects.toBeInstanceOf(Interrupted);
});

test("who is logged in: a key, or the file that its login writes", async () => {
  const home = await mkdtemp(path.join(folder, "home-"));
  expect(renderCliHasLogin({ HOME: home })).toBe(false);
  expect(renderCliHasLogin({ HOME: home, RENDER_API_KEY: " " })).toBe(false);
  expect(renderCliHasLogin({ HOME: home, RENDER_API_KEY: KEY })).toBe(true);
  expect(renderCliHasLogin({ HOME: home, RENDER_CLI_CONFIG_PATH: import.meta.filename })).toBe(true);
  await mkdir(path.join(home, ".render"));
  await writeFile(path.join(home, ".render", "cli.yaml"), "workspace: tea-1\n");
  expect(renderCliHasLogin({ HOME: home })).toBe(true);
});
