/** `vet-media-setup check`: is what was set up still whole? Reads, and lets a test file through; `--fix` hands what can be mended to setup. */
import path from "node:path";
import { complete, explicit, explicitText, gather } from "../answers/gather.ts";
import { sourcedValues } from "../answers/gathered.ts";
import { screenLanguage } from "../answers/language.ts";
import { needsInput } from "../answers/needs-input.ts";
import { toAnswers } from "../answers/to-answers.ts";
import { BLOCK_END } from "../edit/python-block.ts";
import { decodeText } from "../edit/text-file.ts";
import { EXIT, type ExitCode, Failure } from "../lib/failure.ts";
import * as words from "../messages/check.ts";
import * as setupWords from "../messages/setup.ts";
import type { Answers, Credentials } from "../model/answers.ts";
import type { Check } from "../model/check.ts";
import type { ProviderContext, Survey } from "../model/provider.ts";
import { readImage } from "../plan/file-image.ts";
import { providerById, titleOf } from "../providers/registry.ts";
import { checkDeployed } from "./check/deployed.ts";
import { checkEnvironment } from "./check/environment.ts";
import { checkBypasses, checkFiles, checkKeysInCode, checkLaterLines } from "./check/files.ts";
import { checkProvider, refusalsOf } from "./check/provider.ts";
import { writeReport } from "./check/report-file.ts";
import type { Run } from "./run.ts";
import { type Answered, hintsOf } from "./setup/answer.ts";
import { type Looked, look } from "./setup/look.ts";
import { proveSetup } from "./setup/prove-setup.ts";
import { onInstance, rescueCheck } from "./setup/rescue.ts";
import { sayShort } from "./setup/say-short.ts";
import { hasUploads } from "./setup/uploads.ts";

export async function check(run: Run): Promise<ExitCode> {
  // Nobody is asked anything: what is missing is a finding.
  const quiet: Run = { ...run, prompter: null };
  const looked = await look(quiet);
  const { project } = looked;
  const facts = setupWords.projectFacts(project, looked.configured);
  run.reporter.emit({ type: "facts", topic: "project", title: setupWords.yourProject, lines: facts });
  if (looked.inForce === null && !looked.configured) {
    if (!hasUploads(project)) {
      sayShort(run, setupWords.noUploads(project));
      return EXIT.ok;
    }
    const lying = await onInstance(looked, run.env);
    const rescue = lying === null ? [] : [rescueCheck(lying)];
    return await conclude(run, looked, null, [{ id: "not-set-up", status: "fail", ...words.notSetUp }, ...rescue]);
  }
  const { checks, answers, repairable } = await examine(quiet, looked);
  const said = { invocation: run.invocation, env: run.env, answersFile: looked.answersFile };
  if (repairable && explicit("fix", said)?.value === true) {
    const { setup } = await import("./setup.ts");
    const done = await setup(run);
    if (done !== EXIT.ok) return done;
    const again = await look(quiet);
    const after = await examine(quiet, again);
    return await conclude(run, again, after.answers, after.checks);
  }
  return await conclude(run, looked, answers, checks);
}

interface Examined {
  readonly checks: readonly Check[];
  readonly answers: Answers;
  readonly repairable: boolean;
}

/** Throws Failure (exit 3) where the answers of the setup are not all there. */
async function examine(run: Run, looked: Looked): Promise<Examined> {
  const { invocation, env, reporter } = run;
  const { project, storedEnv, inForce, previous } = looked;
  const gathered = complete(gather({ ...looked, invocation, env }), project);
  const missing = needsInput({ gathered, project, env, options: invocation.options });
  if (missing !== null) throw missing;
  const answers = toAnswers(gathered);
  run.report.provider = answers.provider;
  run.report.values = sourcedValues(gathered);
  const works = await providerById(answers.provider).load();
  const found = await works.findCredentials(hintsOf(gathered), env, storedEnv);
  const credentials: Credentials = found ?? NO_KEYS;
  const answersGiven = invocation.options.answers !== null;
  const said = { project, gathered, storedEnv, inForce, previous, answersGiven };
  const answered: Answered = { ...said, credentials, works, hex: "00000000" };
  const context: ProviderContext = { env, signal: run.signal, credentials };
  const unasked: Survey = { answers, corrections: [], checks: [], warnings: [], changes: [] };

  return await reporter.during(words.checking, async () => {
    const provider =
      found === null
        ? { checks: [skipped("credentials", words.noKeys(titleOf(answers.provider)))], survey: null }
        : await checkProvider(answered, answers, context);
    const survey = provider.survey ?? unasked;
    const files = await checkFiles({ answered, context, survey: { ...survey, changes: [] } });
    const checks = [
      ...files.checks,
      ...checkLaterLines(project, await blockEnd(looked)),
      ...checkKeysInCode(project),
      ...checkBypasses(project, answers),
      ...(await checkEnvironment(env, works.env(answers, credentials))),
      ...provider.checks,
      ...(provider.survey === null ? [] : await proof(run, { answered, context, survey })),
      ...(await deployed(run, answers)),
    ];
    const remote = provider.survey?.changes.some(({ action }) => action !== "none") ?? false;
    return { checks, answers, repairable: files.repairable || remote };
  });
}

