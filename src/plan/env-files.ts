/** The variables of the app: with their values in the env file, without them in .env.example, and the env file kept out of git. */
import path from "node:path";
import { readVariables } from "../edit/dotenv.ts";
import { exchangeComments, exchangeVariables, type Leaving } from "../edit/dotenv-exchange.ts";
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
import type { Left } from "./left.ts";

const EXAMPLE = ".env.example";

/**
 * .gitignore before the env file. `left`: what the provider before this one has put there; its variables go, with their comments.
 * Throws Failure (exit 2) where git tracks the env file, or a file cannot be edited without harm.
 */
export async function planEnvFiles(
  project: Project,
  answers: Answers,
  env: readonly EnvVar[],
  left: Left,
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
        const wanted = filled(text, env, lang);
        const described = exchangeComments(text, wanted, left.comments, eolOf(file));
        return exchangeVariables(described, leavingOf(left), wanted, envOptions(file, answers));
      }),
    { mode: 0o600, enforceMode: true, sensitive: true },
  );
  const example = await fileChange(at(EXAMPLE), EXAMPLE, fileSummaries.envExample, (file) =>
    edited(file, (text) => {
      const options = { eol: eolOf(file), file: EXAMPLE };
      const described = exchangeComments(text, variables(env, lang, false), left.comments, options.eol);
      const wanted = missingExamples(described, env, lang);
      return exchangeVariables(described, { ...leavingOf(left), examples: true }, wanted, options);
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

function leavingOf({ variables: gone, kept, comments }: Left): Leaving {
  return { gone, kept, comments };
}
