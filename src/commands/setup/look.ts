/** The first look: the project as it is, its stored answers, and the variables that its env file already holds. */
import path from "node:path";
import { type AnswersFile, loadAnswersFile } from "../../answers/answers-file.ts";
import { explicitText, type Said } from "../../answers/gather.ts";
import { readVariables } from "../../edit/dotenv.ts";
import { decodeText } from "../../edit/text-file.ts";
import { inspecting } from "../../messages/setup.ts";
import type { Project } from "../../model/project.ts";
import { readImage } from "../../plan/file-image.ts";
import { inspect } from "../../project/inspect.ts";
import type { Run } from "../run.ts";

const DEFAULT_ENV_FILE = ".env.render";

export interface Looked {
  readonly project: Project;
  readonly answersFile: AnswersFile | null;
  /** Variables of the env file, by name; empty if there is none. */
  readonly storedEnv: ReadonlyMap<string, string>;
}

/** Reads the project; once more if the answers file, which is found in it, names other settings or another service. */
export async function look(run: Run): Promise<Looked> {
  const directory = path.resolve(run.directory, run.invocation.options.project ?? ".");
  const { invocation, env } = run;
  return await run.reporter.during(inspecting, async () => {
    const asked = named({ invocation, env, answersFile: null });
    const first = await inspect({ directory, env, ...asked });
    const where = { given: invocation.options.answers, directory: run.directory, root: first.root };
    const said: Said = { invocation, env, answersFile: await loadAnswersFile(where) };
    const known = named(said);
    const same = known.settings === asked.settings && known.service === asked.service;
    const project = same ? first : await inspect({ directory, env, ...known });
    const envFile = path.resolve(project.root, explicitText("envFile", said) ?? DEFAULT_ENV_FILE);
    const image = await readImage(envFile);
    const storedEnv = image === null ? new Map<string, string>() : readVariables(decodeText(image.bytes).text);
    return { project, answersFile: said.answersFile, storedEnv };
  });
}

function named(said: Said): { readonly settings?: string; readonly service?: string } {
  const settings = explicitText("settings", said);
  const service = explicitText("service", said);
  return { ...(settings === undefined ? {} : { settings }), ...(service === undefined ? {} : { service }) };
}
