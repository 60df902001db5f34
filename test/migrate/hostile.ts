/** Files whose names and sizes go wrong where somebody was careless: every one of them is a name that Django can have stored. */
import { createHash } from "node:crypto";
import { lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const part = (length: number): string => "n".repeat(length);

/** Name → content. */
export const HOSTILE: Readonly<Record<string, Buffer>> = Object.fromEntries(
  [
    "simple.jpg",
    "mascotas/2024/firulais.jpg",
    "mascotas/ñandú/áéíóú.png",
    // The same word twice: composed and decomposed.
    "nfc/\u00e9.txt",
    "nfc/e\u0301.txt",
    "with space.pdf",
    " leading and trailing .pdf",
    "two  spaces.txt",
    "plus+plus.txt",
    "hash#hash.txt",
    "percent%percent.txt",
    "percent%20encoded.txt",
    "question?mark.txt",
    "and&equals=.txt",
    "quotes'\".txt",
    "brackets (1) [2] {3}.docx",
    "signs;:@,$!~^`|<>*.txt",
    "back\\slash.txt",
    "😀/🐶 perro.png",
    "order/\u{10ffff}.bin",
    "order/\uffe0.bin",
    "order/\ue000.bin",
    "tab\t.txt",
    "bell\u0007.txt",
    ".hidden",
    "-dash",
    "trailing.dot.",
    "no-extension",
    "a/b",
    "a.b",
    "a-b",
    "a0",
    `long/${part(255)}`,
    `${part(200)}/${part(200)}/${part(200)}/${part(200)}/${part(1024 - 804 - "media/".length)}`,
    "UPPER.JPG",
    "upper.jpg",
    "..double",
    "constructor/__proto__.txt",
  ].map((name, index) => [name, content(name, index)]),
);

/** Of every length around those where something changes: none, one, a piece, several. */
function content(name: string, index: number): Buffer {
  const sizes = [0, 1, 20_000, 65_536, 70_001];
  const size = index === 0 ? 1000 : (sizes[index % sizes.length] ?? 0);
  const seed = createHash("sha256").update(name).digest();
  return Buffer.alloc(size, seed);
}

export async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
}

/** Name → hash of the content, of every ordinary file below a folder. */
export async function filesIn(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if ((await lstat(file)).isFile()) found[name.split(path.sep).join("/")] = hashOf(await readFile(file));
  }
  return found;
}

export function hashesOf(files: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, hashOf(bytes)]));
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
