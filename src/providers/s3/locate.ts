/** Is the bucket there, is it ours, and in which region? HeadBucket says so in a status and a header, and only in riddles. */
import { HeadBucketCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { EXIT, Failure } from "../../lib/failure.ts";
import { bucketForbidden, bucketOfAnother } from "../../messages/s3.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { arnOf } from "./arn.ts";
import { type Answer, type BucketAddress, type BucketConnection, withBucket } from "./connection.ts";

export interface Located {
  readonly exists: boolean;
  /** With the region that the bucket is really in. */
  readonly address: BucketAddress;
}

/**
 * Follows the bucket to its region: S3 names it in x-amz-bucket-region even on 301 and 403, and answers a bare 400 to a region that the
 * account must opt in to (then us-east-1 knows). Throws Failure for a bucket of somebody else and for keys that are refused.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
export async function locate(asked: BucketAddress, context: ProviderContext): Promise<Located> {
  let address = asked;
  for (let hop = 0; hop < 3; hop += 1) {
    const found = await withBucket(address, context, (bucket) => look(bucket, asked));
    if (typeof found !== "string") return found;
    address = { ...address, region: found };
  }
  throw new Failure({
    code: "bucket-forbidden",
    exit: EXIT.failed,
    ...bucketForbidden(asked.bucket, arnOf(asked)),
  });
}

/** The answer, or the region to ask next. */
async function look(bucket: BucketConnection, asked: BucketAddress): Promise<Located | string> {
  const { address } = bucket;
  const aws = address.endpointUrl === null;
  const answer = await head(bucket, bucket.target);
  if (answer.ok) {
    const region = aws ? (answer.value.BucketRegion ?? address.region) : address.region;
    return { exists: true, address: { ...address, region } };
  }
  const { refusal } = answer;
  if (refusal.status === 404) return { exists: false, address: asked };
  if (aws && refusal.region !== null && refusal.region !== address.region) return refusal.region;
  if (aws && refusal.status === 400) {
    const reason = await list(bucket, {});
    const region = reason.ok ? null : reason.refusal.region;
    if (region !== null && region !== address.region) return region;
    if (!reason.ok && reason.refusal.code !== "BadRequest") throw reason.failure;
    if (!reason.ok && address.region !== "us-east-1") return "us-east-1";
  }
  return await explain(bucket, answer);
}

/** A HEAD has no body to say why. The same question with one has, and without the owner it tells a foreign bucket from a forbidden one. */
async function explain(bucket: BucketConnection, refused: Extract<Answer<unknown>, { ok: false }>): Promise<Located> {
  const { address } = bucket;
  if (refused.refusal.status !== 403 && refused.refusal.status !== 400) throw refused.failure;
  if (address.account !== null) {
    const anyOwner = await head(bucket, { Bucket: address.bucket });
    if (anyOwner.ok) {
      const words = bucketOfAnother(address.bucket, address.account);
      throw new Failure({ code: "bucket-of-another-account", exit: EXIT.failed, ...words, docsUrl: OWNER_DOCS });
    }
  }
  const listed = await list(bucket, {});
  if (listed.ok) return { exists: true, address };
  if (
    address.account !== null &&
    listed.refusal.code === "AccessDenied" &&
    !/not authorized/i.test(listed.refusal.words)
  ) {
    const words = bucketForbidden(address.bucket, arnOf(address));
    throw new Failure({ code: "bucket-forbidden", exit: EXIT.failed, ...words, docsUrl: OWNER_DOCS });
  }
  throw listed.failure;
}

const OWNER_DOCS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html";
const LIST = { action: "s3:ListBucket" };

function head(bucket: BucketConnection, target: { Bucket: string; ExpectedBucketOwner?: string }) {
  return bucket.attempt("HeadBucket", LIST, (client, options) => client.send(new HeadBucketCommand(target), options));
}

function list(bucket: BucketConnection, owner: { ExpectedBucketOwner?: string }) {
  const input = { Bucket: bucket.address.bucket, MaxKeys: 1, ...owner };
  return bucket.attempt("ListObjectsV2", LIST, (client, options) =>
    client.send(new ListObjectsV2Command(input), options),
  );
}
