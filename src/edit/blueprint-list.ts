/** The list of a service's variables, in block or flow style: an item put in or taken out, in the layout that the list has. */
import type { Pair, YAMLMap, YAMLSeq } from "yaml";
import { type BlueprintVariable, newItem } from "./blueprint-item.ts";
import type { ServicePlace } from "./service-place.ts";
import { indentAt, insertLines, lineHead, lineStop, removeLines, splice, startsLine } from "./splice.ts";
import { closingOf, commaBefore, dashOf, endOf, placeOfPair, startOf } from "./yaml-places.ts";

/** A new item behind that at `behind` of a block list (null: the last), with its dash, its gap and its style. */
export function withBlockItem(
  text: string,
  list: YAMLSeq,
  variable: BlueprintVariable,
  eol: string,
  behind: number | null = null,
): string {
  const dash = dashOf(list, behind ?? -1);
  const last = list.items.at(behind ?? -1) as YAMLMap | undefined;
  const gap = last === undefined ? "" : /^ *$/.exec(text.slice(dash + 1, startOf(last)))?.[0];
  const lines = newItem(variable, { flow: last?.flow === true, gap: gap || " " });
  const indent = indentAt(text, dash);
  return insertLines(
    text,
    behind === null || last === undefined ? endOf(list) : Math.max(endOf(last), dash + 1),
    lines.map((line) => indent + line),
    eol,
  );
}

/** A new item behind that at `behind` of a flow list (null: the last); on a line of its own if that one is. */
export function withFlowItem(
  text: string,
  list: YAMLSeq,
  variable: BlueprintVariable,
  eol: string,
  behind: number | null = null,
): string {
  const [item = ""] = newItem(variable, { flow: true, gap: "" });
  const index = behind ?? list.items.length - 1;
  const last = list.items[index] as YAMLMap | undefined;
  if (last === undefined) return splice(text, startOf(list) + 1, startOf(list) + 1, item);
  const end = endOf(last);
  const comma = commaBefore(list, index + 1);
  if (!startsLine(text, startOf(last))) return splice(text, end, end, `, ${item}`);
  const indent = lineHead(text, startOf(last));
  if (lineStop(text, end) > closingOf(list)) return splice(text, end, end, `,${eol}${indent}${item}`);
  if (comma !== null) return insertLines(text, comma + 1, [`${indent}${item},`], eol);
  return splice(insertLines(text, end, [indent + item], eol), end, end, ",");
}

/** A list with one item for a service that has none: at the end of the service, or behind an `envVars:` that is empty. */
export function withNewList(place: ServicePlace, variable: BlueprintVariable, eol: string): string {
  const { document, service, text, pair } = place;
  if (service.flow === true) {
    const [item = ""] = newItem(variable, { flow: true, gap: "" });
    if (pair !== null) return splice(text, placeOfPair(pair).end, placeOfPair(pair).end, ` [${item}]`);
    const end = service.items.length === 0 ? startOf(service) + 1 : placeOfPair(service.items.at(-1) as Pair).end;
    return splice(text, end, end, `${service.items.length === 0 ? "" : ", "}envVars: [${item}]`);
  }
  const first = service.items[0] as Pair;
  const indent = indentAt(text, placeOfPair(first).start);
  const items = newItem(variable, { flow: false, gap: " " }).map((line) => indent + document.listIndent() + line);
  if (pair !== null) return insertLines(text, placeOfPair(pair).end, items, eol);
  return insertLines(text, endOf(service), [`${indent}envVars:`, ...items], eol);
}

/** A flow list without an item and its comma. Comments stay. */
export function withoutFlowItem(text: string, list: YAMLSeq, index: number): string {
  const item = list.items[index] as YAMLMap;
  const start = startOf(item);
  const end = endOf(item);
  const before = commaBefore(list, index);
  const after = commaBefore(list, index + 1);
  const alone = startsLine(text, start) && /^[ \t]*,?[ \t]*(?:#|$)/.test(text.slice(end, lineStop(text, end)));
  if (alone) {
    const shorter = removeLines(text, start, end);
    return after === null && before !== null ? splice(shorter, before, before + 1, "") : shorter;
  }
  const previous = list.items[index - 1] as YAMLMap | undefined;
  const next = list.items[index + 1] as YAMLMap | undefined;
  const between = (from: number, to: number) => (/#/.test(text.slice(from, to)) ? null : splice(text, from, to, ""));
  if (previous !== undefined) {
    const plain = between(endOf(previous), start);
    if (plain !== null) return splice(text, endOf(previous), end, "");
    return before === null ? text : splice(splice(text, start, end, ""), before, before + 1, "");
  }
  if (next !== undefined && between(end, startOf(next)) !== null) return splice(text, start, startOf(next), "");
  return splice(text, start, after === null ? end : after + 1, "");
}
