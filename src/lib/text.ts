/** Sentences for people. A Text is one sentence, already filled in, in every language; a reporter picks one at the edge. */

export const LANGUAGES = ["en", "es"] as const;
export type Lang = (typeof LANGUAGES)[number];

export type Text = { readonly [L in Lang]: string };

/** The same words in every language: a path, a command, an ARN. */
export function verbatim(words: string): Text {
  return { en: words, es: words };
}

/** Texts one after another, with `separator` between them. */
export function join(texts: readonly Text[], separator = " "): Text {
  return { en: texts.map((t) => t.en).join(separator), es: texts.map((t) => t.es).join(separator) };
}
