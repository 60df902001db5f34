/** Files that a plan must not touch because they are not this repository's: seen before anything is made anywhere. */
import { existsSync } from "node:fs";
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { isInside, relativePath } from "../lib/paths.ts";
import { inSubmodule, outsideRepository } from "../messages/plan.ts";
import type { FileChange } from "../model/change.ts";
import { targetOf } from "./file-image.ts";

/** `top`: absolute, the folder of the repository. Throws Failure (exit 2) for a file behind a link out of it, or in a submodule: a commit here would not hold the change. */
export async function refuseNotOurs(changes: readonly FileChange[], top: string): Promise<void> {
  for (const { action, absolutePath, path: shown } of changes) {
    if (action === "none") continue;
    const target = await targetOf(absolutePath);
    if (!isInside(top, target)) throw new Failure(outsideRepository(shown));
    for (let folder = path.dirname(target); folder !== top && isInside(top, folder); folder = path.dirname(folder)) {
      if (existsSync(path.join(folder, ".git"))) throw new Failure(inSubmodule(shown, relativePath(top, folder)));
    }
  }
}
