/**
 * Where a name of Django lives in Cloudinary, and back: the same rules as in the generated media_storage.py, so that a file that one of
 * them has stored is found by the other. Light: no dependencies.
 */

export type ResourceType = "image" | "video" | "raw";

/** How an asset is reached: with a signed URL only, or by anybody. https://cloudinary.com/documentation/control_access_to_media */
export type DeliveryType = "authenticated" | "upload";

export interface Asset {
  readonly resourceType: ResourceType;
  readonly publicId: string;
  /** Put behind a dot in the delivery URL; "" for raw files, whose public ID has the extension already. */
  readonly format: string;
}

/**
 * Extensions of formats that Cloudinary keeps as they are and delivers byte for byte under the same extension. All others are raw files,
 * PDF too: as an image it would count against other limits, and be blocked no less.
 * https://cloudinary.com/documentation/image_transformations#supported_image_formats
 */
export const IMAGES = "avif|bmp|gif|heic|ico|jpe?g|png|svg|webp";
/** Sound counts as video. https://cloudinary.com/documentation/video_manipulation_and_delivery#supported_video_formats */
export const VIDEOS = "aac|avi|flac|m4a|mkv|mov|mp3|mp4|ogg|ogv|wav|webm";

/** Without the flag u, so that no letter beyond ASCII counts as one of these in lower case. */
const IMAGE = new RegExp(`^(?:${IMAGES})$`, "i");
const VIDEO = new RegExp(`^(?:${VIDEOS})$`, "i");

function typeOf(extension: string): ResourceType {
  return IMAGE.test(extension) ? "image" : VIDEO.test(extension) ? "video" : "raw";
}

/** Two names never share an asset. `name` as Django's database holds it; `folder` without slashes at its ends, "" for none. */
export function assetOf(name: string, folder: string): Asset {
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? "" : name.slice(dot + 1);
  const resourceType = typeOf(extension);
  // A public ID of an image or a video has no extension: the format stands behind it in links.
  const id = resourceType === "raw" ? name : `${name.slice(0, dot)}-${extension}`;
  const publicId = escapeId(folder === "" ? id : `${folder}/${id}`);
  const format = resourceType === "raw" ? "" : extension.toLowerCase().replace("jpeg", "jpg");
  return { resourceType, publicId, format };
}

/** The name behind a public ID; null: it is not below the folder. `format` as the API answers it, for files that others have put there. */
export function nameOf(
  asset: { readonly resourceType: ResourceType; readonly publicId: string; readonly format?: string },
  folder: string,
): string | null {
  const start = folder === "" ? "" : `${folder}/`;
  const id = unescapeId(asset.publicId);
  if (!id.startsWith(start) || id === start) return null;
  const below = id.slice(start.length);
  if (asset.resourceType === "raw") return below;
  const hyphen = below.lastIndexOf("-");
  if (hyphen >= 0 && typeOf(below.slice(hyphen + 1)) === asset.resourceType) {
    return `${below.slice(0, hyphen)}.${below.slice(hyphen + 1)}`;
  }
  return asset.format === undefined || asset.format === "" ? below : `${below}.${asset.format}`;
}

/**
 * Cloudinary refuses some characters in a public ID, replaces others by `_`, and takes a folder `v1` for a version: whatever is no letter,
 * digit, `_`, `.`, `-` or `/` becomes `__u` and the six hex digits of its code point. The letters are given as ranges, those of names in
 * XML, so that no release of Node or Python sees others. https://cloudinary.com/documentation/ts_permitted_naming_conventions
 */
function escapeId(id: string): string {
  return id.replace(UNSAFE, (found) => [...found].map(escapeCharacter).join(""));
}

const UNSAFE =
  /__u|(?<![^/])v(?=[0-9]+\/)|[^A-Za-z0-9_./\-\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u1fff\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf]/gu;

function escapeCharacter(character: string): string {
  return `__u${(character.codePointAt(0) ?? 0).toString(16).padStart(6, "0")}`;
}

function unescapeId(id: string): string {
  return id.replace(/__u(0[0-9a-f]{5}|10[0-9a-f]{4})/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}
