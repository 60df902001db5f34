/** From project and answers to the file changes of a setup. Reads the files as they are now; writes nothing. */
import path from "node:path";
import { readVariables, setVariables } from "../edit/dotenv.ts";
import { addIgnore } from "../edit/gitignore.ts";
import { setBlock } from "../edit/python-block.ts";
import { type BlueprintVariable, setServiceEnv } from "../edit/render-yaml.ts";
import { formatRequirement } from "../edit/requirement.ts";
import { decodeText, type TextFile } from "../edit/text-file.ts";
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
  secretInBlueprint,
  trackedEnvFile,
} from "../messages/plan.ts";
import { ANSWERS_FILE, type Answers } from "../model/answers.ts";
import type { FileChange, Warning } from "../model/change.ts";
import type { Project, SettingsModule } from "../model/project.ts";
import type { EnvVar, Requirement } from "../model/provider.ts";
import { managedBlock } from "../providers/settings-block.ts";
import { readBlueprint } from "../render/blueprint.ts";
import { addDependencies, addToSource, compiledFrom } from "./dependencies.ts";
import { edited, eolOf, fileChange, plain } from "./file-change.ts";
import { readImage } from "./file-image.ts";
import { lockSteps } from "./locks.ts";
import { sameCode, sameCodeWarnings } from "./same-code.ts";

/** The first line of every generated module holds these words. */
const GENERATED_MARK = "vet-media-setup";

/** The variable by which the generated settings choose. */
const CHOICE = "MEDIA_STORAGE";

/** What the provider wants in the repository. */
export interface Wanted {
  readonly env: readonly EnvVar[];
  readonly requirements: readonly Requirement[];
  /** Text of media_storage.py. */
  readonly mediaStorage: string;
  /** Text of the answers file. */
  readonly answersFile: string;
}

export interface FilePlan {
  readonly changes: readonly FileChange[];
  readonly warnings: readonly Warning[];
  /** What is left to do before the changes are committed. */
  readonly next: readonly Text[];
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
): Promise<FilePlan> {
  const warnings: Warning[] = [];
  const next: Text[] = [];
  const at = (file: string) => path.resolve(project.root, file);
  const fromRoot = (absolute: string) => relativePath(project.root, absolute);

  const module = path.posix.join(settings.folder, "media_storage.py");
  const moduleBefore = (await readImage(at(module)))?.bytes ?? null;
  if (moduleBefore !== null && !firstLine(moduleBefore).includes(GENERATED_MARK)) throw new Failure(notOurs(module));
  // Python takes a package before a module of the same name: https://docs.python.org/3/reference/import.html
  const shadow = path.posix.join(settings.folder, "media_storage", "__init__.py");
  if ((await readImage(at(shadow))) !== null) throw new Failure(notOurs(shadow));

  const changes: FileChange[] = [
    await fileChange(at(module), module, fileSummaries.mediaStorage, () => plain(wanted.mediaStorage)),
    await fileChange(at(settings.file), settings.file, fileSummaries.settings, (file) =>
      edited(file, (text) => setBlock(text, managedBlock(project, answers.lang), eolOf(file), settings.file)),
    ),
  ];

  const packages = await planPackages(project, wanted.requirements);
  changes.push(...packages.changes);
  warnings.push(...packages.warnings);
  next.push(...packages.next);

  const envFile = answers.envFile;
  if (await isTracked(project.root, envFile)) throw new Failure(trackedEnvFile(envFile));
  const ignore = fromRoot(path.join(project.top, ".gitignore"));
  if (!(await isIgnored(project.root, envFile))) {
    const pattern = `/${relativePath(project.top, at(envFile))}`;
    changes.push(
      await fileChange(at(ignore), ignore, fileSummaries.gitignore, (file) =>
        edited(file, (text) => addIgnore(text, pattern, ignoreComment(answers.lang), eolOf(file))),
      ),
    );
  }

  const secrets = wanted.env.filter((variable) => variable.value instanceof Secret).length;
  changes.push(
    await fileChange(
      at(envFile),
      envFile,
      fileSummaries.envFile(wanted.env.length, secrets),
      (file) =>
        edited(file, (text) => setVariables(text, filled(text, wanted.env, answers.lang), envOptions(file, answers))),
      { mode: 0o600, enforceMode: true, sensitive: true },
    ),
    await fileChange(at(".env.example"), ".env.example", fileSummaries.envExample, (file) =>
      edited(file, (text) =>
        setVariables(text, missingExamples(text, wanted.env, answers.lang), { eol: eolOf(file), file: ".env.example" }),
      ),
    ),
  );

  const { blueprint, service } = project;
  if (blueprint !== null && service !== null) {
    const sharing = sameCode(blueprint, service).map(({ name }) => name);
    const variables = wanted.env.map((variable) => blueprintVariable(variable, blueprint.previews));
    const changed = await fileChange(
      at(blueprint.file),
      blueprint.file,
      fileSummaries.blueprint(variables.length),
      (file) => edited(file, (text) => setServiceEnv(text, service.name, variables, { file: blueprint.file, sharing })),
    );
    changes.push(changed);
    const after = readBlueprint(changed.after === null ? "" : decodeText(changed.after).text, blueprint.file);
    warnings.push(...sameCodeWarnings(blueprint, after, service, CHOICE));
    const open = wanted.env.filter(({ key, value }) => value instanceof Secret && (service.env[key] ?? "") !== "");
    if (open.length > 0) {
      const said = secretInBlueprint(
        blueprint.file,
        open.map(({ key }) => key),
      );
      warnings.push({ code: "secret-in-blueprint", ...said, mustAccept: false });
    }
  }
  changes.push(
    await fileChange(at(ANSWERS_FILE), ANSWERS_FILE, fileSummaries.answers, () => plain(wanted.answersFile)),
  );
  return { changes, warnings, next };
}

