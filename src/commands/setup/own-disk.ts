/** --drop-disk, and a disk whose copy has been verified: only one that this tool has put there is taken out, for another one may hold a database. */

import { textValue } from "../../answers/gathered.ts";
import { decodeText } from "../../edit/text-file.ts";
import { EXIT, Failure } from "../../lib/failure.ts";
import { git } from "../../lib/git.ts";
import * as say from "../../messages/switching.ts";
import { ANSWERS_FILE, type Answers } from "../../model/answers.ts";
import type { Warning } from "../../model/change.ts";
import { Journal, runFolders } from "../../plan/journal.ts";
import { verifiedCopy } from "../../plan/verified-copies.ts";
import type { Answered } from "./answer.ts";
import { storeAddress } from "./copy-command.ts";

export interface DropDisk {
  readonly drop: boolean;
  readonly warnings: readonly Warning[];
  /** Nobody asked for it: its files have been verified to be in this store. */
  readonly verifiedAt?: string;
}

/** Throws Failure (exit 2) where the disk is what is wanted. */
export async function dropDisk(answered: Answered, answers: Answers): Promise<DropDisk> {
  if (answers.dropDisk !== true) return await verifiedElsewhere(answered, answers);
  if (answers.provider === "render-disk") {
    throw new Failure({ code: "drop-disk-in-use", exit: EXIT.usage, place: "--drop-disk", ...say.diskInUse });
  }
  const disk = answered.project.service?.disk ?? null;
  if (disk === null) return stays("no-disk-to-drop", say.noDiskToDrop);
  if (await isOurs(answered, disk.mountPath)) return { drop: true, warnings: [] };
  return stays("disk-not-ours", say.foreignDisk(disk.name, disk.mountPath));
}

/** Uploads go elsewhere since an earlier run, and `migrate --verify` has noted here that everything of the disk is there. */
async function verifiedElsewhere(answered: Answered, answers: Answers): Promise<DropDisk> {
  const none: DropDisk = { drop: false, warnings: [] };
  const { project, inForce } = answered;
  const disk = project.service?.disk ?? null;
  if (answers.provider === "render-disk" || disk === null || inForce !== answers.provider) return none;
  const [to = ""] = storeAddress(answers);
  const endpointUrl = answers.provider === "s3" ? (answers.endpointUrl ?? null) : null;
  const noted = await verifiedCopy(project.root, { mountPath: disk.mountPath, to, endpointUrl });
  if (noted === null || !(await isOurs(answered, disk.mountPath))) return none;
  return { drop: true, warnings: [], verifiedAt: to };
}

async function isOurs({ project, inForce, previous }: Answered, mountPath: string): Promise<boolean> {
  const known = inForce === "render-disk" ? textValue(previous, "mountPath") : undefined;
  return known === mountPath || (await earlierMounts(project.root)).has(mountPath);
}

function stays(code: string, said: Pick<Warning, "message" | "next">): DropDisk {
  return { drop: false, warnings: [{ code, ...said, mustAccept: false }] };
}

/** Mount paths that the answers file ever held: in runs that can be undone, and in git's history. */
async function earlierMounts(root: string): Promise<ReadonlySet<string>> {
  const texts: string[] = [];
  for (const folder of await runFolders(root)) {
    const journal = await Journal.read(root, folder);
    for (const { step, change } of journal.steps) {
      if (change.type !== "file" || change.path !== ANSWERS_FILE || change.beforeHash === null) continue;
      texts.push(decodeText(await journal.before(step)).text);
    }
  }
  const log = await git(root, ["log", "--format=", "--patch", "--max-count=100", "--", ANSWERS_FILE]);
  texts.push(log.stdout.toString("utf8"));
  return new Set(texts.flatMap(mountsIn));
}

function mountsIn(text: string): readonly string[] {
  return [...text.matchAll(/^[-+ ]?\s*"mountPath":\s*("(?:[^"\\]|\\.)*")/gm)].flatMap(([, literal = '""']) => {
    try {
      const value: unknown = JSON.parse(literal);
      return typeof value === "string" ? [value] : [];
    } catch {
      return [];
    }
  });
}
