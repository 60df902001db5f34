import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chop, cut, pad, width } from "../../src/terminal/width.ts";
import { hang, wrap } from "../../src/terminal/wrap.ts";

describe("width", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["mañana", 6],
    ["man\u0303ana", 6],
    ["動物病院", 8],
    ["병원", 4],
    ["ﾈｺ", 2],
    ["🐶", 2],
    ["👨‍👩‍👧", 2],
    ["🇨🇱", 2],
    ["❤️", 2],
    ["→ › · … ✓", 9],
    ["\u001b[31mred\u001b[39m", 3],
  ])("of %j is %i", (text, columns) => {
    expect(width(text)).toBe(columns);
  });

  it("adds up, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 60 }), (text, columns) => {
        expect(width(pad(text, columns))).toBe(Math.max(width(text), columns));
      }),
    );
  });
});

describe("cut and chop", () => {
  it("cuts at whole characters", () => {
    expect(cut("short", 10)).toBe("short");
    expect(cut("動物病院の鍵", 6)).toBe("動物…");
  });

  it("chops into lines that fit and lose nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.integer({ min: 2, max: 20 }), (text, columns) => {
        const lines = chop(text, columns);
        expect(lines.join("")).toBe(text);
        expect(lines.length).toBeGreaterThan(0);
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe("wrap", () => {
  it("breaks at spaces", () => {
    expect(wrap("today they are lost at every deploy", 16)).toEqual(["today they are", "lost at every", "deploy"]);
  });

  it("keeps given lines and their indentation", () => {
    expect(wrap("one\n  two three four\n\nfive", 12)).toEqual(["one", "  two three", "  four", "", "five"]);
  });

  it("never breaks a path or an URL, even one that is wider than the terminal", () => {
    const path = "a/very/long/path/that/has/no/place/to/break/settings.py:1707";
    expect(wrap(`see ${path} there`, 20)).toEqual(["see", path, "there"]);
  });

  it("keeps what is between backticks together", () => {
    expect(wrap("run `git add -A` and then `git push` again", 20)).toEqual([
      "run `git add -A` and",
      "then `git push`",
      "again",
    ]);
    expect(wrap("a lone ` is a word like any other", 12)).toEqual(["a lone ` is", "a word like", "any other"]);
  });

  it.each([
    'git add -A && git commit -m "Store media on S3" && git push',
    "npx vet-media-setup check --deployed https://santasofia.onrender.com",
    "vet-media-setup policy --for app",
    "pip install -r requirements.txt --upgrade",
  ])("keeps the command %j whole, alone and behind a colon", (command) => {
    expect(wrap(command, 20)).toEqual([command]);
    expect(wrap(`After the deploy: ${command}`, 20)).toEqual(["After the deploy:", command]);
    expect(wrap(`After the deploy: ${command}`, 200)).toEqual([`After the deploy: ${command}`]);
  });

  it("takes a sentence that begins with a program's name for a sentence", () => {
    expect(wrap("git tracks .env.render, which would hold a secret", 24)).toEqual([
      "git tracks .env.render,",
      "which would hold a",
      "secret",
    ]);
  });

  it("makes ordinary spaces of no-break ones", () => {
    expect(wrap("run again. (exit\u00a01)", 16)).toEqual(["run again.", "(exit 1)"]);
  });

  it("loses no word, and every line fits that could", () => {
    const word = fc.stringMatching(/^[a-zñé/.:_動🐶-]{1,18}$/u);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.integer({ min: 8, max: 60 }), (words, columns) => {
        const lines = wrap(words.join(" "), columns);
        expect(lines.join(" ").split(/ +/)).toEqual(words.length === 0 ? [""] : words);
        for (const line of lines) if (line.includes(" ")) expect(width(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it("never splits a code span", () => {
    const span = fc
      .array(fc.stringMatching(/^[a-z-]{1,8}$/), { minLength: 1, maxLength: 6 })
      .map((w) => `\`${w.join(" ")}\``);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(span, fc.stringMatching(/^[a-z]{1,9}$/)), { maxLength: 20 }),
        fc.integer({ min: 8, max: 40 }),
        (parts, columns) => {
          const lines = wrap(parts.join(" "), columns);
          for (const part of parts) expect(lines.some((line) => line.includes(part))).toBe(true);
        },
      ),
    );
  });

  it("hangs the following lines below the first word", () => {
    expect(hang("   1. ", "paste the file there", 18)).toEqual(["   1. paste the", "      file there"]);
  });
});
