/**
 * Bundles src/ into dist/: one small entry, and a lazy chunk for everything heavy, so that the published package has no dependencies.
 *   node build.mjs            dist/cli.js, its chunks, driver.py and driver_site.py, help.json and answers.schema.json
 */
import { rmSync } from "node:fs";
import { copyFile, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL(".", import.meta.url));
const { version } = JSON.parse(await (await import("node:fs/promises")).readFile(`${root}package.json`, "utf8"));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20.12",
  format: "esm",
  mainFields: ["module", "main"],
  // CommonJS packages inside the bundle ask for Node's own modules by require().
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
  },
  define: { __VERSION__: JSON.stringify(version) },
  legalComments: "none",
  logLevel: "warning",
};

// Made beside the old one and exchanged at the end: two builds at once, or a run of the tool meanwhile, never meet half of it.
const stage = `dist-${process.pid}`;
process.on("exit", () => rmSync(`${root}${stage}`, { recursive: true, force: true }));
await rm(`${root}${stage}`, { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: ["src/cli.ts"],
  outdir: stage,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
});
for (const name of ["driver.py", "driver_site.py"])
  await copyFile(`${root}src/prove/${name}`, `${root}${stage}/${name}`);

/** Runs a module of src/ now: what it makes of the table of questions is shipped ready. */
async function loaded(source) {
  const outfile = `${root}${stage}/at-build.mjs`;
  await build({ ...shared, entryPoints: [source], outfile });
  const module = await import(`${pathToFileURL(outfile).href}?${source}`);
  await rm(outfile);
  return module;
}

const { answersJsonSchema } = await loaded("src/answers/json-schema.ts");
await writeFile(`${root}${stage}/answers.schema.json`, `${JSON.stringify(answersJsonSchema(), null, 2)}\n`);

const { helpText } = await loaded("src/answers/help.ts");
const { COMMAND_NAMES } = await loaded("src/answers/command-names.ts");
const help = ["en", "es"].flatMap((lang) =>
  [null, ...COMMAND_NAMES].map((command) => [`${lang} ${command ?? ""}`, helpText(command, lang)]),
);
await writeFile(`${root}${stage}/help.json`, JSON.stringify(Object.fromEntries(help)));

const old = `${root}${stage}-old`;
await rename(`${root}dist`, old).catch((error) => {
  if (error.code !== "ENOENT") throw error;
});
await rename(`${root}${stage}`, `${root}dist`);
await rm(old, { recursive: true, force: true });
