/** Gets every answer: from flags, environment, answers file and project; then from the person, or not at all. */
import { randomBytes } from "node:crypto";
import { askCloudinaryKeys } from "../../answers/ask-cloudinary-keys.ts";
import { askCredentials } from "../../answers/ask-credentials.ts";
import { askAgain, changeAnswer } from "../../answers/change-answer.ts";
import { complete, gather } from "../../answers/gather.ts";
import { type Gathered, type GatheredValues, sourcedValues, textValue } from "../../answers/gathered.ts";
import { type InterviewOptions, interview, regathered } from "../../answers/interview.ts";
import { needsInput } from "../../answers/needs-input.ts";
import { Interrupted } from "../../lib/failure.ts";
import type { Text } from "../../lib/text.ts";
import { credentialsMissing } from "../../messages/setup.ts";
import type { Credentials, ProviderId, SourcedValue } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { CredentialHints, ProviderWorks } from "../../model/provider.ts";
import { BACK, type Back, type Prompter } from "../../model/terminal.ts";
import { inspect } from "../../project/inspect.ts";
import { PROVIDERS, providerById } from "../../providers/registry.ts";
import type { Run } from "../run.ts";
import type { BlueprintWishes } from "./blueprint-wishes.ts";
import type { Looked } from "./look.ts";
import type { Relocked } from "./relocked.ts";

/** Everything that must be known before the provider is asked. */
export interface Answered {
  readonly project: Project;
  readonly gathered: Gathered;
  /** Of whoever sets up. */
  readonly credentials: Credentials;
  /** What the app gets, where that is not the same. */
  readonly appCredentials?: Credentials;
  readonly works: ProviderWorks;
  /** What was offered to the person for this bucket, taken or not; a null name: nothing could be. Absent: it has not been looked at. */
  readonly userOffer?: { readonly bucket: string; readonly name: string | null };
  /** What a person wants of render.yaml besides the variables and the disk; absent: nobody was asked. */
  readonly wishes?: BlueprintWishes;
  /** What the project's own tool made of its lock file, on somebody's word; absent: nobody was asked. */
  readonly relocked?: Relocked;
  /** For the proposal of a bucket name; the same throughout a run. */
  readonly hex: string;
  /** Variables of the env file that an earlier run wrote. */
  readonly storedEnv: ReadonlyMap<string, string>;
  /** The provider that the project is set up for until now; null: none. */
  readonly inForce: ProviderId | null;
  /** The answers that it was set up with, as the project's own files say them; empty if there is none. */
  readonly previous: GatheredValues;
  /** The answers come from a file that was named for this run. */
  readonly answersGiven: boolean;
}

/** Throws Failure, exit 3, that lists all that is missing, where nobody can be asked. */
export async function answerQuestions(run: Run, looked: Looked): Promise<Answered> {
  const { invocation, env } = run;
  const hex = randomBytes(4).toString("hex");
  return await answeredFrom(run, looked, gather({ ...looked, invocation, env }), hex);
}

/** «Switch to another provider»: asks which one, and what follows from it. BACK: the person went back from the first question. */
export async function switchProvider(run: Run, looked: Looked, prompter: Prompter): Promise<Answered | Back> {
  const { invocation, env } = run;
  const { project } = looked;
  const hex = randomBytes(4).toString("hex");
  const gathered = gather({ ...looked, invocation, env });
  const chosen = await askAgain("provider", interviewOptions(run, prompter, gathered, project, hex));
  if (chosen === BACK) return BACK;
  return await answeredFrom(run, looked, regathered(chosen, { project, gatherFor: gathererFor(run, looked) }), hex);
}

/** Gathers as if the answers file named the provider. */
function gathererFor({ invocation, env }: Run, looked: Looked): (provider: string) => Gathered {
  const { file = "", places = {}, values = {} } = looked.answersFile ?? {};
  return (provider) =>
    gather({ ...looked, answersFile: { file, places, values: { ...values, provider } }, invocation, env });
}

