/** `vet-media-setup policy`: prints the least-privilege IAM policy, and nothing else, so that it can go straight into a file. Asks nobody. */
import path from "node:path";
import { loadAnswersFile } from "../answers/answers-file.ts";
import { explicitText, type Said } from "../answers/gather.ts";
import { EXIT, type ExitCode, Failure } from "../lib/failure.ts";
import { bucketUnknown } from "../messages/policy.ts";
import { appPolicy, setupPolicy } from "../providers/s3/policy.ts";
import type { Run } from "./run.ts";

export async function policy(run: Run): Promise<ExitCode> {
  const { invocation, env, directory, report, reporter } = run;
  const root = path.resolve(directory, invocation.options.project ?? ".");
  const answersFile = await loadAnswersFile({ given: invocation.options.answers, directory, root });
  const said: Said = { invocation, env, answersFile };
  const bucket = explicitText("bucket", said);
  if (bucket === undefined) throw new Failure(bucketUnknown);
  const subject = {
    bucket,
    region: explicitText("region", said) ?? "us-east-1",
    prefix: explicitText("prefix", said) ?? "media",
    access: explicitText("access", said) === "public" ? ("public" as const) : ("private" as const),
  };
  report.provider = "s3";
  report.policy = explicitText("for", said) === "setup" ? setupPolicy(subject) : appPolicy(subject);
  reporter.emit({ type: "document", text: `${JSON.stringify(report.policy, null, 2)}\n` });
  return EXIT.ok;
}
