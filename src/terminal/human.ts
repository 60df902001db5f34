/** The reporter for a terminal: signs at the left, a bar that holds a run together, colours, a spinner. */
import type { Problem } from "../lib/failure.ts";
import type { Lang, Text } from "../lib/text.ts";
import * as words from "../messages/terminal.ts";
import type { Check } from "../model/check.ts";
import type { Report } from "../model/report.ts";
import type { ReportEvent, Reporter } from "../model/terminal.ts";
import { type Block, blocksOf } from "./human-blocks.ts";
import { speaker } from "./printable.ts";
import { hanging, headed, type Page, sentence } from "./section.ts";
import type { Sink } from "./sink.ts";
import { Spinner } from "./spinner.ts";
import type { Style } from "./style.ts";
import { ToldFacts } from "./told-facts.ts";
import { ToldProblems } from "./told-problems.ts";
import { endsWithCommand } from "./wrap.ts";

export interface HumanOptions {
  readonly sink: Sink;
  /** For what is said beside a document that another program reads. */
  readonly err: Sink;
  readonly style: Style;
  readonly lang: Lang;
  readonly verbose: boolean;
  /** Of this tool, for the first line. */
  readonly version?: string | undefined;
}

/** Checks whose good news is worth a line of its own: whose keys these are. */
const NEWS: ReadonlySet<string> = new Set(["sts-identity", "s3-compatible"]);

export class HumanReporter implements Reporter {
  readonly #options: HumanOptions;
  readonly #spinner: Spinner;
  readonly #told = new ToldProblems();
  readonly #toldFacts = new ToldFacts();
  /** Ids of checks that went well and were not shown; a plan that is made anew checks the same again. */
  readonly #passed = new Set<string>();
  /** One for each `during` that is open, the outermost first. */
  #labels: readonly string[] = [];
  #begun = false;
  #ended = false;
  #interrupted = false;
  #worked = false;
  #previous: Block["kind"] = "block";
  #proofTold = false;
  /** The problem told last: its next step closes the run if nothing else follows. */
  #pending: Problem | null = null;

  constructor(options: HumanOptions) {
    this.#options = options;
    this.#spinner = new Spinner(options.sink, options.style);
  }

  emit(event: ReportEvent): void {
    if (event.type === "follow") return;
    if (event.type === "document") {
      this.#options.sink.write(event.text);
      const { say } = this.#page;
      const aside = (event.aside ?? []).flatMap(({ message, next }) =>
        next === undefined ? [message] : [message, next],
      );
      this.#options.err.lines(aside.map((text) => say(text)));
      return;
    }
    if (this.#toldFacts.isRepeated(event)) return;
    if (event.type === "check" && this.#isQuiet(event.check)) {
      this.#passed.add(event.check.id);
      return;
    }
    // What the box of the proof has just said.
    if (event.type === "proof") this.#proofTold = true;
    if (event.type === "check" && event.check.id === "proof" && event.check.status === "skip" && this.#proofTold)
      return;
    this.#settlePending();
    if (event.type === "applied" || event.type === "proof") this.#countPassed();
    for (const block of blocksOf(this.#page, event)) this.#print(block);
    if (event.type === "farewell") this.#ended = true;
    if (event.type === "facts" && event.topic === "interrupted") this.#interrupted = true;
    if (event.type === "problem") {
      this.#told.tell(event.problem);
      this.#pending = event.problem;
    }
  }

  async during<T>(label: Text, work: (tell: (label: Text) => void) => Promise<T>): Promise<T> {
    this.#settlePending();
    this.#begin();
    this.#worked = true;
    const { say } = this.#page;
    const depth = this.#labels.length;
    const show = (text: Text): void => {
      this.#labels = [...this.#labels.slice(0, depth), say(text), ...this.#labels.slice(depth + 1)];
      if (depth === this.#labels.length - 1) this.#spinner.show(say(text));
    };
    show(label);
    try {
      return await work(show);
    } finally {
      this.#labels = this.#labels.slice(0, depth);
      const outer = this.#labels.at(-1);
      if (outer === undefined) this.#spinner.stop();
      else this.#spinner.show(outer);
    }
  }

  /** Leaves the screen to a prompt. Returns whether there was work since the prompt before, during which keys may have been pressed. */
  beforePrompt(): boolean {
    this.#settlePending();
    this.#spinner.stop();
    this.#begin();
    this.#previous = "block";
    const worked = this.#worked;
    this.#worked = false;
    return worked;
  }

  close(report: Report): void {
    this.#spinner.stop();
    for (const problem of this.#told.untold(report.errors)) this.emit({ type: "problem", problem, after: [] });
    const next = this.#pending?.next;
    this.#pending = null;
    if (this.#ended || !this.#begun) return;
    this.#ended = true;
    const page = this.#page;
    const { signs, quiet } = page.style;
    const end = sentence(page, this.#lastWords(page, report, next));
    this.#options.sink.lines([
      ...end.map((line, index) => (index === 0 ? `${quiet(signs.end)}  ${line}`.trimEnd() : `   ${line}`)),
      "",
    ]);
  }

  #lastWords(page: Page, report: Report, next: Text | undefined): string {
    const code = page.say(words.exitCode(report.exitCode));
    if (next !== undefined) {
      const step = page.say(words.nextIs(next));
      return `${step}${endsWithCommand(step) ? "\n" : "   "}${code}`;
    }
    if (report.status === "interrupted" && !this.#interrupted) return `${page.say(words.INTERRUPTED)} ${code}`;
    return report.exitCode === 0 ? "" : code;
  }

  get #page(): Page {
    const { lang, style, sink, verbose } = this.#options;
    return { say: speaker(lang), style, columns: sink.columns - 4, verbose };
  }

  /** The first line of a run, before whatever speaks first. */
  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    const { style, version, sink } = this.#options;
    const name = version === undefined ? "vet-media-setup" : `vet-media-setup ${version}`;
    sink.lines([`${style.quiet(style.signs.start)}  ${style.title(name)}`]);
  }

  #isQuiet({ id, status }: Check): boolean {
    return status === "pass" && !NEWS.has(id) && !this.#options.verbose;
  }

  #countPassed(): void {
    if (this.#passed.size === 0) return;
    const page = this.#page;
    const { good, signs } = page.style;
    const lines = sentence(page, page.say(words.checksPassed(this.#passed.size)));
    this.#passed.clear();
    this.#print({ kind: "compact", lines: headed(page, good(signs.done), lines) });
  }

  #print(block: Block): void {
    this.#begin();
    const { style, sink } = this.#options;
    const close = block.kind === "compact" && this.#previous === "compact";
    this.#previous = block.kind;
    this.#spinner.around(() => sink.lines(close ? block.lines : [style.quiet(style.signs.bar), ...block.lines]));
  }

  #settlePending(): void {
    const next = this.#pending?.next;
    this.#pending = null;
    if (next === undefined) return;
    const page = this.#page;
    const lines = hanging(page, sentence(page, page.say(words.nextIs(next))));
    this.#spinner.around(() => this.#options.sink.lines(lines));
  }
}
