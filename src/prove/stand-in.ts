/** A temporary folder in place of the disk, which only Render can mount; and what the storage does before it counts as mounted. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as say from "../messages/prove-site.ts";
import type { DiskExpectation, ProofExpectation } from "../model/proof.ts";
import { BrokenLink, type Steps } from "./broken-link.ts";
import { PythonRaised } from "./driver.ts";
import type { Opened } from "./opening.ts";
import { whyOf } from "./words.ts";

/** Beside the stand-in: what no path may lead to. */
export const OUTSIDE = "outside.txt";

export interface StandIn {
  /** Absolute: MEDIA_ROOT of the proof. It does not exist until the guard has been tried. */
  readonly media: string;
  /** What OUTSIDE holds. */
  readonly secret: string;
  /** Removes everything that was made for it. */
  remove(): Promise<void>;
}

/** Makes a place for the stand-in, outside the project. */
export async function makeStandIn(): Promise<StandIn> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "vet-media-setup-disk-")));
  const secret = "no path of the site may lead here";
  await writeFile(join(folder, OUTSIDE), secret);
  return { media: join(folder, "media"), secret, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The same expectation with the stand-in as the disk: MEDIA_ROOT, and the place of the storage. */
export function withStandIn(expectation: ProofExpectation, { media }: StandIn): ProofExpectation {
  return {
    ...expectation,
    environment: { ...expectation.environment, MEDIA_ROOT: media },
    options: { ...expectation.options, location: media },
  };
}

/**
 * The guard first: on Render, where no disk is mounted, saving must fail with the generated module's own words and leave nothing. Then
 * the stand-in is made, and passes for a mount in this process. Throws BrokenLink.
 */
export async function proveGuard(
  { opened, hide, steps }: { readonly opened: Opened; readonly hide: (text: string) => string; readonly steps: Steps },
  disk: DiskExpectation,
  { media }: StandIn,
): Promise<void> {
  steps.add("mount", "skip", say.mountNotProved(disk.mount));
  const name = ".vet-media-setup-probe/guard.txt";
  const refused = await opened.driver
    .ask({ do: "save-unmounted", name, content: Buffer.from("guard").toString("base64") })
    .then(() => null)
    .catch((failure: unknown) => failure);
  if (refused === null) throw new BrokenLink("guard", say.guardSaved(name));
  const ours = refused instanceof PythonRaised && refused.error.type === "ImproperlyConfigured";
  if (!ours || !refused.error.message.includes(media)) {
    throw new BrokenLink("guard", say.guardOther(whyOf(refused, hide)));
  }
  if (existsSync(media)) throw new BrokenLink("guard", say.guardLeft(media));
  steps.pass("guard", say.guardRefused);
  await mkdir(media);
  await opened.driver.ask({ do: "count-as-mount", folder: media });
}
