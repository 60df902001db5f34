/** Everything that an app does with an upload, done through Django's default_storage; nothing of it stays. */
import { randomBytes } from "node:crypto";
import type { Text } from "../lib/text.ts";
import * as broken from "../messages/broken-links.ts";
import * as say from "../messages/prove.ts";
import { linkInSite, linkNotInSite } from "../messages/prove-site.ts";
import type { ProofExpectation } from "../model/proof.ts";
import { BrokenLink, type Steps } from "./broken-link.ts";
import { openDelivered } from "./delivered.ts";
import type { AskOptions, Driver } from "./driver.ts";
import { DriverGone, PythonRaised } from "./driver.ts";
import { openLink, openUnsigned } from "./from-outside.ts";
import type { Opened } from "./opening.ts";
import type { Command, CommandAnswer, CommandName } from "./protocol.ts";
import { checkPublicLink, listAsAnybody } from "./public-links.ts";
import type { SavedFile } from "./site-task.ts";
import { whyOf } from "./words.ts";

/** Below the prefix of the app; each run has a folder of its own in it. */
const PROBE_FOLDER = ".vet-media-setup-probe";
/** As people name files here: an accent, a blank, a sign that is not ASCII. */
const FILE_NAME = "radiografía nº 1.pdf";
const FILE_TYPE = "application/pdf";

/** One pixel: a whole PNG. */
const IMAGE_NAME = "foto nº 1.png";
const IMAGE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Milliseconds for cleaning up: for a busy process, for a new one to import the settings, for one deletion. */
const CLEAN_UP = { busy: 3_000, import: 15_000, delete: 10_000 } as const;

/** Other names of the same class: the module was renamed in django-storages 1.14. */
const SAME_CLASS: Readonly<Record<string, readonly string[]>> = {
  "storages.backends.s3.S3Storage": ["storages.backends.s3boto3.S3Boto3Storage"],
};

/** A class of the generated module has no package where that module is proved alone. */
function otherNames(backend: string): readonly string[] {
  const alone = /(?:^|\.)(media_storage\.\w+)$/.exec(backend)?.[1];
  return alone === undefined ? (SAME_CLASS[backend] ?? []) : [alone];
}

export interface Task {
  readonly opened: Opened;
  readonly expectation: ProofExpectation;
  /** Dotted name of the settings, for sentences. */
  readonly settings: string;
  readonly signal: AbortSignal;
  readonly hide: (text: string) => string;
  readonly steps: Steps;
  readonly tell: (doing: keyof typeof say.doing) => void;
  /** Where links are `view`: looks at the file as the site serves it. */
  readonly serve?: (file: SavedFile) => Promise<void>;
}

/** The default storage must be the provider's, with its options: nothing is ever saved to another one. Throws BrokenLink. */
export async function checkDefaultStorage(task: Task): Promise<void> {
  const { expectation, settings } = task;
  const expected = [expectation.backend, ...otherNames(expectation.backend)];
  const found = await asking(
    task,
    { do: "describe-default-storage", expected },
    (why) => new BrokenLink("default-storage", broken.storageUnusable(why)),
  );
  const backend = found.mro[0] ?? "";
  if (!found.expected) {
    throw new BrokenLink("default-storage", broken.storageOverridden(backend, expectation.backend, settings));
  }
  for (const [name, wanted] of Object.entries(expectation.options ?? {})) {
    const value = found.options[name] ?? null;
    if (value === wanted) continue;
    throw new BrokenLink("default-storage", broken.storageOption(name, String(value), String(wanted), settings));
  }
  task.steps.pass("default-storage", say.defaultStorageIs(backend));
}

/** Saves, reads, links, deletes. Throws BrokenLink at the first thing that is not as it must be; cleans up in any case. */
export async function useStorage(task: Task): Promise<void> {
  const folder = `${PROBE_FOLDER}/${randomBytes(6).toString("hex")}`;
  const saved = new Saved(folder);
  try {
    await useFile(task, saved);
  } finally {
    const left = await cleanUp(task.opened, saved);
    if (left.length > 0) task.steps.add("clean-up", "fail", say.leftBehind(left));
  }
}

