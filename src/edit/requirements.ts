/** requirements.txt: packages added and removed, every other byte kept. Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
import { Failure } from "../lib/failure.ts";
import { requirementsContinued, requirementsHashed, textWithNul } from "../messages/edit.ts";
import type { Requirement } from "../model/provider.ts";
import { compiledBy } from "./compiled-requirements.ts";
import { joinLines, type Line, splitLines } from "./lines.ts";
import { elsewhereOf } from "./marker.ts";
import {
  appliesOnRender,
  type DependencyEdit,
  type DependencyOptions,
  formatRequirement,
  leavingOf,
  missingExtras,
  normalName,
  requiredNames,
  sortedIndex,
} from "./requirement.ts";
import { type LogicalLine, logicalLines } from "./requirement-lines.ts";
import { endsOnNewLine } from "./text-file.ts";

/**
 * The text with every wanted requirement in it. A requirement that is there, here or elsewhere in the chain, stays in the version that somebody chose; only an
 * extra that nothing else brings is written into its line. A line for other systems alone (`; sys_platform == "win32"`) does not count; the new one then gets the opposite marker. New
 * lines go to the end, or to their place in a plainly sorted file, and not into the last of several sections; a missing final newline is added before them. Adding twice is adding once.
 * Lines of `leaving` go; where the file is not sorted, what is new stands in their place.
 * Throws Failure (exit 2), with the place: a file with hashes that would get a line without, a last line that goes on, a text with NUL in it.
 */
export function addRequirements(
  text: string,
  wanted: readonly Requirement[],
  options: DependencyOptions,
): DependencyEdit {
  const file = options.file ?? "requirements.txt";
  if (text.includes("\0")) throw new Failure(textWithNul(file));
  const edit: DependencyEdit = { text, added: [], kept: [], raised: [], left: [] };
  const required = requiredNames(wanted, options.present);
  const leaving = leavingOf(options, wanted);
  const inPlace = standsUnsorted(text, leaving);
  // Where one provider takes over from another, the end of the file has been seen to before: it stays as it is.
  const final = leaving.length === 0 || endsOnNewLine(text);
  let result = text;
  for (const one of wanted) {
    const lines = splitLines(result);
    const logical = logicalLines(lines);
    const same = logical.filter(({ requirement }) => requirement !== null && sameName(requirement, one));
    const applying = same.find(({ requirement }) => requirement !== null && appliesOnRender(requirement));
    if (applying?.requirement) {
      const missing = missingExtras(one, applying.requirement.extras, required);
      if (missing.length > 0) {
        refuseHashed(file, text, logical, wanted);
        result = withExtras(lines, applying, missing);
      }
      (missing.length > 0 ? edit.raised : edit.kept).push(one.name);
    } else if (same.length === 0 && isPresent(options.present, one)) {
      edit.kept.push(one.name);
    } else {
      refuseHashed(file, text, logical, wanted);
      refuseContinued(file, lines);
      const marker = same.length === 0 ? "" : `; ${elsewhereOf(same[0]?.requirement?.marker ?? "")}`;
      const place = inPlace ? (leavingLines(lines, logical, leaving).at(-1)?.last ?? -1) + 1 + edit.added.length : null;
      const added = { text: formatRequirement(one) + marker, eol: options.eol, final };
      result = place === null ? withLine(lines, logical, one, added) : withLineAt(lines, place, added);
      edit.added.push(one.name);
    }
  }
  const lines = splitLines(result);
  const gone = leavingLines(lines, logicalLines(lines), leaving);
  const left = gone.map(({ requirement }) => normalName(requirement?.name ?? ""));
  return { ...edit, text: withoutLines(lines, gone), left: [...new Set(left)] };
}

/** Whether something leaves a file that is not sorted, ours included: then what is new takes its place. */
function standsUnsorted(text: string, leaving: readonly Requirement[]): boolean {
  const lines = splitLines(text);
  const logical = logicalLines(lines);
  return leavingLines(lines, logical, leaving).length > 0 && !isSorted(logical);
}

/** The requirements among these that stand there exactly as `addRequirements` writes them. */
function leavingLines(
  lines: readonly Line[],
  logical: readonly LogicalLine[],
  leaving: readonly Requirement[],
): readonly LogicalLine[] {
  if (leaving.length === 0) return [];
  const markers = logical.flatMap(({ requirement }) => (requirement?.marker ? [elsewhereOf(requirement.marker)] : []));
  const written = new Set(
    leaving.flatMap((one) => {
      const plain = formatRequirement(one);
      return [plain, ...markers.map((marker) => `${plain}; ${marker}`)];
    }),
  );
  return logical.filter(({ first, last }) => first === last && written.has(lines[first]?.body ?? ""));
}

/**
 * The text without any line that requires one of these names. A paragraph that held nothing else takes the blank line in front of it along, where another
 * blank line or the end of the file follows.
 */
export function removeRequirements(text: string, names: Iterable<string>): string {
  const unwanted = new Set([...names].map(normalName));
  const lines = splitLines(text);
  const doomed = logicalLines(lines).filter(
    ({ requirement }) => requirement !== null && unwanted.has(normalName(requirement.name)),
  );
  return withoutLines(lines, doomed);
}

