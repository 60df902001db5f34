/** Every value with its source: flag > environment > answers file > what the project says > (prompt) > default. Pure. */
import { Failure } from "../lib/failure.ts";
import { type Text, verbatim } from "../lib/text.ts";
import * as say from "../messages/answers.ts";
import { regionFixed, regionInHost, regionShownThere } from "../messages/s3-services.ts";
import type { ProviderId } from "../model/answers.ts";
import type { Warning } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import { cityOf, nearestRegion } from "../providers/s3/regions.ts";
import { regionOf, serviceOf } from "../providers/s3/services.ts";
import type { AnswersFile } from "./answers-file.ts";
import type { Invocation } from "./arguments.ts";
import { fromCloudinaryUrl } from "./cloudinary-url.ts";
import { checkTogether } from "./combinations.ts";
import { diskValue, isOfService } from "./disk-defaults.ts";
import { type Env, fromEnvironment } from "./environment.ts";
import type { Gathered, GatheredValue, GatheredValues } from "./gathered.ts";
import { textValue } from "./gathered.ts";
import { localeLanguage } from "./language.ts";
import { fromProject, possibleServices } from "./project-values.ts";
import { isQuestion, providerOf, QUESTION_NAMES, type QuestionName, questionOf } from "./questions.ts";

export interface Said {
  readonly invocation: Pick<Invocation, "values">;
  readonly env: Env;
  readonly answersFile: AnswersFile | null;
}

export interface GatherOptions extends Said {
  /** Inspected with the settings and the service that `explicit` names, where it names them. */
  readonly project: Project;
  /** Variables of the env file, where an earlier run has written one. */
  readonly storedEnv: ReadonlyMap<string, string>;
  /** The provider of the module that an earlier run has generated; null: there is none. */
  readonly inForce?: ProviderId | null;
}

/** The provider that is planned for while nothing has been chosen: the one that we recommend. */
const RECOMMENDED: ProviderId = "s3";

/**
 * What the person said, if anything: flag > environment > answers file. For what is needed before the project can be read
 * (settings, service, the env file's name).
 * Throws Failure, exit 2, for a variable that cannot be right by its form.
 */
export function explicit(name: QuestionName, said: Said): GatheredValue | null {
  const found = explicitValue(name, said);
  return found;
}

/** As `explicit`, for a text value alone. */
export function explicitText(name: QuestionName, said: Said): string | undefined {
  const value = explicit(name, said)?.value;
  return typeof value === "string" ? value : undefined;
}

/**
 * Gathers the answers of common questions and of the provider's own.
 * Throws Failure, exit 2: a bad form (the flag, variable or file line is named), a flag of another provider, values that do not go together.
 */
export function gather(options: GatherOptions): Gathered {
  const warnings: Warning[] = [];
  const says = {
    project: options.project,
    storedEnv: options.storedEnv,
    inForce: options.inForce ?? null,
    envFile: explicitText("envFile", options) ?? defaultText("envFile"),
  };
  const find = (name: QuestionName): GatheredValue | null => {
    const said = explicit(name, options);
    if (said !== null) return said;
    const project = fromProject(name, says);
    warnings.push(...project.warnings);
    return project.value;
  };

  const provider = find("provider");
  refuseForeignFlags(options.invocation.values, provider);
  const group = provider?.value ?? RECOMMENDED;
  const values: Partial<Record<QuestionName, GatheredValue>> = {};
  for (const name of QUESTION_NAMES) {
    const question = questionOf(name);
    if (question.group !== "common" && question.group !== group) continue;
    const found = name === "provider" ? provider : name === "lang" ? language(options, warnings) : find(name);
    if (found !== null) values[name] = found;
  }
  return complete({ values, missing: [], warnings }, options.project);
}

/**
 * Fills in defaults, drops those that no longer fit, and says again what is missing: after gathering, and after every answer.
 * Throws Failure, exit 2, for values that do not go together.
 */
export function complete(gathered: Gathered, project: Project): Gathered {
  const values: Partial<Record<QuestionName, GatheredValue>> = { ...gathered.values };
  const group = textValue(values, "provider") ?? RECOMMENDED;
  for (const name of QUESTION_NAMES) {
    const question = questionOf(name);
    if (question.group !== "common" && question.group !== group) continue;
    const fromService = isOfService(name, values[name], project);
    if (values[name] !== undefined && values[name].source !== "default" && !fromService) continue;
    const fallback = defaultOf(name, values, project);
    if (fallback !== null) values[name] = fallback;
  }
  if (values.settings !== undefined) values.settings = settled(values.settings, project);
  const checked = checkTogether(values);
  const missing = required(project, group, checked.values).filter((name) => checked.values[name] === undefined);
  return {
    values: checked.values,
    missing,
    warnings: [...gathered.warnings.filter(({ code }) => !checked.codes.includes(code)), ...checked.warnings],
  };
}

