/** Cloudinary's two signatures: of the parameters of a call, and of a delivery link. */
import { createHash } from "node:crypto";

/**
 * The parameters with `timestamp`, `signature` and `api_key`, as both SDKs sign them (signature_version 2: an `&` inside a value cannot
 * smuggle a parameter in). Empty ones are left out. https://cloudinary.com/documentation/signatures
 */
export function signed(
  parameters: Readonly<Record<string, string>>,
  keys: { readonly apiKey: string; readonly apiSecret: string },
  now: Date = new Date(),
): Readonly<Record<string, string>> {
  const given = Object.entries({ ...parameters, timestamp: String(Math.floor(now.getTime() / 1000)) });
  const filled = given.filter(([, value]) => value !== "");
  const text = filled
    .map(([name, value]) => `${name}=${value}`.replaceAll("&", "%26"))
    .sort()
    .join("&");
  const signature = createHash("sha1")
    .update(text + keys.apiSecret)
    .digest("hex");
  return { ...Object.fromEntries(filled), signature, api_key: keys.apiKey };
}

/** What a link says between the type and the version. `source` as it stands in the link, escaped. */
export function linkSignature(source: string, apiSecret: string): string {
  const digest = createHash("sha1")
    .update(source + apiSecret)
    .digest("base64url");
  return `s--${digest.slice(0, 8)}--`;
}

/** As both SDKs escape a public ID in a link. */
export function escapedSource(publicId: string, format: string): string {
  const escaped = publicId.replace(/[^a-zA-Z0-9_.\-/:]+/g, (found) =>
    Buffer.from(found, "utf8").toString("hex").toUpperCase().replace(/../g, "%$&"),
  );
  return format === "" ? escaped : `${escaped}.${format}`;
}