function withoutLines(lines: readonly Line[], gone: readonly LogicalLine[]): string {
  const doomed = new Set<number>();
  for (const { first, last } of gone) for (let index = first; index <= last; index += 1) doomed.add(index);
  const isBlank = (index: number) => lines[index]?.body.trim() === "";
  for (const index of [...doomed]) {
    if (!isBlank(index - 1)) continue;
    let end = index + 1;
    while (doomed.has(end)) end += 1;
    if (end === lines.length || isBlank(end)) doomed.add(index - 1);
  }
  const kept = lines.filter((_, index) => !doomed.has(index));
  const last = kept.at(-1);
  // A file without a final newline stays one.
  if (last !== undefined && lines.at(-1)?.end === "") kept[kept.length - 1] = { body: last.body, end: "" };
  return joinLines(kept);
}

/** `--hash` on one line makes pip demand hashes of all, of what an extra brings along too. */
function refuseHashed(
  file: string,
  text: string,
  logical: readonly LogicalLine[],
  wanted: readonly Requirement[],
): void {
  const hashed = logical.find((line) => line.hashed);
  if (hashed === undefined) return;
  const compiled = compiledBy(text);
  const source = compiled?.source ?? file.replace(/(?:\.txt)?$/, ".in");
  const lines = wanted.map(formatRequirement);
  const run = compiled?.command ?? `pip-compile --generate-hashes ${source}`;
  throw new Failure(requirementsHashed(`${file}:${hashed.first + 1}`, lines, source, run));
}

function refuseContinued(file: string, lines: readonly Line[]): void {
  const last = lines.at(-1);
  if (last !== undefined && /\\$/.test(last.body) && !/^\s*#/.test(last.body)) {
    throw new Failure(requirementsContinued(`${file}:${lines.length}`));
  }
}

interface Added {
  readonly text: string;
  readonly eol: string;
  /** The file ends on a new line afterwards, if it did not before. */
  readonly final: boolean;
}

function withLine(lines: readonly Line[], logical: readonly LogicalLine[], wanted: Requirement, added: Added): string {
  const named = logical.filter(({ kind }) => kind === "requirement");
  const index = isPlain(logical) ? sortedIndex(namesOf(named), wanted.name) : null;
  const before = index === null ? undefined : named[index];
  const content = lines.findLastIndex((line) => line.body.trim() !== "");
  const bottom = named.at(-1)?.last ?? content;
  const at = before !== undefined ? before.first : index !== null ? bottom + 1 : content + 1;
  const gap = at === content + 1 && index === null && endsInSection(logical);
  return withLineAt(lines, at, added, gap);
}

function withLineAt(lines: readonly Line[], at: number, { text, eol, final }: Added, withGap = false): string {
  const head = lines.slice(0, at).map((line) => (line.end === "" ? { body: line.body, end: eol } : line));
  // A line feed behind a line that ends in a lone carriage return would be taken for the second half of its end.
  const gapEnd = head.at(-1)?.end === "\r" ? "\r" : eol;
  const gap = withGap ? [{ body: "", end: gapEnd }] : [];
  return joinLines([...head, ...gap, { body: text, end: at < lines.length || final ? eol : "" }, ...lines.slice(at)]);
}

/** Comments and blank lines between requirements make sections: such a file is not plainly sorted. One without a name cannot be sorted. */
function isPlain(logical: readonly LogicalLine[]): boolean {
  const named = logical.filter(({ kind }) => kind === "requirement");
  const top = named[0]?.first ?? 0;
  const bottom = named.at(-1)?.last ?? 0;
  const whole = logical.every(({ kind, first }) => kind === "requirement" || first < top || first > bottom);
  return whole && !namesOf(named).includes("");
}

function isSorted(logical: readonly LogicalLine[]): boolean {
  const named = logical.filter(({ kind }) => kind === "requirement");
  return isPlain(logical) && sortedIndex(namesOf(named), "") !== null;
}

function namesOf(named: readonly LogicalLine[]): readonly string[] {
  return named.map(({ requirement }) => requirement?.name ?? "");
}

/** Whether the last paragraph stands under a heading of its own, with others before it: what is new does not belong there. */
function endsInSection(logical: readonly LogicalLine[]): boolean {
  const last = logical.findLastIndex(({ kind }) => kind !== "blank");
  const before = logical.slice(0, last + 1).findLastIndex(({ kind }) => kind === "blank");
  const earlier = logical.slice(0, Math.max(0, before));
  return logical[before + 1]?.kind === "comment" && earlier.some(({ kind }) => kind === "requirement");
}

function withExtras(lines: readonly Line[], line: LogicalLine, missing: readonly string[]): string {
  const body = lines[line.first]?.body ?? "";
  const [start, end] = line.requirement?.extrasAt ?? [0, 0];
  const extras = [...(start === end ? [] : [body.slice(start + 1, end - 1).trim()]), ...missing]
    .filter(Boolean)
    .join(",");
  const changed = `${body.slice(0, start)}[${extras}]${body.slice(end)}`;
  return joinLines(lines.map((one, index) => (index === line.first ? { body: changed, end: one.end } : one)));
}

function sameName(requirement: Pick<Requirement, "name">, wanted: Requirement): boolean {
  return normalName(requirement.name) === normalName(wanted.name);
}

function isPresent(present: DependencyOptions["present"], wanted: Requirement): boolean {
  return Object.keys(present).some((name) => normalName(name) === normalName(wanted.name));
}
