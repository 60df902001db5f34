/** What a browser is told about a file: the type that Django's own upload would have been given, from its name; from its first bytes where the name says nothing. */
import type { HeadersRule, ObjectHeaders } from "../model/store.ts";

/** As Python's mimetypes, which django-storages asks: https://docs.python.org/3/library/mimetypes.html. Those after the gap it does not know everywhere. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ jpg: "image/jpeg", jpeg: "image/jpeg", jpe: "image/jpeg", png: "image/png", gif: "image/gif", bmp: "image/bmp" },
  ...{
    tif: "image/tiff",
    tiff: "image/tiff",
    ico: "image/vnd.microsoft.icon",
    svg: "image/svg+xml",
    webp: "image/webp",
  },
  ...{ avif: "image/avif", heic: "image/heic", heif: "image/heif", psd: "image/vnd.adobe.photoshop" },
  ...{
    pdf: "application/pdf",
    json: "application/json",
    xml: "text/xml",
    zip: "application/zip",
    tar: "application/x-tar",
  },
  ...{ txt: "text/plain", csv: "text/csv", tsv: "text/tab-separated-values", html: "text/html", htm: "text/html" },
  ...{ css: "text/css", js: "text/javascript", mjs: "text/javascript", md: "text/markdown", rtf: "application/rtf" },
  ...{ vcf: "text/x-vcard", ics: "text/calendar", eml: "message/rfc822", ps: "application/postscript" },
  ...{ doc: "application/msword", xls: "application/vnd.ms-excel", ppt: "application/vnd.ms-powerpoint" },
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ...{ odt: "application/vnd.oasis.opendocument.text", ods: "application/vnd.oasis.opendocument.spreadsheet" },
  odp: "application/vnd.oasis.opendocument.presentation",
  ...{
    mp3: "audio/mpeg",
    wav: "audio/x-wav",
    ogg: "audio/ogg",
    oga: "audio/ogg",
    opus: "audio/opus",
    flac: "audio/flac",
  },
  ...{ m4a: "audio/mp4", aac: "audio/aac", weba: "audio/webm", amr: "audio/amr" },
  ...{ mp4: "video/mp4", m4v: "video/x-m4v", mov: "video/quicktime", avi: "video/x-msvideo", webm: "video/webm" },
  ...{ mpg: "video/mpeg", mpeg: "video/mpeg", mkv: "video/x-matroska", ogv: "video/ogg", "3gp": "video/3gpp" },
  ...{ woff: "font/woff", woff2: "font/woff2", ttf: "font/ttf", otf: "font/otf", wasm: "application/wasm" },
  ...{ "7z": "application/x-7z-compressed", rar: "application/vnd.rar", epub: "application/epub+zip" },
  ...{ dcm: "application/dicom", msg: "application/vnd.ms-outlook" },
};

/** Python says these as an encoding beside the type, and django-storages sends it as Content-Encoding. */
const ENCODINGS: Readonly<Record<string, string>> = { gz: "gzip", z: "compress", bz2: "bzip2", xz: "xz", br: "br" };
const SHORT: Readonly<Record<string, string>> = {
  tgz: "tar.gz",
  taz: "tar.gz",
  tz: "tar.gz",
  tbz2: "tar.bz2",
  txz: "tar.xz",
  svgz: "svg.gz",
};

const UNKNOWN = "application/octet-stream";

/** From the extension alone. A type of null: it says nothing. */
function typeByName(name: string): { readonly type: string | null; readonly encoding: string | null } {
  const base = name.slice(name.lastIndexOf("/") + 1);
  const parts = base.toLowerCase().split(".");
  // A name that begins with a dot has no extension: `.gitignore`.
  if (parts[0] === "") parts.shift();
  const last = parts.length > 1 ? (parts.pop() ?? "") : "";
  const [inner = last, outer] = (Object.hasOwn(SHORT, last) ? (SHORT[last] ?? "") : last).split(".");
  const encoding = own(ENCODINGS, outer ?? inner);
  if (encoding === null) return { type: own(TYPES, inner), encoding: null };
  const under = outer === undefined ? (parts.length > 1 ? (parts.pop() ?? "") : "") : inner;
  return { type: own(TYPES, under), encoding };
}

/** From the first bytes; null: they say nothing. Never a type that a browser would run. */
function typeByContent(start: Uint8Array): string | null {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  const text = bytes.subarray(0, 140).toString("latin1");
  const found = SIGNATURES.find(([pattern]) => pattern.test(text));
  return found === undefined ? null : found[1];
}

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: signatures of binary files */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^%PDF-/, "application/pdf"],
  [/^\x89PNG\r\n\x1a\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF.{4}WEBP/s, "image/webp"],
  [/^RIFF.{4}WAVE/s, "audio/x-wav"],
  [/^RIFF.{4}AVI /s, "video/x-msvideo"],
  [/^.{4}ftyp(?:heic|heix|mif1|msf1)/s, "image/heic"],
  [/^.{4}ftypavif/s, "image/avif"],
  [/^.{4}ftypqt/s, "video/quicktime"],
  [/^.{4}ftyp/s, "video/mp4"],
  [/^(?:II\*\0|MM\0\*)/, "image/tiff"],
  [/^BM.{4}\0\0\0\0/s, "image/bmp"],
  [/^PK\x03\x04/, "application/zip"],
  [/^\x1aE\xdf\xa3/, "video/webm"],
  [/^OggS/, "audio/ogg"],
  [/^ID3/, "audio/mpeg"],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, "application/x-ole-storage"],
  [/^.{128}DICM/s, "application/dicom"],
];
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: end of the signatures */

/** Bytes that `typeByContent` looks at. */
export const START = 140;

/** Says nothing about an object: what S3 and Django write where they know nothing. */
function isVague(type: string | null): boolean {
  return type === null || /^(?:binary|application)\/octet-stream$/i.test(type.trim()) || type.trim() === "";
}

/** Whether the rule below would look at the first bytes of an object. */
export function needsStart(name: string, headers: ObjectHeaders | null): boolean {
  return isVague(headers?.contentType ?? null) && typeByName(name).type === null;
}

/**
 * The headers of a copy: what the source says where it says something, else as Django would have written the file. `cacheControl`: the
 * app's own configuration, which decides for everything that it serves; null: what the source says.
 */
export function headersRule(cacheControl: string | null): HeadersRule {
  return (name, headers, start) => {
    const byName = typeByName(name);
    const said = headers?.contentType ?? null;
    const type = isVague(said)
      ? (byName.type ?? (start === null ? null : typeByContent(start)) ?? said ?? UNKNOWN)
      : said;
    return {
      contentType: type,
      cacheControl: cacheControl ?? headers?.cacheControl ?? null,
      contentEncoding: headers === null ? byName.encoding : (headers.contentEncoding ?? null),
      contentDisposition: headers?.contentDisposition ?? null,
      contentLanguage: headers?.contentLanguage ?? null,
      metadata: headers?.metadata ?? {},
    };
  };
}

function own(table: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}
