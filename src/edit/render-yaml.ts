/** The variables of one service in render.yaml, set and removed by splicing: every byte outside the change stays. */
import { isDeepStrictEqual } from "node:util";
import { isSeq, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { Failure } from "../lib/failure.ts";
import {
  blueprintNoService,
  blueprintServiceTwice,
  blueprintSharedVariables,
  blueprintTooIntricate,
} from "../messages/edit.ts";
import { BlueprintDocument } from "../render/document.ts";
import { type BlueprintVariable, itemWith, newItem, sameVariable, withItem } from "./blueprint-item.ts";
import { assertVariableName } from "./literals.ts";
import { indentAt, insertLines, lineHead, lineStop, removeLines, splice, startsLine } from "./splice.ts";
import { dominantLineEnd } from "./text-file.ts";
import { behindColon, closingOf, commaBefore, dashOf, endOf, placeOfPair, startOf } from "./yaml-places.ts";

export type { BlueprintVariable } from "./blueprint-item.ts";

export interface BlueprintOptions {
  /** Name of the file for places; `render.yaml` if not given. */
  readonly file?: string;
  /** Keys that the service gets from elsewhere (a group that is not in this file): added nowhere. */
  readonly provided?: readonly string[];
}

/**
 * The text with every variable in the `envVars` of the service called `service`, also one of a project's environment. What is there and as wanted stays as it is
 * written; another literal is exchanged in place, with its quotes and comments; what is missing goes to the end of the list, in the style of its last item. `sync: false`
 * is content with a reference (`fromService`, `fromDatabase`), and replaces a literal. A key that one of the service's groups in this file gives (the same literal, or any
 * value for `sync: false`) is not added a second time. Setting twice is setting once; `removeServiceEnv` of new keys gives back the text.
 *
 * Throws Failure (exit 2), with the place: a file that `readBlueprint` refuses, no such service or two of that name, a list that another service shares by an anchor,
 * and anything where the new text would not parse to the old value plus exactly what was meant.
 */
export function setServiceEnv(
  text: string,
  service: string,
  variables: readonly BlueprintVariable[],
  options: BlueprintOptions = {},
): string {
  return variables.reduce((result, variable) => {
    assertVariableName(variable.key);
    return setOne(new Place(result, service, options), variable);
  }, text);
}

/** The text without any item for these keys in the service's `envVars`; an `envVars` that would be left empty goes too. Throws as `setServiceEnv`. */
export function removeServiceEnv(
  text: string,
  service: string,
  keys: Iterable<string>,
  options: BlueprintOptions = {},
): string {
  let result = text;
  for (const key of keys) {
    for (;;) {
      const place = new Place(result, service, options);
      const index = place.list === null ? -1 : itemWith(place.document, place.list, key);
      if (place.list === null || index === -1) break;
      result = removeOne(place, place.list, index);
    }
  }
  return result;
}

/** A service in a parsed text, and the list of its variables wherever that is written. */
class Place {
  readonly document: BlueprintDocument;
  readonly service: YAMLMap;
  /** Its own `envVars:`, or that of a merged mapping; null if there is none. */
  readonly pair: Pair | null;
  readonly list: YAMLSeq | null;
  readonly provided: ReadonlySet<string>;
  readonly options: BlueprintOptions;
  readonly name: string;

  constructor(text: string, name: string, options: BlueprintOptions) {
    this.name = name;
    this.options = options;
    this.document = new BlueprintDocument(text, options.file ?? "render.yaml");
    const services = this.document.services();
    const named = services.filter((map) => this.document.scalar(map, "name") === name);
    const [service, second] = named;
    const names = services.map((map) => this.document.scalar(map, "name") ?? "");
    if (service === undefined) throw new Failure(blueprintNoService(this.document.file, name, names));
    if (second !== undefined) throw new Failure(blueprintServiceTwice(this.document.placeOf(second), name));
    this.service = service;
    this.pair = this.document.pair(service, "envVars");
    const node = this.document.value(service, "envVars");
    this.list = isSeq(node) ? node : null;
    // Says it where the shape is wrong.
    this.document.mappings(service, "envVars");
    this.provided = new Set(options.provided);
  }

  get text(): string {
    return this.document.text;
  }

  /** Throws Failure where a change of the list would change another service or group as well. */
  assertOwn(): void {
    const sharing = [...this.document.services(), ...this.document.groups()].filter(
      (map) => map !== this.service && this.list !== null && this.document.value(map, "envVars") === this.list,
    );
    if (sharing.length === 0) return;
    const others = sharing.map((map) => this.document.scalar(map, "name") ?? "?");
    const at = this.pair === null ? startOf(this.service) : placeOfPair(this.pair).start;
    throw new Failure(blueprintSharedVariables(this.document.place(at), this.name, others));
  }

  /** True where a group of the service gives the key, with the value that is wanted. */
  givenByGroup(variable: BlueprintVariable): boolean {
    if (this.provided.has(variable.key)) return true;
    const groups = this.document
      .mappings(this.service, "envVars")
      .map((item) => this.document.scalar(item, "fromGroup"));
    return this.document.groups().some((group) => {
      if (!groups.includes(this.document.scalar(group, "name") ?? "")) return false;
      const item = this.document
        .mappings(group, "envVars")
        .findLast((entry) => this.document.scalar(entry, "key") === variable.key);
      return item !== undefined && ("sync" in variable || this.document.scalar(item, "value") === variable.value);
    });
  }

  /** Throws Failure unless the new text parses to what the old one did with `change` made to the service's variables. */
  checked(text: string, key: string, change: (variables: Record<string, unknown>[]) => unknown[] | undefined): string {
    const meant = this.document.toJS();
    const plain = BlueprintDocument.servicesOf(meant).find((service) => service.name === this.name);
    const list = plain?.envVars;
    if (plain !== undefined) {
      const changed = change(Array.isArray(list) ? list : []);
      if (changed === undefined) delete plain.envVars;
      else if (Array.isArray(list)) list.splice(0, list.length, ...changed);
      else plain.envVars = changed;
    }
    if (!isDeepStrictEqual(this.#read(text), meant)) {
      throw new Failure(blueprintTooIntricate(this.document.placeOf(this.service), this.name, key));
    }
    return text;
  }

  #read(text: string): unknown {
    try {
      return new BlueprintDocument(text, this.document.file).toJS();
    } catch {
      return undefined;
    }
  }
}

function setOne(place: Place, variable: BlueprintVariable): string {
  const { document, list, text } = place;
  const index = list === null ? -1 : itemWith(document, list, variable.key);
  if (list !== null && index !== -1) {
    const item = document.mappings(place.service, "envVars")[index];
    if (item === undefined || sameVariable(document, item, variable)) return text;
    place.assertOwn();
    const { changed, plain } = withItem(document, list, index, item, variable);
    return place.checked(changed, variable.key, (items) => items.map((one, at) => (at === index ? plain(one) : one)));
  }
  if (place.givenByGroup(variable)) return text;
  place.assertOwn();
  const eol = dominantLineEnd(text);
  const changed =
    list === null
      ? withNewList(place, variable, eol)
      : list.flow === true
        ? withFlowItem(text, list, variable, eol)
        : withBlockItem(text, list, variable, eol);
  return place.checked(changed, variable.key, (items) => [...items, { ...variable }]);
}

function withBlockItem(text: string, list: YAMLSeq, variable: BlueprintVariable, eol: string): string {
  const dash = dashOf(list, -1);
  const last = list.items.at(-1) as YAMLMap | undefined;
  const gap = last === undefined ? "" : /^ *$/.exec(text.slice(dash + 1, startOf(last)))?.[0];
  const lines = newItem(variable, { flow: last?.flow === true, gap: gap || " " });
  const indent = indentAt(text, dash);
  return insertLines(
    text,
    endOf(list),
    lines.map((line) => indent + line),
    eol,
  );
}

function withFlowItem(text: string, list: YAMLSeq, variable: BlueprintVariable, eol: string): string {
  const [item = ""] = newItem(variable, { flow: true, gap: "" });
  const last = list.items.at(-1) as YAMLMap | undefined;
  if (last === undefined) return splice(text, startOf(list) + 1, startOf(list) + 1, item);
  const end = endOf(last);
  const comma = commaBefore(list, list.items.length);
  if (!startsLine(text, startOf(last))) return splice(text, end, end, `, ${item}`);
  const indent = lineHead(text, startOf(last));
  if (lineStop(text, end) > closingOf(list)) return splice(text, end, end, `,${eol}${indent}${item}`);
  if (comma !== null) return insertLines(text, comma + 1, [`${indent}${item},`], eol);
  return splice(insertLines(text, end, [indent + item], eol), end, end, ",");
}

function withNewList(place: Place, variable: BlueprintVariable, eol: string): string {
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

function removeOne(place: Place, list: YAMLSeq, index: number): string {
  place.assertOwn();
  const { text, pair, service } = place;
  const item = list.items[index] as YAMLMap;
  const key = place.document.scalar(place.document.mappings(service, "envVars")[index] ?? item, "key") ?? "";
  const rest = (items: unknown[]) => items.filter((_, at) => at !== index);
  if (list.items.length > 1 || pair === null) {
    const changed =
      list.flow === true ? withoutFlowItem(text, list, index) : removeLines(text, dashOf(list, index), endOf(item));
    return place.checked(changed, key, rest);
  }
  const at = placeOfPair(pair);
  const own = service.items.indexOf(pair);
  if (list.flow !== true && own > 0 && service.flow !== true) {
    const withoutItem = removeLines(text, dashOf(list, 0), endOf(item));
    return place.checked(removeLines(withoutItem, at.start, at.start + 1), key, () => undefined);
  }
  if (service.flow === true && own > 0) {
    const before = placeOfPair(service.items[own - 1] as Pair).end;
    return place.checked(splice(text, before, at.end, ""), key, () => undefined);
  }
  const changed =
    list.flow === true
      ? withoutFlowItem(text, list, index)
      : splice(removeLines(text, dashOf(list, 0), endOf(item)), behindColon(pair), behindColon(pair), " []");
  return place.checked(changed, key, rest);
}

function withoutFlowItem(text: string, list: YAMLSeq, index: number): string {
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
