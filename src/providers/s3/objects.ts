/** Removes objects of this tool for good: in a bucket with versioning a plain delete only hides them behind a marker. */
import { DeleteObjectCommand, ListObjectsV2Command, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { BucketConnection } from "./connection.ts";
import { keyBelow, MARK } from "./prefix.ts";

interface Stored {
  readonly key: string;
  /** undefined: whichever is current. */
  readonly version: string | undefined;
}

/** One object of this tool, by its whole key, or all of them, by what their names start with. */
export type OwnObjects = { readonly key: string } | { readonly startingWith: string };

/** Below the prefix, everything that this tool makes: the objects of probes and proofs. */
export function allOwn(prefix: string): OwnObjects {
  return { startingWith: keyBelow(prefix, MARK) };
}

/**
 * Removes every version and every delete marker. Throws Failure if an object that is plain to see could not be removed; hands back how
 * many hidden versions it had to leave, and whether it could look for them at all.
 */
export async function removeOwnObjects(
  bucket: BucketConnection,
  which: OwnObjects,
): Promise<{ readonly left: number; readonly looked: boolean }> {
  const start = "key" in which ? which.key : which.startingWith;
  if (!start.startsWith(keyBelow(bucket.address.prefix, MARK))) throw new Error(`not an object of this tool: ${start}`);
  const unseen = "key" in which ? [{ key: start, version: undefined }] : [];
  const visible = (await listCurrent(bucket, start)) ?? unseen;
  const refused: Stored[] = [];
  const versions = await listVersions(bucket, start);
  for (const object of versions ?? visible) {
    const removed = await remove(bucket, object);
    if (removed.ok) continue;
    if (object.version === undefined) throw removed.failure;
    refused.push(object);
  }
  // Versions that may not be removed must at least not be seen any more. Version "null" is the object of a bucket without versioning.
  if (refused.length > 0) {
    for (const object of visible) {
      const hidden = await remove(bucket, object);
      if (!hidden.ok) throw hidden.failure;
    }
  }
  return { left: refused.filter((object) => object.version !== "null").length, looked: versions !== null };
}

/** One version, or the current object. */
export function remove(bucket: BucketConnection, { key, version }: Stored) {
  const action = version === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
  const input = { ...bucket.target, Key: key, ...(version === undefined ? {} : { VersionId: version }) };
  return bucket.attempt("DeleteObject", { key, action }, (client, options) =>
    client.send(new DeleteObjectCommand(input), options),
  );
}

/** null: this key may not list, or the service cannot. At most a thousand: this tool leaves a handful. */
async function listCurrent(bucket: BucketConnection, start: string): Promise<readonly Stored[] | null> {
  const answer = await bucket.attempt("ListObjectsV2", { action: "s3:ListBucket" }, (client, options) =>
    client.send(new ListObjectsV2Command({ ...bucket.target, Prefix: start }), options),
  );
  if (!answer.ok) return null;
  return (answer.value.Contents ?? []).flatMap(({ Key }) =>
    Key === undefined ? [] : [{ key: Key, version: undefined }],
  );
}

async function listVersions(bucket: BucketConnection, start: string): Promise<readonly Stored[] | null> {
  const answer = await bucket.attempt("ListObjectVersions", { action: "s3:ListBucketVersions" }, (client, options) =>
    client.send(new ListObjectVersionsCommand({ ...bucket.target, Prefix: start }), options),
  );
  if (!answer.ok) return null;
  const { Versions = [], DeleteMarkers = [] } = answer.value;
  return [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
    Key === undefined ? [] : [{ key: Key, version: VersionId }],
  );
}

/** Whether the bucket holds anything at all, hidden versions included; null: cannot be known with this key. */
export async function isEmpty(bucket: BucketConnection): Promise<boolean | null> {
  const answer = await bucket.attempt("ListObjectVersions", { action: "s3:ListBucketVersions" }, (client, options) =>
    client.send(new ListObjectVersionsCommand({ ...bucket.target, MaxKeys: 1 }), options),
  );
  if (!answer.ok) return null;
  return (answer.value.Versions ?? []).length + (answer.value.DeleteMarkers ?? []).length === 0;
}
