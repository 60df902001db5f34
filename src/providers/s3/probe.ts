/**
 * A small object goes the way of every upload: written, sized, read, opened by its signed link, refused without the signature (or, where
 * files are public, open to everybody), listed, deleted, and gone. Nothing of it stays in the bucket, whatever happens on the way.
 */

import { randomBytes } from "node:crypto";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { EXIT, Failure, Interrupted, type Problem } from "../../lib/failure.ts";
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/s3-probe.ts";
import type { S3Answers } from "../../model/answers.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { arnOf } from "./arn.ts";
import { type BucketAddress, type BucketConnection, withBucket } from "./connection.ts";
import { allOwn, remove, removeOwnObjects } from "./objects.ts";
import { keyBelow, MARK } from "./prefix.ts";
import { probePublic } from "./probe-public.ts";
import { answerOf, withoutKeys } from "./without-keys.ts";

/** Seconds that the probe's own link is good for. */
const LINK_LIFE = 120;
/** Milliseconds for cleaning up after an interruption. */
const LAST_WORDS = 20_000;

/** The check that says that a sweep did not succeed: what it was to remove may still be there. */
const SWEEP = "sweep";

/** Throws Failure at the first step that is refused, Interrupted after Ctrl-C; the object is removed first in both cases. */
export async function probe(
  answers: S3Answers,
  address: BucketAddress,
  context: ProviderContext,
): Promise<readonly Check[]> {
  const key = keyBelow(address.prefix, `${MARK}probe-${randomBytes(4).toString("hex")}`);
  if (context.signal.aborted) throw new Interrupted();
  const trail: Trail = { checks: [], written: false };
  try {
    await withBucket(address, context, (bucket) => walk(bucket, key, answers, context.signal, trail));
  } catch (error) {
    const leftover = trail.written ? await cleanUp(address, key, context) : null;
    if (leftover === null || error instanceof Interrupted || !(error instanceof Failure)) throw error;
    throw new Failure(error.problem, { cause: error, others: [...error.others, leftover] });
  }
  return trail.checks;
}

/**
 * Django deletes as apps do: in a bucket with versioning the objects of a proof are hidden, not gone. Removes them for good where these
 * keys may; what must stay is told as a warning, and is no failure.
 */
export async function sweep(find: () => Promise<BucketAddress>, context: ProviderContext): Promise<readonly Check[]> {
  try {
    const address = await find();
    const { left } = await withBucket(address, context, (bucket) => removeOwnObjects(bucket, allOwn(address.prefix)));
    return left === 0 ? [] : [{ id: "probe-versions", status: "warn", ...say.versionsLeft(address.bucket, left) }];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, next } = error.problem;
    return [{ id: SWEEP, status: "warn", message, ...(next === undefined ? {} : { next }) }];
  }
}

interface Trail {
  readonly checks: Check[];
  /** The object is in the bucket, or may be: the connection can break after S3 has taken it. */
  written: boolean;
}

