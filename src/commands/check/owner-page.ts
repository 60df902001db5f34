/** What the owner of the files wants to know, as sections of a page: where they are, what they cost, who can read them, how to leave. Pure. */
import { type Text, verbatim } from "../../lib/text.ts";
import { asOf, countedHere, nothingHere, notReadThere, price } from "../../messages/comparison.ts";
import * as words from "../../messages/owner-page.ts";
import { bucketSummary } from "../../messages/s3.ts";
import type { Answers } from "../../model/answers.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderFacts } from "../../model/comparison.ts";
import type { Project } from "../../model/project.ts";
import { ALL_FACTS } from "../../providers/comparison.ts";
import { cityOf } from "../../providers/s3/regions.ts";
import { serviceOf } from "../../providers/s3/services.ts";
import { instancePlanOf, usageOf } from "../../providers/usage.ts";
import type { Section } from "./report-page.ts";

/** GB of the second sum, for a project that has few files on this computer and more at home. */
const WHAT_IF = 20;

export interface Owned {
  /** null: nothing is set up. */
  readonly answers: Answers | null;
  readonly project: Pick<Project, "media" | "service">;
  readonly checks: readonly Check[];
}

export function ownerSections({ answers, project, checks }: Owned): readonly Section[] {
  const state: Section = { heading: words.state, paragraphs: [stateOf(checks)] };
  if (answers === null) return [{ heading: words.where, paragraphs: [words.nowhere] }, state];
  const title = titleFor(answers);
  return [
    { heading: words.where, paragraphs: [placeOf(answers, title), words.account(title)] },
    { heading: words.readers, paragraphs: [readersOf(answers), words.keyHolders] },
    costOf(answers, project),
    { heading: words.copies, paragraphs: [copiesOf(answers)] },
    state,
    { heading: words.leaving, paragraphs: [words.nothingLocked], steps: stepsOf(answers, title) },
  ];
}

/** `Amazon S3`, `Cloudflare R2`, or the host of a service that has no name here. */
function titleFor(answers: Answers): string {
  if (answers.provider === "render-disk") return "Render";
  if (answers.provider === "cloudinary") return "Cloudinary";
  if (answers.endpointUrl === undefined) return "Amazon S3";
  return serviceOf(answers.endpointUrl)?.title ?? new URL(answers.endpointUrl).host;
}

function placeOf(answers: Answers, title: string): Text {
  if (answers.provider === "cloudinary") return words.inCloud(answers.cloudName, answers.folder);
  if (answers.provider === "render-disk") return words.onDisk(answers.diskName, answers.diskSize);
  const { bucket, region, prefix, endpointUrl } = answers;
  const place = endpointUrl === undefined ? bucketSummary(region, cityOf(region)).en : null;
  return words.inBucket(title, bucket, place, prefix);
}

function readersOf({ provider, access }: Answers): Text {
  if (access === "public") return words.readersAnybody;
  return { s3: words.readersExpire, cloudinary: words.readersSigned, "render-disk": words.readersSignedIn }[provider];
}

function copiesOf(answers: Answers): Text {
  if (answers.provider === "cloudinary") return words.copiesCloudinary;
  if (answers.provider === "render-disk") return words.copiesDisk;
  return answers.endpointUrl === undefined ? words.copiesS3 : words.copiesElsewhere;
}

function factsOf(answers: Answers): ProviderFacts | null {
  const service = answers.provider === "s3" && answers.endpointUrl !== undefined;
  const id = service ? serviceOf(answers.endpointUrl)?.id : answers.provider;
  return ALL_FACTS.find((facts) => facts.id === id) ?? null;
}

function costOf(answers: Answers, { media, service }: Owned["project"]): Section {
  const facts = factsOf(answers);
  const counted = media.files === 0 ? nothingHere : countedHere(media.root ?? "media", media.files, media.bytes);
  if (facts === null || facts.prices.length === 0) {
    return { heading: words.cost, paragraphs: [words.unknownCost, ...(facts === null ? [] : [verbatim(facts.url)])] };
  }
  const plan = instancePlanOf({ service });
  const now = usageOf(media);
  const gb = answers.provider === "render-disk" ? Math.max(now.gb, answers.diskSize) : now.gb;
  const more = facts.monthly(usageOf(null, { gb: WHAT_IF }), plan);
  const listed = facts.prices.map((one): Text => {
    const seen = one.checked ? verbatim("") : { en: `, ${notReadThere.en}`, es: `, ${notReadThere.es}` };
    const [said, day] = [price(one), asOf(one.asOf)];
    return { en: `${said.en} (${day.en}${seen.en})`, es: `${said.es} (${day.es}${seen.es})` };
  });
  return {
    heading: words.cost,
    paragraphs: [
      words.costs(facts.monthly({ ...now, gb }, plan)),
      { en: `${counted.en}.`, es: `${counted.es}.` },
      ...(gb < WHAT_IF ? [words.ifMore(WHAT_IF, more)] : []),
      words.pricesAt(facts.url),
    ],
    items: listed,
  };
}

/** `check` counts them; its own words are in the list below. */
function stateOf(checks: readonly Check[]): Text {
  const of = (status: Check["status"]) => checks.filter((one) => one.status === status).length;
  return words.stateIs(of("fail"), of("warn"), of("skip"));
}

function stepsOf(answers: Answers, title: string): readonly Text[] {
  const from = answers.provider === "render-disk" ? "disk" : "configured";
  const copy = words.copyOut(`npx vet-media-setup migrate --from ${from} --to backup`);
  const where = answers.provider === "render-disk" ? words.inShell : verbatim("");
  const last = answers.provider === "render-disk" ? words.lastStepDisk : words.lastStep(title);
  return [{ en: copy.en + where.en, es: copy.es + where.es }, words.moveOn, last];
}
