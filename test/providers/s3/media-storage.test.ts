/** The generated media_storage.py and the managed block, judged by real Djangos: what is in force before and after. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { S3Answers } from "../../../src/model/answers.ts";
import type { Project, StorageLine } from "../../../src/model/project.ts";
import { renderMediaStorage } from "../../../src/providers/s3/media-storage.ts";
import { managedBlock } from "../../../src/providers/settings-block.ts";
import {
  answersFor,
  type InForce,
  inForce,
  type ProbeCase,
  projectAt,
  removeTree,
  writeTree,
} from "../../support/django-project.ts";
import { venv } from "../../support/venv.mjs";

const S3 = "storages.backends.s3.S3Storage";
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
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
`;

/** Settings as they are found in the field, by what is in them. */
const SHAPES: Readonly<Record<string, string>> = {
  nothing: "",
  "a STORAGES literal with a third alias": `
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "${WHITENOISE}"},
    "reports": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": "/srv/reports"}},
}`,
  "a STORAGES without staticfiles": `
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}`,
  "a STORAGES without default": `STORAGES = {"staticfiles": {"BACKEND": "${WHITENOISE}"}}`,
  "a local folder with options": `
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": "/srv/uploads", "base_url": "/uploads/"},
    },
    "staticfiles": {"BACKEND": "${WHITENOISE}", "OPTIONS": {"base_url": "/assets/"}},
}`,
  "the older static name": `STATICFILES_STORAGE = "${WHITENOISE}"`,
  "both older names": `
DEFAULT_FILE_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"
STATICFILES_STORAGE = "${WHITENOISE}"
AWS_STORAGE_BUCKET_NAME = "older-bucket"`,
  "the older static name beside STORAGES": `
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
STATICFILES_STORAGE = "${WHITENOISE}"`,
  "the older default name beside STORAGES": `
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "${WHITENOISE}"},
}
DEFAULT_FILE_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"`,
  "the guide's block for S3": `
AWS_ACCESS_KEY_ID = "AKIAOLDOLDOLDOLDOLD1"
AWS_SECRET_ACCESS_KEY = "older secret"
AWS_STORAGE_BUCKET_NAME = "older-bucket"
AWS_S3_REGION_NAME = "us-east-1"
AWS_S3_CUSTOM_DOMAIN = f"{AWS_STORAGE_BUCKET_NAME}.s3.amazonaws.com"
AWS_S3_OBJECT_PARAMETERS = {"CacheControl": "max-age=86400"}
AWS_LOCATION = "older"
AWS_DEFAULT_ACL = "public-read"
AWS_QUERYSTRING_AUTH = False
DEFAULT_FILE_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"
MEDIA_URL = f"https://{AWS_S3_CUSTOM_DOMAIN}/media/"`,
  "every AWS setting that can poison": `
AWS_S3_ACCESS_KEY_ID = "AKIAOLDOLDOLDOLDOLD1"
AWS_S3_SECRET_ACCESS_KEY = "older secret"
AWS_SESSION_TOKEN = "older token"
AWS_STORAGE_BUCKET_NAME = "older-bucket"
AWS_S3_REGION_NAME = "us-east-1"
AWS_S3_ENDPOINT_URL = "http://127.0.0.1:9"
AWS_S3_CUSTOM_DOMAIN = "cdn.example"
AWS_CLOUDFRONT_KEY_ID = "older"
AWS_S3_URL_PROTOCOL = "http:"
AWS_S3_USE_SSL = False
AWS_S3_VERIFY = False
AWS_LOCATION = "older"
AWS_DEFAULT_ACL = "public-read"
AWS_QUERYSTRING_AUTH = False
AWS_QUERYSTRING_EXPIRE = 604800
AWS_S3_FILE_OVERWRITE = True
AWS_S3_SIGNATURE_VERSION = "s3"
AWS_S3_ADDRESSING_STYLE = "path"
AWS_S3_CLIENT_CONFIG = None
AWS_IS_GZIPPED = True`,
  "Cloudinary by hand": `
CLOUDINARY_STORAGE = {"CLOUD_NAME": "demo", "API_KEY": "1", "API_SECRET": "2"}
DEFAULT_FILE_STORAGE = "cloudinary_storage.storage.MediaCloudinaryStorage"`,
};

