/** The delivery half of the emulator: links, their signatures, and a CDN that remembers. */
import { createHash } from "node:crypto";
import { CONTENT_TYPES, rendered } from "./cloudinary-files.mjs";
import { same } from "./cloudinary-keys.mjs";

/**
 * @typedef {import("./cloudinary-emulator.mjs").Cloud} Cloud
 * @typedef {import("./cloudinary-emulator.mjs").Asset} Asset
 * @typedef {import("./cloudinary-emulator.mjs").ResourceType} ResourceType
 */

/** @param {{ state: any, clouds: Cloud[], request: import("node:http").IncomingMessage, path: string }} call */
export function deliver({ state, clouds, request, path }) {
  const fresh = state.cached.get(path) ?? look(state, clouds, path);
  state.cached.set(path, fresh);
  const { status, headers, body } = fresh;
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  if (status !== 200 || range === null) return { status, headers, body };
  const from = Number(range[1]);
  const to = Math.min(body.length - 1, range[2] === "" ? body.length - 1 : Number(range[2]));
  return {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${from}-${to}/${body.length}` },
    body: body.subarray(from, to + 1),
  };
}

/** `/<cloud>/<resource type>/<type>[/s--…--][/v1]/<public id>[.<format>]` @param {any} state @param {Cloud[]} clouds @param {string} path */
function look(state, clouds, path) {
  const found = /^\/([^/]+)\/(image|video|raw)\/(\w+)(?:\/s--([\w-]+)--)?(?:\/v\d+)?\/(.+)$/.exec(path);
  const cloud = clouds.find((one) => one.cloudName === found?.[1]);
  if (found === null || cloud === undefined) return failed(404, "Resource not found");
  const [, , resourceType = "", type = "", signature, source = ""] = found;
  if (signature !== undefined && !signedBy(cloud, source, signature)) return failed(401, "Invalid signature");
  if (type !== "upload" && signature === undefined) return failed(401, "deny or ACL failure");
  const decoded = decodeURIComponent(source);
  const dot = resourceType === "raw" ? -1 : decoded.lastIndexOf(".");
  const publicId = dot < 0 ? decoded : decoded.slice(0, dot);
  const format = dot < 0 ? "" : decoded.slice(dot + 1);
  const asset = state.assets.get(`${cloud.cloudName}/${resourceType}/${type}/${publicId}`);
  if (asset === undefined) return failed(404, `Resource not found - ${publicId}`);
  const extension =
    format || asset.format || (decoded.includes(".") ? decoded.slice(decoded.lastIndexOf(".") + 1) : "");
  if (state.blocked && /^(?:pdf|zip|rar|tar)$/i.test(extension)) {
    return failed(401, "show_original_customer_untrusted - Customer is marked as untrusted");
  }
  return {
    status: 200,
    headers: {
      "content-type": CONTENT_TYPES.get(extension.toLowerCase()) ?? "application/octet-stream",
      "access-control-allow-origin": "*",
      "accept-ranges": "bytes",
    },
    body: rendered(asset, format),
  };
}

/** The first 8 characters of SHA-1, or 32 of SHA-256, in the alphabet of URLs. @param {Cloud} cloud @param {string} source @param {string} signature */
function signedBy(cloud, source, signature) {
  const digest = (/** @type {string} */ algorithm) =>
    createHash(algorithm)
      .update(source + cloud.apiSecret)
      .digest("base64")
      .replaceAll("+", "-")
      .replaceAll("/", "_");
  return [digest("sha1").slice(0, 8), digest("sha256").slice(0, 8), digest("sha256").slice(0, 32)].some((one) =>
    same(one, signature),
  );
}

/** @param {number} status @param {string} why */
function failed(status, why) {
  return { status, headers: { "x-cld-error": encodeHeader(why), "content-length": "0" }, body: Buffer.alloc(0) };
}

/** @param {string} text */
export function encodeHeader(text) {
  return text.replace(/[^\x20-\x7e]/g, "?");
}
