/** The few XML documents of S3 that copying needs, read with what their form allows: flat, generated, without attributes that matter. */

export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without its quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface ListPage {
  readonly objects: readonly ListedObject[];
  /** Where the next page begins; null: this was the last. */
  readonly next: string | null;
}

/**
 * ListObjectsV2. Keys are decoded where the answer says that they are encoded: without that, a key with a control character could not
 * be written in XML at all. Throws Error for what is not such a list.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function readListPage(xml: string): ListPage {
  if (!/<ListBucketResult[\s>]/.test(xml)) throw new Error("not a list of objects");
  const encoded = textIn(xml, "EncodingType") === "url";
  const objects: ListedObject[] = [];
  let at = 0;
  for (;;) {
    const start = xml.indexOf("<Contents>", at);
    if (start === -1) break;
    const end = xml.indexOf("</Contents>", start);
    if (end === -1) throw new Error("the list of objects was cut");
    objects.push(objectIn(xml.slice(start + 10, end), encoded));
    at = end + 11;
  }
  const truncated = textIn(xml, "IsTruncated") === "true";
  const next = textIn(xml, "NextContinuationToken");
  if (truncated && !next) throw new Error("a list without its next page");
  return { objects, next: truncated ? next : null };
}

function objectIn(xml: string, encoded: boolean): ListedObject {
  const key = textIn(xml, "Key");
  const size = textIn(xml, "Size");
  const modified = Date.parse(textIn(xml, "LastModified") ?? "");
  if (key === null || size === null || !/^\d+$/.test(size) || Number.isNaN(modified)) {
    throw new Error("an object without its facts");
  }
  return {
    key: encoded && /[%+]/.test(key) ? decodeURIComponent(key.replaceAll("+", " ")) : key,
    size: Number(size),
    etag: bare(textIn(xml, "ETag") ?? ""),
    modified,
  };
}

/** The text of the first element of this name, entities decoded; null: there is none. */
export function textIn(xml: string, name: string): string | null {
  const start = xml.indexOf(`<${name}>`);
  if (start === -1) return null;
  const end = xml.indexOf(`</${name}>`, start);
  if (end === -1) return null;
  return decodeEntities(xml.slice(start + name.length + 2, end));
}

/** The body of an error, or of a success that turned out to be one; null: it is none. */
export function errorIn(
  xml: string,
): { readonly code: string; readonly message: string; region: string | null } | null {
  if (!/<Error[\s>]/.test(xml)) return null;
  return { code: textIn(xml, "Code") ?? "", message: textIn(xml, "Message") ?? "", region: textIn(xml, "Region") };
}

/** An entity tag without the quotes that it travels in. */
export function bare(etag: string): string {
  return etag.replace(/^"|"$/g, "");
}

/** Text for inside an element. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return NAMED[String(name)] ?? whole;
  });
}
