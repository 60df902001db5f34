/** The picture of each fixture: what a careful colleague would say about it after ten minutes of reading. */
import { appendFile, writeFile } from "node:fs/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { Failure } from "../../src/lib/failure.ts";
import type { Project } from "../../src/model/project.ts";
import { type InspectOptions, inspect } from "../../src/project/inspect.ts";
import { copyFixture, type Fixture } from "../support/fixture.ts";

const open: Fixture[] = [];

afterEach(async () => {
  for (const fixture of open.splice(0)) await fixture.remove();
});

async function fixture(name: string): Promise<Fixture> {
  const copy = await copyFixture(name);
  open.push(copy);
  return copy;
}

async function picture(name: string, options: Partial<InspectOptions> = {}): Promise<Project> {
  const { dir } = await fixture(name);
  return inspect({ directory: dir, env: {}, ...options });
}

async function refusal(name: string, options: Partial<InspectOptions> = {}): Promise<Failure["problem"]> {
  try {
    await picture(name, options);
  } catch (error) {
    return (error as Failure).problem;
  }
  throw new Error(`${name} was not refused`);
}

/** `file:line` of everything that has a place. */
const places = (list: readonly { place: { file: string; line: number } }[]) =>
  list.map(({ place }) => `${place.file}:${place.line}`);
const dead = (project: Project) => project.storage.lines.filter((line) => line.deadToday).map((line) => line.name);
const evidence = (project: Project) => project.settings?.evidence.map((one) => one.kind);

test("a: the clinic", async () => {
  const project = await picture("clinic");
  expect(project.settings).toMatchObject({
    module: "veteriaria.settings",
    file: "veteriaria/settings.py",
    folder: "veteriaria",
    package: "veteriaria",
    chain: ["veteriaria/settings.py"],
  });
  expect(evidence(project)).toEqual(["wsgi", "asgi", "manage.py"]);
  expect(project.candidates).toHaveLength(1);
  expect(project.name).toBe("santasofia");
  expect(project.django).toEqual({ specifier: "5.2.7", minimum: [5, 2], place: { file: "requirements.txt", line: 2 } });
  expect(project.dependencies).toMatchObject({
    file: "requirements.txt",
    format: "requirements",
    evidence: "build.sh:6",
  });
  expect(Object.keys(project.dependencies?.requires ?? {})).not.toContain("psycopg2-binary");
  expect(project.installedApps.complete).toBe(true);
  expect(project.installedApps.names).toContain("clinica");
  expect(project.storage).toMatchObject({
    default: "filesystem",
    defaultBackend: "django.core.files.storage.FileSystemStorage",
    staticfilesBackend: "whitenoise.storage.CompressedManifestStaticFilesStorage",
    otherAliases: [],
  });
  expect(dead(project)).toEqual([]);
  expect(project.envLibraries).toEqual(["decouple"]);
  expect(project.fileFields.map((one) => [one.model, one.field, one.uploadTo, one.ownStorage])).toEqual([
    ["Examen", "archivo", "examenes/", false],
    ["Documento", "archivo", "documentos/", false],
  ]);
  expect(project.media).toMatchObject({ root: "media", url: "/media/", files: 4, tracked: 4 });
  expect(project.media.bytes).toBeGreaterThan(1000);
  expect(project.origins).toEqual([{ origin: "https://santasofia.onrender.com", place: "veteriaria/settings.py:29" }]);
  expect(project.blueprint).toBeNull();
  expect(project.git?.dirty).toEqual([]);
  expect(project.bypasses).toEqual([
    {
      place: { file: "clinica/views.py", line: 72 },
      code: "open(documento.archivo.path, 'rb')",
      instead: 'documento.archivo.open("rb")',
    },
    {
      place: { file: "clinica/views.py", line: 85 },
      code: "open(documento.archivo.path, 'rb')",
      instead: 'documento.archivo.open("rb")',
    },
    {
      place: { file: "clinica/views.py", line: 93 },
      code: "os.path.exists(documento.archivo.path)",
      instead: "documento.archivo.storage.exists(documento.archivo.name)",
    },
    {
      place: { file: "clinica/views.py", line: 94 },
      code: "os.remove(documento.archivo.path)",
      instead: "documento.archivo.delete(save=False)",
    },
  ]);
});

