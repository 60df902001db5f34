/** The part of the probe that is about everybody: who has the plain link reads the test object, and can do nothing else with it. */
import { EXIT, Failure } from "../../lib/failure.ts";
import { pause } from "../../lib/pause.ts";
import { type Text, verbatim } from "../../lib/text.ts";
import { differentBytes } from "../../messages/s3-probe.ts";
import * as say from "../../messages/s3-public.ts";
import type { S3Answers } from "../../model/answers.ts";
import type { Check } from "../../model/check.ts";
import { whyNobodyReads } from "./account-block.ts";
import type { BucketConnection } from "./connection.ts";
import { type Anonymous, answerOf, type Opened, withoutKeys } from "./without-keys.ts";

/** Milliseconds between tries: a policy that was written a moment ago is not in force everywhere at once. */
const PAUSES = [500, 1000, 2000];

export interface TestObject {
  readonly key: string;
  readonly content: string;
  /** Its address at S3, without a signature: ends with the key. */
  readonly plainLink: string;
}

/** Throws Failure where not everybody reads, or anybody can do more than that; on other services the first is a warning. */
export async function probePublic(
  bucket: BucketConnection,
  object: TestObject,
  answers: Pick<S3Answers, "customDomain" | "prefix">,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const { key, content, plainLink } = object;
  const ask = (url: string, how?: Anonymous) => withoutKeys(bucket, key, url, signal, how);
  const { customDomain } = answers;
  const read =
    customDomain === undefined
      ? await readByAnybody(bucket, object, answers.prefix, ask, signal)
      : await readThrough(customDomain, object, ask);

  const top = plainLink.slice(0, -key.length);
  for (const prefix of [`${answers.prefix}/`, ""]) {
    const listed = await ask(`${top}?list-type=2&max-keys=1&prefix=${encodeURIComponent(prefix)}`);
    if (/<ListBucketResult\b/.test(listed.body)) {
      throw new Failure({ code: "list-public", exit: EXIT.failed, ...say.everybodyLists(bucket.address.bucket) });
    }
  }

  const overwritten = await ask(plainLink, { method: "PUT", body: content });
  if (overwritten.status < 300) throw writable("overwrite", bucket);
  const deleted = await ask(plainLink, { method: "DELETE" });
  if (deleted.status < 300) throw writable("delete", bucket);
  return [
    read,
    { id: "probe-anonymous-list", status: "pass", message: say.publiclyProbed.list },
    { id: "probe-anonymous-write", status: "pass", message: say.publiclyProbed.write },
  ];
}

type Ask = (url: string, how?: Anonymous) => Promise<Opened>;

async function readByAnybody(
  bucket: BucketConnection,
  { key, content, plainLink }: TestObject,
  prefix: string,
  ask: Ask,
  signal: AbortSignal,
): Promise<Check> {
  for (let attempt = 0; ; attempt += 1) {
    const opened = await ask(plainLink);
    if (opened.status === 200 && opened.body === content) {
      return { id: "probe-public-link", status: "pass", message: say.publiclyProbed.read };
    }
    if (opened.status === 200) throw new Failure({ code: "probe-content", exit: EXIT.failed, ...differentBytes(key) });
    const { compatible, host } = bucket.request("GetObject", { key });
    const answer = answerOf(opened);
    if (compatible) {
      const words = say.notPublicElsewhere(host, answer, prefix);
      return { id: "probe-public-link", status: "warn", ...words };
    }
    const wait = PAUSES[attempt];
    if (wait === undefined || opened.status !== 403) throw await whyNobodyReads(bucket, key, answer);
    await pause(wait, signal);
  }
}

/** Only a warning: the domain may be made after the bucket. The proof, which opens the app's own link, is stricter. */
async function readThrough(domain: string, { key, content }: TestObject, ask: Ask): Promise<Check> {
  const silent = (answer: Text): Check => ({
    id: "probe-domain",
    status: "warn",
    ...say.domainSilent(domain, answer),
  });
  try {
    const opened = await ask(`https://${domain}/${key}`);
    if (opened.status !== 200) return silent(verbatim(answerOf(opened)));
    if (opened.body !== content) return silent(say.servesOther);
    return { id: "probe-domain", status: "pass", message: say.publiclyProbed.domain };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return silent(say.unreached(error.problem.code));
  }
}

function writable(operation: "overwrite" | "delete", bucket: BucketConnection): Failure {
  const words = say.everybodyWrites(operation, bucket.address.bucket);
  return new Failure({ code: "write-public", exit: EXIT.failed, ...words });
}
