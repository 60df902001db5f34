/**
 * A small Cloudinary for tests: upload, Admin and delivery in one server on loopback, from its documentation. Signatures and Basic auth
 * are checked by the real rules, so that what it takes from the official SDKs it takes from us too; it is itself checked with both.
 * What it makes easy to get wrong is on purpose: copies on the CDN outlive a delete without `invalidate`, a refused link stays refused
 * for as long as Cloudinary caches errors, an image asked for in another format comes back with other bytes.
 */
import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { deliver, encodeHeader } from "./cloudinary-delivery.mjs";
import { formatIn, isImage, isVideo, kindOf, rendered } from "./cloudinary-files.mjs";
import { authorise, checkBasic, Refusal } from "./cloudinary-keys.mjs";

/**
 * @typedef {{ cloudName: string, apiKey: string, apiSecret: string }} Cloud
 * @typedef {"image" | "video" | "raw"} ResourceType
 * @typedef {object} Asset
 * @property {string} cloud      name of the cloud that it is in
 * @property {ResourceType} resourceType
 * @property {string} type       upload, private or authenticated
 * @property {string} publicId
 * @property {string} format     "" for raw
 * @property {Buffer} bytes
 * @property {number} version
 * @typedef {object} Seen
 * @property {string} method
 * @property {string} path       without the query
 * @property {number} status
 * @property {Record<string, string>} params  of an upload or destroy, the file aside
 * @typedef {object} Fault
 * @property {RegExp} on         method, a blank, and the path
 * @property {number} status
 * @property {Record<string, string>} [headers]
 * @property {string} [body]
 * @property {number} [times]    for ever unless said
 * @property {boolean} [hangUp]  breaks the connection instead
 * @property {boolean} [after]   does what was asked first
 * @typedef {object} CloudinaryEmulator
 * @property {string} url        What upload_prefix takes.
 * @property {Cloud} cloud       The cloud of the tests.
 * @property {Cloud} other       Another cloud on the same host.
 * @property {() => readonly Asset[]} assets
 * @property {() => readonly Seen[]} seen
 * @property {(blocked: boolean) => void} blockDocuments   PDF and ZIP are not delivered, as on free accounts.
 * @property {(fault: Fault) => void} fail
 * @property {(usage: object) => void} setUsage            Replaces parts of the answer to /usage.
 * @property {() => number} fetched             Files that came by a link.
 * @property {(nothing: boolean) => void} fetchNothing   Links cannot be opened from there.
 * @property {() => void} reset  No asset, no fault, nothing seen.
 * @property {() => Promise<void>} stop
 */

