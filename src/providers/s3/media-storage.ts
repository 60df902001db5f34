/** The generated media_storage.py of an app that keeps its uploads in S3. */
import { pythonLiteral } from "../../edit/literals.ts";
import type { Text } from "../../lib/text.ts";
import { admits, compareReleases, release } from "../../lib/versions.ts";
import { s3Module } from "../../messages/generated.ts";
import type { S3Answers } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { ProofExpectation } from "../../model/proof.ts";
import { generatedModule } from "../generated-module.ts";
import { CACHE_CONTROL } from "./cache-control.ts";
import { addressingOf } from "./services.ts";

/** Signed links live this long, in seconds: long enough for a page that was left open, short enough for one that was passed on. */
const LINK_LIFE = 900;

/** An option of django-storages' S3Storage, and the setting that it is read from where Django takes no options (before 4.2). */
interface Option {
  readonly name: string;
  readonly setting: string;
  /** A Python expression. */
  readonly code: string;
  readonly note?: Text;
  /** First release of django-storages that knows the name; an older one refuses it. */
  readonly since?: readonly number[];
  /** Only named where the project's settings set it: for options that are young or rare. */
  readonly onlyIfSet?: boolean;
}

/**
 * Names, settings and their first release: storages/backends/s3.py and CHANGELOG.rst of django-storages.
 * None for custom_domain: with one, django-storages leaves links unsigned. None for client_config: it would replace signature_version.
 * Public files differ in what PUBLIC says, and in nothing else.
 */
const PRIVATE_OPTIONS: readonly Option[] = [
  { name: "access_key", setting: "AWS_S3_ACCESS_KEY_ID", code: '_env("AWS_ACCESS_KEY_ID")', note: s3Module.options },
  { name: "secret_key", setting: "AWS_S3_SECRET_ACCESS_KEY", code: '_env("AWS_SECRET_ACCESS_KEY")' },
  { name: "security_token", setting: "AWS_SESSION_TOKEN", code: '_env("AWS_SESSION_TOKEN")', since: [1, 14] },
  { name: "session_profile", setting: "AWS_S3_SESSION_PROFILE", code: "None" },
  { name: "bucket_name", setting: "AWS_STORAGE_BUCKET_NAME", code: '_env("AWS_STORAGE_BUCKET_NAME")' },
  { name: "location", setting: "AWS_LOCATION", code: '(_env("AWS_LOCATION") or PREFIX).strip("/")' },
  { name: "default_acl", setting: "AWS_DEFAULT_ACL", code: "None", note: s3Module.access },
  { name: "querystring_auth", setting: "AWS_QUERYSTRING_AUTH", code: "True" },
  { name: "querystring_expire", setting: "AWS_QUERYSTRING_EXPIRE", code: String(LINK_LIFE) },
  { name: "custom_domain", setting: "AWS_S3_CUSTOM_DOMAIN", code: "None" },
  { name: "cloudfront_key", setting: "AWS_CLOUDFRONT_KEY", code: "None", since: [1, 14, 2], onlyIfSet: true },
  { name: "cloudfront_key_id", setting: "AWS_CLOUDFRONT_KEY_ID", code: "None", since: [1, 14, 2], onlyIfSet: true },
  {
    name: "object_parameters",
    setting: "AWS_S3_OBJECT_PARAMETERS",
    code: pythonLiteral({ CacheControl: CACHE_CONTROL.private }),
  },
  { name: "file_overwrite", setting: "AWS_S3_FILE_OVERWRITE", code: "False", note: s3Module.namesakes },
  { name: "region_name", setting: "AWS_S3_REGION_NAME", code: '_env("AWS_S3_REGION_NAME")', note: s3Module.signing },
  { name: "signature_version", setting: "AWS_S3_SIGNATURE_VERSION", code: '"s3v4"' },
  {
    name: "addressing_style",
    setting: "AWS_S3_ADDRESSING_STYLE",
    code: '"path" if endpoint_url else "virtual"',
  },
  { name: "endpoint_url", setting: "AWS_S3_ENDPOINT_URL", code: "endpoint_url" },
  { name: "url_protocol", setting: "AWS_S3_URL_PROTOCOL", code: '"https:"' },
  { name: "use_ssl", setting: "AWS_S3_USE_SSL", code: "True" },
  { name: "verify", setting: "AWS_S3_VERIFY", code: "None" },
  { name: "client_config", setting: "AWS_S3_CLIENT_CONFIG", code: "None", since: [1, 14, 3], onlyIfSet: true },
  { name: "gzip", setting: "AWS_IS_GZIPPED", code: "False" },
];

