/** What the emulator takes for an image, a video or anything else, and how it hands a file out. */

/**
 * @typedef {import("./cloudinary-emulator.mjs").Cloud} Cloud
 * @typedef {import("./cloudinary-emulator.mjs").Asset} Asset
 * @typedef {import("./cloudinary-emulator.mjs").ResourceType} ResourceType
 */

export const CONTENT_TYPES = new Map(
  Object.entries({
    jpg: "image/jpeg",
    png: "image/png",
    gif: "image/gif",
    webp: "image/webp",
    svg: "image/svg+xml",
    bmp: "image/bmp",
    mp4: "video/mp4",
    webm: "video/webm",
    mp3: "audio/mpeg",
    pdf: "application/pdf",
    txt: "text/plain",
    zip: "application/zip",
    docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  }),
);

/** @type {Record<string, readonly number[]>} */
const IMAGE_MAGIC = {
  jpg: [0xff, 0xd8, 0xff],
  png: [0x89, 0x50, 0x4e, 0x47],
  gif: [0x47, 0x49, 0x46, 0x38],
  bmp: [0x42, 0x4d],
};
const VIDEO_FORMATS = new Set(["mp4", "webm", "mp3", "wav"]);

/** @param {Buffer} bytes */
export function formatIn(bytes) {
  for (const [format, magic] of Object.entries(IMAGE_MAGIC)) {
    if (magic.every((byte, at) => bytes[at] === byte)) return format;
  }
  const text = bytes.subarray(0, 64).toString("latin1");
  if (text.startsWith("%PDF")) return "pdf";
  if (text.startsWith("PK")) return "zip";
  if (/^\s*<(?:\?xml|svg)/.test(text)) return "svg";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WAVE") return "wav";
  if (text.slice(4, 8) === "ftyp") return "mp4";
  if (bytes[0] === 0x1a && bytes[1] === 0x45) return "webm";
  return text.startsWith("ID3") ? "mp3" : "";
}

/** @param {Buffer} bytes @returns {ResourceType} */
export function kindOf(bytes) {
  const format = formatIn(bytes);
  return isImage(format) ? "image" : isVideo(format) ? "video" : "raw";
}

/** @param {string} format */
export function isImage(format) {
  return format in IMAGE_MAGIC || ["svg", "webp", "pdf"].includes(format);
}

/** @param {string} format */
export function isVideo(format) {
  return VIDEO_FORMATS.has(format);
}

/** In another format, other bytes. @param {Asset} asset @param {string} format */
export function rendered(asset, format) {
  const kept = format === "" || asset.resourceType === "raw" || format.toLowerCase() === asset.format;
  return kept ? asset.bytes : Buffer.concat([Buffer.from(`converted to ${format}: `), asset.bytes]);
}
