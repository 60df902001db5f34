/** The proof for people: one sentence where all went well, the list of steps where it did not. */
import * as words from "../messages/terminal.ts";
import { type Proof, type ProofStep, withoutUrls } from "../model/proof.ts";
import { printable } from "./printable.ts";
import { type Page, sentence } from "./section.ts";
import type { Style } from "./style.ts";
import { hang } from "./wrap.ts";

export function proofSign(style: Style, proof: Proof): string {
  if (proof.status === "failed") return style.bad(style.signs.problem);
  if (proof.status === "skipped" || proof.mode === "isolated") return style.caution(style.signs.warning);
  return style.good(style.signs.done);
}

/** All lines beside and below the sign. */
export function proofLines(page: Page, proof: Proof): string[] {
  const { say, style } = page;
  const reason = proof.reason === undefined ? [] : sentence(page, say(proof.reason));
  const next = proof.next === undefined ? [] : sentence(page, say(words.nextIs(proof.next)));
  if (proof.status === "skipped") return [...sentence(page, say(words.PROOF_SKIPPED), style.title), ...reason, ...next];
  const told = proof.steps.flatMap(({ id, status }) => (status === "pass" ? (words.PROOF_PHRASES[id] ?? []) : []));
  if (proof.status === "passed" && told.length > 0 && !page.verbose) {
    const apart = withoutUrls(proof) ? words.PROOF_URLS_APART : words.PROOF_ISOLATED;
    const isolated = proof.mode === "isolated" ? sentence(page, say(apart)) : [];
    const django = proof.django === null ? null : printable(proof.django);
    return [
      ...sentence(page, say(words.proofSentence(django, told))),
      ...isolated,
      ...proof.steps.filter((step) => isNews(step, proof)).flatMap((step) => stepLines(page, step)),
      ...reason,
      ...next,
    ];
  }
  const title = say(proof.status === "failed" ? words.PROOF_FAILED : words.PROOF_PASSED);
  return [
    ...sentence(page, `${title} (${proofFacts(page, proof)})`, style.title),
    ...stepsWorthTelling(page, proof).flatMap((step) => stepLines(page, step)),
    // Of a failed proof the failure that follows says why, and what to do.
    ...(proof.status === "failed" ? [] : [...reason, ...next]),
  ];
}

/** A warning that the reason below the sentence does not tell already; and that a disk was not there, whatever the sentence says. */
function isNews({ id, status, message }: ProofStep, { reason }: Proof): boolean {
  return id === "mount" || (status === "warn" && message.en !== reason?.en);
}

/** `project, Django 5.2.7, 9 steps`; with one skipped `… 8 steps, 1 skipped`; of a failed one `… 4 of 9 steps`. */
export function proofFacts(page: Pick<Page, "say">, proof: Proof): string {
  const done = proof.steps.filter((step) => step.status === "pass" || step.status === "warn").length;
  const count = proof.steps.length;
  const counts =
    proof.status !== "passed"
      ? [words.stepsPassed(done, count)]
      : [words.steps(done), ...(done === count ? [] : [words.stepsSkipped(count - done)])];
  return [
    page.say(words.PROOF_MODES[proof.mode]),
    ...(proof.django === null ? [] : [`Django ${printable(proof.django)}`]),
    ...counts.map(page.say),
  ].join(", ");
}

/** Of a failed proof everything, so that the broken link is seen in the chain; of a passed one what is not smooth. */
function stepsWorthTelling(page: Page, proof: Proof): readonly ProofStep[] {
  return proof.status === "failed" || page.verbose ? proof.steps : proof.steps.filter((step) => step.status !== "pass");
}

function stepLines(page: Page, step: ProofStep): string[] {
  const { style } = page;
  const [sign, paint] = {
    pass: ["✓", style.good] as const,
    warn: [style.signs.warning, style.caution] as const,
    fail: ["✗", style.bad] as const,
    skip: ["-", style.quiet] as const,
  }[step.status];
  return hang(`${sign} `, page.say(step.message), Math.min(page.columns, 100)).map((line, index) =>
    index === 0 ? paint(line.slice(0, sign.length)) + line.slice(sign.length) : line,
  );
}
