/** Looks for secrets: in text however they are spelled, in the files of a tree, and on the command lines of a run and its children. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Outcome, Running } from "../support/cli.ts";

export type Secrets = Readonly<Record<string, string>>;

/** All that a run has printed. */
export const said = ({ stdout, stderr }: Outcome) => `${stdout}\n${stderr}`;

/** Every way in which a secret can be spelled in output or in a file. */
function spellings(secret: string): readonly string[] {
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      Buffer.from(secret).toString("hex"),
    ]),
  ];
}

/** Names of the secrets that are in the text. */
export function found(text: string, secrets: Secrets): readonly string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => spellings(secret).some((spelling) => text.includes(spelling)))
    .map(([name]) => name);
}

/** Secret → files that hold it, but for git's own. */
export async function inTree(root: string, secrets: Secrets): Promise<Record<string, string[]>> {
  const holders: Record<string, string[]> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const file = path.relative(root, path.join(entry.parentPath, entry.name));
    if (!entry.isFile() || file.startsWith(".git/")) continue;
    const text = await readFile(path.join(root, file), "latin1");
    for (const name of found(text, secrets)) holders[name] = [...(holders[name] ?? []), file];
  }
  for (const files of Object.values(holders)) files.sort();
  return holders;
}

/** Command lines of everything that the run starts, looked at again and again until it ends. */
export async function commandLines(running: Running): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  let over = false;
  void running.ended.finally(() => {
    over = true;
  });
  while (!over) {
    const family = new Set([String(running.pid)]);
    for (const pid of (await readdir("/proc"))
      .filter((name) => /^\d+$/.test(name))
      .sort((a, b) => Number(a) - Number(b))) {
      const facts = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      const parent = facts.slice(facts.lastIndexOf(")") + 2).split(" ")[1] ?? "";
      if (family.has(parent)) family.add(pid);
      if (family.has(pid))
        seen.add((await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " "));
    }
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  return seen;
}
