/** Golden files: kept beside the tests, compared letter by letter, written anew with UPDATE_GOLDEN=1. Review what `git diff` says after that. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

const UPDATE = process.env.UPDATE_GOLDEN === "1";

/** `name`: path below test/golden. */
export function expectGolden(name: string, text: string): void {
  const file = path.join(FOLDER, name);
  if (UPDATE) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text, `${name} (UPDATE_GOLDEN=1 writes it anew)`).toBe(readFileSync(file, "utf8"));
}

export function golden(name: string): string {
  return readFileSync(path.join(FOLDER, name), "utf8");
}
