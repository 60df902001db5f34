/** Asks one question of a person, with what is known as the proposal. Says nothing about which questions come when. */
import { join, type Text, verbatim } from "../lib/text.ts";
import * as appUser from "../messages/app-user.ts";
import * as cloudinary from "../messages/cloudinary.ts";
import * as say from "../messages/interview.ts";
import * as disk from "../messages/interview-disk.ts";
import { publicNeedsPrefix } from "../messages/s3-public.ts";
import { regionRefused } from "../messages/s3-services.ts";
import { askRegionElsewhere, otherHint, otherTitle } from "../messages/s3-services-asked.ts";
import type { Project } from "../model/project.ts";
import { BACK, type Back, type Prompter } from "../model/terminal.ts";
import { choiceHint } from "../providers/comparison.ts";
import { PROVIDERS } from "../providers/registry.ts";
import { proposeBucketName } from "../providers/s3/bucket-name.ts";
import { awsRegionProblem } from "../providers/s3/regions.ts";
import { serviceOf, takesRegion } from "../providers/s3/services.ts";
import { askAccess } from "./ask-access.ts";
import { askEndpointOfService } from "./ask-service.ts";
import { fromCloudinaryUrl } from "./cloudinary-url.ts";
import { type Env, fromEnvironment } from "./environment.ts";
import { proposedRegion } from "./gather.ts";
import { type GatheredValue, type GatheredValues, listValue, textValue } from "./gathered.ts";
import { possibleServices } from "./project-values.ts";
import type { AnswerValue } from "./question.ts";
import { type QuestionName, questionOf } from "./questions.ts";
import { parseWord } from "./values.ts";

export interface Asking {
  readonly prompter: Prompter;
  readonly project: Project;
  readonly env: Env;
  /** 8 hex digits, the same for a whole run, so that the proposed bucket stays the same after going back. */
  readonly hex: string;
  /** Origins that the project names; null: none. */
  readonly foundOrigins: GatheredValue | null;
  /** An IAM user that the keys at hand may make for the app; null: none is offered. */
  readonly offeredUser: string | null;
}

/** The questions that a person can be asked. */
const ASKABLE = [
  "access",
  "settings",
  "service",
  "provider",
  "bucket",
  "region",
  "corsOrigin",
  "prefix",
  "cloudName",
  "folder",
  "uploadPrefix",
  "directUpload",
  "createAppUser",
  "endpointUrl",
  "diskSize",
  "mountPath",
  "diskName",
  "envFile",
  "prove",
] as const satisfies readonly QuestionName[];
export type Askable = (typeof ASKABLE)[number];

/**
 * undefined as a value: the answer is that there is none (AWS itself, and no endpoint). `also`: what the same answer says of other
 * questions; undefined takes the value back, to be found anew.
 */
export type Answered =
  | {
      readonly value: AnswerValue | undefined;
      readonly also?: Readonly<Partial<Record<QuestionName, AnswerValue | undefined>>>;
    }
  | GatheredValue;

/** `values` are the answers so far: the proposal is what was answered before. */
export async function ask(name: Askable, values: GatheredValues, asking: Asking): Promise<Answered | Back> {
  switch (name) {
    case "access":
      return answered(await askAccess(asking.prompter, values));
    case "settings":
      return askSettings(values, asking);
    case "service":
      return askService(values, asking);
    case "provider":
      return askProvider(values, asking);
    case "corsOrigin":
      return askOrigins(values, asking);
    case "bucket": {
      const proposal = proposeBucketName(asking.project.name, asking.hex);
      return askText(name, say.askBucket, textValue(values, name) ?? proposal, asking);
    }
    case "region":
      return askRegion(values, asking);
    case "cloudName": {
      const known = fromEnvironment(questionOf(name), asking.env) ?? fromCloudinaryUrl(name, asking.env);
      return askText(name, cloudinary.askCloudName, textValue(values, name) ?? String(known?.value ?? ""), asking);
    }
    case "folder":
      return askText(name, cloudinary.askFolder, textValue(values, name) ?? "", asking);
    case "createAppUser":
      return askOptional(name, appUser.ask, values, asking, asking.offeredUser ?? "");
    case "uploadPrefix":
      return askOptional(name, cloudinary.askUploadPrefix, values, asking);
    case "prefix": {
      const opened = textValue(values, "access") === "public";
      const further = (typed: string) => (opened && typed === "" ? publicNeedsPrefix.message : null);
      return askText(name, say.askPrefix, textValue(values, name) ?? "", asking, further);
    }
    case "diskSize": {
      const proposed = Number(values.diskSize?.value ?? 1);
      const message = disk.askDiskSize(proposed, asking.project.media.bytes / 1e9);
      return askText(name, message, String(proposed), asking);
    }
    case "mountPath":
      return askText(name, disk.askMountPath, textValue(values, name) ?? "", asking);
    case "diskName":
      return askText(name, disk.askDiskName, textValue(values, name) ?? "", asking);
    case "envFile":
      return askText(name, say.askEnvFile, textValue(values, name) ?? "", asking);
    case "endpointUrl":
      return askEndpoint(values, asking);
    case "directUpload": {
      const initial = values.directUpload?.value === true;
      return answered(await asking.prompter.confirm({ message: say.askDirectUpload, initial }));
    }
    case "prove": {
      const choices = (["auto", "required", "off"] as const).map((value) => ({
        value,
        label: say.proveChoices[value],
      }));
      const initial = choices.find(({ value }) => value === values.prove?.value)?.value ?? "auto";
      return answered(await asking.prompter.select({ message: say.askProve, choices, initial }));
    }
  }
}

