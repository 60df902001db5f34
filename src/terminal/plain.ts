/**
 * The reporter off a terminal: one plain line for each fact, no cursor codes, nothing that moves, good to listen to and to grep.
 * What was found and done goes to standard output; what went wrong, and what to do about it, to standard error.
 */
import type { Problem } from "../lib/failure.ts";
import { type Lang, type Text, verbatim } from "../lib/text.ts";
import * as words from "../messages/terminal.ts";
import type { Change, Warning } from "../model/change.ts";
import type { Check } from "../model/check.ts";
import type { Proof } from "../model/proof.ts";
import type { Report } from "../model/report.ts";
import type { FileDiff, ReportEvent, Reporter } from "../model/terminal.ts";
import { lineCounts, modeNote } from "./human-plan.ts";
import { proofFacts } from "./human-proof.ts";
import { comparisonFacts } from "./plain-comparison.ts";
import { printable, type Say, speaker } from "./printable.ts";
import type { Sink } from "./sink.ts";
import { paintDiffLine, type Style } from "./style.ts";
import { ToldFacts } from "./told-facts.ts";
import { ToldProblems } from "./told-problems.ts";
import { sourceOf, valueText } from "./values.ts";

export interface PlainOptions {
  readonly out: Sink;
  readonly err: Sink;
  /** Without colour, unless FORCE_COLOR asks for it. */
  readonly style: Style;
  readonly lang: Lang;
  readonly verbose: boolean;
}

const NAMED_BY_TOPIC: ReadonlySet<string> = new Set(["project", "in force", "interrupted"]);

/** After so long a silence a person thinks that nothing happens any more. */
const PATIENCE_MILLISECONDS = 10_000;

type Label = keyof typeof words.LABELS;

export class PlainReporter implements Reporter {
  readonly #options: PlainOptions;
  readonly #say: Say;
  readonly #told = new ToldProblems();
  readonly #toldFacts = new ToldFacts();
  #interrupted = false;

  constructor(options: PlainOptions) {
    this.#options = options;
    this.#say = speaker(options.lang);
  }

