/** Runs the proof and holds it against --prove: what is not enough becomes a Failure, and with it everything is put back. */
import { Failure, Interrupted } from "../../lib/failure.ts";
import { urlsNotProved } from "../../messages/prove-site.ts";
import * as words from "../../messages/setup.ts";
import type { Answers } from "../../model/answers.ts";
import { type Proof, withoutUrls } from "../../model/proof.ts";
import { type ProveOptions, prove } from "../../prove/prove.ts";
import type { StaticfilesFact } from "../../prove/staticfiles.ts";
import type { Run } from "../run.ts";
import type { Answered } from "./answer.ts";
import type { Fetched } from "./proof-packages.ts";
import type { Surveyed } from "./survey.ts";

export async function proveSetup(
  run: Run,
  { answered, survey }: Surveyed,
  staticfilesBefore: StaticfilesFact | null,
  fetched: Fetched,
): Promise<void> {
  const { answers } = survey;
  let swept = false;
  const proof = await provedBy(run, answered, answers, { staticfilesBefore, ...(fetched && { fetched }) })
    .finally(async () => {
      swept = await sweep(run, answered, answers);
    })
    .catch((error: unknown) => {
      // What the proof could not clean up after Ctrl-C, the sweep has.
      throw error instanceof Interrupted && swept ? new Interrupted() : error;
    });
  run.report.proof = proof;
  run.reporter.emit({ type: "proof", proof });
  if (proof.status === "failed") {
    const left = swept ? undefined : proof.steps.find(({ id, status }) => id === "clean-up" && status === "fail");
    throw new Failure(words.proofFailed(proof.reason ?? words.noChangeMade, proof.next), {
      others: left === undefined ? [] : [words.testFilesLeft(left.message)],
    });
  }
  const proved = proof.status === "passed" && proof.mode === "project";
  if (answers.prove === "required" && !proved) {
    throw new Failure(words.proofRequired(proof.reason ?? words.proofOff, proof.next));
  }
  if (!proved && answers.prove === "auto") {
    const warning = {
      code: proof.status === "skipped" ? "proof-skipped" : "proof-isolated",
      message: (withoutUrls(proof) ? urlsNotProved : words.proofNotInProject)(proof.reason ?? words.proofOff),
      ...(proof.next === undefined ? {} : { next: proof.next }),
      mustAccept: false,
    };
    run.report.warnings = [...run.report.warnings, warning];
  }
}

async function provedBy(
  run: Run,
  { project, credentials, appCredentials = credentials, works }: Answered,
  answers: Answers,
  before: Pick<ProveOptions, "staticfilesBefore" | "fetched">,
): Promise<Proof> {
  if (answers.prove === "off") return skipped();
  return await run.reporter.during(words.proving, (tell) =>
    prove({
      project,
      expectation: works.expectation(answers, appCredentials, project),
      ...(answers.python === undefined ? {} : { python: answers.python }),
      env: run.env,
      signal: run.signal,
      ...before,
      tell,
    }),
  );
}

/**
 * Old versions of the proof's files, in a bucket that keeps them, and what a run that was cut has left. Also after Ctrl-C: nothing of
 * ours stays behind. false: it may, for the provider could not be reached or refused.
 */
async function sweep(run: Run, { works, credentials }: Answered, answers: Answers): Promise<boolean> {
  const checks = await works.sweep?.(answers, { env: run.env, credentials, signal: new AbortController().signal });
  if (checks === undefined) return true;
  run.report.checks = [...run.report.checks, ...checks];
  for (const check of checks) run.reporter.emit({ type: "check", check });
  return checks.every(({ id }) => id !== "sweep");
}

function skipped(): Proof {
  return { status: "skipped", mode: "project", python: null, django: null, steps: [], reason: words.proofOff };
}
