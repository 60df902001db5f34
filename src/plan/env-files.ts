/** The variables of the app: with their values in the env file, without them in .env.example, and the env file kept out of git. */
import path from "node:path";
import { readVariables, removeVariables, setVariables } from "../edit/dotenv.ts";
import { addIgnore } from "../edit/gitignore.ts";
import type { TextFile } from "../edit/text-file.ts";
import { Failure } from "../lib/failure.ts";
import { isIgnored, isTracked } from "../lib/git.ts";
import { relativePath } from "../lib/paths.ts";
import { Secret } from "../lib/secrets.ts";
import { envFileHeader, fileSummaries, ignoreComment, trackedEnvFile } from "../messages/plan.ts";
import type { Answers } from "../model/answers.ts";
import type { FileChange } from "../model/change.ts";
import type { Project } from "../model/project.ts";
import type { EnvVar } from "../model/provider.ts";
import { edited, eolOf, fileChange } from "./file-change.ts";

const EXAMPLE = ".env.example";

/**
 * .gitignore before the env file. `left`: names that the provider before this one has put there; they go, with their comments.
 * Throws Failure (exit 2) where git tracks the env file, or a file cannot be edited without harm.
 */
export async function planEnvFiles(
  project: Project,
  answers: Answers,
  env: readonly EnvVar[],
  left: readonly string[],
): Promise<readonly FileChange[]> {
  const { envFile, lang } = answers;
  const at = (file: string) => path.resolve(project.root, file);
  if (await isTracked(project.root, envFile)) throw new Failure(trackedEnvFile(envFile));
  const changes: FileChange[] = [];
  if (!(await isIgnored(project.root, envFile))) {
    const ignore = relativePath(project.root, path.join(project.top, ".gitignore"));
    const pattern = `/${relativePath(project.top, at(envFile))}`;
    changes.push(
      await fileChange(at(ignore), ignore, fileSummaries.gitignore, (file) =>
        edited(file, (text) => addIgnore(text, pattern, ignoreComment(lang), eolOf(file))),
      ),
    );
  }
  const secrets = env.filter(({ value }) => value instanceof Secret).length;
  const change = await fileChange(
    at(envFile),
    envFile,
    fileSummaries.envFile(env.length, secrets),
    (file) =>
      edited(file, (text) => {
        const kept = removeVariables(text, left);
        return setVariables(kept, filled(kept, env, lang), envOptions(file, answers));
      }),
    { mode: 0o600, enforceMode: true, sensitive: true },
  );
  const example = await fileChange(at(EXAMPLE), EXAMPLE, fileSummaries.envExample, (file) =>
    edited(file, (text) => {
      const kept = removeVariables(text, emptyOnes(text, left));
      return setVariables(kept, missingExamples(kept, env, lang), { eol: eolOf(file), file: EXAMPLE });
    }),
  );
  return [...changes, change, example];
}

function envOptions(file: TextFile | null, answers: Answers): { eol: TextFile["eol"]; file: string; header?: string } {
  return { eol: eolOf(file), file: answers.envFile, ...(file === null ? { header: envFileHeader(answers.lang) } : {}) };
}

function variables(
  env: readonly EnvVar[],
  lang: Answers["lang"],
  withValues: boolean,
): { key: string; value: string; comment?: string }[] {
  return env.map((variable) => ({
    key: variable.key,
    value: !withValues ? "" : variable.value instanceof Secret ? variable.value.reveal() : variable.value,
    ...(variable.comment === undefined ? {} : { comment: variable.comment[lang] }),
  }));
}

/** A variable that we have no value for (temporary keys are not written) keeps the one that is there. */
function filled(
  text: string,
  env: readonly EnvVar[],
  lang: Answers["lang"],
): { key: string; value: string; comment?: string }[] {
  const present = readVariables(text);
  return variables(env, lang, true).filter((variable) => variable.value !== "" || !present.get(variable.key));
}

/** Only names that are not there yet: an example value that somebody wrote is theirs. */
function missingExamples(
  text: string,
  env: readonly EnvVar[],
  lang: Answers["lang"],
): { key: string; value: string; comment?: string }[] {
  const present = new Set(
    text.split(/\r?\n/).map((line) => /^\s*#?\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1]),
  );
  return variables(env, lang, false).filter((variable) => !present.has(variable.key));
}

/** An example value that somebody wrote stays. */
function emptyOnes(text: string, names: readonly string[]): readonly string[] {
  const present = readVariables(text);
  return names.filter((name) => present.get(name) === "");
}
