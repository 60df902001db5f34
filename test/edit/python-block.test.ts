import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BLOCK_BEGIN, BLOCK_END, readBlock, removeBlock, setBlock, setLastBlock } from "../../src/edit/python-block.ts";
import { decodeText, encodeText } from "../../src/edit/text-file.ts";
import { Failure } from "../../src/lib/failure.ts";
import { askPython } from "./python-oracle.ts";
import { holds, runs, tellCounts } from "./runs.ts";

tellCounts({ "managed block": 6000 });

const BODY = [
  "# Uploaded files.",
  "from clinic.media_storage import configure as configure_media_storage  # noqa: E402",
  "",
  "configure_media_storage(globals())",
];
const block = (eol: string) => [BLOCK_BEGIN, ...BODY, BLOCK_END].join(eol);

describe("setBlock", () => {
  it("goes to the end, behind two blank lines", () => {
    expect(setBlock("X = 1\n", BODY, "\n")).toBe(`X = 1\n\n\n${block("\n")}\n`);
    expect(setBlock("X = 1\r\n", BODY, "\r\n")).toBe(`X = 1\r\n\r\n\r\n${block("\r\n")}\r\n`);
    expect(setBlock("", BODY, "\n")).toBe(`${block("\n")}\n`);
  });

  it("never glues onto a last line without line end, and leaves the file without one", () => {
    expect(setBlock("X = 1", BODY, "\n")).toBe(`X = 1\n\n\n${block("\n")}`);
  });

  it("replaces the block in place, and nothing else", () => {
    const text = `A = 1\r\n\n${BLOCK_BEGIN}\r\nold()\n${BLOCK_END}  \r\nB = 2`;
    expect(setBlock(text, BODY, "\r\n")).toBe(`A = 1\r\n\n${block("\r\n")}\r\nB = 2`);
    const other = setBlock("X = 1", ["other()"], "\n");
    expect(setBlock(other, BODY, "\n")).toBe(setBlock("X = 1", BODY, "\n"));
  });

  it("takes markers of another version, and not the words in a string or behind code", () => {
    const older = "A = 1\n# >>> vet-media-setup 0.1 >>>\nold()\n# <<< vet-media-setup <<<\n";
    expect(setBlock(older, BODY, "\n")).toBe(`A = 1\n${block("\n")}\n`);
    const words = `A = "${BLOCK_BEGIN}"\nB = 1  ${BLOCK_END}\n`;
    expect(removeBlock(setBlock(words, BODY, "\n"))).toBe(words);
  });

  it.each([
    ["a begin without an end", `A = 1\n${BLOCK_BEGIN}\nx()\n`, 2],
    ["an end without a begin", `A = 1\nB = 1\n${BLOCK_END}\n`, 3],
    ["two blocks", `${block("\n")}\n\n${block("\n")}\n`, 8],
    ["two begins", `${BLOCK_BEGIN}\n${BLOCK_BEGIN}\n${BLOCK_END}\n`, 2],
    ["two ends", `${BLOCK_BEGIN}\n${BLOCK_END}\n${BLOCK_END}\n`, 3],
    ["a turned pair", `${BLOCK_END}\n${BLOCK_BEGIN}\n`, 1],
    ["an indented block", `if X:\n    ${BLOCK_BEGIN}\n    x()\n    ${BLOCK_END}\n`, 2],
  ])("refuses %s, with its line", (_, text, line) => {
    for (const edit of [() => setBlock(text, BODY, "\n", "a/b.py"), () => removeBlock(text, "a/b.py")]) {
      let failure: unknown;
      try {
        edit();
      } catch (error) {
        failure = error;
      }
      expect(failure).toBeInstanceOf(Failure);
      expect((failure as Failure).problem).toMatchObject({ exit: 2, place: `a/b.py:${line}` });
    }
  });

  it("takes no line that would break out", () => {
    for (const line of ["a\nb", "a\rb", BLOCK_END, `  ${BLOCK_BEGIN}`, "a\0"]) {
      expect(() => setBlock("", [line], "\n")).toThrow(RangeError);
    }
  });

  it("reads back what it set", () => {
    expect(readBlock(setBlock("X = 1", BODY, "\r\n"))).toBe(BODY.join("\n"));
    expect(readBlock(setBlock("X = 1", [], "\n"))).toBe("");
    expect(readBlock("X = 1\n")).toBeNull();
  });
});

