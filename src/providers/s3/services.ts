/**
 * Services that speak S3 and are not AWS: how their endpoints look, which region they sign for, and what they leave out. Light: no SDK.
 * An endpoint that is none of these is taken as it is. Sources beside each record.
 */
import type { Text } from "../../lib/text.ts";
import { keyHints, publicElsewhere } from "../../messages/s3-services.ts";

export type ServiceId = "r2" | "b2" | "spaces" | "supabase" | "tigris";

export type ServiceRegion =
  /** One for all buckets; what else the service takes for it. */
  | { readonly kind: "fixed"; readonly value: string; readonly aliases: readonly string[] }
  /** Part of the endpoint's host. */
  | { readonly kind: "host"; readonly aliases: readonly string[] }
  /** Only the person knows it. */
  | { readonly kind: "asked" };

export interface S3Service {
  readonly id: ServiceId;
  readonly title: string;
  /** The host of an endpoint. Groups: `region` where the host says it, `bucket` where somebody has put one before it. */
  readonly host: RegExp;
  /** Hosts of the service that no program should talk S3 to: dashboards, downloads, CDNs, other APIs. */
  readonly otherHosts: RegExp;
  /** What every endpoint has after its host; "" for nothing. */
  readonly path: string;
  /** As people are shown it, with the words to be replaced in capitals. */
  readonly form: string;
  readonly region: ServiceRegion;
  /** Where the bucket's name goes: into the path, or before the host. */
  readonly addressing: "path" | "virtual";
  /** CreateBucket may name the region. false: the host says it, and nothing else is sent. */
  readonly locationConstraint: boolean;
  /** GetBucketCors and PutBucketCors. */
  readonly cors: boolean;
  /** `*` for the headers that a CORS rule allows. */
  readonly anyCorsHeader: boolean;
  /** PutBucketPolicy, and with it public files below one prefix. */
  readonly bucketPolicy: boolean;
  /** Canned ACLs of objects. */
  readonly objectAcl: boolean;
  /** false: known to keep no versions of a file; null: not known here. */
  readonly versions: false | null;
  /** How files are made public there. */
  readonly publicAccess: Text;
  /** What people take for its key, and is not; null: nothing. */
  readonly keyHint: Text | null;
  /** Where its keys are made. */
  readonly keysUrl: string;
  readonly docsUrl: string;
}

const LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
/** A bucket somebody has put before the host; it may have dots. */
const BUCKET = `(?:(?<bucket>${LABEL}(?:\\.${LABEL})*)\\.)??`;
const host = (rest: string) => new RegExp(`^${BUCKET}${rest}$`);

