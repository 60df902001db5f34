/** From project and answers to the file changes of a setup. Reads the files as they are now; writes nothing. */
import path from "node:path";
import { readVariables, setVariables } from "../edit/dotenv.ts";
import { addIgnore } from "../edit/gitignore.ts";
import { setBlock } from "../edit/python-block.ts";
import { type BlueprintVariable, setServiceEnv } from "../edit/render-yaml.ts";
import { decodeText, encodeText, type TextFile } from "../edit/text-file.ts";
import { Failure } from "../lib/failure.ts";
import { isIgnored, isTracked } from "../lib/git.ts";
import { relativePath } from "../lib/paths.ts";
import { Secret } from "../lib/secrets.ts";
import type { Text } from "../lib/text.ts";
import {
  envFileHeader,
  fileSummaries,
  ignoreComment,
  noDependencyFile,
  notOurs,
  trackedEnvFile,
} from "../messages/plan.ts";
import type { Answers } from "../model/answers.ts";
import type { FileChange, Warning } from "../model/change.ts";
import type { Project, SettingsModule } from "../model/project.ts";
import type { EnvVar, Requirement } from "../model/provider.ts";
import { managedBlock } from "../providers/settings-block.ts";
import { addDependencies } from "./dependencies.ts";
import { hashOf, readImage, targetOf } from "./file-image.ts";

export const ANSWERS_FILE = "vet-media-setup.json";
/** The first line of every generated module holds these words. */
export const GENERATED_MARK = "vet-media-setup";

/** What the provider wants in the repository. */
export interface Wanted {
  readonly env: readonly EnvVar[];
  readonly requirements: readonly Requirement[];
  /** Text of media_storage.py. */
  readonly mediaStorage: string;
  /** Text of the answers file. */
  readonly answersFile: string;
}

/**
 * In the order in which they are applied: the module before the block that imports it, .gitignore before the env file.
 * Throws Failure (exit 2) for a file that must not be touched, or that an editor refuses.
 */
export async function planFiles(
  project: Project,
  settings: SettingsModule,
  answers: Answers,
  wanted: Wanted,
): Promise<{ changes: readonly FileChange[]; warnings: readonly Warning[] }> {
  const warnings: Warning[] = [];
  const at = (file: string) => path.resolve(project.root, file);
  const fromRoot = (absolute: string) => relativePath(project.root, absolute);

  const module = path.posix.join(settings.folder, "media_storage.py");
  const moduleBefore = (await readImage(at(module)))?.bytes ?? null;
  if (moduleBefore !== null && !firstLine(moduleBefore).includes(GENERATED_MARK)) throw new Failure(notOurs(module));

  const changes: FileChange[] = [
    await change(at(module), module, fileSummaries.mediaStorage, () => plain(wanted.mediaStorage)),
    await change(at(settings.file), settings.file, fileSummaries.settings, (file) =>
      edited(file, (text) => setBlock(text, managedBlock(project, answers.lang), eolOf(file), settings.file)),
    ),
  ];

  const dependencies = project.dependencies;
  if (dependencies === null) {
    warnings.push({ code: "no-dependency-file", message: noDependencyFile, mustAccept: false });
  } else {
    const names = wanted.requirements.map((requirement) => requirement.name);
    changes.push(
      await change(at(dependencies.file), dependencies.file, fileSummaries.requirements(names), (file) =>
        edited(file, (text) => addDependencies(dependencies, text, wanted.requirements, eolOf(file))),
      ),
    );
  }

  const envFile = answers.envFile;
  if (await isTracked(project.root, envFile)) throw new Failure(trackedEnvFile(envFile));
  const ignore = fromRoot(path.join(project.top, ".gitignore"));
  if (!(await isIgnored(project.root, envFile))) {
    const pattern = `/${relativePath(project.top, at(envFile))}`;
    changes.push(
      await change(at(ignore), ignore, fileSummaries.gitignore, (file) =>
        edited(file, (text) => addIgnore(text, pattern, ignoreComment(answers.lang), eolOf(file))),
      ),
    );
  }

  const secrets = wanted.env.filter((variable) => variable.value instanceof Secret).length;
  changes.push(
    await change(
      at(envFile),
      envFile,
      fileSummaries.envFile(wanted.env.length, secrets),
      (file) =>
        edited(file, (text) => setVariables(text, filled(text, wanted.env, answers.lang), envOptions(file, answers))),
      { mode: 0o600, enforceMode: true, sensitive: true },
    ),
    await change(at(".env.example"), ".env.example", fileSummaries.envExample, (file) =>
      edited(file, (text) =>
        setVariables(text, missingExamples(text, wanted.env, answers.lang), { eol: eolOf(file), file: ".env.example" }),
      ),
    ),
  );

  const { blueprint, service } = project;
  if (blueprint !== null && service !== null) {
    changes.push(
      await change(at(blueprint.file), blueprint.file, fileSummaries.blueprint(wanted.env.length), (file) =>
        edited(file, (text) =>
          setServiceEnv(text, service.name, wanted.env.map(blueprintVariable), { file: blueprint.file }),
        ),
      ),
    );
  }
  changes.push(await change(at(ANSWERS_FILE), ANSWERS_FILE, fileSummaries.answers, () => plain(wanted.answersFile)));
  return { changes, warnings };
}

async function change(
  absolutePath: string,
  shown: string,
  summary: Text,
  edit: (before: TextFile | null) => Uint8Array,
  options: { mode?: number; enforceMode?: boolean; sensitive?: boolean } = {},
): Promise<FileChange> {
  const found = await readImage(await targetOf(absolutePath));
  const before = found?.bytes ?? null;
  const after = edit(before === null ? null : decodeText(before));
  const sameMode = !options.enforceMode || found?.mode === options.mode || process.platform === "win32";
  const same = before !== null && hashOf(before) === hashOf(after) && sameMode;
  return {
    type: "file",
    path: shown,
    absolutePath,
    action: same ? "none" : before === null ? "create" : "modify",
    summary,
    before,
    after,
    ...(options.mode === undefined ? {} : { mode: options.mode }),
    ...(options.enforceMode === undefined ? {} : { enforceMode: options.enforceMode }),
    sensitive: options.sensitive ?? false,
  };
}

function edited(file: TextFile | null, edit: (text: string) => string): Uint8Array {
  return encodeText({ ...(file ?? { encoding: "utf-8", bom: false, eol: "\n" }), text: edit(file?.text ?? "") });
}

function plain(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

function eolOf(file: TextFile | null): TextFile["eol"] {
  return file?.eol ?? "\n";
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

function blueprintVariable(variable: EnvVar): BlueprintVariable {
  return variable.value instanceof Secret || variable.value === ""
    ? { key: variable.key, sync: false }
    : { key: variable.key, value: variable.value };
}

function firstLine(bytes: Uint8Array): string {
  return decodeText(bytes).text.split(/\r?\n/, 1)[0] ?? "";
}