function answered(value: AnswerValue | Back): Answered | Back {
  return value === BACK ? BACK : { value };
}

/** Judged on every key, by the same rules as a flag. */
async function askText(
  name: QuestionName,
  message: Text,
  initial: string,
  { prompter }: Asking,
  further: (value: string) => Text | null = () => null,
): Promise<Answered | Back> {
  const question = questionOf(name);
  const judge = (typed: string): Text | null => {
    const parsed = parseWord(question, typed.trim());
    return "problem" in parsed ? parsed.problem : further(String(parsed.value));
  };
  const typed = await prompter.text({ message, initial, placeholder: question.example, validate: judge });
  if (typed === BACK) return BACK;
  const parsed = parseWord(question, typed.trim());
  if ("problem" in parsed) throw new Error(`the prompt for ${name} took what its judge refuses`);
  return { value: parsed.value };
}

/** An empty answer means none. */
async function askOptional(
  name: QuestionName,
  message: Text,
  values: GatheredValues,
  { prompter }: Asking,
  proposal = "",
): Promise<Answered | Back> {
  const question = questionOf(name);
  const judge = (typed: string): Text | null => {
    const parsed = typed.trim() === "" ? null : parseWord(question, typed.trim());
    return parsed !== null && "problem" in parsed ? parsed.problem : null;
  };
  const initial = textValue(values, name) ?? proposal;
  const typed = await prompter.text({ message, initial, placeholder: question.example, validate: judge });
  if (typed === BACK) return BACK;
  const parsed = typed.trim() === "" ? { value: undefined } : parseWord(question, typed.trim());
  if ("problem" in parsed) throw new Error(`the prompt for ${name} took what its judge refuses`);
  return { value: parsed.value };
}

async function askSettings(values: GatheredValues, asking: Asking): Promise<Answered | Back> {
  const { project, prompter, env } = asking;
  const known = project.candidates.filter((candidate) => candidate.file !== null);
  const weak = env.DJANGO_SETTINGS_MODULE?.trim() ?? "";
  const hint = /^[\w.]{1,100}$/.test(weak) ? weak : null;
  const before = textValue(values, "settings");
  for (;;) {
    if (known.length === 0) return askText("settings", say.typeSettings, before ?? "", asking);
    const chosen = await prompter.select<string | null>({
      message: say.askSettings(hint),
      choices: [
        ...known.map(({ module, evidence }) => ({
          value: module,
          label: verbatim(module),
          hint: verbatim(evidence.map(({ summary }) => summary).join(", ")),
        })),
        { value: null, label: say.anotherModule },
      ],
      initial: known.find(({ module }) => module === before)?.module ?? known[0]?.module ?? null,
    });
    if (chosen === BACK) return BACK;
    if (chosen !== null) return { value: chosen };
    const typed = await askText("settings", say.typeSettings, before ?? "", asking);
    if (typed !== BACK) return typed;
  }
}

async function askService(values: GatheredValues, { project, prompter }: Asking): Promise<Answered | Back> {
  const services = possibleServices(project);
  const choices = services.map((service) => ({
    value: service.name,
    label: verbatim(service.name),
    hint: verbatim(
      [service.startCommand ?? service.runtime, service.region].filter((part) => part !== null).join(" · "),
    ),
  }));
  const initial = textValue(values, "service") ?? services[0]?.name ?? "";
  const message = say.askService(project.blueprint?.file ?? "render.yaml");
  return answered(await prompter.select({ message, choices, initial }));
}