export const SERVICES: readonly S3Service[] = [
  {
    // https://developers.cloudflare.com/r2/api/s3/api/ (region, operations), https://developers.cloudflare.com/r2/api/tokens/ (jurisdictions)
    id: "r2",
    title: "Cloudflare R2",
    host: host(`(?!(?:eu|fedramp)\\.)${LABEL}(?:\\.(?:eu|fedramp))?\\.r2\\.cloudflarestorage\\.com`),
    otherHosts: /(?:^|\.)(?:r2\.dev|dash\.cloudflare\.com|r2\.cloudflarestorage\.com)$/,
    path: "",
    form: "https://ACCOUNT_ID.r2.cloudflarestorage.com",
    region: { kind: "fixed", value: "auto", aliases: ["us-east-1"] },
    addressing: "path",
    locationConstraint: true,
    cors: true,
    anyCorsHeader: false,
    bucketPolicy: false,
    objectAcl: false,
    versions: null,
    publicAccess: publicElsewhere.r2,
    keyHint: keyHints.r2,
    keysUrl: "https://dash.cloudflare.com/?to=/:account/r2/api-tokens",
    docsUrl: "https://developers.cloudflare.com/r2/api/s3/api/",
  },
  {
    // https://www.backblaze.com/docs/cloud-storage-s3-compatible-api, …/cloud-storage-call-the-s3-compatible-api (host, HTTPS only)
    id: "b2",
    title: "Backblaze B2",
    host: host(`s3\\.(?<region>${LABEL})\\.backblazeb2\\.com`),
    otherHosts: /(?:^|\.)(?:backblazeb2\.com|backblaze\.com)$/,
    path: "",
    form: "https://s3.REGION.backblazeb2.com",
    region: { kind: "host", aliases: [] },
    addressing: "path",
    locationConstraint: false,
    cors: true,
    anyCorsHeader: true,
    bucketPolicy: false,
    objectAcl: false,
    versions: null,
    publicAccess: publicElsewhere.b2,
    keyHint: keyHints.b2,
    keysUrl: "https://secure.backblaze.com/app_keys.htm",
    docsUrl: "https://www.backblaze.com/docs/cloud-storage-s3-compatible-api",
  },
  {
    // https://docs.digitalocean.com/products/spaces/reference/s3-compatibility/, …/how-to/use-aws-sdks/ (us-east-1 is taken too)
    id: "spaces",
    title: "DigitalOcean Spaces",
    host: host("(?<region>[a-z]{3}\\d)\\.digitaloceanspaces\\.com"),
    otherHosts: /(?:^|\.)(?:digitaloceanspaces\.com|cloud\.digitalocean\.com)$/,
    path: "",
    form: "https://REGION.digitaloceanspaces.com",
    region: { kind: "host", aliases: ["us-east-1"] },
    addressing: "path",
    locationConstraint: false,
    cors: true,
    anyCorsHeader: true,
    bucketPolicy: true,
    objectAcl: true,
    versions: null,
    publicAccess: publicElsewhere.spaces,
    keyHint: null,
    keysUrl: "https://cloud.digitalocean.com/spaces/access_keys",
    docsUrl: "https://docs.digitalocean.com/products/spaces/reference/s3-compatibility/",
  },
  {
    // https://supabase.com/docs/guides/storage/s3/compatibility (no CORS, policy or versions), …/s3/authentication (hosts, path style)
    id: "supabase",
    title: "Supabase Storage",
    host: /^[a-z0-9]+(?:\.storage)?\.supabase\.co$/,
    otherHosts: /(?:^|\.)(?:supabase\.co|supabase\.com)$/,
    path: "/storage/v1/s3",
    form: "https://PROJECT_REF.supabase.co/storage/v1/s3",
    region: { kind: "asked" },
    addressing: "path",
    locationConstraint: false,
    cors: false,
    anyCorsHeader: true,
    bucketPolicy: false,
    objectAcl: false,
    versions: false,
    publicAccess: publicElsewhere.supabase,
    keyHint: null,
    keysUrl: "https://supabase.com/dashboard/project/_/storage/s3",
    docsUrl: "https://supabase.com/docs/guides/storage/s3/compatibility",
  },
  {
    // https://www.tigrisdata.com/docs/api/s3/, https://www.tigrisdata.com/docs/sdks/s3/
    id: "tigris",
    title: "Tigris",
    host: host("(?:t3\\.storage\\.dev|fly\\.storage\\.tigris\\.dev)"),
    otherHosts: /(?:^|\.)(?:console\.storage\.dev|console\.tigris\.dev|tigrisdata\.com|fly\.io)$/,
    path: "",
    form: "https://t3.storage.dev",
    region: { kind: "fixed", value: "auto", aliases: [] },
    addressing: "virtual",
    locationConstraint: true,
    cors: true,
    anyCorsHeader: true,
    bucketPolicy: true,
    objectAcl: false,
    versions: null,
    publicAccess: publicElsewhere.tigris,
    keyHint: null,
    keysUrl: "https://console.storage.dev",
    docsUrl: "https://www.tigrisdata.com/docs/api/s3/",
  },
];

export function serviceById(id: ServiceId): S3Service {
  const found = SERVICES.find((service) => service.id === id);
  if (found === undefined) throw new Error(`no service ${id}`);
  return found;
}

/** The service behind an endpoint, known by its host; null: another one, or AWS (no endpoint). Never throws. */
export function serviceOf(endpointUrl: string | null | undefined): S3Service | null {
  const name = hostIn(endpointUrl ?? "");
  return name === null ? null : (SERVICES.find((service) => service.host.test(name)) ?? null);
}

/** The service that a host belongs to in any way, its dashboard included; null: none that is known here. */
export function ownerOf(hostname: string): S3Service | null {
  const name = hostname.toLowerCase();
  return SERVICES.find((service) => service.host.test(name) || service.otherHosts.test(name)) ?? null;
}

/** The region that follows from the endpoint; null: it does not follow. */
export function regionOf(endpointUrl: string | null | undefined): string | null {
  const service = serviceOf(endpointUrl);
  if (service === null || service.region.kind === "asked") return null;
  if (service.region.kind === "fixed") return service.region.value;
  return service.host.exec(hostIn(endpointUrl ?? "") ?? "")?.groups?.region ?? null;
}

/** Whether requests to this endpoint can be signed for the region, as far as is known. */
export function takesRegion(endpointUrl: string, region: string): boolean {
  const own = regionOf(endpointUrl);
  const service = serviceOf(endpointUrl);
  if (own === null || service === null || service.region.kind === "asked") return true;
  return region === own || service.region.aliases.includes(region);
}

/** Where an S3-compatible service has the bucket's name: in the path, unless it is known to want it before the host. */
export function addressingOf(endpointUrl: string): "path" | "virtual" {
  return serviceOf(endpointUrl)?.addressing ?? "path";
}

/** Lower case; null for what is no URL. */
function hostIn(endpointUrl: string): string | null {
  return URL.canParse(endpointUrl) ? new URL(endpointUrl).hostname : null;
}
