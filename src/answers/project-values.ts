/** What the project already says: its settings and service, the variables of render.yaml and of the env file, the origins of the site. */
import { type Text, verbatim } from "../lib/text.ts";
import * as say from "../messages/answers.ts";
import type { ProviderId } from "../model/answers.ts";
import type { Warning } from "../model/change.ts";
import type { BlueprintService, Project } from "../model/project.ts";
import { PROVIDERS } from "../providers/registry.ts";
import type { GatheredValue } from "./gathered.ts";
import { type QuestionName, questionOf } from "./questions.ts";
import { parseWord } from "./values.ts";

export interface ProjectSays {
  readonly project: Project;
  /** Variables of the env file that an earlier run wrote, and its name. */
  readonly storedEnv: ReadonlyMap<string, string>;
  readonly envFile: string;
  /** The provider that the generated module is made for; null: there is none. */
  readonly inForce?: ProviderId | null;
}

/** Runtimes that cannot be Django. Source: https://render.com/docs/blueprint-spec#runtime */
const NOT_DJANGO = new Set(["static", "node", "go", "rust", "ruby", "elixir"]);

/** Web services among which it may be unclear which is the Django one. */
export function possibleServices(project: Project): readonly BlueprintService[] {
  const services = project.blueprint?.services ?? [];
  return services.filter((one) => (one.type === "web" || one.type === "pserv") && !NOT_DJANGO.has(one.runtime ?? ""));
}

/** The project's word on a question; null: it says nothing. A value of it that cannot be right is left out, with a warning. */
export function fromProject(
  name: QuestionName,
  says: ProjectSays,
): { readonly value: GatheredValue | null; readonly warnings: readonly Warning[] } {
  const { project } = says;
  switch (name) {
    case "settings":
      return said(project.settings?.module, evidenceOf(project));
    case "service":
      return said(
        project.service?.name,
        verbatim(`${project.blueprint?.file ?? "render.yaml"}:${project.service?.line}`),
      );
    case "corsOrigin":
      return { value: siteOrigins(project), warnings: [] };
    case "provider":
      return providerOf(says);
    case "mountPath":
      return mountPathOf(says);
    default:
      return fromVariables(name, says);
  }
}

const NOTHING = { value: null, warnings: [] } as const;

function said(value: GatheredValue["value"] | undefined, detail: Text): ReturnType<typeof fromProject> {
  return value === undefined ? NOTHING : { value: { value, source: "project", detail }, warnings: [] };
}

function evidenceOf(project: Project): Text {
  const evidence = project.settings?.evidence[0];
  return verbatim(evidence === undefined ? (project.settings?.file ?? "") : evidence.summary);
}

/** Origins of the site that S3 takes; null: none. A host that the settings name need not be one. */
export function siteOrigins(project: Project): GatheredValue | null {
  const origins = new Map<string, string>();
  for (const { origin, place } of project.origins) {
    const parsed = parseWord(questionOf("corsOrigin"), origin);
    if (!("problem" in parsed)) for (const one of [parsed.value].flat()) origins.set(String(one), place);
  }
  if (origins.size === 0) return null;
  const places = [...new Set(origins.values())].slice(0, 3).join(", ");
  return { value: [...origins.keys()], source: "project", detail: verbatim(places) };
}

/** Where an earlier run has put it, for a disk that render.yaml does not hold. */
function mountPathOf(says: ProjectSays): ReturnType<typeof fromProject> {
  if ((says.project.service?.disk ?? null) !== null) return NOTHING;
  for (const [place, variables] of variablesOf(says)) {
    if (variables("MEDIA_STORAGE")?.trim().toLowerCase() !== "disk") continue;
    const parsed = parseWord(questionOf("mountPath"), variables("MEDIA_ROOT")?.trim() ?? "");
    if (!("problem" in parsed)) return said(parsed.value, verbatim(`MEDIA_ROOT, ${place}`));
  }
  return NOTHING;
}

/** Values of MEDIA_STORAGE that name a provider. */
const CHOICES: Readonly<Record<string, ProviderId>> = { s3: "s3", cloudinary: "cloudinary", disk: "render-disk" };

/** What our module is made for, for that is what Django runs; else S3 in use today, or what MEDIA_STORAGE chooses. What this version does not have is not taken up: it would only be refused. */
function providerOf(says: ProjectSays): ReturnType<typeof fromProject> {
  if (says.inForce) return said(says.inForce, verbatim("media_storage.py"));
  for (const [place, variables] of variablesOf(says)) {
    const chosen = CHOICES[variables("MEDIA_STORAGE")?.trim().toLowerCase() ?? ""];
    if (PROVIDERS.some(({ id }) => id === chosen)) return said(chosen, verbatim(`MEDIA_STORAGE, ${place}`));
  }
  const { storage } = says.project;
  const line = storage.lines.find((one) => !one.deadToday);
  if (storage.default !== "s3" && storage.default !== "cloudinary") return NOTHING;
  return said(
    storage.default,
    line === undefined ? verbatim("STORAGES") : verbatim(`${line.place.file}:${line.place.line}`),
  );
}

function fromVariables(name: QuestionName, says: ProjectSays): ReturnType<typeof fromProject> {
  const question = questionOf(name);
  if (question.kind !== "text" || !question.persisted) return NOTHING;
  const warnings: Warning[] = [];
  for (const variable of question.env) {
    for (const [file, variables] of variablesOf(says)) {
      const word = variables(variable)?.trim();
      if (word === undefined || word === "") continue;
      const place = `${variable}, ${file}`;
      const parsed = parseWord(question, word);
      if (!("problem" in parsed))
        return { value: { value: parsed.value, source: "project", detail: verbatim(place) }, warnings };
      warnings.push({
        code: "project-value-ignored",
        message: say.projectValueIgnored(place, parsed.problem),
        next: say.projectValueNext(question.flag),
        mustAccept: false,
      });
    }
  }
  return { value: null, warnings };
}

/** The deployed file first, then what we left for the person to paste. */
function variablesOf(says: ProjectSays): readonly [place: string, read: (name: string) => string | undefined][] {
  const { blueprint, service } = says.project;
  const declared = (name: string) =>
    service !== null && Object.hasOwn(service.env, name) ? (service.env[name] ?? undefined) : undefined;
  return [
    [blueprint?.file ?? "render.yaml", declared],
    [says.envFile, (name) => says.storedEnv.get(name)],
  ];
}