  emit(event: ReportEvent): void {
    if (this.#toldFacts.isRepeated(event)) return;
    const say = this.#say;
    switch (event.type) {
      case "facts":
        this.#facts(event);
        break;
      case "warning":
        this.#warning(event.warning);
        break;
      case "check":
        this.#check(event.check);
        break;
      case "plan":
        this.#plan(event);
        break;
      case "diff":
        for (const diff of event.diffs) this.#diff(diff);
        break;
      case "applied":
        this.#tell("applied", say(words.appliedChanges(event.changes, event.milliseconds)));
        break;
      case "proof":
        this.#proof(event.proof);
        break;
      case "problem":
        this.#problem(event.problem, event.after);
        break;
      case "comparison":
        for (const { label, text } of comparisonFacts(event.comparison)) {
          this.#line(this.#options.out, say(label), say(text));
        }
        break;
      case "document":
        this.#options.out.write(event.text);
        for (const { message, next } of event.aside ?? []) {
          this.#complain("warning", say(message));
          if (next !== undefined) this.#complain("next", say(next));
        }
        break;
      case "farewell":
        this.#tell("done", say(event.title));
        for (const step of event.next) this.#tell("next", say(step));
        for (const text of event.unsafe) this.#tell("unsafe", say(text));
        for (const { label, command } of event.also) {
          this.#line(this.#options.out, lowerFirst(say(label).replace(/:\s*$/, "")), command);
        }
        break;
    }
  }

  /** With --verbose a line for each piece of work; otherwise only for one that lets people wait, so that they know why. */
  async during<T>(label: Text, work: (tell: (label: Text) => void) => Promise<T>): Promise<T> {
    const { verbose } = this.#options;
    const tell = (text: Text): void => this.#tell("working", this.#say(text));
    const patience = verbose ? undefined : setTimeout(() => tell(label), PATIENCE_MILLISECONDS);
    patience?.unref();
    if (verbose) tell(label);
    try {
      return await work((text) => {
        if (verbose) tell(text);
      });
    } finally {
      clearTimeout(patience);
    }
  }

  close(report: Report): void {
    for (const problem of this.#told.untold(report.errors)) this.#problem(problem, []);
    if (report.status === "interrupted" && report.errors.length === 0 && !this.#interrupted)
      this.#complain("error", this.#say(words.INTERRUPTED));
    if (report.exitCode !== 0) this.#complain("exit", String(report.exitCode));
  }

  #tell(label: Label, text: string): void {
    this.#line(this.#options.out, this.#say(words.LABELS[label]), text);
  }

  #complain(label: Label, text: string): void {
    this.#line(this.#options.err, this.#say(words.LABELS[label]), text);
  }

  #line(sink: Sink, label: string, text: string): void {
    const start = this.#options.style.title(`${printable(label)}:`);
    sink.lines(
      printable(text)
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => `${start} ${line.trim()}`),
    );
  }

  /** Where the topic says what the title says, the title above other lines is left out. */
  #facts(event: Extract<ReportEvent, { type: "facts" }>): void {
    if (event.topic === "interrupted") this.#interrupted = true;
    const topic = words.TOPICS[event.topic] ?? verbatim(event.topic);
    const titled = event.lines.length === 0 || !NAMED_BY_TOPIC.has(event.topic);
    for (const line of [...(titled ? [event.title] : []), ...event.lines]) {
      this.#line(this.#options.out, this.#say(topic), this.#say(line));
    }
  }

  #warning(warning: Warning): void {
    this.#tell("warning", this.#say(warning.message));
    for (const { place, text } of warning.places ?? [])
      this.#tell("warning", text === "" ? place : `${place}: ${text}`);
    if (warning.next !== undefined) this.#tell("next", this.#say(warning.next));
  }

  #check(check: Check): void {
    const say = this.#say;
    this.#tell("check", `${say(words.STATUS_WORDS[check.status])}: ${say(check.message)}`);
    if (check.next !== undefined) this.#tell("next", say(check.next));
    if (check.docsUrl !== undefined && check.status !== "pass") this.#tell("docs", check.docsUrl);
  }

  #plan(event: Extract<ReportEvent, { type: "plan" }>): void {
    const say = this.#say;
    for (const value of event.values) {
      this.#tell("answer", `${value.name} = ${say(valueText(value))} (${say(sourceOf(value))})`);
    }
    const planned = event.changes.filter((change) => change.action !== "none").length;
    this.#tell("plan", say(planned === 0 ? words.NOTHING_TO_CHANGE : words.changesPlanned(planned)));
    for (const change of event.changes) this.#tell("plan", this.#change(change, event.diffs));
  }

  #change(change: Change, diffs: readonly FileDiff[]): string {
    const say = this.#say;
    const remote = change.type === "remote";
    const counts = remote ? null : lineCounts(change, diffs);
    const mode = remote ? null : modeNote(change);
    const notes = [counts === null ? "" : say(counts), mode ?? "", say(change.summary)].filter((note) => note !== "");
    const target = remote ? `${say(words.REMOTE_KINDS[change.kind])} ${change.target}` : change.path;
    return `${say(words.ACTIONS[change.action])} ${target}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
  }

  #diff(diff: FileDiff): void {
    this.#tell("diff", `${diff.path} (+${diff.added} -${diff.removed})`);
    this.#options.out.lines(
      diff.lines.flatMap((line) => printable(line).split("\n")).map((line) => paintDiffLine(line, this.#options.style)),
    );
  }

  #proof(proof: Proof): void {
    const say = this.#say;
    const status = say(words.PROOF_STATUSES[proof.status]);
    this.#tell("proof", proof.status === "skipped" ? status : `${status} (${proofFacts({ say }, proof)})`);
    for (const step of proof.steps) {
      const repeated = proof.status !== "failed" && step.message.en === proof.reason?.en;
      if ((step.status === "pass" || repeated) && !this.#options.verbose) continue;
      this.#tell("proof", `${say(words.STATUS_WORDS[step.status])}: ${step.id}: ${say(step.message)}`);
    }
    // Of a failed proof the failure that follows says why, and what to do.
    if (proof.status === "failed") return;
    if (proof.reason !== undefined) this.#tell("proof", say(proof.reason));
    if (proof.next !== undefined) this.#tell("next", say(proof.next));
  }

  #problem(problem: Problem, after: readonly Text[]): void {
    this.#told.tell(problem);
    const message = this.#say(problem.message);
    this.#complain("error", problem.place === undefined ? message : `${problem.place}: ${message}`);
    for (const text of after) this.#complain("state", this.#say(text));
    if (problem.next !== undefined) this.#complain("next", this.#say(problem.next));
    if (problem.docsUrl !== undefined) this.#complain("docs", problem.docsUrl);
  }
}

/** Labels stand at the beginning of a line here, like all the other words before a colon. */
function lowerFirst(words: string): string {
  return words.replace(/^\p{Lu}(?=[\p{Ll}\s])/u, (letter) => letter.toLowerCase());
}
