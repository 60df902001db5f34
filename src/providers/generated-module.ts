/** The generated media_storage.py, whatever the provider: its template, and the part that all of them share, filled. */
import { readFileSync } from "node:fs";
import { fillTemplate } from "../edit/template.ts";
import { shippedFile } from "../lib/shipped.ts";
import type { Text } from "../lib/text.ts";
import { compareReleases } from "../lib/versions.ts";
import type { Answers } from "../model/answers.ts";
import type { Project, VersionFact } from "../model/project.ts";

export interface ModuleParts {
  /** Words of the template, by the name that it uses. */
  readonly words: Readonly<Record<string, Text>>;
  /** The storage is made with options, which Django takes from 4.2 on. */
  readonly takesOptions: boolean;
  /** What else the template names. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The whole text, with `\n` line ends, in the language of the answers. */
export function generatedModule({ provider, lang, envFile }: Answers, project: Project, parts: ModuleParts): string {
  const words = Object.entries(parts.words).map(([name, text]) => [name, text[lang]]);
  const values = {
    words: Object.fromEntries(words),
    envFile,
    before42: mayBeBefore(project.django, [4, 2]),
    before51: mayBeBefore(project.django, [5, 1]),
    takesOptions: parts.takesOptions,
    ...parts.values,
  };
  return fillTemplate(shipped(`templates/${provider}/media_storage.py.hbs`), values, {
    setDefault: shipped("templates/shared/set_default.py.hbs"),
  });
}

/** Also where it cannot be known. */
function mayBeBefore(django: VersionFact | null, version: readonly number[]): boolean {
  const minimum = django?.minimum ?? null;
  return minimum === null || compareReleases(minimum, version) < 0;
}

function shipped(file: string): string {
  return readFileSync(shippedFile(file), "utf8");
}
