/** A whole render.yaml for a project that has none: one web service with its disk. Source: https://render.com/docs/blueprint-spec */
import { readFileSync } from "node:fs";
import { fillTemplate } from "../edit/template.ts";
import { relativePath } from "../lib/paths.ts";
import { Secret } from "../lib/secrets.ts";
import { shippedFile } from "../lib/shipped.ts";
import type { Lang } from "../lib/text.ts";
import { newBlueprintWords } from "../messages/plan-disk.ts";
import type { Project } from "../model/project.ts";
import type { Disk, EnvVar } from "../model/provider.ts";

/** What a person has said about the service; the rest is found in the project. */
export interface NewService {
  readonly name: string;
  readonly plan: string;
  readonly region: string;
  readonly buildCommand: string;
  readonly startCommand: string;
  /** Of the comments. */
  readonly lang: Lang;
}

/** Variables that Render or we give the service in another way. */
const GIVEN =
  /^(?:RENDER(?:_\w+)?|IS_PULL_REQUEST|PORT|PYTHON_VERSION|DJANGO_SETTINGS_MODULE|MEDIA_STORAGE|MEDIA_ROOT|USE_S3|(?:AWS|CLOUDINARY)_\w+)$/;

/** A key that nobody needs to know: Render makes one. */
const MADE = /(?:^|_)SECRET_KEY$/;

/** The text of the file, with `\n` line ends. */
export function newBlueprint(project: Project, service: NewService, env: readonly EnvVar[], disk: Disk | null): string {
  const { root, top, settings, python } = project;
  const needed = (project.variables ?? []).filter((one) => one.needed && !GIVEN.test(one.name)).map(({ name }) => name);
  const generated = needed.filter((name) => MADE.test(name));
  const secret = env.filter(({ value }) => value instanceof Secret || value === "").map(({ key }) => key);
  // Off, or Django shows its insides to everybody.
  const debug = needed.filter((name) => /(?:^|_)DEBUG$/.test(name));
  const asked = [...needed.filter((name) => !generated.includes(name) && !debug.includes(name)), ...secret];
  const values = env.flatMap(({ key, value }) => (typeof value === "string" && value !== "" ? [{ key, value }] : []));
  const text = fillTemplate(readFileSync(shippedFile("templates/shared/render.yaml.hbs"), "utf8"), {
    ...service,
    words: Object.fromEntries(Object.entries(newBlueprintWords).map(([name, words]) => [name, words[service.lang]])),
    rootDir: relativePath(top, root),
    python: exactVersion(python?.specifier ?? ""),
    settings: settings?.module ?? "",
    generated,
    asked,
    values: [...debug.map((key) => ({ key, value: "False" })), ...values],
    disk,
  });
  return `${text.trimEnd()}\n`;
}

/** Render takes all three parts or none: https://render.com/docs/python-version */
function exactVersion(specifier: string): string {
  return /^(?:==|python-)?(\d+\.\d+\.\d+)$/.exec(specifier)?.[1] ?? "";
}
