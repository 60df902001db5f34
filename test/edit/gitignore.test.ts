import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addIgnore, removeIgnore } from "../../src/edit/gitignore.ts";
import { Failure } from "../../src/lib/failure.ts";
import { hostileString } from "./hostile.ts";
import { holds, tellCounts } from "./runs.ts";

tellCounts({ ".gitignore": 3000 });

const COMMENT = "Secrets of the app";

describe("addIgnore", () => {
  it("makes the file, or goes to its end", () => {
    expect(addIgnore(null, "/.env.render", COMMENT, "\n")).toBe("# Secrets of the app\n/.env.render\n");
    expect(addIgnore("*.pyc\r\n", "/.env.render", COMMENT, "\r\n")).toBe(
      "*.pyc\r\n\r\n# Secrets of the app\r\n/.env.render\r\n",
    );
    expect(addIgnore("*.pyc", "/.env.render", COMMENT, "\n")).toBe("*.pyc\n\n# Secrets of the app\n/.env.render");
  });

  it("adds nothing where the pattern is there, unless a later line takes it back", () => {
    for (const text of ["/.env.render\n", "a\n/.env.render  \r\nb", "\ufeff/.env.render\n"]) {
      expect(addIgnore(text, "/.env.render", COMMENT, "\n")).toBe(text);
    }
    expect(addIgnore("/.env.render\n!/.env.render\n", "/.env.render", "", "\n")).toBe(
      "/.env.render\n!/.env.render\n\n/.env.render\n",
    );
    expect(addIgnore("# /.env.render\n", "/.env.render", "", "\n")).toBe("# /.env.render\n\n/.env.render\n");
  });

  it("refuses what no pattern can name", () => {
    for (const name of ["", "a\nb", "a\rb", "a\0"]) expect(() => addIgnore("", name, "", "\n")).toThrow(Failure);
  });
});

const eol = fc.constantFrom("\n", "\r\n");
const line = fc.constantFrom("", "*.pyc", "# comment", "#", "!keep", "media/", "  ", ".env", "año");
const file = fc
  .tuple(fc.array(fc.tuple(line, eol), { maxLength: 6 }), fc.option(line, { nil: "" }))
  .map(([lines, last]) => lines.map(([body, end]) => body + end).join("") + last);
const name = hostileString.map((text) => `/${text.replace(/[\r\n\0]/g, "")}x`);

describe("properties", () => {
  it("twice is once, and removing gives back the first text: 3,000 files", () => {
    holds(
      ".gitignore",
      fc.property(file, name, hostileString, eol, (text, ignored, comment, lineEnd) => {
        const once = addIgnore(text, ignored, comment, lineEnd);
        expect(once.startsWith(text)).toBe(true);
        expect(addIgnore(once, ignored, comment, lineEnd)).toBe(once);
        expect(removeIgnore(once, ignored)).toBe(text);
        expect(removeIgnore(text, ignored)).toBe(text);
      }),
      3000,
    );
  });
});

describe("git itself", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "gitignore-"));
    execFileSync("git", ["init", "-q", folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("ignores exactly the path, whatever is in its name", () => {
    const names = [
      "a[b]c",
      "a*c",
      "a?c",
      "a\\c",
      "!a",
      "#a",
      "a b ",
      "with space/.env.render",
      "ñ/😀",
      "a]c",
      "{a,b}",
      "abc",
    ];
    // Without a slash in front the pattern counts in every folder: here only for names that would read as something else.
    for (const each of ["!a", "#a"]) {
      writeFileSync(path.join(folder, ".gitignore"), addIgnore("", each, COMMENT, "\n"));
      const check = spawnSync("git", ["check-ignore", "--stdin", "-z"], { cwd: folder, input: names.join("\0") });
      expect(check.stdout.toString().split("\0").filter(Boolean)).toEqual([each]);
    }
    for (const each of names) {
      writeFileSync(path.join(folder, ".gitignore"), addIgnore("x\r\n", `/${each}`, COMMENT, "\n"));
      const check = spawnSync("git", ["check-ignore", "--stdin", "-z"], { cwd: folder, input: names.join("\0") });
      expect(check.stdout.toString().split("\0").filter(Boolean)).toEqual([each]);
    }
  });
});
