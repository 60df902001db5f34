/** --names-from-db: what the rows of the project's database name, beside what the stores hold, before the copy and after it. */
import path from "node:path";
import { explicitText, type Said } from "../../answers/gather.ts";
import { Failure, Interrupted } from "../../lib/failure.ts";
import { isInside, relativePath } from "../../lib/paths.ts";
import * as words from "../../messages/migrate-names.ts";
import { settingsUnclear } from "../../messages/setup.ts";
import type { Line } from "../../migrate/engine.ts";
import { NamedFiles, otherForm, storedName } from "../../migrate/named-files.ts";
import { CappedList } from "../../migrate/remarks.ts";
import type { Warning } from "../../model/change.ts";
import type { ModelField, NamedRow, NamesFound, Orphan } from "../../model/named.ts";
import type { Store } from "../../model/store.ts";
import type { NamesReader } from "../../prove/read-names.ts";
import type { Run } from "../run.ts";
import { lookQuietly } from "../setup/look.ts";

type Tell = (line: Line) => void;

/** Throws Failure: 2 outside a Django project, 1 where its database cannot be asked. Writes nothing. */
export async function openNames(run: Run, root: string, said: Said): Promise<NameCheck> {
  return await run.reporter.during(words.loading, async () => {
    const { project } = await lookQuietly(run, root);
    // On Render the service's own variable says what runs; in somebody's shell it is weak evidence.
    const onRender = (run.env.RENDER ?? "") === "" ? undefined : run.env.DJANGO_SETTINGS_MODULE;
    const settings = explicitText("settings", { ...said, answersFile: null }) ?? onRender ?? project.settings?.module;
    if (settings === undefined) throw new Failure(settingsUnclear(project.candidates.map(({ module }) => module)));
    const { openNames: open } = await import("../../prove/read-names.ts");
    const python = explicitText("python", said);
    const { env, signal } = run;
    const reader = await open({ project, settings, env, signal, ...(python === undefined ? {} : { python }) });
    if (reader.fields.length === 0) {
      await reader.close();
      throw new Failure(words.noFields);
    }
    return new NameCheck(run, reader, settings, project.root);
  });
}

export class NameCheck {
  readonly #run: Run;
  readonly #reader: NamesReader;
  readonly #settings: string;
  readonly #root: string;
  readonly #named = new NamedFiles();
  readonly #orphans = new CappedList<Orphan>();
  readonly #missingBefore = new CappedList<NamedRow>();
  readonly #missingAfter = new CappedList<NamedRow>();
  readonly #unsafe = new CappedList<NamedRow>();
  #rows = 0;
  #after = false;
  #notRead: NamesFound["notRead"] = [];
  #warnings: Warning[] = [];

  constructor(run: Run, reader: NamesReader, settings: string, root: string) {
    this.#run = run;
    this.#reader = reader;
    this.#settings = settings;
    this.#root = root;
  }

