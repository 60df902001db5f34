/** Addresses that S3 is told: the endpoint of an S3-compatible service, a domain for files, origins for CORS. Light: no SDK. */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/s3-forms.ts";
import { endpointPlaceholder } from "../../messages/s3-services.ts";
import { serviceEndpointProblem } from "./service-endpoint.ts";

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
/** This machine, a private network (Render's services see one another by a bare name), or a name that only a local resolver knows. */
const PRIVATE =
  /^(?:[a-z0-9-]+|.+\.(?:local|internal|localhost)|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[::1\])$/i;
/** Copied from a manual as it stood: `https://<ACCOUNT_ID>.r2.cloudflarestorage.com`. */
const PLACEHOLDER = /^https?:\/\/[\w./-]*(?:<[\w -]+>|\{[\w -]+\}|account_id|project_ref)[\w./-]*$/i;

/** Why this cannot be the endpoint of an S3-compatible service; null: it is fine. A path is allowed (Supabase has one). */
export function endpointUrlProblem(value: string): Text | null {
  if (PLACEHOLDER.test(value)) return endpointPlaceholder;
  if (!isPlain(value)) return say.endpointForm;
  const url = parse(value);
  if (url === null || !/^https?:\/\/[^/]/i.test(value)) return say.endpointForm;
  if (url.username !== "" || url.password !== "" || /[?#@]/.test(value)) return say.endpointExtras;
  if (!isHost(url.hostname) || /\/\.{1,2}(?:\/|$)|[;()]/.test(value)) return say.endpointForm;
  const known = serviceEndpointProblem(url);
  if (known !== null) return known;
  if (url.protocol === "http:" && !PRIVATE.test(url.hostname)) return say.endpointScheme;
  if (/(?:^|\.)amazonaws\.com(?:\.cn)?$/i.test(url.hostname)) return say.endpointIsAws;
  return null;
}

/** Why this cannot be the domain that serves the files; null: it is fine. */
export function customDomainProblem(value: string): Text | null {
  return isPlain(value) && HOST.test(value) && value.includes(".") && value.length <= 253 ? null : say.domainForm;
}

/**
 * Why S3 would not take this as an allowed origin; null: it is fine. `*` alone is allowed, and warned about elsewhere.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html: one `*` at most, no path.
 */
export function corsOriginProblem(value: string): Text | null {
  if (value === "*") return null;
  if (!isPlain(value)) return say.originForm;
  if (value.split("*").length > 2) return say.originWildcards;
  const match = /^(https?):\/\/([^/?#@]+)$/i.exec(value);
  const url = parse(value.replace("*", "wildcard"));
  if (match === null || url === null || !isHost(url.hostname)) return say.originForm;
  return null;
}

/** Browsers send origins in lower case and without the default port; S3 compares them letter by letter. */
export function tidyOrigin(value: string): string {
  if (value.includes("*") || corsOriginProblem(value) !== null) return value;
  return new URL(value).origin;
}

function isPlain(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value) && !/["'`\\<>{}$|^%]/.test(value);
}

function isHost(hostname: string): boolean {
  return hostname.length <= 253 && (HOST.test(hostname) || /^\[[0-9a-f:.]+\]$/i.test(hostname));
}

function parse(value: string): URL | null {
  try {
    return new URL(value);
  } catch {
    return null;
  }
}
