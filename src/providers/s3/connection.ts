/** One bucket as it is reached: every request to it goes through here, with the owner's account, the signal, and its name for messages. */
import type { S3Client } from "@aws-sdk/client-s3";
import { type Failure, Interrupted } from "../../lib/failure.ts";
import type { Json } from "../../model/change.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { arnOf } from "./arn.ts";
import { s3Client } from "./client.ts";
import { hostOf } from "./endpoint.ts";
import { failureOf, type Refusal, type Request, refusalOf } from "./errors.ts";

/** How to find the bucket again, in this process or a later one. Plain JSON, for the journal. */
export interface BucketAddress {
  readonly bucket: string;
  readonly region: string;
  /** null: AWS. */
  readonly endpointUrl: string | null;
  /** Twelve digits; null where the service has no accounts that it could check. */
  readonly account: string | null;
  readonly prefix: string;
  /** This run makes the bucket. */
  readonly made: boolean;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal; readonly failure: Failure };

type Send<T> = (client: S3Client, options: { abortSignal: AbortSignal }) => Promise<T>;

export interface BucketConnection {
  readonly address: BucketAddress;
  readonly client: S3Client;
  /** What names the bucket in every request, with the account that it must belong to (403 if somebody else has taken the name). */
  readonly target: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  /** Sends; throws Failure, or Interrupted after Ctrl-C. `action` is what a policy calls it, if it is not `s3:` and the operation. */
  ask<T>(operation: string, about: { key?: string; action?: string }, send: Send<T>): Promise<T>;
  /** The same, but hands back what the service refused; the network's failures and Ctrl-C are thrown all the same. */
  attempt<T>(operation: string, about: { key?: string; action?: string }, send: Send<T>): Promise<Answer<T>>;
  request(operation: string, about: { key?: string; action?: string }): Request;
}

/** Opens a connection for the time of `work`. */
export async function withBucket<T>(
  address: BucketAddress,
  context: ProviderContext,
  work: (bucket: BucketConnection) => Promise<T>,
): Promise<T> {
  const client = s3Client(address, context);
  try {
    return await work(connect(client, address, context));
  } finally {
    client.destroy();
  }
}

function connect(client: S3Client, address: BucketAddress, context: ProviderContext): BucketConnection {
  const { signal } = context;
  const request: BucketConnection["request"] = (operation, { key, action }) => ({
    service: "S3",
    operation,
    action: action ?? `s3:${operation}`,
    on: key === undefined ? address.bucket : `${address.bucket}/${key}`,
    resource:
      key === undefined ? arnOf(address) : `${arnOf(address)}/${address.prefix === "" ? "*" : `${address.prefix}/*`}`,
    host: hostOf(address, context.env),
    region: address.region,
    compatible: address.endpointUrl !== null,
  });
  const attempt: BucketConnection["attempt"] = async (operation, about, send) => {
    if (signal.aborted) throw new Interrupted();
    try {
      return { ok: true, value: await send(client, { abortSignal: signal }) };
    } catch (error) {
      const refusal = refusalOf(error);
      const failure = failureOf(error, request(operation, about), signal);
      if (refusal === null || failure instanceof Interrupted) throw failure;
      return { ok: false, refusal, failure };
    }
  };
  return {
    address,
    client,
    target: {
      Bucket: address.bucket,
      ...(address.account === null ? {} : { ExpectedBucketOwner: address.account }),
    },
    attempt,
    ask: async (operation, about, send) => {
      const answer = await attempt(operation, about, send);
      if (!answer.ok) throw answer.failure;
      return answer.value;
    },
    request,
  };
}

/** For the journal. */
export function addressToJson(address: BucketAddress): Json {
  return { ...address };
}

/** From the journal; throws Error if it is not what addressToJson wrote. */
export function addressFromJson(json: Json): BucketAddress {
  if (json !== null && typeof json === "object" && !Array.isArray(json)) {
    const { bucket, region, endpointUrl, account, prefix, made } = json as Readonly<Record<string, Json>>;
    if (
      typeof bucket === "string" &&
      typeof region === "string" &&
      typeof prefix === "string" &&
      (endpointUrl === null || typeof endpointUrl === "string") &&
      (account === null || typeof account === "string")
    ) {
      return { bucket, region, endpointUrl, account, prefix, made: made === true };
    }
  }
  throw new Error("the journal does not say where the bucket is");
}
