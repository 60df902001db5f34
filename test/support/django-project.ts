/** Small Django projects in temporary folders, and what Django itself makes of their settings. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { S3Answers } from "../../src/model/answers.ts";
import type { Project } from "../../src/model/project.ts";

/** Writes these files (path → text) into a new folder; answers the folder. */
export async function writeTree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "vet-django-")));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

export const removeTree = (root: string) => rm(root, { recursive: true, force: true });

/** A picture of a project as inspection would give it; `over` replaces parts of it. */
export function projectAt(root: string, over: Partial<Project> = {}): Project {
  return {
    root,
    git: null,
    top: root,
    name: "clinic",
    settings: {
      module: "clinic.settings",
      file: "clinic/settings.py",
      folder: "clinic",
      package: "clinic",
      evidence: [],
      chain: ["clinic/settings.py"],
    },
    candidates: [],
    django: null,
    python: null,
    installedApps: { names: [], complete: true },
    storage: { default: "filesystem", defaultBackend: null, staticfilesBackend: null, otherAliases: [], lines: [] },
    envLibraries: [],
    dependencies: null,
    fileFields: [],
    bypasses: [],
    media: { root: "media", url: "/media/", files: 0, bytes: 0, tracked: 0 },
    blueprint: null,
    service: null,
    origins: [],
    notes: [],
    ...over,
  };
}

export function answersFor(over: Partial<S3Answers> = {}): S3Answers {
  return {
    provider: "s3",
    settings: "clinic.settings",
    access: "private",
    envFile: ".env.render",
    prove: "auto",
    lang: "en",
    bucket: "clinic-media-5f0c91ab",
    region: "us-west-2",
    prefix: "media",
    corsOrigin: [],
    directUpload: false,
    ...over,
  };
}

export interface StorageInForce {
  readonly class?: string;
  readonly error?: string;
  readonly message?: string;
  readonly [attribute: string]: unknown;
}

/** What Django uses, or the exception that the import of the settings raised. */
export interface InForce {
  readonly error?: string;
  readonly message?: string;
  readonly explicit: readonly string[];
  readonly checksums: string | null;
  readonly default: StorageInForce;
  readonly static: StorageInForce;
  readonly extra: Readonly<Record<string, StorageInForce>>;
  readonly media?: { readonly root: string; readonly kind: string; readonly url: string };
  /** Link to "a b.txt", where it was asked for. */
  readonly link?: string;
}

export interface ProbeCase {
  readonly root: string;
  readonly module: string;
  readonly env: Readonly<Record<string, string>>;
  readonly link?: boolean;
}

/** Imports the settings of every case with this Python, each in a process of its own. */
export async function inForce(python: string, cases: readonly ProbeCase[]): Promise<readonly InForce[]> {
  const script = fileURLToPath(new URL("./settings-probe.py", import.meta.url));
  const child = spawn(python, ["-B", "-W", "ignore", script], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(cases));
  let answer = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    answer += chunk;
  });
  await new Promise((resolve) => child.once("close", resolve));
  return JSON.parse(answer) as InForce[];
}
