/** Makes a TypeScript program of these tests runnable by Node: in a pseudo-terminal there is no vitest that could do it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

export interface Bundle {
  /** Absolute path of the program. */
  readonly file: string;
  remove(): void;
}

export function bundle(program: string): Bundle {
  const folder = mkdtempSync(join(tmpdir(), "vet-terminal-test-"));
  const file = join(folder, "program.mjs");
  buildSync({
    entryPoints: [fileURLToPath(new URL(`./programs/${program}`, import.meta.url))],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.12",
    logLevel: "error",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
