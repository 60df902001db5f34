/** Looks at the live site as a browser would: is it up, and does a media file that its page shows come, from its own origin? */
import { Interrupted } from "../../lib/failure.ts";
import { networkCause } from "../../lib/network-cause.ts";
import * as words from "../../messages/check.ts";
import type { Check } from "../../model/check.ts";

/** Milliseconds for one request. */
const LIMIT = 20_000;
/** Bytes of a page that are looked through for links. */
const PAGE_LIMIT = 2_000_000;
const MEDIA_TYPES = /^(?:image|video|audio)\/|^application\/(?:pdf|octet-stream|zip|msword|vnd\.)|^binary\//;

/** `address`: of the site, of a page with an uploaded file, or of the file itself. `marks`: what addresses of media hold, a bucket's host or `/media/`. */
export async function checkDeployed(
  address: URL,
  marks: readonly string[],
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const { origin } = address;
  const page = await get(address, origin, signal);
  if ("why" in page) return [{ id: "deployed-site", status: "fail", ...words.siteDown(origin, page.why) }];
  if (page.status >= 400) {
    return [{ id: "deployed-site", status: "fail", ...words.siteDown(origin, `HTTP ${page.status}`) }];
  }
  const up: Check = { id: "deployed-site", status: "pass", message: words.siteAnswers(origin, page.status) };
  if (MEDIA_TYPES.test(page.type)) return [up, opened(page, address)];
  const link = mediaLinks(page.body, address).find((one) => marks.some((mark) => one.href.includes(mark)));
  if (link === undefined) return [up, { id: "deployed-media", status: "skip", ...words.noMediaOnPage(origin) }];
  const media = await get(link, origin, signal);
  if ("why" in media) {
    return [up, { id: "deployed-media", status: "fail", ...words.mediaRefused(placeOf(link), media.why) }];
  }
  if (media.status >= 400) {
    return [up, { id: "deployed-media", status: "fail", ...words.mediaRefused(placeOf(link), `HTTP ${media.status}`) }];
  }
  const readable = link.origin === origin || media.allowed === origin || media.allowed === "*";
  const cors: Check[] = readable ? [] : [{ id: "deployed-cors", status: "warn", ...words.corsOfMedia(origin) }];
  return [up, opened(media, link), ...cors];
}

interface Seen {
  readonly status: number;
  readonly type: string;
  readonly allowed: string | null;
  readonly body: string;
}

async function get(url: URL, origin: string, signal: AbortSignal): Promise<Seen | { readonly why: string }> {
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(LIMIT)]);
    const headers = { Origin: origin, Referer: `${origin}/`, Accept: "*/*" };
    const response = await fetch(url, { headers, signal: bounded });
    const type = response.headers.get("content-type") ?? "";
    const allowed = response.headers.get("access-control-allow-origin");
    const body = type.startsWith("text/html") ? (await response.text()).slice(0, PAGE_LIMIT) : "";
    if (body === "") await response.body?.cancel();
    return { status: response.status, type, allowed, body };
  } catch (failure) {
    if (signal.aborted) throw new Interrupted();
    return { why: networkCause(failure).code };
  }
}

/** Every `src` and `href` of the page, in order. */
function mediaLinks(html: string, base: URL): readonly URL[] {
  const found = [...html.matchAll(/(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)];
  return found.flatMap(([, double, single]) => {
    const written = (double ?? single ?? "").replaceAll("&amp;", "&");
    return URL.canParse(written, base.href) ? [new URL(written, base)] : [];
  });
}

function opened({ type }: Seen, link: URL): Check {
  return { id: "deployed-media", status: "pass", message: words.mediaOpens(`${placeOf(link)}, ${type}`) };
}

/** Without the query: it may be a signature. */
function placeOf(link: URL): string {
  return `${link.host}${link.pathname}`;
}
