/** Gets Django up: with the project's own production settings, or, if those cannot be imported here, with the generated module alone. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Text } from "../lib/text.ts";
import * as broken from "../messages/broken-links.ts";
import * as say from "../messages/prove.ts";
import type { Project, SettingsModule } from "../model/project.ts";
import type { ProofExpectation } from "../model/proof.ts";
import { BrokenLink, type Steps } from "./broken-link.ts";
import { Driver, DriverGone, PythonRaised } from "./driver.ts";
import { productionEnvironment } from "./environment.ts";
import { installCommand } from "./install.ts";
import type { Command, CommandAnswer } from "./protocol.ts";
import type { FoundPython } from "./python.ts";
import { hiding, whyOf } from "./words.ts";

export interface Surroundings {
  readonly project: Project;
  readonly settings: SettingsModule;
  readonly python: FoundPython;
  readonly expectation: ProofExpectation;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Absolute: a folder of packages for what the Python lacks. */
  readonly packages?: string;
  /** Milliseconds that one command of the driver may take; 60,000 unless said. */
  readonly commandLimit?: number;
}

/** Settings that could be imported, and how to import them again in another process. */
export interface Opened {
  readonly mode: "project" | "isolated";
  readonly driver: Driver;
  /** A new process in the same state, for cleaning up: it works after an abort, and within `limit` milliseconds. */
  again(limit: number): Promise<Driver>;
  /** Ends the process, and removes what was made for it. */
  close(): Promise<void>;
  /** Why the project's own settings were not used, and what would allow it. */
  readonly reason?: Text;
  readonly next?: Text;
}

/** Asks a Python for its Django, and which of `needs` (names of modules) it lacks. Throws DriverGone if it cannot run the driver. */
export async function greet(around: Surroundings, needs: readonly string[]): Promise<CommandAnswer<"hello">> {
  return await converse(around, (driver) => driver.ask({ do: "hello", needs }));
}

/** Talks with a Python that has imported nothing of the project yet. */
export async function converse<T>(around: Surroundings, talk: (driver: Driver) => Promise<T>): Promise<T> {
  const driver = start(around, { onRender: true });
  try {
    return await talk(driver);
  } finally {
    await driver.close();
  }
}

/**
 * Opens the production settings; if they cannot be imported for a reason of their own, the generated module alone.
 * Throws BrokenLink if it is the generated module that fails.
 */
export async function openSettings(around: Surroundings, steps: Steps): Promise<Opened> {
  const hide = hiding({ ...around.env, ...around.expectation.environment });
  const { module } = around.settings;
  const { process, failures } = await openProject(around);
  const [first] = failures;
  if (process !== null) {
    if (first === undefined) steps.pass("import-settings", say.settingsImported(module));
    else steps.add("import-settings", "warn", say.importedOffRender(module, whyOf(first, hide)));
    return { mode: "project", ...process };
  }
  const ours = failures.find((failure) => isOurs(failure, around.settings));
  if (ours !== undefined) throw new BrokenLink("import-settings", broken.generatedRefuses(whyOf(ours, hide)));
  const reason = say.importFailed(module, whyOf(first, hide));
  steps.add("import-settings", "warn", reason);
  return { mode: "isolated", ...(await openIsolated(around, hide)), reason, next: remedy(first, around) };
}

/**
 * Imports the production settings as on Render; if they fail for a reason of their own, once more without RENDER: it may be RENDER that
 * makes them ask for something that only Render has.
 */
export async function openProject(
  around: Surroundings,
): Promise<{ readonly process: Process | null; readonly failures: readonly ImportFailure[] }> {
  const failures: ImportFailure[] = [];
  for (const onRender of [true, false]) {
    const { opened, failure } = await attempt(around, { onRender }, { do: "import-settings" });
    if (opened !== null) return { process: opened, failures };
    failures.push(failure);
    // What hangs or dies will do so again, and what the generated module refuses is no reason of the project's own.
    if (failure instanceof DriverGone || isOurs(failure, around.settings)) break;
  }
  return { process: null, failures };
}

async function openIsolated(around: Surroundings, hide: (text: string) => string): Promise<Process> {
  const file = join(around.project.root, ...generatedFile(around.settings).split("/"));
  const folder = await realpath(await mkdtemp(join(tmpdir(), "vet-media-setup-proof-")));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const { opened, failure } = await attempt(around, { onRender: true, folder }, { do: "import-isolated", file });
    if (opened === null) throw new BrokenLink("import-settings", broken.generatedRefuses(whyOf(failure, hide)));
    return { ...opened, close: () => opened.close().then(remove) };
  } catch (failed) {
    await remove();
    throw failed;
  }
}

export type Process = Pick<Opened, "driver" | "again" | "close">;
type ImportFailure = PythonRaised | DriverGone;
type ImportCommand = Command<"import-settings"> | Command<"import-isolated">;

/** Starts a driver and imports: an open process, or why there is none. */
async function attempt(
  around: Surroundings,
  how: StartOptions,
  command: ImportCommand,
): Promise<{ opened: Process; failure: null } | { opened: null; failure: ImportFailure }> {
  const driver = start(around, how);
  const again = async (limit: number) => {
    const another = start(around, how);
    try {
      await another.ask(command, { limit, unstoppable: true });
    } catch (failure) {
      await another.close();
      throw failure;
    }
    return another;
  };
  try {
    await driver.ask(command);
    return { opened: { driver, again, close: () => driver.close() }, failure: null };
  } catch (failure) {
    await driver.close();
    if (failure instanceof PythonRaised || failure instanceof DriverGone) return { opened: null, failure };
    throw failure;
  }
}

interface StartOptions {
  readonly onRender: boolean;
  /** A folder to run in instead of the project's, which is then no part of sys.path. */
  readonly folder?: string;
}

function start(around: Surroundings, { onRender, folder }: StartOptions): Driver {
  const root = folder ?? around.project.root;
  return new Driver({
    python: around.python.path,
    root,
    ...(around.packages === undefined ? {} : { packages: around.packages }),
    cwd: root,
    env: productionEnvironment({
      env: around.env,
      planned: around.expectation.environment,
      settings: around.settings.module,
      onRender,
    }),
    signal: around.signal,
    ...(around.commandLimit === undefined ? {} : { commandLimit: around.commandLimit }),
  });
}

/** The generated module itself raised, or cannot be found: not a reason of the project's own. */
function isOurs(failure: ImportFailure, settings: SettingsModule): boolean {
  if (!(failure instanceof PythonRaised)) return false;
  const { place, cause } = failure.error;
  const notFound = cause?.kind === "missing-module" && /(?:^|\.)media_storage$/.test(cause.name);
  return notFound || place?.file === generatedFile(settings);
}

/** Relative to the project's root. */
function generatedFile(settings: SettingsModule): string {
  return settings.folder === "" ? "media_storage.py" : `${settings.folder}/media_storage.py`;
}

/** What would let the project's own code be imported. `command` shows what is wrong, where nothing better is known. */
export function remedy(
  failure: unknown,
  around: Surroundings,
  command = `${around.python.path} -c "import ${around.settings.module}"`,
): Text {
  const cause = failure instanceof PythonRaised ? failure.error.cause : null;
  if (cause?.kind === "missing-variable") return say.setForThisRun(cause.name);
  if (cause?.kind === "missing-module") return say.installThenRun(installCommand(around.project, around.python));
  return say.importItYourself(command);
}
