/** Our statement in the bucket policy as a remote change: put in or taken out, and the whole policy put back as it was. */
import * as say from "../../messages/s3-public.ts";
import type { Json, RemoteActor, RemoteChange } from "../../model/change.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { whyNotPublic } from "./account-block.ts";
import { bySid, parsePolicy, printPolicy, samePolicy, withStatement } from "./bucket-policy.ts";
import { addressFromJson, type BucketConnection, withBucket } from "./connection.ts";
import { hasNoPolicies, readPolicy, writePolicy } from "./stored-policy.ts";

export function policyActor(context: ProviderContext): RemoteActor {
  const { signal } = context;
  const at = async <T>(change: RemoteChange, work: (bucket: BucketConnection) => Promise<T>) =>
    await withBucket(addressFromJson(change.address), context, work);
  return {
    observe: (change) =>
      at(change, async (bucket) => {
        const read = await readPolicy(bucket);
        if (!read.ok) {
          if (hasNoPolicies(bucket, read)) return change.before;
          throw read.failure;
        }
        return samePolicy(read.value, textFromJson(change.before)) ? change.before : read.value;
      }),
    apply: (change) =>
      at(change, async (bucket) => {
        const after = textFromJson(change.after);
        const answer = await writePolicy(bucket, after, signal);
        if (answer.ok || hasNoPolicies(bucket, answer)) return;
        const opening = after !== null && bySid(parsePolicy(after)) !== null;
        throw opening ? await whyNotPublic(bucket, answer) : answer.failure;
      }),
    revert: (change) => at(change, (bucket) => putBack(bucket, change, signal)),
  };
}

/** Exactly what was there, if nobody has touched it since; otherwise only our own statement goes back to what it was. */
async function putBack(
  bucket: BucketConnection,
  change: RemoteChange,
  signal: AbortSignal,
): ReturnType<RemoteActor["revert"]> {
  const read = await readPolicy(bucket);
  if (!read.ok) {
    if (read.refusal.code === "NoSuchBucket" || hasNoPolicies(bucket, read)) return { kept: null };
    throw read.failure;
  }
  const now = read.value;
  const before = textFromJson(change.before);
  if (samePolicy(now, before)) return { kept: null };
  const untouched = samePolicy(now, textFromJson(change.after));
  const back = untouched ? before : withOursOf(before, now);
  if (!samePolicy(now, back)) {
    const answer = await writePolicy(bucket, back, signal);
    if (!answer.ok) throw answer.failure;
  }
  return { kept: untouched ? null : say.policyChangedSince(bucket.address.bucket) };
}

/** The policy as it is now, with our statement as it was in an older one. */
function withOursOf(before: string | null, now: string | null): string | null {
  const older = before === null ? null : parsePolicy(before);
  const policy = now === null ? null : parsePolicy(now);
  // Somebody has put something in its place that cannot be read: nothing of ours is in it.
  if (now !== null && policy === null) return now;
  return printPolicy(withStatement(policy, bySid(older)));
}

function textFromJson(json: Json): string | null {
  if (json === null || typeof json === "string") return json;
  throw new Error("the journal does not hold a bucket policy");
}