const HOUR = 3600;
const ADMIN_LIMIT = 500;
/** @returns {Promise<CloudinaryEmulator>} */
export async function startCloudinaryEmulator() {
  const cloud = { cloudName: "clinic-test", apiKey: "874837483274837", apiSecret: "aBcDeFgHiJkLmNoPqRsTuVwXyZ1" };
  const other = { cloudName: "another-clinic", apiKey: "123456789012345", apiSecret: "zYxWvUtSrQpOnMlKjIhGfEdCbA9" };
  const state = {
    /** @type {Map<string, Asset>} */
    assets: new Map(),
    /** Copies on the CDN, and errors that it keeps, by path. @type {Map<string, { status: number, headers: Record<string, string>, body: Buffer }>} */
    cached: new Map(),
    /** Parts of large files by upload ID, then by where they begin. @type {Map<string, Map<number, Buffer>>} */
    parts: new Map(),
    /** @type {Seen[]} */
    seen: [],
    /** @type {Fault[]} */
    faults: [],
    usage: {},
    blocked: false,
    admin: 0,
    fetched: 0,
    fetchNothing: false,
    version: 1_700_000_000,
  };

  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks);
      const url = new URL(request.url ?? "/", "http://emulator");
      const seen = { method: request.method ?? "", path: url.pathname, status: 0, params: {} };
      state.seen.push(seen);
      /** @param {number} status @param {Record<string, string>} headers @param {Buffer | string} content */
      const answer = (status, headers, content) => {
        seen.status = status;
        const bytes = Buffer.from(content);
        response.writeHead(status, { "content-length": String(bytes.length), ...headers });
        response.end(request.method === "HEAD" ? undefined : bytes);
      };
      const fault = takeFault(state.faults, `${request.method} ${url.pathname}`);
      if (fault !== null && fault.after !== true) return misbehave(fault, response, answer);
      try {
        const done = url.pathname.startsWith("/v1_1/")
          ? await api({ state, clouds: [cloud, other], request, url, body, seen })
          : deliver({ state, clouds: [cloud, other], request, path: url.pathname });
        if (fault !== null) return misbehave(fault, response, answer);
        answer(done.status, done.headers, done.body);
      } catch (error) {
        const status = error instanceof Refusal ? error.status : 500;
        const message = error instanceof Error ? error.message : String(error);
        const headers = { "content-type": "application/json; charset=utf-8", "x-cld-error": encodeHeader(message) };
        answer(status, headers, JSON.stringify({ error: { message } }));
      }
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  return {
    url: `http://127.0.0.1:${address.port}`,
    cloud,
    other,
    assets: () => [...state.assets.values()],
    seen: () => state.seen,
    blockDocuments: (blocked) => {
      state.blocked = blocked;
      state.cached.clear();
    },
    fail: (fault) => state.faults.push({ ...fault }),
    setUsage: (usage) => {
      state.usage = usage;
    },
    fetched: () => state.fetched,
    fetchNothing: (nothing) => {
      state.fetchNothing = nothing;
    },
    reset: () => {
      for (const one of [state.assets, state.cached, state.parts]) one.clear();
      state.seen.length = 0;
      state.faults.length = 0;
      state.usage = {};
      state.blocked = false;
      state.admin = 0;
      state.fetched = 0;
      state.fetchNothing = false;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
}

/** @param {Fault[]} faults @param {string} line */
function takeFault(faults, line) {
  const at = faults.findIndex((fault) => fault.on.test(line));
  const fault = faults[at];
  if (fault === undefined) return null;
  if (fault.times !== undefined) {
    fault.times -= 1;
    if (fault.times <= 0) faults.splice(at, 1);
  }
  return fault;
}

/** @param {Fault} fault @param {import("node:http").ServerResponse} response @param {Function} answer */
function misbehave(fault, response, answer) {
  if (fault.hangUp) return response.destroy();
  answer(fault.status, { "content-type": "application/json", ...fault.headers }, fault.body ?? "{}");
}

// Upload and Admin API

/** @param {{ state: any, clouds: Cloud[], request: import("node:http").IncomingMessage, url: URL, body: Buffer, seen: Seen }} call */
async function api(call) {
  const { state, clouds, request, url } = call;
  const [, , cloudName = "", ...rest] = url.pathname.split("/").map(decodeURIComponent);
  const cloud = clouds.find((one) => one.cloudName === cloudName);
  const [first = "", second = ""] = rest;
  if (request.method === "POST" && /^(?:image|video|raw|auto)$/.test(first)) {
    const { params, file } = await readForm(request, call.body, state);
    call.seen.params = params;
    authorise(cloud, cloudName, clouds, request, params);
    if (second === "upload") return json(upload(state, cloudName, first, params, file, request));
    if (second === "destroy") return json(destroy(state, cloudName, first, params));
  }
  if (request.method === "GET" && second === "download") {
    const params = Object.fromEntries(url.searchParams);
    call.seen.params = params;
    authorise(cloud, cloudName, clouds, request, params);
    return download(state, cloudName, first, params);
  }
  if (request.method !== "GET") throw new Refusal(404, `No route ${request.method} ${url.pathname}`);
  checkBasic(cloud, cloudName, clouds, request);
  const headers = countAdmin(state);
  if (first === "ping") return json({ status: "ok" }, headers);
  if (first === "usage") return json(usage(state), headers);
  if (first === "resources" && rest.length <= 3) return json(list(state, cloudName, second, rest[2], url), headers);
  if (first === "resources")
    return json(details(state, cloudName, second, rest[2] ?? "", rest.slice(3).join("/")), headers);
  throw new Refusal(404, `No route ${url.pathname}`);
}

/** @param {unknown} value @param {Record<string, string>} [headers] */
function json(value, headers = {}) {
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** Multipart as both SDKs send it, or a form. @param {import("node:http").IncomingMessage} request @param {Buffer} body @param {any} state */
async function readForm(request, body, state) {
  const type = request.headers["content-type"] ?? "";
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  /** @type {Record<string, string | string[]>} */
  const params = {};
  /** @type {Buffer | null} */
  let file = null;
  for (const [name, value] of form) {
    if (name === "file")
      file = typeof value === "string" ? await fetched(value, state) : Buffer.from(await value.arrayBuffer());
    else if (name.endsWith("[]"))
      params[name.slice(0, -2)] = [params[name.slice(0, -2)] ?? []].flat().concat(String(value));
    else params[name] = String(value);
  }
  const flat = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, [value].flat().join(",")]));
  return { params: flat, file };
}

