/** Cloudinary's Upload and Admin API by HTTP: bounded in time, stoppable, patient with what passes by itself. No SDK. */
import { type Failure, Interrupted } from "../../lib/failure.ts";
import { pause } from "../../lib/pause.ts";
import type { Credentials } from "../../model/answers.ts";
import { type Refusal, type Request, refused, unreached } from "./errors.ts";
import { API_KEY, API_SECRET } from "./keys.ts";
import type { ResourceType } from "./names.ts";
import { signed } from "./signature.ts";

/** https://cloudinary.com/documentation/admin_api_overview */
const API_HOST = "https://api.cloudinary.com";

/** Milliseconds until an answer must be complete; for files, until it must have begun to arrive. */
const PATIENCE = 30_000;
/** Bytes in a millisecond that the slowest line sends. */
const SLOWEST = 20;
const TRIES = 3;
/** Milliseconds between tries, and the longest that a Retry-After is obeyed. */
const PAUSE = 400;
const LONGEST_PAUSE = 10_000;

/** What the login page of a network may say for itself: https://datatracker.ietf.org/doc/html/rfc6585#section-6 */
const NETWORK_LOGIN = 511;

/** One cloud as it is reached. */
export interface Cloud {
  readonly name: string;
  /** Origin of the API, without a slash at its end. */
  readonly host: string;
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
  /** Tries of what passes by itself; 3 unless said. */
  readonly tries?: number;
  /** Called whenever Cloudinary says that it is asked too much. */
  readonly onBusy?: () => void;
}

/** An asset by what the API asks for. `type` as it stands in links: `upload`, `private`, `authenticated`. */
export interface StoredAsset {
  readonly resourceType: ResourceType;
  readonly publicId: string;
  readonly type: string;
}

/** One piece of a file that is sent in several. https://cloudinary.com/documentation/upload_images#chunked_asset_upload */
export interface Piece {
  /** The same for all pieces of a file. */
  readonly id: string;
  readonly start: number;
  readonly total: number;
}

export interface UploadOptions {
  readonly overwrite?: boolean;
  readonly piece?: Piece;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Readonly<Record<string, unknown>>;
}

export type Outcome =
  | { readonly ok: true; readonly answer: Answered }
  | { readonly ok: false; readonly refusal: Refusal; readonly failure: Failure };

export function cloudOf(
  answers: { readonly cloudName: string; readonly uploadPrefix?: string },
  { credentials, signal }: Pick<Cloud, "credentials" | "signal">,
): Cloud {
  return { name: answers.cloudName, host: answers.uploadPrefix ?? API_HOST, credentials, signal };
}

/** A read of the Admin API, which is limited to some hundred calls an hour. `path` without a slash at its start: `ping`. */
export async function admin(
  cloud: Cloud,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { apiKey, apiSecret } = keysOf(cloud);
  const authorization = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`, "utf8").toString("base64")}`;
  const url = addressOf(cloud, path.split("/").map(encodeURIComponent), query);
  return await json(cloud, path.split("/")[0] ?? path, () => ask(cloud, url, { headers: { authorization } }, whole));
}

/**
 * Stores a file under a public ID of its own: a try that is repeated replaces the file of the one before, with its copies on the CDN.
 * `overwrite: false`: what is there stays, and the answer says `existing`. `file`: bytes, or a link that Cloudinary fetches them from.
 */
export async function upload(
  cloud: Cloud,
  asset: StoredAsset,
  file: Uint8Array | URL,
  options: UploadOptions = {},
): Promise<Outcome> {
  const { overwrite = true, piece } = options;
  const parameters = {
    public_id: asset.publicId,
    type: asset.type,
    overwrite: overwrite ? "1" : "0",
    ...(overwrite ? { invalidate: "1" } : {}),
  };
  const url = addressOf(cloud, [asset.resourceType, "upload"]);
  return await json(cloud, "upload", () => {
    const body = form(signed(parameters, keysOf(cloud)));
    if (file instanceof URL) body.append("file", file.href);
    else body.append("file", new Blob([Uint8Array.from(file)]), asset.publicId.split("/").at(-1) ?? "file");
    const size = file instanceof URL ? 0 : file.length;
    const headers: Record<string, string> =
      piece === undefined
        ? {}
        : {
            "x-unique-upload-id": piece.id,
            "content-range": `bytes ${piece.start}-${piece.start + size - 1}/${piece.total}`,
          };
    // What Cloudinary fetches by itself takes as long as it takes.
    const patience = file instanceof URL ? 4 * PATIENCE : PATIENCE + size / SLOWEST;
    return ask(cloud, url, { method: "POST", body, headers }, whole, patience);
  });
}

/** Deletes a file, with its copies on the CDN. What is not there is no refusal: `result` says `not found`. */
export async function destroy(cloud: Cloud, asset: StoredAsset): Promise<Outcome> {
  const parameters = { public_id: asset.publicId, type: asset.type, invalidate: "1" };
  const url = addressOf(cloud, [asset.resourceType, "destroy"]);
  return await json(cloud, "destroy", () =>
    ask(cloud, url, { method: "POST", body: form(signed(parameters, keysOf(cloud))) }, whole),
  );
}

