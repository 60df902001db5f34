/** The command line as a value. Node built-ins only; what follows a flag is never repeated in an error. */
import { Failure, type Problem } from "../lib/failure.ts";
import { remember } from "../lib/secrets.ts";
import { LANGUAGES, type Lang } from "../lib/text.ts";
import * as say from "../messages/answers.ts";
import { COMMAND_NAMES, type CommandName, isCommand } from "./command-names.ts";
import { hasNoForm, nearestFlag, noForm, type Target, targetOf } from "./flags.ts";
import { nearest } from "./nearest.ts";
import type { AnswerValue } from "./question.ts";
import { isQuestion, type QuestionName, questionOf } from "./questions.ts";
import { optionOf, type PathOption, type RunOptions, type SwitchOption } from "./run-options.ts";
import { secretVariable } from "./secret-names.ts";
import { parseWord } from "./values.ts";

export type FlagValues = Readonly<Partial<Record<QuestionName, AnswerValue>>>;

export interface Invocation {
  readonly command: CommandName;
  /** The command was written out; `setup` is the one that need not be. */
  readonly named: boolean;
  readonly options: RunOptions;
  /** What flags say, in their final types, forms checked. */
  readonly values: FlagValues;
}

/** How the command line wants to be talked to: read before the rest, and even if the rest is wrong. */
export interface Glance {
  readonly json: boolean;
  readonly jsonLines: boolean;
  readonly quiet: boolean;
  readonly plain: boolean;
  readonly yes: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly lang: Lang | null;
}

/** Throws nothing. Looks at each word before `--` on its own. */
export function glance(argv: readonly string[]): Glance {
  const words = beforeEnd(argv);
  const says = (name: SwitchOption) => {
    const { flag, short } = optionOf(name);
    return words.some((word) => word === flag || (short !== undefined && shorts(word).includes(short)));
  };
  const isLang = (id: Lang) =>
    words.some((word, at) => word === `--lang=${id}` || (word === id && words[at - 1] === "--lang"));
  return {
    json: says("json"),
    jsonLines: says("jsonLines"),
    quiet: says("quiet"),
    plain: says("plain"),
    yes: says("yes"),
    verbose: says("verbose"),
    help: says("help"),
    version: says("version"),
    lang: LANGUAGES.find(isLang) ?? null,
  };
}

/**
 * Reads `argv` (without node and script). --help and --version win over everything else, mistakes included.
 * Throws Failure, exit 2: unknown flag, command or choice (with the nearest one), a value missing, empty, given twice or wrong by its
 * form, a secret as a flag, and what this version does not have.
 */
export function parseArguments(argv: readonly string[]): Invocation {
  const asked = glance(argv);
  if (asked.help || asked.version) {
    const command = beforeEnd(argv).find(isCommand);
    const options = { ...asked, dryRun: false, project: null, answers: null };
    const values: FlagValues = asked.lang === null ? {} : { lang: asked.lang };
    return { command: command ?? "setup", named: command !== undefined, options, values };
  }
  const reading = new Reading();
  reading.read(argv);
  checkCommand(reading.invocation);
  return reading.invocation;
}

/** What is right by itself, and wrong for this command. */
function checkCommand({ command, values, options }: Invocation): void {
  for (const name of ["dryRun", "jsonLines", "quiet"] as const) {
    const { flag, commands } = optionOf(name);
    if (options[name] && !commands.includes(command)) throw new Failure(say.wrongCommand(flag, command, commands));
  }
  for (const name of Object.keys(values).filter(isQuestion)) {
    const question = questionOf(name);
    if (!question.commands.includes(command)) {
      throw new Failure(say.wrongCommand(question.flag, command, question.commands));
    }
  }
}

class Reading {
  readonly #values: Partial<Record<QuestionName, AnswerValue>> = {};
  /** Values that a flag without a word set, such as `--no-cors-origin`. */
  readonly #fixed = new Set<QuestionName>();
  readonly #paths: Partial<Record<PathOption, string>> = {};
  readonly #switches = new Set<SwitchOption>();
  #command: CommandName | null = null;

  get invocation(): Invocation {
    const on = (name: SwitchOption) => this.#switches.has(name);
    return {
      command: this.#command ?? "setup",
      named: this.#command !== null,
      options: {
        project: this.#paths.project ?? null,
        answers: this.#paths.answers ?? null,
        dryRun: on("dryRun"),
        yes: on("yes"),
        json: on("json"),
        jsonLines: on("jsonLines"),
        quiet: on("quiet"),
        plain: on("plain"),
        verbose: on("verbose"),
        help: on("help"),
        version: on("version"),
      },
      values: this.#values,
    };
  }