/** What was saved and not yet deleted. */
class Saved {
  readonly folder: string;
  readonly names = new Set<string>();
  /** A save was sent whose answer did not come: its file may be there, under a name that only the folder knows. */
  unsure = false;

  constructor(folder: string) {
    this.folder = folder;
  }
}

async function useFile(task: Task, saved: Saved): Promise<void> {
  const { steps } = task;
  const name = `${saved.folder}/${FILE_NAME}`;
  const content = Buffer.concat([Buffer.from("%PDF-1.4 vet-media-setup\n"), randomBytes(512)]);

  task.tell("storing");
  const first = await save(task, saved, name, content, "save");
  if (first !== name) throw new BrokenLink("save", broken.nameChanged(name, first));
  steps.pass("save", say.saved(name));

  const { exists } = await asking(task, { do: "exists", name }, failing("exists"));
  if (!exists) throw new BrokenLink("exists", broken.doesNotExist);
  steps.pass("exists", say.exists);

  const { size } = await asking(task, { do: "size", name }, failing("size"));
  if (size !== content.length) throw new BrokenLink("size", broken.sizeDiffers(size, content.length));
  steps.pass("size", say.sizeIs(size));

  await readSame(task, name, content, "read");
  steps.pass("read", say.readBack);
  await list(task, saved.folder);

  const { url } = await asking(task, { do: "url", name }, failing("url"));
  if (task.expectation.links === "view") await openInSite(task, { name, link: url, content });
  else if (task.expectation.documentsMayBeBlocked === true) await openFromCdn(task, saved, url, content);
  else await openOutside(task, url, name, content);

  task.tell("storing");
  const second = await save(task, saved, name, randomBytes(64), "no-overwrite");
  if (second === name) throw new BrokenLink("no-overwrite", broken.overwritten);
  await readSame(task, name, content, "no-overwrite");
  steps.pass("no-overwrite", say.namesakeApart);

  task.tell("deleting");
  for (const each of [second, name]) await asking(task, { do: "delete", name: each }, failing("delete"));
  steps.pass("delete", say.deleted);
  for (const each of [second, name]) {
    const after = await asking(task, { do: "exists", name: each }, failing("gone"));
    if (after.exists) throw new BrokenLink("gone", broken.notGone);
    saved.names.delete(each);
  }
  steps.pass("gone", say.gone);
}

/** Through the internet, as a browser would. */
async function openOutside(task: Task, url: string, name: string, content: Buffer): Promise<void> {
  const { steps } = task;
  const link = checkLink(url, task);
  task.tell("fetching");
  await openLink(link, { content, type: FILE_TYPE }, task.expectation, task.signal, steps);
  if (task.expectation.links === "public") await listAsAnybody(link, name, task.expectation, task.signal, steps);
  else await openUnsigned(link, task.signal, steps);
}

/** Through a CDN that may refuse documents: an image goes the same way. */
async function openFromCdn(task: Task, saved: Saved, link: string, content: Buffer): Promise<void> {
  const name = `${saved.folder}/${IMAGE_NAME}`;
  const image = async () => {
    const first = await save(task, saved, name, IMAGE, "save");
    if (first !== name) throw new BrokenLink("save", broken.nameChanged(name, first));
    await readSame(task, name, IMAGE, "read");
    const { url } = await asking(task, { do: "url", name }, failing("url"));
    return { link: url, content: IMAGE, type: "image/png" };
  };
  task.tell("fetching");
  await openDelivered({ link, content, type: FILE_TYPE }, image, task);
  await asking(task, { do: "delete", name }, failing("delete"));
  saved.names.delete(name);
}

/** Through the site's own views, in this machine. */
async function openInSite(task: Task, file: SavedFile): Promise<void> {
  if (!/^\/(?!\/)/.test(file.link)) throw new BrokenLink("url", linkNotInSite(file.link));
  task.steps.pass("url", linkInSite(file.link));
  task.tell("fetching");
  await task.serve?.(file);
}

async function save(
  task: Task,
  saved: Saved,
  name: string,
  content: Buffer,
  step: "save" | "no-overwrite",
): Promise<string> {
  saved.unsure = true;
  const answer = await asking(task, { do: "save", name, content: content.toString("base64") }, failing(step));
  saved.unsure = false;
  saved.names.add(answer.name);
  return answer.name;
}

