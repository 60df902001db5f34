/** Forms of Cloudinary's values: cloud name, folder, API host. Light: loaded for --help. */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/cloudinary-forms.ts";

/**
 * Why this cannot be a cloud name; null: it can. An underscore is not in the rules of today, but in names of older accounts.
 * https://cloudinary.com/documentation/ts_permitted_naming_conventions
 */
export function cloudNameProblem(value: string): Text | null {
  if (/[<>]/.test(value)) return say.cloudNamePlaceholder;
  return /^[A-Za-z][A-Za-z0-9_-]{1,127}$/.test(value) ? null : say.cloudNameForm;
}

/** Why this folder would break public IDs or links; null: it is fine, and so is the empty one. The rules are at the same address. */
export function folderProblem(value: string): Text | null {
  if (value === "") return null;
  if (!/^[A-Za-z0-9._/-]+$/.test(value)) return say.folderCharacters;
  const parts = value.split("/");
  if (parts.includes("")) return say.folderSlashes;
  if (parts.some((part) => part === "." || part === "..")) return say.folderDots;
  if (parts.some((part) => /^v\d+$/.test(part))) return say.folderVersion;
  return value.length > 100 ? say.folderLength : null;
}

/** `media/`, `/media` and `media` are the same folder. */
export function tidyFolder(value: string): string {
  return value.trim().replace(/^\/+|\/+$/g, "");
}

const HOST = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Why this cannot be the host of Cloudinary's API; null: it can. Both SDKs put `/v1_1/<cloud>` behind it as it is. */
export function uploadPrefixProblem(value: string): Text | null {
  if (!/^[\x21-\x7e]+$/.test(value) || /["'`\\<>{}$|^%;()]/.test(value) || !/^https?:\/\/[^/]/i.test(value)) {
    return say.uploadPrefixForm;
  }
  if (!URL.canParse(value)) return say.uploadPrefixForm;
  const url = new URL(value);
  if (url.username !== "" || url.password !== "" || /[?#@]/.test(value) || url.pathname !== "/") {
    return say.uploadPrefixExtras;
  }
  if (!HOST.test(url.hostname) && !LOOPBACK.test(url.hostname)) return say.uploadPrefixForm;
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname)) return say.uploadPrefixScheme;
  return url.hostname === "res.cloudinary.com" ? say.uploadPrefixDelivery : null;
}

/** Without the slash at its end, which the SDKs would double. */
export function tidyUploadPrefix(value: string): string {
  return value.trim().replace(/\/+$/, "");
}