/** A data: URI, or what lies behind a link. @param {string} value @param {any} state */
async function fetched(value, state) {
  if (/^https?:/.test(value)) {
    const answer = state.fetchNothing ? null : await fetch(value).catch(() => null);
    state.fetched += answer?.ok === true ? 1 : 0;
    if (answer?.ok === true) return Buffer.from(await answer.arrayBuffer());
    throw new Refusal(400, `Error in loading ${value.split("?")[0]} - ${answer?.status ?? "not reached"}`);
  }
  const found = /^data:[^,]*;base64,(.*)$/s.exec(value);
  if (found === null) throw new Refusal(400, "Unsupported source URL");
  return Buffer.from(found[1] ?? "", "base64");
}

/** @param {any} state */
function countAdmin(state) {
  state.admin += 1;
  return {
    "x-featureratelimit-limit": String(ADMIN_LIMIT),
    "x-featureratelimit-remaining": String(Math.max(0, ADMIN_LIMIT - state.admin)),
    "x-featureratelimit-reset": new Date(Date.now() + HOUR * 1000).toUTCString(),
  };
}

/** @param {any} state */
function usage(state) {
  return {
    plan: "Free",
    last_updated: "2026-11-23",
    transformations: { usage: 12, credits_usage: 0.01 },
    objects: { usage: state.assets.size },
    bandwidth: { usage: 1024, credits_usage: 0.4 },
    storage: { usage: 2048, credits_usage: 0.5 },
    credits: { usage: 0.91, limit: 25.0, used_percent: 3.64 },
    requests: 10,
    resources: state.assets.size,
    derived_resources: 0,
    media_limits: {
      image_max_size_bytes: 10_485_760,
      video_max_size_bytes: 104_857_600,
      raw_max_size_bytes: 10_485_760,
      image_max_px: 25_000_000,
      asset_max_total_px: 50_000_000,
    },
    ...state.usage,
  };
}

/** @param {string} cloud @param {string} resourceType @param {string} type @param {string} publicId */
const keyOf = (cloud, resourceType, type, publicId) => `${cloud}/${resourceType}/${type}/${publicId}`;

/** @param {any} state @param {string} cloud @param {string} asked @param {Record<string, string>} params @param {Buffer | null} file @param {any} request */
function upload(state, cloud, asked, params, file, request) {
  if (file === null) throw new Refusal(400, "Missing required parameter - file");
  const range = /^bytes (\d+)-(\d+)\/(-?\d+)$/.exec(request.headers["content-range"] ?? "");
  let bytes = file;
  if (range !== null) {
    const id = String(request.headers["x-unique-upload-id"]);
    const parts = state.parts.get(id) ?? new Map();
    state.parts.set(id, parts.set(Number(range[1]), file));
    if (Number(range[2]) + 1 < Number(range[3]))
      return { done: false, bytes: file.length, public_id: params.public_id };
    bytes = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part));
    if (bytes.length !== Number(range[3])) throw new Refusal(400, "Chunks are missing");
    state.parts.delete(id);
  }
  if (bytes.length === 0) throw new Refusal(400, "Empty file");
  const resourceType = asked === "auto" ? kindOf(bytes) : asked;
  const publicId = tidyId(params.public_id ?? randomUUID().replaceAll("-", "").slice(0, 20));
  const type = params.type ?? "upload";
  const key = keyOf(cloud, resourceType, type, publicId);
  const before = state.assets.get(key);
  if (before !== undefined && /^(?:0|false)$/.test(params.overwrite ?? ""))
    return { ...described(before), existing: true };
  const found = formatIn(bytes);
  if (resourceType === "image" && !isImage(found)) throw new Refusal(400, "Invalid image file");
  if (resourceType === "video" && !isVideo(found)) throw new Refusal(400, "Unsupported video format or file");
  state.version += 1;
  const format = resourceType === "raw" ? "" : found;
  /** @type {Asset} */
  const asset = { cloud, resourceType, type, publicId, format, bytes, version: state.version };
  state.assets.set(key, asset);
  return described(asset);
}