async function readSame(task: Task, name: string, content: Buffer, step: "read" | "no-overwrite"): Promise<void> {
  const answer = await asking(task, { do: "read", name }, failing(step));
  if (Buffer.from(answer.content, "base64").equals(content)) return;
  throw new BrokenLink(step, step === "read" ? broken.contentDiffers : broken.overwritten);
}

/** Only a warning: few apps list files. */
async function list(task: Task, folder: string): Promise<void> {
  try {
    const { files } = await task.opened.driver.ask({ do: "listdir", folder });
    if (files.includes(FILE_NAME)) task.steps.pass("list", say.listed);
    else task.steps.add("list", "warn", say.notListed(""));
  } catch (failure) {
    if (!(failure instanceof PythonRaised)) throw failure;
    task.steps.add("list", "warn", say.notListed(failure.error.code ?? failure.error.type));
  }
}

function checkLink(url: string, { expectation, steps }: Task): URL {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new BrokenLink("url", broken.linkNotAbsolute(url.split("?")[0] ?? ""));
  }
  const link = new URL(url);
  if (expectation.links === "public") {
    checkPublicLink(link, expectation, steps);
    return link;
  }
  // Signature version 4: the older one gives no region, and is refused by newer regions and by SSE-KMS.
  const seconds = Number(link.searchParams.get("X-Amz-Expires"));
  if (!link.searchParams.has("X-Amz-Signature") || !(seconds > 0)) {
    throw new BrokenLink("url", broken.linkNotSigned(link.host));
  }
  steps.pass("url", say.linkSigned(link.host, seconds));
  return link;
}

function failing(operation: broken.Operation): (why: Text, code: string | null) => BrokenLink {
  return (why, code) => new BrokenLink(operation, broken.operationFailed(operation, why, code));
}

/** Asks the driver; a failure becomes the broken link that `toLink` makes of it. */
async function asking<K extends CommandName>(
  task: Task,
  command: Command<K>,
  toLink: (why: Text, code: string | null) => BrokenLink,
): Promise<CommandAnswer<K>> {
  try {
    return await task.opened.driver.ask(command);
  } catch (failure) {
    throw toLink(whyOf(failure, task.hide), failure instanceof PythonRaised ? failure.error.code : null);
  }
}

/** Deletes whatever is left of our folder, after an abort too; answers the names that could not be deleted. */
async function cleanUp(opened: Opened, saved: Saved): Promise<readonly string[]> {
  if (saved.names.size === 0 && !saved.unsure) return [];
  const known = [...saved.names];
  const left = await deleteAll(opened.driver, saved, CLEAN_UP.busy).catch(() => null);
  if (left !== null) return left;
  // It hangs or is dead: another process must do it.
  const another = await opened.again(CLEAN_UP.import).catch(() => null);
  if (another === null) return known.length > 0 ? known : [`${saved.folder}/`];
  try {
    return await deleteAll(another, saved, CLEAN_UP.delete);
  } catch {
    return known.length > 0 ? known : [`${saved.folder}/`];
  } finally {
    await another.close();
  }
}

/** Throws DriverGone if the process does not answer within `limit` milliseconds. */
async function deleteAll(driver: Driver, saved: Saved, limit: number): Promise<readonly string[]> {
  const options: AskOptions = { limit, unstoppable: true };
  const names = new Set(saved.names);
  let listed = true;
  try {
    const { files } = await driver.ask({ do: "listdir", folder: saved.folder }, options);
    for (const file of files) names.add(`${saved.folder}/${file}`);
  } catch (failure) {
    if (failure instanceof DriverGone) throw failure;
    listed = false;
    if (saved.unsure) names.add(`${saved.folder}/${FILE_NAME}`);
  }
  const left: string[] = [];
  for (const name of names) {
    try {
      await driver.ask({ do: "delete", name }, options);
    } catch (failure) {
      if (failure instanceof DriverGone) throw failure;
      // Nothing shows that this one was ever there: the save was refused, and so is this.
      if (listed || saved.names.has(name)) left.push(name);
    }
  }
  return left;
}