const NO_KEYS: Credentials = { secrets: {}, source: "default", detail: { en: "", es: "" }, temporary: false };

function skipped(id: string, said: { readonly message: Check["message"]; readonly next?: Check["message"] }): Check {
  return { id, status: "skip", ...said };
}

/** Number of the last line of our block; null: there is none. */
async function blockEnd({ project }: Looked): Promise<number | null> {
  const { root, settings } = project;
  const image = settings === null ? null : await readImage(path.resolve(root, settings.file));
  if (image === null) return null;
  const lines = decodeText(image.bytes).text.split(/\r\n|\r|\n/);
  const last = lines.findLastIndex((line) => line.startsWith(BLOCK_END));
  return last === -1 ? null : last + 1;
}

async function proof(run: Run, surveyed: Parameters<typeof proveSetup>[1]): Promise<readonly Check[]> {
  try {
    await proveSetup(run, surveyed, null, null);
  } catch (error) {
    return refusalsOf(error);
  }
  const { proof: found } = run.report;
  if (found === null) return [];
  if (found.status === "passed") {
    return [{ id: "proof", status: "pass", message: words.proofPassed(found.django ?? "") }];
  }
  const next = found.next === undefined ? {} : { next: found.next };
  return [skipped("proof", { message: words.proofNotRun(found.reason ?? setupWords.proofOff), ...next })];
}

async function deployed(run: Run, answers: Answers): Promise<readonly Check[]> {
  const address = explicitText("deployed", { invocation: run.invocation, env: run.env, answersFile: null });
  if (address === undefined) return [];
  return await checkDeployed(new URL(address), marksOf(answers), run.signal);
}

/** What an address of this provider's media holds. */
function marksOf(answers: Answers): readonly string[] {
  if (answers.provider === "s3")
    return [answers.bucket, ...(answers.customDomain === undefined ? [] : [answers.customDomain])];
  return answers.provider === "cloudinary" ? [`/${answers.cloudName}/`] : ["/media/"];
}

/** Tells what was found, writes the report, and decides the exit code. */
async function conclude(
  run: Run,
  looked: Looked,
  answers: Answers | null,
  checks: readonly Check[],
): Promise<ExitCode> {
  const { invocation, reporter, report, env } = run;
  report.checks = checks;
  for (const one of checks) reporter.emit({ type: "check", check: one });
  const file = explicitText("report", { invocation, env, answersFile: null });
  if (file !== undefined) {
    const lang = screenLanguage({ flag: invocation.values.lang, stored: answers?.lang, env });
    await writeReport(file, run.directory, { lang, answers, project: looked.project, checks });
    reporter.emit({ type: "facts", topic: "report", title: words.reportWritten(file), lines: [] });
  }
  const failed = checks.filter(({ status }) => status === "fail");
  const [first] = failed;
  if (first !== undefined) throw new Failure(words.checkFailed(failed.length, first));
  const warnings = checks.filter(({ status }) => status === "warn").length;
  const passed = checks.filter(({ status }) => status === "pass").length;
  const unchecked = checks.length - passed - warnings;
  sayShort(run, warnings + unchecked === 0 ? words.allWell(passed) : words.wellEnough(passed, warnings, unchecked));
  return EXIT.ok;
}
