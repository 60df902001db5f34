/** The proof: does the project's own Django keep, show and delete a file where the plan says, and nobody else's eyes on it? */
import { Interrupted } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/prove.ts";
import type { Project } from "../model/project.ts";
import type { DiskExpectation, Proof, ProofExpectation } from "../model/proof.ts";
import { BrokenLink, Steps } from "./broken-link.ts";
import { installCommand } from "./install.ts";
import { modulesFor, packageOf } from "./modules.ts";
import { greet, openSettings, remedy, type Surroundings } from "./opening.ts";
import type { FetchedPackages, NothingFetched } from "./packages.ts";
import { checkPinnedDjango } from "./pinned-django.ts";
import { type FoundPython, findPython } from "./python.ts";
import type { SavedFile } from "./site-task.ts";
import { makeStandIn, proveGuard, type StandIn, withStandIn } from "./stand-in.ts";
import { compareStaticfiles, type StaticfilesFact } from "./staticfiles.ts";
import { checkDefaultStorage, useStorage } from "./through-django.ts";
import { serveThroughSite } from "./through-site.ts";
import { hiding, whyOf } from "./words.ts";

export interface ProveOptions {
  readonly project: Project;
  readonly expectation: ProofExpectation;
  /** --python */
  readonly python?: string;
  /** The caller's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** From describeStaticfiles, before anything was changed; null: it could not be told. */
  readonly staticfilesBefore: StaticfilesFact | null;
  readonly tell: (label: Text) => void;
  /** What fetchPackages brought for this proof alone, or why it brought nothing. */
  readonly fetched?: FetchedPackages | NothingFetched;
  /** Milliseconds that one command of the Python process may take; 60,000 unless said. */
  readonly commandLimit?: number;
}

/**
 * Runs after the files are written; writes none itself, and leaves nothing at the provider. Whether a skipped or isolated proof is enough
 * is for the caller to say. Throws Interrupted after an abort (with its message, if something could not be cleaned up), and Failure
 * (exit 2) if --python names something that is no Python.
 */
export async function prove(options: ProveOptions): Promise<Proof> {
  const { disk } = options.expectation;
  if (disk === undefined) return await proveWith(options, null);
  const standIn = await makeStandIn();
  try {
    return await proveWith({ ...options, expectation: withStandIn(options.expectation, standIn) }, { disk, standIn });
  } finally {
    await standIn.remove();
  }
}

/** A disk, and what stands in for it here. */
interface Mount {
  readonly disk: DiskExpectation;
  readonly standIn: StandIn;
}

async function proveWith(options: ProveOptions, mount: Mount | null): Promise<Proof> {
  const { project, expectation, env, signal } = options;
  const { settings } = project;
  if (settings === null) throw new Error("no settings module to prove");
  const python = await findPython({ root: project.root, top: project.top, env, ...given(options.python) });
  if (python === null) return skipped(null, null, say.noPython, say.namePython);

  const { fetched } = options;
  const limit = options.commandLimit === undefined ? {} : { commandLimit: options.commandLimit };
  const packages = fetched?.status === "fetched" ? { packages: fetched.folder } : {};
  const around: Surroundings = { project, settings, python, expectation, env, signal, ...packages, ...limit };
  const hide = hiding({ ...env, ...expectation.environment });
  const steps = new Steps();
  const ready = await look(around, fetched, hide);
  if ("status" in ready) return ready;
  const base = { python: python.path, django: ready.django } as const;
  checkPinnedDjango(ready.django, project.django, steps);
  if (fetched?.status === "fetched") {
    const file = project.dependencies?.file ?? null;
    steps.add("packages", "warn", say.packagesFetched(fetched.packages, file));
  }

  let mode: Proof["mode"] = "project";
  try {
    options.tell(say.doing.importing);
    const opened = await openSettings(around, steps);
    mode = opened.mode;
    let { reason, next } = opened;
    try {
      // They could be imported before the change: what is wrong with them now is ours.
      if (reason !== undefined && next !== undefined && options.staticfilesBefore !== null) {
        throw new BrokenLink("import-settings", { reason, next });
      }
      const tell = (doing: keyof typeof say.doing) => options.tell(say.doing[doing]);
      const task = { opened, expectation, settings: settings.file, signal, hide, steps, tell };
      await checkDefaultStorage(task);
      if (mount !== null) await proveGuard(task, mount.disk, mount.standIn);
      const serve = async (file: SavedFile) => {
        if (mount === null) return;
        const module = expectation.backend.replace(/\.\w+$/, "");
        const alone = await serveThroughSite({ ...mount, opened, project, module, hide, steps }, file);
        if (alone === null) return;
        mode = "isolated";
        reason = alone.reason;
        next = remedy(alone.failure, around, `${python.path} manage.py check`);
      };
      await useStorage({ ...task, serve });
      await compareStaticfiles(opened, options.staticfilesBefore, steps);
    } finally {
      await opened.close();
    }
    const why = reason === undefined || next === undefined ? {} : { reason, next };
    return { status: "passed", mode, ...base, steps: steps.all, ...why };
  } catch (failure) {
    if (signal.aborted) throw interrupted(steps);
    if (!(failure instanceof BrokenLink)) throw failure;
    steps.add(failure.step, "fail", failure.broken.reason);
    return { status: "failed", mode, ...base, steps: inOrder(steps), ...failure.broken };
  }
}

/** Is there a Django, and what the storage needs? If not, why the proof is skipped. */
async function look(
  around: Surroundings,
  fetched: ProveOptions["fetched"],
  hide: (text: string) => string,
): Promise<{ readonly django: string } | Proof> {
  const { project, python } = around;
  const install = say.installThenRun(installCommand(project, python));
  try {
    const found = await greet(around, modulesFor(around.expectation));
    if (found.django === null) return skipped(python, null, say.noDjango(python.path), install);
    if (found.missing.length === 0) return { django: found.django };
    const lacks = say.lacksPackages(python.path, found.missing.map(packageOf));
    const reason = fetched?.status === "failed" ? say.notFetched(lacks, fetched.why) : lacks;
    return skipped(python, found.django, reason, install);
  } catch (failure) {
    if (failure instanceof Interrupted) throw failure;
    const why = whyOf(failure, hide);
    return skipped(python, null, say.cannotStart(python.path, why), say.namePython);
  }
}

function skipped(python: FoundPython | null, django: string | null, reason: Text, next: Text): Proof {
  return { status: "skipped", mode: "project", python: python?.path ?? null, django, steps: [], reason, next };
}

function interrupted(steps: Steps): Interrupted {
  const left = steps.all.find((step) => step.id === "clean-up");
  return new Interrupted(left?.message ?? null);
}

/** What could not be cleaned up comes last, after the link that broke. */
function inOrder(steps: Steps): Proof["steps"] {
  const last = steps.all.filter((step) => step.id === "clean-up");
  return [...steps.all.filter((step) => step.id !== "clean-up"), ...last];
}

function given(python: string | undefined): { readonly python?: string } {
  return python === undefined ? {} : { python };
}
