/** Packages for the proof alone: fetched with the Python's own pip into a folder that goes again; the Python itself stays as it is. */
import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Interrupted } from "../../src/lib/failure.ts";
import type { Requirement } from "../../src/model/provider.ts";
import { type FetchedPackages, fetchPackages, type Lacking, lackingPackages } from "../../src/prove/packages.ts";
import { type ProveOptions, prove } from "../../src/prove/prove.ts";
import { removeTree } from "../support/django-project.ts";
import {
  indexInReach,
  indexVariables,
  openProofBench,
  type ProofBench,
  pathsBelow,
  pythonWithoutDjango,
  running,
  SETTINGS,
} from "../support/proof-bench.ts";
import { venv } from "../support/venv.mjs";

const REQUIREMENTS: readonly Requirement[] = [
  { name: "django-storages", extras: ["s3"], specifier: "~=1.14.6" },
  { name: "boto3", extras: [], specifier: ">=1.36,<2" },
];
const DEPENDENCIES = {
  file: "requirements.txt",
  format: "requirements",
  evidence: "build.sh:4",
  requires: {},
} as const;

/** Milliseconds that a test with a real fetch may take: pip's own limit, and some more. */
const FETCHING = 240_000;

/** Nobody else's: what stays in it, or runs out of it, is ours. */
const own = join(tmpdir(), `vet-packages-${process.pid}`);
let bench: ProofBench;
let djangoOnly: string;
/** false: pip reaches no index here, whatever we do. */
let online: boolean;
let servers: Server[] = [];

beforeAll(async () => {
  await mkdir(own, { recursive: true });
  vi.stubEnv("TMPDIR", own);
  bench = await openProofBench();
  djangoOnly = await venv("djangoonly");
  online = await indexInReach(djangoOnly, join(own, "asked"));
});
afterAll(async () => {
  await bench.close();
  vi.unstubAllEnvs();
  await removeTree(own);
});
beforeEach(() => bench.newBucket());
afterEach(async () => {
  for (const server of servers) server.close();
  servers = [];
  expect(await bench.objects()).toEqual([]);
});

interface Skipping {
  skip(note?: string): never;
}
function needsIndex(context: Skipping): void {
  if (online) return;
  context.skip("the package index is out of reach");
}

/** A clinic whose settings import only what a Python with nothing but Django (and whitenoise) has. */
async function clinic(python: string, parts: Parameters<ProofBench["clinic"]>[0] = {}) {
  const { project, options } = await bench.clinic({ ...parts, over: { dependencies: DEPENDENCIES, ...parts.over } });
  return { project, options: { ...options, python } };
}

const lackingOf = (options: ProveOptions, requirements = REQUIREMENTS) => lackingPackages({ ...options, requirements });

async function lackingSomething(options: ProveOptions, requirements = REQUIREMENTS): Promise<Lacking> {
  const lacking = await lackingOf(options, requirements);
  if (lacking === null) throw new Error("nothing is lacking");
  return lacking;
}

/** What is in the temporary folder of this test besides the trees of the clinics. */
async function leftOvers(): Promise<readonly string[]> {
  return (await readdir(own)).filter((name) => name.startsWith("vet-media-setup"));
}

/** An index that takes every request and never answers. */
async function silentIndex(onRequest = () => {}): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    onRequest();
  });
  servers.push(server);
  return await listen(server);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address where nobody listens. */
async function closedAddress(): Promise<string> {
  const server = createServer();
  const address = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}

/** pip has no other source than this one, whatever the machine's configuration says. */
const onlyIndex = (address: string, user = "") => ({
  PIP_CONFIG_FILE: "/dev/null",
  PIP_INDEX_URL: `http://${user}${address}/simple`,
  PIP_FIND_LINKS: "",
  PIP_EXTRA_INDEX_URL: "",
});

