/**
 * Asks under --plain: a question is a few lines, an answer is a line, choices have numbers. No cursor codes and nothing that is
 * drawn twice, so that a screen reader or a very simple terminal can follow. `<` goes back; Ctrl-C and Ctrl-D interrupt.
 */
import { Interrupted } from "../lib/failure.ts";
import { remember } from "../lib/secrets.ts";
import type { Lang, Text } from "../lib/text.ts";
import * as words from "../messages/terminal.ts";
import { BACK, type Back, type Choice, type Prompter } from "../model/terminal.ts";
import type { LineInput } from "./line-input.ts";
import { type Say, speaker } from "./printable.ts";
import { withoutLineEnd } from "./prompter.ts";
import type { Sink } from "./sink.ts";
import { hang, wrap } from "./wrap.ts";

export interface LinePrompterOptions {
  readonly input: LineInput;
  readonly out: Sink;
  readonly lang: Lang;
}

const GO_BACK = "<";

type Validate = (value: string) => Text | null;

export class LinePrompter implements Prompter {
  readonly #options: LinePrompterOptions;
  readonly #say: Say;

  constructor(options: LinePrompterOptions) {
    this.#options = options;
    this.#say = speaker(options.lang);
  }

  async select<T>(question: { message: Text; choices: readonly Choice<T>[]; initial?: T }): Promise<T | Back> {
    const { choices } = question;
    this.#write(question.message);
    choices.forEach((choice, index) => {
      this.#choice(choice, index + 1);
    });
    const chosen = choices.findIndex((choice) => choice.value === question.initial && choice.disabled !== true);
    for (;;) {
      const line = await this.#line(words.chooseByNumber(choices.length, chosen === -1 ? null : chosen + 1));
      if (line === GO_BACK) return BACK;
      const choice = choices[line === "" ? chosen : /^\d+$/.test(line) ? Number(line) - 1 : -1];
      if (choice !== undefined && choice.disabled !== true) return choice.value;
      this.#write(words.notANumberOfTheList(choices.length));
    }
  }

  async text(question: {
    message: Text;
    initial?: string;
    placeholder?: string;
    validate?: Validate;
  }): Promise<string | Back> {
    const initial = question.initial ?? "";
    this.#write(question.message);
    for (;;) {
      const line = await this.#line(words.typeOrKeep(initial));
      if (line === GO_BACK) return BACK;
      const value = line === "" ? initial : line;
      const problem = question.validate?.(value) ?? null;
      if (problem === null) return value;
      this.#write(problem);
    }
  }

  async secret(question: { message: Text; validate?: Validate }): Promise<string | Back> {
    this.#write(question.message);
    for (;;) {
      this.#options.out.write(`${this.#say(words.TYPE_SECRET)} `);
      const value = withoutLineEnd(await this.#read(() => this.#options.input.hiddenLine()));
      this.#options.out.write("\n");
      if (value === GO_BACK) return BACK;
      const problem = question.validate?.(value) ?? null;
      if (problem !== null) {
        this.#write(problem);
        continue;
      }
      remember(value);
      return value;
    }
  }

  async confirm(question: { message: Text; initial: boolean }): Promise<boolean | Back> {
    const { lang } = this.#options;
    this.#write(question.message);
    for (;;) {
      const line = (await this.#line(words.yesOrNo(question.initial))).toLowerCase();
      if (line === GO_BACK) return BACK;
      if (line === "") return question.initial;
      if (words.YES_LETTERS[lang].includes(line.charAt(0))) return true;
      if (words.NO_LETTERS[lang].includes(line.charAt(0))) return false;
      this.#write(words.ANSWER_YES_OR_NO);
    }
  }

  #choice<T>(choice: Choice<T>, number: number): void {
    const { out } = this.#options;
    const disabled = choice.disabled === true ? ` (${this.#say(words.NOT_SELECTABLE)})` : "";
    const hint = choice.hint === undefined ? "" : `: ${this.#say(choice.hint).split("\n").join("; ")}`;
    out.lines(hang(`  ${number}. `, this.#say(choice.label) + disabled + hint, out.columns));
  }

  #write(text: Text): void {
    const { out } = this.#options;
    out.lines(wrap(this.#say(text), out.columns));
  }

  async #line(text: Text): Promise<string> {
    this.#options.out.write(`${this.#say(text)} `);
    return (await this.#read(() => this.#options.input.line())).trim();
  }

  async #read(read: () => Promise<string | null>): Promise<string> {
    const line = await read();
    if (line !== null) return line;
    this.#options.out.write("\n");
    throw new Interrupted();
  }
}
