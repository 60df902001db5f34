/** What the settings say about apps, storage and the libraries that read the environment. */
import type { Project, StorageLine, StorageToday, VersionFact } from "../model/project.ts";
import { type BackendSource, backendKind } from "./backends.ts";
import { firstLineMasked, holdsKey } from "./masked-line.ts";
import { likeliestText, optionsOf, type Value } from "./python/values.ts";
import { everyExpression, everyStatement, expressionsOf } from "./python/visit.ts";
import type { Assignment, Settings } from "./settings-chain.ts";
import { alwaysBelow } from "./specifiers.ts";

const FILESYSTEM = "django.core.files.storage.FileSystemStorage";
const STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage";

/** How Django's version reads the storage settings. Source: release notes of 4.2 and 5.1. */
interface Era {
  /** STORAGES is read (4.2 and later); null: the version is not known. */
  readonly readsStorages: boolean | null;
  /** DEFAULT_FILE_STORAGE and STATICFILES_STORAGE are read (before 5.1). */
  readonly readsLegacy: boolean | null;
}

function eraOf(django: VersionFact | null): Era {
  if (!django) return { readsStorages: null, readsLegacy: null };
  const below42 = alwaysBelow(django.specifier, [4, 2]);
  const below51 = alwaysBelow(django.specifier, [5, 1]);
  const from42 = django.minimum !== null && alwaysBelow(`==${django.minimum.join(".")}`, [4, 2]) === false;
  const from51 = django.minimum !== null && alwaysBelow(`==${django.minimum.join(".")}`, [5, 1]) === false;
  return {
    readsStorages: from42 ? true : below42 === true ? false : null,
    readsLegacy: from51 ? false : below51 === true ? true : null,
  };
}

const LEGACY = new Set(["DEFAULT_FILE_STORAGE", "STATICFILES_STORAGE"]);

function isStorageSetting(name: string): boolean {
  return name === "STORAGES" || LEGACY.has(name) || /^(?:AWS|CLOUDINARY|GS|AZURE|DROPBOX)_[A-Z0-9_]+$/.test(name);
}

export function installedApps(settings: Settings): Project["installedApps"] {
  const value = settings.value("INSTALLED_APPS");
  const names: string[] = [];
  // Complete: every name that may be in the list is known, also where it depends on an import that may fail.
  let complete = !settings.opaque;
  for (const option of optionsOf(value)) {
    if (option.type !== "list") {
      complete = false;
      continue;
    }
    if (!option.complete) complete = false;
    for (const item of option.items) {
      const name = likeliestText(item);
      if (name === null) complete = false;
      if (name !== null && !names.includes(name)) names.push(name);
    }
  }
  return { names, complete };
}

export function storageToday(settings: Settings, django: VersionFact | null, source: BackendSource): StorageToday {
  const era = eraOf(django);
  const lines = settings.assignments.filter((one) => isStorageSetting(one.name)).map((one) => lineOfStorage(one, era));
  const storages = settings.value("STORAGES");
  const backend = effective("default", "DEFAULT_FILE_STORAGE", FILESYSTEM, settings, era);
  const aliases = new Set(
    optionsOf(storages).flatMap((option) => (option.type === "dict" ? [...option.entries.keys()] : [])),
  );
  return {
    default: backend === null ? "unknown" : backendKind(backend, source),
    defaultBackend: backend,
    staticfilesBackend: effective("staticfiles", "STATICFILES_STORAGE", STATIC, settings, era),
    otherAliases: [...aliases].filter((alias) => alias !== "default" && alias !== "staticfiles"),
    lines,
    cloudinaryPrefix: entryOf(settings.value("CLOUDINARY_STORAGE"), "PREFIX"),
  };
}

/** A text in a dictionary; null: it is not there, or not always the same. */
function entryOf(value: Value, key: string): string | null {
  const found = new Set(
    optionsOf(value).map((option) => {
      const entry = option.type === "dict" ? option.entries.get(key) : undefined;
      return entry === undefined ? null : likeliestText(entry);
    }),
  );
  const [text] = found;
  return found.size === 1 ? (text ?? null) : null;
}

