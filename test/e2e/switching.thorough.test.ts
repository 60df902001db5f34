/** All six directions between the three providers, on three Djangos and four kinds of dependency file; and a switch that is killed at every step. */
import { cp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ProviderId } from "../../src/model/answers.ts";
import { runCli } from "../support/cli.ts";
import { type Tree, treeOf } from "../support/sandbox.ts";
import type { VenvName } from "../support/venv.mjs";
import {
  blueprint,
  expectBlueprint,
  expectNoTraces,
  expectProved,
  type Site,
  switchBench,
} from "./switching-support.ts";

const bench = switchBench();
const NODE_OPTIONS = `--import=${fileURLToPath(new URL("./sabotage.mjs", import.meta.url))}`;

/** Every direction once, beginning and ending at the same provider. */
const CIRCUIT: readonly ProviderId[] = ["s3", "cloudinary", "render-disk", "s3", "render-disk", "cloudinary", "s3"];

async function walk(site: Site, args: readonly string[], proved: boolean): Promise<void> {
  const before = await site.tree();
  const first = new Map<ProviderId, { readonly tree: Tree; readonly env: string }>();
  let old: ProviderId | null = null;
  for (const [index, provider] of CIRCUIT.entries()) {
    const leaving = old === "render-disk" ? ["--drop-disk"] : [];
    const done = await site.to(provider, ...args, ...leaving);
    const where = `stop ${index + 1}, ${provider}`;
    if (proved) expectProved(done, provider);
    else expect([where, done.exitCode, done.errors]).toEqual([where, 0, []]);
    if (old !== null) await expectNoTraces(site, old, before);
    await expectBlueprint(site, provider, { disk: provider === "render-disk" });
    const state = { tree: await site.tree(), env: await site.text(".env.render") };
    const known = first.get(provider);
    if (known === undefined) first.set(provider, state);
    else expect([where, state]).toEqual([where, known]);
    site.git("add", "--all");
    if (index === 0) {
      site.commit("The first state");
      site.git("tag", "first");
    }
    old = provider;
  }
  expect(site.git("diff", "first")).toBe("");
}

test.each<[string, VenvName, string]>([
  ["clinic", "django52", "veteriaria.wsgi"],
  ["requirements-chain", "django42", "core.wsgi"],
  ["django32", "django32", "core.wsgi"],
])("%s, with %s: proved at every stop", { timeout: 600_000 }, async (fixture, python, wsgi) => {
  await walk(await bench.site(fixture, { python, yaml: blueprint(wsgi) }), [], true);
});

test.each([
  ["pipfile", "shop.wsgi", "pipenv install --deploy"],
  ["poetry", "shop.wsgi", "poetry install"],
  ["uv", "shop.wsgi", "uv sync --frozen"],
  ["utf16-no-newline", "tienda.wsgi", "pip install -r requirements.txt"],
])("%s: its own kind of dependency file", { timeout: 300_000 }, async (fixture, wsgi, build) => {
  const site = await bench.site(fixture, { yaml: blueprint(wsgi, build) });
  await walk(site, ["--prove", "off"], false);
});

const ours = (tree: Tree) =>
  Object.fromEntries(Object.entries(tree).filter(([file]) => !file.startsWith(".vet-media-setup/")));

/** A copy of a site with its journal, for one more way in which a run can end. */
async function copied<T>(site: Site, work: (dir: string) => Promise<T>): Promise<T> {
  const dir = `${site.dir}-copy`;
  await cp(site.dir, dir, { recursive: true });
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The changes to the disk right behind each record of the journal, counted from 1. */
async function behindRecords(site: Site, args: readonly string[]): Promise<readonly number[]> {
  const SABOTAGE_LOG = path.join(tmpdir(), `${path.basename(site.dir)}.log`);
  await copied(site, async (cwd) => {
    const done = await runCli(args, { cwd, env: { ...site.env, NODE_OPTIONS, SABOTAGE_LOG } });
    expect([done.code, done.stderr]).toEqual([0, ""]);
  });
  const lines = (await readFile(SABOTAGE_LOG, "utf8")).trimEnd().split("\n");
  await rm(SABOTAGE_LOG);
  const records = lines.flatMap((line, index) => (line === "appendFile journal.jsonl" ? [index + 2] : []));
  return records.filter((at) => at <= lines.length);
}

test.each<[ProviderId, ProviderId]>([
  ["s3", "render-disk"],
  ["render-disk", "s3"],
])("%s to %s, and back by undo, killed behind every record of the journal", { timeout: 900_000 }, async (from, to) => {
  const site = await bench.site("clinic", { yaml: blueprint("veteriaria.wsgi") });
  const setup = (provider: ProviderId) => ["setup", ...site.answers(provider), "--prove", "off", "--yes", "--json"];
  const killed = async (cwd: string, args: readonly string[], at: number) => {
    const done = await runCli(args, { cwd, env: { ...site.env, NODE_OPTIONS, SABOTAGE_AT: String(at) } });
    expect([at, done.signal]).toEqual([at, "SIGKILL"]);
  };
  expect((await site.run(setup(from))).code).toBe(0);
  const start = ours(await treeOf(site.dir));
  const there = await copied(site, async (cwd) => {
    expect((await runCli(setup(to), { cwd, env: site.env })).code).toBe(0);
    return ours(await treeOf(cwd));
  });

  const cuts = await behindRecords(site, setup(to));
  expect(cuts.length).toBeGreaterThan(10);
  for (const at of cuts) {
    await copied(site, async (cwd) => {
      await killed(cwd, setup(to), at);
      const next = await runCli(setup(to), { cwd, env: site.env });
      expect([at, next.json().exitCode, next.json().errors]).toEqual([at, 0, []]);
      expect([at, ours(await treeOf(cwd))]).toEqual([at, there]);
    });
  }

  // What undo puts back is the same in both directions.
  if (to === "s3") return;
  expect((await site.run(setup(to))).code).toBe(0);
  const undo = ["undo", "--yes", "--json"];
  for (const at of await behindRecords(site, undo)) {
    await copied(site, async (cwd) => {
      await killed(cwd, undo, at);
      // What was asked first: nothing to do once the cut run is put back.
      const next = (await runCli(setup(from), { cwd, env: site.env })).json();
      expect([at, next.exitCode, next.errors, next.files]).toEqual([at, 0, [], []]);
      expect([at, ours(await treeOf(cwd))]).toEqual([at, start]);
    });
  }
});
