/** Links that anybody may follow: without a signature that runs out, to the expected host, and to nothing but the file itself. */
import * as broken from "../messages/broken-links.ts";
import * as say from "../messages/prove.ts";
import type { ProofExpectation } from "../model/proof.ts";
import { BrokenLink, type Steps } from "./broken-link.ts";
import { get } from "./from-outside.ts";

/** Throws BrokenLink for a link that expires, or that leads past the domain which is to serve the files. */
export function checkPublicLink(link: URL, { options }: Pick<ProofExpectation, "options">, steps: Steps): void {
  if ([...link.searchParams.keys()].some((name) => /^(?:x-amz-)?(?:signature|expires)$/i.test(name))) {
    throw new BrokenLink("url", broken.publicLinkSigned(link.host));
  }
  const domain = options?.custom_domain;
  if (typeof domain === "string" && link.host !== domain) {
    throw new BrokenLink("url", broken.linkElsewhere(link.host, domain));
  }
  steps.pass("url", say.linkPlain(link.host));
}

/**
 * Where the file was served, nobody may see the names of the others. `name`: of the file, below the storage's location. Throws BrokenLink.
 * The form of the question: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export async function listAsAnybody(
  link: URL,
  name: string,
  { options }: Pick<ProofExpectation, "options">,
  signal: AbortSignal,
  steps: Steps,
): Promise<void> {
  const location = String(options?.location ?? "");
  const depth = [location, name]
    .filter((part) => part !== "")
    .join("/")
    .split("/").length;
  const top = new URL(link);
  top.pathname = `${link.pathname.split("/").slice(0, -depth).join("/")}/`;
  for (const prefix of new Set([location === "" ? "" : `${location}/`, ""])) {
    top.search = new URLSearchParams({ "list-type": "2", "max-keys": "1", prefix }).toString();
    const seen = await get(top, {}, "list-anonymous", signal);
    if (seen.status < 400 && /<ListBucketResult\b/.test(seen.body.toString("utf8"))) {
      throw new BrokenLink("list-anonymous", broken.listedForAll(link.host));
    }
  }
  steps.pass("list-anonymous", say.notListedForAll);
}
