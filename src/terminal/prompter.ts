/**
 * Asks at a terminal, on the prompt engine of clack. Its ready-made prompts are not used: they colour under NO_COLOR on Node 20, check
 * an answer only on Enter, and tell Esc from Ctrl-C to nobody. The engine is loaded with the first question.
 */
import { createInterface, emitKeypressEvents } from "node:readline";
import { PassThrough, type Readable, type Writable } from "node:stream";
import type { Prompt } from "@clack/core";
import { Interrupted } from "../lib/failure.ts";
import { remember } from "../lib/secrets.ts";
import type { Lang, Text } from "../lib/text.ts";
import * as words from "../messages/terminal.ts";
import { BACK, type Back, type Choice, type Prompter } from "../model/terminal.ts";
import type { HumanReporter } from "./human.ts";
import { speaker } from "./printable.ts";
import { confirmFrame, type PromptState, secretFrame, selectFrame, textFrame } from "./prompt-frames.ts";
import type { Page } from "./section.ts";
import type { Style } from "./style.ts";
import { forgetTypedAhead, type TerminalInput } from "./typed-ahead.ts";

export interface PrompterOptions {
  readonly input: TerminalInput;
  readonly output: Writable & { readonly columns?: number; readonly rows?: number };
  readonly style: Style;
  readonly lang: Lang;
  readonly reporter: HumanReporter;
  /** Aborted by the process's own handler of SIGTERM: an open question ends as Interrupted. */
  readonly signal?: AbortSignal | undefined;
}

type Validate = (value: string) => Text | null;
type Engine = Pick<Prompt<unknown>, "state">;

const SHOW_CURSOR = "\u001b[?25h";

/** One trailing line end, as it comes with a value that was copied from a file. */
export const withoutLineEnd = (value: string): string => value.replace(/\r?\n$|\r$/, "");

export class ClackPrompter implements Prompter {
  readonly #options: PrompterOptions;

  constructor(options: PrompterOptions) {
    this.#options = options;
    // Node switches the «completion» of the interface that first listens for keys off during a paste, and then appends what is pasted
    // to the end of the line, wherever the cursor is. So that interface is one that nobody reads from. Escape is told from the
    // beginning of an arrow key by a pause of 50 ms.
    emitKeypressEvents(options.input, createInterface({ input: new PassThrough(), escapeCodeTimeout: 50 }));
  }

