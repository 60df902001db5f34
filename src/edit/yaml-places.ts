/** Where things stand in YAML source: the tree says the place, and nothing is ever printed from it. */
import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";

/** The key, the `:` and the value of a pair, as offsets. */
export interface PairPlace {
  readonly start: number;
  readonly end: number;
}

export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/**
 * Offset behind the last character that belongs to a node: comments and blank lines behind it do not. A block scalar (`|`, `>`) ends
 * behind its last line end, which is a part of it.
 */
export function endOf(node: Node): number {
  const pair = isMap(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (pair !== undefined) return placeOfPair(pair).end;
  const item: unknown = isSeq(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (isNode(item)) return Math.max(endOf(item), dashOf(node as YAMLSeq, -1) + 1);
  return node.range?.[1] ?? 0;
}

export function placeOfPair(pair: Pair): PairPlace {
  const value = writtenValue(pair);
  return { start: startOf(pair.key as Node), end: value === null ? behindColon(pair) : endOf(value) };
}

/** Offset behind the `:` of a pair; behind its key where it has none. */
export function behindColon(pair: Pair): number {
  const colon = pair.srcToken?.sep?.find((token) => token.type === "map-value-ind");
  return colon === undefined ? endOf(pair.key as Node) : colon.offset + 1;
}

/** The value that is written; null for an empty one, whose place the parser puts behind comments. */
function writtenValue(pair: Pair): Node | null {
  const value = pair.value;
  return isNode(value) && !(isScalar(value) && value.range?.[0] === value.range?.[1]) ? value : null;
}

/** The written value alone, without anchor and tag; for an empty one the place behind the `:`. */
export function placeOfValue(pair: Pair): PairPlace & { readonly empty: boolean } {
  const value = writtenValue(pair);
  return {
    start: value === null ? behindColon(pair) : startOf(value),
    end: placeOfPair(pair).end,
    empty: value === null,
  };
}

/** Offset of the `-` of an item of a block list; negative indexes count from the end. */
export function dashOf(list: YAMLSeq, index: number): number {
  const token = list.srcToken;
  if (token?.type !== "block-seq") return startOf(list);
  const dashes = token.items.flatMap((item) => item.start.filter((one) => one.type === "seq-item-ind"));
  return dashes.at(index)?.offset ?? startOf(list);
}

/** Offset of the comma in front of an item of a flow list, or of the trailing one behind the last (index = number of items); null if there is none. */
export function commaBefore(list: YAMLSeq | YAMLMap, index: number): number | null {
  const token = list.srcToken;
  if (token?.type !== "flow-collection") return null;
  return token.items[index]?.start.find((one) => one.type === "comma")?.offset ?? null;
}

/** Offset of the closing bracket of a flow list or mapping. */
export function closingOf(list: YAMLSeq | YAMLMap): number {
  return (list.range?.[1] ?? 1) - 1;
}