async function planPackages(project: Project, wanted: readonly Requirement[]): Promise<FilePlan> {
  const { dependencies } = project;
  if (dependencies === null) {
    const warning = noDependencyFile(wanted.map(formatRequirement));
    return { changes: [], warnings: [{ code: "no-dependency-file", ...warning, mustAccept: false }], next: [] };
  }
  const names = wanted.map(({ name }) => name);
  const at = (file: string) => path.resolve(project.root, file);
  const changed = await fileChange(
    at(dependencies.file),
    dependencies.file,
    fileSummaries.requirements(names),
    (file) => edited(file, (text) => addDependencies(dependencies, text, wanted, eolOf(file))),
  );
  const before = changed.before === null ? "" : decodeText(changed.before).text;
  const compiled = changed.action === "none" ? null : await compiledFrom(project, dependencies, before, wanted);
  const source = compiled?.source ?? null;
  const changes = [changed];
  if (source !== null) {
    changes.unshift(
      await fileChange(at(source), source, fileSummaries.requirements(names), (file) =>
        edited(file, (text) => addToSource(source, text, dependencies, wanted, eolOf(file))),
      ),
    );
  }
  const steps = [...(compiled === null ? [] : [compiled.step]), ...(await lockSteps(project, dependencies, names))];
  return { changes, warnings: [], next: steps };
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

/**
 * Preview environments do not get the keys (`sync: false` is not copied there), so with them the app would not start: its own folder is enough for a preview.
 * Source: https://render.com/docs/preview-environments
 */
function blueprintVariable({ key, value }: EnvVar, previews: boolean): BlueprintVariable {
  if (value instanceof Secret || value === "") return { key, sync: false };
  return previews && key === CHOICE ? { key, value, previewValue: "local" } : { key, value };
}

function firstLine(bytes: Uint8Array): string {
  return decodeText(bytes).text.split(/\r?\n/, 1)[0] ?? "";
}
