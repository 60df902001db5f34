/** A person in a script. Strict both ways: a question that the script does not expect fails, and so does an answer that nothing asked for. */
import type { Text } from "../../src/lib/text.ts";
import type { Back, Choice, Prompter } from "../../src/model/terminal.ts";
import { BACK } from "../../src/model/terminal.ts";

/** Takes what is proposed: Enter. */
export const KEEP: unique symbol = Symbol("keep");

export type Step =
  /** `label` picks by what is shown, as a person does. */
  | { readonly select: RegExp; readonly label: string | RegExp | Back | typeof KEEP }
  /** Every word of `refused` must be refused by the prompt's own judge, before `type` is taken. */
  | { readonly text: RegExp; readonly type: string | Back | typeof KEEP; readonly refused?: readonly string[] }
  | { readonly secret: RegExp; readonly type: string | Back; readonly refused?: readonly string[] }
  | { readonly confirm: RegExp; readonly say: boolean | Back | typeof KEEP };

export interface Asked {
  readonly message: Text;
  readonly initial: unknown;
  readonly choices: readonly { readonly label: string; readonly hint: string; readonly disabled: boolean }[];
}

export class ScriptedPrompter implements Prompter {
  readonly asked: Asked[] = [];
  readonly #steps: Step[];

  constructor(steps: readonly Step[]) {
    this.#steps = [...steps];
  }

  /** Throws if an answer is left. */
  done(): void {
    if (this.#steps.length > 0)
      throw new Error(`${this.#steps.length} answers were not asked for: ${describe(this.#steps[0])}`);
  }

  async select<T>(question: { message: Text; choices: readonly Choice<T>[]; initial?: T }): Promise<T | Back> {
    const { message, choices, initial } = question;
    const step = this.#next("select", message, initial, choices);
    if (step.label === BACK) return BACK;
    const chosen = choices.find((choice) =>
      step.label === KEEP ? choice.value === initial : matches(choice.label.en, step.label as string | RegExp),
    );
    if (chosen === undefined) throw new Error(`no choice ${String(step.label)} at: ${message.en}`);
    if (chosen.disabled === true) throw new Error(`${chosen.label.en} cannot be chosen at: ${message.en}`);
    return chosen.value;
  }

  async text(question: {
    message: Text;
    initial?: string;
    placeholder?: string;
    validate?: (value: string) => Text | null;
  }): Promise<string | Back> {
    const step = this.#next("text", question.message, question.initial);
    refuse(step.refused, question);
    if (step.type === BACK) return BACK;
    return accept(step.type === KEEP ? (question.initial ?? "") : String(step.type), question);
  }

  async secret(question: { message: Text; validate?: (value: string) => Text | null }): Promise<string | Back> {
    const step = this.#next("secret", question.message, undefined);
    refuse(step.refused, question);
    return step.type === BACK ? BACK : accept(step.type, question);
  }

  async confirm(question: { message: Text; initial: boolean }): Promise<boolean | Back> {
    const step = this.#next("confirm", question.message, question.initial);
    return step.say === KEEP ? question.initial : step.say;
  }

  #next<K extends Kind>(kind: K, message: Text, initial: unknown, choices: readonly Choice<unknown>[] = []): StepOf<K> {
    this.asked.push({
      message,
      initial,
      choices: choices.map(({ label, hint, disabled }) => ({
        label: label.en,
        hint: hint?.en ?? "",
        disabled: disabled === true,
      })),
    });
    const step = this.#steps.shift();
    if (step === undefined) throw new Error(`nobody answers: ${message.en}`);
    if (!isKind(step, kind)) throw new Error(`a ${kind} was asked (${message.en}), the script has ${describe(step)}`);
    const pattern = (step as Record<string, unknown>)[kind];
    if (!(pattern instanceof RegExp) || !pattern.test(message.en)) {
      throw new Error(`asked: ${message.en}\nthe script has ${describe(step)}`);
    }
    return step;
  }
}

type Kind = "select" | "text" | "secret" | "confirm";
type StepOf<K extends Kind> = Extract<Step, Record<K, RegExp>>;

function isKind<K extends Kind>(step: Step, kind: K): step is StepOf<K> {
  return kind in step;
}

function matches(label: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? label === wanted : wanted.test(label);
}

type Judged = { readonly message: Text; readonly validate?: (value: string) => Text | null };

function refuse(words: readonly string[] | undefined, { message, validate }: Judged): void {
  for (const word of words ?? []) {
    if ((validate?.(word) ?? null) === null)
      throw new Error(`${JSON.stringify(word)} was not refused at: ${message.en}`);
  }
}

function accept(word: string, { message, validate }: Judged): string {
  const problem = validate?.(word) ?? null;
  if (problem !== null) throw new Error(`${JSON.stringify(word)} was refused at: ${message.en}\n${problem.en}`);
  return word;
}

function describe(step: Step | undefined): string {
  if (step === undefined) return "nothing";
  return Object.entries(step)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(", ");
}
