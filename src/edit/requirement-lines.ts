/** requirements.txt as pip reads it: lines that go on over several, and what each of them is. */
import type { Line } from "./lines.ts";
import { type ParsedRequirement, parseRequirement } from "./requirement.ts";

/** A line of pip's: one line of the file, or several that end with a backslash. */
export interface LogicalLine {
  readonly first: number;
  readonly last: number;
  readonly kind: "blank" | "comment" | "option" | "requirement";
  readonly hashed: boolean;
  /** null for an option without a name, a path, or a URL that does not say its name. */
  readonly requirement: ParsedRequirement | null;
}

export function logicalLines(lines: readonly Line[]): LogicalLine[] {
  const found: LogicalLine[] = [];
  for (let first = 0; first < lines.length; ) {
    let last = first;
    let content = lines[first]?.body ?? "";
    // A comment does not go on, whatever it ends with.
    while (content.endsWith("\\") && !/^\s*#/.test(content) && last + 1 < lines.length) {
      last += 1;
      content = content.slice(0, -1) + (lines[last]?.body ?? "");
    }
    found.push(described(first, last, content));
    first = last + 1;
  }
  return found;
}

function described(first: number, last: number, content: string): LogicalLine {
  const bare = content.replace(/(?:^|\s)#.*$/, "").trimEnd();
  const hashed = /(?:^|\s)--(?:hash[=\s]|require-hashes\b)/.test(bare);
  const line = { first, last, hashed, requirement: null };
  if (bare.trim() === "") return { ...line, kind: content.trim() === "" ? "blank" : "comment" };
  const named = parseRequirement(bare.split(/\s--/, 1)[0] ?? "") ?? fromUrl(bare);
  return { ...line, kind: bare.trim().startsWith("-") ? "option" : "requirement", requirement: named };
}

/** The name of `-e git+https://…#egg=name[extra]`, or of a wheel. */
function fromUrl(line: string): ParsedRequirement | null {
  const egg = /[#&]egg=([^&\s]+)/.exec(line)?.[1] ?? /([^/\\\s]+?)-\d[^/\\\s]*\.whl\b/.exec(line)?.[1];
  return egg === undefined ? null : parseRequirement(egg);
}
