/** Who may read without keys: our statement in the bucket policy, added for public files and taken out for private ones. */
import { EXIT, Failure } from "../../lib/failure.ts";
import * as say from "../../messages/s3-public.ts";
import type { S3Answers } from "../../model/answers.ts";
import type { Action, RemoteChange } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import { arnOf } from "./arn.ts";
import {
  type BucketPolicy,
  bySid,
  letsCloudFrontRead,
  opensToEverybody,
  parsePolicy,
  printPolicy,
  publicRead,
  resourcesOf,
  SID,
  samePolicy,
  withStatement,
} from "./bucket-policy.ts";
import { addressToJson, type BucketConnection } from "./connection.ts";
import { isOutOfReach } from "./errors.ts";
import { readPolicy } from "./stored-policy.ts";

/** `anybody`: by our statement. `nobody`: only with a signature, or through a CloudFront that has a statement of its own. */
export type Readers = "anybody" | "nobody";

export interface PolicySurvey {
  readonly readers: Readers;
  readonly change: RemoteChange | null;
  readonly check: Check | null;
}

/** Reads; plans a change only if our statement is not as wanted. Throws Failure where a policy cannot be added to. */
export async function surveyPolicy(bucket: BucketConnection, answers: S3Answers): Promise<PolicySurvey> {
  const { address } = bucket;
  const isPublic = answers.access === "public";
  const read = address.made ? { ok: true as const, value: null } : await readPolicy(bucket);
  if (!read.ok) {
    // Other services refuse what they do not have with codes of their own.
    const tolerable =
      address.endpointUrl === null
        ? isOutOfReach(read.refusal)
        : read.refusal.status < 500 || read.refusal.status === 501;
    if (!tolerable) throw read.failure;
    return {
      readers: isPublic ? "anybody" : "nobody",
      change: null,
      check: unread(bucket, isPublic, read.refusal.code),
    };
  }
  const before = read.value === null ? null : parsePolicy(read.value);
  if (!isPublic) return { readers: "nobody", change: closing(bucket, read.value, before), check: null };
  if (read.value !== null && before === null) {
    throw new Failure({ code: "policy-unparsable", exit: EXIT.failed, ...say.policyUnparsable(address.bucket) });
  }
  if (answers.customDomain !== undefined && letsCloudFrontRead(before)) {
    const message = say.cloudFrontReads(answers.customDomain);
    const check: Check = { id: "policy", status: "pass", message };
    return { readers: "nobody", change: closing(bucket, read.value, before), check };
  }
  const there = bySid(before);
  if (there !== null && !opensToEverybody(there)) {
    const words = say.statementOfAnother(SID, address.bucket);
    throw new Failure({ code: "policy-statement-of-another", exit: EXIT.failed, ...words });
  }
  const wanted = publicRead(address);
  const resources = resourcesOf(wanted);
  const instead = (there === null ? [] : resourcesOf(there)).filter((one) => !resources.includes(one));
  const change = changeOf(bucket, read.value, printPolicy(withStatement(before, wanted)), (action) =>
    action === "none" ? say.policyOpen(resources) : say.policyToOpen(resources, instead),
  );
  const message = say.policyOpen(resources);
  return {
    readers: "anybody",
    change,
    check: change.action === "none" ? { id: "policy", status: "pass", message } : null,
  };
}

/** Takes our statement out; null: there is none. */
function closing(bucket: BucketConnection, text: string | null, before: BucketPolicy | null): RemoteChange | null {
  const there = bySid(before);
  if (there === null || !opensToEverybody(there)) return null;
  return changeOf(bucket, text, printPolicy(withStatement(before, null)), () => say.policyToClose(resourcesOf(there)));
}

function changeOf(
  { address }: BucketConnection,
  before: string | null,
  after: string | null,
  summary: (action: Action) => RemoteChange["summary"],
): RemoteChange {
  const action = samePolicy(before, after) ? "none" : before === null ? "create" : after === null ? "delete" : "modify";
  return {
    type: "remote",
    provider: "s3",
    kind: "policy",
    target: address.bucket,
    action,
    summary: summary(action),
    before,
    after: action === "none" ? before : after,
    address: addressToJson(address),
  };
}

/** Private files of another service: that it has no policies is nothing to be told. */
function unread(bucket: BucketConnection, isPublic: boolean, code: string): Check | null {
  const { compatible, host, operation } = bucket.request("GetBucketPolicy", {});
  if (compatible && !isPublic) return null;
  const words = compatible
    ? say.policyNotOffered(host, bucket.address.prefix, operation, code)
    : say.policyUnread(code, arnOf(bucket.address), isPublic);
  return { id: "policy", status: isPublic ? "warn" : "skip", ...words };
}