/** https://cloudinary.com/documentation/ts_permitted_naming_conventions @param {string} id */
function tidyId(id) {
  if (/[?&#\\%<>+]/.test(id)) throw new Refusal(400, `public_id (${id}) is invalid`);
  const tidy = id.replace(/[^\p{L}\p{M}\p{N}_./-]/gu, "_").replace(/^[\s/]+|[\s/]+$/g, "");
  if (tidy === "") throw new Refusal(400, "public_id is invalid");
  if ([...tidy].length > 255) throw new Refusal(400, "public_id exceeded maximum length of 255");
  if (/(?:^|\/)v\d+\//.test(tidy)) throw new Refusal(400, "Folder name is invalid");
  return tidy;
}

/** @param {Asset} asset */
function described(asset) {
  const { cloud, resourceType, type, publicId, format, bytes, version } = asset;
  return {
    asset_id: createHash("md5")
      .update(keyOf(cloud, resourceType, type, publicId))
      .digest("hex"),
    public_id: publicId,
    version,
    ...(format === "" ? {} : { format }),
    resource_type: resourceType,
    type,
    bytes: bytes.length,
    etag: createHash("md5").update(bytes).digest("hex"),
    created_at: new Date(version * 1000).toISOString(),
    secure_url: `https://res.cloudinary.com/demo/${resourceType}/${type}/v${version}/${encodeURI(publicId)}${format === "" ? "" : `.${format}`}`,
  };
}

/** @param {any} state @param {string} cloud @param {string} resourceType @param {Record<string, string>} params */
function destroy(state, cloud, resourceType, params) {
  const publicId = params.public_id ?? "";
  const gone = state.assets.delete(keyOf(cloud, resourceType, params.type ?? "upload", publicId));
  if (gone && /^(?:1|true)$/.test(params.invalidate ?? "")) {
    for (const path of state.cached.keys()) if (decodeURIComponent(path).includes(publicId)) state.cached.delete(path);
  }
  return { result: gone ? "ok" : "not found" };
}

/** @param {any} state @param {string} cloud @param {string} resourceType @param {Record<string, string>} params */
function download(state, cloud, resourceType, params) {
  if (params.expires_at !== undefined && Number(params.expires_at) * 1000 < Date.now()) {
    throw new Refusal(401, "Download link is expired");
  }
  const asset = state.assets.get(keyOf(cloud, resourceType, params.type ?? "private", params.public_id ?? ""));
  if (asset === undefined) throw new Refusal(404, `Resource not found - ${params.public_id}`);
  if (resourceType === "raw" && params.format) throw new Refusal(400, "Invalid extension in transformation");
  return {
    status: 200,
    headers: { "content-type": "application/octet-stream" },
    body: rendered(asset, params.format ?? ""),
  };
}

/** Listings tell no etag, and come in the order of public IDs. @param {any} state @param {string} cloud @param {string} resourceType @param {string | undefined} type @param {URL} url */
function list(state, cloud, resourceType, type, url) {
  const prefix = url.searchParams.get("prefix") ?? "";
  const size = Math.min(500, Number(url.searchParams.get("max_results") ?? 10));
  const start = Number(url.searchParams.get("next_cursor") ?? 0);
  const found = [...state.assets.values()]
    .filter(
      (one) =>
        one.cloud === cloud &&
        one.resourceType === resourceType &&
        (type === undefined || one.type === type) &&
        one.publicId.startsWith(prefix),
    )
    .sort((a, b) => Buffer.compare(Buffer.from(a.publicId), Buffer.from(b.publicId)));
  const next = start + size < found.length ? { next_cursor: String(start + size) } : {};
  const resources = found.slice(start, start + size).map((one) => {
    const { etag, ...told } = described(one);
    return told;
  });
  return { resources, ...next };
}

/** @param {any} state @param {string} cloud @param {string} resourceType @param {string} type @param {string} publicId */
function details(state, cloud, resourceType, type, publicId) {
  const asset = state.assets.get(keyOf(cloud, resourceType, type, publicId));
  if (asset === undefined) throw new Refusal(404, `Resource not found - ${publicId}`);
  return described(asset);
}
