/** Endpoints of known services as people paste them: put right where only one thing can be meant, else told what is wrong. Light: no SDK. */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/s3-services.ts";
import { ownerOf, type S3Service, type ServiceId } from "./services.ts";

/** Account IDs have 32 hex digits: https://developers.cloudflare.com/fundamentals/account/find-account-and-zone-ids/ */
const ACCOUNT_ID = /^[0-9a-f]{32}$/;

/**
 * Scheme and host in lower case, no slash at the end, and https:// before the bare host of a known service, as Backblaze shows it.
 * Everything else stays as it was, to be judged.
 */
export function tidyEndpoint(value: string): string {
  const bare = /^[a-z0-9.-]+(?:\/[^\s?#@]*)?$/i.test(value) && ownerOf(value.split("/")[0] ?? "") !== null;
  const parts = /^(https?:\/\/)([^/?#@\s\\]+)(\/[^?#]*)?$/i.exec(bare ? `https://${value}` : value);
  if (parts === null) return value;
  const [, scheme = "", host = "", path = ""] = parts;
  return `${scheme.toLowerCase()}${host.toLowerCase()}${path.replace(/\/+$/, "")}`;
}

/** Why this is not an endpoint of the service that its host belongs to; null: it is one, or the host belongs to none that is known. */
export function serviceEndpointProblem(url: URL): Text | null {
  const service = ownerOf(url.hostname);
  if (service === null) return null;
  const found = service.host.exec(url.hostname);
  if (found === null) return say.endpointOfAnotherPurpose(service.title, url.hostname, service.form);
  const bucket = found.groups?.bucket;
  const bare = bucket === undefined ? url.hostname : url.hostname.slice(bucket.length + 1);
  const right = `https://${bare}${service.path}`;
  if (bucket !== undefined) return say.endpointHoldsBucket(service.title, bucket, right);
  const rest = pathProblem(url, service, right);
  if (rest !== null) return rest;
  if (url.protocol !== "https:" || url.port !== "") return say.endpointOnlyHttps(service.title, right);
  return service.id === "r2" ? accountProblem(url.hostname) : null;
}

function pathProblem(url: URL, service: S3Service, right: string): Text | null {
  const path = url.pathname.replace(/\/+$/, "");
  if (path === service.path) return null;
  if (!path.startsWith(`${service.path}/`)) return say.endpointNeedsPath(service.title, right);
  const [bucket = ""] = path.slice(service.path.length + 1).split("/");
  return say.endpointHoldsBucket(service.title, bucket, right);
}

/** An ID that was not copied whole. */
function accountProblem(hostname: string): Text | null {
  const [account = ""] = hostname.split(".");
  return /^[0-9a-f]{20,}$/.test(account) && !ACCOUNT_ID.test(account) ? say.accountIdForm : null;
}

/** The bucket's own name in the endpoint of a service that is not known here: at the end of its path, or before its host; null: neither. */
export function bucketInEndpoint(
  endpointUrl: string,
  bucket: string,
): { where: "host" | "path"; problem: Text } | null {
  if (!URL.canParse(endpointUrl)) return null;
  const { protocol, host, pathname } = new URL(endpointUrl);
  const path = pathname.replace(/\/+$/, "");
  if (path.endsWith(`/${bucket}`)) {
    const right = `${protocol}//${host}${path.slice(0, -bucket.length - 1)}`;
    return { where: "path", problem: say.endpointHoldsBucket(null, bucket, right) };
  }
  if (!host.startsWith(`${bucket}.`)) return null;
  const right = `${protocol}//${host.slice(bucket.length + 1)}${path}`;
  return { where: "host", problem: say.endpointStartsWithBucket(bucket, right) };
}

/** What a person can type where a part of the endpoint is asked for: that part, or the whole endpoint. */
export interface EndpointPart {
  /** Of the services that have such a part. */
  readonly service: Exclude<ServiceId, "tigris">;
  /** From the part alone; null: it cannot be one by its form. */
  readonly endpoint: (part: string) => string | null;
  readonly problem: Text;
  readonly example: string;
}

/** null: there is nothing to ask, the service has one endpoint for all. */
export function endpointPart(service: S3Service): EndpointPart | null {
  const from = (form: RegExp, endpoint: (part: string) => string) => (part: string) =>
    form.test(part) ? endpoint(part) : null;
  switch (service.id) {
    case "r2":
      return {
        service: "r2",
        endpoint: from(ACCOUNT_ID, (part) => `https://${part}.r2.cloudflarestorage.com`),
        problem: say.accountIdForm,
        example: "023e105f4ecef8ad9ca31a8372d0c353",
      };
    case "b2":
      return {
        service: "b2",
        endpoint: from(/^[a-z]{2}-[a-z]+-\d{3}$/, (part) => `https://s3.${part}.backblazeb2.com`),
        problem: say.b2RegionForm,
        example: "us-west-004",
      };
    case "spaces":
      return {
        service: "spaces",
        endpoint: from(/^[a-z]{3}\d$/, (part) => `https://${part}.digitaloceanspaces.com`),
        problem: say.spacesRegionForm,
        example: "nyc3",
      };
    case "supabase":
      return {
        service: "supabase",
        endpoint: from(/^[a-z0-9]{10,40}$/, (part) => `https://${part}.supabase.co${service.path}`),
        problem: say.projectRefForm,
        example: "abcdefghijklmnopqrst",
      };
    case "tigris":
      return null;
  }
}
