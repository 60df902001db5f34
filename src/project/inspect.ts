/** A read-only picture of a Django project. Nothing is written, nothing of the project is executed. */
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/project.ts";
import type { BlueprintFile, Project, StorageToday } from "../model/project.ts";
import { settingsByContent } from "./candidates.ts";
import { readCode } from "./code-facts.ts";
import { findProcesses, mergeProcesses } from "./commands.ts";
import { findDatabaseFile } from "./database-file.ts";
import { findDependencies } from "./dependencies.ts";
import { findDeployed } from "./deployed.ts";
import { ProjectFiles, readText } from "./files.ts";
import { findCommands } from "./found-commands.ts";
import { dirtyPaths, findGitRoot, trackedBelow } from "./git.ts";
import { countMedia, findMedia, findStaticRoot } from "./media.ts";
import { namedSettings } from "./named-settings.ts";
import { findOrigins } from "./origins.ts";
import { productionEnvironment } from "./production.ts";
import { projectName } from "./project-name.ts";
import { existing, findRoot } from "./roots.ts";
import { chooseService } from "./services.ts";
import { readSettings, type Settings } from "./settings-chain.ts";
import { envLibraries, installedApps, storageToday } from "./settings-facts.ts";
import { fileOf, findSettings, type Verdict } from "./settings-module.ts";
import { findUrlConf } from "./url-conf.ts";
import { findVariables } from "./variables.ts";
import { djangoVersion, pythonVersion } from "./versions.ts";
import { walk } from "./walk.ts";

