/** The saved file as the site itself serves it: through the URL configuration, to who is signed in and to who is not, and nothing beside it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BLOCK_BEGIN } from "../edit/python-block.ts";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/prove-site.ts";
import type { Project } from "../model/project.ts";
import type { DiskExpectation } from "../model/proof.ts";
import { BrokenLink, type Steps } from "./broken-link.ts";
import { type Driver, DriverGone, PythonRaised } from "./driver.ts";
import type { CommandAnswer, SiteAnswer } from "./protocol.ts";
import { linkOut, type SavedFile, type SiteTask, serves, waysOut } from "./site-task.ts";
import { proveTheirs } from "./their-site.ts";
import { whyOf } from "./words.ts";

/** Milliseconds for a new process to import the settings, and for it to load every app. */
const IMPORT_LIMIT = 60_000;

const SAFE_HEADERS: Readonly<Record<string, RegExp>> = {
  "Content-Disposition": /^attachment;/,
  "X-Content-Type-Options": /^nosniff$/,
  "Content-Security-Policy": /\bsandbox\b/,
};

/** Why the project's own URL configuration was not used, and what would allow it. */
export interface Alone {
  readonly reason: Text;
  readonly failure: unknown;
}

/**
 * In a process of its own, for it loads every app. null: through the project's URL configuration; otherwise why the generated view was looked
 * at alone. Throws BrokenLink if the managed block fails, if another view answers, or if the view gives too much or too little.
 */
export async function serveThroughSite(task: SiteTask, file: SavedFile): Promise<Alone | null> {
  const { site, alone } = await openSite(task);
  try {
    if (site.loaded === null) return alone;
    const { disk, steps } = task;
    if (disk.servedBy !== "us" && alone === null && task.opened.mode === "project") {
      await proveTheirs(task, site.driver, site.loaded, file);
      return null;
    }
    const wanted = `${alone !== null || task.opened.mode === "project" ? task.module : "media_storage"}.serve_media`;
    const ask = (path: string, signedIn: boolean) => answerOf(task, site.driver, path, signedIn);
    const path = decodeURIComponent(file.link);
    const first = await ask(path, true);
    if (first.view !== wanted) throw new BrokenLink("import-urls", say.otherViewServes(first.view, wanted));
    const { behind, accessCheck } = site.loaded;
    if (task.opened.mode === "isolated") steps.add("import-urls", "skip", say.urlsAlone);
    else if (alone === null)
      steps.add("import-urls", behind === null ? "pass" : "warn", say.urlsImported(wanted, behind));
    checkSignedIn(first, file);
    steps.pass("view-signed-in", say.signedInServed(accessCheck));
    const anonymous = await ask(path, false);
    checkAnonymous(alone === null ? anonymous : { ...anonymous, leadsNowhere: false }, file, disk, steps);
    for (const out of [...waysOut(task, site.loaded.mediaUrl, file), await linkOut(task, site.loaded.mediaUrl, file)]) {
      const answer = await ask(out, true);
      if (answer.status !== 404) throw new BrokenLink("view-traversal", say.viewLeadsOut(out, answer.status));
    }
    steps.pass("view-traversal", say.traversalRefused);
    return alone;
  } finally {
    await site.driver.close();
  }
}

interface Site {
  readonly driver: Driver;
  readonly loaded: CommandAnswer<"import-urls"> | null;
}

/** The project's URL configuration; if that fails for a reason of its own, the generated module's patterns in a new process. */
async function openSite(task: SiteTask): Promise<{ readonly site: Site; readonly alone: Alone | null }> {
  const { opened, module, hide, steps, project, disk } = task;
  if (opened.mode === "isolated") {
    return { site: await loadInto(await another(task), "media_storage", true, hide), alone: null };
  }
  const driver = await another(task);
  try {
    const loaded = await driver.ask({ do: "import-urls", module, alone: false });
    return { site: { driver, loaded }, alone: null };
  } catch (failure) {
    await driver.close();
    const why = whyOf(failure, hide);
    if (isOurs(failure, project, module)) throw new BrokenLink("import-urls", say.urlsRefuse(why));
    const reason = say.urlsNotLoaded(why);
    steps.add("import-urls", "warn", reason);
    const alone = { reason, failure };
    const next = await another(task);
    // Where the project serves uploads itself there is nothing of ours to look at.
    if (disk.servedBy === "them") return { site: { driver: next, loaded: null }, alone };
    return { site: await loadInto(next, module, true, hide), alone };
  }
}

async function loadInto(driver: Driver, module: string, alone: boolean, hide: SiteTask["hide"]): Promise<Site> {
  try {
    return { driver, loaded: await driver.ask({ do: "import-urls", module, alone }) };
  } catch (failure) {
    await driver.close();
    throw new BrokenLink("import-urls", say.viewFailed(whyOf(failure, hide)));
  }
}

async function another({ opened, hide }: SiteTask): Promise<Driver> {
  return await opened.again(IMPORT_LIMIT).catch((failure: unknown) => {
    throw new BrokenLink("import-urls", say.viewFailed(whyOf(failure, hide)));
  });
}

/** The generated module, or a line of the managed block in the URL configuration, raised. */
function isOurs(failure: unknown, project: Project, module: string): boolean {
  if (!(failure instanceof PythonRaised) || failure.error.place === null) return false;
  const { file, line } = failure.error.place;
  if (file.replace(/\.py$/, "").replaceAll("/", ".").endsWith(module)) return true;
  if (file !== project.urlConf?.file) return false;
  const lines = readFileSync(join(project.root, file), "latin1").split("\n");
  const begin = lines.findIndex((text) => text.startsWith(BLOCK_BEGIN.slice(0, 24)));
  return begin !== -1 && line > begin;
}

async function answerOf(task: SiteTask, driver: Driver, path: string, signedIn: boolean): Promise<SiteAnswer> {
  try {
    return await driver.ask({ do: "request", path, signedIn });
  } catch (failure) {
    if (!(failure instanceof PythonRaised || failure instanceof DriverGone)) throw failure;
    throw new BrokenLink(signedIn ? "view-signed-in" : "view-anonymous", say.viewFailed(whyOf(failure, task.hide)));
  }
}

function checkSignedIn(answer: SiteAnswer, { content }: SavedFile): void {
  if (answer.status !== 200) throw new BrokenLink("view-signed-in", say.viewAnswered(answer.status));
  if (!serves(answer, content)) throw new BrokenLink("view-signed-in", say.viewServesOther);
  for (const [name, wanted] of Object.entries(SAFE_HEADERS)) {
    if (!wanted.test(answer.headers[name.toLowerCase()] ?? "")) {
      throw new BrokenLink("view-signed-in", say.viewUnsafe(name));
    }
  }
}

function checkAnonymous(answer: SiteAnswer, { content }: SavedFile, { access }: DiskExpectation, steps: Steps): void {
  if (access === "public") {
    if (answer.status !== 200 || !serves(answer, content)) {
      throw new BrokenLink("view-anonymous", say.viewToNobody(answer.status));
    }
    steps.pass("view-anonymous", say.anybodyServed);
  } else {
    if (answer.status < 300) throw new BrokenLink("view-anonymous", say.viewToAnybody);
    const page = answer.headers.location?.split("?")[0];
    if (page !== undefined && answer.leadsNowhere === true) {
      steps.add("view-anonymous", "warn", say.signInNowhere(page));
    } else {
      steps.pass("view-anonymous", say.anonymousRefused(answer.status));
    }
  }
}
