/** The bucket's policy as it is stored: read, written with patience, deleted. */
import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { pause } from "../../lib/pause.ts";
import type { Answer, BucketConnection } from "./connection.ts";
import { isOutOfReach } from "./errors.ts";

/**
 * Milliseconds between tries: the block that was opened a moment ago is not open everywhere at once, and changes of policy and block in
 * quick succession get 409 OperationAborted.
 */
const PAUSES = [500, 1000, 2000];

export type Refused = Extract<Answer<unknown>, { ok: false }>;

/** The text; null: there is none. */
export async function readPolicy(bucket: BucketConnection): Promise<Answer<string | null>> {
  const answer = await bucket.attempt("GetBucketPolicy", {}, (client, options) =>
    client.send(new GetBucketPolicyCommand(bucket.target), options),
  );
  if (answer.ok) return { ok: true, value: answer.value.Policy || null };
  return answer.refusal.code === "NoSuchBucketPolicy" ? { ok: true, value: null } : answer;
}

/** null deletes it. Tries again while what refuses may be about to pass; throws Interrupted after Ctrl-C. */
export async function writePolicy(
  bucket: BucketConnection,
  policy: string | null,
  signal: AbortSignal,
): Promise<Answer<unknown>> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await writeOnce(bucket, policy);
    const wait = PAUSES[attempt];
    if (answer.ok || wait === undefined || !mayPass(bucket, answer)) return answer;
    await pause(wait, signal);
  }
}

function writeOnce(bucket: BucketConnection, policy: string | null): Promise<Answer<unknown>> {
  return policy === null
    ? bucket.attempt("DeleteBucketPolicy", {}, (client, options) =>
        client.send(new DeleteBucketPolicyCommand(bucket.target), options),
      )
    : bucket.attempt("PutBucketPolicy", {}, (client, options) =>
        client.send(new PutBucketPolicyCommand({ ...bucket.target, Policy: policy }), options),
      );
}

function mayPass(bucket: BucketConnection, { refusal }: Refused): boolean {
  if (refusal.code === "OperationAborted") return true;
  const aws = bucket.address.endpointUrl === null;
  return aws && refusal.code === "AccessDenied" && (blamesBlock(refusal.words) || !lacksPermission(refusal.words));
}

/** `… because public policies are blocked by the BlockPublicPolicy block public access setting.` */
export function blamesBlock(words: string): boolean {
  return /BlockPublic|block ?public ?access|public polic/i.test(words);
}

/** What IAM says of a key that may not: that stays so. Older answers say nothing but Access Denied. */
export function lacksPermission(words: string): boolean {
  return !blamesBlock(words) && /not authorized/i.test(words);
}

/** Services that are only like S3 may decide elsewhere who reads; the probe says whether everybody can. */
export function hasNoPolicies(bucket: BucketConnection, { refusal }: Refused): boolean {
  return bucket.address.endpointUrl !== null && isOutOfReach(refusal);
}
