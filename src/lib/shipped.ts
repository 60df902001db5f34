/** Files that the package ships beside its code: templates, and the Python half of the proof. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Absolute path of a shipped file, the first that exists of the names given. They are looked for in the folder of this module and in
 * those above it, so that they are found from src/, from dist/ and from dist/chunks/ alike.
 * Throws Error when the package is incomplete.
 */
export function shippedFile(...names: readonly string[]): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < 4; level += 1) {
    for (const name of names) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
    folder = dirname(folder);
  }
  throw new Error(`The installed package is incomplete: ${names.join(" or ")} is missing. Install it again.`);
}
