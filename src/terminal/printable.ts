/** The only way from a Text to a screen: one language, secrets starred, and nothing in it that could drive the terminal. */
import { mask } from "../lib/secrets.ts";
import type { Lang, Text } from "../lib/text.ts";

/**
 * Control characters other than newline, and the Unicode controls that turn the direction of writing round
 * (https://trojansource.codes). A file name or a line of source may hold them; a screen must show them, not obey them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const DRIVING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const shown = (character: string): string => {
  if (character === "\t") return "    ";
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
};

/** Text from outside as something that can be printed. `\r\n` and `\r` end a line, as `\n` does. */
export function printable(words: string): string {
  return mask(words.replace(/\r\n?/g, "\n").replace(DRIVING, shown));
}

/** Picks the language and makes the words printable. Masking comes before wrapping, which could cut a secret in two. */
export type Say = (text: Text) => string;

export function speaker(lang: Lang): Say {
  return (text) => printable(text[lang]);
}