async function answeredFrom(run: Run, looked: Looked, from: Gathered, hex: string): Promise<Answered> {
  const { invocation, env, prompter } = run;
  let project = looked.project;
  let gathered = from;
  if (prompter !== null) {
    const gatherFor = gathererFor(run, looked);
    gathered = await interview({ ...interviewOptions(run, prompter, gathered, project, hex), gatherFor });
    project = await inspectAgain(run, project, gathered);
    gathered = complete(gathered, project);
  }
  run.report.values = sourcedValues(gathered);
  if (textValue(gathered.values, "provider") !== undefined) run.report.provider = providerOf(gathered);
  const works = await providerById(providerOf(gathered)).load();
  const found = await works.findCredentials(hintsOf(gathered), env, looked.storedEnv);
  if (prompter === null) {
    const more = found === null ? [works.credentialsMissing ?? credentialsMissing] : [];
    const failure = needsInput({ gathered, project, env, more, hex, options: invocation.options });
    if (failure !== null) throw failure;
  }
  const credentials = found ?? (await typedCredentials(run, gathered));
  const { storedEnv, inForce, previous } = looked;
  const answersGiven = invocation.options.answers !== null;
  return { project, gathered, credentials, works, hex, storedEnv, inForce, previous, answersGiven };
}

/** «Change an answer»: asks which one, and that one alone. null: the person went back from it, and the plan stands. */
export async function correctAnswer(run: Run, answered: Answered): Promise<Answered | null> {
  const { prompter } = run;
  if (prompter === null) throw new Interrupted();
  const { gathered, project: inspected, hex, userOffer } = answered;
  const options = interviewOptions(run, prompter, gathered, inspected, hex);
  const changed = await changeAnswer({ ...options, offeredUser: userOffer?.name ?? null });
  if (changed === BACK) return null;
  const project = await inspectAgain(run, answered.project, changed.gathered);
  return { ...answered, project, gathered: complete(changed.gathered, project) };
}

/**
 * Asks for keys at the prompt; `again`: because those at hand were refused, so that nobody needs to hear how to make some.
 * Throws Interrupted where the person goes back from it, or nobody can be asked.
 */
export async function typedCredentials(run: Run, gathered: Gathered, again = false): Promise<Credentials> {
  const { prompter, reporter } = run;
  if (prompter === null) throw new Interrupted();
  const endpointUrl = textValue(gathered.values, "endpointUrl");
  const how = {
    prompter,
    note: (title: Text, lines: readonly Text[]) => {
      if (!again) reporter.emit({ type: "facts", topic: "credentials", title, lines });
    },
  };
  const typed =
    providerOf(gathered) === "cloudinary"
      ? await askCloudinaryKeys({ ...how, cloudName: textValue(gathered.values, "cloudName") ?? "" })
      : await askCredentials({ ...how, ...(endpointUrl === undefined ? {} : { endpointUrl }) });
  if (typed === BACK) throw new Interrupted();
  return typed;
}

export function interviewOptions(
  run: Run,
  prompter: Prompter,
  gathered: Gathered,
  project: Project,
  hex: string,
): InterviewOptions {
  return { gathered, project, prompter, env: run.env, hex };
}

/** As the plan and the JSON document show them; keys by the names of their variables, masked. */
export function valuesOf({
  gathered,
  credentials,
}: Pick<Answered, "gathered" | "credentials">): readonly SourcedValue[] {
  const { source, detail } = credentials;
  const secrets = Object.entries(credentials.secrets).map(([name, value]) => ({ name, value, source, detail }));
  return [...sourcedValues(gathered), ...secrets];
}

function providerOf(gathered: Gathered): ProviderId {
  const id = textValue(gathered.values, "provider");
  return PROVIDERS.find((provider) => provider.id === id)?.id ?? "s3";
}

/** Where keys are looked for. */
export function hintsOf({ values }: Gathered): CredentialHints {
  const profile = textValue(values, "profile");
  const endpointUrl = textValue(values, "endpointUrl");
  const cloudName = textValue(values, "cloudName");
  return {
    region: textValue(values, "region") ?? "us-east-1",
    envFile: textValue(values, "envFile") ?? "",
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(cloudName === undefined ? {} : { cloudName }),
  };
}

/** Settings or service were answered: the project's picture depends on both. */
async function inspectAgain(run: Run, project: Project, gathered: Gathered): Promise<Project> {
  const settings = textValue(gathered.values, "settings");
  const service = textValue(gathered.values, "service");
  const same = settings === project.settings?.module && (service ?? null) === (project.service?.name ?? null);
  if (same) return project;
  return await inspect({
    directory: project.root,
    env: run.env,
    ...(settings === undefined ? {} : { settings }),
    ...(service === undefined ? {} : { service }),
  });
}
