/** What copying asks of a bucket: list, look, read, write, copy within S3. Each a request or a few, signed and repeated by requests.ts. */
import type { ObjectHeaders } from "../../../model/store.ts";
import type { AnswerHead } from "./answer-reader.ts";
import type { StreamedAnswer } from "./pool.ts";
import { WireRefusal } from "./refusal.ts";
import type { S3Call, S3Requests } from "./requests.ts";
import { bare, errorIn, type ListedObject, readListPage, textIn } from "./xml.ts";

/** An entity tag that may be the MD5 of the bytes. */
export const MD5_FORM = /^[0-9a-f]{32}$/;

export interface StoredObject {
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** Hex, where the entity tag is one; null: it was uploaded in parts, or encrypted with a key of KMS or of the customer. */
  readonly md5: string | null;
  readonly headers: ObjectHeaders;
}

/** Every object whose key starts with `prefix`, a thousand at a time; the next page is on its way while this one is worked on. */
export async function* listObjects(
  requests: S3Requests,
  prefix: string,
): AsyncGenerator<readonly ListedObject[], void, undefined> {
  let coming: Promise<Awaited<ReturnType<typeof listPage>>> | null = listPage(requests, prefix, null);
  while (coming !== null) {
    const page: Awaited<ReturnType<typeof listPage>> = await coming;
    coming = page.next === null ? null : listPage(requests, prefix, page.next);
    // Whoever stops reading must not leave a rejection that nobody hears.
    coming?.catch(() => {});
    yield page.objects;
  }
}

async function listPage(requests: S3Requests, prefix: string, from: string | null) {
  const call: S3Call = {
    operation: "ListObjectsV2",
    action: "s3:ListBucket",
    method: "GET",
    key: null,
    query: {
      "list-type": "2",
      "encoding-type": "url",
      ...(prefix === "" ? {} : { prefix }),
      ...(from === null ? {} : { "continuation-token": from }),
    },
  };
  const answer = await requests.ask(call);
  try {
    return readListPage(answer.body.toString("utf8"));
  } catch (error) {
    throw requests.failure(
      Object.assign(new Error("not valid XML", { cause: error }), { code: "not valid XML" }),
      call,
    );
  }
}

/** null: there is none of this key, and the keys at hand may know. */
export async function headObject(requests: S3Requests, key: string): Promise<StoredObject | null> {
  const call: S3Call = { operation: "HeadObject", action: "s3:GetObject", method: "HEAD", key };
  const answer = await requests.attempt(call);
  if (!(answer instanceof WireRefusal)) return storedObject(answer);
  if (answer.status === 404) return null;
  throw requests.failure(answer, call);
}

/** A whole small object, or the part from `start` up to, not including, `end`. `etag`: only this version of it (412 otherwise). */
export async function getObject(
  requests: S3Requests,
  key: string,
  options: { readonly etag: string; readonly range?: readonly [start: number, end: number] },
): Promise<{ readonly stored: StoredObject; readonly body: Buffer } | "changed"> {
  const { etag, range } = options;
  const call: S3Call = {
    operation: "GetObject",
    method: "GET",
    key,
    headers: {
      ...(etag === "" ? {} : { "if-match": `"${etag}"` }),
      ...(range === undefined ? {} : { range: `bytes=${range[0]}-${range[1] - 1}` }),
    },
  };
  const answer = await requests.attempt(call);
  if (answer instanceof WireRefusal) {
    if (answer.status === 412 || answer.status === 416 || answer.name === "NoSuchKey") return "changed";
    throw requests.failure(answer, call);
  }
  return { stored: storedObject(answer), body: answer.body };
}

/** A large object as it comes. */
export async function streamObject(requests: S3Requests, key: string, etag: string): Promise<StreamedAnswer> {
  const call: S3Call = {
    operation: "GetObject",
    method: "GET",
    key,
    headers: etag === "" ? {} : { "if-match": `"${etag}"` },
  };
  return await requests.stream(call);
}

