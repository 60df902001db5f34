/** Keys and query values as they travel: UTF-8, percent-encoded byte by byte, exactly as the signature counts them. */

const PLAIN = /^[A-Za-z0-9\-._~]*$/;
const PLAIN_PATH = /^[A-Za-z0-9\-._~/]*$/;

/**
 * Everything but the unreserved characters of RFC 3986, in capitals: `UriEncode` of
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. Throws URIError for half a surrogate pair, which no key can hold.
 */
function encodeComponent(text: string): string {
  if (PLAIN.test(text)) return text;
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A key as the path of a URL: slashes stay, and so do `.`, `..` and empty parts, which are ordinary text in a key. */
export function encodeKey(key: string): string {
  if (PLAIN_PATH.test(key)) return key;
  return key.split("/").map(encodeComponent).join("/");
}

/** A canonical query: sorted by name, as the signature wants it. A name without a value is signed as an empty one. */
export function encodeQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => [encodeComponent(name), encodeComponent(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}
