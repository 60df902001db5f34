/** What the methods that change a list or a dict leave behind. */
import type { Arguments } from "./calls.ts";
import { binary, mergeDicts } from "./operators.ts";
import { list, type Value } from "./values.ts";

/** The container after `container.method(args)`. A method that we do not know leaves it incomplete. */
export function changedBy(container: Value, method: string, args: Arguments): Value {
  const [first, second] = args.positional;
  if (container.type === "list") {
    const { items, complete, assumed } = container;
    if (method === "append" && first) return list([...items, first], complete, assumed);
    if (method === "insert" && second) {
      const at = first?.type === "number" ? first.number : 0;
      return list([...items.slice(0, at), second, ...items.slice(at)], complete, assumed);
    }
    if (method === "extend" && first) return binary("+", container, first);
    if (method === "remove" && first) return binary("-", container, list([first]));
    if (method === "clear") return list([]);
    return ["sort", "reverse"].includes(method) ? container : { ...container, complete: false };
  }
  if (container.type === "dict" && method === "update") {
    const named: Value & { type: "dict" } = { type: "dict", entries: args.named, complete: true, assumed: false };
    if (first && first.type !== "dict") return { ...container, complete: false };
    return mergeDicts(first?.type === "dict" ? mustBeDict(mergeDicts(container, first)) : container, named);
  }
  if (container.type === "dict" && method === "setdefault" && first?.type === "text") {
    if (container.entries.has(first.text) || !second) return container;
    return { ...container, entries: new Map([...container.entries, [first.text, second]]) };
  }
  return container;
}

function mustBeDict(value: Value): Value & { type: "dict" } {
  return value.type === "dict" ? value : { type: "dict", entries: new Map(), complete: false, assumed: true };
}