const eol = fc.constantFrom("\n", "\r\n", "\r");
const sourceLine = fc.constantFrom(
  "X = 1",
  "",
  "    ",
  "# año",
  "def f():\n    return 1",
  's = """a\r\n\nb"""',
  "#",
  "\f",
  "x = '\\\n'",
  "\t",
);
/** Python source with mixed line ends, blank lines at its end, with and without a final newline. */
const source = fc
  .tuple(fc.array(fc.tuple(sourceLine, eol), { maxLength: 6 }), fc.option(sourceLine, { nil: "" }))
  .map(([lines, last]) => lines.map(([line, end]) => line + end).join("") + last);

describe("properties", () => {
  it("adding twice is adding once, and removing gives back the first text: 3,000 sources", () => {
    holds(
      "managed block",
      fc.property(source, fc.constantFrom("\n", "\r\n", "\r"), (text, lineEnd) => {
        const once = setBlock(text, BODY, lineEnd);
        expect(once.startsWith(text)).toBe(true);
        expect(setBlock(once, BODY, lineEnd)).toBe(once);
        expect(readBlock(once)).toBe(BODY.join("\n"));
        expect(removeBlock(once)).toBe(text);
        expect(removeBlock(setBlock(setBlock(text, ["old()"], lineEnd), BODY, lineEnd))).toBe(text);
      }),
      3000,
    );
  });

  it("works on any text at all", () => {
    holds(
      "managed block",
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(removeBlock(setBlock(text, BODY, "\n"))).toBe(text);
      }),
      1500,
    );
  });

  it("gives back the bytes of every encoding", () => {
    holds(
      "managed block",
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom("", "\xff\xfe", "\xef\xbb\xbf"), (rest, mark) => {
        const bytes = new Uint8Array([...Buffer.from(mark, "latin1"), ...rest]);
        const file = decodeText(bytes);
        // Half a UTF-16 character is a broken file: it is kept byte by byte, but more bytes may make it whole.
        fc.pre(mark !== "\xff\xfe" || file.encoding === "utf-16le");
        const edited = decodeText(encodeText({ ...file, text: setBlock(file.text, BODY, file.eol) }));
        expect(encodeText({ ...edited, text: removeBlock(edited.text) })).toEqual(bytes);
      }),
      1500,
    );
  });

  it("is to Python the same module with the block's statements at its end", () => {
    const texts = fc.sample(source, { numRuns: runs("managed block", 1000), seed: 3 });
    const pairs = texts.map((text) => [text, setBlock(text, BODY, "\n")]);
    const answer = askPython<[number, number]>(
      `
def tree(text):
    try: return [ast.dump(node) for node in ast.parse(text.encode()).body]
    except (SyntaxError, ValueError): return None
block = tree(${JSON.stringify(BODY.join("\n"))})
good = bad = 0
for before, after in cases:
    if tree(before) is None: continue
    if tree(after) == tree(before) + block: good += 1
    else: bad += 1
answer = [good, bad]`,
      pairs,
    );
    expect(answer[1]).toBe(0);
    expect(answer[0]).toBeGreaterThan(300);
  });
});

it.each([
  'STORAGES = {"default": {}}',
  "from .local_settings import *",
  "from .local_settings import (*)",
  'if not DEBUG:\n    STORAGES["default"] = {}',
  "django_heroku.settings(locals())",
])("a block with %j behind it moves to the end, and goes without a trace", (later) => {
  const before = setBlock("DEBUG = False\n", ["import x"], "\n");
  const after = setLastBlock(`${before}\n${later}\n`, ["import x"], "\n");
  expect(after).toBe(setBlock(`DEBUG = False\n\n${later}\n`, ["import x"], "\n"));
  expect(setLastBlock(after, ["import x"], "\n")).toBe(after);
  expect(removeBlock(after)).toBe(`DEBUG = False\n\n${later}\n`);
});

it("a block with other code behind it stays where it is", () => {
  const text = `${setBlock("", ["import x"], "\n")}\n# STORAGES\nLOGGING = {}\n`;
  expect(setLastBlock(text, ["import x"], "\n")).toBe(text);
});
