/** A read-only picture of a Django project: facts with their places, never opinions. Paths are relative with `/` unless they say otherwise. */
import type { Text } from "../lib/text.ts";

/** A place in a file of the project. Lines count from 1. */
export interface Place {
  /** Relative to the project's root; `../render.yaml` for one above it. */
  readonly file: string;
  readonly line: number;
}

/** Why we believe that production runs a settings module. */
export interface Evidence {
  /** `render.yaml`, `start-command`, `Procfile`, `Dockerfile`, `build-script`, `wsgi`, `asgi`, `manage.py`. */
  readonly kind: string;
  readonly place: Place;
  /** For people: `wsgi.py`, `render.yaml startCommand`. */
  readonly summary: string;
}

export interface SettingsCandidate {
  /** Dotted name as Django takes it: `veteriaria.settings`. */
  readonly module: string;
  /** Its file; null if no such file exists (a declared module that is missing). */
  readonly file: string | null;
  readonly evidence: readonly Evidence[];
}

export interface SettingsModule extends SettingsCandidate {
  readonly file: string;
  /** The module's folder, where media_storage.py goes; "" for the root. */
  readonly folder: string;
  /** Dotted name of the package that media_storage.py joins: `veteriaria`, `config.settings`; "" if the settings are a top-level module. */
  readonly package: string;
  /** The module itself first, then every project file that it star-imports, in order of reading. */
  readonly chain: readonly string[];
}

export interface VersionFact {
  /** Exact if pinned (`5.2.7`), otherwise the specifier as written (`>=4.2,<5`). */
  readonly specifier: string;
  /** The lowest version that the specifier admits, `[5, 2]`; null if it cannot be known. */
  readonly minimum: readonly [number, number] | null;
  readonly place: Place;
}

export type StorageKind = "filesystem" | "s3" | "cloudinary" | "google" | "other" | "unknown";

/** One line of settings that has to do with media or static storage. */
export interface StorageLine {
  readonly place: Place;
  /** The setting assigned: `STORAGES`, `DEFAULT_FILE_STORAGE`, `AWS_DEFAULT_ACL`, `CLOUDINARY_STORAGE` … */
  readonly name: string;
  /** Source of the statement's first line, secrets masked. */
  readonly code: string;
  /** Django ignores it already today (a removed name on a Django that no longer reads it). */
  readonly deadToday: boolean;
  /** A key stands in it, written out: whoever reads the repository has it. */
  readonly holdsKey?: true;
}

export interface StorageToday {
  readonly default: StorageKind;
  /** Dotted backend as far as static reading tells; null if it cannot be known. */
  readonly defaultBackend: string | null;
  readonly staticfilesBackend: string | null;
  /** Aliases of STORAGES other than default and staticfiles. */
  readonly otherAliases: readonly string[];
  readonly lines: readonly StorageLine[];
  /** CLOUDINARY_STORAGE["PREFIX"], what django-cloudinary-storage puts before names; null or absent: not set, or not known. */
  readonly cloudinaryPrefix?: string | null;
}

export type DependencyFormat = "requirements" | "pyproject-pep621" | "pyproject-poetry" | "pipfile";

export interface DependencyFile {
  readonly file: string;
  readonly format: DependencyFormat;
  /** How the build was seen to install it: `build.sh:4`, or why it was taken. */
  readonly evidence: string;
  /** Names already required anywhere in the chain (`-r`), normalised (PEP 503), with the specifier as written ("" if none). */
  readonly requires: Readonly<Record<string, string>>;
  /** What `-c` files of the chain bound, as `requires`: it is not installed by itself, and pip refuses whatever contradicts it. */
  readonly constraints?: Readonly<Record<string, string>>;
  /** Where they stand, for the same names. */
  readonly constraintPlaces?: Readonly<Record<string, Place>>;
}

export interface FileField {
  readonly place: Place;
  readonly model: string;
  readonly field: string;
  /** Literal `upload_to`, null if it is a callable. */
  readonly uploadTo: string | null;
  /** It names a storage of its own, which the default storage does not change. */
  readonly ownStorage: boolean;
  /** It takes images only; absent or false: any file, documents too. */
  readonly image?: boolean;
}

/** A line that goes round the storage API and breaks, or misses the file, on S3 and Cloudinary. */
export interface Bypass {
  readonly place: Place;
  /** The expression as written, trimmed. */
  readonly code: string;
  /** The storage call that replaces it, as code. */
  readonly instead: string;
}

export interface MediaFolder {
  /** As the settings say it, resolved statically; null if unknown or not set. Relative to the root if below it, else absolute. */
  readonly root: string | null;
  readonly url: string | null;
  readonly files: number;
  readonly bytes: number;
  /** Of these files, how many git tracks. */
  readonly tracked: number;
}

