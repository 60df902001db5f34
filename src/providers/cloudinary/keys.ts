/** Keys of Cloudinary as text: CLOUDINARY_URL taken apart, a pair judged by its form. Light: loaded for prompts. */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/cloudinary-forms.ts";
import { keyBlank, keyQuoted } from "../../messages/key-forms.ts";
import { cloudNameProblem, tidyUploadPrefix, uploadPrefixProblem } from "./forms.ts";

export const CLOUD_NAME = "CLOUDINARY_CLOUD_NAME";
export const API_KEY = "CLOUDINARY_API_KEY";
export const API_SECRET = "CLOUDINARY_API_SECRET";
export const URL_VARIABLE = "CLOUDINARY_URL";
export const UPLOAD_PREFIX = "CLOUDINARY_UPLOAD_PREFIX";

/** What CLOUDINARY_URL says. */
export interface FromUrl {
  readonly cloudName: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly uploadPrefix?: string;
}

/**
 * `cloudinary://<api_key>:<api_secret>@<cloud_name>[/…][?upload_prefix=…]`, or why it is none. Blanks around it are not part of it.
 * Capitals in the cloud name stay, which Python's own URL parser would lower.
 * https://cloudinary.com/documentation/django_integration#configuration
 */
export function parseCloudinaryUrl(given: string): FromUrl | { readonly problem: Text } {
  const value = given.trim();
  const problem = urlProblem(value);
  if (problem !== null) return { problem };
  const [, before = "", after = ""] = /^cloudinary:\/\/(.*)@([^@]*)$/is.exec(value) ?? [];
  const [authority = "", search = ""] = after.split(/\?(.*)/s);
  const cloudName = authority.split("/")[0] ?? "";
  const colon = before.indexOf(":");
  const apiKey = decoded(colon < 0 ? before : before.slice(0, colon));
  const apiSecret = decoded(colon < 0 ? "" : before.slice(colon + 1));
  if (apiKey === null || apiSecret === null) return { problem: say.urlEncoding };
  const missing = [
    ...(apiKey === "" ? (["key"] as const) : []),
    ...(apiSecret === "" ? (["secret"] as const) : []),
    ...(cloudName === "" ? (["cloud"] as const) : []),
  ];
  if (missing.length > 0) return { problem: say.urlIncomplete(missing) };
  if (cloudNameProblem(cloudName) !== null) return { problem: say.urlCloudName };
  const uploadPrefix = tidyUploadPrefix(new URLSearchParams(search).get("upload_prefix") ?? "");
  if (uploadPrefix === "") return { cloudName, apiKey, apiSecret };
  const wrong = uploadPrefixProblem(uploadPrefix);
  if (wrong !== null) return { problem: say.urlUploadPrefix(wrong) };
  return { cloudName, apiKey, apiSecret, uploadPrefix };
}

function urlProblem(value: string): Text | null {
  if (/^["'“”‘’`]|["'“”‘’`]$/.test(value)) return say.urlQuoted(URL_VARIABLE);
  if (/^CLOUDINARY_URL\s*=/i.test(value)) return say.urlWithName;
  if (/\s/.test(value)) return say.urlBlank;
  if (/[<>]/.test(value)) return say.urlPlaceholder;
  if (/\*{3,}/.test(value)) return say.urlStars;
  if (!/^cloudinary:\/\//i.test(value)) return say.urlScheme;
  const rest = value.slice("cloudinary://".length);
  if (!rest.includes("@")) return say.urlIncomplete(rest.includes(":") ? ["cloud"] : ["secret", "cloud"]);
  return rest.split("@").length > 2 ? say.urlEncoding : null;
}

/** null: a `%` in it begins no code. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Why this value of CLOUDINARY_API_KEY or CLOUDINARY_API_SECRET cannot be one by its form; null: it may be. */
export function keyProblem(variable: string, value: string): Text | null {
  if (/^["'“”‘’`]|["'“”‘’`]$/.test(value)) return keyQuoted(variable);
  if (/\s/.test(value)) return keyBlank(variable);
  if (/[<>]|^your[_-]?api|^(?:api[_-]?(?:key|secret))$/i.test(value)) return say.keyPlaceholder(variable);
  if (/^\*{3,}$|\*{5,}/.test(value)) return say.keyStars(variable);
  if (/^cloudinary:\/\//i.test(value)) return say.keyIsUrl(variable);
  if (!/^[\x21-\x7e]+$/.test(value)) return say.keyCharacters(variable);
  return variable === API_KEY && isSecret(value) ? say.keyIsSecret(variable) : null;
}

/** Why these two do not go together. A key has only digits; a secret has 27 letters, digits, `-` and `_`. */
export function pairProblem(apiKey: string, apiSecret: string): Text | null {
  const secretIsKey = /^\d{10,20}$/.test(apiSecret);
  if (secretIsKey && !/^\d+$/.test(apiKey)) return say.keysSwapped;
  if (secretIsKey) return say.secretIsKey(API_SECRET);
  return null;
}

function isSecret(value: string): boolean {
  return value.length === 27 && /^[A-Za-z0-9_-]+$/.test(value) && /[A-Za-z]/.test(value);
}