test.each(["utf16-requirements", "utf16-no-newline"])("b: %s", async (name) => {
  const project = await picture(name);
  expect(project.django).toEqual({ specifier: "5.2.7", minimum: [5, 2], place: { file: "requirements.txt", line: 2 } });
  expect(Object.keys(project.dependencies?.requires ?? {})).toEqual([
    "asgiref",
    "django",
    "gunicorn",
    "packaging",
    "sqlparse",
    "tzdata",
  ]);
  expect(project.dependencies?.evidence).toBe("render.yaml:7");
  expect(project.service?.name).toBe("tienda");
  expect(project.python).toEqual({ specifier: "3.12.7", minimum: [3, 12], place: { file: "render.yaml", line: 12 } });
  // A host with a leading dot is a pattern, localhost is nobody's origin.
  expect(project.origins.map((one) => one.origin)).toEqual(["https://tienda-mascotas.onrender.com"]);
});

test("c: two requirements with a BOM, the installed one not at the root", async () => {
  const project = await picture("bom-requirements");
  expect(project.dependencies).toMatchObject({ file: "deploy/requirements.txt", evidence: "render.yaml:5" });
  expect(project.django).toMatchObject({ specifier: "5.2.7", place: { file: "deploy/requirements.txt", line: 2 } });
});

test("d: a settings package, chosen in render.yaml", async () => {
  const project = await picture("settings-package");
  expect(project.settings).toMatchObject({
    module: "config.settings.render",
    file: "config/settings/render.py",
    folder: "config/settings",
    package: "config.settings",
    chain: ["config/settings/render.py", "config/settings/base.py"],
  });
  expect(project.settings?.evidence).toEqual([
    { kind: "render.yaml", place: { file: "render.yaml", line: 18 }, summary: "render.yaml envVars" },
  ]);
  expect(project.candidates.map((one) => one.module)).toEqual(["config.settings.render", "config.settings.dev"]);
  expect(project.storage).toMatchObject({
    default: "filesystem",
    staticfilesBackend: "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    otherAliases: ["exports"],
  });
  expect(places(project.storage.lines)).toEqual(["config/settings/render.py:12", "config/settings/base.py:64"]);
  expect(project.dependencies).toMatchObject({ file: "requirements/production.txt", evidence: "build.sh:3" });
  expect(project.django).toEqual({
    specifier: "~=5.2.0",
    minimum: [5, 2],
    place: { file: "requirements/base.txt", line: 1 },
  });
  expect(project.media.root).toBe("media");
  expect(project.service?.region).toBe("frankfurt");
  expect(project.origins.map((one) => one.origin)).toEqual([
    "https://www.shelter.example.org",
    "https://shelter.example.org",
  ]);
});

test("e: __init__ chooses by a variable that render.yaml's group sets", async () => {
  const project = await picture("chosen-in-init");
  expect(project.settings).toMatchObject({
    module: "project.settings",
    file: "project/settings/__init__.py",
    folder: "project/settings",
    package: "project.settings",
    chain: ["project/settings/__init__.py", "project/settings/production.py", "project/settings/base.py"],
  });
  expect(project.storage).toMatchObject({ default: "s3", defaultBackend: "storages.backends.s3.S3Storage" });
  expect(JSON.stringify(project)).not.toContain("not-a-real-secret");
  expect(project.service?.name).toBe("pets");
  expect(project.origins.map((one) => one.origin)).toEqual(["https://pets.example.org"]);
});

test("f: a file and a package of one name: Python imports the package", async () => {
  const project = await picture("file-and-package");
  expect(project.settings?.file).toBe("site_app/settings/__init__.py");
  expect(project.storage.default).toBe("filesystem");
  expect(project.notes.map((note) => note.en).join()).toContain("site_app/settings.py");
});

test("g: wsgi and asgi name different modules, and nothing says which runs", async () => {
  const project = await picture("asgi-and-wsgi");
  expect(project.settings).toBeNull();
  expect(project.candidates.map((one) => [one.module, one.evidence.map((each) => each.kind)])).toEqual([
    ["config.settings.local", ["wsgi", "manage.py"]],
    ["config.settings.production", ["asgi"]],
  ]);
  const named = await picture("asgi-and-wsgi", { settings: "config.settings.production" });
  expect(named.settings?.file).toBe("config/settings/production.py");
});

