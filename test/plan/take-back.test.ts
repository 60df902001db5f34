/** Our part out of a file, and theirs left: a three-way merge that refuses rather than guesses. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setBlock } from "../../src/edit/python-block.ts";
import { partOf, takeBack, takeBackVariables, withPart } from "../../src/plan/take-back.ts";

const SETTINGS = "import os\n\nDEBUG = False\nMEDIA_URL = '/media/'\n";
const BLOCK = ["from a import b", "", "b(globals())"];
const AFTER = setBlock(SETTINGS, BLOCK, "\n");

describe("takeBack", () => {
  test.each([
    ["nothing was edited", AFTER, SETTINGS],
    ["a line in front", AFTER.replace("DEBUG = False", "DEBUG = True"), SETTINGS.replace("False", "True")],
    ["a line at the very beginning", `# mine\n${AFTER}`, `# mine\n${SETTINGS}`],
    ["lines behind the block", `${AFTER}X = 1\n`, `${SETTINGS}X = 1\n`],
    ["the line right above the block", AFTER.replace("'/media/'", "'/m/'"), SETTINGS.replace("'/media/'", "'/m/'")],
    ["our block was taken out by hand", SETTINGS, SETTINGS],
    ["other line ends", AFTER.replaceAll("\n", "\r\n"), SETTINGS.replaceAll("\n", "\r\n")],
  ])("%s", (_, current, expected) => {
    expect(takeBack(SETTINGS, AFTER, current)).toBe(expected);
  });

  test("a line inside our block was edited: it cannot be told, so nothing is taken", () => {
    expect(takeBack(SETTINGS, AFTER, AFTER.replace("b(globals())", "b(locals())"))).toBeNull();
    expect(takeBack(SETTINGS, AFTER, AFTER.replace("from a import b\n", "from a import b\nprint(1)\n"))).toBeNull();
  });

  test("a block that we exchanged gives the one before back", () => {
    const older = setBlock(SETTINGS, ["from old import b"], "\n");
    expect(takeBack(older, AFTER, `${AFTER}X = 1\n`)).toBe(`${older}X = 1\n`);
  });

  test("without a final newline on either side", () => {
    const bare = SETTINGS.trimEnd();
    const after = setBlock(bare, BLOCK, "\n");
    expect(takeBack(bare, after, after.replace("DEBUG = False", "DEBUG = True"))).toBe(bare.replace("False", "True"));
  });

  test("our part and the text before it are the text as we wrote it; no other line is in the part", () => {
    const part = partOf("SECRET = 'x'\n".concat(SETTINGS), "SECRET = 'x'\n".concat(AFTER));
    expect(JSON.stringify(part)).not.toContain("SECRET");
    expect(withPart("SECRET = 'x'\n".concat(SETTINGS), part)).toBe("SECRET = 'x'\n".concat(AFTER));
    const text = fc.array(fc.stringMatching(/^[ab]{0,2}(?:\n|\r\n)$/)).map((lines) => lines.join(""));
    fc.assert(
      fc.property(text, text, (old, now) => {
        // Line ends are not compared, so only what the lines say is the same.
        expect(withPart(old, partOf(old, now)).split(/\r?\n/)).toEqual(now.split(/\r?\n/));
      }),
      { numRuns: 1000 },
    );
  });

  const line = fc.stringMatching(/^[a-c]{0,2}$/);
  const lines = fc.array(line, { maxLength: 8 });
  test("edits apart from ours: the same as making them on the file that we never touched", () => {
    fc.assert(
      fc.property(lines, lines, lines, fc.array(line, { minLength: 1, maxLength: 4 }), (head, tail, edit, ours) => {
        const mark = ["== a fixed line", "== another"];
        const text = (parts: readonly (readonly string[])[]) =>
          parts
            .flat()
            .map((one) => `${one}\n`)
            .join("");
        const mine = ours.map((one) => `ours ${one}`);
        const before = text([head, mark, tail]);
        const after = text([head, mark, tail, mine]);
        const current = text([edit, mark, tail, mine]);
        expect(takeBack(before, after, current)).toBe(text([edit, mark, tail]));
      }),
      { numRuns: 1000 },
    );
  });

  test("whatever was edited: the file that we never touched comes back exactly where nobody edited", () => {
    fc.assert(
      fc.property(lines, lines, (old, now) => {
        const text = (parts: readonly string[]) => parts.map((one) => `${one}\n`).join("");
        expect(takeBack(text(old), text(now), text(now))).toBe(text(old));
        expect(takeBack(text(old), text(old), text(now))).toBe(text(now));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("takeBackVariables", () => {
  test("ours go, those that were there before get their value back, everything else stays", () => {
    const before = "# the clinic\nA=1\nB='two'\n";
    const current = "# the clinic\nA=1\nB='ours'\n\n# ours\nKEY=secret\n\n# mine\nMINE=1\n";
    const text = takeBackVariables(before, current, ["B", "KEY"]);
    expect(text).toBe("# the clinic\nA=1\nB='two'\n\n# mine\nMINE=1\n");
  });
});
