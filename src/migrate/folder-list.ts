/** Walks a folder in the order of object keys, one folder's names in memory at a time, and tells what is no ordinary file. */
import { type Dirent, lstatSync, type Stats } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { isInside } from "../lib/paths.ts";
import * as say from "../messages/migrate.ts";
import type { Entry, LeftOut, ListedPage } from "../model/store.ts";
import { DiskPace } from "./disk-pace.ts";
import { compareNames } from "./order.ts";

/** Our own files, in any folder that we read or write, are nobody's media. */
export const OWN = ".vet-media-setup";
const PAGE = 1000;
/** Files looked at together. */
const AT_ONCE = 32;
const pace = new DiskPace();

type Found =
  | { readonly name: string; readonly kind: "folder"; readonly trail: readonly string[] }
  | { readonly entry: Entry }
  | { readonly leftOut: LeftOut };

/** `root` is the folder's real path. Throws the system's error where the root itself cannot be read. */
export async function* listFolder(root: string): AsyncGenerator<ListedPage, void, undefined> {
  let entries: Entry[] = [];
  let leftOut: LeftOut[] = [];
  for await (const found of walk(root, "", [root])) {
    if ("entry" in found) entries.push(found.entry);
    else leftOut.push(found.leftOut);
    if (entries.length + leftOut.length >= PAGE) {
      yield { entries, leftOut };
      entries = [];
      leftOut = [];
    }
  }
  if (entries.length + leftOut.length > 0) yield { entries, leftOut };
}

/** `below` is "" or ends in a slash; `trail`: the real paths of the folders that led here, so that no link leads round in a circle. */
async function* walk(
  root: string,
  below: string,
  trail: readonly string[],
): AsyncGenerator<{ readonly entry: Entry } | { readonly leftOut: LeftOut }, void, undefined> {
  let names: readonly Dirent<Buffer>[];
  try {
    names = await readdir(path.join(root, below), { withFileTypes: true, encoding: "buffer" });
  } catch (error) {
    if (below === "") throw error;
    yield { leftOut: { name: below, code: "unreadable", failed: true, message: say.unreadable(below, codeOf(error)) } };
    return;
  }
  const found: Found[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const looked = await Promise.all(names.slice(at, at + AT_ONCE).map((one) => look(root, below, trail, one)));
    for (const one of looked) if (one !== null) found.push(one);
  }
  found.sort((a, b) => compareNames(keyOf(a), keyOf(b)));
  for (const one of found) {
    if ("entry" in one) yield one;
    else if ("leftOut" in one) yield one;
    else yield* walk(root, `${one.name}/`, one.trail);
  }
}

/** In a bucket, what is in a folder sorts by the folder's name with its slash. */
function keyOf(found: Found): string {
  if ("entry" in found) return found.entry.name;
  return "leftOut" in found ? found.leftOut.name : `${found.name}/`;
}

async function look(
  root: string,
  below: string,
  trail: readonly string[],
  dirent: Dirent<Buffer>,
): Promise<Found | null> {
  const text = dirent.name.toString("utf8");
  const name = `${below}${text}`;
  const leave = (code: string, message: LeftOut["message"], failed = false): Found => ({
    leftOut: { name, code, message, failed },
  });
  if (text.includes("\ufffd") && !Buffer.from(text).equals(dirent.name))
    return leave("name-not-unicode", say.notUnicode(name));
  if (below === "" && text.startsWith(OWN)) return null;
  const file = path.join(root, name);
  try {
    const facts = dirent.isDirectory() ? null : pace.atOnce() ? pace.time(() => lstatSync(file)) : await lstat(file);
    if (facts === null) return { name, kind: "folder", trail: [...trail, path.join(trail.at(-1) ?? root, text)] };
    if (facts.isFile()) return { entry: entryOf(name, facts) };
    if (facts.isDirectory()) return { name, kind: "folder", trail: [...trail, file] };
    if (!facts.isSymbolicLink()) return leave("not-a-file", say.notAFile(name));
    const target = await realpath(file);
    if (!isInside(root, target)) return leave("link-leaves-the-folder", say.linkLeaves(name));
    const behind = await stat(target);
    if (behind.isFile()) return { entry: entryOf(name, behind) };
    if (!behind.isDirectory()) return leave("not-a-file", say.notAFile(name));
    if (trail.some((folder) => isInside(target, folder))) return leave("link-in-a-circle", say.linkCircles(name));
    return { name, kind: "folder", trail: [...trail, target] };
  } catch (error) {
    const code = codeOf(error);
    // Gone since the folder was read: then there is nothing to copy. A link to nothing stays what it is.
    if (code === "ENOENT") return leave("link-to-nothing", say.linkToNothing(name));
    if (code === "ELOOP") return leave("link-in-a-circle", say.linkCircles(name));
    return leave("unreadable", say.unreadable(name, code), true);
  }
}

export function entryOf(name: string, facts: Stats): Entry {
  return { name, size: facts.size, mark: markOf(facts), modified: facts.mtimeMs };
}

/** The time of the content and that of anything at all: a file whose time was set back is still another one. */
export function markOf(facts: Stats): string {
  return `${facts.mtimeMs}/${facts.ctimeMs}`;
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
