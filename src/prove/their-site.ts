/** A project that serves uploads by itself: what its own view does with the file, reported and never mended. */
import * as say from "../messages/prove-site.ts";
import { type Driver, DriverGone, PythonRaised } from "./driver.ts";
import type { CommandAnswer, SiteAnswer } from "./protocol.ts";
import { type SavedFile, type SiteTask, serves, waysOut } from "./site-task.ts";
import { whyOf } from "./words.ts";

/** Only warns: it served files so before, and it is not ours to change. */
export async function proveTheirs(
  task: SiteTask,
  driver: Driver,
  { mediaUrl }: CommandAnswer<"import-urls">,
  file: SavedFile,
): Promise<void> {
  const { steps, hide, disk } = task;
  const path = decodeURIComponent(file.link);
  const ask = (where: string, signedIn: boolean) => driver.ask({ do: "request", path: where, signedIn });
  try {
    const signedIn = await ask(path, true);
    const { view } = signedIn;
    if (view === null) return steps.add("import-urls", "warn", say.nobodyServes(mediaUrl));
    if (gives(signedIn, file)) steps.pass("view-signed-in", say.theirsServed(view));
    else steps.add("view-signed-in", "warn", say.theirsNotServed(view, signedIn.status));

    const anonymous = await ask(path, false);
    const given = gives(anonymous, file);
    if (given && disk.access === "private") steps.add("view-anonymous", "warn", say.theirsToAnybody(view));
    else if (given) steps.pass("view-anonymous", say.anybodyServed);
    else if (disk.access === "private") steps.pass("view-anonymous", say.anonymousRefused(anonymous.status));
    else steps.add("view-anonymous", "warn", say.theirsNotServed(view, anonymous.status));

    for (const out of waysOut(task, mediaUrl, file)) {
      const answer = await ask(out, true);
      if (!Buffer.from(answer.content, "base64").includes(task.standIn.secret)) continue;
      return steps.add("view-traversal", "warn", say.theirsLeadsOut(view, out));
    }
    steps.pass("view-traversal", say.traversalRefused);
  } catch (failure) {
    if (!(failure instanceof PythonRaised || failure instanceof DriverGone)) throw failure;
    steps.add("view-signed-in", "warn", say.theirsRaised(whyOf(failure, hide)));
  }
}

const gives = (answer: SiteAnswer, { content }: SavedFile) => answer.status === 200 && serves(answer, content);