  read(argv: readonly string[]): void {
    const words = beforeEnd(argv);
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? "";
      if (word.startsWith("--")) at += this.#flag(word, words[at + 1]);
      else if (shorts(word).length > 0) for (const short of shorts(word)) this.#flag(short, undefined);
      else if (word.startsWith("-") && word.length > 1) throw failure(say.unknownFlag(word.slice(0, 2), null));
      else this.#positional(word);
    }
    for (const word of argv.slice(words.length + 1)) this.#positional(word);
  }

  /** Returns how many words after the flag it took. */
  #flag(word: string, next: string | undefined): 0 | 1 {
    const equals = word.indexOf("=");
    const flag = equals === -1 ? word : word.slice(0, equals);
    const inline = equals === -1 ? undefined : word.slice(equals + 1);
    const target = targetOf(flag);
    if (target === undefined) throw failure(unknown(flag, inline ?? next));

    if (target.is === "switch" || target.is === "fixed") {
      if (inline !== undefined && (target.is === "switch" || target.words.length === 0)) {
        throw failure(say.takesNoValue(flag));
      }
      if (target.is === "switch") this.#switches.add(target.name);
      else if (inline === undefined) this.#fix(flag, target);
      else if (target.words.includes(inline)) this.#fix(word, { ...target, value: inline, opposite: flag });
      else throw failure(say.takesOnly(flag, target.words));
      return 0;
    }
    const example = exampleOf(target);
    const value = inline ?? (next === undefined || /^-./.test(next) ? undefined : next);
    if (value === undefined) throw failure(say.missingValue(flag, example));
    if (value.trim() === "" && !mayBeEmpty(target)) throw failure(say.emptyValue(flag, example));
    if (target.is === "path") this.#path(flag, target.name, value);
    else this.#value(flag, target.name, value);
    return inline === undefined ? 1 : 0;
  }

  #fix(flag: string, { name, value, opposite }: Target & { is: "fixed" }): void {
    const before = this.#values[name];
    if (before !== undefined && String(before) !== String(value)) {
      throw failure(say.contradicts(flag, typeof before === "string" ? `${flag}=${before}` : opposite));
    }
    this.#fixed.add(name);
    this.#values[name] = value;
  }

  #value(flag: string, name: QuestionName, word: string): void {
    const question = questionOf(name);
    if (this.#fixed.has(name)) throw failure(say.contradicts(flag, noForm(question.flag)));
    const parsed = parseWord(question, word);
    if ("problem" in parsed) throw failure(say.badValue(flag, parsed.problem, `${flag} ${question.example}`));
    const before = this.#values[name];
    if (question.kind !== "list") {
      if (before !== undefined) throw failure(say.givenTwice(flag));
      this.#values[name] = parsed.value;
      return;
    }
    const items = [...(Array.isArray(before) ? before : []), ...(Array.isArray(parsed.value) ? parsed.value : [])];
    this.#values[name] = [...new Set(items)];
  }

  #path(flag: string, name: PathOption, value: string): void {
    if (this.#paths[name] !== undefined) throw failure(say.givenTwice(flag));
    this.#paths[name] = value;
  }

  #positional(word: string): void {
    // `--merge-reports part-*.csv`: the shell makes several words of it.
    if (this.#command === "migrate" && this.#values.mergeReports !== undefined) {
      this.#value("--merge-reports", "mergeReports", word);
      return;
    }
    if (this.#command !== null) throw failure(say.unexpectedArgument(harmless(word), this.#command));
    if (!isCommand(word)) throw failure(say.unknownCommand(harmless(word), nearest(word, COMMAND_NAMES)));
    this.#command = word;
  }
}

function mayBeEmpty(target: Target): boolean {
  if (target.is !== "value") return false;
  const question = questionOf(target.name);
  return question.kind === "text" && question.emptyAllowed;
}

function exampleOf(target: Target & { is: "value" | "path" }): string {
  return target.is === "value" ? questionOf(target.name).example : (optionOf(target.name).example ?? "");
}

function unknown(flag: string, value: string | undefined): Problem {
  const variable = secretVariable(flag);
  if (variable === null) {
    const base = flag.replace(/^--no-/, "--");
    const positive = base === flag ? undefined : targetOf(base);
    const wrongNo = positive?.is === "value" && !hasNoForm(positive.name);
    return say.unknownFlag(harmless(flag) ?? "--…", wrongNo ? base : nearestFlag(flag));
  }
  // Whatever was given as a secret must not come out of this run, in a traceback either.
  if (value !== undefined) remember(value);
  return say.secretAsFlag(flag, variable);
}

function beforeEnd(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return end === -1 ? argv : argv.slice(0, end);
}

/** `-yh` → `-y`, `-h`; empty where any letter of it is none of ours. */
function shorts(word: string): readonly string[] {
  if (!/^-[a-zA-Z]+$/.test(word)) return [];
  const letters = [...word.slice(1)].map((letter) => `-${letter}`);
  return letters.every((short) => targetOf(short) !== undefined) ? letters : [];
}

/** A word that may be repeated on a screen: it looks like a flag or a command, and not like a key. */
function harmless(word: string): string | null {
  return /^(?:--[a-z][a-z0-9-]{0,30}|-?[a-z][a-z-]{0,30})$/i.test(word) ? word : null;
}

function failure(problem: Problem): Failure {
  return new Failure(problem);
}
