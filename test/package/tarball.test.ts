/** What npm would publish: its files, its size, its licences; installed without a network into an empty folder, it does the whole job from there. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../support/prepare.mjs";
import { benchForThisFile } from "../support/sandbox.ts";
import { bundled, packageOf } from "./bundled.ts";

/** Of the packed file, in bytes. */
const SIZE_LIMIT = 1_000_000;

const bench = benchForThisFile();
const place = realpathSync(mkdtempSync(path.join(tmpdir(), "vet-package-")));
const home = path.join(place, "home");
const app = path.join(place, "app");
const installed = path.join(app, "node_modules", "vet-media-setup");
let packed: { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] };

function npm(args: readonly string[], cwd: string): string {
  const done = spawnSync("npm", args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
    // A cache that holds nothing: what is not in the tarball cannot come from anywhere.
    env: { ...process.env, npm_config_cache: path.join(place, "cache"), npm_config_update_notifier: "false" },
  });
  if (done.status !== 0) throw new Error(`npm ${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

beforeAll(() => {
  for (const folder of [home, app]) mkdirSync(folder);
  // Newer npm answers with an object by name, older with a list.
  const answer: unknown = JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", place], ROOT));
  [packed] = Object.values(answer ?? {});
  npm(["install", "--offline", "--no-audit", "--no-fund", path.join(place, packed.filename)], app);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** The installed tool through the link that npm makes for it, as npx does. */
function tool(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}, cwd = app) {
  const command = path.join(app, "node_modules", ".bin", "vet-media-setup");
  return spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
    env: { PATH: process.env.PATH, HOME: home, LANG: "C.UTF-8", GIT_CONFIG_GLOBAL: "/dev/null", ...env },
  });
}

const everyFile = () => packed.files.map((file) => file.path).sort();

test("holds these files, and no other", () => {
  const chunk = /^dist\/chunks\/[\w.-]+\.mjs$/;
  const template = /^templates\/[\w/.-]+\.hbs$/;
  expect(everyFile().filter((file) => chunk.test(file)).length).toBeGreaterThan(10);
  expect(everyFile().filter((file) => template.test(file)).length).toBeGreaterThan(5);
  const others = everyFile().filter((file) => !chunk.test(file) && !template.test(file) && file !== "README.es.md");
  expect(others).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist/THIRD-PARTY-LICENSES.txt",
    "dist/answers.schema.json",
    "dist/cli.js",
    "dist/driver.py",
    "dist/driver_site.py",
    "dist/help.json",
    "dist/main.mjs",
    "dist/package.json",
    "package.json",
  ]);
});

test(`is at most ${SIZE_LIMIT / 1_000_000} MB, packed`, () => {
  expect(packed.size).toBeLessThanOrEqual(SIZE_LIMIT);
});

test("needs no other package, and runs nothing when it is installed", () => {
  const manifest = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8"));
  expect(manifest.dependencies ?? {}).toEqual({});
  expect(Object.keys(manifest.scripts)).not.toEqual(expect.arrayContaining(["preinstall", "install", "postinstall"]));
  expect(readdirSync(path.join(app, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
    "vet-media-setup",
  ]);
});

test("names no path of the machine that built it, and no source map", () => {
  const secretive = [ROOT.replace(/\/$/, ""), homedir(), tmpdir()].filter((folder) => folder.split("/").length > 2);
  for (const file of everyFile()) {
    const text = readFileSync(path.join(installed, file), "utf8");
    expect(text, file).not.toMatch(/^\s*\/\/# sourceMappingURL=/m);
    for (const folder of secretive) expect(text.includes(`${folder}/`), `${file} names ${folder}`).toBe(false);
  }
});

test("lists every package whose code is in it, with the text of its licence", () => {
  const licences = readFileSync(path.join(installed, "dist", "THIRD-PARTY-LICENSES.txt"), "utf8");
  const packages = new Set(Object.values(bundled()).flatMap((inputs) => inputs.map(packageOf)));
  packages.delete(null);
  expect(packages.size).toBeGreaterThan(20);
  for (const name of packages) {
    const manifest = JSON.parse(readFileSync(path.join(ROOT, "node_modules", `${name}`, "package.json"), "utf8"));
    expect(licences).toContain(`${name} ${manifest.version} (${manifest.license})`);
  }
  for (const words of ["Permission is hereby granted", "Apache License", "Redistribution and use"])
    expect(licences).toContain(words);
});

test("can be started, and says its version and its help in the language of the terminal", () => {
  expect(statSync(path.join(installed, "dist", "cli.js")).mode & 0o111).toBe(0o111);
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  expect(tool(["--version"]).stdout).toBe(`${version}\n`);
  expect(JSON.parse(tool(["--version", "--json"]).stdout)).toEqual({ version });
  expect(tool(["--help"]).stdout).toContain("Usage\n  npx vet-media-setup");
  expect(tool(["migrate", "--help"], { LC_ALL: "es_CL.UTF-8" }).stdout).toContain("Uso\n  npx vet-media-setup migrate");
});

test("does the whole setup on S3, proof by the project's own settings included", async () => {
  const sandbox = await bench.sandbox();
  const args = ["--provider", "s3", "--bucket", sandbox.bucket, "--create-bucket", "--prove", "required"];
  const env = { ...sandbox.env, AWS_EC2_METADATA_DISABLED: "true", GIT_CONFIG_NOSYSTEM: "1" };
  const done = tool([...args, "--yes", "--json"], env, sandbox.dir);
  const document = JSON.parse(done.stdout);
  expect(document.errors).toEqual([]);
  expect([done.status, document.proof.status, document.proof.mode]).toEqual([0, "passed", "project"]);
  expect(await bench.picture(sandbox.bucket)).not.toBeNull();
  // Everything that the run needs came out of the tarball: nothing was written into the installed package.
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBe(packed.files.length);
});
