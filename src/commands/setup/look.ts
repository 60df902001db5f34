/** The first look: the project as it is, its stored answers, and the variables that its env file already holds. */
import path from "node:path";
import { type AnswersFile, loadAnswersFile } from "../../answers/answers-file.ts";
import { explicit, explicitText, type Said } from "../../answers/gather.ts";
import type { GatheredValues } from "../../answers/gathered.ts";
import { questionOf } from "../../answers/questions.ts";
import { readBlock } from "../../edit/python-block.ts";
import { decodeText } from "../../edit/text-file.ts";
import { Failure } from "../../lib/failure.ts";
import { verbatim } from "../../lib/text.ts";
import { askProject, inspecting } from "../../messages/setup.ts";
import type { ProviderId } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import { BACK } from "../../model/terminal.ts";
import { readImage } from "../../plan/file-image.ts";
import { providerInForce } from "../../plan/in-force.ts";
import { inspect } from "../../project/inspect.ts";
import type { Run } from "../run.ts";
import { readStoredEnv } from "../stored-env.ts";
import { previousValues } from "./in-force.ts";

export interface Looked {
  readonly project: Project;
  readonly answersFile: AnswersFile | null;
  /** Variables of the env file, by name; empty if there is none. */
  readonly storedEnv: ReadonlyMap<string, string>;
  /** The production settings hold our managed block already. */
  readonly configured: boolean;
  /** The provider that our generated module is for; null: there is none. */
  readonly inForce: ProviderId | null;
  /** The answers that it was set up with, as the project's own files say them; empty if there is none. */
  readonly previous: GatheredValues;
}

/** Reads the project; once more if the answers file, which is found in it, names other settings or another service. */
export async function look(run: Run): Promise<Looked> {
  const directory = path.resolve(run.directory, run.invocation.options.project ?? ".");
  try {
    return await lookInto(run, directory);
  } catch (error) {
    const folders = error instanceof Failure ? (error.problem.candidates ?? []) : [];
    if (!(error instanceof Failure) || error.problem.code !== "several-projects" || run.prompter === null) throw error;
    const choices = folders.map((folder) => ({ value: folder, label: verbatim(folder) }));
    const chosen = await run.prompter.select({ message: askProject, choices });
    if (chosen === BACK) throw error;
    return await lookInto(run, path.join(directory, chosen));
  }
}

async function lookInto(run: Run, directory: string): Promise<Looked> {
  return await run.reporter.during(inspecting, async () => await lookQuietly(run, directory));
}

/** The same without a word to the terminal, for a command whose output is a document. `directory` is absolute. */
export async function lookQuietly(
  run: Pick<Run, "invocation" | "env" | "directory">,
  directory: string,
): Promise<Looked> {
  const { invocation, env } = run;
  const unread: Said = { invocation, env, answersFile: null };
  const asked = named(unread);
  const first = await inspectAs(unread, { directory, env, ...asked });
  const where = { given: invocation.options.answers, directory: run.directory, root: first.root };
  const said: Said = { invocation, env, answersFile: await loadAnswersFile(where) };
  const known = named(said);
  const same = known.settings === asked.settings && known.service === asked.service;
  const project = same ? first : await inspectAs(said, { directory, env, ...known });
  const { storedEnv } = await readStoredEnv(project.root, said);
  const inForce = await providerInForce(project);
  const stored = invocation.options.answers === null ? said.answersFile : await ownAnswersFile(project.root);
  return {
    project,
    answersFile: said.answersFile,
    storedEnv,
    configured: await hasOurBlock(project),
    inForce,
    previous: inForce === null ? {} : previousValues(inForce, { stored, project, storedEnv }),
  };
}

/** The project's own answers file, where --answers names another; null where it cannot be read. */
async function ownAnswersFile(root: string): Promise<AnswersFile | null> {
  try {
    return await loadAnswersFile({ given: null, directory: root, root });
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** Names the variable or the line that gave a value, where the inspection can only name the flag for it. */
async function inspectAs(said: Said, options: Parameters<typeof inspect>[0]): Promise<Project> {
  try {
    return await inspect(options);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const name = (["settings", "service"] as const).find((one) => questionOf(one).flag === error.problem.place);
    const place = name === undefined ? undefined : explicit(name, said)?.detail?.en;
    if (place === undefined) throw error;
    throw new Failure({ ...error.problem, place }, { cause: error, others: error.others });
  }
}

async function hasOurBlock({ root, settings }: Project): Promise<boolean> {
  const image = settings === null ? null : await readImage(path.resolve(root, settings.file));
  return image !== null && readBlock(decodeText(image.bytes).text) !== null;
}

function named(said: Said): { readonly settings?: string; readonly service?: string } {
  const settings = explicitText("settings", said);
  const service = explicitText("service", said);
  return { ...(settings === undefined ? {} : { settings }), ...(service === undefined ? {} : { service }) };
}
