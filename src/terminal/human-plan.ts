/** The plan for people: remote changes in columns, files with a sign and their line counts, and where each answer came from. */
import { type Text, verbatim } from "../lib/text.ts";
import * as words from "../messages/terminal.ts";
import type { SourcedValue } from "../model/answers.ts";
import type { Change, FileChange, RemoteChange } from "../model/change.ts";
import type { FileDiff } from "../model/terminal.ts";
import { printable } from "./printable.ts";
import { type Page, sentence } from "./section.ts";
import { type Paint, paintDiffLine, type Style } from "./style.ts";
import { type Row, table } from "./table.ts";
import { isSecret, sourceOf, valueText } from "./values.ts";
import { pad, width } from "./width.ts";

/** The title line of the plan, with the reassurance at its right end where there is room. */
function planTitle(page: Page, nothing: boolean): string[] {
  const title = page.say(words.PLAN);
  const note = page.say(nothing ? words.NOTHING_TO_CHANGE : words.NOTHING_CHANGED_YET);
  const right = Math.min(page.columns, 77);
  if (width(title) + 2 + width(note) > right) return [page.style.title(title), page.style.quiet(note)];
  return [page.style.title(pad(title, right - width(note))) + page.style.quiet(note)];
}

/** All lines below the sign. */
export function planLines(
  page: Page,
  changes: readonly Change[],
  diffs: readonly FileDiff[],
  values: readonly SourcedValue[],
): string[] {
  const nothing = changes.every((change) => change.action === "none");
  // Where nothing changes, the title says it all; where something does, files that stay as they are have no part in it.
  const shown = page.verbose
    ? changes
    : nothing
      ? []
      : changes.filter(({ type, action }) => type === "remote" || action !== "none");
  const remote = shown.filter((change) => change.type === "remote");
  const files = shown.filter((change) => change.type === "file");
  const answers = page.verbose ? everyValue(page, values) : nothing ? [] : foundValues(page, values);
  return [
    ...planTitle(page, nothing),
    ...table(page.columns, remoteRows(page, remote)),
    ...table(
      page.columns,
      files.map((file) => fileRow(page, file, diffs)),
    ),
    ...(answers.length === 0 ? [] : ["", ...sentence(page, page.say(words.WHERE_ANSWERS_COME_FROM), page.style.quiet)]),
    ...answers,
  ];
}

const actionPaint = (style: Style, action: Change["action"]): Paint =>
  action === "create"
    ? style.good
    : action === "delete"
      ? style.bad
      : action === "modify"
        ? style.caution
        : style.quiet;

/** A target that repeats the row above is left out, and the summary takes its place. */
function remoteRows(page: Page, changes: readonly RemoteChange[]): Row[] {
  return changes.map((change, index) => {
    const repeated = index > 0 && changes[index - 1]?.target === change.target;
    const summary = page.say(change.summary);
    return {
      cells: [
        { text: page.say(words.REMOTE_KINDS[change.kind]) },
        { text: page.say(words.ACTIONS[change.action]), paint: actionPaint(page.style, change.action) },
        ...(repeated ? [] : [{ text: printable(change.target), paint: page.style.title }]),
      ],
      rest: summary,
    };
  });
}

const FILE_SIGNS: Readonly<Record<Change["action"], string>> = { create: "+", modify: "~", delete: "-", none: "=" };

/** `38 lines` for a new file, `+5 -1` for one that changes; null where there is no diff to count. */
export function lineCounts(change: FileChange, diffs: readonly FileDiff[]): Text | null {
  const diff = diffs.find((candidate) => candidate.path === change.path);
  if (diff === undefined) return null;
  if (change.action === "create") return words.linesInAll(diff.added);
  const counts = [diff.added > 0 ? `+${diff.added}` : "", diff.removed > 0 ? `-${diff.removed}` : ""];
  const both = counts.filter((count) => count !== "").join(" ");
  return both === "" ? null : { en: both, es: both };
}

/** `0600` for a file that gets permissions of its own. */
export function modeNote(change: FileChange): string | null {
  return change.mode === undefined ? null : (change.mode & 0o777).toString(8).padStart(4, "0");
}

function fileRow(page: Page, change: FileChange, diffs: readonly FileDiff[]): Row {
  const mode = modeNote(change);
  // Of a file with secrets it matters who may read it, and not how many lines its comments take.
  const counts = mode === null ? lineCounts(change, diffs) : null;
  const notes = [mode, page.say(change.summary)].filter((note) => note !== null && note !== "");
  const sign = FILE_SIGNS[change.action];
  const paint = actionPaint(page.style, change.action);
  return {
    cells: [
      { text: `${sign} ${printable(change.path)}`, paint: (words) => paint(words.slice(0, 1)) + words.slice(1) },
      ...(mode === null ? [{ text: counts === null ? "" : page.say(counts) }] : []),
    ],
    rest: notes.join(", "),
  };
}

/** With --verbose: every value under the name that flags, answers file and JSON document know. */
function everyValue(page: Page, values: readonly SourcedValue[]): string[] {
  return table(
    page.columns,
    values.map((value) => valueRow(page, value.name, value, sourceOf(value))),
  );
}

/**
 * What the person did not say here, and may wonder about: a line each, with where it was found. What they just answered is named in one
 * line. Fixed defaults are left out, and so are keys: the line about the identity says where those were found.
 */
function foundValues(page: Page, values: readonly SourcedValue[]): string[] {
  const nameOf = (value: SourcedValue): string => page.say(words.VALUE_NAMES[value.name] ?? verbatim(value.name));
  const said = values.filter((value) => value.source === "prompt" && !isSecret(value)).map(nameOf);
  const found = values.filter(
    ({ name, source, detail }) =>
      source !== "prompt" && (source !== "default" || (detail !== undefined && name !== "lang")),
  );
  return [
    ...table(
      page.columns,
      found
        .filter((value) => !isSecret(value))
        .map((value) =>
          valueRow(
            page,
            nameOf(value),
            value,
            value.source === "default" ? sourceOf(value) : (value.detail ?? sourceOf(value)),
          ),
        ),
    ),
    ...(said.length === 0 ? [] : sentence(page, page.say(words.youSaid(said)), page.style.quiet)),
  ];
}

function valueRow(page: Page, name: string, value: SourcedValue, source: Text): Row {
  const { quiet } = page.style;
  return {
    cells: [{ text: printable(name), paint: quiet }, { text: page.say(valueText(value)) }],
    rest: page.say(source),
    restPaint: quiet,
  };
}

/** Diffs with their colours. Lines of code are never wrapped: what is copied from the screen is what is in the file. */
export function diffLines(page: Page, diff: FileDiff): string[] {
  const { style } = page;
  return diff.lines.flatMap((line) => printable(line).split("\n")).map((line) => paintDiffLine(line, style));
}
