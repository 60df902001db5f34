/** Templates that build the address of an upload by hand, which no remote store serves. */
import type { Bypass } from "../model/project.ts";
import { lineOf } from "./python/tree.ts";

/** Cheap first look. */
export function mayBypass(text: string): boolean {
  return (
    text.includes("MEDIA_URL") ||
    text.includes("get_media_prefix") ||
    text.includes("/media/") ||
    /\w\.path\s*[}|]/.test(text)
  );
}

/**
 * `{{ MEDIA_URL }}{{ pet.photo }}`, `{% get_media_prefix %}{{ … }}`, and `/media/{{ pet.photo }}` where the name is that of a file field. `fields` are the names of the
 * project's file fields, `mediaUrl` as in the settings.
 */
export function templateBypasses(
  file: string,
  text: string,
  fields: ReadonlySet<string>,
  mediaUrl: string | null,
): Bypass[] {
  const found: Bypass[] = [];
  const shape =
    /(\{\{\s*MEDIA_URL\s*\}\}|\{%\s*get_media_prefix\s*%\})([^\s"'<>{]*)(\{\{\s*([^}|]+?)\s*(?:\|[^}]*)?\}\})?/g;
  for (const match of text.matchAll(shape)) {
    const [whole, , between = "", , variable] = match;
    if (variable === undefined && between.replaceAll("/", "") === "") continue;
    found.push({ place: { file, line: lineOf(text, match.index) }, code: whole, instead: instead(variable, between) });
  }
  const prefix = mediaUrl?.startsWith("/") && mediaUrl !== "/" ? mediaUrl : "/media/";
  for (const match of text.matchAll(/\{\{\s*([^}|]+?)\s*\}\}/g)) {
    const variable = match[1] ?? "";
    const before = text.slice(Math.max(0, match.index - prefix.length), match.index);
    const [last = ""] = variable
      .replace(/\.name$/, "")
      .split(".")
      .slice(-1);
    if (before !== prefix || !fields.has(last)) continue;
    found.push({
      place: { file, line: lineOf(text, match.index) },
      code: prefix + match[0],
      instead: instead(variable, ""),
    });
  }
  // `{{ scan.file.path }}`: a place on the machine, which no browser can ask for.
  for (const match of text.matchAll(/\{\{\s*([\w.]+\.(\w+))\.path\s*(?:\|[^}]*)?\}\}/g)) {
    const [code, variable, field = ""] = match;
    if (fields.has(field))
      found.push({ place: { file, line: lineOf(text, match.index) }, code, instead: instead(variable, "") });
  }
  return found;
}

function instead(variable: string | undefined, between: string): string {
  // A file written out by name belongs to the code, not to the uploads.
  if (variable === undefined) return `{% static "${between.replace(/^\//, "")}" %}`;
  return `{{ ${variable.replace(/\.(?:name|url)$/, "")}.url }}`;
}