async function walk(
  bucket: BucketConnection,
  key: string,
  answers: S3Answers,
  signal: AbortSignal,
  trail: Trail,
): Promise<void> {
  const { checks } = trail;
  const { target, address, client } = bucket;
  const passed = (id: string, message: Text) => checks.push({ id: `probe-${id}`, status: "pass", message });
  const content = `vet-media-setup ${randomBytes(12).toString("hex")}\n`;
  const object = { ...target, Key: key };

  trail.written = true;
  const put = new PutObjectCommand({ ...object, Body: content, ContentType: "text/plain; charset=utf-8" });
  const answer = await bucket.attempt("PutObject", { key }, (s3, options) => s3.send(put, options));
  if (!answer.ok) {
    trail.written = false;
    throw answer.failure;
  }
  passed("put", say.probed.put);

  const { ContentLength } = await bucket.ask("HeadObject", { key, action: "s3:GetObject" }, (s3, options) =>
    s3.send(new HeadObjectCommand(object), options),
  );
  if (ContentLength !== content.length) throw broken("probe-size", say.differentBytes(key));
  passed("head", say.probed.head);

  const read = await bucket.ask("GetObject", { key }, async (s3, options) => {
    const { Body } = await s3.send(new GetObjectCommand(object), options);
    return await Body?.transformToString();
  });
  if (read !== content) throw broken("probe-content", say.differentBytes(key));
  passed("get", say.probed.get);

  // Without the owner's account: the app's links do not carry it either.
  const link = await getSignedUrl(client, new GetObjectCommand({ Bucket: address.bucket, Key: key }), {
    expiresIn: LINK_LIFE,
  });
  const [origin] = answers.corsOrigin;
  const opened = await withoutKeys(bucket, key, link, signal, { origin });
  if (opened.status !== 200 || opened.body !== content) {
    throw broken("signed-link-refused", say.signedLinkRefused(new URL(link).host, answerOf(opened)));
  }
  passed("signed-link", say.probed.signed);
  if (address.endpointUrl !== null && origin !== undefined && opened.allowed === null) {
    checks.push({ id: "probe-cors", status: "warn", ...say.corsNotAnswered(origin) });
  }

  const plainLink = link.replace(/\?.*$/s, "");
  if (answers.access === "private") {
    const bare = await withoutKeys(bucket, key, plainLink, signal);
    if (bare.body === content) throw broken("object-public", say.anybodyCanRead(key));
    passed("unsigned-link", say.probed.unsigned);
  } else {
    checks.push(...(await probePublic(bucket, { key, content, plainLink }, answers, signal)));
  }

  const list = { ...target, Prefix: key };
  const { Contents = [] } = await bucket.ask("ListObjectsV2", { action: "s3:ListBucket" }, (s3, options) =>
    s3.send(new ListObjectsV2Command(list), options),
  );
  if (!Contents.some((entry) => entry.Key === key)) throw broken("probe-not-listed", say.notListed(key));
  passed("list", say.probed.listed);

  // First as an app deletes, which needs s3:DeleteObject; then what versioning keeps of it.
  const deleted = await remove(bucket, { key, version: undefined });
  if (!deleted.ok) throw deleted.failure;
  const versions = await removeOwnObjects(bucket, { key });
  const hidden = !versions.looked && deleted.value.DeleteMarker === true ? 1 : 0;
  const left = versions.left + hidden;
  passed("delete", left === 0 ? say.probed.deleted : say.probed.hidden);
  if (left > 0) checks.push({ id: "probe-versions", status: "warn", ...say.versionsLeft(address.bucket, left) });

  checks.push(await missingIsMissing(bucket, key));
}

/** Django asks whether a name is taken before each save, and takes only 404 for «no»: any other answer is an exception in the app. */
async function missingIsMissing(bucket: BucketConnection, key: string): Promise<Check> {
  const answer = await bucket.attempt("HeadObject", { key, action: "s3:ListBucket" }, (s3, options) =>
    s3.send(new HeadObjectCommand({ ...bucket.target, Key: key }), options),
  );
  if (answer.ok) throw broken("probe-not-deleted", say.stillThere(key));
  if (answer.refusal.status === 404) return { id: "probe-missing", status: "pass", message: say.probed.gone };
  if (answer.refusal.status !== 403) throw answer.failure;
  const { compatible, host } = bucket.request("HeadObject", {});
  const words = say.forbiddenInsteadOfMissing(compatible ? host : "S3", arnOf(bucket.address), compatible);
  if (compatible) return { id: "probe-missing", status: "warn", ...words };
  throw broken("list-bucket-denied", words);
}

/** After a failure or Ctrl-C, under a signal of its own. null: nothing is left; else the problem to be added. */
async function cleanUp(address: BucketAddress, key: string, context: ProviderContext): Promise<Problem | null> {
  try {
    const own = { ...context, signal: AbortSignal.timeout(LAST_WORDS) };
    await withBucket(address, own, (bucket) => removeOwnObjects(bucket, { key }));
    return null;
  } catch {
    return { code: "probe-left-behind", exit: EXIT.notPutBack, ...say.leftBehind(address.bucket, key) };
  }
}

function broken(code: string, words: { message: Text; next: Text }): Failure {
  return new Failure({ code, exit: EXIT.failed, ...words });
}
