/** An upload in parts: for what is too large for one request. Abandoned, it must be taken away, or it goes on costing unseen. */
import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ObjectHeaders } from "../../../model/store.ts";
import { etagIn, headObject, wireHeaders } from "./objects.ts";
import { WireRefusal } from "./refusal.ts";
import type { S3Call, S3Requests } from "./requests.ts";
import { bare, errorIn, escapeText, textIn } from "./xml.ts";

/** Of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;
const MEBIBYTE = 1024 * 1024;
/** Milliseconds. */
const PATIENCE = 5_000;

/** Bytes of a part: as few parts as make sense, never more than S3 takes. */
export function partSize(size: number, wanted: number): number {
  const least = Math.ceil(size / MOST_PARTS);
  return Math.max(wanted, Math.ceil(least / MEBIBYTE) * MEBIBYTE);
}

export class PartsUpload {
  readonly id: string;
  readonly #requests: S3Requests;
  readonly #key: string;
  readonly #etags: string[] = [];

  private constructor(requests: S3Requests, key: string, id: string) {
    this.#requests = requests;
    this.#key = key;
    this.id = id;
  }

  static async begin(requests: S3Requests, key: string, headers: ObjectHeaders): Promise<PartsUpload> {
    const call: S3Call = {
      operation: "CreateMultipartUpload",
      action: "s3:PutObject",
      method: "POST",
      key,
      query: { uploads: "" },
      headers: wireHeaders(headers),
    };
    const id = textIn((await requests.ask(call)).body.toString("utf8"), "UploadId");
    if (id === null) throw requests.failure(new Error("not valid XML"), call);
    return new PartsUpload(requests, key, id);
  }

  /** Parts count from 1. */
  async part(number: number, body: Uint8Array): Promise<void> {
    const answer = await this.#requests.ask({
      operation: "UploadPart",
      action: "s3:PutObject",
      method: "PUT",
      key: this.#key,
      query: { partNumber: String(number), uploadId: this.id },
      body,
    });
    this.#etags[number - 1] = etagIn(answer);
  }

  /** A part that S3 takes from another object by itself. */
  async copiedPart(
    number: number,
    from: { readonly path: string; readonly etag: string; readonly range: readonly [number, number] },
  ) {
    const call: S3Call = {
      operation: "UploadPartCopy",
      action: "s3:PutObject",
      method: "PUT",
      key: this.#key,
      query: { partNumber: String(number), uploadId: this.id },
      headers: {
        "x-amz-copy-source": from.path,
        "x-amz-copy-source-range": `bytes=${from.range[0]}-${from.range[1] - 1}`,
        ...(from.etag === "" ? {} : { "x-amz-copy-source-if-match": `"${from.etag}"` }),
      },
    };
    const answer = await this.#requests.ask(call);
    const xml = answer.body.toString("utf8");
    const late = errorIn(xml);
    if (late !== null) throw this.#requests.failure(new WireRefusal({ ...answer, status: 500 }, late), call);
    this.#etags[number - 1] = bare(textIn(xml, "ETag") ?? "");
  }

  /** Makes one object of the parts. "exists": one of this key is there already, and `onlyNew` forbade to replace it. */
  async complete(onlyNew: boolean): Promise<string | "exists"> {
    const parts = this.#etags.map(
      (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>"${escapeText(etag)}"</ETag></Part>`,
    );
    const call: S3Call = {
      operation: "CompleteMultipartUpload",
      action: "s3:PutObject",
      method: "POST",
      key: this.#key,
      query: { uploadId: this.id },
      headers: { "content-type": "application/xml", ...(onlyNew ? { "if-none-match": "*" } : {}) },
      body: Buffer.from(
        `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`,
      ),
    };
    const answer = await this.#requests.attempt(call);
    if (answer instanceof WireRefusal) {
      if (answer.status === 412) return "exists";
      const made = answer.name === "NoSuchUpload" ? await this.#alreadyMade() : null;
      if (made === null) throw this.#requests.failure(answer, call);
      return made;
    }
    // S3 says 200 before it has put the parts together, and may add an error afterwards.
    const xml = answer.body.toString("utf8");
    const late = errorIn(xml);
    if (late !== null) throw this.#requests.failure(new WireRefusal({ ...answer, status: 500 }, late), call);
    return bare(textIn(xml, "ETag") ?? "");
  }

  /** The answer to a first try was lost, and the object is there: it has the tag of these very parts. */
  async #alreadyMade(): Promise<string | null> {
    const stored = await headObject(this.#requests, this.#key);
    const digests = this.#etags.map((etag) => Buffer.from(etag, "hex"));
    const tag = `${hash("md5", Buffer.concat(digests), "hex")}-${digests.length}`;
    return stored?.etag === tag ? tag : null;
  }

  /** After Ctrl-C too. Never throws: what cannot be taken away now is taken away by the next run, or by the bucket's lifecycle rule. */
  async abandon(): Promise<void> {
    await abandonUpload(this.#requests, this.#key, this.id);
  }
}

/** Ids of the uploads of this very key that were begun and not ended. Empty where these keys may not ask: the bucket's lifecycle must do then. */
export async function uploadsOf(requests: S3Requests, key: string): Promise<readonly string[]> {
  const call: S3Call = {
    operation: "ListMultipartUploads",
    action: "s3:ListBucketMultipartUploads",
    method: "GET",
    key: null,
    query: { uploads: "", prefix: key, "encoding-type": "url" },
  };
  const answer = await requests.attempt(call);
  if (answer instanceof WireRefusal) return [];
  const xml = answer.body.toString("utf8");
  const encoded = textIn(xml, "EncodingType") === "url";
  return xml.split("<Upload>").flatMap((upload) => {
    const said = textIn(upload, "Key") ?? "";
    const found = encoded ? decodeURIComponent(said.replaceAll("+", " ")) : said;
    const id = textIn(upload, "UploadId");
    return found === key && id !== null ? [id] : [];
  });
}

/** An upload by its id, of this run or an earlier one. Never throws. */
export async function abandonUpload(requests: S3Requests, key: string, id: string): Promise<void> {
  const asked = requests.last({ operation: "AbortMultipartUpload", method: "DELETE", key, query: { uploadId: id } });
  // A person who has pressed Ctrl-C does not wait for a network that is gone.
  await Promise.race([asked, sleep(PATIENCE, undefined, { ref: false })]).catch(() => {});
}
