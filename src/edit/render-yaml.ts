/** The variables of one service in render.yaml, set and removed by splicing: every byte outside the change stays. */
import type { Pair, YAMLMap, YAMLSeq } from "yaml";
import { BlueprintDocument } from "../render/document.ts";
import { type BlueprintVariable, itemWith, sameVariable, withItem } from "./blueprint-item.ts";
import { withBlockItem, withFlowItem, withNewList, withoutFlowItem } from "./blueprint-list.ts";
import { assertVariableName } from "./literals.ts";
import { ServicePlace } from "./service-place.ts";
import { removeLines, splice } from "./splice.ts";
import { dominantLineEnd } from "./text-file.ts";
import { behindColon, dashOf, endOf, placeOfPair } from "./yaml-places.ts";

export type { BlueprintVariable } from "./blueprint-item.ts";

export interface BlueprintOptions {
  /** Name of the file for places; `render.yaml` if not given. */
  readonly file?: string;
  /** Keys that the service gets from elsewhere (a group that is not in this file): added nowhere. */
  readonly provided?: readonly string[];
  /** Names of services that may get the variables too, where they share the list through an anchor: they run the same code. */
  readonly sharing?: readonly string[];
  /** Keys that will be taken out afterwards: what is new goes behind the last of them that is there, and so stands in its place. */
  readonly leaving?: readonly string[];
}

/**
 * The text with every variable in the `envVars` of the service called `service`, also one of a project's environment. What is there and as wanted stays as it is
 * written; another literal is exchanged in place, with its quotes and comments; what is missing goes to the end of the list, in the style of its last item. `sync: false`
 * is content with a reference (`fromService`, `fromDatabase`), and replaces a literal. A key that one of the service's groups in this file gives (the same literal, or any
 * value for `sync: false`) is not added a second time. Setting twice is setting once; `removeServiceEnv` of new keys gives back the text.
 *
 * Throws Failure (exit 2), with the place: a file that `readBlueprint` refuses, no such service or two of that name, a list that a group, or a service that is
 * not in `sharing`, shares by an anchor,
 * and anything where the new text would not parse to the old value plus exactly what was meant.
 */
export function setServiceEnv(
  text: string,
  service: string,
  variables: readonly BlueprintVariable[],
  options: BlueprintOptions = {},
): string {
  const provided = new Set(options.provided);
  const sharing = new Set(options.sharing);
  let document = new BlueprintDocument(text, options.file ?? "render.yaml");
  // Also where there is nothing to set, a service that is not there is said.
  let place = new ServicePlace(document, service);
  let behind = lastOf(place, options.leaving ?? []);
  for (const variable of variables) {
    assertVariableName(variable.key);
    const before = place.list?.items.length ?? 0;
    document = setOne(place, variable, { provided: provided.has(variable.key), sharing, behind });
    if (document !== place.document) place = new ServicePlace(document, service);
    if (behind !== null && (place.list?.items.length ?? 0) > before) behind += 1;
  }
  return document.text;
}

/** The text without any item for these keys in the service's `envVars`; an `envVars` that would be left empty goes too. Throws as `setServiceEnv`. */
export function removeServiceEnv(
  text: string,
  service: string,
  keys: Iterable<string>,
  options: BlueprintOptions = {},
): string {
  const sharing = new Set(options.sharing);
  let place = new ServicePlace(new BlueprintDocument(text, options.file ?? "render.yaml"), service);
  for (const key of keys) {
    for (;;) {
      const index = place.list === null ? -1 : itemWith(place.document, place.list, key);
      if (place.list === null || index === -1) break;
      place = new ServicePlace(removeOne(place, place.list, { index, key, sharing }), service);
    }
  }
  return place.text;
}

/** Index of the last item with one of the keys; null if there is none. */
function lastOf({ document, list }: ServicePlace, keys: readonly string[]): number | null {
  const found = list === null ? [] : keys.map((key) => itemWith(document, list, key)).filter((index) => index !== -1);
  return found.length === 0 ? null : Math.max(...found);
}

/** `behind`: index of the item that a new one follows; null: the last. */
function setOne(
  place: ServicePlace,
  variable: BlueprintVariable,
  { provided, sharing, behind }: { provided: boolean; sharing: ReadonlySet<string>; behind: number | null },
): BlueprintDocument {
  const { document, list, text } = place;
  const index = list === null ? -1 : itemWith(document, list, variable.key);
  if (list !== null && index !== -1) {
    const item = document.mappings(place.service, "envVars")[index];
    if (item === undefined || sameVariable(document, item, variable)) return document;
    place.assertOwn(sharing);
    const { changed, plain } = withItem(document, list, index, item, variable);
    return place.checked(changed, variable.key, (items) => items.map((one, at) => (at === index ? plain(one) : one)));
  }
  if (provided || place.givenByGroup(variable)) return document;
  place.assertOwn(sharing);
  const eol = dominantLineEnd(text);
  const changed =
    list === null
      ? withNewList(place, variable, eol)
      : list.flow === true
        ? withFlowItem(text, list, variable, eol, behind)
        : withBlockItem(text, list, variable, eol, behind);
  const at = behind === null ? (list?.items.length ?? 0) : behind + 1;
  return place.checked(changed, variable.key, (items) => [...items.slice(0, at), { ...variable }, ...items.slice(at)]);
}

function removeOne(
  place: ServicePlace,
  list: YAMLSeq,
  { index, key, sharing }: { index: number; key: string; sharing: ReadonlySet<string> },
): BlueprintDocument {
  place.assertOwn(sharing);
  const { text, pair, service } = place;
  const item = list.items[index] as YAMLMap;
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