/** Where static files were broken on some Django: what they use after the setup. */
const REPAIRED: Readonly<Record<string, string>> = {
  "a STORAGES without staticfiles, django42": PLAIN,
  "a STORAGES without staticfiles, django52": PLAIN,
  "the older static name beside STORAGES, django42": WHITENOISE,
  "the older static name beside STORAGES, django52": PLAIN,
  "the older default name beside STORAGES, django42": WHITENOISE,
};

/** What the inspection finds in the last shape but one, and what asks for options that are otherwise left out. */
const LINES: readonly StorageLine[] = ["AWS_CLOUDFRONT_KEY_ID", "AWS_S3_CLIENT_CONFIG"].map((name) => ({
  place: { file: "clinic/settings.py", line: 1 },
  name,
  code: name,
  deadToday: false,
}));

const COMPLETE = {
  MEDIA_STORAGE: "s3",
  AWS_STORAGE_BUCKET_NAME: "clinic-media-5f0c91ab",
  AWS_S3_REGION_NAME: "us-west-2",
  AWS_ACCESS_KEY_ID: "AKIANEWNEWNEWNEWNEW1",
  AWS_SECRET_ACCESS_KEY: "new secret",
} as const;
const ON_RENDER = { RENDER: "true" } as const;

const DJANGOS = ["django32", "django42", "django52"] as const;
const pythons = new Map<string, string>();
const roots: string[] = [];

beforeAll(async () => {
  for (const name of DJANGOS) pythons.set(name, await venv(name));
});
afterAll(async () => {
  await Promise.all(roots.map(removeTree));
});

const python = (django: string) => pythons.get(django) ?? "";

/** Writes the project twice: as it was, and as it is after the setup. */
async function beforeAndAfter(
  shape: string,
  { answers = {}, over = {} }: { answers?: Partial<S3Answers>; over?: Partial<Project> } = {},
): Promise<{ before: string; after: string }> {
  const project = projectAt("/nowhere", {
    ...over,
    storage: { ...projectAt("/nowhere").storage, lines: LINES },
  });
  const settings = `${BASE}${shape}\n`;
  const block = managedBlock(project, "en").join("\n");
  const before = await writeTree({ "clinic/__init__.py": "", "clinic/settings.py": settings });
  const after = await writeTree({
    "clinic/__init__.py": "",
    "clinic/settings.py": `${settings}\n${block}\n`,
    "clinic/media_storage.py": renderMediaStorage(answersFor(answers), project),
  });
  roots.push(before, after);
  return { before, after };
}

const at = (root: string, env: Readonly<Record<string, string>> = {}): ProbeCase => ({
  root,
  module: "clinic.settings",
  env: { ...env, AWS_EC2_METADATA_DISABLED: "true" },
});

async function ask(django: string, ...cases: ProbeCase[]): Promise<readonly InForce[]> {
  return inForce(python(django), cases);
}

/** Answers for these environments, in a project without storage settings. */
async function plainly(
  django: string,
  environments: readonly Readonly<Record<string, string>>[],
): Promise<readonly InForce[]> {
  const { after } = await beforeAndAfter("");
  return ask(django, ...environments.map((env) => at(after, env)));
}