/** The persistent disk of a service, as render.yaml has it. */
export interface BlueprintDisk {
  readonly name: string;
  readonly mountPath: string;
  /** null: not written, or no whole number. Render makes 10 GB where it is missing. */
  readonly sizeGB: number | null;
  readonly line: number;
}

export interface BlueprintService {
  readonly name: string;
  /** web, worker, pserv, cron … */
  readonly type: string;
  readonly runtime: string | null;
  readonly plan: string | null;
  readonly region: string | null;
  readonly rootDir: string | null;
  readonly buildCommand: string | null;
  readonly startCommand: string | null;
  readonly preDeployCommand: string | null;
  readonly dockerfilePath: string | null;
  /** How many instances may run at once, autoscaling included; 1 if nothing is said. */
  readonly mostInstances: number;
  readonly disk: BlueprintDisk | null;
  /** Key → literal value, or null for one without a literal (sync: false, fromDatabase …). Groups are not expanded. */
  readonly env: Readonly<Record<string, string | null>>;
  readonly envGroups: readonly string[];
  readonly domains: readonly string[];
  readonly line: number;
  /** Line of each key that the service has, by itself or by a merge. */
  readonly keyLines: Readonly<Record<string, number>>;
}

export interface BlueprintFile {
  /** Relative to the project's root. */
  readonly file: string;
  readonly services: readonly BlueprintService[];
  readonly groups: readonly { readonly name: string; readonly env: Readonly<Record<string, string | null>> }[];
  readonly previews: boolean;
  /** It is not there yet: this run writes it. */
  readonly planned?: boolean;
}

/** The URL configuration that production's settings name, and how it serves uploads today. */
export interface UrlConf {
  readonly file: string;
  /** Where it serves MEDIA_URL with DEBUG off; null: it does not. The `static()` helper does nothing then. */
  readonly servesMedia: Place | null;
  /** Where it serves a part of MEDIA_URL alone, `media/private/<name>`; absent: nowhere. */
  readonly servesPart?: Place;
}

/** Where Render's machine has the code. */
export interface Deployed {
  readonly docker: boolean;
  /** Absolute, on Render's machine; null: an image that does not say. */
  readonly path: string | null;
  /** The folder that is there, relative to the project's root; "" for the root itself. */
  readonly folder: string;
}

/** A web origin of the site, and where it was read. */
export interface Origin {
  readonly origin: string;
  readonly place: string;
}

export interface GitFacts {
  /** Absolute. */
  readonly root: string;
  /** Paths with uncommitted changes, relative to the git root; at most 20. */
  readonly dirty: readonly string[];
}

export interface Project {
  /** Absolute: the folder of manage.py. */
  readonly root: string;
  readonly git: GitFacts | null;
  /** Absolute: git root, or the project's root where there is no git. render.yaml and .gitignore are here. */
  readonly top: string;
  readonly name: string;
  /** The module that production runs; null if there is none or the evidence contradicts itself (then see candidates). */
  readonly settings: SettingsModule | null;
  readonly candidates: readonly SettingsCandidate[];
  readonly django: VersionFact | null;
  readonly python: VersionFact | null;
  readonly installedApps: { readonly names: readonly string[]; readonly complete: boolean };
  readonly storage: StorageToday;
  /** `decouple`, `environ`, `dotenv`, `os` in the order of how much the settings use them. */
  readonly envLibraries: readonly string[];
  readonly dependencies: DependencyFile | null;
  readonly fileFields: readonly FileField[];
  readonly bypasses: readonly Bypass[];
  /** Calls of the storage API besides the fields (default_storage.save …): an app may keep uploads without a file field. */
  readonly storageCalls?: readonly Place[];
  readonly media: MediaFolder;
  /** null or absent: it cannot be known. */
  readonly urlConf?: UrlConf | null;
  /** STATIC_ROOT, in the form of `media.root`; null or absent: unknown or not set. */
  readonly staticRoot?: string | null;
  /** The file of an SQLite database, absolute as the settings have it; null: another kind, or unknown. */
  readonly databaseFile?: { readonly path: string; readonly place: Place } | null;
  /** Absent: not looked at. */
  readonly deployed?: Deployed;
  /** How the repository says that it is built and started, besides render.yaml; null: it does not. */
  readonly commands?: { readonly build: string | null; readonly start: string | null };
  /** Variables that the settings read, in order of reading. `needed`: without a value they do not load. */
  readonly variables?: readonly { readonly name: string; readonly needed: boolean }[];
  readonly blueprint: BlueprintFile | null;
  /** The Django web service among the blueprint's, if that is clear. */
  readonly service: BlueprintService | null;
  readonly origins: readonly Origin[];
  readonly notes: readonly Text[];
}
