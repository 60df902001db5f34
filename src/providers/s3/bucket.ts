import { pause } from "../../lib/pause.ts";
/** The bucket itself as a remote change: made if it is missing and allowed, deleted again only if this tool made it and it is empty. */

import {
  CreateBucketCommand,
  type CreateBucketCommandInput,
  DeleteBucketCommand,
  HeadBucketCommand,
} from "@aws-sdk/client-s3";
import { bucketKept, bucketNotOurs, bucketSummary } from "../../messages/s3.ts";
import type { Json, RemoteActor, RemoteChange } from "../../model/change.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { isAccountRegional } from "./bucket-name.ts";
import { addressFromJson, addressToJson, type BucketAddress, type BucketConnection, withBucket } from "./connection.ts";
import { allOwn, isEmpty, removeOwnObjects } from "./objects.ts";
import { cityOf } from "./regions.ts";

/** Milliseconds between attempts: a name is busy for a moment after a deletion, and a new bucket is not everywhere at once. */
const PAUSES = [500, 1000, 2000];

/** Names that S3 refused to this process: an apply that failed so has made nothing, and its revert must not delete what others made. */
const refusedNames = new Set<string>();

export function bucketChange(address: BucketAddress): RemoteChange {
  const there: Json = { region: address.region };
  return {
    type: "remote",
    provider: "s3",
    kind: "bucket",
    target: address.bucket,
    action: address.made ? "create" : "none",
    summary: bucketSummary(address.region, cityOf(address.region)),
    before: address.made ? null : there,
    after: there,
    address: addressToJson(address),
  };
}

export function bucketActor(context: ProviderContext): RemoteActor {
  const at = async <T>(change: RemoteChange, work: (bucket: BucketConnection) => Promise<T>) =>
    await withBucket(addressFromJson(change.address), context, work);
  return {
    observe: (change) => at(change, observe),
    apply: (change) => at(change, (bucket) => create(bucket, context.signal)),
    revert: (change) => at(change, (bucket) => takeBack(bucket)),
  };
}

async function observe(bucket: BucketConnection): Promise<Json> {
  const answer = await head(bucket);
  if (answer.ok) return { region: answer.value.BucketRegion ?? bucket.address.region };
  if (answer.refusal.status === 404) return null;
  // Somebody else took the name since: CreateBucket will say so in words.
  if (answer.refusal.status === 403) return null;
  throw answer.failure;
}

async function create(bucket: BucketConnection, signal: AbortSignal): Promise<void> {
  const { address } = bucket;
  refusedNames.delete(address.bucket);
  for (let attempt = 0; ; attempt += 1) {
    const answer = await bucket.attempt("CreateBucket", {}, (client, options) =>
      client.send(new CreateBucketCommand(creation(address)), options),
    );
    if (answer.ok) break;
    // The SDK repeats what got no answer: the first try may have made it, so that the second finds it there.
    const repeated = triesOf(answer.failure.cause) > 1;
    if (repeated && answer.refusal.code === "BucketAlreadyOwnedByYou") break;
    if (answer.refusal.code === "OperationAborted" && attempt < PAUSES.length) {
      await wait(attempt, signal);
      continue;
    }
    if (!repeated) refusedNames.add(address.bucket);
    throw answer.failure;
  }
  for (let attempt = 0; ; attempt += 1) {
    const answer = await head(bucket);
    if (answer.ok) return;
    const tooNew = [301, 307, 404, 409].includes(answer.refusal.status);
    if (!tooNew || attempt >= PAUSES.length) throw answer.failure;
    await wait(attempt, signal);
  }
}

/**
 * us-east-1 must not be named (it is no member of the enum), every other region must:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html. New buckets block public access and have ACLs off since April 2023.
 */
function creation(address: BucketAddress): CreateBucketCommandInput {
  const aws = address.endpointUrl === null;
  type Constraint = NonNullable<CreateBucketCommandInput["CreateBucketConfiguration"]>["LocationConstraint"];
  return {
    Bucket: address.bucket,
    ...(aws && address.region !== "us-east-1"
      ? { CreateBucketConfiguration: { LocationConstraint: address.region as Constraint } }
      : {}),
    ...(aws && isAccountRegional(address.bucket) ? { BucketNamespace: "account-regional" } : {}),
  };
}

async function takeBack(bucket: BucketConnection): ReturnType<RemoteActor["revert"]> {
  const { address } = bucket;
  if (!address.made || refusedNames.delete(address.bucket)) return { kept: null };
  const found = await head(bucket);
  if (!found.ok) {
    if (found.refusal.status === 404) return { kept: null };
    if (found.refusal.status === 403) return { kept: bucketNotOurs(address.bucket) };
    throw found.failure;
  }
  await removeOwnObjects(bucket, allOwn(address.prefix));
  if ((await isEmpty(bucket)) === false) return { kept: bucketKept(address.bucket) };
  const gone = await bucket.attempt("DeleteBucket", {}, (client, options) =>
    client.send(new DeleteBucketCommand(bucket.target), options),
  );
  if (gone.ok || gone.refusal.code === "NoSuchBucket") return { kept: null };
  if (gone.refusal.code === "BucketNotEmpty") return { kept: bucketKept(address.bucket) };
  throw gone.failure;
}

/** How often the SDK sent the request that ended in this error. */
function triesOf(error: unknown): number {
  const metadata: unknown = error instanceof Error ? Reflect.get(error, "$metadata") : undefined;
  const tries: unknown = typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "attempts") : 1;
  return typeof tries === "number" ? tries : 1;
}

function head(bucket: BucketConnection) {
  return bucket.attempt("HeadBucket", { action: "s3:ListBucket" }, (client, options) =>
    client.send(new HeadBucketCommand(bucket.target), options),
  );
}

async function wait(attempt: number, signal: AbortSignal): Promise<void> {
  await pause(PAUSES[attempt] ?? 0, signal);
}
