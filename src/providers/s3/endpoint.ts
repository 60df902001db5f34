/** Where requests to S3 go: AWS, an S3-compatible service, or wherever the environment sends the SDK. Light: no SDK. */
import type { ProviderContext } from "../../model/provider.ts";

export interface Reach {
  readonly region: string;
  /** Set: an S3-compatible service, not AWS. */
  readonly endpointUrl: string | null;
}

/**
 * The SDK's own redirections, by the rules of its documentation: the one for the service before the one for all, none if
 * AWS_IGNORE_CONFIGURED_ENDPOINT_URLS says so. null: AWS itself (or what the shared config file says; the SDK reads that).
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function redirection(env: ProviderContext["env"], variable: string): string | null {
  if (/^true$/i.test(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? "")) return null;
  return env[variable]?.trim() || env.AWS_ENDPOINT_URL?.trim() || null;
}

/** The base URL of S3 where it is not AWS's own; null: AWS. */
export function endpointOf(reach: Reach, env: ProviderContext["env"]): string | null {
  return reach.endpointUrl ?? redirection(env, "AWS_ENDPOINT_URL_S3");
}

/** Host and port that requests go to, for messages. */
export function hostOf(reach: Reach, env: ProviderContext["env"]): string {
  const endpoint = endpointOf(reach, env);
  if (endpoint === null) return `s3.${reach.region}.amazonaws.com`;
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}
