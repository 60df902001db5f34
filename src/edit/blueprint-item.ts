/** One item of `envVars`: found, compared, written new, or changed as little as possible. Source: https://render.com/docs/blueprint-spec#environment-variables */
import { isAlias, isScalar, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { type BlueprintDocument, scalarText } from "../render/document.ts";
import { yamlQuoted, yamlString } from "./literals.ts";
import { indentAt, insertLines, splice } from "./splice.ts";
import { dominantLineEnd } from "./text-file.ts";
import { endOf, placeOfPair, placeOfValue, startOf } from "./yaml-places.ts";

/** A literal (with another one for preview environments), or a value that is set in the Dashboard. */
export type BlueprintVariable =
  | { readonly key: string; readonly value: string; readonly previewValue?: string }
  | { readonly key: string; readonly sync: false };

/** Index of the last item with the key, which is the one that counts; -1 if there is none. */
export function itemWith(document: BlueprintDocument, list: YAMLSeq, key: string): number {
  return list.items.findLastIndex((item) => {
    const map = document.resolve(item);
    return map !== null && document.scalar(map as YAMLMap, "key") === key;
  });
}

/** True where the item gives the variable what is wanted. A boolean is never a value: Render takes strings and numbers. */
export function sameVariable(document: BlueprintDocument, item: YAMLMap, variable: BlueprintVariable): boolean {
  if ("sync" in variable) {
    const elsewhere = ["fromService", "fromDatabase"].some((key) => document.value(item, key) !== null);
    return document.value(item, "value") === null && (elsewhere || document.scalar(item, "sync") === "false");
  }
  const preview = variable.previewValue;
  return (
    isLiteral(document, item, "value", variable.value) &&
    (preview === undefined || isLiteral(document, item, "previewValue", preview))
  );
}

function isLiteral(document: BlueprintDocument, item: YAMLMap, key: string, text: string): boolean {
  const node = document.value(item, key);
  return isScalar(node) && ["string", "number"].includes(typeof node.value) && scalarText(node) === text;
}

/** The lines of a new item, without indentation in front; a single one in flow style. */
export function newItem(variable: BlueprintVariable, style: { flow: boolean; gap: string }): string[] {
  const fields = [`key: ${yamlString(variable.key)}`];
  if ("sync" in variable) fields.push("sync: false");
  else {
    fields.push(`value: ${yamlString(variable.value)}`);
    if (variable.previewValue !== undefined) fields.push(`previewValue: ${yamlString(variable.previewValue)}`);
  }
  if (style.flow) return [`${style.gap === "" ? "" : `-${style.gap}`}{${fields.join(", ")}}`];
  return fields.map((field, index) => (index === 0 ? "-" : " ") + style.gap + field);
}

export interface ItemChange {
  readonly changed: string;
  /** The same change for the item as a plain value: what the new text must parse to. */
  readonly plain: (item: Record<string, unknown>) => Record<string, unknown>;
}

/** The text with the item at `index` giving what is wanted. `item` is the mapping behind it. */
export function withItem(
  document: BlueprintDocument,
  list: YAMLSeq,
  index: number,
  item: YAMLMap,
  variable: BlueprintVariable,
): ItemChange {
  const text = document.text;
  const literal = "value" in variable;
  const preview = literal ? variable.previewValue : undefined;
  const written = list.items[index] as Node;
  if (isAlias(written)) {
    const flow = newItem(variable, { flow: true, gap: "" })[0] ?? "";
    return { changed: splice(text, startOf(written), endOf(written), flow), plain: () => ({ ...variable }) };
  }
  const own = (key: string): Pair | undefined =>
    item.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  const wanted = literal ? "value" : "sync";
  const payload = item.items.filter(
    (pair) => isScalar(pair.key) && !["key", "previewValue", "<<"].includes(String(pair.key.value)),
  );
  const at = own(wanted) ?? payload[0];
  let changed = text;
  // From the end of the item to its beginning, so that the offsets in front stay right.
  const edits: { at: number; make: (text: string) => string }[] = [];
  if (preview !== undefined) {
    const there = own("previewValue");
    if (there === undefined) edits.push(addPair(item, at ?? own("key"), `previewValue: ${yamlString(preview)}`));
    else if (!isLiteral(document, item, "previewValue", preview)) edits.push(setValue(there, preview));
  }
  if (at === undefined)
    edits.push(addPair(item, own("key"), literal ? `value: ${yamlString(variable.value)}` : "sync: false"));
  else if (literal && own("value") === at) {
    if (!isLiteral(document, item, "value", variable.value)) edits.push(setValue(at, variable.value));
  } else edits.push(setPair(at, literal ? `value: ${yamlString(variable.value)}` : "sync: false"));
  for (const edit of edits.sort((a, b) => b.at - a.at)) changed = edit.make(changed);
  const plain = (before: Record<string, unknown>): Record<string, unknown> => {
    const kept = before.previewValue;
    return { ...(kept === undefined ? {} : { previewValue: kept }), ...variable };
  };
  return { changed, plain };
}

function addPair(
  item: YAMLMap,
  behind: Pair | undefined,
  field: string,
): { at: number; make: (text: string) => string } {
  const end = behind === undefined ? endOf(item) : placeOfPair(behind).end;
  const column = item.items[0] === undefined ? startOf(item) : placeOfPair(item.items[0]).start;
  return {
    at: end,
    make: (text) =>
      item.flow === true
        ? splice(text, end, end, `, ${field}`)
        : insertLines(text, end, [indentAt(text, column) + field], dominantLineEnd(text)),
  };
}

/** `key: value` in place of another pair; a block scalar's last line end stays. */
function setPair(pair: Pair, field: string): { at: number; make: (text: string) => string } {
  const { start, end } = placeOfPair(pair);
  return { at: start, make: (text) => splice(text, start, beforeLineEnd(text, end), field) };
}

function setValue(pair: Pair, value: string): { at: number; make: (text: string) => string } {
  const { start, end, empty } = placeOfValue(pair);
  return {
    at: start,
    make: (text) =>
      splice(text, start, beforeLineEnd(text, end), (empty ? " " : "") + inStyleOf(pair.value as Scalar | null, value)),
  };
}

/** Single quotes where there were some and the value can stand in them; double ones where there were; otherwise as a new value. */
function inStyleOf(old: Scalar | null, value: string): string {
  const type = isScalar(old) ? old.type : undefined;
  const quoted = yamlQuoted(value);
  if (type === "QUOTE_SINGLE" && quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("\\\\", "\\") === value) {
    return `'${value.replaceAll("'", "''")}'`;
  }
  return type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? quoted : yamlString(value);
}

function beforeLineEnd(text: string, end: number): number {
  const trailing = /[\r\n]+$/.exec(text.slice(0, end))?.[0].length ?? 0;
  return end - trailing;
}
