/** The bucket's public access block: all four switches on, whatever policy or ACL somebody adds later. */
import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Failure } from "../../lib/failure.ts";
import { blockChangedSince, blockOn, blockSummary, blockUnreadable } from "../../messages/s3.ts";
import type { Json, RemoteActor, RemoteChange } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { arnOf } from "./arn.ts";
import { addressFromJson, addressToJson, type BucketConnection, withBucket } from "./connection.ts";
import { isNotConfigured, isOutOfReach, type Refusal } from "./errors.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const SWITCHES = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] as const;
type Block = Readonly<Record<(typeof SWITCHES)[number], boolean>>;

const ALL_ON: Block = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const READ = { action: "s3:GetBucketPublicAccessBlock" };
const WRITE = { action: "s3:PutBucketPublicAccessBlock" };
const DOCS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html";

/** Reads; no change where it cannot be read, because what is put back must be known first. */
export async function surveyBlock(
  bucket: BucketConnection,
): Promise<{ change: RemoteChange | null; check: Check | null }> {
  if (bucket.address.made) return { change: changeOf(bucket, null), check: null };
  const answer = await read(bucket);
  if (!answer.ok) {
    if (!isOutOfReach(answer.refusal)) throw answer.failure;
    const words = blockUnreadable(answer.refusal.code, arnOf(bucket.address));
    return { change: null, check: { id: "public-access-block", status: "warn", ...words, docsUrl: DOCS } };
  }
  const change = changeOf(bucket, answer.value);
  const on = change.action === "none";
  return { change, check: on ? { id: "public-access-block", status: "pass", message: blockOn } : null };
}

function changeOf(bucket: BucketConnection, before: Block | null): RemoteChange {
  const open = openSwitches(before);
  return {
    type: "remote",
    provider: "s3",
    kind: "public-access-block",
    target: bucket.address.bucket,
    action: open.length === 0 ? "none" : before === null ? "create" : "modify",
    summary: open.length === 0 ? blockOn : blockSummary(open),
    before,
    after: ALL_ON,
    address: addressToJson(bucket.address),
  };
}

export function blockActor(context: ProviderContext): RemoteActor {
  const at = async <T>(change: RemoteChange, work: (bucket: BucketConnection) => Promise<T>) =>
    await withBucket(addressFromJson(change.address), context, work);
  return {
    observe: (change) =>
      at(change, async (bucket) => {
        const now = await readOrThrow(bucket);
        // A bucket that this run has just made: AWS gives it all four on, others all four off or none. Each is what the plan expected of it.
        return bucket.address.made ? change.before : now;
      }),
    apply: (change) => at(change, (bucket) => write(bucket, blockFromJson(change.after))),
    revert: (change) => at(change, (bucket) => putBack(bucket, change)),
  };
}

async function putBack(bucket: BucketConnection, change: RemoteChange): ReturnType<RemoteActor["revert"]> {
  // The block of a bucket that this run made goes with it; if the bucket stays because of what is in it, so must its block.
  if (bucket.address.made) return { kept: null };
  const now = await read(bucket);
  if (!now.ok) {
    if (now.refusal.code === "NoSuchBucket") return { kept: null };
    throw now.failure;
  }
  const before = change.before === null ? null : blockFromJson(change.before);
  if (same(now.value, before)) return { kept: null };
  if (!same(now.value, blockFromJson(change.after))) return { kept: blockChangedSince(bucket.address.bucket) };
  if (before !== null) await write(bucket, before);
  else {
    await bucket.ask("DeletePublicAccessBlock", WRITE, (client, options) =>
      client.send(new DeletePublicAccessBlockCommand(bucket.target), options),
    );
  }
  return { kept: null };
}

type Read =
  | { readonly ok: true; readonly value: Block | null }
  | { readonly ok: false; readonly refusal: Refusal; readonly failure: Failure };

async function read(bucket: BucketConnection): Promise<Read> {
  const answer = await bucket.attempt("GetPublicAccessBlock", READ, (client, options) =>
    client.send(new GetPublicAccessBlockCommand(bucket.target), options),
  );
  if (answer.ok) return { ok: true, value: normal(answer.value.PublicAccessBlockConfiguration) };
  return isNotConfigured(answer.refusal) ? { ok: true, value: null } : answer;
}

async function readOrThrow(bucket: BucketConnection): Promise<Block | null> {
  const answer = await read(bucket);
  if (!answer.ok) throw answer.failure;
  return answer.value;
}

async function write(bucket: BucketConnection, block: Block): Promise<void> {
  const input = { ...bucket.target, PublicAccessBlockConfiguration: block };
  await bucket.ask("PutPublicAccessBlock", WRITE, (client, options) =>
    client.send(new PutPublicAccessBlockCommand(input), options),
  );
}

function openSwitches(block: Block | null): readonly string[] {
  return SWITCHES.filter((name) => block === null || !block[name]);
}

function same(a: Block | null, b: Block | null): boolean {
  return a === null || b === null ? a === b : SWITCHES.every((name) => a[name] === b[name]);
}

function normal(block: PublicAccessBlockConfiguration | undefined): Block | null {
  if (block === undefined) return null;
  return {
    BlockPublicAcls: block.BlockPublicAcls === true,
    IgnorePublicAcls: block.IgnorePublicAcls === true,
    BlockPublicPolicy: block.BlockPublicPolicy === true,
    RestrictPublicBuckets: block.RestrictPublicBuckets === true,
  };
}

function blockFromJson(json: Json): Block {
  const record = json as Readonly<Record<string, Json>> | null;
  const block =
    record === null ? null : normal(Object.fromEntries(SWITCHES.map((name) => [name, record[name] === true])));
  if (block === null) throw new Error("the journal does not hold a public access block");
  return block;
}