test("h: apps as a sum of lists, with append inside try", async () => {
  const { installedApps } = await picture("apps-sum");
  expect(installedApps.names).toContain("pets");
  expect(installedApps.names).toContain("debug_toolbar");
  // DEBUG is off in production, whatever a default says.
  expect(installedApps.names).not.toContain("django_extensions");
  expect(installedApps.complete).toBe(true);
});

test("i: apps filtered by a comprehension", async () => {
  const { installedApps } = await picture("apps-comprehension");
  expect(installedApps).toMatchObject({ complete: true });
  expect(installedApps.names).toContain("pets");
  expect(installedApps.names).not.toContain("django.contrib.sites");
});

test("j: dead names on Django 5.2", async () => {
  const project = await picture("dead-legacy");
  expect(project.storage).toMatchObject({
    default: "filesystem",
    defaultBackend: "django.core.files.storage.FileSystemStorage",
    staticfilesBackend: "django.contrib.staticfiles.storage.StaticFilesStorage",
  });
  expect(dead(project)).toEqual(["STATICFILES_STORAGE", "DEFAULT_FILE_STORAGE"]);
  expect(project.storage.lines.map((line) => line.name)).toContain("AWS_DEFAULT_ACL");
});

test.each([
  ["django32", "3.2.25", [3, 2]],
  ["django41", ">=4.1,<4.2", [4, 1]],
] as const)("k: %s, below STORAGES", async (name, specifier, minimum) => {
  const project = await picture(name);
  expect(project.django).toMatchObject({ specifier, minimum });
  expect(project.storage).toMatchObject({
    default: "filesystem",
    staticfilesBackend: "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
  });
  expect(dead(project)).toEqual([]);
  expect(evidence(project)).toEqual(["wsgi", "Procfile", "manage.py"]);
});

test("l: Cloudinary half configured, on a Django that still reads the old name", async () => {
  const project = await picture("cloudinary-half");
  expect(project.django).toMatchObject({ specifier: ">=4.2,<5", minimum: [4, 2] });
  expect(project.storage).toMatchObject({ default: "cloudinary" });
  expect(dead(project)).toEqual([]);
});

test("m: STORAGES[default] under a flag: only the running process knows", async () => {
  const { dir } = await fixture("storages-under-flag");
  const project = await inspect({ directory: dir, env: {} });
  expect(project.storage).toMatchObject({
    default: "unknown",
    defaultBackend: null,
    staticfilesBackend: "whitenoise.storage.CompressedStaticFilesStorage",
  });
  expect(project.storage.lines.map((line) => line.code)).toEqual(["STORAGES = {", 'STORAGES["default"] = {']);
  expect(project.envLibraries[0]).toBe("environ");
});

test("n: the guide's S3 block", async () => {
  const project = await picture("guide-s3");
  expect(project.storage.default).toBe("filesystem");
  expect(dead(project)).toEqual(["DEFAULT_FILE_STORAGE"]);
  expect(project.storage.lines).toHaveLength(9);
  expect(project.installedApps).toMatchObject({ complete: true });
  expect(project.installedApps.names.filter((name) => name === "storages")).toHaveLength(1);
  expect(project.media).toMatchObject({ root: "media", url: "/media/" });
  expect(project.dependencies?.requires).toMatchObject({ boto3: "==1.35.93", "django-storages": "==1.14.6" });
});

test("o: below the root, in a folder with a space", async () => {
  const { dir } = await fixture("below-root");
  const project = await inspect({ directory: dir, env: {} });
  expect(project.root).toBe(`${dir}/Sistema Web`);
  expect(project.top).toBe(dir);
  expect(project.blueprint?.file).toBe("../render.yaml");
  expect(project.service?.name).toBe("sistema-mascotas");
  expect(project.settings?.file).toBe("sistema/settings.py");
  expect(project.dependencies).toMatchObject({ file: "requirements.txt", evidence: "../render.yaml:7" });
});

test("p: the declared module does not exist", async () => {
  const problem = await refusal("declared-missing");
  expect(problem).toMatchObject({ code: "settings-missing", exit: 2, place: "render.yaml:10" });
  expect(problem.message.en).toContain("config.settings_production");
  const named = await picture("declared-missing", { settings: "config/settings.py" });
  expect(named.settings?.module).toBe("config.settings");
});