export interface InspectOptions {
  /** Where to look: the project's folder, or one above it. */
  readonly directory: string;
  /** Settings module as a path or dotted name, if the person said it. */
  readonly settings?: string;
  /** Name of the service in render.yaml, if the person said it. */
  readonly service?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Throws Failure, exit 2: no folder or no Django project, settings that do not exist or do not parse, a render.yaml that we refuse, an unknown service; exit 3:
 * several Django projects. Where the evidence for the settings contradicts itself, or there is none, `settings` is null and `candidates` holds what there is.
 */
export async function inspect(options: InspectOptions): Promise<Project> {
  const directory = existing(options.directory);
  const gitRoot = findGitRoot(directory);
  const early = gitRoot === null ? null : await blueprintAt(gitRoot, directory);
  const root = findRoot(directory, preferredRoots(early, gitRoot));
  const top = gitRoot ?? root;
  const git = gitRoot === null ? null : Promise.all([dirtyPaths(gitRoot), trackedBelow(root)]);

  const files = new ProjectFiles(root, gitRoot !== null);
  const blueprint = await blueprintAt(top, root);
  const { service, possible } = chooseService(blueprint, options.service, root, top);
  const processes = mergeProcesses(
    (possible.length > 0 ? possible : [null]).map((one) => findProcesses(top, one, files)),
  );
  const environment = productionEnvironment(blueprint, service ?? possible[0] ?? null, processes);

  const verdict = decide(options, directory, files, () =>
    findSettings({
      files,
      processes,
      services: possible,
      blueprintFile: files.relative(path.join(top, "render.yaml")),
      environment,
    }),
  );
  const settings = chosenSettings(verdict, files, environment);

  const dependencies = findDependencies(top, processes, files);
  const django = djangoVersion(dependencies, files);
  const place = findMedia(settings, root, top);
  const found = walk(root, new Set(place.folder === null ? [] : [place.folder]));
  const known = verdict.candidates.length > 0 ? verdict.candidates : settingsByContent(found.python, files);
  const candidates = settings ? known : withShells(known, options.env?.DJANGO_SETTINGS_MODULE, files);
  const code = readCode(
    found,
    {
      settings: settings?.module.chain ?? [],
      mediaFolder: place.folder === null ? null : place.root,
      mediaUrl: place.url,
    },
    files,
  );
  const origins = findOrigins({
    settings,
    services: service ? [service] : possible,
    top,
    files,
    env: options.env ?? {},
  });
  const storage = settings ? storageToday(settings, django, { files }) : NO_STORAGE;
  const [dirty, tracked] = (await git) ?? [[], []];

  return {
    root,
    git: gitRoot === null ? null : { root: gitRoot, dirty },
    top,
    name: projectName({ service, origins, dependencies, settings, root }),
    settings: settings?.module ?? null,
    candidates,
    django,
    python: pythonVersion(top, service, processes, dependencies, files),
    installedApps: settings ? installedApps(settings) : { names: [], complete: false },
    storage,
    envLibraries: settings ? envLibraries(settings) : [],
    dependencies: dependencies?.file ?? null,
    ...code,
    media: countMedia(place, root, tracked),
    urlConf: findUrlConf(settings, files),
    staticRoot: findStaticRoot(settings, root, top),
    databaseFile: findDatabaseFile(settings, root, top),
    commands: findCommands({ root, settings, dependencies: dependencies?.file ?? null, files }),
    variables: settings ? findVariables(settings) : [],
    deployed: findDeployed({ service, processes, root, top }),
    blueprint,
    service,
    origins,
    notes: notesOn({
      settings,
      storage,
      files,
      mediaIsProject: place.isProject,
      blueprint,
      blueprints: found.blueprints,
    }),
  };
}

const NO_STORAGE: StorageToday = {
  default: "unknown",
  defaultBackend: null,
  staticfilesBackend: null,
  otherAliases: [],
  lines: [],
};

/** render.yaml of the folder where Render looks for it; its name as seen from `from`. */
async function blueprintAt(top: string, from: string): Promise<BlueprintFile | null> {
  const file = path.join(top, "render.yaml");
  const text = readText(file);
  if (text === null) return null;
  // What reads YAML is loaded where there is some.
  const { readBlueprint } = await import("../render/blueprint.ts");
  return readBlueprint(text, path.relative(from, file).split(path.sep).join("/"));
}

function preferredRoots(blueprint: BlueprintFile | null, gitRoot: string | null): string[] {
  if (!blueprint || gitRoot === null) return [];
  return blueprint.services.flatMap((service) =>
    service.rootDir === null ? [] : [path.join(gitRoot, service.rootDir)],
  );
}

function decide(options: InspectOptions, directory: string, files: ProjectFiles, look: () => Verdict): Verdict {
  if (options.settings === undefined) return look();
  const chosen = namedSettings(options.settings, directory, files);
  return { chosen, candidates: [chosen] };
}

function chosenSettings(
  verdict: Verdict,
  files: ProjectFiles,
  environment: ReturnType<typeof productionEnvironment>,
): Settings | null {
  const { chosen } = verdict;
  if (!chosen) return null;
  const { file, module, evidence } = chosen;
  if (file === null) {
    const place = evidence[0]?.place;
    throw new Failure(say.declaredSettingsMissing(module, place ? `${place.file}:${place.line}` : module));
  }
  const own = new Map(environment);
  own.set("DJANGO_SETTINGS_MODULE", module);
  return readSettings({ ...chosen, file }, files, own);
}

/** What the shell says often names the developer's own settings: it may be offered, but decides nothing. */
function withShells(
  known: Verdict["candidates"],
  module: string | undefined,
  files: ProjectFiles,
): Verdict["candidates"] {
  const file = module ? fileOf(module, files) : null;
  if (!module || file === null || known.some((one) => one.module === module)) return known;
  return [...known, { module, file, evidence: [] }];
}

function notesOn(facts: {
  readonly settings: Settings | null;
  readonly storage: StorageToday;
  readonly files: ProjectFiles;
  readonly mediaIsProject: boolean;
  readonly blueprint: BlueprintFile | null;
  readonly blueprints: readonly string[];
}): Text[] {
  const notes: Text[] = [];
  const { settings, files } = facts;
  if (settings) {
    const { file, folder } = settings.module;
    const beside = `${folder}.py`;
    if (path.posix.basename(file) === "__init__.py" && folder !== "" && files.isFile(beside))
      notes.push(say.fileAndPackage(beside, folder));
    if (settings.opaque) notes.push(say.settingsOpaque(file));
    const whole = settings.assignments.find((one) => one.name === "STORAGES" && one.key === null);
    const value = settings.value("STORAGES");
    if (whole && value.type === "dict" && value.complete && !value.entries.has("default")) {
      notes.push(say.storagesWithoutDefault(`${whole.file}:${whole.line}`));
    }
  }
  if (facts.mediaIsProject) notes.push(say.mediaIsTheProject());
  if (!facts.blueprint)
    for (const file of facts.blueprints) if (file.endsWith(".yaml")) notes.push(say.blueprintNotAtTop(file));
  return notes;
}