  /** Reads every row, lists the source, and says what does not fit. Throws Failure, Interrupted. */
  async before(from: Store, tell: Tell): Promise<void> {
    const { reporter } = this.#run;
    await reporter.during(words.reading, () => this.#readRows(tell));
    await reporter.during(words.comparingSource, async () => {
      await this.#list(from, (name) => {
        if (!this.#named.see(name)) this.#orphan(name, tell);
      });
      await this.#unseenRows((name, by) => {
        this.#missing(this.#missingBefore, "not-at-source", name, by, words.notAtSource(name, by), tell);
      });
    });
    reporter.emit({ type: "facts", topic: "names", title: words.title, lines: words.lines(this.found) });
  }

  /** Lists the target. What hinders it is a warning: the files are copied. Ctrl-C ends it. */
  async after(to: Store, tell: Tell): Promise<void> {
    try {
      await this.#run.reporter.during(words.comparingTarget, async () => {
        this.#named.forget();
        await this.#list(to, (name) => void this.#named.see(name));
        await this.#unseenRows((name, by) => {
          this.#missing(this.#missingAfter, "not-at-target", name, by, words.notAtTarget(name, by), tell);
        });
      });
      this.#after = true;
    } catch (error) {
      if (error instanceof Interrupted) return;
      if (!(error instanceof Failure)) throw error;
      this.#warn("names-not-compared", words.notReadAgain(error.problem.message));
    }
  }

  /** What a person should look at; nothing of it makes the copy a failure. */
  warnings(dryRun: boolean): readonly Warning[] {
    const { missingBefore, missingAfter, unsafe, notRead } = this.found;
    const missing = missingAfter ?? (dryRun ? missingBefore : null);
    const found = [...this.#warnings];
    if (missing !== null && missing.count > 0) {
      const said = words.rowsWithoutFile(missing, missingAfter === null);
      found.push({ code: "rows-without-file", ...said, mustAccept: false });
    }
    if (unsafe.count > 0) found.push({ code: "names-unsafe", ...words.namesUnsafe(unsafe), mustAccept: false });
    for (const { model, message } of notRead) {
      found.push({ code: "model-not-read", ...words.modelNotRead(model, message), mustAccept: false });
    }
    return found;
  }

  get found(): NamesFound {
    return {
      settings: this.#settings,
      databases: this.#reader.databases.map((one) => ({ ...one, name: this.#shown(one.name) })),
      rows: this.#rows,
      files: this.#named.size,
      orphans: this.#orphans.list,
      missingBefore: this.#missingBefore.list,
      missingAfter: this.#after ? this.#missingAfter.list : null,
      unsafe: this.#unsafe.list,
      apart: this.#reader.apart,
      notRead: this.#notRead,
    };
  }

  async close(): Promise<void> {
    await this.#reader.close();
  }

  async #readRows(tell: Tell): Promise<void> {
    for await (const batch of this.#reader.rows()) {
      for (const { field, name: held } of batch) {
        this.#rows += 1;
        const stored = storedName(held, field);
        if ("name" in stored) {
          this.#named.add(stored.name);
          continue;
        }
        const { code, message } = stored;
        this.#unsafe.add({ ...field, name: held, code, message });
        tell({ name: held, status: "no-name", bytes: null, code, message });
      }
    }
    this.#named.seal();
    this.#notRead = this.#reader.broken;
    const [first] = this.#notRead;
    const models = new Set(this.#reader.fields.map(({ model }) => model));
    if (first !== undefined && this.#notRead.length === models.size) {
      throw new Failure(words.nothingRead(first.model, first.message));
    }
  }

  async #list(store: Store, each: (name: string) => void): Promise<void> {
    for await (const { entries, leftOut } of store.list()) {
      if (this.#run.signal.aborted) throw new Interrupted();
      for (const { name } of entries) each(name);
      // They are there, whatever hinders their copy.
      for (const { name } of leftOut) this.#named.see(name);
    }
  }

  async #unseenRows(each: (name: string, by: ModelField) => void): Promise<void> {
    if (this.#named.unseen === 0) return;
    for await (const batch of this.#reader.rows()) {
      for (const { field, name: held } of batch) {
        const stored = storedName(held, field);
        if ("name" in stored && this.#named.isUnseen(stored.name)) each(stored.name, field);
      }
    }
  }

  #orphan(name: string, tell: Tell): void {
    const other = otherForm(name, this.#named);
    const [code, message] =
      other === null ? (["no-row", words.noRow(name)] as const) : (["other-form", words.otherForm(name)] as const);
    this.#orphans.add({ name, code, message });
    tell({ name, status: "no-row", bytes: null, code, message });
  }

  #missing(
    list: CappedList<NamedRow>,
    code: string,
    name: string,
    by: ModelField,
    message: NamedRow["message"],
    tell: Tell,
  ): void {
    list.add({ ...by, name, code, message });
    tell({ name, status: "no-file", bytes: null, code, message });
  }

  #warn(code: string, said: Pick<Warning, "message" | "next">): void {
    this.#warnings = [...this.#warnings, { code, ...said, mustAccept: false }];
  }

  /** A database file below the project, as a person writes it. */
  #shown(name: string): string {
    return path.isAbsolute(name) && isInside(this.#root, name) ? relativePath(this.#root, name) : name;
  }
}
