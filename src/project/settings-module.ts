/** Which settings module production runs, decided from the process that starts; never from a file's name. */
import type { BlueprintService, Evidence, SettingsCandidate } from "../model/project.ts";
import { lineOfKey, type Processes } from "./commands.ts";
import { type Declaration, declaredIn } from "./declared.ts";
import type { ProjectFiles } from "./files.ts";
import { withDebugOff } from "./local-only.ts";
import type { Environment } from "./python/environment.ts";
import { findShallow } from "./walk.ts";

export interface Verdict {
  /** null: no evidence, or it contradicts itself. */
  readonly chosen: SettingsCandidate | null;
  /** Everything that some evidence names, the chosen one first. */
  readonly candidates: readonly SettingsCandidate[];
}

export interface Traces {
  readonly files: ProjectFiles;
  readonly processes: Processes;
  /** The service that is looked at, or every web service while it is not clear which. */
  readonly services: readonly BlueprintService[];
  /** Relative to the root. */
  readonly blueprintFile: string;
  readonly environment: Environment;
}

/**
 * In this order, the first that says something: what the web process itself sets (an assignment in its wsgi module, `VAR=value` or `--settings` in the start
 * command, envVars of render.yaml, ENV of the Dockerfile); the default of the wsgi or asgi module that the start command loads; build scripts; wsgi and asgi
 * modules that nothing names; manage.py. Where one step names two modules, or the build names another one than the process that starts loads, the evidence
 * contradicts itself; so it does where a mere default names settings with DEBUG on, and others beside them have it off. Rule 1 of how Render starts a service: https://render.com/docs/deploy-django
 */
export function findSettings(traces: Traces): Verdict {
  const { processes, files } = traces;
  const loaded = processes.start.apps.flatMap((app) =>
    declaredIn(app.file, appKind(app.file), files, traces.environment).map((one) => ({ ...one, start: app.evidence })),
  );
  const unnamed = processes.startKnown && loaded.length > 0 ? [] : unnamedApps(traces);
  const build = processes.build.settings.map((one) => ({ ...one, forced: false }));
  const managed = managers(traces);

  const stated: (readonly Named[])[] = [
    [...loaded, ...unnamed].filter((one) => one.forced),
    processes.start.settings.filter(({ fallback }) => fallback !== true),
    blueprintVariables(traces),
    dockerVariables(processes),
    processes.start.settings.filter(({ fallback }) => fallback === true),
  ];
  // What stands in Python's own files and in the build's runs only where nothing at Render's Dashboard says otherwise.
  const defaults: (readonly Named[])[] = [
    [...loaded, ...(processes.start.managers.length > 0 ? managed : []), ...(loaded.length > 0 ? build : [])],
    build,
    unnamed,
    managed,
  ];
  const steps = [...stated, ...defaults];
  const candidates = candidatesOf(steps.flat(), files);
  const deciding = steps.find((step) => step.length > 0) ?? [];
  const modules = new Set(deciding.map((one) => one.module));
  const [only] = modules;
  const chosen = modules.size === 1 ? (candidates.find((candidate) => candidate.module === only) ?? null) : null;
  if (!chosen) return { chosen: null, candidates };
  const isDefault = defaults.includes(deciding);
  const others = isDefault && chosen.file !== null ? withDebugOff(chosen.file, files, traces.environment) : [];
  if (others.length > 0) {
    const known = candidates.filter(({ module }) => !others.some((other) => other.module === module));
    return { chosen: null, candidates: [...others, ...known] };
  }
  return { chosen, candidates: [chosen, ...candidates.filter((candidate) => candidate !== chosen)] };
}

interface Named {
  readonly module: string;
  readonly evidence: Evidence;
  /** The command that loads the file with the evidence. */
  readonly start?: Evidence;
}

function candidatesOf(named: readonly Named[], files: ProjectFiles): SettingsCandidate[] {
  const byModule = new Map<string, Evidence[]>();
  for (const { module, evidence, start } of named) {
    const list = byModule.get(module) ?? [];
    byModule.set(module, list);
    for (const one of start ? [evidence, start] : [evidence]) {
      if (!list.some((other) => other.kind === one.kind && samePlace(other, one))) list.push(one);
    }
  }
  return [...byModule].map(([module, evidence]) => ({ module, file: fileOf(module, files), evidence }));
}

function samePlace(a: Evidence, b: Evidence): boolean {
  return a.place.file === b.place.file && a.place.line === b.place.line;
}

/** The project's file for a dotted settings module; null if there is none. */
export function fileOf(module: string, files: ProjectFiles): string | null {
  return files.moduleFile(module.split(".").join("/"));
}

function appKind(file: string): string {
  return /asgi/i.test(file) ? "asgi" : "wsgi";
}

function blueprintVariables(traces: Traces): Named[] {
  return traces.services.flatMap((service) => {
    const module = service.env.DJANGO_SETTINGS_MODULE;
    if (module == null || module === "") return [];
    const text = traces.files.text(traces.blueprintFile) ?? "";
    const line = lineOfKey(text, service.line, "DJANGO_SETTINGS_MODULE");
    const place = { file: traces.blueprintFile, line };
    return [{ module, evidence: { kind: "render.yaml", place, summary: "render.yaml envVars" } }];
  });
}

function dockerVariables(processes: Processes): Named[] {
  const { docker } = processes;
  const found = docker?.env.get("DJANGO_SETTINGS_MODULE");
  if (!docker || !found) return [];
  const place = { file: docker.file, line: found.line };
  return [{ module: found.value, evidence: { kind: "Dockerfile", place, summary: `${docker.file} ENV` } }];
}

/** wsgi and asgi modules of the project where no start command says which one is loaded. */
function unnamedApps(traces: Traces): Declaration[] {
  return ["wsgi", "asgi"]
    .flatMap((kind) => findShallow(traces.files.root, [`${kind}.py`]))
    .flatMap((file) => declaredIn(file, appKind(file), traces.files, traces.environment));
}

function managers(traces: Traces): Declaration[] {
  const { files, environment } = traces;
  const found = files.isFile("manage.py") ? ["manage.py"] : findShallow(files.root, ["manage.py"]);
  return found.flatMap((file) => declaredIn(file, "manage.py", files, environment));
}