  async select<T>(question: { message: Text; choices: readonly Choice<T>[]; initial?: T }): Promise<T | Back> {
    const { SelectPrompt } = await import("@clack/core");
    const page = this.#page;
    const choices = question.choices.map((choice) => ({
      label: page.say(choice.label),
      hint: choice.hint === undefined ? "" : page.say(choice.hint),
      disabled: choice.disabled === true,
    }));
    const message = page.say(question.message);
    const initial = question.choices.findIndex((choice) => choice.value === question.initial);
    return this.#ask(
      (streams, left) =>
        new SelectPrompt<{ value: number; disabled: boolean }>({
          ...streams,
          options: choices.map(({ disabled }, value) => ({ value, disabled })),
          ...(initial === -1 ? {} : { initialValue: initial }),
          // Where nothing can be chosen at all the engine would take the first one.
          validate: (index) => (choices[index ?? 0]?.disabled === false ? undefined : page.say(words.NOT_SELECTABLE)),
          render() {
            const state = stateOf(this, left());
            return selectFrame(page, { message, state, choices, cursor: this.cursor, rows: streams.output.rows ?? 24 });
          },
        }),
      (index) => question.choices[index]?.value,
    );
  }

  async text(question: {
    message: Text;
    initial?: string;
    placeholder?: string;
    validate?: Validate;
  }): Promise<string | Back> {
    const { TextPrompt } = await import("@clack/core");
    const page = this.#page;
    const message = page.say(question.message);
    const problem = problemOf(page, question.validate);
    return this.#ask(
      (streams, left) =>
        new TextPrompt({
          ...streams,
          ...(question.initial === undefined ? {} : { initialUserInput: question.initial }),
          validate: (value) => problem(value ?? "") ?? undefined,
          render() {
            const value = this.userInput;
            return textFrame(page, {
              message,
              state: stateOf(this, left()),
              value,
              cursor: this.cursor,
              placeholder: question.placeholder ?? "",
              problem: value === "" && this.state !== "error" ? null : problem(value),
            });
          },
        }),
      (value) => value,
    );
  }

  async secret(question: { message: Text; validate?: Validate }): Promise<string | Back> {
    const { PasswordPrompt } = await import("@clack/core");
    const page = this.#page;
    const message = page.say(question.message);
    const problem = problemOf(page, question.validate);
    const answer = await this.#ask(
      (streams, left) =>
        new PasswordPrompt({
          ...streams,
          validate: (value) => problem(withoutLineEnd(value ?? "")) ?? undefined,
          render() {
            const value = this.userInput;
            return secretFrame(page, {
              message,
              state: stateOf(this, left()),
              value,
              cursor: this.cursor,
              problem: value === "" && this.state !== "error" ? null : problem(withoutLineEnd(value)),
            });
          },
        }),
      (value) => value,
    );
    if (answer === BACK) return BACK;
    const value = withoutLineEnd(answer);
    remember(value);
    return value;
  }

  async confirm(question: { message: Text; initial: boolean }): Promise<boolean | Back> {
    const { Prompt: Base } = await import("@clack/core");
    const page = this.#page;
    const message = page.say(question.message);
    const yes = words.YES_LETTERS[this.#options.lang];
    const no = words.NO_LETTERS[this.#options.lang];
    return this.#ask(
      (streams, left) => {
        const prompt = new Base<boolean>(
          {
            ...streams,
            render() {
              return confirmFrame(page, { message, state: stateOf(this, left()), value: this.value === true });
            },
          },
          false,
        );
        prompt.value = question.initial;
        prompt.on("key", (character, key) => {
          const letter = character?.toLowerCase() ?? "";
          if (["up", "down", "left", "right", "space", "tab"].includes(key.name ?? ""))
            prompt.value = prompt.value !== true;
          else if (letter !== "" && (yes.includes(letter) || no.includes(letter))) {
            prompt.value = yes.includes(letter);
            prompt.state = "submit";
          }
        });
        return prompt;
      },
      (value) => value,
    );
  }

  get #page(): Page {
    const { lang, style, output } = this.#options;
    return {
      say: speaker(lang),
      style,
      verbose: false,
      // Read at each drawing: the window may change its size while a question is open.
      get columns() {
        return Math.max(output.columns ?? 80, 20) - 4;
      },
    };
  }

  /** Runs one prompt to its end. The engine says only «cancelled»; the key before it says whether that was Esc or Ctrl-C. */
  async #ask<V, R>(
    make: (
      streams: { input: Readable; output: PrompterOptions["output"]; signal: AbortSignal },
      left: () => "back" | "interrupted",
    ) => Prompt<V>,
    answerOf: (value: V) => R | undefined,
  ): Promise<R | Back> {
    const { input, output, reporter, signal } = this.#options;
    if (signal?.aborted === true) throw new Interrupted();
    const worked = reporter.beforePrompt();
    if (worked && (await forgetTypedAhead(input))) throw new Interrupted();
    const seen: { left: "back" | "interrupted" } = { left: "interrupted" };
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    const showCursor = (): void => {
      output.write(SHOW_CURSOR);
    };
    const prompt = make({ input, output, signal: gone.signal }, () => seen.left);
    prompt.on("key", (_, key) => {
      seen.left = key.name === "escape" ? "back" : "interrupted";
      // Ctrl-D closes readline under the engine, which would then wait for ever, and Node would end with code 13.
      if (key.ctrl === true && key.name === "d") prompt.state = "cancel";
    });
    process.once("exit", showCursor);
    signal?.addEventListener("abort", leave, { once: true });
    input.once("end", leave).once("error", leave);
    try {
      const value = await prompt.prompt();
      if (prompt.state === "cancel") {
        if (seen.left === "back" && !gone.signal.aborted) return BACK;
        throw new Interrupted();
      }
      const answer = answerOf(value as V);
      if (answer === undefined) throw new Interrupted();
      return answer;
    } finally {
      process.off("exit", showCursor);
      signal?.removeEventListener("abort", leave);
      input.off("end", leave).off("error", leave);
    }
  }
}

const problemOf =
  (page: Page, validate: Validate | undefined) =>
  (value: string): string | null => {
    const problem = validate?.(value) ?? null;
    return problem === null ? null : page.say(problem);
  };

function stateOf(engine: Engine, left: "back" | "interrupted"): PromptState {
  if (engine.state === "submit") return "answered";
  if (engine.state === "cancel") return left;
  return engine.state === "error" ? "refused" : "asking";
}
