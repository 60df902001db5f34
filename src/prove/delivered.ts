/** Links that a CDN answers, as a browser opens them. Documents may be refused there by a setting of the account, images never. */
import * as broken from "../messages/broken-links.ts";
import { unsignedRefused } from "../messages/prove.ts";
import * as say from "../messages/prove-delivered.ts";
import type { ProofExpectation } from "../model/proof.ts";
import { BrokenLink, type Steps } from "./broken-link.ts";
import { get, openLink, withoutSignature } from "./from-outside.ts";

/** A file that Django has saved, and its link as Django gives it. */
export interface Delivered {
  readonly link: string;
  readonly content: Buffer;
  readonly type: string;
}

export interface Look {
  readonly expectation: ProofExpectation;
  readonly signal: AbortSignal;
  readonly steps: Steps;
}

/**
 * A document whose link is refused is a warning with the setting that allows it; whatever else is not as it must be throws BrokenLink. `image`
 * saves one, when its turn comes.
 */
export async function openDelivered(document: Delivered, image: () => Promise<Delivered>, look: Look): Promise<void> {
  const { expectation, signal, steps } = look;
  const link = checked(document.link, look);
  const { deliveredFrom } = expectation;
  if (deliveredFrom !== undefined)
    steps.add("delivery", "warn", say.openedAt(new URL(document.link).host, deliveredFrom));
  const step = expectation.links === "public" ? "fetch-public" : "fetch-signed";
  const seen = await get(link, {}, step, signal);
  const words = wordsOf(seen.headers);
  if (seen.status === 200) await openLink(link, document, expectation, signal, steps);
  else if (seen.status === 401 || seen.status === 403) steps.add(step, "warn", say.documentBlocked(seen.status, words));
  else throw new BrokenLink(step, say.deliveryRefused(seen.status, words));

  const other = await image();
  const shown = checked(other.link, { ...look, steps: null });
  const picture = await get(shown, {}, "fetch-image", signal);
  if (picture.status !== 200) {
    throw new BrokenLink("fetch-image", say.deliveryRefused(picture.status, wordsOf(picture.headers)));
  }
  if (!picture.body.equals(other.content)) throw new BrokenLink("fetch-image", say.deliveredOther);
  steps.pass("fetch-image", say.imageOpened);
  if (expectation.links === "public") return;
  for (const one of [shown, link]) {
    const bare = await get(withoutSignature(one), {}, "fetch-unsigned", signal);
    if (bare.status < 400) throw new BrokenLink("fetch-unsigned", say.deliveredToAll(new URL(document.link).host));
    if (one === link) steps.pass("fetch-unsigned", unsignedRefused(bare.status));
  }
}

/** The link as it is opened. `steps`: null says nothing. Throws BrokenLink for one that is not signed as it must be. */
function checked(
  url: string,
  { expectation, steps }: Pick<Look, "expectation"> & { readonly steps: Steps | null },
): URL {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new BrokenLink("url", broken.linkNotAbsolute(url.split("?")[0] ?? ""));
  }
  const link = new URL(url);
  const isSigned = /\/s--[\w-]{8,}--\//.test(link.pathname);
  if (expectation.links === "signed" && !isSigned) throw new BrokenLink("url", say.notSigned(link.host));
  steps?.pass("url", isSigned ? say.linkSignedForEver(link.host) : say.linkToAll(link.host));
  const { deliveredFrom } = expectation;
  return deliveredFrom === undefined ? link : new URL(`${link.pathname}${link.search}`, deliveredFrom);
}

function wordsOf(headers: Headers): string {
  return (headers.get("x-cld-error") ?? "").replace(/\s+/g, " ").slice(0, 200);
}
