/** The report of a copy, one line for each object, written while it runs: CSV for a spreadsheet, JSON for a program. */
import { createWriteStream, type WriteStream } from "node:fs";
import { Failure } from "../lib/failure.ts";
import type { Lang } from "../lib/text.ts";
import * as say from "../messages/migrate.ts";
import type { Line } from "./engine.ts";
import { codeOf } from "./folder-list.ts";
import { HEAD, type ReportEnd } from "./report-read.ts";

type ReportForm = "csv" | "json";

/** By the end of its name. Throws Failure, exit 2. */
export function reportForm(file: string): ReportForm {
  const end = /\.(csv|json)$/i.exec(file)?.[1]?.toLowerCase();
  if (end !== "csv" && end !== "json") throw new Failure(say.reportForm(file));
  return end;
}

export class ReportFile {
  readonly #stream: WriteStream;
  readonly #form: ReportForm;
  readonly #lang: Lang;
  #lines = 0;
  #error: Error | null = null;

  /** `file` is absolute. */
  private constructor(stream: WriteStream, form: ReportForm, lang: Lang) {
    this.#stream = stream;
    this.#form = form;
    this.#lang = lang;
    stream.on("error", (error) => {
      this.#error = error;
    });
    stream.write(form === "csv" ? `${HEAD.join(",")}\r\n` : "[");
  }

  /** Throws Failure where the file cannot be made. */
  static async open(file: string, given: string, lang: Lang): Promise<ReportFile> {
    const form = reportForm(given);
    const stream = createWriteStream(file, { highWaterMark: 1024 * 1024 });
    await new Promise<void>((resolve, reject) => {
      stream.once("open", () => resolve());
      stream.once("error", (error) => reject(new Failure(say.reportRefused(given, codeOf(error)), { cause: error })));
    });
    return new ReportFile(stream, form, lang);
  }

  line(line: Line): void {
    const message = line.message?.[this.#lang] ?? "";
    const { name, status, bytes, code = "" } = line;
    if (this.#form === "csv") {
      this.#stream.write(
        `${[name, status, bytes === null ? "" : String(bytes), code, message].map(cell).join(",")}\r\n`,
      );
    } else {
      this.#record({ name, status, bytes, ...(code === "" ? {} : { code, message }) });
    }
  }

  /** The last line of a part's report: by it, whoever joins the parts knows that nothing is missing. */
  end(end: ReportEnd): void {
    if (this.#form === "json") this.#record(end);
    else this.#stream.write(`${["", "end", "", end.shard, JSON.stringify(end)].map(cell).join(",")}\r\n`);
  }

  #record(record: object): void {
    this.#stream.write(`${this.#lines === 0 ? "\n" : ",\n"}${JSON.stringify(record)}`);
    this.#lines += 1;
  }

  /** Throws Failure if it could not be written whole. */
  async close(given: string): Promise<void> {
    if (this.#form === "json") this.#stream.write("\n]\n");
    await new Promise<void>((resolve) => this.#stream.end(() => resolve()));
    if (this.#error !== null) throw new Failure(say.reportRefused(given, codeOf(this.#error)), { cause: this.#error });
  }
}

/**
 * RFC 4180. A name that a spreadsheet would take for a formula gets an apostrophe before it: files have names that strangers chose.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
