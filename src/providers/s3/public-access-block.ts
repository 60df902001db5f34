/**
 * The bucket's public access block. Private files: all four switches on, whatever policy or ACL somebody adds later. Public ones: the two
 * for ACLs stay on, and only the two that would stop our bucket policy are off.
 */
import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { Failure } from "../../lib/failure.ts";
import type { Text } from "../../lib/text.ts";
import { blockChangedSince, blockOn, blockSummary, blockUnreadable } from "../../messages/s3.ts";
import { blockHalf, blockHalfSummary } from "../../messages/s3-public.ts";
import type { Json, RemoteActor, RemoteChange } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { arnOf } from "./arn.ts";
import { addressFromJson, addressToJson, type BucketConnection, withBucket } from "./connection.ts";
import { isNotConfigured, isOutOfReach, type Refusal } from "./errors.ts";
import type { Readers } from "./public-read.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const SWITCHES = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"] as const;
type Switch = (typeof SWITCHES)[number];
type Block = Readonly<Record<Switch, boolean>>;

const ALL_ON: Block = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const POLICY_DECIDES: Block = { ...ALL_ON, BlockPublicPolicy: false, RestrictPublicBuckets: false };
const READ = { action: "s3:GetBucketPublicAccessBlock" };
const WRITE = { action: "s3:PutBucketPublicAccessBlock" };
const DOCS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html";

/** Reads; no change where it cannot be read, because what is put back must be known first. `readers`: who is to read without keys. */
export async function surveyBlock(
  bucket: BucketConnection,
  readers: Readers,
): Promise<{ change: RemoteChange | null; check: Check | null }> {
  const wanted = readers === "anybody" ? POLICY_DECIDES : ALL_ON;
  if (bucket.address.made) return { change: changeOf(bucket, null, wanted), check: null };
  const answer = await read(bucket);
  if (!answer.ok) {
    if (!isOutOfReach(answer.refusal)) throw answer.failure;
    const words = blockUnreadable(answer.refusal.code, arnOf(bucket.address));
    return { change: null, check: { id: "public-access-block", status: "warn", ...words, docsUrl: DOCS } };
  }
  const change = changeOf(bucket, answer.value, wanted);
  if (change.action !== "none") return { change, check: null };
  return { change, check: { id: "public-access-block", status: "pass", message: asWanted(wanted) } };
}

function changeOf(bucket: BucketConnection, before: Block | null, wanted: Block): RemoteChange {
  const asIs = same(before, wanted);
  return {
    type: "remote",
    provider: "s3",
    kind: "public-access-block",
    target: bucket.address.bucket,
    action: asIs ? "none" : before === null ? "create" : "modify",
    summary: asIs ? asWanted(wanted) : summaryOf(bucket.address.made ? ALL_ON : before, wanted),
    before,
    after: wanted,
    address: addressToJson(bucket.address),
  };
}

function asWanted(wanted: Block): Text {
  return same(wanted, ALL_ON) ? blockOn : blockHalf;
}

/** `before`: of a new bucket, what AWS makes it with. */
function summaryOf(before: Block | null, wanted: Block): Text {
  if (same(wanted, ALL_ON)) return blockSummary(openSwitches(same(before, ALL_ON) ? null : before));
  const isOn = (name: Switch) => before?.[name] === true;
  return blockHalfSummary(
    SWITCHES.filter((name) => wanted[name] && !isOn(name)),
    SWITCHES.filter((name) => !wanted[name] && isOn(name)),
  );
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
  const { made } = bucket.address;
  const after = blockFromJson(change.after);
  // The block of a bucket that this run made goes with it; if the bucket stays because of what is in it, so must its block.
  if (made && same(after, ALL_ON)) return { kept: null };
  const now = await read(bucket);
  if (!now.ok) {
    if (now.refusal.code === "NoSuchBucket") return { kept: null };
    throw now.failure;
  }
  // And one that was opened is closed again first, as AWS makes it.
  if (made) {
    if (same(now.value, after)) await write(bucket, ALL_ON);
    return { kept: null };
  }
  const before = change.before === null ? null : blockFromJson(change.before);
  if (same(now.value, before)) return { kept: null };
  if (!same(now.value, after)) return { kept: blockChangedSince(bucket.address.bucket) };
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
