/** Python in a project that is set up for Cloudinary, against the emulator. */
import { spawn } from "node:child_process";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { startCloudinaryEmulator } from "../../support/cloudinary-emulator.mjs";
import { removeTree } from "../../support/django-project.ts";
import { venv } from "../../support/venv.mjs";
import { writeProject } from "./project.ts";

export const DJANGOS = ["django32", "django42", "django52"] as const;
/** The others go through these in the thorough tests. */
export const NOW: readonly (typeof DJANGOS)[number][] =
  process.env.VET_TEST_THOROUGH === "1" ? DJANGOS : (["django32", "django52"] as const);

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const PRELUDE = `
import base64, json, sys, threading, urllib.request, urllib.error
import django
from django.conf import settings
settings.INSTALLED_APPS
assert "cloudinary" not in sys.modules, "the SDK must not be imported before the settings are whole"
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage as storage
PNG = base64.b64decode("${PNG}")
def refused(ask):
    try:
        return ask()
    except Exception as error:
        return [type(error).__name__, str(error)]
def opened(link):
    """The status, and the bytes: at the emulator instead of the CDN."""
    path = link.split("res.cloudinary.com", 1)[1]
    try:
        with urllib.request.urlopen(EMULATOR + path) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, b""
`;

export type Env = Readonly<Record<string, string>>;

export interface DjangoBench {
  readonly emulator: Awaited<ReturnType<typeof startCloudinaryEmulator>>;
  /** The app's environment, with what is given on top. */
  production(over?: Env): Env;
  /** What the code prints as JSON. Throws with its error output if it prints nothing. */
  run(django: string, root: string, code: string, env?: Env): Promise<unknown>;
  /** The folder of a new project. */
  project(...over: Parameters<typeof writeProject>): Promise<string>;
}

/** Call it once at the top of a test file. Its members are there from the first test on. */
export function djangoBench(): DjangoBench {
  const pythons = new Map<string, string>();
  const roots: string[] = [];
  let started: DjangoBench["emulator"] | undefined;
  const emulator = () => {
    if (started === undefined) throw new Error("the emulator is there only while tests run");
    return started;
  };
  beforeAll(async () => {
    for (const name of NOW) pythons.set(name, await venv(name));
    started = await startCloudinaryEmulator();
  });
  afterAll(async () => {
    await started?.stop();
    await Promise.all(roots.map(removeTree));
  });
  beforeEach(() => emulator().reset());
  const production = (over: Env = {}): Env => ({
    MEDIA_STORAGE: "cloudinary",
    CLOUDINARY_CLOUD_NAME: emulator().cloud.cloudName,
    CLOUDINARY_API_KEY: emulator().cloud.apiKey,
    CLOUDINARY_API_SECRET: emulator().cloud.apiSecret,
    CLOUDINARY_UPLOAD_PREFIX: emulator().url,
    ...over,
  });
  return {
    get emulator() {
      return emulator();
    },
    production,
    run: async (django, root, code, env = production()) =>
      await runPython(
        pythons.get(django) ?? "",
        root,
        `EMULATOR = ${JSON.stringify(emulator().url)}\n${PRELUDE}\n${code}`,
        env,
      ),
    project: async (...over) => {
      const root = await writeProject(...over);
      roots.push(root);
      return root;
    },
  };
}

async function runPython(python: string, root: string, program: string, env: Env): Promise<unknown> {
  const child = spawn(python, ["-B", "-W", "ignore", "-c", program], {
    cwd: root,
    env: { PATH: process.env.PATH, DJANGO_SETTINGS_MODULE: "clinic.settings", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      output[name] += chunk;
    });
  }
  await new Promise((resolve) => child.once("close", resolve));
  if (output.stdout === "") throw new Error(output.stderr);
  return JSON.parse(output.stdout);
}
