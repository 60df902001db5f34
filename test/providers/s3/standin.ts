/** What the tests of S3 share: answers, a context with keys of the stand-in, and the sentences of a failure. */
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { Failure } from "../../../src/lib/failure.ts";
import { Secret } from "../../../src/lib/secrets.ts";
import { verbatim } from "../../../src/lib/text.ts";
import type { S3Answers } from "../../../src/model/answers.ts";
import type { ProviderContext } from "../../../src/model/provider.ts";
import { type AwsStandin, startAwsStandin } from "../../support/aws-standin.mjs";
import { type FaultProxy, startFaultProxy } from "../../support/fault-proxy.mjs";

export const ACCOUNT = "123456789012";
export const BUCKET = "clinic-media-5f0c91ab";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The stand-in, a proxy before it without rules, and its administrator. Live from the first test of the file on. */
export interface Live {
  aws: AwsStandin;
  proxy: FaultProxy;
  root: S3Client;
}

/** Starts them for a test file, and empties them before each of its tests; `withBucket`: with a new bucket in it. */
export function useStandin(options: { withBucket: boolean }): Live {
  const live = {} as Live;
  beforeAll(async () => {
    live.aws = await startAwsStandin();
    live.proxy = await startFaultProxy(live.aws.url);
    const { url: endpoint, root: credentials } = live.aws;
    live.root = new S3Client({ endpoint, region: "us-west-2", credentials, forcePathStyle: true });
  });
  afterAll(async () => {
    live.root.destroy();
    await live.proxy.stop();
    await live.aws.stop();
  });
  beforeEach(async () => {
    live.proxy.clear();
    await live.aws.reset();
    if (options.withBucket) await live.root.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  return live;
}

export function answersFor(changes: Partial<S3Answers> = {}): S3Answers {
  return {
    provider: "s3",
    settings: "clinic.settings",
    access: "private",
    envFile: ".env.render",
    prove: "auto",
    lang: "en",
    bucket: BUCKET,
    region: "us-west-2",
    prefix: "media",
    corsOrigin: [],
    directUpload: false,
    ...changes,
  };
}

/** `url`: AWS itself, redirected to the stand-in or to a proxy before it. Without: an S3-compatible service named by the answers. */
export function contextFor(
  keys: Keys,
  url?: string,
  signal: AbortSignal = new AbortController().signal,
): ProviderContext {
  return {
    env: url === undefined ? {} : { AWS_ENDPOINT_URL: url },
    signal,
    credentials: {
      secrets: {
        AWS_ACCESS_KEY_ID: new Secret(keys.accessKeyId),
        AWS_SECRET_ACCESS_KEY: new Secret(keys.secretAccessKey),
        ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: new Secret(keys.sessionToken) }),
      },
      source: "env",
      detail: verbatim("environment"),
      temporary: keys.sessionToken !== undefined,
    },
  };
}

/** The Failure that this must end in; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    (value) => new Error(`it went well: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw error;
}

/** A policy with these actions on the bucket and everything in it, as IAM takes it. */
export function allow(...actions: readonly string[]): object {
  const Resource = [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`];
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource }] };
}