function explicitValue(name: QuestionName, { invocation, env, answersFile }: Said): GatheredValue | null {
  const question = questionOf(name);
  const flag = invocation.values[name];
  if (flag !== undefined) return { value: flag, source: "flag", detail: verbatim(question.flag) };
  const found = fromEnvironment(question, env) ?? fromCloudinaryUrl(name, env);
  if (found !== null) return { value: found.value, source: "env", detail: verbatim(found.variable) };
  const stored = answersFile?.values[name];
  if (stored === undefined) return null;
  return { value: stored, source: "answers", detail: verbatim(answersFile?.places[name] ?? answersFile?.file ?? "") };
}

/** A variable of another provider is somebody else's business; a flag was typed for this run. */
function refuseForeignFlags(values: Invocation["values"], provider: GatheredValue | null): void {
  for (const name of Object.keys(values).filter(isQuestion)) {
    const { group, flag } = questionOf(name);
    const owner = providerOf(group);
    const chosen = provider === null ? null : String(provider.value);
    if (owner !== null && owner !== (chosen ?? RECOMMENDED)) throw new Failure(say.wrongProvider(flag, owner, chosen));
  }
}

/** The inspection knows the dotted name behind a path: the project was inspected with what was said. */
function settled(said: GatheredValue, project: Project): GatheredValue {
  const isPath = /[/\\]|\.py$/.test(String(said.value));
  return isPath && project.settings !== null ? { ...said, value: project.settings.module } : said;
}

/** What is stored stays the language of the files, whatever the screen speaks. */
function language(options: GatherOptions, warnings: Warning[]): GatheredValue {
  const stored = options.answersFile?.values.lang;
  const flag = options.invocation.values.lang;
  const file = options.answersFile?.file ?? "";
  if (stored !== undefined) {
    if (flag !== undefined && flag !== stored) {
      warnings.push({
        code: "language-of-files-stays",
        message: say.langStored(String(stored), file),
        next: say.changeLangThere(file),
        mustAccept: false,
      });
    }
    return { value: stored, source: "answers", detail: verbatim(options.answersFile?.places.lang ?? file) };
  }
  if (flag !== undefined) return { value: flag, source: "flag", detail: verbatim(questionOf("lang").flag) };
  const { lang, variable } = localeLanguage(options.env);
  return { value: lang, source: "default", ...(variable === null ? {} : { detail: verbatim(variable) }) };
}

/** null: none, or none that fits. */
function defaultOf(name: QuestionName, values: GatheredValues, project: Project): GatheredValue | null {
  if (name === "lang") return values.lang ?? null;
  if (name === "corsOrigin") return { value: [], source: "default", detail: say.noOriginsFound };
  if (name === "region") {
    const { value, why } = proposedRegion(values, project);
    return value === null ? null : { value, source: "default", detail: why };
  }
  const question = questionOf(name);
  const disk = question.group === "render-disk" ? diskValue(name, values, project) : null;
  if (disk !== null) return disk;
  if (!("default" in question) || question.default === undefined) return null;
  return { value: question.default, source: "default" };
}

/** The region to begin with, and why it; null: only the person knows it. Requests are signed for one, at an S3-compatible service too. */
export function proposedRegion(
  values: GatheredValues,
  project: Project,
): { readonly value: string | null; readonly why: Text } {
  const endpoint = textValue(values, "endpointUrl");
  if (endpoint !== undefined) return regionElsewhere(endpoint);
  const declared = project.service?.region ?? null;
  const value = nearestRegion(declared);
  return { value, why: say.regionNear(cityOf(value) ?? value, declared) };
}

function regionElsewhere(endpoint: string): ReturnType<typeof proposedRegion> {
  const service = serviceOf(endpoint);
  const value = regionOf(endpoint);
  if (service === null) return { value: "us-east-1", why: say.regionOfEndpoint };
  if (value === null) return { value: null, why: regionShownThere(service.title) };
  const isFixed = service.region.kind === "fixed";
  return { value, why: isFixed ? regionFixed(service.title, value) : regionInHost(service.title) };
}

/** Needed answers without a default, in the order of asking. */
function required(project: Project, group: string, values: GatheredValues): readonly QuestionName[] {
  return [
    "settings",
    ...(possibleServices(project).length > 0 ? (["service"] as const) : []),
    "provider",
    ...(group === "s3" ? (["bucket"] as const) : []),
    ...(group === "cloudinary" ? (["cloudName"] as const) : []),
    ...(group === "s3" && proposedRegion(values, project).value === null ? (["region"] as const) : []),
  ];
}

function defaultText(name: QuestionName): string {
  const question = questionOf(name);
  return question.kind === "text" ? (question.default ?? "") : "";
}
