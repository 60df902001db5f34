/** What a question is. The table (questions.ts) is made of these; flags, environment, answers file, schema, prompts and help read it. */
import type * as z from "zod";
import type { Text } from "../lib/text.ts";
import type { CommandName } from "./command-names.ts";

/** What a schema is made with, handed to it by whoever has loaded zod, so that --help need not. */
export type Zod = Pick<typeof z, "array" | "boolean" | "enum" | "int" | "number" | "string">;

/** The part of the tool that a question belongs to. The first three after `common` are providers. */
export const GROUPS = [
  "common",
  "s3",
  "cloudinary",
  "render-disk",
  "render",
  "migrate",
  "check",
  "compare",
  "policy",
] as const;
export type Group = (typeof GROUPS)[number];

export type AnswerValue = string | number | boolean | readonly string[];

interface Asked {
  readonly flag: `--${string}`;
  /** Variables that hold the value, the first that is set wins. */
  readonly env: readonly string[];
  /** Variables that are looked at elsewhere and are not the value itself; help names them. */
  readonly alsoReads?: readonly string[];
  readonly group: Group;
  /** Commands that take the flag. */
  readonly commands: readonly CommandName[];
  /** Kept in the answers file. One-time flags and paths of the machine are not. */
  readonly persisted: boolean;
  /** One line for help, and the description in the JSON Schema. */
  readonly description: Text;
  /** What stands for the value in help: `NAME`. */
  readonly placeholder: string;
  readonly example: string;
  /** The default in words, where it depends on the project. */
  readonly defaultText?: Text;
}

export interface TextQuestion extends Asked {
  readonly kind: "text";
  readonly default?: string;
  /** `--prefix=` means something. */
  readonly emptyAllowed: boolean;
  /** Spellings that mean the same become one. */
  readonly tidy: (value: string) => string;
  /** Why the value cannot be right by its form; null: it can. */
  readonly problem: (value: string) => Text | null;
  readonly schema: (zod: Zod) => z.ZodString;
}

/** Repeatable; `--no-…` stands for the empty list. */
export interface ListQuestion extends Asked {
  readonly kind: "list";
  readonly tidy: (item: string) => string;
  readonly problem: (item: string) => Text | null;
  readonly schema: (zod: Zod) => z.ZodArray<z.ZodString>;
}

export interface ChoiceQuestion<C extends string = string> extends Asked {
  readonly kind: "choice";
  readonly choices: readonly C[];
  readonly default?: C;
  readonly schema: (zod: Zod) => z.ZodEnum<{ [K in C]: K }>;
}

export interface SwitchQuestion extends Asked {
  readonly kind: "switch";
  /** Has a `--no-…` form. */
  readonly negatable: boolean;
  /** What may stand behind an `=`, and means more than the bare flag: `--verify=bytes`. */
  readonly words: readonly string[];
  readonly default?: boolean;
  readonly schema: (zod: Zod) => z.ZodBoolean;
}

export interface NumberQuestion extends Asked {
  readonly kind: "number";
  /** Why the word cannot be right, in better words than its two ends; null: it may be. */
  readonly problem: (word: string) => Text | null;
  /** Up to three decimals, behind a point; false: whole numbers. */
  readonly fractions: boolean;
  readonly minimum: number;
  readonly maximum: number;
  readonly default?: number;
  readonly schema: (zod: Zod) => z.ZodNumber;
}

export type Question = TextQuestion | ListQuestion | ChoiceQuestion | SwitchQuestion | NumberQuestion;

type Given = Pick<Asked, "flag" | "group" | "commands" | "description"> & Partial<Asked>;
const FALLBACK = { env: [], persisted: false, placeholder: "", example: "" } as const;

export function text(
  given: Given & Partial<Pick<TextQuestion, "default" | "emptyAllowed" | "tidy" | "problem" | "schema">>,
): TextQuestion {
  return {
    ...FALLBACK,
    kind: "text",
    emptyAllowed: false,
    tidy: (value) => value,
    problem: () => null,
    schema: (zod) => (given.emptyAllowed ? zod.string() : zod.string().min(1)),
    ...given,
  };
}

export function list(given: Given & Pick<ListQuestion, "tidy" | "problem">): ListQuestion {
  return { ...FALLBACK, kind: "list", schema: (zod) => zod.array(zod.string().min(1)), ...given };
}

export function choice<const C extends string>(
  given: Given & { readonly choices: readonly C[]; readonly default?: C },
): ChoiceQuestion<C> {
  return { ...FALLBACK, kind: "choice", schema: (zod) => zod.enum(given.choices), ...given };
}

export function toggle(
  given: Given & Partial<Pick<SwitchQuestion, "negatable" | "words" | "default">>,
): SwitchQuestion {
  return { ...FALLBACK, kind: "switch", negatable: false, words: [], schema: (zod) => zod.boolean(), ...given };
}

export function number(
  given: Given &
    Pick<NumberQuestion, "minimum" | "maximum"> & {
      default?: number;
      fractions?: boolean;
      problem?: NumberQuestion["problem"];
    },
): NumberQuestion {
  return {
    ...FALLBACK,
    kind: "number",
    fractions: false,
    problem: () => null,
    schema: (zod) => (given.fractions === true ? zod.number() : zod.int()).min(given.minimum).max(given.maximum),
    ...given,
  };
}
