/** requirements.txt as pip-tools and uv make it: from what, and what each line of it is there for. */
import { splitLines } from "./lines.ts";
import { normalName } from "./requirement.ts";
import { logicalLines } from "./requirement-lines.ts";

/**
 * The command that made the file, from its first lines, where pip-tools and uv write it; and what it was made from, as the command names it (null: several
 * files, or none that is named). null for a file that somebody wrote by hand.
 */
export function compiledBy(text: string): { readonly command: string; readonly source: string | null } | null {
  const command = /^#[ \t]+((?:pip-compile|uv pip compile|uv export)\b.*)$/m.exec(text)?.[1]?.trim();
  if (command === undefined) return null;
  const sources = command.split(/\s+/).filter((word) => /^(?!-).*(?:\.in|\bpyproject\.toml)$/.test(word));
  const byDefault = command.startsWith("uv export") ? "pyproject.toml" : "requirements.in";
  return { command, source: sources.length > 1 ? null : (sources[0] ?? byDefault) };
}

/**
 * Whether the file says of a package that it is there because `source` asks for it, and not another package:
 * `# via -r requirements.in`, on one line or on several. `name` is the normal one.
 */
export function isFromSource(text: string, name: string, source: string): boolean {
  const lines = splitLines(text);
  const found = logicalLines(lines).find(
    ({ requirement }) => requirement !== null && normalName(requirement.name) === name,
  );
  if (found === undefined) return false;
  const written = lines.slice(found.last).map(({ body }) => body);
  const end = written.findIndex((body, index) => index > 0 && !/^\s*#/.test(body));
  const about = written.slice(0, end === -1 ? undefined : end).join("\n");
  return about.split(/[\s,]+/).some((word, index, all) => word === source && all[index - 1] === "-r");
}
