/** Answers as words: a value, and where it came from. */
import { MASK, Secret } from "../lib/secrets.ts";
import { type Text, verbatim } from "../lib/text.ts";
import * as words from "../messages/terminal.ts";
import type { SourcedValue } from "../model/answers.ts";

/** Names of answers that are secrets even where they arrive as a plain string. An access key's id counts as one. */
const SECRET_NAME = /access.?key|secret|token|password|api.?key|CLOUDINARY_URL/i;

export function isSecret(value: SourcedValue): boolean {
  return value.value instanceof Secret || SECRET_NAME.test(value.name);
}

export function valueText(value: SourcedValue): Text {
  const inner = value.value;
  if (isSecret(value) || inner instanceof Secret) return verbatim(MASK);
  if (typeof inner === "boolean") return inner ? words.YES : words.NO;
  if (typeof inner === "string" || typeof inner === "number")
    return inner === "" ? words.NOTHING : verbatim(String(inner));
  return inner.length === 0 ? words.NOTHING : verbatim(inner.join(", "));
}

/** `flag: --bucket`, `project: render.yaml:12`, `default`; `environment variables` names its source itself. */
export function sourceOf(value: SourcedValue): Text {
  const source = words.SOURCE_NAMES[value.source];
  const { detail } = value;
  if (detail === undefined) return source;
  if (detail.en.startsWith(source.en)) return detail;
  return { en: `${source.en}: ${detail.en}`, es: `${source.es}: ${detail.es}` };
}
