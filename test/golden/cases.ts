/** The fixture projects, and what a setup of each must come to. */

export interface Case {
  /** Of the golden file. */
  readonly name: string;
  readonly fixture: string;
  readonly args: readonly string[];
  /** Folder of manage.py, below the git root. */
  readonly root: string;
}

/** Where there is something to answer that the project does not say. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  "asgi-and-wsgi": ["--settings", "config.settings.production"],
  "render-two-web": ["--service", "site"],
};

const ROOTS: Readonly<Record<string, string>> = { "below-root": "Sistema Web", "start-command": "backend" };

export const FIXTURES: readonly Case[] = [
  "apps-comprehension",
  "apps-sum",
  "asgi-and-wsgi",
  "asgi-uvicorn",
  "base-dir-string",
  "below-root",
  "bom-requirements",
  "bypasses",
  "chosen-in-init",
  "clinic",
  "cloudinary-half",
  "crlf-settings",
  "dead-legacy",
  "django32",
  "django41",
  "docker-daphne",
  "docker-entrypoint",
  "file-and-package",
  "guide-s3",
  "pipfile",
  "poetry",
  "render-anchors",
  "render-flow",
  "render-two-web",
  "requirements-chain",
  "settings-package",
  "start-command",
  "storages-under-flag",
  "utf16-no-newline",
  "utf16-requirements",
  "uv",
].map((name) => ({ name, fixture: name, args: ANSWERS[name] ?? [], root: ROOTS[name] ?? "" }));

/** The same project, its person reads Spanish. */
export const SPANISH: Case = { name: "clinic.es", fixture: "clinic", args: ["--lang", "es"], root: "" };

export interface Refusal {
  readonly fixture: string;
  readonly args: readonly string[];
  readonly exit: number;
  /** Empty: it ends well, with nothing to do. */
  readonly errors: readonly { readonly code: string; readonly place?: string }[];
  /** What the sentences must name. */
  readonly names: readonly string[];
}

export const REFUSED: readonly Refusal[] = [
  {
    fixture: "asgi-and-wsgi",
    args: [],
    exit: 3,
    errors: [{ code: "answers-missing" }, { code: "settings-unclear", place: "--settings" }],
    names: ["config.settings.local", "config/wsgi.py:5", "config.settings.production", "config/asgi.py:5"],
  },
  {
    fixture: "class-settings",
    args: [],
    exit: 2,
    errors: [{ code: "settings-in-classes", place: "core/settings.py:6" }],
    names: ["django-configurations", "DJANGO_CONFIGURATION"],
  },
  {
    fixture: "local-default",
    args: [],
    exit: 3,
    errors: [{ code: "answers-missing" }, { code: "settings-unclear", place: "--settings" }],
    names: ["core.settings.live", "core/settings/live.py:5", "core.settings.dev", "core/wsgi.py"],
  },
  {
    fixture: "declared-missing",
    args: [],
    exit: 2,
    errors: [{ code: "settings-missing", place: "render.yaml:10" }],
    names: ["config.settings_production"],
  },
  {
    fixture: "render-services-twice",
    args: [],
    exit: 2,
    errors: [{ code: "yaml-duplicate-key", place: "render.yaml:8" }],
    names: ['"services"'],
  },
  {
    fixture: "render-two-web",
    args: [],
    exit: 3,
    errors: [{ code: "answers-missing" }, { code: "service-unclear", place: "--service" }],
    names: ["site", "admin"],
  },
  {
    fixture: "render-two-web",
    args: ["--service", "nothing"],
    exit: 2,
    errors: [{ code: "unknown-service", place: "--service" }],
    names: ["nothing", "site", "admin"],
  },
  { fixture: "no-uploads", args: [], exit: 0, errors: [], names: [] },
];

/** A bucket name for this case, the same at every run. */
export function bucketOf(name: string): string {
  return `${name.replaceAll(/[^a-z0-9]+/g, "-")}-media-5f0c91ab`;
}
