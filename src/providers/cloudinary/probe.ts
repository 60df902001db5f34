/**
 * An image and a PDF go the way of every upload: stored, opened by their links, refused without the signature, read back, deleted, and
 * gone. Nothing of them stays in the cloud, whatever happens on the way.
 */
import { randomBytes } from "node:crypto";
import { EXIT, Failure, Interrupted, type Problem } from "../../lib/failure.ts";
import { pause } from "../../lib/pause.ts";
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/cloudinary.ts";
import type { CloudinaryAnswers } from "../../model/answers.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { type Cloud, cloudOf, destroy, download, upload } from "./api.ts";
import { DELIVERY_HOST, deliveredFrom, linkTo } from "./delivery.ts";
import { unreached } from "./errors.ts";
import { typeFor } from "./media-storage.ts";
import { type Asset, assetOf } from "./names.ts";
import { MARK } from "./sweep.ts";

/** Milliseconds for one answer to a link, and for cleaning up after an interruption. */
const PATIENCE = 30_000;
const LAST_WORDS = 20_000;
/** A new file may not be everywhere yet: tries of a link, and milliseconds between them. */
const TRIES = 3;
const PAUSE = 700;
const DOCUMENTS_DOCS = "https://cloudinary.com/documentation/paged_and_layered_media#pdf_and_zip_delivery";

/** One pixel: a whole PNG. */
const IMAGE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

