/** The generated media_storage.py for a disk and the managed block, for the tests beside this file to be judged by real Djangos: what is in force before and after. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderMediaStorage } from "../../../src/providers/render-disk/media-storage.ts";
import { managedBlock } from "../../../src/providers/settings-block.ts";
import { diskAnswers } from "../../support/disk-project.ts";
import {
  type InForce,
  inForce,
  type ProbeCase,
  projectAt,
  removeTree,
  writeTree,
} from "../../support/django-project.ts";
import { venv } from "../../support/venv.mjs";

const DISK = "clinic.media_storage.RenderDiskStorage";
const FILES = /^django\.core\.files\.storage\.(filesystem\.)?FileSystemStorage$/;
const WHITENOISE = "whitenoise.storage.CompressedManifestStaticFilesStorage";
const PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage";

const BASE = `
from pathlib import Path
BASE_DIR = Path("/srv/clinic")
SECRET_KEY = "test"
INSTALLED_APPS = ["django.contrib.staticfiles"]
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
`;

interface Shape {
  readonly settings: string;
  /** MEDIA_URL with the disk; "/media/" unless said. */
  readonly url?: string;
  /** Type of MEDIA_ROOT with the disk; str unless said. */
  readonly kind?: string;
  /** Djangos that refuse the settings as they are, and what static files use after the setup. */
  readonly repaired?: Readonly<Record<string, string>>;
}

/** Settings as they are found in the field, by what is in them. */
const SHAPES: Readonly<Record<string, Shape>> = {
  nothing: { settings: "" },
  "the usual folder, as a path": {
    settings: `MEDIA_URL = "/media/"\nMEDIA_ROOT = BASE_DIR / "media"`,
    kind: "PosixPath",
  },
  "an address and a folder of its own, as a string": {
    settings: `MEDIA_URL = "/archivos/subidos/"\nMEDIA_ROOT = str(BASE_DIR / "subidos")`,
    url: "/archivos/subidos/",
  },
  "an address without the first slash": { settings: `MEDIA_URL = "uploads/"`, url: "/uploads/" },
  "the whole site as address": { settings: `MEDIA_URL = "/"` },
  "an address that is a bucket's": {
    settings: `
DEFAULT_FILE_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"
AWS_STORAGE_BUCKET_NAME = "older-bucket"
MEDIA_URL = f"https://{AWS_STORAGE_BUCKET_NAME}.s3.amazonaws.com/media/"`,
  },
  "an address without a scheme": { settings: `MEDIA_URL = "//cdn.example/media/"` },
  "a STORAGES literal with options and a third alias": {
    settings: `
MEDIA_URL = "/media/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": "/srv/uploads", "base_url": "/uploads/"},
    },
    "staticfiles": {"BACKEND": "${WHITENOISE}"},
    "reports": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": "/srv/reports"}},
}`,
  },
  "a STORAGES without staticfiles": {
    settings: `STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}`,
    repaired: { django42: PLAIN, django52: PLAIN },
  },
  "both older names": {
    settings: `DEFAULT_FILE_STORAGE = "django.core.files.storage.FileSystemStorage"\nSTATICFILES_STORAGE = "${WHITENOISE}"`,
  },
  "the older names beside STORAGES": {
    settings: `
STORAGES = {"staticfiles": {"BACKEND": "${WHITENOISE}"}}
DEFAULT_FILE_STORAGE = "django.core.files.storage.FileSystemStorage"`,
    repaired: { django42: WHITENOISE },
  },
};

const ROOT = "/var/data/media";
const COMPLETE = { MEDIA_STORAGE: "disk", MEDIA_ROOT: ROOT } as const;
const ON_RENDER = { RENDER: "true" } as const;

