/** From the plan back to one answer: choose it, say it anew, and keep all the others. */
import { type Text, verbatim } from "../lib/text.ts";
import * as say from "../messages/interview.ts";
import { accessLabels, accessName } from "../messages/interview-access.ts";
import { diskNames } from "../messages/interview-disk.ts";
import { BACK, type Back } from "../model/terminal.ts";
import { regionOf } from "../providers/s3/services.ts";
import { type Askable, type Asking, ask } from "./ask.ts";
import { type Gathered, type GatheredValues, textValue } from "./gathered.ts";
import { askingOf, type InterviewOptions, withAnswer } from "./interview.ts";
import { possibleServices } from "./project-values.ts";
import { providerOf, questionOf } from "./questions.ts";

export interface Changed {
  readonly gathered: Gathered;
  /** `settings` and `service` ask for a new inspection of the project. */
  readonly changed: Askable;
}

const NAMES: Readonly<Record<string, Text>> = { ...say.names, ...diskNames, access: accessName };

const ALWAYS: readonly Askable[] = [
  "bucket",
  "region",
  "prefix",
  "cloudName",
  "folder",
  "diskSize",
  "mountPath",
  "diskName",
  "access",
  "corsOrigin",
  "directUpload",
  "createAppUser",
  "endpointUrl",
  "uploadPrefix",
  "envFile",
  "prove",
];

/** BACK: nothing was changed. Throws Interrupted on Ctrl-C. */
export async function changeAnswer(options: InterviewOptions): Promise<Changed | Back> {
  const { gathered, prompter } = options;
  const asking = askingOf(options);
  const names = changeable(options);
  let initial: Askable = names[0] ?? "bucket";
  for (;;) {
    const name = await prompter.select<Askable>({
      message: say.askWhichAnswer,
      choices: names.map((one) => ({
        value: one,
        label: NAMES[one] ?? verbatim(one),
        hint: shown(gathered.values, one),
      })),
      initial,
    });
    if (name === BACK) return BACK;
    initial = name;
    const changed = await askAgain(name, options, asking);
    if (changed !== BACK) return { gathered: changed, changed: name };
  }
}

/** Asks one question again, where the provider has refused its answer. BACK: the answer stays. */
export async function askAgain(
  name: Askable,
  options: InterviewOptions,
  asking: Asking = askingOf(options),
): Promise<Gathered | Back> {
  const { gathered, project } = options;
  const answer = await ask(name, gathered.values, asking);
  if (answer === BACK) return BACK;
  if (name !== "endpointUrl") return withAnswer(gathered, name, answer, project);
  // Regions of AWS and of other services have nothing in common: the old one is dropped and asked anew.
  const { region: _, ...others } = gathered.values;
  const moved = withAnswer({ ...gathered, values: others }, name, answer, project);
  if (regionOf(textValue(moved.values, "endpointUrl")) !== null) return moved;
  const region = await ask("region", moved.values, asking);
  return region === BACK ? BACK : withAnswer(moved, "region", region, project);
}

function changeable({ project, gathered: { values }, offeredUser = null }: InterviewOptions): readonly Askable[] {
  const chosen = textValue(values, "provider");
  const noUser = values.createAppUser === undefined && offeredUser === null;
  const ofOthers = (name: Askable) => ![null, chosen].includes(providerOf(questionOf(name).group));
  return [
    ...ALWAYS.filter((name) => !ofOthers(name) && !(name === "createAppUser" && noUser)),
    ...(project.candidates.length > 1 ? (["settings"] as const) : []),
    ...(possibleServices(project).length > 1 ? (["service"] as const) : []),
  ];
}

function shown(values: GatheredValues, name: Askable): Text {
  const value = values[name]?.value;
  if (name === "access") return accessLabels[value === "public" ? "public" : "private"];
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (value === undefined || value === "") return name === "endpointUrl" ? verbatim("AWS") : say.none;
  if (typeof value !== "object") return verbatim(String(value));
  return value.length === 0 ? say.none : verbatim(value.join(", "));
}