/** Environments that must be refused, and words of the refusal. */
const REFUSED: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ["nothing at all", ON_RENDER, ["MEDIA_STORAGE is not set", ".env.render", "MEDIA_STORAGE=local"]],
  ["USE_S3=False", { ...ON_RENDER, USE_S3: "False" }, ["MEDIA_STORAGE is not set"]],
  ["only AWS variables", { ...COMPLETE, ...ON_RENDER, MEDIA_STORAGE: "" }, ["MEDIA_STORAGE is not set"]],
  [
    "S3 and nothing else",
    { ...ON_RENDER, MEDIA_STORAGE: "s3" },
    ["AWS_STORAGE_BUCKET_NAME, AWS_S3_REGION_NAME, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY."],
  ],
  ["a blank secret", { ...COMPLETE, ...ON_RENDER, AWS_SECRET_ACCESS_KEY: " " }, ["needs AWS_SECRET_ACCESS_KEY."]],
  ["no region", { ...COMPLETE, ...ON_RENDER, AWS_S3_REGION_NAME: "" }, ["needs AWS_S3_REGION_NAME."]],
  ["a key without its secret, off Render", { ...COMPLETE, AWS_SECRET_ACCESS_KEY: "" }, ["AWS_SECRET_ACCESS_KEY"]],
  ["no bucket, off Render", { MEDIA_STORAGE: "s3" }, ["needs AWS_STORAGE_BUCKET_NAME."]],
  ["another provider", { ...COMPLETE, ...ON_RENDER, MEDIA_STORAGE: "cloudinary" }, ["'cloudinary'", "made for s3"]],
  ["another provider, off Render", { MEDIA_STORAGE: "disk" }, ["'disk'"]],
  ["a typo", { ...COMPLETE, MEDIA_STORAGE: "s33" }, ["'s33'"]],
  ["a choice that is code", { MEDIA_STORAGE: "{KEYS}'\"%s{{py}}" }, ["{keys}"]],
];

/** Environments off Render, and what is in force with them. */
const CHOICES: readonly (readonly [string, Readonly<Record<string, string>>, "s3" | "local"])[] = [
  ["USE_S3 means nothing where MEDIA_STORAGE is set", { ...COMPLETE, MEDIA_STORAGE: "local", USE_S3: "True" }, "local"],
  ["USE_S3=False chooses nothing", { ...COMPLETE, MEDIA_STORAGE: "", USE_S3: "False" }, "local"],
  ["AWS_* variables alone choose nothing", { ...COMPLETE, MEDIA_STORAGE: "" }, "local"],
  ["blanks and capitals do not matter", { ...COMPLETE, MEDIA_STORAGE: " S3 " }, "s3"],
  ["keys may come from boto3's own chain", { MEDIA_STORAGE: "s3", AWS_STORAGE_BUCKET_NAME: "clinic" }, "s3"],
];

