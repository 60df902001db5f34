/**
 * Bundles src/ into dist/: one small entry, and a lazy chunk for everything heavy, so that the published package has no dependencies.
 *   node build.mjs            dist/cli.js, its chunks, dist/driver.py and dist/answers.schema.json
 */
import { copyFile, rm, writeFile } from "node:fs/promises";
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

await rm(`${root}dist`, { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: ["src/cli.ts"],
  outdir: "dist",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
});
await copyFile(`${root}src/prove/driver.py`, `${root}dist/driver.py`);

const schemaModule = `${root}dist/answers.schema.mjs`;
await build({ ...shared, entryPoints: ["src/answers/json-schema.ts"], outfile: schemaModule });
const { answersJsonSchema } = await import(pathToFileURL(schemaModule).href);
await writeFile(`${root}dist/answers.schema.json`, `${JSON.stringify(answersJsonSchema(), null, 2)}\n`);
await rm(schemaModule);