interface Stored {
  readonly asset: Asset;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Throws Failure at the first step that is refused, Interrupted after Ctrl-C; the files are removed first in both cases. */
export async function probe(answers: CloudinaryAnswers, context: ProviderContext): Promise<readonly Check[]> {
  const cloud = cloudOf(answers, context);
  const name = `${MARK}probe-${randomBytes(4).toString("hex")}`;
  const image = { asset: assetOf(`${name}.png`, answers.folder), bytes: Uint8Array.from(IMAGE) };
  const document = { asset: assetOf(`${name} nº 1.pdf`, answers.folder), bytes: pdf() };
  const trail: Trail = { answers, cloud, checks: [], stored: new Set() };
  try {
    await walk(trail, image, document);
  } catch (error) {
    const leftover = await cleanUp(trail);
    if (leftover === null || !(error instanceof Failure)) throw withLeft(error, leftover);
    throw new Failure(error.problem, { cause: error, others: [...error.others, leftover] });
  }
  return trail.checks;
}

interface Trail {
  readonly answers: CloudinaryAnswers;
  readonly cloud: Cloud;
  readonly checks: Check[];
  /** In the cloud, or perhaps: the connection can break after Cloudinary has taken a file. */
  readonly stored: Set<Stored>;
}

async function walk(trail: Trail, image: Stored, document: Stored): Promise<void> {
  const { answers, checks } = trail;
  const passed = (id: string, message: Text) => checks.push({ id: `probe-${id}`, status: "pass", message });
  await store(trail, image);
  const opened = await open(trail, link(trail, image));
  if (opened.status !== 200) throw broken("link-refused", say.linkRefused(opened.status, opened.words));
  if (!opened.bytes.equals(image.bytes)) throw broken("probe-content", say.differentBytes(image.asset.publicId));
  passed("image", say.probed.image);
  const origin = deliveredFrom(answers.uploadPrefix);
  if (origin !== null) {
    checks.push({ id: "probe-delivery", status: "warn", message: say.deliveredBy(DELIVERY_HOST, origin) });
  }
  if (answers.access === "private") {
    const bare = link(trail, image);
    bare.pathname = bare.pathname.replace(/\/s--[\w-]+--(?=\/)/, "");
    const seen = await open(trail, bare, 1);
    if (seen.status < 400) throw broken("object-public", say.anybodyCanRead(image.asset.publicId));
    passed("unsigned-link", say.probed.unsigned);
  }

  await store(trail, document);
  const original = await download(trail.cloud, wanted(trail, document));
  const kept = original === null ? null : Buffer.from(await original.arrayBuffer());
  if (kept === null || !kept.equals(document.bytes)) {
    throw broken("probe-content", say.differentBytes(document.asset.publicId));
  }
  checks.push(await documentLink(trail, document));

  for (const one of [image, document]) {
    const outcome = await destroy(trail.cloud, wanted(trail, one));
    if (!outcome.ok) throw outcome.failure;
    const after = await download(trail.cloud, wanted(trail, one));
    await after?.body?.cancel();
    if (after !== null) throw broken("probe-not-deleted", say.stillThere(one.asset.publicId));
    trail.stored.delete(one);
  }
  passed("delete", say.probed.deleted);
}

/** Free accounts keep PDF and ZIP files to themselves until that is allowed: 401, with the reason in X-Cld-Error. */
async function documentLink(trail: Trail, document: Stored): Promise<Check> {
  const opened = await open(trail, link(trail, document));
  if (opened.status === 200) {
    if (!opened.bytes.equals(document.bytes)) {
      throw broken("probe-content", say.differentBytes(document.asset.publicId));
    }
    return { id: "probe-document", status: "pass", message: say.probed.document };
  }
  if (opened.status === 401 || opened.status === 403) {
    const words = say.documentsBlocked(opened.status, opened.words);
    return { id: "probe-document", status: "warn", ...words, docsUrl: DOCUMENTS_DOCS, leftToDo: true };
  }
  throw broken("link-refused", say.linkRefused(opened.status, opened.words));
}

async function store(trail: Trail, one: Stored): Promise<void> {
  trail.stored.add(one);
  const outcome = await upload(trail.cloud, wanted(trail, one), one.bytes);
  if (!outcome.ok) {
    // Where the server itself failed, the file may be there all the same.
    if (outcome.refusal.status < 500) trail.stored.delete(one);
    throw outcome.failure;
  }
  const { publicId } = one.asset;
  const got = outcome.answer.json.public_id;
  if (got === publicId) return;
  // Under the name that it got, it can be taken away.
  trail.stored.delete(one);
  if (typeof got === "string") trail.stored.add({ ...one, asset: { ...one.asset, publicId: got } });
  throw broken("public-id-changed", say.movedId(publicId, String(got)));
}

function wanted({ answers }: Trail, { asset }: Stored) {
  return { ...asset, type: typeFor(answers.access) };
}

function link({ answers, cloud }: Trail, { asset }: Stored): URL {
  return linkTo(asset, typeFor(answers.access), answers.cloudName, cloud.credentials);
}

interface Opened {
  readonly status: number;
  /** X-Cld-Error. */
  readonly words: string;
  readonly bytes: Buffer;
}

/** As a browser opens a link: without keys. What is not there yet, or fails at the server, is asked for again. */
async function open(trail: Trail, url: URL, tries = TRIES): Promise<Opened> {
  const origin = deliveredFrom(trail.answers.uploadPrefix);
  const address = origin === null ? url : new URL(`${url.pathname}${url.search}`, origin);
  const { signal } = trail.cloud;
  for (let attempt = 1; ; attempt += 1) {
    if (signal.aborted) throw new Interrupted();
    try {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
      const answer = await fetch(address, { signal: bounded, redirect: "manual" });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const passing = answer.status === 404 || answer.status >= 500;
      if (!passing || attempt >= tries) {
        return { status: answer.status, words: wordsOf(answer.headers), bytes };
      }
    } catch (error) {
      const request = { host: address.host, operation: "GET", cloud: trail.cloud.name };
      if (signal.aborted || attempt >= tries) throw unreached(error, request, signal);
    }
    await pause(PAUSE * attempt, signal);
  }
}

function wordsOf(headers: Headers): string {
  return (headers.get("x-cld-error") ?? "").replace(/\s+/g, " ").slice(0, 200);
}

/** After a failure or Ctrl-C, under a signal of its own. null: nothing is left; else the problem to be added. */
async function cleanUp(trail: Trail): Promise<Problem | null> {
  const calm = { ...trail, cloud: { ...trail.cloud, signal: AbortSignal.timeout(LAST_WORDS) } };
  const left: string[] = [];
  for (const one of trail.stored) {
    const outcome = await destroy(calm.cloud, wanted(calm, one)).catch(() => null);
    if (outcome?.ok !== true) left.push(one.asset.publicId);
  }
  return left.length === 0 ? null : { code: "probe-left-behind", exit: EXIT.notPutBack, ...say.leftBehind(left) };
}

function withLeft(error: unknown, left: Problem | null): unknown {
  return error instanceof Interrupted && left !== null ? new Interrupted(left.message) : error;
}

/** A PDF of one empty page, different each time. */
function pdf(): Uint8Array<ArrayBuffer> {
  const text = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 3 3]>>endobj\n% ${randomBytes(8).toString("hex")}\ntrailer<</Root 1 0 R>>\n%%EOF\n`;
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

function broken(code: string, words: { message: Text; next: Text }): Failure {
  return new Failure({ code, exit: EXIT.failed, ...words });
}
