/** The body of the managed block in the URL configuration, which serves the files of the disk. */
import { readFileSync } from "node:fs";
import { fillTemplate } from "../../edit/template.ts";
import { shippedFile } from "../../lib/shipped.ts";
import { urlsBlock as words } from "../../messages/generated-disk.ts";
import type { RenderDiskAnswers } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";

/** Where black and ruff break a line by default. */
const FORMATTER_WIDTH = 88;

/**
 * Lines between the two markers. null: the URL configuration is unknown, or it serves uploads in production already, in a way that may be
 * stricter than ours. Our patterns come first, for a page that catches every path often ends the list; but behind the project's own where those serve
 * a part of the uploads. Where no disk is in use there are none, so that what the project does in development stays.
 * Throws Error if there is no settings module, or its package is no name of Python.
 */
export function urlsBlock(answers: RenderDiskAnswers, project: Project): readonly string[] | null {
  const { settings, urlConf } = project;
  if (urlConf === null || urlConf === undefined || urlConf.servesMedia !== null) return null;
  if (settings === null) throw new Error("no settings module beside which media_storage.py could be");
  const module = [settings.package, "media_storage"].filter((part) => part !== "").join(".");
  const text = fillTemplate(readFileSync(shippedFile("templates/render-disk/urls_block.py.hbs"), "utf8"), {
    words: words[answers.access][answers.lang],
    module: dotted(module),
    last: urlConf.servesPart !== undefined,
    long: `from ${module} import media_urls`.length > FORMATTER_WIDTH,
  });
  return text.trimEnd().split("\n");
}

/** The dotted name, as code. Throws Error for what is none: a folder's name is not yet a name of Python. */
function dotted(module: string): string {
  if (!/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(module))
    throw new Error(`not a module: ${module}`);
  return module;
}
