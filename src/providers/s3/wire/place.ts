/** A bucket as an address on the wire: which server, which Host header, and what stands before the key in the path. */
import { endpointOf, hostOf } from "../endpoint.ts";
import { addressingOf } from "../services.ts";
import type { Origin } from "./connection.ts";
import { encodeKey } from "./encode.ts";
import type { SigningKeys } from "./sign.ts";

export interface BucketPlace {
  readonly bucket: string;
  readonly region: string;
  /** Set: an S3-compatible service, not AWS. */
  readonly endpointUrl: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly keys: SigningKeys;
}

export interface Route {
  readonly origin: Origin;
  /** As it is sent and signed. */
  readonly host: string;
  /** Path of the bucket itself, ending in a slash. */
  readonly base: string;
  /** For messages. */
  readonly shown: string;
}

/**
 * Virtual hosts at AWS, the path elsewhere, as the SDK does; a name with dots has no certificate at AWS, so it goes by the path too.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function routeTo(place: BucketPlace): Route {
  const { bucket, region, env } = place;
  const endpoint = endpointOf(place, env);
  const shown = hostOf(place, env);
  if (endpoint !== null) {
    const url = new URL(endpoint);
    const secure = url.protocol === "https:";
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
    const path = url.pathname.replace(/\/+$/, "");
    if (place.endpointUrl !== null && addressingOf(endpoint) === "virtual") {
      return {
        origin: { secure, host: `${bucket}.${host}`, port },
        host: `${bucket}.${url.host}`,
        base: `${path}/`,
        shown,
      };
    }
    return { origin: { secure, host, port }, host: url.host, base: `${path}/${encodeKey(bucket)}/`, shown };
  }
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const virtual = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket);
  const host = virtual ? `${bucket}.s3.${region}.${suffix}` : `s3.${region}.${suffix}`;
  return {
    origin: { secure: true, host, port: 443 },
    host,
    base: virtual ? "/" : `/${encodeKey(bucket)}/`,
    shown,
  };
}