/** "exists": there is an object of this key already, and `onlyNew` forbade to replace it. Returns its entity tag. */
export async function putObject(
  requests: S3Requests,
  key: string,
  body: Uint8Array,
  options: { readonly headers: ObjectHeaders; readonly onlyNew: boolean },
): Promise<string | "exists"> {
  const call: S3Call = {
    operation: "PutObject",
    method: "PUT",
    key,
    body,
    headers: { ...wireHeaders(options.headers), ...(options.onlyNew ? { "if-none-match": "*" } : {}) },
  };
  const answer = await requests.attempt(call);
  if (answer instanceof WireRefusal) {
    if (answer.status === 412) return "exists";
    throw requests.failure(answer, call);
  }
  return etagIn(answer);
}

/** A copy that S3 makes by itself, up to 5 GB; the headers replace those of the source. null: these keys, or this service, cannot. */
export async function copyObject(
  requests: S3Requests,
  key: string,
  from: { readonly path: string; readonly etag: string },
  headers: ObjectHeaders,
): Promise<string | "changed" | null> {
  const call: S3Call = {
    operation: "CopyObject",
    action: "s3:PutObject",
    method: "PUT",
    key,
    headers: {
      ...wireHeaders(headers),
      "x-amz-copy-source": from.path,
      ...(from.etag === "" ? {} : { "x-amz-copy-source-if-match": `"${from.etag}"` }),
      "x-amz-metadata-directive": "REPLACE",
    },
  };
  const answer = await requests.attempt(call);
  if (answer instanceof WireRefusal) {
    if (answer.status === 412) return "changed";
    if ([400, 403, 404, 405, 501].includes(answer.status)) return null;
    throw requests.failure(answer, call);
  }
  // S3 may find out after it has said 200: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  const xml = answer.body.toString("utf8");
  const late = errorIn(xml);
  if (late !== null) throw requests.failure(new WireRefusal({ ...answer, status: 500 }, late), call);
  return bare(textIn(xml, "ETag") ?? "");
}

export function etagIn(answer: AnswerHead): string {
  return bare(answer.headers.etag ?? "");
}

export function storedObject({ headers }: AnswerHead): StoredObject {
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith("x-amz-meta-"))
    .map(([name, value]) => [name.slice(11), value] as const);
  const etag = bare(headers.etag ?? "");
  const kms = (headers["x-amz-server-side-encryption"] ?? "").startsWith("aws:kms");
  const own = headers["x-amz-server-side-encryption-customer-algorithm"] !== undefined;
  return {
    size: Number(headers["content-length"]),
    etag,
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html, ETag
    md5: MD5_FORM.test(etag) && !kms && !own ? etag : null,
    headers: {
      contentType: headers["content-type"] ?? null,
      cacheControl: headers["cache-control"] ?? null,
      // aws-chunked is how a body was sent, not how it is kept.
      contentEncoding: (headers["content-encoding"] ?? "").replace(/\s*aws-chunked,?\s*/g, "") || null,
      contentDisposition: headers["content-disposition"] ?? null,
      contentLanguage: headers["content-language"] ?? null,
      metadata: Object.fromEntries(metadata),
    },
  };
}

export function wireHeaders(headers: ObjectHeaders): Record<string, string> {
  const sent: Record<string, string> = {};
  if (headers.contentType) sent["content-type"] = headers.contentType;
  if (headers.cacheControl) sent["cache-control"] = headers.cacheControl;
  if (headers.contentEncoding) sent["content-encoding"] = headers.contentEncoding;
  if (headers.contentDisposition) sent["content-disposition"] = headers.contentDisposition;
  if (headers.contentLanguage) sent["content-language"] = headers.contentLanguage;
  for (const name in headers.metadata) sent[`x-amz-meta-${name}`] = headers.metadata[name] ?? "";
  return sent;
}
