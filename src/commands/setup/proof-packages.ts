/** The provider's packages, where the project's Python does not have them yet: fetched for the proof alone, if a person says so. */
import * as words from "../../messages/prove.ts";
import { BACK, type Back } from "../../model/terminal.ts";
import { type FetchedPackages, fetchPackages, lackingPackages, type NothingFetched } from "../../prove/packages.ts";
import type { Run } from "../run.ts";
import type { Surveyed } from "./survey.ts";

/** null: nothing is missing, or nobody said yes. */
export type Fetched = FetchedPackages | NothingFetched | null;

/**
 * Does `work` with what was fetched, and removes that afterwards in any case. Where nobody can be asked nothing is fetched: unasked, the tool talks to
 * nobody but the provider. BACK: the person went back instead of answering, and nothing was done.
 */
export async function withProofPackages<T>(
  run: Run,
  surveyed: Surveyed,
  work: (fetched: Fetched) => Promise<T>,
): Promise<T | Back> {
  const fetched = await offer(run, surveyed);
  if (fetched === BACK) return BACK;
  try {
    return await work(fetched);
  } finally {
    if (fetched?.status === "fetched") await fetched.remove();
  }
}

async function offer(run: Run, { answered, survey }: Surveyed): Promise<Fetched | Back> {
  const { prompter, reporter, env, signal } = run;
  const { project, works, credentials, appCredentials = credentials } = answered;
  const { answers } = survey;
  if (prompter === null || answers.prove === "off") return null;
  const lacking = await reporter.during(words.doing.asking, () =>
    lackingPackages({
      project,
      expectation: works.expectation(answers, appCredentials, project),
      requirements: works.requirements(answers, project),
      ...(answers.python === undefined ? {} : { python: answers.python }),
      env,
      signal,
    }),
  );
  if (lacking === null) return null;
  const names = lacking.requirements.map(({ name }) => name);
  const answer = await prompter.confirm({ message: words.askFetchPackages(names), initial: true });
  if (answer === BACK) return BACK;
  if (!answer) return null;
  return await reporter.during(words.fetchingPackages(names), () => fetchPackages(lacking, { env, signal }));
}