/** Environments that must be refused, and words of the refusal. */
const REFUSED: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ["nothing at all", ON_RENDER, ["MEDIA_STORAGE is not set", ".env.render", "MEDIA_STORAGE=local"]],
  ["a folder alone", { ...ON_RENDER, MEDIA_ROOT: ROOT }, ["MEDIA_STORAGE is not set"]],
  ["no folder", { ...ON_RENDER, MEDIA_STORAGE: "disk" }, ["needs MEDIA_ROOT", "it is None", ".env.render"]],
  ["no folder, off Render", { MEDIA_STORAGE: "disk" }, ["needs MEDIA_ROOT"]],
  ["a blank folder", { ...COMPLETE, MEDIA_ROOT: "  " }, ["it is None"]],
  ["a relative folder", { ...COMPLETE, MEDIA_ROOT: "media" }, ["absolute path", "'media'"]],
  ["the root of the machine, which is a mount", { ...COMPLETE, MEDIA_ROOT: "//" }, ["'//'"]],
  ["another provider", { ...COMPLETE, ...ON_RENDER, MEDIA_STORAGE: "s3" }, ["'s3'", "made for disk"]],
  ["another provider, off Render", { MEDIA_STORAGE: "cloudinary" }, ["'cloudinary'"]],
  ["the older switch to S3", { ...ON_RENDER, MEDIA_ROOT: ROOT, USE_S3: "True" }, ["'s3'", "USE_S3"]],
  ["the older switch to S3, off Render", { USE_S3: "yes" }, ["'s3'"]],
  ["a typo", { ...COMPLETE, MEDIA_STORAGE: "disc" }, ["'disc'"]],
  ["a choice that is code", { MEDIA_STORAGE: "{ENV_FILE}'\"%s{{py}}" }, ["{env_file}"]],
];

/** Environments that are accepted, and what is in force with them. */
const CHOICES: readonly (readonly [string, Readonly<Record<string, string>>, "disk" | "local"])[] = [
  ["MEDIA_STORAGE outranks USE_S3", { ...COMPLETE, ...ON_RENDER, USE_S3: "True" }, "disk"],
  ["USE_S3=False is no contradiction", { USE_S3: "False" }, "local"],
  ["nothing, off Render", {}, "local"],
  ["a folder alone, off Render", { MEDIA_ROOT: ROOT }, "local"],
  ["the disk off Render", COMPLETE, "disk"],
  ["blanks and capitals do not matter", { MEDIA_STORAGE: " Disk ", MEDIA_ROOT: ` ${ROOT} ` }, "disk"],
  ["the local folder on Render, by choice", { ...ON_RENDER, MEDIA_STORAGE: "local" }, "local"],
];

const roots: string[] = [];

afterAll(() => Promise.all(roots.map(removeTree)));

/** Writes the project twice: as it was, and as it is after the setup. */
async function beforeAndAfter(shape: string): Promise<{ before: string; after: string }> {
  const project = projectAt("/nowhere");
  const settings = `${BASE}${shape}\n`;
  const before = await writeTree({ "clinic/__init__.py": "", "clinic/settings.py": settings });
  const after = await writeTree({
    "clinic/__init__.py": "",
    "clinic/settings.py": `${settings}\n${managedBlock(project, "en").join("\n")}\n`,
    "clinic/media_storage.py": renderMediaStorage(diskAnswers(), project),
  });
  roots.push(before, after);
  return { before, after };
}

const at = (root: string, env: Readonly<Record<string, string>> = {}): ProbeCase => ({
  root,
  module: "clinic.settings",
  env,
});

