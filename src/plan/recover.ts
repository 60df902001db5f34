/** Runs of earlier processes: those that were cut, and those that undo can take back. */
import { Journal, runFolders } from "./journal.ts";

/** Journals of runs that did not end: the process was killed. Oldest first. */
export async function interruptedRuns(root: string): Promise<readonly Journal[]> {
  return (await allRuns(root)).filter((journal) => journal.state === "open");
}

/** The run that `undo` takes back next; null: nothing left to undo. */
export async function lastCommittedRun(root: string): Promise<Journal | null> {
  return (await allRuns(root)).filter((journal) => journal.state === "committed").at(-1) ?? null;
}

async function allRuns(root: string): Promise<readonly Journal[]> {
  return Promise.all((await runFolders(root)).map((folder) => Journal.read(root, folder)));
}
