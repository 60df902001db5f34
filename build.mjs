/**
 * Bundles src/ into dist/: one small entry, and a lazy chunk for everything heavy, so that the published package has no dependencies.
 *   node build.mjs            dist/cli.js, main.mjs and its chunks, driver.py and its parts, help.json, answers.schema.json, THIRD-PARTY-LICENSES.txt
 * dist/meta.json, which is not published, says what each file was made of.
 */
import { rmSync } from "node:fs";
import { chmod, copyFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { thirdPartyLicences } from "./build/licences.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const { version, engines } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
/** The oldest Node that runs what is built. */
const floor = engines.node.replace(">=", "");

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  mainFields: ["module", "main"],
  define: { __VERSION__: JSON.stringify(version), __NODE_FLOOR__: JSON.stringify(floor) },
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
};
const modern = {
  ...shared,
  target: `node${floor}`,
  format: "esm",
  // CommonJS packages inside the bundle ask for Node's own modules by require().
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
  },
};

// Made beside the old one and exchanged at the end: two builds at once, or a run of the tool meanwhile, never meet half of it.
const stage = `dist-${process.pid}`;
process.on("exit", () => rmSync(`${root}${stage}`, { recursive: true, force: true }));
await rm(`${root}${stage}`, { recursive: true, force: true });
const { metafile } = await build({
  ...modern,
  entryPoints: { main: "src/commands/main.ts" },
  outdir: stage,
  outExtension: { ".js": ".mjs" },
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
});
// The entry stands apart: CommonJS that an old Node can read as far as the sentence that it is too old.
const entry = await build({
  ...shared,
  entryPoints: ["src/cli.ts"],
  outdir: stage,
  format: "cjs",
  target: "node10",
  supported: { "dynamic-import": true },
  plugins: [
    {
      name: "main-stands-beside",
      setup: (building) =>
        building.onResolve({ filter: /\/commands\/main\.ts$/ }, () => ({ path: "./main.mjs", external: true })),
    },
  ],
});
await chmod(`${root}${stage}/cli.js`, 0o755);
await writeFile(`${root}${stage}/package.json`, '{ "type": "commonjs" }\n');
for (const name of ["driver.py", "driver_site.py", "driver_names.py"])
  await copyFile(`${root}src/prove/${name}`, `${root}${stage}/${name}`);

/** Runs a module of src/ now: what it makes of the table of questions is shipped ready. */
async function loaded(source) {
  const outfile = `${root}${stage}/at-build.mjs`;
  await build({ ...modern, entryPoints: [source], outfile });
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

const outputs = Object.fromEntries(
  Object.entries({ ...metafile.outputs, ...entry.metafile.outputs }).map(([file, facts]) => [
    file.slice(stage.length + 1),
    Object.keys(facts.inputs).filter((input) => facts.inputs[input].bytesInOutput > 0),
  ]),
);
await writeFile(`${root}${stage}/meta.json`, JSON.stringify(outputs));
await writeFile(
  `${root}${stage}/THIRD-PARTY-LICENSES.txt`,
  await thirdPartyLicences(root, Object.values(outputs).flat()),
);

const old = `${root}${stage}-old`;
await rename(`${root}dist`, old).catch((error) => {
  if (error.code !== "ENOENT") throw error;
});
await rename(`${root}${stage}`, `${root}dist`);
await rm(old, { recursive: true, force: true });