/** The whole of it on one Django. */
export const settingsInForce = (django: "django32" | "django42" | "django52") =>
  describe(`on ${django}`, () => {
    const ask = async (...cases: ProbeCase[]) => inForce(await venv(django), cases);

    /** For each shape: as it was, then set up with nothing chosen, with the disk, and with the local folder. */
    const found = new Map<string, readonly InForce[]>();
    beforeAll(async () => {
      const cases: ProbeCase[] = [];
      for (const { settings } of Object.values(SHAPES)) {
        const { before, after } = await beforeAndAfter(settings);
        cases.push(
          at(before),
          at(after),
          { ...at(after, { ...COMPLETE, ...ON_RENDER }), link: true },
          at(after, { ...ON_RENDER, MEDIA_STORAGE: "local" }),
        );
      }
      const answers = await ask(...cases);
      for (const [index, name] of Object.keys(SHAPES).entries())
        found.set(name, answers.slice(index * 4, index * 4 + 4));
    });

    test.each(Object.keys(SHAPES))("%s: the disk takes over, everything else stays", (name) => {
      const [was, unset, onRender, local] = found.get(name) ?? [];
      if (!was || !unset || !onRender || !local) throw new Error("an answer is missing");
      const { url = "/media/", kind = "str", repaired = {} } = SHAPES[name] ?? {};

      // Nothing chosen, off Render: not one setting differs.
      expect(unset).toEqual(was);

      expect(onRender.error, onRender.message).toBeUndefined();
      expect(onRender.default).toMatchObject({ class: DISK, location: ROOT, base_url: url });
      expect(onRender.media).toEqual({ root: ROOT, kind, url });
      expect(onRender.link).toBe(`${url}a%20b.txt`);

      expect(local.error, local.message).toBeUndefined();
      expect(local.default.class).toMatch(FILES);
      if (FILES.test(was.default?.class ?? "")) expect(local.default).toEqual(was.default);

      for (const now of [onRender, local]) {
        expect(now.extra).toEqual(was.extra ?? {});
        if (repaired[django] === undefined) expect(now.static).toEqual(was.static);
        else expect(now.static.class).toBe(repaired[django]);
      }
    });

    test("what is chosen", async () => {
      const { after } = await beforeAndAfter("");
      const answers = await ask(...CHOICES.map(([, env]) => at(after, env)));
      for (const [index, [name, , wanted]] of CHOICES.entries()) {
        const { default: chosen, message } = answers[index] ?? {};
        expect(chosen?.class, `${name}: ${message}`).toMatch(wanted === "disk" ? DISK : FILES);
        if (wanted === "disk") expect(chosen?.location, name).toBe(ROOT);
      }
    });

    test("what is missing or contradicts itself is refused, with the remedy", async () => {
      const { after } = await beforeAndAfter("");
      const answers = await ask(...REFUSED.map(([, env]) => at(after, env)));
      for (const [index, [name, , words]] of REFUSED.entries()) {
        expect(answers[index]?.error, `${name}: ${answers[index]?.message}`).toBe("ImproperlyConfigured");
        for (const word of words) expect(answers[index]?.message, name).toContain(word);
      }
    });

    test("settings at the top level, and in a package with a star import", async () => {
      const block = (name: string) => {
        const settings = {
          module: "settings",
          file: "settings.py",
          folder: "",
          package: name,
          evidence: [],
          chain: [],
        };
        return managedBlock(projectAt("/nowhere", { settings }), "es").join("\n");
      };
      const module = renderMediaStorage(diskAnswers({ lang: "es" }), projectAt("/nowhere"));
      const root = await writeTree({
        "settings.py": `${BASE}\n${block("")}\n`,
        "media_storage.py": module,
        "config/__init__.py": "",
        "config/settings/__init__.py": "",
        "config/settings/base.py": BASE,
        "config/settings/production.py": `from .base import *\n\n${block("config.settings")}\n`,
        "config/settings/media_storage.py": module,
      });
      roots.push(root);
      const env = { ...COMPLETE, ...ON_RENDER };
      const answers = await ask({ root, module: "settings", env }, { root, module: "config.settings.production", env });
      expect(answers.map((one) => one.default?.class ?? one.message)).toEqual([
        "media_storage.RenderDiskStorage",
        "config.settings.media_storage.RenderDiskStorage",
      ]);
    });
  });
