/** Clients of the AWS SDK as this tool wants them: bounded in time, stoppable, and kind to services that are only like S3. */
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client, type ServiceInputTypes, type ServiceOutputTypes } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import type { InitializeMiddleware } from "@smithy/types";
import type { ProviderContext } from "../../model/provider.ts";
import { endpointOf, type Reach, redirection } from "./endpoint.ts";
import { addressingOf, serviceOf } from "./services.ts";
import { refuseWebPages } from "./web-page.ts";

// The SDK reads it when a client is made; the pinned version runs on Node 20, and the warning would land in the middle of the plan.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Milliseconds to connect, and from a request to its answer. */
const CONNECT = 10_000;
const ANSWER = 30_000;
/** The SDK repeats what is transient (SlowDown, 5xx, resets, timeouts) with its own back-off: this many tries altogether. */
const TRIES = 3;

/** For S3 itself, or for an S3-compatible service. Destroy it when it is no longer used. */
export function s3Client(reach: Reach, context: Pick<ProviderContext, "env" | "credentials">): S3Client {
  const endpoint = endpointOf(reach, context.env);
  const compatible = reach.endpointUrl !== null;
  const client = new S3Client({
    ...common(reach.region, context),
    ...(endpoint === null ? {} : { endpoint }),
    // Virtual hosts need a certificate and DNS for every bucket: AWS is sure to have them, and who wants nothing else.
    forcePathStyle: endpoint !== null && !(compatible && addressingOf(endpoint) === "virtual"),
    // Since 2025 the SDK adds checksums that other services refuse: https://github.com/boto/boto3/issues/4392
    requestChecksumCalculation: compatible ? "WHEN_REQUIRED" : "WHEN_SUPPORTED",
    responseChecksumValidation: compatible ? "WHEN_REQUIRED" : "WHEN_SUPPORTED",
  });
  client.middlewareStack.add(refuseWebPages, { step: "deserialize", priority: "low", name: "refuseWebPages" });
  if (serviceOf(reach.endpointUrl)?.locationConstraint === false) {
    client.middlewareStack.add(noLocation, { step: "initialize", priority: "low", name: "noLocation" });
  }
  return client;
}

/** The SDK names the region to CreateBucket by itself; a service with a host for each region knows it, and may know it by another name. */
const noLocation: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => (args) => {
  if (!("CreateBucketConfiguration" in args.input)) return next(args);
  const { CreateBucketConfiguration: _, ...input } = args.input;
  return next({ ...args, input: { ...input, Bucket: input.Bucket } });
};

/** For AWS STS: who is behind these keys? */
export function stsClient(region: string, context: Pick<ProviderContext, "env" | "credentials">): STSClient {
  const endpoint = redirection(context.env, "AWS_ENDPOINT_URL_STS");
  const client = new STSClient({ ...common(region, context), ...(endpoint === null ? {} : { endpoint }) });
  client.middlewareStack.add(refuseWebPages, { step: "deserialize", priority: "low", name: "refuseWebPages" });
  return client;
}

/** For IAM, which has one endpoint in each partition: https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
export function iamClient(region: string, context: Pick<ProviderContext, "env" | "credentials">): IAMClient {
  const home = /^cn-/.test(region) ? "cn-north-1" : /^us-gov-/.test(region) ? "us-gov-west-1" : "us-east-1";
  const endpoint = redirection(context.env, "AWS_ENDPOINT_URL_IAM");
  return new IAMClient({ ...common(home, context), ...(endpoint === null ? {} : { endpoint }) });
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
    requestHandler: {
      connectionTimeout: CONNECT,
      requestTimeout: ANSWER,
      throwOnRequestTimeout: true,
      // That one ends when an answer begins; this is for one that stops in its middle.
      socketTimeout: ANSWER,
    },
  };
}
