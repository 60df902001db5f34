/** What the bundle is made of, as the build noted it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../support/prepare.mjs";

/** By file below dist/: the sources whose code is in it, as paths from the project's root. */
export function bundled(): Readonly<Record<string, readonly string[]>> {
  return JSON.parse(readFileSync(path.join(ROOT, "dist", "meta.json"), "utf8"));
}

/** The npm package that a source belongs to; null: it is our own. */
export function packageOf(source: string): string | null {
  return /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? null;
}
