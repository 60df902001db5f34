/** Packages that the project's Python lacks, for the proof alone: in a temporary folder, out of which the proof reads what the Python does not have. */
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { normalName } from "../edit/requirement.ts";
import { isInside } from "../lib/paths.ts";
import type { Text } from "../lib/text.ts";
import type { Requirement } from "../model/provider.ts";
import { DriverGone, PythonRaised } from "./driver.ts";
import { modulesFor } from "./modules.ts";
import { converse, type Surroundings } from "./opening.ts";
import { runPip } from "./pip.ts";
import { asPipTakes } from "./pip-requirement.ts";
import { type FoundPython, findPython } from "./python.ts";

/** What a Python lacks, and could fetch: it has Django and pip. */
export interface Lacking {
  readonly python: FoundPython;
  readonly requirements: readonly Requirement[];
  /** What it has, as pip's constraints: what is fetched must go with it. */
  readonly constraints: readonly string[];
}

export interface FetchedPackages {
  readonly status: "fetched";
  /** Absolute. */
  readonly folder: string;
  /** Those that were asked for; what they need in turn is beside them. */
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  remove(): Promise<void>;
}

/** pip could not; nothing is left. */
export interface NothingFetched {
  readonly status: "failed";
  readonly why: Text;
}

/**
 * What the proof would need and the project's Python does not have. null: nothing, or nothing that pip could help with (no Python, no Django, no
 * pip). Throws Interrupted, and Failure (exit 2) if --python names something that is no Python.
 */
export async function lackingPackages(
  options: Omit<Surroundings, "settings" | "python"> & {
    readonly python?: string;
    readonly requirements: readonly Requirement[];
  },
): Promise<Lacking | null> {
  const { project, env } = options;
  const { settings } = project;
  // The proof must not write into the tree, where TMPDIR would lead it.
  const temporary = await realpath(tmpdir()).catch(() => null);
  if (settings === null || temporary === null || isInside(project.top, temporary)) return null;
  const named = options.python === undefined ? {} : { python: options.python };
  const python = await findPython({ root: project.root, top: project.top, env, ...named });
  if (python === null) return null;
  try {
    return await converse({ ...options, settings, python }, async (driver) => {
      const found = await driver.ask({ do: "hello", needs: modulesFor(options.expectation) });
      if (found.django === null || found.missing.length === 0) return null;
      const { pip, installed } = await driver.ask({ do: "packages" });
      const has = new Set(Object.keys(installed).map(normalName));
      const requirements = options.requirements.filter(({ name }) => !has.has(normalName(name)));
      if (!pip || requirements.length === 0) return null;
      return { python, requirements, constraints: constraintsOf(installed) };
    });
  } catch (failure) {
    // The proof will say why.
    if (failure instanceof DriverGone || failure instanceof PythonRaised) return null;
    throw failure;
  }
}

/** Only plain names and versions: pip refuses a whole file of constraints for one line that it cannot read. */
function constraintsOf(installed: Readonly<Record<string, string | null>>): readonly string[] {
  const plain = /^(?:\d+!)?\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?$/;
  return Object.entries(installed).flatMap(([name, version]) =>
    version !== null && plain.test(version) && /^[A-Za-z0-9][\w.-]*$/.test(name) ? [`${name}==${version}`] : [],
  );
}

/**
 * Fetches them with the Python's own pip. Only built packages are taken, so that none of their code runs. Throws Interrupted after an abort; then, and
 * after a failure, neither the folder nor a process is left. `limit`: milliseconds for pip.
 */
export async function fetchPackages(
  { python, requirements, constraints }: Lacking,
  { env, signal, limit }: Pick<Surroundings, "env" | "signal"> & { readonly limit?: number },
): Promise<FetchedPackages | NothingFetched> {
  const base = await realpath(await mkdtemp(join(tmpdir(), "vet-media-setup-packages-")));
  const remove = () => rm(base, { recursive: true, force: true, maxRetries: 3 });
  const folder = join(base, "packages");
  const work = join(base, "pip");
  const installed = join(base, "installed.txt");
  try {
    await mkdir(work);
    await writeFile(installed, `${constraints.join("\n")}\n`);
    const wanted = requirements.map(asPipTakes);
    const args = ["install", "--target", folder, "--constraint", installed, ...QUIETLY, ...wanted];
    const bounded = limit === undefined ? {} : { limit };
    const why = await runPip({ python: python.path, args, folder: work, env, signal, ...bounded });
    if (why === null) return { status: "fetched", folder, packages: await versionsIn(folder, requirements), remove };
    await remove();
    return { status: "failed", why };
  } catch (failure) {
    await remove();
    throw failure;
  }
}

/** Sources: https://pip.pypa.io/en/stable/cli/pip/, https://pip.pypa.io/en/stable/cli/pip_install/ */
const QUIETLY = [
  "--no-input",
  "--disable-pip-version-check",
  "--no-warn-conflicts",
  "--no-color",
  "--quiet",
  "--no-compile",
  "--only-binary=:all:",
  "--retries=2",
];

/** A wheel's metadata is in a folder `django_storages-1.14.6.dist-info`. */
async function versionsIn(folder: string, requirements: readonly Requirement[]): Promise<FetchedPackages["packages"]> {
  const versions = new Map<string, string>();
  for (const entry of await readdir(folder)) {
    const [, name, version] = /^(.+?)-(.+)\.dist-info$/.exec(entry) ?? [];
    if (name !== undefined && version !== undefined) versions.set(normalName(name), version);
  }
  return requirements.flatMap(({ name }) => {
    const version = versions.get(normalName(name));
    return version === undefined ? [] : [{ name, version }];
  });
}