/** Dotted backend of an alias as Django takes it; null if only the running process knows, or if there is none. */
function effective(alias: string, legacyName: string, fallback: string, settings: Settings, era: Era): string | null {
  const storages = settings.value("STORAGES");
  const legacy = settings.value(legacyName);
  const hasStorages = storages.type !== "unset";
  const hasLegacy = legacy.type !== "unset";
  if (era.readsStorages === false) return hasLegacy ? only(legacy, fallback) : fallback;
  if (hasStorages && era.readsStorages === true)
    return onlyBackend(storages, alias, fallback, hasLegacy && era.readsLegacy !== false ? legacy : null);
  if (hasStorages) return null;
  if (!hasLegacy || era.readsLegacy === false) return fallback;
  const backend = only(legacy, fallback);
  // Whether it is read at all depends on the version.
  return era.readsLegacy === true || backend === fallback ? backend : null;
}

function only(value: Value, whenUnset: string): string | null {
  const found = new Set(
    optionsOf(value).map((option) =>
      option.type === "unset" ? whenUnset : option.type === "text" ? option.text : null,
    ),
  );
  const [backend] = found;
  return found.size === 1 ? (backend ?? null) : null;
}

function onlyBackend(storages: Value, alias: string, fallback: string, legacy: Value | null): string | null {
  const found = new Set<string | null>();
  for (const option of optionsOf(storages)) {
    if (option.type === "unset") found.add(legacy ? only(legacy, fallback) : fallback);
    else if (option.type !== "dict") found.add(null);
    else {
      const entry = option.entries.get(alias);
      for (const one of entry ? optionsOf(entry) : []) {
        const backend = one.type === "dict" ? one.entries.get("BACKEND") : undefined;
        if (backend) for (const choice of optionsOf(backend)) found.add(choice.type === "text" ? choice.text : null);
        else found.add(null);
      }
      if (!entry) found.add(null);
    }
  }
  const [backend] = found;
  return found.size === 1 ? (backend ?? null) : null;
}

function lineOfStorage(assignment: Assignment, era: Era): StorageLine {
  const { name, file, line } = assignment;
  const dead = LEGACY.has(name) ? era.readsLegacy === false : name === "STORAGES" && era.readsStorages === false;
  return {
    place: { file, line },
    name,
    code: firstLineMasked(assignment),
    deadToday: dead,
    ...(holdsKey(assignment) ? { holdsKey: true } : {}),
  };
}

const LIBRARIES: readonly (readonly [string, RegExp])[] = [
  ["decouple", /^decouple(?:\.|$)/],
  ["environ", /^environ(?:\.|$)/],
  ["environs", /^environs(?:\.|$)/],
  ["dotenv", /^dotenv(?:\.|$)/],
  ["os", /^os$/],
];

/** The libraries that the settings read the environment with, most used first. A mere `import os` counts only where the environment is read. */
export function envLibraries(settings: Settings): string[] {
  const uses = new Map<string, number>();
  const count = (library: string, by = 1) => uses.set(library, (uses.get(library) ?? 0) + by);
  const modules = new Map(settings.assignments.map((one) => [one.file, one.module]));
  for (const module of modules.values()) {
    const names = new Map<string, string>();
    for (const statement of everyStatement(module.body)) {
      const imported =
        statement.kind === "import"
          ? statement.names.map(({ name, as }) => [as ?? name, name] as const)
          : statement.kind === "from-import" && statement.level === 0
            ? (statement.names ?? []).map(({ name, as }) => [as ?? name, `${statement.module}.${name}`] as const)
            : [];
      for (const [local, full] of imported) {
        const library = LIBRARIES.find(([, pattern]) => pattern.test(full))?.[0];
        if (library === undefined) continue;
        names.set(local, library);
        if (library !== "os") count(library);
      }
      if (statement.kind === "assign" && statement.value?.kind === "call") {
        const root = rootName(statement.value.callee);
        const library = root === null ? undefined : names.get(root);
        for (const target of statement.targets) {
          if (
            library !== undefined &&
            library !== "os" &&
            target.kind === "name" &&
            target.id === target.id.toLowerCase()
          )
            names.set(target.id, library);
        }
      }
      for (const expression of expressionsOf(statement).flatMap((one) => [...everyExpression(one)])) {
        if (
          expression.kind === "member" &&
          expression.object.kind === "name" &&
          names.get(expression.object.id) === "os"
        ) {
          if (expression.name === "environ" || expression.name === "getenv") count("os");
        } else if (expression.kind === "call") {
          const root = rootName(expression.callee);
          const library = root === null ? undefined : names.get(root);
          if (library !== undefined && library !== "os") count(library);
        }
      }
    }
  }
  return [...uses].sort((a, b) => b[1] - a[1]).map(([library]) => library);
}

function rootName(expression: Parameters<typeof everyExpression>[0]): string | null {
  let at = expression;
  while (at.kind === "member") at = at.object;
  return at.kind === "name" ? at.id : null;
}
