/** Everything that files below a folder say, as one text: to look for a word that must not be there. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

export async function readTree(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}
