import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVariables, setVariables, type Variable } from "../../src/edit/dotenv.ts";
import { exchangeComments, exchangeVariables } from "../../src/edit/dotenv-exchange.ts";
import { holds, tellCounts } from "./runs.ts";

tellCounts({ "values of dotenv": 1000 });

const LF = { eol: "\n" };
const COMMENTS = ["Where uploads live: s3", "Key, and its secret", "Bucket"];
const GONE = ["KEY", "SECRET", "BUCKET"];
const OLD: readonly Variable[] = [
  { key: "KEY", value: "AKIA", comment: "Key, and its secret" },
  { key: "SECRET", value: "x/y" },
  { key: "BUCKET", value: "clinic", comment: "Bucket" },
];
const NEW: readonly Variable[] = [
  { key: "CLOUD", value: "demo", comment: "Cloud\nand its folder" },
  { key: "FOLDER", value: "my media" },
];
const leaving = { gone: GONE, comments: COMMENTS };

describe("what leaves", () => {
  it("takes its own comment along, and leaves every other one", () => {
    const text = "# Key, and its secret\nKEY=1\nSECRET=2\n\n# since May\n# Bucket\nBUCKET=3\n\n# own\nD=4\n";
    expect(exchangeVariables(text, leaving, [], LF)).toBe("\n# since May\n\n# own\nD=4\n");
    const noted = "# ours: rotate in June\nKEY=1\nD=4\n";
    expect(exchangeVariables(noted, leaving, [], LF)).toBe("# ours: rotate in June\nD=4\n");
  });

  it("leaves a comment that one which stays shares", () => {
    const text = "# Key, and its secret\nKEY=1\nSECRET=2\n# Bucket\nBUCKET=3\nD=4\n";
    expect(exchangeVariables(text, { gone: ["KEY", "BUCKET"], kept: ["SECRET"], comments: COMMENTS }, [], LF)).toBe(
      "# Key, and its secret\nSECRET=2\nD=4\n",
    );
    // A key of somebody else's behind it shares nothing.
    expect(exchangeVariables("# Bucket\nBUCKET=3\nD=4\n", leaving, [], LF)).toBe("D=4\n");
  });

  it("is every assignment of a name, whole values over several lines included, and none that is commented out", () => {
    expect(exchangeVariables('KEY=1\nBUCKET="x\ny" # z\nKEY=2', leaving, [], LF)).toBe("");
    expect(exchangeVariables('KEY=1\nC=3\nBUCKET="x\ny"', leaving, [], LF)).toBe("C=3");
    expect(exchangeVariables("# KEY=1\n# Bucket\nBUCKET=1\n", leaving, [], LF)).toBe("# KEY=1\n");
  });

  it("of examples is only what is empty and stands under one of our comments", () => {
    const example = { ...leaving, examples: true };
    const own = "# AWS\nKEY=\nSECRET=change-me\n";
    const ours = "\n# Where uploads live: s3\nSTORE=\nKEY=\n# Bucket\nBUCKET=\n";
    expect(exchangeVariables(own + ours, example, [], LF)).toBe(`${own}\n# Where uploads live: s3\nSTORE=\n`);
    expect(exchangeVariables(own, example, [], LF)).toBe(own);
  });
});

describe("what comes", () => {
  it("stands where the last group left, with what stood around it", () => {
    const text = "# mine\nA=1\nKEY=old\n\n# Key, and its secret\nKEY=1\nSECRET=2\nB=2";
    expect(exchangeVariables(text, leaving, NEW, LF)).toBe(
      "# mine\nA=1\n\n# Cloud\n# and its folder\nCLOUD=demo\nFOLDER='my media'\nB=2",
    );
  });

  it("goes to the end where nothing left, and is set in place where it is there", () => {
    expect(exchangeVariables("A=1\n", leaving, NEW.slice(1), LF)).toBe("A=1\n\nFOLDER='my media'\n");
    expect(exchangeVariables("FOLDER=x\nA=1\n\nKEY=2\n", leaving, NEW.slice(1), LF)).toBe("FOLDER='my media'\nA=1\n");
  });

  it("gets its comment in place of the old one, and no other comment is touched", () => {
    const choice = [{ key: "STORE", comment: "Where uploads live: disk" }];
    const change = (text: string) => exchangeComments(text, choice, COMMENTS, "\n");
    expect(change("# Where uploads live: s3\nSTORE=s3\n")).toBe("# Where uploads live: disk\nSTORE=s3\n");
    expect(change("# Where uploads live: somewhere\nSTORE=s3\n")).toBe("# Where uploads live: somewhere\nSTORE=s3\n");
  });
});

const eol = fc.constantFrom("\n", "\r\n", "\r");
const line = fc.constantFrom(
  "",
  "  ",
  "# comment",
  "# Bucket",
  "A=1",
  "export B='x y' # c",
  'I="a\r\nb"',
  "words",
  "D = d#d",
  "Ñ=1",
);
const lines = fc.array(fc.tuple(line, eol), { maxLength: 6 });
const file = fc
  .tuple(lines, fc.option(line, { nil: "" }))
  .map(([whole, last]) => whole.map(([body, end]) => body + end).join("") + last);

describe("properties", () => {
  it("there and back again is the same text, whatever stands before and behind it: 1,000 files", () => {
    holds(
      "values of dotenv",
      fc.property(file, lines, eol, (text, added, lineEnd) => {
        const options = { eol: lineEnd };
        const first = setVariables(text, OLD, options);
        // The file goes on after the first setup, as files do.
        const own = added.map(([body, end]) => body + end).join("");
        const ends = new Set(`${first}${own}`.match(/\r\n|\n|\r/g));
        const was = first.endsWith(lineEnd) && ends.size === 1 && !/^\s*$/m.test(own) ? first + own : first;
        const there = exchangeVariables(was, leaving, NEW, options);
        const found = readVariables(there);
        for (const key of GONE) expect(found.has(key)).toBe(false);
        for (const { key, value } of NEW) expect(found.get(key)).toBe(value);
        const others = (one: Map<string, string>) =>
          [...one].filter(([key]) => !/^(?:KEY|SECRET|BUCKET|CLOUD|FOLDER)$/.test(key));
        expect(others(found)).toEqual(others(readVariables(was)));
        const gone = NEW.map(({ key }) => key);
        const comments = NEW.flatMap(({ comment }) => comment ?? []);
        expect(exchangeVariables(there, { gone, comments }, OLD, options)).toBe(was);
        // To one that needs no variables, and back.
        const bare = exchangeVariables(first, leaving, [], options);
        expect(bare).toBe(text);
        expect(exchangeVariables(bare, { gone: [], comments: [] }, OLD, options)).toBe(first);
      }),
      1000,
    );
  });
});
