/**
 * A public policy, or a public read, that is refused though the bucket's own block is open: the account, or its organization, blocks more
 * than the bucket does, and the strictest counts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
import { GetPublicAccessBlockCommand } from "@aws-sdk/client-s3";
import { EXIT, Failure } from "../../lib/failure.ts";
import * as say from "../../messages/s3-public.ts";
import { arnOf } from "./arn.ts";
import { bySid, parsePolicy } from "./bucket-policy.ts";
import type { BucketConnection } from "./connection.ts";
import { isNotConfigured } from "./errors.ts";
import { blamesBlock, lacksPermission, type Refused, readPolicy } from "./stored-policy.ts";

const DOCS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html";
const CODE = "account-blocks-public-access";

/** Why S3 did not take a policy with our statement in it. */
export async function whyNotPublic(bucket: BucketConnection, refused: Refused): Promise<Failure> {
  const { address } = bucket;
  const { code, words } = refused.refusal;
  if (address.endpointUrl !== null || code !== "AccessDenied" || lacksPermission(words)) return refused.failure;
  if ((await ownBlockIsOpen(bucket)) === false) return refused.failure;
  const told = blamesBlock(words)
    ? say.accountBlocksPolicies(address.bucket, words)
    : say.accountMayBlockPolicies(address.bucket, arnOf(address));
  return new Failure({ code: CODE, exit: EXIT.failed, ...told, docsUrl: DOCS }, { cause: refused.failure });
}

/** Why S3 turned somebody without keys away. `answer`: `403 AccessDenied`. */
export async function whyNobodyReads(bucket: BucketConnection, key: string, answer: string): Promise<Failure> {
  const { address } = bucket;
  const policy = await readPolicy(bucket);
  const ours = policy.ok && policy.value !== null ? bySid(parsePolicy(policy.value)) : null;
  if (ours !== null && (await ownBlockIsOpen(bucket)) === true) {
    const told = say.accountBlocksReads(address.bucket, answer);
    return new Failure({ code: CODE, exit: EXIT.failed, ...told, docsUrl: DOCS });
  }
  const told = say.nobodyReads(key, answer, arnOf(address));
  return new Failure({ code: "public-read-refused", exit: EXIT.failed, ...told, docsUrl: DOCS });
}

/** Whether the bucket's own block lets policies make it public; null: cannot be known with this key. */
async function ownBlockIsOpen(bucket: BucketConnection): Promise<boolean | null> {
  const action = "s3:GetBucketPublicAccessBlock";
  const answer = await bucket.attempt("GetPublicAccessBlock", { action }, (client, options) =>
    client.send(new GetPublicAccessBlockCommand(bucket.target), options),
  );
  if (!answer.ok) return isNotConfigured(answer.refusal) ? true : null;
  const { BlockPublicPolicy, RestrictPublicBuckets } = answer.value.PublicAccessBlockConfiguration ?? {};
  return BlockPublicPolicy !== true && RestrictPublicBuckets !== true;
}