describe("what is lacking", () => {
  test("in a Python with only Django: all of it, and what it has binds what is fetched", async () => {
    const { options, project } = await clinic(djangoOnly);
    const before = await pathsBelow(project.root);
    const lacking = await lackingSomething(options);
    expect(lacking.python.path).toBe(djangoOnly);
    expect(lacking.requirements).toEqual(REQUIREMENTS);
    expect(lacking.constraints).toContain("Django==5.2.19");
    expect(await pathsBelow(project.root)).toEqual(before);
    expect(running(project.root)).toEqual([]);
  });

  test("in a Python with a boto3 of its own: django-storages alone", async () => {
    const { options } = await clinic(await venv("olderboto3"));
    const lacking = await lackingSomething(options);
    expect(lacking.requirements.map(({ name }) => name)).toEqual(["django-storages"]);
    expect(lacking.constraints).toContain("boto3==1.40.0");
  });

  test("nothing that pip could help with: all is there, no Django, no pip, no Python, no settings", async () => {
    const { options, project } = await clinic(djangoOnly);
    expect(await lackingOf({ ...options, python: bench.python })).toBeNull();
    const bare = await pythonWithoutDjango(bench);
    expect(await lackingOf({ ...options, python: bare })).toBeNull();
    const pathIn = (python: string, code: string) => execFileSync(python, ["-c", code], { encoding: "utf8" }).trim();
    const site = pathIn(bare, "import site; print(site.getsitepackages()[0])");
    await symlink(pathIn(djangoOnly, "import django; print(django.__path__[0])"), join(site, "django"));
    const { python: _, ...unnamed } = options;
    expect(await lackingOf({ ...options, python: bare }), "it has no pip").toBeNull();
    expect(await lackingOf({ ...unnamed, env: { PATH: "/nowhere" } })).toBeNull();
    expect(await lackingOf({ ...options, project: { ...project, settings: null } })).toBeNull();
  });

  test("nothing where the temporary folder is in the tree: the proof writes no byte there", async () => {
    const { options, project } = await clinic(djangoOnly, { files: { "tmp/keep": "" } });
    const { TMPDIR } = process.env;
    vi.stubEnv("TMPDIR", join(project.root, "tmp"));
    try {
      expect(await lackingOf(options)).toBeNull();
      expect(await readdir(join(project.root, "tmp"))).toEqual(["keep"]);
    } finally {
      vi.stubEnv("TMPDIR", TMPDIR);
    }
  });

  test("a named Python that is none is a mistake of the person", async () => {
    const { options } = await clinic("/nowhere/python");
    await expect(lackingOf(options)).rejects.toMatchObject({ problem: { code: "python-unusable", exit: 2 } });
  });

  test("an abort", async () => {
    const { options } = await clinic(djangoOnly);
    await expect(lackingOf({ ...options, signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("fetched", () => {
  /** One fetch for all tests of this group. */
  let fetched: FetchedPackages;
  let venvBefore: readonly string[];
  let pipEnvironment: string;

  beforeAll(async () => {
    if (!online) return;
    await bench.newBucket();
    venvBefore = await pathsBelow(dirname(dirname(djangoOnly)));
    // The same Python behind a script that keeps the environment it was given.
    const seen = join(own, "environment");
    const python = join(own, "python");
    await writeFile(python, `#!/bin/sh\n{ echo "folder $(pwd)"; env; } > ${seen}\nexec ${djangoOnly} "$@"\n`);
    await chmod(python, 0o755);
    const { options, project } = await clinic(djangoOnly);
    const before = await pathsBelow(project.root);
    const lacking = await lackingSomething(options);
    const env = {
      ...options.env,
      ...indexVariables(),
      AWS_SECRET_ACCESS_KEY: "planted-aws",
      AWS_PROFILE: "planted-profile",
      CLOUDINARY_URL: "cloudinary://1:planted-cloudinary@x",
      RENDER_API_KEY: "planted-render",
      DATABASE_URL: "postgres://clinic:planted-database@db/clinic",
      DJANGO_SECRET_KEY: "planted-django",
      PIP_TARGET: join(project.root, "elsewhere"),
      PIP_USER: "1",
      PIP_REQUIRE_VIRTUALENV: "1",
    };
    const outcome = await fetchPackages(
      { ...lacking, python: { ...lacking.python, path: python } },
      { ...options, env },
    );
    if (outcome.status !== "fetched") throw new Error(outcome.why.en);
    fetched = outcome;
    pipEnvironment = await readFile(seen, "utf8");
    expect(await pathsBelow(project.root)).toEqual(before);
  });

  test("outside the tree, by name and version, without a secret in pip's environment", (context) => {
    needsIndex(context);
    expect(fetched.folder.startsWith(own)).toBe(true);
    expect(fetched.packages.map(({ name }) => name)).toEqual(["django-storages", "boto3"]);
    for (const { version } of fetched.packages) expect(version).toMatch(/^1\.\d+\.\d+$/);
    expect(pipEnvironment).toContain("PATH=");
    expect(pipEnvironment).not.toContain("planted");
    expect(pipEnvironment).not.toContain("elsewhere");
    // Not in the project's folder, whose modules would come before pip's own.
    expect(pipEnvironment.split("\n")[0]).toBe(`folder ${join(dirname(fetched.folder), "pip")}`);
  });

  test("the proof passes in project mode, with the Python's own Django, and says where the packages came from", async (context) => {
    needsIndex(context);
    const { options, project } = await clinic(djangoOnly);
    const before = await pathsBelow(project.root);
    const proof = await prove({ ...options, fetched });
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project", django: "5.2.19" });
    const step = proof.steps.find(({ id }) => id === "packages");
    expect(step?.status).toBe("warn");
    const [storages, boto3] = fetched.packages.map(({ version }) => version);
    expect(step?.message.en).toContain(`django-storages ${storages} and boto3 ${boto3} came from a temporary folder`);
    expect(step?.message.en).toContain("requirements.txt");
    expect(step?.message.es).toContain(`django-storages ${storages} y boto3 ${boto3}`);
    expect(proof.steps.filter(({ status }) => status === "fail")).toEqual([]);
    expect(await pathsBelow(project.root)).toEqual(before);
    expect(running(project.root)).toEqual([]);
  });

  test("where the settings cannot be imported, the generated module is proved with them too", async (context) => {
    needsIndex(context);
    const { options } = await clinic(djangoOnly, { settings: `${SETTINGS}\nimport nobody_has_this\n` });
    expect(await prove({ ...options, fetched })).toMatchObject({ status: "passed", mode: "isolated" });
  });

  test("what the Python has itself wins, and PYTHONPATH is left alone", async (context) => {
    needsIndex(context);
    const settings = `${SETTINGS}
import boto3, django, storages, sys
assert boto3.__version__ == "1.40.0", boto3.__file__
assert django.__file__.startswith(sys.prefix), django.__file__
assert storages.__file__.startswith(${JSON.stringify(fetched.folder)}), storages.__file__
assert sys.path[-1] == ${JSON.stringify(fetched.folder)}
assert "PYTHONPATH" not in os.environ
`;
    const { options } = await clinic(await venv("olderboto3"), { settings });
    expect(await readdir(fetched.folder)).toContain("boto3");
    const proof = await prove({ ...options, fetched });
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
  });

  test("removed at the end, and the Python is as before", async (context) => {
    needsIndex(context);
    await fetched.remove();
    expect(await leftOvers()).toEqual([]);
    expect(await pathsBelow(dirname(dirname(djangoOnly)))).toEqual(venvBefore);
    expect(running(own)).toEqual([]);
  });

  test("with the versions that go with what the Python has", { timeout: FETCHING }, async (context) => {
    needsIndex(context);
    const { options } = await clinic(await venv("olderboto3"));
    const env = { ...options.env, ...indexVariables() };
    const outcome = await fetchPackages(await lackingSomething(options), { ...options, env });
    if (outcome.status !== "fetched") throw new Error(outcome.why.en);
    expect(outcome.packages.map(({ name }) => name)).toEqual(["django-storages"]);
    expect(await readdir(outcome.folder)).toContain("boto3-1.40.0.dist-info");
    const proof = await prove({ ...options, fetched: outcome });
    expect(proof, JSON.stringify(proof)).toMatchObject({ status: "passed", mode: "project" });
    await outcome.remove();
  });

  test("not where the project pins what does not go with it: pip's own words", {
    timeout: FETCHING,
  }, async (context) => {
    needsIndex(context);
    const { options } = await clinic(djangoOnly);
    const env = { ...options.env, ...indexVariables() };
    const lacking = await lackingSomething(options);
    const outcome = await fetchPackages({ ...lacking, constraints: ["boto3==1.34.0"] }, { ...options, env });
    expect(outcome).toMatchObject({ status: "failed" });
    if (outcome.status === "failed") expect(outcome.why.en).toMatch(/Cannot install|conflict/);
    expect(await leftOvers()).toEqual([]);
  });
});

describe("not fetched", () => {
  test("refused, or nobody asked: skipped, with the command", async () => {
    const { options } = await clinic(djangoOnly);
    const proof = await prove(options);
    expect(proof).toMatchObject({ status: "skipped", django: "5.2.19", steps: [] });
    expect(proof.reason?.en).toBe(`${djangoOnly} does not have django-storages, boto3 yet`);
    expect(proof.next?.en).toContain(`${djangoOnly} -m pip install -r requirements.txt`);
  });

  test("no index: skipped, with pip's reason and the command, and without the index's password", async () => {
    const { options } = await clinic(djangoOnly);
    const env = { ...options.env, ...onlyIndex(await closedAddress(), "carla:hunter2hunter2@") };
    const fetched = await fetchPackages(await lackingSomething(options), { ...options, env });
    expect(fetched).toMatchObject({ status: "failed" });
    expect(await leftOvers()).toEqual([]);
    const proof = await prove({ ...options, env, fetched });
    expect(proof).toMatchObject({ status: "skipped", steps: [] });
    expect(proof.reason?.en).toMatch(
      /does not have django-storages, boto3 yet, and pip could not fetch .*Connection refused/,
    );
    expect(proof.reason?.es).toMatch(/no se llega al índice de paquetes \(.*Connection refused/);
    expect(proof.reason?.en).not.toContain("\n");
    expect(JSON.stringify(proof)).not.toContain("hunter2");
    expect(proof.next?.en).toContain("-m pip install -r requirements.txt");
  });

  test("an index that does not answer: given up after the limit, with nothing left", async () => {
    const { options } = await clinic(djangoOnly);
    const env = { ...options.env, ...onlyIndex(await silentIndex()) };
    const outcome = await fetchPackages(await lackingSomething(options), { ...options, env, limit: 3_000 });
    expect(outcome).toEqual({ status: "failed", why: { en: "no answer within 3 s", es: "sin respuesta en 3 s" } });
    expect(await leftOvers()).toEqual([]);
    expect(running(own)).toEqual([]);
  });

  test("stopped while pip runs: interrupted, and neither process nor folder is left", async () => {
    const { options } = await clinic(djangoOnly);
    const controller = new AbortController();
    const env = { ...options.env, ...onlyIndex(await silentIndex(() => controller.abort())) };
    const lacking = await lackingSomething(options);
    const fetching = fetchPackages(lacking, { env, signal: controller.signal });
    await expect(fetching).rejects.toBeInstanceOf(Interrupted);
    expect(await leftOvers()).toEqual([]);
    expect(running(own)).toEqual([]);
  });

  test("stopped before it begins", async () => {
    const { options } = await clinic(djangoOnly);
    const lacking = await lackingSomething(options);
    const fetching = fetchPackages(lacking, { env: options.env, signal: AbortSignal.abort() });
    await expect(fetching).rejects.toBeInstanceOf(Interrupted);
    expect(await leftOvers()).toEqual([]);
  });

  test("a pip that fails without a word, or leaves a process behind", async () => {
    const { options } = await clinic(djangoOnly);
    const lacking = await lackingSomething(options);
    const python = join(own, "failing");
    await writeFile(python, "#!/bin/sh\nsleep 600 &\nexit 7\n");
    await chmod(python, 0o755);
    const failing = { ...lacking, python: { ...lacking.python, path: python } };
    expect(await fetchPackages(failing, options)).toMatchObject({
      status: "failed",
      why: { en: "pip ended with 7", es: "pip terminó con 7" },
    });
    const nowhere = { ...lacking, python: { ...lacking.python, path: join(own, "nowhere") } };
    const outcome = await fetchPackages(nowhere, options);
    expect(outcome).toMatchObject({ status: "failed" });
    if (outcome.status === "failed") expect(outcome.why.en).toContain("ENOENT");
    expect(await leftOvers()).toEqual([]);
  });
});
