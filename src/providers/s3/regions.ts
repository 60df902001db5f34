/** Regions of AWS, and which of them is next to a region of Render. Light: no SDK. */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/s3-forms.ts";

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, with the cities for people. */
export const REGION_NAMES: Readonly<Record<string, string>> = {
  "us-east-1": "N. Virginia",
  "us-east-2": "Ohio",
  "us-west-1": "N. California",
  "us-west-2": "Oregon",
  "af-south-1": "Cape Town",
  "ap-east-1": "Hong Kong",
  "ap-east-2": "Taipei",
  "ap-northeast-1": "Tokyo",
  "ap-northeast-2": "Seoul",
  "ap-northeast-3": "Osaka",
  "ap-south-1": "Mumbai",
  "ap-south-2": "Hyderabad",
  "ap-southeast-1": "Singapore",
  "ap-southeast-2": "Sydney",
  "ap-southeast-3": "Jakarta",
  "ap-southeast-4": "Melbourne",
  "ap-southeast-5": "Malaysia",
  "ap-southeast-6": "New Zealand",
  "ap-southeast-7": "Thailand",
  "ca-central-1": "Montreal",
  "ca-west-1": "Calgary",
  "eu-central-1": "Frankfurt",
  "eu-central-2": "Zurich",
  "eu-north-1": "Stockholm",
  "eu-south-1": "Milan",
  "eu-south-2": "Spain",
  "eu-west-1": "Ireland",
  "eu-west-2": "London",
  "eu-west-3": "Paris",
  "il-central-1": "Tel Aviv",
  "me-central-1": "UAE",
  "me-south-1": "Bahrain",
  "mx-central-1": "Mexico",
  "sa-east-1": "São Paulo",
  "us-gov-east-1": "GovCloud East",
  "us-gov-west-1": "GovCloud West",
  "cn-north-1": "Beijing",
  "cn-northwest-1": "Ningxia",
};

/** Render's regions (render.com/docs/regions) beside their neighbours at AWS. */
const NEAREST: Readonly<Record<string, string>> = {
  oregon: "us-west-2",
  ohio: "us-east-2",
  virginia: "us-east-1",
  frankfurt: "eu-central-1",
  singapore: "ap-southeast-1",
};

/** The region nearest to a Render service; Render puts a service that names no region in Oregon. */
export function nearestRegion(renderRegion: string | null): string {
  const region = renderRegion ?? "oregon";
  return (Object.hasOwn(NEAREST, region) ? NEAREST[region] : undefined) ?? "us-west-2";
}

/** `Oregon` for us-west-2; undefined for a region that this list does not know. */
export function cityOf(region: string): string | undefined {
  return Object.hasOwn(REGION_NAMES, region) ? REGION_NAMES[region] : undefined;
}

/** Form only, for AWS and for S3-compatible services alike (`auto`, `us-west-004`, `nyc3`). null: it is fine. */
export function regionProblem(value: string): Text | null {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(value) && value.length <= 32 ? null : say.regionForm;
}

/** Stricter, for AWS itself: the form `xx-name-1`, with the nearest known name for a slip. A region newer than this list passes. */
export function awsRegionProblem(value: string): Text | null {
  if (regionProblem(value) !== null) return say.regionForm;
  if (Object.hasOwn(REGION_NAMES, value) || /^[a-z]{2,4}(?:-[a-z]+){1,2}-\d{1,2}$/.test(value)) return null;
  return say.regionUnknown(value, likelyRegion(value));
}

/** `us-west2`, `uswest2`, `oregon`, `São Paulo` → the region meant; null if none is close. */
function likelyRegion(value: string): string | null {
  const squeeze = (text: string) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "");
  const wanted = squeeze(value);
  const found = Object.entries(REGION_NAMES).find(([id, city]) => squeeze(id) === wanted || squeeze(city) === wanted);
  return found?.[0] ?? (Object.hasOwn(NEAREST, value) ? (NEAREST[value] ?? null) : null);
}
