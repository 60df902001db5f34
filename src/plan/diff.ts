/** What a file change looks like to a person: a unified diff with every secret masked. */
import { structuredPatch } from "diff";
import { decodeText } from "../edit/text-file.ts";
import { MASK, mask } from "../lib/secrets.ts";
import type { FileChange } from "../model/change.ts";
import type { FileDiff } from "../model/terminal.ts";

const CONTEXT_LINES = 3;

/** `plainKeys`: variables whose values may be shown even in a sensitive file. */
export function diffOf(change: FileChange, plainKeys: ReadonlySet<string>): FileDiff {
  const hide = change.sensitive ? (text: string) => hideValues(text, plainKeys) : hideAssignedSecrets;
  const before = hide(textOf(change.before));
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

/** In an env file every value is secret unless we know better; a changed secret still shows as a changed line by its mark. */
function hideValues(text: string, plainKeys: ReadonlySet<string>): string {
  const seen = new Map<string, number>();
  return text
    .split("\n")
    .map((line) => {
      const assignment = /^(\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*)(\S.*)$/.exec(line.replace(/\r$/, ""));
      if (assignment === null || plainKeys.has(assignment[2] ?? "")) return line;
      const key = assignment[2] ?? "";
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return `${assignment[1]}${MASK}`;
    })
    .join("\n");
}

/** A key hard-coded in a file of the project: `AWS_SECRET_ACCESS_KEY = "…"`, `api_secret: …`. For display only. */
function hideAssignedSecrets(text: string): string {
  return text.replace(
    /((?:SECRET|PASSWORD|PASSWD|TOKEN|API_KEY|ACCESS_KEY|PRIVATE_KEY)\w*["']?\s*[:=]\s*)(["'])([^"'\n]{4,})\2/gi,
    `$1$2${MASK}$2`,
  );
}
