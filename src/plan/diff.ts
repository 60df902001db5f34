/** What a file change looks like to a person: a unified diff with every secret masked. */
import { structuredPatch } from "diff";
import { decodeText } from "../edit/text-file.ts";
import { MASK, mask } from "../lib/secrets.ts";
import type { FileChange } from "../model/change.ts";
import type { FileDiff } from "../model/terminal.ts";

const CONTEXT_LINES = 3;

/** `plainKeys`: variables whose values may be shown even in a sensitive file. */
export function diffOf(change: FileChange, plainKeys: ReadonlySet<string>): FileDiff {
  const old = textOf(change.before);
  const hide = (text: string) => (change.sensitive ? hideValues(text, plainKeys, old) : hideAssignedSecrets(text));
  const before = hide(old);
  const after = hide(textOf(change.after));
  const lines: string[] = [];
  let added = 0;
  let removed = 0;
  for (const hunk of structuredPatch(change.path, change.path, before, after, "", "", { context: CONTEXT_LINES })
    .hunks) {
    // Of an empty side the unified format names the line before: 0 for a new file.
    const start = (line: number, count: number): number => (count === 0 ? line - 1 : line);
    lines.push(
      `@@ -${start(hunk.oldStart, hunk.oldLines)},${hunk.oldLines} +${start(hunk.newStart, hunk.newLines)},${hunk.newLines} @@`,
    );
    for (const line of hunk.lines) {
      lines.push(mask(line.replace(/\r$/, "")));
      if (line.startsWith("+")) added += 1;
      if (line.startsWith("-")) removed += 1;
    }
  }
  return { path: change.path, added, removed, lines };
}

function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? "" : decodeText(bytes).text;
}

const ASSIGNMENT = /^(\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*)(\S.*)$/;

/** In an env file every value is secret unless we know better. One that is other than in `before` is a star longer, so that the line shows as changed. */
function hideValues(text: string, plainKeys: ReadonlySet<string>, before = text): string {
  const known = new Map(before.split(/\r?\n/).map((line) => [ASSIGNMENT.exec(line)?.[2] ?? "", line]));
  return text
    .split("\n")
    .map((line) => {
      const bare = line.replace(/\r$/, "");
      const [, head = "", key = ""] = ASSIGNMENT.exec(bare) ?? [];
      if (head === "" || plainKeys.has(key)) return line;
      return head + MASK + ((known.get(key) ?? bare) === bare ? "" : "*");
    })
    .join("\n");
}

const SECRET_NAME = "(?:SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)";

/** `AWS_SECRET_ACCESS_KEY = "…"`, `api_secret: "…"`. */
const ASSIGNED = new RegExp(`(${SECRET_NAME}\\w*["']?\\s*[:=]\\s*)(["'])([^"'\\n]{4,})\\2`, "gi");
/** An item of render.yaml: `key: …SECRET…`, and its `value:` on the next line or behind a comma. */
const LISTED = new RegExp(
  `(key:[ \\t]*["']?\\w*${SECRET_NAME}\\w*["']?(?:[ \\t]*,|[ \\t]*(?:#[^\\r\\n]*)?\\r?\\n)[ \\t]*(?:previewV|v)alue:[ \\t]*)([^\\s,}#][^\\r\\n,}]*)`,
  "gi",
);
/** The password in `postgres://user:password@host`. */
const IN_URL = /(:\/\/[^\s:@/"']*:)[^\s@/"']+(?=@)/g;

/** A key hard-coded in a file of the project. For display only. */
function hideAssignedSecrets(text: string): string {
  return text.replace(ASSIGNED, `$1$2${MASK}$2`).replace(LISTED, `$1${MASK}`).replace(IN_URL, `$1${MASK}`);
}
