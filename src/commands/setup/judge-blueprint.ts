/** Render's own word on the render.yaml that would be written, before anything is: from its API with `--push-env`, else from its command line. */
import { decodeText } from "../../edit/text-file.ts";
import { Failure } from "../../lib/failure.ts";
import { asking, blueprintInvalid, blueprintValid } from "../../messages/render-api.ts";
import type { Check } from "../../model/check.ts";
import { askRenderCli, renderCliHasLogin } from "../../render/cli.ts";
import type { BlueprintVerdict } from "../../render/verdict.ts";
import type { Run } from "../run.ts";
import type { Answered } from "./answer.ts";
import type { Plan } from "./make-plan.ts";
import type { Push } from "./push-env.ts";

/** None where render.yaml stays as it is, or neither can be asked. Throws Failure where the API refuses and there is no command line. */
export async function judged(run: Run, plan: Plan, push: Push, { project }: Answered): Promise<readonly Check[]> {
  const change = plan.files.find(({ path, action }) => path === project.blueprint?.file && action !== "none");
  if (change === undefined || change.after === null) return [];
  const { text } = decodeText(change.after);
  const verdict = await verdictOn(run, text, push);
  return verdict === null ? [] : [checkOf(change.path, verdict)];
}

async function verdictOn(run: Run, text: string, { judge, workspace }: Push): Promise<BlueprintVerdict | null> {
  const { env, signal, invocation, reporter } = run;
  // It reads a file, and a dry run writes none.
  const silent = invocation.options.dryRun || !renderCliHasLogin(env);
  const cli = async () =>
    silent ? null : await reporter.during(asking, () => askRenderCli({ text, workspace, env, signal }));
  if (judge === null) return await cli();
  try {
    return await reporter.during(asking, () => judge(text));
  } catch (error) {
    const verdict = error instanceof Failure ? await cli() : null;
    if (verdict === null) throw error;
    return verdict;
  }
}

function checkOf(file: string, { valid, errors }: BlueprintVerdict): Check {
  if (valid) return { id: "blueprint-valid", status: "pass", message: blueprintValid(file) };
  const said = errors.map(({ path, error, line }) => `${line === null ? path : `${file}:${line}`} ${error}`.trim());
  return { id: "blueprint-valid", status: "warn", message: blueprintInvalid(file, said) };
}
