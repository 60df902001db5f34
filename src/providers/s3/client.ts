/** Clients of the AWS SDK as this tool wants them: bounded in time, stoppable, and kind to services that are only like S3. */
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import type { ProviderContext } from "../../model/provider.ts";
import { refuseWebPages } from "./web-page.ts";

// The SDK reads it when a client is made; the pinned version runs on Node 20, and the warning would land in the middle of the plan.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Milliseconds to connect, and from a request to its answer. */
const CONNECT = 10_000;
const ANSWER = 30_000;
/** The SDK repeats what is transient (SlowDown, 5xx, resets, timeouts) with its own back-off: this many tries altogether. */
const TRIES = 3;

export interface Reach {
  readonly region: string;
  /** Set: an S3-compatible service, not AWS. */
  readonly endpointUrl: string | null;
}

/** For S3 itself, or for an S3-compatible service. Destroy it when it is no longer used. */
export function s3Client(reach: Reach, context: Pick<ProviderContext, "env" | "credentials">): S3Client {
  const redirected = redirection(context.env, "AWS_ENDPOINT_URL_S3");
  const endpoint = reach.endpointUrl ?? redirected;
  const compatible = reach.endpointUrl !== null;
  const client = new S3Client({
    ...common(reach.region, context),
    ...(endpoint === null ? {} : { endpoint }),
    // Virtual hosts need a certificate and DNS for every bucket: only AWS is sure to have them.
    forcePathStyle: endpoint !== null,
    // Since 2025 the SDK adds checksums that other services refuse: https://github.com/boto/boto3/issues/4392
    requestChecksumCalculation: compatible ? "WHEN_REQUIRED" : "WHEN_SUPPORTED",
    responseChecksumValidation: compatible ? "WHEN_REQUIRED" : "WHEN_SUPPORTED",
  });
  client.middlewareStack.add(refuseWebPages, { step: "deserialize", priority: "low", name: "refuseWebPages" });
  return client;
}

/** For AWS STS: who is behind these keys? */
export function stsClient(region: string, context: Pick<ProviderContext, "env" | "credentials">): STSClient {
  const endpoint = redirection(context.env, "AWS_ENDPOINT_URL_STS");
  const client = new STSClient({ ...common(region, context), ...(endpoint === null ? {} : { endpoint }) });
  client.middlewareStack.add(refuseWebPages, { step: "deserialize", priority: "low", name: "refuseWebPages" });
  return client;
}

function common(region: string, context: Pick<ProviderContext, "env" | "credentials">) {
  const { secrets } = context.credentials;
  const token = secrets.AWS_SESSION_TOKEN?.reveal();
  return {
    region,
    credentials: {
      accessKeyId: secrets.AWS_ACCESS_KEY_ID?.reveal() ?? "",
      secretAccessKey: secrets.AWS_SECRET_ACCESS_KEY?.reveal() ?? "",
      ...(token ? { sessionToken: token } : {}),
    },
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECT, requestTimeout: ANSWER, throwOnRequestTimeout: true },
  };
}

/**
 * The SDK's own redirections, by the rules of its documentation: the one for the service before the one for all, none if
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS says so. null: AWS itself (or what the shared config file says; the SDK reads that).
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
function redirection(env: ProviderContext["env"], variable: string): string | null {
  if (/^true$/i.test(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "")) return null;
  return env[variable]?.trim() || env.AWS_ENDPOINT_URL?.trim() || null;
}

/** Host and port that requests go to, for messages. */
export function hostOf(reach: Reach, env: ProviderContext["env"]): string {
  const endpoint = reach.endpointUrl ?? redirection(env, "AWS_ENDPOINT_URL_S3");
  if (endpoint === null) return `s3.${reach.region}.amazonaws.com`;
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}
