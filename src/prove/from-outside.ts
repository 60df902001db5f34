/** Looks at the saved file from outside, as a browser would: no credentials, from a page of the site. */
import * as broken from "../messages/broken-links.ts";
import * as say from "../messages/prove.ts";
import type { ProofExpectation } from "../model/proof.ts";
import { BrokenLink, type Steps } from "./broken-link.ts";

/** Milliseconds for one request, tries of it, and the pause between them. */
const REQUEST_LIMIT = 20_000;
const TRIES = 3;
const PAUSE = 500;
/** Origins whose CORS header is asked for, at most. */
const ORIGINS_ASKED = 5;

interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Opens the link: the file itself must come. Content type, Range and CORS only warn: the app works without them. Throws BrokenLink. */
export async function openLink(
  link: URL,
  file: { readonly content: Buffer; readonly type: string },
  expectation: Pick<ProofExpectation, "links" | "origins" | "options">,
  signal: AbortSignal,
  steps: Steps,
): Promise<void> {
  const { origins } = expectation;
  const origin: Record<string, string> = origins[0] === undefined ? {} : { Origin: origins[0] };
  const { step, refused, unreached } = wordsFor(link, expectation);
  const seen = await get(link, origin, step, signal, unreached);
  if (seen.status !== 200) throw new BrokenLink(step, refused(seen.status, codeIn(seen.body)));
  if (!seen.body.equals(file.content)) throw new BrokenLink(step, broken.linkServesOther);
  steps.pass(step, say.linkOpened);

  const type = seen.headers.get("content-type") ?? "";
  if (type.split(";")[0]?.trim() === file.type) steps.pass("content-type", say.typeIs(type));
  else steps.add("content-type", "warn", say.typeIsNot(type, file.type));

  const part = await get(link, { ...origin, Range: "bytes=1-9" }, "range", signal);
  if (part.status === 206 && part.body.equals(file.content.subarray(1, 10))) steps.pass("range", say.rangeServed);
  else steps.add("range", "warn", say.rangeNotServed(part.status));

  await askCors(link, origins, seen, signal, steps);
}

/** What is refused or out of reach has other causes where anybody may read, and others again on a domain of one's own. */
function wordsFor(link: URL, { links, options }: Pick<ProofExpectation, "links" | "options">) {
  if (links !== "public") {
    return { step: "fetch-signed", refused: broken.linkRefused, unreached: broken.linkUnreachable } as const;
  }
  const step = "fetch-public";
  if (link.hostname !== options?.custom_domain) {
    return { step, refused: broken.publicLinkRefused, unreached: broken.linkUnreachable } as const;
  }
  const refused = (status: number, code: string | null) => broken.domainRefused(link.host, status, code);
  return { step, refused, unreached: broken.domainUnreachable } as const;
}

async function askCors(
  link: URL,
  origins: readonly string[],
  first: Seen,
  signal: AbortSignal,
  steps: Steps,
): Promise<void> {
  if (origins.length === 0) return steps.add("cors", "skip", say.corsNotAsked);
  const silent: string[] = [];
  const asked = origins.slice(0, ORIGINS_ASKED);
  for (const [index, origin] of asked.entries()) {
    const seen = index === 0 ? first : await get(link, { Origin: origin, Range: "bytes=0-0" }, "cors", signal);
    const allowed = seen.headers.get("access-control-allow-origin");
    if (allowed !== origin && allowed !== "*") silent.push(origin);
  }
  if (silent.length === 0) steps.pass("cors", say.corsAllows(asked));
  else steps.add("cors", "warn", say.corsSilent(silent));
}

/** The same address without its signature must be refused. Throws BrokenLink if anybody can read the file. */
export async function openUnsigned(link: URL, signal: AbortSignal, steps: Steps): Promise<void> {
  const bare = withoutSignature(link);
  const seen = await get(bare, {}, "fetch-unsigned", signal);
  if (seen.status < 400) throw new BrokenLink("fetch-unsigned", broken.unsignedServed(link.host));
  steps.pass("fetch-unsigned", say.unsignedRefused(seen.status));
}

/** S3 signs in the query, Cloudinary in a part of the path, `/s--XXXXXXXX--/`. */
export function withoutSignature(link: URL): URL {
  const bare = new URL(link);
  bare.search = "";
  bare.pathname = bare.pathname.replace(/\/s--[\w-]+--(?=\/)/, "");
  return bare;
}

/** Asks again where the network or the server failed; throws BrokenLink if it stays so, and the signal's reason after an abort. */
export async function get(
  url: URL,
  headers: Record<string, string>,
  step: string,
  signal: AbortSignal,
  unreached: (host: string, why: string) => broken.Broken = broken.linkUnreachable,
): Promise<Seen> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_LIMIT)]);
      const response = await fetch(url, { headers, signal: bounded, credentials: "omit" });
      const body = Buffer.from(await response.arrayBuffer());
      if (response.status < 500 || attempt === TRIES)
        return { status: response.status, headers: response.headers, body };
    } catch (failure) {
      signal.throwIfAborted();
      if (attempt === TRIES) throw new BrokenLink(step, unreached(url.host, causeOf(failure)));
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE * attempt));
  }
}

/** `<Code>` of an error document of S3. */
function codeIn(body: Buffer): string | null {
  return /<Code>(\w+)<\/Code>/.exec(body.toString("utf8"))?.[1] ?? null;
}

/** fetch() says only "fetch failed": the reason is in its cause. Never the URL, which is signed. */
function causeOf(failure: unknown): string {
  const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
