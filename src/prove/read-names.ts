/**
 * The names that the rows of the project's database hold, through its own Django: for `migrate --names-from-db` alone, which is the permission
 * to connect. Rows come in batches; nothing of them is kept here.
 */
import { Failure } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/migrate-names.ts";
import { installThenRun, namePython } from "../messages/prove.ts";
import type { DatabaseFact, ModelField } from "../model/named.ts";
import type { Project } from "../model/project.ts";
import { Driver, DriverGone, PythonRaised } from "./driver.ts";
import { installCommand } from "./install.ts";
import { type FoundPython, findPython } from "./python.ts";
import { hiding, whyOf } from "./words.ts";

/** Milliseconds for loading the apps, and for the first rows of a large table on a database far away. */
const LIMIT = 600_000;

export interface NamesOptions {
  readonly project: Project;
  /** Dotted name of the settings module. */
  readonly settings: string;
  /** --python */
  readonly python?: string;
  /** The caller's environment, as it is: whatever names the database is in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface NameRow {
  /** Of `fields`. */
  readonly field: ModelField;
  readonly name: string;
}

export interface NamesReader {
  readonly databases: readonly DatabaseFact[];
  readonly fields: readonly ModelField[];
  /** Fields that keep their files elsewhere, by a storage of their own. */
  readonly apart: readonly (ModelField & { readonly storage: string })[];
  /** Every row anew. Throws Failure where the database does not answer any more, and Interrupted. */
  rows(): AsyncGenerator<readonly NameRow[], void, undefined>;
  /** Of the last reading: models whose rows could not be read, and why. */
  readonly broken: readonly { readonly model: string; readonly message: string }[];
  close(): Promise<void>;
}

/** Throws Failure (exit 1; 2 for a --python that is none) where there is no Django to ask, or its database cannot be reached. Writes nothing. */
export async function openNames(options: NamesOptions): Promise<NamesReader> {
  const { project, settings, env, signal } = options;
  const named = options.python === undefined ? {} : { python: options.python };
  const python = await findPython({ root: project.root, top: project.top, env, ...named });
  if (python === null) throw new Failure(say.noPython(namePython));
  const hide = hiding(env);
  const driver = new Driver({
    python: python.path,
    root: project.root,
    cwd: project.root,
    env: { ...present(env), DJANGO_SETTINGS_MODULE: settings },
    signal,
    commandLimit: LIMIT,
  });
  try {
    const found = await start(driver, project, settings, python, hide);
    const reader = new Reader(driver, found, hide);
    await reader.reach();
    return reader;
  } catch (error) {
    await driver.close();
    throw error;
  }
}

type Found = Pick<NamesReader, "databases" | "fields" | "apart">;

async function start(
  driver: Driver,
  project: Project,
  settings: string,
  python: FoundPython,
  hide: (text: string) => string,
): Promise<Found> {
  const install = installThenRun(installCommand(project, python));
  try {
    const { django } = await driver.ask({ do: "hello", needs: [] });
    if (django === null) throw new Failure(say.noDjango(python.path, install));
    await driver.ask({ do: "import-settings" });
    return await driver.ask({ do: "open-names" });
  } catch (error) {
    if (!(error instanceof PythonRaised || error instanceof DriverGone)) throw error;
    const cause = error instanceof PythonRaised ? error.error.cause : null;
    const next: Text = cause?.kind === "missing-module" ? install : say.otherSettings;
    throw new Failure(say.appNotLoaded(settings, whyOf(error, hide), next), { cause: error });
  }
}

class Reader implements NamesReader {
  readonly databases: readonly DatabaseFact[];
  readonly fields: readonly ModelField[];
  readonly apart: NamesReader["apart"];
  broken: NamesReader["broken"] = [];
  readonly #driver: Driver;
  readonly #hide: (text: string) => string;

  constructor(driver: Driver, { databases, fields, apart }: Found, hide: (text: string) => string) {
    this.#driver = driver;
    this.#hide = hide;
    this.databases = databases;
    this.fields = fields;
    this.apart = apart;
  }

  async reach(): Promise<void> {
    const { unreachable } = await this.#ask(() => this.#driver.ask({ do: "reach-databases" }));
    if (unreachable === null) return;
    const { kind, message, database } = unreachable;
    throw new Failure(
      kind === "no-file" ? say.noDatabaseFile(database) : say.unreachable(database, this.#hide(message)),
    );
  }

  async *rows(): AsyncGenerator<readonly NameRow[], void, undefined> {
    for (let fresh = true; ; fresh = false) {
      const { rows, ended, broken } = await this.#ask(() => this.#driver.ask({ do: "next-names", fresh }));
      yield rows.flatMap(([number, name]) => {
        const field = this.fields[number];
        return field === undefined ? [] : [{ field, name }];
      });
      if (!ended) continue;
      this.broken = broken.map(({ model, message }) => ({ model, message: this.#hide(message) }));
      return;
    }
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }

  async #ask<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof PythonRaised || error instanceof DriverGone)) throw error;
      throw new Failure(say.namesNotRead(whyOf(error, this.#hide)), { cause: error });
    }
  }
}

function present(env: NamesOptions["env"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