/**
 * The original of a file from the API host, past the CDN's copies and past a block of PDF files; null: there is none. The body is read
 * by whoever asks, and closed by them. Throws Failure for every other refusal.
 */
export async function download(cloud: Cloud, asset: StoredAsset): Promise<Response | null> {
  const response = await ask(cloud, downloadLink(cloud, asset), {}, async (head) => head);
  if (typeof response === "function") throw response(requestOf(cloud, "download"));
  if (response.ok) return response;
  const refusal = refusalIn(response, await response.text());
  if (refusal.status === 404) return null;
  throw refused(refusal, requestOf(cloud, "download"));
}

/** A link to the original, signed, good for an hour: whoever has it may fetch that one file. */
export function downloadLink(cloud: Cloud, asset: StoredAsset): URL {
  const query = signed({ public_id: asset.publicId, type: asset.type }, keysOf(cloud));
  return addressOf(cloud, [asset.resourceType, "download"], query);
}

function keysOf({ credentials }: Cloud): { readonly apiKey: string; readonly apiSecret: string } {
  return {
    apiKey: credentials.secrets[API_KEY]?.reveal() ?? "",
    apiSecret: credentials.secrets[API_SECRET]?.reveal() ?? "",
  };
}

function requestOf(cloud: Cloud, operation: string): Request {
  return { host: new URL(cloud.host).host, operation, cloud: cloud.name };
}

function addressOf(cloud: Cloud, path: readonly string[], query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(`${cloud.host}/v1_1/${encodeURIComponent(cloud.name)}/${path.join("/")}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function form(parameters: Readonly<Record<string, string>>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(parameters)) body.append(name, value);
  return body;
}

interface Whole {
  readonly response: Response;
  readonly text: string;
}

/** With its body: an answer that breaks off in its middle is none. */
async function whole(response: Response): Promise<Whole> {
  return { response, text: await response.text() };
}

async function json(cloud: Cloud, operation: string, send: () => Promise<Whole | Problem>): Promise<Outcome> {
  const request = requestOf(cloud, operation);
  const answer = await send();
  if (typeof answer === "function") throw answer(request);
  const { response, text } = answer;
  const value = objectIn(text);
  if (response.ok && value !== null && value.error === undefined) {
    return { ok: true, answer: { status: response.status, headers: response.headers, json: value } };
  }
  const refusal = refusalIn(response, text);
  return { ok: false, refusal, failure: refused(refusal, request) };
}

type Problem = (request: Request) => Failure | Interrupted;

/** Repeats what passes by itself: broken connections, 5xx, and a limit that ends soon. Redirects are no answer of Cloudinary's API. */
async function ask<T extends object>(
  cloud: Cloud,
  url: URL,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
  patience = PATIENCE,
): Promise<T | Problem> {
  const { signal, tries = TRIES } = cloud;
  for (let attempt = 1; ; attempt += 1) {
    if (signal.aborted) throw new Interrupted();
    let wait: number;
    // A body that is read by somebody else, later, may take longer than this.
    const late = new AbortController();
    const clock = setTimeout(() => late.abort(new DOMException("no answer in time", "TimeoutError")), patience);
    try {
      const bounded = AbortSignal.any([signal, late.signal]);
      const response = await fetch(url, { ...init, redirect: "manual", signal: bounded });
      const asked = pauseAfter(response, attempt, cloud);
      if (asked === null || attempt >= tries) return await read(response);
      await response.body?.cancel();
      wait = asked;
    } catch (error) {
      if (attempt >= tries || signal.aborted) return (request) => unreached(error, request, signal);
      wait = PAUSE * attempt;
    } finally {
      clearTimeout(clock);
    }
    await pause(wait, signal);
  }
}

/** Milliseconds; null: the answer stands. 423: the file of this name is being worked on. */
function pauseAfter({ status, headers }: Response, attempt: number, { onBusy }: Cloud): number | null {
  const limited = status === 420 || status === 429;
  if (!limited && status !== 423 && (status < 500 || status === NETWORK_LOGIN)) return null;
  if (limited || status === 503) onBusy?.();
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000 <= LONGEST_PAUSE ? seconds * 1000 : null;
  // The hourly limit says when it ends, and that is not soon. Uploads have none: too many at once is all that it can be.
  if (limited && (onBusy === undefined || headers.has("x-featureratelimit-reset"))) return null;
  return PAUSE * attempt;
}

function refusalIn(response: Response, text: string): Refusal {
  const value = objectIn(text);
  const error = value?.error;
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  const words = typeof message === "string" ? message : (response.headers.get("x-cld-error") ?? "");
  return {
    status: response.status,
    words,
    page: value === null && words === "",
    until: response.headers.get("x-featureratelimit-reset"),
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