describe.each(DJANGOS)("on %s", (django) => {
  /** For each shape: as it was, then set up with nothing chosen, with S3 on and off Render, and with the local folder. */
  const found = new Map<string, readonly InForce[]>();
  beforeAll(async () => {
    const cases: ProbeCase[] = [];
    for (const shape of Object.values(SHAPES)) {
      const { before, after } = await beforeAndAfter(shape);
      cases.push(
        at(before),
        at(after),
        { ...at(after, { ...COMPLETE, ...ON_RENDER }), link: true },
        at(after, COMPLETE),
        at(after, { MEDIA_STORAGE: "local", ...ON_RENDER }),
      );
    }
    const answers = await ask(django, ...cases);
    for (const [index, name] of Object.keys(SHAPES).entries()) found.set(name, answers.slice(index * 5, index * 5 + 5));
  });

  test.each(Object.keys(SHAPES))("%s: S3 takes over, everything else stays", (name) => {
    const [was, unset, onRender, offRender, local] = found.get(name) ?? [];
    if (!was || !unset || !onRender || !offRender || !local) throw new Error("an answer is missing");

    // Nothing chosen, off Render: not one setting differs.
    expect(unset).toEqual(was);

    expect(onRender.error, onRender.message).toBeUndefined();
    expect(onRender.default).toMatchObject({
      class: S3,
      access_key: COMPLETE.AWS_ACCESS_KEY_ID,
      secret_key: COMPLETE.AWS_SECRET_ACCESS_KEY,
      security_token: null,
      bucket_name: COMPLETE.AWS_STORAGE_BUCKET_NAME,
      region_name: "us-west-2",
      endpoint_url: null,
      location: "media",
      custom_domain: null,
      default_acl: null,
      querystring_auth: true,
      querystring_expire: 900,
      file_overwrite: false,
      signature_version: "s3v4",
      addressing_style: "virtual",
      object_parameters: { CacheControl: "private, max-age=300" },
      url_protocol: "https:",
      gzip: false,
    });
    const url = new URL(onRender.link ?? "");
    expect(url.origin).toBe("https://clinic-media-5f0c91ab.s3.us-west-2.amazonaws.com");
    expect(url.pathname).toBe("/media/a%20b.txt");
    expect(url.searchParams.get("X-Amz-Expires")).toBe("900");
    expect(url.searchParams.get("X-Amz-Signature")).toMatch(/^[0-9a-f]{64}$/);
    expect(onRender.checksums).toBeNull();
    expect(offRender.default).toEqual(onRender.default);

    expect(local.error, local.message).toBeUndefined();
    expect(local.default.class).toMatch(FILES);
    // A local folder that the settings describe themselves, with its options.
    if (FILES.test(was.default?.class ?? "")) expect(local.default).toEqual(was.default);

    for (const now of [onRender, offRender, local]) {
      expect(now.extra).toEqual(was.extra ?? {});
      if (was.error === undefined && was.static.error === undefined) expect(now.static).toEqual(was.static);
      // Settings that Django refused today, or a static storage that was missing: whole now.
      else expect(now.static.class).toBe(REPAIRED[`${name}, ${django}`]);
    }
  });

  test("any usual spelling of USE_S3 chooses S3 where MEDIA_STORAGE is unset", async () => {
    const spellings = ["true", "True", "TRUE", "1", "yes", "on", "t", "Y", " true "];
    const environments = spellings.map((USE_S3) => ({ ...COMPLETE, MEDIA_STORAGE: "", USE_S3, ...ON_RENDER }));
    const found = await plainly(django, environments);
    expect(found.map((one) => one.default?.class)).toEqual(spellings.map(() => S3));
  });

  test("what is chosen off Render", async () => {
    const found = await plainly(
      django,
      CHOICES.map(([, env]) => env),
    );
    for (const [index, [name, , wanted]] of CHOICES.entries()) {
      expect(found[index]?.default?.class, `${name}: ${found[index]?.message}`).toMatch(wanted === "s3" ? S3 : FILES);
    }
  });

  test("off Render without keys, none is made up", async () => {
    const [found] = await plainly(django, [{ MEDIA_STORAGE: "s3", AWS_STORAGE_BUCKET_NAME: "clinic" }]);
    expect(found?.default).toMatchObject({ class: S3, access_key: null, secret_key: null, region_name: null });
  });

  test("what is missing or contradicts itself is refused, with the remedy", async () => {
    const found = await plainly(
      django,
      REFUSED.map(([, env]) => env),
    );
    for (const [index, [name, , words]] of REFUSED.entries()) {
      expect(found[index]?.error, name).toBe("ImproperlyConfigured");
      for (const word of words) expect(found[index]?.message, name).toContain(word);
      expect(found[index]?.message).not.toContain(COMPLETE.AWS_SECRET_ACCESS_KEY);
    }
  });

  test("a service that is not AWS: path style, and no checksums that it would refuse", async () => {
    const endpoint = "https://s3.us-west-004.backblazeb2.com";
    const { after } = await beforeAndAfter("");
    const env = { ...COMPLETE, ...ON_RENDER, AWS_S3_ENDPOINT_URL: endpoint };
    const [found] = await ask(django, { ...at(after, env), link: true });
    expect(found?.default).toMatchObject({ class: S3, endpoint_url: endpoint, addressing_style: "path" });
    expect(found?.checksums).toBe("when_required");
    expect(found?.link?.split("?")[0]).toBe(`${endpoint}/clinic-media-5f0c91ab/media/a%20b.txt`);
  });

  test("public files: plain links that last, to the bucket or to its domain, and older settings count as little", async () => {
    const { after } = await beforeAndAfter(SHAPES["every AWS setting that can poison"] ?? "", {
      answers: { access: "public" },
    });
    const env = { ...COMPLETE, ...ON_RENDER };
    const [plain, domain] = await ask(
      django,
      { ...at(after, env), link: true },
      { ...at(after, { ...env, AWS_S3_CUSTOM_DOMAIN: "cdn.clinic.cl" }), link: true },
    );
    expect(plain?.error, plain?.message).toBeUndefined();
    expect(plain?.default).toMatchObject({
      class: S3,
      default_acl: null,
      querystring_auth: false,
      custom_domain: null,
      file_overwrite: false,
      object_parameters: { CacheControl: "public, max-age=86400" },
      url_protocol: "https:",
    });
    expect(plain?.link).toBe("https://clinic-media-5f0c91ab.s3.us-west-2.amazonaws.com/media/a%20b.txt");
    expect(domain?.link).toBe("https://cdn.clinic.cl/media/a%20b.txt");
  });

  test("the prefix: the environment's, else the answer; slashes and blanks do not matter", async () => {
    const { after } = await beforeAndAfter("", { answers: { prefix: "uploads/clinic" } });
    const { after: bare } = await beforeAndAfter("", { answers: { prefix: "" } });
    const env = { ...COMPLETE, ...ON_RENDER };
    const found = await ask(
      django,
      at(after, env),
      at(after, { ...env, AWS_LOCATION: "" }),
      at(after, { ...env, AWS_LOCATION: "/other/ " }),
      at(bare, env),
      at(bare, { ...env, AWS_LOCATION: "/" }),
    );
    expect(found.map((one) => one.default.location)).toEqual(["uploads/clinic", "uploads/clinic", "other", "", ""]);
  });

  test("hostile answers end as data", async () => {
    const hostile = [
      '"""',
      "'''\n",
      "\\",
      '"); import os; os.abort() #',
      "{{#each}}",
      "\u0024{HOME}",
      "ñandú/日本/\u202e\u2028",
      "{KEYS}",
      "%s",
    ];
    const cases: ProbeCase[] = [];
    for (const prefix of hostile) {
      const { after } = await beforeAndAfter("", { answers: { prefix, envFile: prefix } });
      cases.push(at(after, { ...COMPLETE, ...ON_RENDER }), at(after, { ...ON_RENDER, MEDIA_STORAGE: "s3" }));
    }
    const found = await ask(django, ...cases);
    for (const [index, prefix] of hostile.entries()) {
      expect(found[2 * index]?.default?.location, found[2 * index]?.message).toBe(prefix);
      expect(found[2 * index + 1]?.message).toContain(
        `(Render: your service's Environment; the values are in ${prefix})`,
      );
    }
  });
});

