/** The body of the managed block at the end of the production settings: the same for every provider. */
import { readFileSync } from "node:fs";
import { fillTemplate } from "../edit/template.ts";
import { shippedFile } from "../lib/shipped.ts";
import type { Lang } from "../lib/text.ts";
import { settingsBlock } from "../messages/generated.ts";
import type { Project } from "../model/project.ts";

/** Where black and ruff break a line by default. */
const FORMATTER_WIDTH = 88;

/**
 * Lines between the two markers. The import is absolute, for it must work however the module was loaded (a star import of a package's
 * `__init__` included). Throws Error if the project has no settings module: nobody plans a block without one.
 */
export function managedBlock(project: Project, lang: Lang): readonly string[] {
  if (project.settings === null) throw new Error("no settings module to put the block into");
  const module = [project.settings.package, "media_storage"].filter((part) => part !== "").join(".");
  const text = fillTemplate(readFileSync(shippedFile("templates/shared/settings_block.py.hbs"), "utf8"), {
    words: settingsBlock[lang],
    module: dotted(module),
    long: `from ${module} import configure as configure_media_storage`.length > FORMATTER_WIDTH,
  });
  return text.trimEnd().split("\n");
}

/** The dotted name, as code. Throws Error for what is none: a folder's name is not yet a name of Python. */
function dotted(module: string): string {
  if (!/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(module))
    throw new Error(`not a module: ${module}`);
  return module;
}