test("q: Poetry, uv, Pipfile", async () => {
  const poetry = await picture("poetry");
  expect(poetry.dependencies).toMatchObject({
    file: "pyproject.toml",
    format: "pyproject-poetry",
    evidence: "build.sh:3",
  });
  expect(poetry.dependencies?.requires).toEqual({ django: "^5.1", gunicorn: "^23.0" });
  expect(poetry.django).toEqual({ specifier: "5.1.4", minimum: [5, 1], place: { file: "poetry.lock", line: 7 } });
  expect(poetry.python).toMatchObject({ specifier: "^3.12", minimum: [3, 12] });
  const uv = await picture("uv");
  expect(uv.dependencies).toMatchObject({
    file: "pyproject.toml",
    format: "pyproject-pep621",
    evidence: "render.yaml:5",
  });
  expect(uv.dependencies?.requires).toEqual({ django: ">=5.2,<6", gunicorn: ">=23" });
  expect(uv.django).toMatchObject({ specifier: "5.2.7", place: { file: "uv.lock", line: 6 } });
  expect(uv.name).toBe("pet-shop");
  const pipfile = await picture("pipfile");
  expect(pipfile.dependencies).toMatchObject({ file: "Pipfile", format: "pipfile" });
  expect(pipfile.django).toMatchObject({ specifier: "~=4.2", minimum: [4, 2], place: { file: "Pipfile", line: 7 } });
  expect(pipfile.python).toMatchObject({ specifier: "3.11", minimum: [3, 11] });
});

test("r: settings in CRLF without a final newline", async () => {
  const project = await picture("crlf-settings");
  expect(project.settings?.file).toBe("sistema/settings.py");
  expect(project.origins).toEqual([{ origin: "https://sistema-clinico.onrender.com", place: "sistema/settings.py:8" }]);
  expect(project.storage.default).toBe("filesystem");
});

test("s: no uploads", async () => {
  const project = await picture("no-uploads");
  expect(project.fileFields).toEqual([]);
  expect(project.storageCalls).toEqual([]);
  expect(project.bypasses).toEqual([]);
  expect(project.media).toEqual({ root: null, url: null, files: 0, bytes: 0, tracked: 0 });
});

test("t: BASE_DIR is a string", async () => {
  const project = await picture("base-dir-string");
  expect(project.media).toEqual({ root: "public/media", url: "/media/", files: 1, bytes: 5, tracked: 1 });
});

test("u: requirements that only include others", async () => {
  const project = await picture("requirements-chain");
  expect(project.dependencies?.file).toBe("requirements.txt");
  expect(project.dependencies?.requires).toEqual({ django: ">=4.2,<5.0", pillow: "==10.4.0", gunicorn: "==23.0.0" });
  expect(project.django).toEqual({
    specifier: ">=4.2,<5.0",
    minimum: [4, 2],
    place: { file: "requirements/base.txt", line: 1 },
  });
});

test("v: a start command that sets the module itself", async () => {
  const { dir } = await fixture("start-command");
  const project = await inspect({ directory: dir, env: {} });
  expect(project.root).toBe(`${dir}/backend`);
  expect(project.settings?.module).toBe("config.settings.prod");
  expect(evidence(project)).toEqual(["start-command"]);
  expect(project.dependencies).toMatchObject({ file: "requirements.txt", evidence: "../render.yaml:5" });
});

test("w: asgi with uvicorn, and Docker with daphne", async () => {
  const uvicorn = await picture("asgi-uvicorn");
  expect(uvicorn.settings?.module).toBe("config.settings.live");
  expect(uvicorn.settings?.evidence).toEqual([
    { kind: "asgi", place: { file: "config/asgi.py", line: 5 }, summary: "asgi.py" },
    { kind: "Procfile", place: { file: "Procfile", line: 2 }, summary: "Procfile" },
  ]);
  const docker = await picture("docker-daphne");
  expect(docker.settings?.module).toBe("config.settings.live");
  expect(docker.settings?.evidence.map((one) => one.summary)).toEqual(["Dockerfile ENV"]);
  expect(docker.dependencies).toMatchObject({ file: "requirements.txt" });
  expect(docker.dependencies?.evidence).toMatch(/^Dockerfile:\d+$/);
  expect(docker.python).toMatchObject({ specifier: "3.12", place: { file: "Dockerfile", line: 5 } });
});

