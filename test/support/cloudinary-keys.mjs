/** Who may call the emulator's API: signatures and Basic auth, by Cloudinary's rules. */
import { createHash, timingSafeEqual } from "node:crypto";

/** @typedef {import("./cloudinary-emulator.mjs").Cloud} Cloud */

const HOUR = 3600;

/** An answer that is an error. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @param {Cloud | undefined} cloud @param {string} name @param {Cloud[]} clouds @param {any} request @param {Record<string, string>} params */
export function authorise(cloud, name, clouds, request, params) {
  if (params.signature === undefined && request.headers.authorization !== undefined) {
    return checkBasic(cloud, name, clouds, request);
  }
  if (params.api_key === undefined) throw new Refusal(400, "Missing required parameter - api_key");
  if (params.timestamp === undefined) throw new Refusal(400, "Missing required parameter - timestamp");
  if (params.signature === undefined) throw new Refusal(401, "Missing required parameter - signature");
  checkKey(cloud, name, clouds, params.api_key);
  const age = Math.floor(Date.now() / 1000) - Number(params.timestamp);
  if (!(age < HOUR)) {
    throw new Refusal(400, `Stale request - reported time is ${params.timestamp} which is more than 1 hour ago`);
  }
  const { file, cloud_name, resource_type, api_key, signature, ...signed } = params;
  const toSign = stringToSign(signed);
  const algorithm = signature.length === 64 ? "sha256" : "sha1";
  const expected = createHash(algorithm)
    .update(toSign + (cloud?.apiSecret ?? ""))
    .digest("hex");
  if (!same(expected, signature))
    throw new Refusal(401, `Invalid Signature ${signature}. String to sign - '${toSign}'.`);
}

/** Version 2: an `&` inside a value cannot smuggle a parameter in. @param {Record<string, string>} params */
function stringToSign(params) {
  return Object.entries(params)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${value}`.replaceAll("&", "%26"))
    .sort()
    .join("&");
}

/** @param {Cloud | undefined} cloud @param {string} name @param {Cloud[]} clouds @param {string} key */
function checkKey(cloud, name, clouds, key) {
  if (cloud === undefined) throw new Refusal(401, `Invalid cloud_name ${name}`);
  if (cloud.apiKey === key) return;
  throw new Refusal(401, clouds.some((one) => one.apiKey === key) ? "cloud_name mismatch" : `Unknown API key ${key}`);
}

/** @param {Cloud | undefined} cloud @param {string} name @param {Cloud[]} clouds @param {any} request */
export function checkBasic(cloud, name, clouds, request) {
  const found = /^Basic (\S+)$/i.exec(request.headers.authorization ?? "");
  if (found === null) throw new Refusal(401, "Must supply api_key");
  const [key = "", ...secret] = Buffer.from(found[1] ?? "", "base64")
    .toString("utf8")
    .split(":");
  checkKey(cloud, name, clouds, key);
  if (!same(cloud?.apiSecret ?? "", secret.join(":"))) throw new Refusal(401, "api_secret mismatch");
}

/** @param {string} a @param {string} b */
export function same(a, b) {
  const [x, y] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return x !== undefined && y !== undefined && timingSafeEqual(x, y);
}
