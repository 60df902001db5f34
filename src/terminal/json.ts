/** The reporter of --json: silent until the end, then one document on standard output. */
import type { Lang, Text } from "../lib/text.ts";
import type { Report } from "../model/report.ts";
import type { ReportEvent, Reporter } from "../model/terminal.ts";
import { jsonDocument } from "./json-document.ts";
import type { Sink } from "./sink.ts";

export interface JsonOptions {
  readonly out: Sink;
  readonly lang: Lang;
  /** With --verbose the account goes to standard error, for the person who reads the log. */
  readonly aside: Reporter | null;
}

export class JsonReporter implements Reporter {
  readonly #options: JsonOptions;
  #closed = false;

  constructor(options: JsonOptions) {
    this.#options = options;
  }

  emit(event: ReportEvent): void {
    this.#options.aside?.emit(event);
  }

  during<T>(label: Text, work: (tell: (label: Text) => void) => Promise<T>): Promise<T> {
    return this.#options.aside === null ? work(() => {}) : this.#options.aside.during(label, work);
  }

  close(report: Report): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.aside?.close(report);
    this.#options.out.masked(`${JSON.stringify(jsonDocument(report, this.#options.lang), null, 2)}\n`);
  }
}
