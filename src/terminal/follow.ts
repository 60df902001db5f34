/** The reporter of --json-lines: one JSON object on each line while the run goes on, for programs that follow along; the last is the document of --json. */
import { mask } from "../lib/secrets.ts";
import type { Lang, Text } from "../lib/text.ts";
import type { Json } from "../model/change.ts";
import type { Report } from "../model/report.ts";
import type { Following, ReportEvent, Reporter } from "../model/terminal.ts";
import { jsonDocument } from "./json-document.ts";
import type { Sink } from "./sink.ts";

export class FollowReporter implements Reporter {
  readonly #out: Sink;
  readonly #lang: Lang;
  #closed = false;

  constructor(out: Sink, lang: Lang) {
    this.#out = out;
    this.#lang = lang;
  }

  emit(event: ReportEvent): void {
    if (event.type === "follow") this.#line(recordOf(event.record, this.#lang));
  }

  during<T>(_label: Text, work: (tell: (label: Text) => void) => Promise<T>): Promise<T> {
    return work(() => {});
  }

  close(report: Report): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#line({ event: "end", ...jsonDocument(report, this.#lang) });
  }

  #line(record: { readonly [key: string]: Json }): void {
    this.#out.masked(`${JSON.stringify(record)}\n`);
  }
}

function recordOf(record: Following, lang: Lang): { readonly [key: string]: Json } {
  switch (record.event) {
    case "start":
      return { ...record, from: mask(record.from), to: mask(record.to) };
    case "progress": {
      const { event, done, found, counted, milliseconds } = record;
      return { event, done: { ...done }, found: { ...found }, counted, milliseconds: Math.round(milliseconds) };
    }
    case "failed":
      return { ...record, name: mask(record.name), message: mask(record.message[lang]) };
  }
}
