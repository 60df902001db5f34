/**
 * `vet-media-setup policy`: prints the least-privilege IAM policy, or with --cors the bucket's CORS rule, and nothing else, so that it can
 * go straight into a file. Asks nobody.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { loadAnswersFile } from "../answers/answers-file.ts";
import type { Said } from "../answers/gather.ts";
import { type GatheredValues, listValue, sourcedValues, textValue } from "../answers/gathered.ts";
import { type PolicyValuesOptions, policyValues } from "../answers/policy-values.ts";
import { EXIT, type ExitCode, Failure } from "../lib/failure.ts";
import * as words from "../messages/policy.ts";
import type { Json } from "../model/change.ts";
import { corsDocument, ruleFor } from "../providers/s3/cors-rule.ts";
import { appPolicy, setupPolicy } from "../providers/s3/policy.ts";
import { serviceOf } from "../providers/s3/services.ts";
import type { Run } from "./run.ts";
import { type Looked, lookQuietly } from "./setup/look.ts";

/** Throws Failure: exit 3 for a bucket or origins that nothing names, exit 2 for what has no IAM policies and for bad values. */
export async function policy(run: Run): Promise<ExitCode> {
  const { invocation, report, reporter } = run;
  const around = await lookAround(run);
  const { values } = policyValues({ ...around.said, here: around.here });
  const wantsCors = invocation.values.cors === true;
  report.provider = "s3";
  report.values = sourcedValues({ values });
  if (wantsCors) {
    report.cors = corsFor(values, around);
    report.warnings = [{ code: "replaces-all-rules", ...words.replacesAllRules, mustAccept: false }];
  }
  // With --cors the policy is a second document, which only --json has room for.
  if (!wantsCors || (textValue(values, "bucket") !== undefined && textValue(values, "endpointUrl") === undefined)) {
    report.policy = iamFor(values, around);
  }
  const document = wantsCors ? report.cors : report.policy;
  reporter.emit({ type: "document", text: `${JSON.stringify(document, null, 2)}\n`, aside: report.warnings });
  return EXIT.ok;
}

interface Around {
  readonly said: Said;
  readonly here: PolicyValuesOptions["here"];
  /** Why there is no project to ask, where there should be one; null: there is one, or nobody would expect one. */
  readonly failure: Failure | null;
}

/** The project here, if there is one. Its faults matter only where it is asked for something that nothing else says. */
async function lookAround(run: Run): Promise<Around> {
  const { invocation, env, directory } = run;
  const given = invocation.options.project ?? null;
  const root = path.resolve(directory, given ?? ".");
  const isProject = ["manage.py", "render.yaml", ".git"].some((name) => existsSync(path.join(root, name)));
  let failure: Failure | null = null;
  if (isProject || given !== null) {
    try {
      const looked: Looked = await lookQuietly(run, root);
      return { said: { invocation, env, answersFile: looked.answersFile }, here: looked, failure: null };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failure = error;
    }
  }
  const answersFile = await loadAnswersFile({ given: invocation.options.answers, directory, root });
  return { said: { invocation, env, answersFile }, here: null, failure };
}

function iamFor(values: GatheredValues, around: Around): Json {
  const endpoint = textValue(values, "endpointUrl");
  if (endpoint !== undefined) {
    const service = serviceOf(endpoint);
    const place = values.endpointUrl?.detail?.en ?? "--endpoint-url";
    const who = service?.title ?? new URL(endpoint).host;
    throw new Failure(words.noIamThere(place, who, service?.keysUrl ?? null));
  }
  const bucket = textValue(values, "bucket");
  if (bucket === undefined) throw around.failure ?? new Failure(words.bucketUnknown);
  const appUser = textValue(values, "createAppUser");
  const subject = {
    bucket,
    region: textValue(values, "region") ?? "us-east-1",
    prefix: textValue(values, "prefix") ?? "",
    access: textValue(values, "access") === "public" ? ("public" as const) : ("private" as const),
    ...(appUser === undefined ? {} : { appUser }),
  };
  return textValue(values, "for") === "setup" ? setupPolicy(subject) : appPolicy(subject);
}

function corsFor(values: GatheredValues, around: Around): Json {
  const corsOrigin = listValue(values, "corsOrigin");
  const endpoint = textValue(values, "endpointUrl");
  const service = serviceOf(endpoint);
  if (service?.cors === false) throw new Failure(words.noCorsThere(service.title, service.docsUrl));
  if (corsOrigin.length === 0) throw around.failure ?? new Failure(words.originsUnknown);
  return corsDocument(ruleFor({ corsOrigin, directUpload: values.directUpload?.value === true }, service));
}
