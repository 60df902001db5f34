/** What each event looks like on a terminal: a sign, a title and the lines below it. Pure. */
import type { Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import * as words from "../messages/terminal.ts";
import type { Warning } from "../model/change.ts";
import type { Check } from "../model/check.ts";
import type { FileDiff, ReportEvent } from "../model/terminal.ts";
import { comparisonBlocks } from "./human-comparison.ts";
import { farewellLines } from "./human-farewell.ts";
import { placeLines } from "./human-places.ts";
import { diffLines, planLines } from "./human-plan.ts";
import { proofLines, proofSign } from "./human-proof.ts";
import { printable } from "./printable.ts";
import { headed, type Page, sentence } from "./section.ts";

export interface Block {
  /** Results that belong together stand without an empty line between them. */
  readonly kind: "compact" | "block";
  readonly lines: readonly string[];
}

/** Without --verbose: a project with a hundred such lines would push the question off the screen. */
const PLACES_SHOWN = 4;

export function blocksOf(page: Page, event: ReportEvent): readonly Block[] {
  const { style, say } = page;
  const done = style.good(style.signs.done);
  switch (event.type) {
    case "facts": {
      const title = sentence(page, say(event.title), style.title);
      const lines = event.lines.flatMap((line) => sentence(page, say(line)));
      return [{ kind: "block", lines: headed(page, done, [...title, ...lines]) }];
    }
    case "warning":
      return [{ kind: "block", lines: warningLines(page, event.warning) }];
    case "check":
      return [{ kind: "compact", lines: checkLines(page, event.check) }];
    case "plan": {
      const lines = planLines(page, event.changes, event.diffs, event.values);
      return [{ kind: "block", lines: headed(page, done, lines) }];
    }
    case "comparison":
      return comparisonBlocks(page, event.comparison).map((lines) => ({
        kind: "block",
        lines: headed(page, done, lines),
      }));
    case "document":
    case "follow":
      return [];
    case "diff":
      return event.diffs.map((diff) => ({ kind: "block", lines: headed(page, done, oneDiff(page, diff)) }));
    case "applied": {
      const lines = sentence(page, say(words.appliedIn(event.milliseconds)));
      return [{ kind: "compact", lines: headed(page, done, lines) }];
    }
    case "proof": {
      const lines = headed(page, proofSign(style, event.proof), proofLines(page, event.proof));
      return [{ kind: "compact", lines }];
    }
    case "problem":
      return [{ kind: "block", lines: problemLines(page, event.problem, event.after) }];
    case "farewell":
      return [{ kind: "block", lines: farewellLines(page, event) }];
  }
}

function warningLines(page: Page, warning: Warning): string[] {
  const { style, say } = page;
  const places = warning.places ?? [];
  const shown = page.verbose ? places : places.slice(0, PLACES_SHOWN);
  const more = places.length - shown.length;
  return headed(page, style.caution(style.signs.warning), [
    ...sentence(page, say(warning.message)),
    ...placeLines(page, shown),
    ...(more > 0 ? sentence(page, say(words.morePlaces(more)), style.quiet) : []),
    ...(warning.next === undefined ? [] : sentence(page, say(words.nextIs(warning.next)))),
  ]);
}

function checkLines(page: Page, check: Check): string[] {
  const { style, say } = page;
  const sign = {
    pass: style.good(style.signs.done),
    warn: style.caution(style.signs.warning),
    fail: style.bad(style.signs.problem),
    skip: style.quiet(style.signs.notChosen),
  }[check.status];
  const skipped = check.status === "skip";
  const message = skipped ? `${say(words.STATUS_WORDS.skip)}: ${say(check.message)}` : say(check.message);
  const docs = check.status === "fail" || page.verbose ? printable(check.docsUrl ?? "") : "";
  return headed(page, sign, [
    ...sentence(page, message, skipped ? style.quiet : undefined),
    ...(check.next === undefined || (skipped && !page.verbose) ? [] : sentence(page, say(words.nextIs(check.next)))),
    ...(docs === "" ? [] : sentence(page, docs, style.quiet)),
  ]);
}

function oneDiff(page: Page, diff: FileDiff): string[] {
  const { style } = page;
  const added = diff.added > 0 ? [style.good(`+${diff.added}`)] : [];
  const removed = diff.removed > 0 ? [style.bad(`-${diff.removed}`)] : [];
  return [[style.title(printable(diff.path)), ...added, ...removed].join("  "), ...diffLines(page, diff)];
}

/** Its next step is not here: it closes the run, or stands before whatever follows. */
function problemLines(page: Page, problem: Problem, after: readonly Text[]): string[] {
  const { style, say } = page;
  const message = say(problem.message);
  const [first = "", ...more] = titleAndMore(message);
  // `--bucket cannot be right` and `Give --bucket NAME` name the place already.
  const named = `${message} ${problem.next === undefined ? "" : say(problem.next)}`;
  const place = problem.place === undefined || named.includes(problem.place) ? "" : printable(problem.place);
  return headed(page, style.bad(style.signs.problem), [
    ...sentence(page, first, style.title),
    ...(place === "" ? [] : sentence(page, place, style.accent)),
    ...more.flatMap((line) => sentence(page, line)),
    ...after.flatMap((line) => sentence(page, say(line))),
    ...(problem.docsUrl === undefined ? [] : sentence(page, printable(problem.docsUrl), style.quiet)),
  ]);
}

/** The first line is the title; of a message in one line its first sentence is, and then stands without a full stop. */
function titleAndMore(message: string): string[] {
  if (message.includes("\n")) return message.split("\n");
  const end = message.search(/[.!?] (?=[\p{Lu}¿¡])/u);
  if (end === -1) return [message];
  return [message.slice(0, message[end] === "." ? end : end + 1), message.slice(end + 2)];
}
