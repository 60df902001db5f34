/** --gb and --downloads: numbers of GB, with a point if need be, and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { questionOf } from "../../src/answers/questions.ts";
import { parseJsonValue, parseWord } from "../../src/answers/values.ts";
import { Failure } from "../../src/lib/failure.ts";
import "../support/seed.ts";

const FLAGS = ["--gb", "--downloads"] as const;

function problemOf(...argv: string[]) {
  try {
    parseArguments(argv);
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error(`${argv.join(" ")} was taken`);
}

describe.each(FLAGS)("%s", (flag) => {
  const name = flag === "--gb" ? "gb" : "downloads";

  test.each([
    ["0", 0],
    ["20", 20],
    ["0.5", 0.5],
    ["00.250", 0.25],
    ["50000", 50_000],
    ["49999.999", 49_999.999],
  ])("%s is %d", (word, value) => {
    expect(parseArguments(["compare", flag, word]).values[name]).toBe(value);
    expect(parseArguments(["compare", `${flag}=${word}`]).values[name]).toBe(value);
  });

  test.each([
    "-1",
    "-0",
    "+5",
    "1e3",
    "0x10",
    "1,5",
    ".5",
    "5.",
    "1.2345",
    "1.5.2",
    "NaN",
    "Infinity",
    "50000.001",
    "99999999999999999999",
    "\u0663",
    "\uff11",
    " 5",
    "5 GB",
    "5GB",
    "",
    " ",
    "$(id)",
    "\u001b[31m5",
    "5\n6",
    "5\0",
  ])("%j is refused by its form, and not repeated", (word) => {
    const problem = problemOf("compare", `${flag}=${word}`);
    expect(problem).toMatchObject({ exit: 2, place: flag });
    expect(problem.next?.en).toContain(`${flag} `);
    if (word.trim().length > 3) expect(JSON.stringify(problem)).not.toContain(word);
  });

  test("needs a value, once", () => {
    expect(problemOf("compare", flag).exit).toBe(2);
    expect(problemOf("compare", flag, "--json").exit).toBe(2);
    expect(problemOf("compare", flag, "1", flag, "1").code).toBe("given-twice");
  });

  test("is kept in no answers file, and read from no variable", () => {
    expect(questionOf(name)).toMatchObject({ persisted: false, env: [], kind: "number" });
  });
});

test("whatever is taken is a number in its bounds", () => {
  const question = questionOf("gb");
  const words = fc.oneof(
    fc.string(),
    fc.double().map(String),
    fc.integer().map(String),
    fc.stringMatching(/^[\d.,-]{0,12}$/),
  );
  fc.assert(
    fc.property(words, (word) => {
      for (const parsed of [parseWord(question, word), parseJsonValue(question, Number(word))]) {
        if ("problem" in parsed) continue;
        expect(parsed.value).toBeGreaterThanOrEqual(0);
        expect(parsed.value).toBeLessThanOrEqual(50_000);
      }
    }),
    { numRuns: 2000 },
  );
});

test("whole numbers stay whole elsewhere", () => {
  const question = questionOf("concurrency");
  expect(parseWord(question, "1.5")).toHaveProperty("problem");
  expect(parseWord(question, "2")).toEqual({ value: 2 });
});
