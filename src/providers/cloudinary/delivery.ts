/** Links to files as the SDK makes them, and where this tool opens them. */
import type { Credentials } from "../../model/answers.ts";
import { API_SECRET } from "./keys.ts";
import type { Asset, DeliveryType } from "./names.ts";
import { escapedSource, linkSignature } from "./signature.ts";

/** https://cloudinary.com/documentation/transformations_on_upload#delivery_urls */
export const DELIVERY_HOST = "res.cloudinary.com";

/** The link to a file; signed where its type asks for it. The version keeps folders from being read as transformations. */
export function linkTo(asset: Asset, type: DeliveryType, cloudName: string, credentials: Credentials): URL {
  const source = escapedSource(asset.publicId, asset.format);
  const secret = credentials.secrets[API_SECRET]?.reveal() ?? "";
  const signature = type === "authenticated" ? [linkSignature(source, secret)] : [];
  const path = [cloudName, asset.resourceType, type, ...signature, "v1", source].join("/");
  return new URL(`https://${DELIVERY_HOST}/${path}`);
}

/**
 * Where links are opened, if not at the host that they name: an API host that is not Cloudinary's own is a proxy or a stand-in, and is
 * asked for the files too. null: at the host that they name.
 */
export function deliveredFrom(uploadPrefix: string | undefined): string | null {
  if (uploadPrefix === undefined) return null;
  const { hostname, origin } = new URL(uploadPrefix);
  return /(?:^|\.)cloudinary\.com$/i.test(hostname) ? null : origin;
}
