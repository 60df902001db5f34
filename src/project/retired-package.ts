/** Lines of django-cloudinary-storage, which nobody maintains: its app, its settings, its requirement. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Place, Project } from "../model/project.ts";

export interface RetiredLine {
  readonly place: Place;
  /** The line, trimmed. Never one with a value that may be a secret. */
  readonly text: string;
}

/** In the order of the files: settings first, then what the build installs. Empty: the project does not use it. */
export function retiredLines({ root, settings, storage, dependencies }: Project): readonly RetiredLine[] {
  const app = (settings?.chain ?? []).flatMap((file) =>
    linesOf(root, file, /^\s*(?!#).*(["'])cloudinary_storage(?:\.apps\.\w+)?\1/).map((line) => ({
      ...line,
      text: '"cloudinary_storage"',
    })),
  );
  const ownSettings = storage.lines
    .filter(({ name }) => name === "CLOUDINARY_STORAGE")
    .map(({ place, code }) => ({ place, text: code }));
  const requirement = /^\s*["']?(?:django|dj3)[-_.]cloudinary[-_.]storage\b/i;
  const required = dependencies === null ? [] : linesOf(root, dependencies.file, requirement);
  return app.length + required.length === 0 ? [] : [...app, ...ownSettings, ...required];
}

/** Its app comes before that of Django which it replaces a command of. */
export function isBeforeStaticfiles({ installedApps }: Project): boolean {
  const at = installedApps.names.findIndex((name) => /^cloudinary_storage(?:\.|$)/.test(name));
  const staticfiles = installedApps.names.indexOf("django.contrib.staticfiles");
  return at >= 0 && staticfiles >= 0 && at < staticfiles;
}

function linesOf(root: string, file: string, pattern: RegExp): readonly RetiredLine[] {
  let text: string;
  try {
    text = readFileSync(path.resolve(root, file), "utf8");
  } catch {
    return [];
  }
  return text
    .split(/\r?\n/)
    .flatMap((line, index) => (pattern.test(line) ? [{ place: { file, line: index + 1 }, text: line.trim() }] : []));
}