describe("a settings package", () => {
  test.each(DJANGOS)("%s: a base with older names, a production module with the block", async (django) => {
    const settings = {
      module: "config.settings.production",
      file: "config/settings/production.py",
      folder: "config/settings",
      package: "config.settings",
      evidence: [],
      chain: [],
    };
    const project = projectAt("/nowhere", { settings });
    const root = await writeTree({
      "config/__init__.py": "",
      "config/settings/__init__.py": "from .base import *\n",
      "config/settings/base.py": `${BASE}\nSTATICFILES_STORAGE = "${WHITENOISE}"\n`,
      "config/settings/production.py": `from .base import *\n\n${managedBlock(project, "es").join("\n")}\n`,
      "config/settings/media_storage.py": renderMediaStorage(answersFor({ lang: "es" }), project),
    });
    roots.push(root);
    const env = { ...COMPLETE, ...ON_RENDER };
    const [base, found] = await ask(
      django,
      { root, module: "config.settings.base", env },
      { root, module: settings.module, env },
    );
    expect(found?.default?.class, found?.message).toBe(S3);
    expect(found?.static).toEqual(base?.static);
  });

  test("top-level settings import the module without a package", async () => {
    const settings = { module: "settings", file: "settings.py", folder: "", package: "", evidence: [], chain: [] };
    const project = projectAt("/nowhere", { settings });
    const root = await writeTree({
      "settings.py": `${BASE}\n${managedBlock(project, "en").join("\n")}\n`,
      "media_storage.py": renderMediaStorage(answersFor(), project),
    });
    roots.push(root);
    const [found] = await ask("django52", { root, module: "settings", env: { ...COMPLETE, ...ON_RENDER } });
    expect(found?.default?.class, found?.message).toBe(S3);
  });
});