/** Other services that speak S3 are one more choice. */
async function askProvider(values: GatheredValues, asking: Asking): Promise<Answered | Back> {
  const { prompter, project } = asking;
  const providers = PROVIDERS.map((provider) => {
    const words = choiceHint(provider.compare, project);
    const hint = provider.id === "s3" ? join([words, say.recommended], " ·\u00a0") : words;
    return { value: provider.id, label: verbatim(provider.title), hint };
  });
  const other = { value: "other" as const, label: otherTitle, hint: otherHint };
  const elsewhere = values.endpointUrl !== undefined;
  for (;;) {
    const chosen = await prompter.select({
      message: say.askProvider,
      choices: [...providers, other],
      initial: elsewhere ? other.value : "s3",
    });
    if (chosen === "s3" && elsewhere) return { value: chosen, also: { endpointUrl: undefined, region: undefined } };
    if (chosen !== "other") return answered(chosen);
    const service = await otherService(values, asking);
    if (service !== BACK) return service;
  }
}

async function askOrigins(values: GatheredValues, asking: Asking): Promise<Answered | Back> {
  const { prompter, foundOrigins } = asking;
  const found = foundOrigins === null ? [] : listValue({ corsOrigin: foundOrigins }, "corsOrigin");
  if (foundOrigins === null || found.length === 0) return typeOrigins(values, asking);
  const before = values.corsOrigin;
  for (;;) {
    const chosen = await prompter.select<"found" | "others" | "none">({
      message: say.askOrigins,
      choices: [
        { value: "found", label: say.useThese(found), hint: say.foundIn(foundOrigins.detail?.en ?? "") },
        { value: "others", label: say.otherOrigins },
        { value: "none", label: say.noOrigins },
      ],
      initial:
        before === undefined || before.source !== "prompt"
          ? "found"
          : listValue(values, "corsOrigin").length === 0
            ? "none"
            : "others",
    });
    if (chosen === BACK) return BACK;
    if (chosen === "found") return foundOrigins;
    if (chosen === "none") return { value: [] };
    const typed = await typeOrigins(values, asking);
    if (typed !== BACK) return typed;
  }
}

async function typeOrigins(values: GatheredValues, { prompter }: Asking): Promise<Answered | Back> {
  const question = questionOf("corsOrigin");
  const words = (typed: string) => typed.split(/[\s,;]+/).filter((word) => word !== "");
  const typed = await prompter.text({
    message: say.typeOrigins,
    initial: listValue(values, "corsOrigin").join(" "),
    placeholder: question.example,
    validate: (line) => {
      const problems = words(line).map((word) => parseWord(question, word));
      return problems.flatMap((parsed) => ("problem" in parsed ? [parsed.problem] : []))[0] ?? null;
    },
  });
  if (typed === BACK) return BACK;
  const origins = words(typed).flatMap((word) => {
    const parsed = parseWord(question, word);
    return "problem" in parsed || typeof parsed.value !== "object" ? [] : parsed.value;
  });
  return { value: [...new Set(origins)] };
}

async function askRegion(values: GatheredValues, asking: Asking): Promise<Answered | Back> {
  const endpoint = textValue(values, "endpointUrl");
  const { value, why } = proposedRegion(values, asking.project);
  const initial = textValue(values, "region") ?? value ?? "";
  if (endpoint === undefined) return askText("region", say.askRegion(why), initial, asking, awsRegionProblem);
  const service = serviceOf(endpoint);
  const further = (typed: string): Text | null =>
    takesRegion(endpoint, typed) ? null : regionRefused(service?.title ?? "", typed, value ?? "");
  return askText("region", askRegionElsewhere(why), initial, asking, further);
}

/** Which service it is now, AWS among them; with another service its region changes too. */
async function askEndpoint(values: GatheredValues, { prompter }: Asking): Promise<Answered | Back> {
  const endpoint = await askEndpointOfService(prompter, textValue(values, "endpointUrl"), true);
  return endpoint === BACK ? BACK : { value: endpoint ?? undefined };
}

/** `s3` with the endpoint of another service. One that was said elsewhere is not asked for again. */
async function otherService(values: GatheredValues, { prompter }: Asking): Promise<Answered | Back> {
  const { endpointUrl } = values;
  if (endpointUrl !== undefined && endpointUrl.source !== "prompt") return { value: "s3" };
  const endpoint = await askEndpointOfService(prompter, textValue(values, "endpointUrl"), false);
  if (endpoint === BACK || endpoint === null) return BACK;
  return { value: "s3", also: { endpointUrl: endpoint, ...regionKept(values, endpoint) } };
}

/** A region that was said for the whole run stays if the endpoint takes it; any other is the endpoint's to say. */
function regionKept({ region }: GatheredValues, endpoint: string): { readonly region?: undefined } {
  const said = region !== undefined && region.source !== "prompt" && region.source !== "default";
  return said && takesRegion(endpoint, String(region.value)) ? {} : { region: undefined };
}
