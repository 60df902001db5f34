/** The storage of static files before and after: a media setup must not touch it. */
import * as broken from "../messages/broken-links.ts";
import * as say from "../messages/prove.ts";
import { BrokenLink, type Steps } from "./broken-link.ts";
import { type Driver, DriverGone, PythonRaised } from "./driver.ts";
import { type Opened, openProject, type Surroundings } from "./opening.ts";
import type { CommandAnswer } from "./protocol.ts";
import { findPython } from "./python.ts";

/** The effective class, and a digest of its options. */
export type StaticfilesFact = CommandAnswer<"describe-staticfiles">;

/**
 * What Django uses for static files now, with the environment that production will have. Call it before anything is changed.
 * null: it cannot be told here (no Python, no Django, settings that do not import). Throws Interrupted, and Failure for a bad --python.
 */
export async function describeStaticfiles(
  options: Omit<Surroundings, "settings" | "python"> & { readonly python?: string },
): Promise<StaticfilesFact | null> {
  const { project, env } = options;
  const { settings } = project;
  if (settings === null) return null;
  const named = options.python === undefined ? {} : { python: options.python };
  const python = await findPython({ root: project.root, top: project.top, env, ...named });
  if (python === null) return null;
  const { process } = await openProject({ ...options, settings, python });
  if (process === null) return null;
  try {
    return await describe(process.driver);
  } finally {
    await process.close();
  }
}

/** Throws BrokenLink if what Django uses for static files now is not what it used before. */
export async function compareStaticfiles(opened: Opened, before: StaticfilesFact | null, steps: Steps): Promise<void> {
  if (opened.mode === "isolated") return steps.add("staticfiles", "skip", say.staticfilesIsolated);
  if (before === null) return steps.add("staticfiles", "skip", say.staticfilesNotCompared);
  const now = await describe(opened.driver);
  if (now === null) throw new BrokenLink("staticfiles", broken.staticfilesBroken(before.backend));
  if (now.backend !== before.backend || now.options !== before.options) {
    throw new BrokenLink("staticfiles", broken.staticfilesChanged(before.backend, now.backend));
  }
  steps.pass("staticfiles", say.staticfilesSame(now.backend));
}

/** null: Django cannot make it, or the app has none. */
async function describe(driver: Driver): Promise<StaticfilesFact | null> {
  try {
    return await driver.ask({ do: "describe-staticfiles" });
  } catch (failure) {
    if (failure instanceof PythonRaised || failure instanceof DriverGone) return null;
    throw failure;
  }
}