/** By name. A day in caches: a file that was deleted, or replaced under its old name, is shown for so long. */
const PUBLIC: Readonly<Record<string, Pick<Option, "code" | "note">>> = {
  default_acl: { code: "None", note: s3Module.publicAccess },
  querystring_auth: { code: "False" },
  custom_domain: { code: '_env("AWS_S3_CUSTOM_DOMAIN")' },
  object_parameters: { code: pythonLiteral({ CacheControl: CACHE_CONTROL.public }) },
};

/** Releases of django-storages that change what can be written, the newest first. */
const STORAGES_RELEASES = [
  "1.14.6",
  "1.14.5",
  "1.14.4",
  "1.14.3",
  "1.14.2",
  "1.14.1",
  "1.14",
  "1.13.2",
  "1.12.3",
  "1.11.1",
];

/**
 * The whole text of media_storage.py, with `\n` line ends. It holds no secret and nothing of this run: bucket, region and keys are read
 * from the environment when the app starts; only the prefix and the env file's name are written down, as string literals.
 */
export function renderMediaStorage(answers: S3Answers, project: Project): string {
  const storages = storagesRelease(project);
  const set = new Set(project.storage.lines.map((line) => line.name));
  const isPublic = answers.access === "public";
  const options = PRIVATE_OPTIONS.map((option) => (isPublic ? { ...option, ...PUBLIC[option.name] } : option)).filter(
    (option) =>
      (option.since === undefined || compareReleases(storages, option.since) >= 0) &&
      (option.onlyIfSet !== true || set.has(option.setting)),
  );
  const written = options.map(({ name, setting, code, note }) => ({
    name,
    setting,
    code: name === "addressing_style" && isVirtual(answers) ? '"virtual"' : code,
    note: note?.[answers.lang] ?? "",
  }));
  return generatedModule(answers, project, {
    words: s3Module,
    takesOptions: true,
    values: { backend: backendFor(storages), prefix: answers.prefix, options: written },
  });
}

/** A service that has no bucket in its paths; all others are asked for it there, which needs no name and no certificate for each bucket. */
function isVirtual({ endpointUrl }: S3Answers): boolean {
  return endpointUrl !== undefined && addressingOf(endpointUrl) === "virtual";
}

/** What the proof must find in Django: this class, this bucket, this place in it. The rest shows in what the storage does. */
export function expectedStorage(answers: S3Answers): Pick<ProofExpectation, "backend" | "links" | "options"> {
  const isPublic = answers.access === "public";
  return {
    backend: "storages.backends.s3.S3Storage",
    links: isPublic ? "public" : "expiring",
    options: {
      bucket_name: answers.bucket,
      location: answers.prefix,
      ...(isPublic ? { querystring_auth: false, custom_domain: answers.customDomain ?? null } : {}),
    },
  };
}

/** The class that the settings name. Source: CHANGELOG.rst of django-storages, 1.14 (storages.backends.s3 is new there). */
function backendFor(storages: readonly number[]): string {
  const renamed = compareReleases(storages, [1, 14]) >= 0;
  return renamed ? "storages.backends.s3.S3Storage" : "storages.backends.s3boto3.S3Boto3Storage";
}

/** The newest release that the project's own requirement admits; without one, the newest: it is what we require. An older pin than those listed is taken at its word. */
function storagesRelease(project: Project): readonly number[] {
  const { requires = {}, constraints = {} } = project.dependencies ?? {};
  const specifier = requires["django-storages"] || (constraints["django-storages"] ?? "");
  const admitted = STORAGES_RELEASES.find((version) => admits(specifier, version) !== false);
  const pinned = /^={2,3}\s*v?([\d.]+)/.exec(specifier)?.[1];
  return release(admitted ?? pinned ?? STORAGES_RELEASES[0] ?? "") ?? [];
}