test("git: uncommitted paths, renames and odd names; settings that git ignores are not production's", async () => {
  const { dir, git } = await fixture("settings-package");
  git("mv", "build.sh", "bin build.sh");
  await writeFile(`${dir}/año nuevo.txt`, "x");
  await writeFile(`${dir}/.gitignore`, "local.py\n");
  await writeFile(`${dir}/config/settings/local.py`, "MEDIA_ROOT = '/home/me/media'\n");
  await appendFile(
    `${dir}/config/settings/render.py`,
    "try:\n    from .local import *\nexcept ImportError:\n    pass\n",
  );
  const before = git("status", "--porcelain");
  const project = await inspect({ directory: dir, env: {} });
  expect([...(project.git?.dirty ?? [])].sort()).toEqual([
    ".gitignore",
    "año nuevo.txt",
    "bin build.sh",
    "config/settings/render.py",
  ]);
  expect(project.git?.root).toBe(dir);
  expect(project.settings?.chain).not.toContain("config/settings/local.py");
  expect(project.media.root).toBe("media");
  expect(git("status", "--porcelain")).toBe(before);
});

test("the shell's DJANGO_SETTINGS_MODULE decides nothing, and is offered where nothing else decides", async () => {
  const env = { DJANGO_SETTINGS_MODULE: "config.settings.base" };
  expect((await picture("settings-package", { env })).settings?.module).toBe("config.settings.render");
  const open = await picture("asgi-and-wsgi", { env });
  expect(open.settings).toBeNull();
  expect(open.candidates.map((one) => one.module)).toContain("config.settings.base");
});

describe("render.yaml", () => {
  test("two web services that may be the one: none is chosen, and --service chooses", async () => {
    const project = await picture("render-two-web");
    expect(project.service).toBeNull();
    expect(project.settings?.module).toBe("site1.settings");
    expect((await picture("render-two-web", { service: "admin" })).service?.name).toBe("admin");
    expect(await refusal("render-two-web", { service: "nobody" })).toMatchObject({
      exit: 2,
      code: "unknown-service",
      place: "--service",
    });
  });

  test("the key services twice is refused with its line", async () => {
    const problem = await refusal("render-services-twice");
    expect(problem).toMatchObject({ exit: 2 });
    expect(problem.place).toBe("render.yaml:8");
  });

  test.each(["render-anchors", "render-flow"])("%s", async (name) => {
    const project = await picture(name);
    expect(project.service?.name).toBe("site");
    expect(project.settings?.module).toBe("site1.settings");
    expect(project.dependencies?.file).toBe("requirements.txt");
  });
});

describe("lines that bypass the storage API", () => {
  test("found where the fixture says so, and nowhere else", async () => {
    const { dir, git } = await fixture("bypasses");
    const marked = git("grep", "-n", "BYPASS")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(":").slice(0, 2).join(":"))
      .sort();
    const project = await inspect({ directory: dir, env: {} });
    expect(places(project.bypasses).sort()).toEqual(marked);
    expect(marked.length).toBeGreaterThan(15);
  });

  test("each with the storage call to write instead", async () => {
    const project = await picture("bypasses");
    const instead = Object.fromEntries(project.bypasses.map((one) => [one.code, one.instead]));
    expect(instead).toMatchObject({
      "Image.open(self.image.path)": 'Image.open(self.image.open("rb"))',
      'open(photo.scan.path, "rb")': 'photo.scan.open("rb")',
      "os.remove(path)": "scan.delete(save=False)",
      "FileSystemStorage()": "django.core.files.storage.default_storage",
      'open(os.path.join(settings.BASE_DIR, "media", name), "rb")': 'default_storage.open(name, "rb")',
      "{{ MEDIA_URL }}{{ photo.image }}": "{{ photo.image.url }}",
      "{% get_media_prefix %}{{ photo.image.name }}": "{{ photo.image.url }}",
    });
    for (const { instead: call } of project.bypasses) expect(call).not.toBe("");
  });

  test("fields: upload_to by position, own storage; not those of forms", async () => {
    const project = await picture("bypasses");
    expect(project.fileFields.map((one) => [one.field, one.uploadTo, one.ownStorage])).toEqual([
      ["image", "photos/", false],
      ["scan", "scans/", false],
      ["private", "", true],
    ]);
  });
});
