/** The way to a bucket that is there and may be listed, in the region where it really is. */
import { Failure } from "../lib/failure.ts";
import * as say from "../messages/migrate.ts";
import type { Credentials } from "../model/answers.ts";
import { KEY_ID, KEY_SECRET, TOKEN } from "../providers/s3/keys.ts";
import { WireRefusal } from "../providers/s3/wire/refusal.ts";
import { S3Requests } from "../providers/s3/wire/requests.ts";
import type { SigningKeys } from "../providers/s3/wire/sign.ts";

export interface BucketWanted {
  readonly bucket: string;
  /** Where to ask first; S3 tells where it is. */
  readonly region: string;
  readonly endpointUrl: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
}

/** Throws Failure: exit 3 where there is no such bucket, exit 1 where it is somebody else's or the keys are refused. */
export async function openBucket(wanted: BucketWanted): Promise<S3Requests> {
  const { bucket, endpointUrl, env, credentials, signal } = wanted;
  let { region } = wanted;
  for (let hop = 0; hop < 3; hop += 1) {
    const requests = new S3Requests({ bucket, region, endpointUrl, env, keys: keysOf(credentials) });
    const stop = () => requests.stop();
    signal.addEventListener("abort", stop);
    try {
      const answer = await requests.attempt({
        operation: "HeadBucket",
        action: "s3:ListBucket",
        method: "HEAD",
        key: null,
      });
      if (!(answer instanceof WireRefusal)) return requests;
      if (answer.status === 404) throw new Failure(say.bucketNotThere(bucket));
      const named = answer.$response.headers["x-amz-bucket-region"];
      requests.close();
      if (endpointUrl === null && named !== undefined && named !== region) region = named;
      else region = await explain(wanted, region);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
  throw new Failure(say.bucketNotThere(bucket));
}

/** A HEAD says nothing but a status: the long way finds out why, and throws it, or knows the region. */
async function explain(
  { bucket, endpointUrl, env, credentials, signal }: BucketWanted,
  region: string,
): Promise<string> {
  const { locate } = await import("../providers/s3/locate.ts");
  const address = { bucket, region, endpointUrl, account: null, prefix: "", made: false };
  const { exists, address: found } = await locate(address, { env, credentials, signal });
  if (!exists) throw new Failure(say.bucketNotThere(bucket));
  return found.region;
}

function keysOf({ secrets }: Credentials): SigningKeys {
  return {
    accessKeyId: secrets[KEY_ID]?.reveal() ?? "",
    secretAccessKey: secrets[KEY_SECRET]?.reveal() ?? "",
    sessionToken: secrets[TOKEN]?.reveal() ?? null,
  };
}
