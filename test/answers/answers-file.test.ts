import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import {
  loadAnswersFile,
  PERSISTED,
  readAnswersFile,
  SCHEMA_URL,
  writeAnswersFile,
} from "../../src/answers/answers-file.ts";
import { JsonTextError, readJsonObject } from "../../src/answers/json-text.ts";
import { questionOf } from "../../src/answers/questions.ts";
import { Failure, type Problem } from "../../src/lib/failure.ts";
import { mask } from "../../src/lib/secrets.ts";
import type { Answers } from "../../src/model/answers.ts";

const ANSWERS: Answers = {
  provider: "s3",
  settings: "clinic.settings",
  access: "private",
  envFile: ".env.render",
  prove: "auto",
  lang: "es",
  bucket: "clinic-media-5f0c91ab",
  region: "us-west-2",
  prefix: "media",
  corsOrigin: ["https://clinic.example.com"],
  directUpload: false,
};

function problemsOf(source: string | Uint8Array): readonly Problem[] {
  try {
    readAnswersFile(source, "vet-media-setup.json");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    for (const problem of error.problems) expect(problem.exit).toBe(2);
    return error.problems;
  }
  throw new Error("accepted");
}

describe("writing", () => {
  test("what is needed to repeat the run, in the order of the table", () => {
    expect(writeAnswersFile(ANSWERS)).toBe(`{
  "$schema": "${SCHEMA_URL}",
  "provider": "s3",
  "settings": "clinic.settings",
  "lang": "es",
  "bucket": "clinic-media-5f0c91ab",
  "region": "us-west-2",
  "corsOrigin": [
    "https://clinic.example.com"
  ]
}
`);
  });

  test("nothing of one run or one machine", () => {
    const text = writeAnswersFile({ ...ANSWERS, python: "/opt/python", profile: "carla", createBucket: true });
    expect(text).toBe(writeAnswersFile(ANSWERS));
  });

  test("equal answers are equal bytes, in whatever order they were gathered", () => {
    const reversed = Object.fromEntries(Object.entries(ANSWERS).reverse()) as unknown as Answers;
    expect(writeAnswersFile(reversed)).toBe(writeAnswersFile(ANSWERS));
  });

  test("what differs from a default is there, and reading gives it back", () => {
    const answers: Answers = {
      ...ANSWERS,
      envFile: "deploy/.env",
      service: "clinic ñandú's “web”",
      prove: "required",
      prefix: "",
      endpointUrl: "https://s3.example.com",
      corsOrigin: [],
      directUpload: true,
    };
    const { values } = readAnswersFile(writeAnswersFile(answers), "vet-media-setup.json");
    const { access: _, ...kept } = answers;
    expect(values).toEqual(kept);
  });
});

describe("reading", () => {
  test("values with their lines; a byte order mark and CRLF are fine", () => {
    const text = `\uFEFF{\r\n  "$schema": "x",\r\n  "bucket": "a-bucket",\r\n  "prefix": "/clinic/",\r\n  "corsOrigin": ["https://A.example.com"]\r\n}`;
    const read = readAnswersFile(new TextEncoder().encode(text), "ci/a.json");
    expect(read.values).toEqual({ bucket: "a-bucket", prefix: "clinic", corsOrigin: ["https://a.example.com"] });
    expect(read.places).toEqual({ bucket: "ci/a.json:3", prefix: "ci/a.json:4", corsOrigin: "ci/a.json:5" });
  });

  test.each([
    ["", "1:1"],
    ["{", "1:2"],
    ['{\n  "bucket": "a-bucket"\n  "region": "x"\n}', "3:3"],
    ['{\n  "bucket": "a-bucket",\n}', "2:23"],
    ["{\n  bucket: 1\n}", "2:3"],
    ["{'bucket': 1}", "1:2"],
    ['{"bucket" "x"}', "1:11"],
    ['{"bucket": "a\nb"}', "1:12"],
    ['{"bucket": "a\\x"}', "1:12"],
    ['{"ñandú": nul}', "1:11"],
    ['{\n// no\n"bucket": "x"}', "2:1"],
    ['{"bucket": 01}', "1:12"],
    ['{"bucket": NaN}', "1:12"],
    ['{"a": 1} x', "1:10"],
    ['{"bucket": "x", "bucket": "y"}', "1:17"],
    ["[1, 2]", "1:1"],
    ['"x"', "1:1"],
    ["\n\nnull", "3:1"],
  ])("%j: the place", (text, place) => {
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ code: "answers-file-syntax", place: `vet-media-setup.json:${place}` });
    expect(problem?.message.en).toContain(`vet-media-setup.json:${place}`);
  });

  test("lists in lists beyond reason are refused, not followed", () => {
    expect(problemsOf(`{"corsOrigin": ${"[".repeat(100_000)}`)[0]).toMatchObject({
      code: "answers-file-syntax",
      place: "vet-media-setup.json:1:48",
    });
  });

  test("text that is not UTF-8", () => {
    expect(problemsOf(Buffer.from('{"service": "Clínica"}', "latin1"))[0]).toMatchObject({
      code: "answers-file-syntax",
    });
    expect(problemsOf(Buffer.from('{"service": "x"}', "utf16le"))[0]).toMatchObject({ code: "answers-file-syntax" });
  });

  test("all wrong keys at once, each with its line", () => {
    const problems = problemsOf(`{
      "bukcet": "x",
      "createBucket": true,
      "secretAccessKey": "planted-in-answers-0123456789",
      "corsOrigin": "https://a.example.com",
      "directUpload": "true",
      "region": 7,
      "provider": "s4",
      "diskSize": "1",
      "__proto__": {},
      "constructor": 1
    }`);
    expect(problems.map(({ code, place }) => `${place} ${code}`)).toEqual([
      "vet-media-setup.json:2 unknown-key",
      "vet-media-setup.json:3 not-an-answer",
      "vet-media-setup.json:4 secret-in-answers-file",
      "vet-media-setup.json:5 corsOrigin bad-value",
      "vet-media-setup.json:6 directUpload bad-value",
      "vet-media-setup.json:7 region bad-value",
      "vet-media-setup.json:8 provider bad-value",
      "vet-media-setup.json:9 diskSize bad-value",
      "vet-media-setup.json:10 unknown-key",
      "vet-media-setup.json:11 unknown-key",
    ]);
    expect(problems[0]?.next?.en).toContain("bucket");
    expect(problems[1]?.next?.en).toContain("--create-bucket");
    expect(problems[2]?.next?.en).toContain("AWS_SECRET_ACCESS_KEY");
    expect(JSON.stringify(problems)).not.toContain("planted-in-answers");
    expect(mask("planted-in-answers-0123456789")).not.toContain("planted");
  });

  test.each([
    "AWS_ACCESS_KEY_ID",
    "aws_secret_access_key",
    "sessionToken",
    "apiSecret",
    "CLOUDINARY_URL",
    "renderApiKey",
  ])("%s is a secret", (key) => {
    expect(problemsOf(JSON.stringify({ [key]: "x" }))[0]).toMatchObject({ code: "secret-in-answers-file" });
  });

  test.each([["bucket"], ["region"], ["prefix"], ["envFile"], ["endpointUrl"]])(
    "hostile words for %s are refused",
    (name) => {
      const dollar = ["$", "{X}"].join("");
      for (const value of ["a\nb", "\u0000", "\ud800", "a'b", 'a"b', dollar, "{{x}}", "'''", "x".repeat(5000)]) {
        // A file may have any name that can be printed.
        if (name === "envFile" && /^[^\p{Cc}\p{Cs}]{1,20}$/u.test(value)) continue;
        expect(problemsOf(JSON.stringify({ [name]: value }))[0], JSON.stringify(value)).toMatchObject({
          code: "bad-value",
          place: `vet-media-setup.json:1 ${name}`,
        });
      }
    },
  );

  test("null is not unset", () => {
    for (const name of PERSISTED) expect(problemsOf(JSON.stringify({ [name]: null }))[0]?.code, name).toBe("bad-value");
  });
});

describe("JSON with places is JSON", () => {
  test("the same values as JSON.parse, for any object", () => {
    const inner = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "binary" }), inner),
        fc.constantFrom(undefined, 1, "\t", " \r\n"),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent === " \r\n" ? 2 : indent);
          const read = Object.fromEntries(readJsonObject(text).map((entry) => [entry.key, plain(entry.value)]));
          expect(read).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("refuses what JSON.parse refuses, and nothing else is thrown", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      '"a"',
      '"b"',
      "1",
      "-",
      "0",
      ".5",
      "e3",
      "true",
      "nul",
      " ",
      "\n",
      "\\",
      "\\u12",
      "é",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const [ours, theirs] = [attempt(() => readJsonObject(text)), attempt(() => JSON.parse(text) as unknown)];
        const isObject =
          theirs !== undefined && theirs !== null && typeof theirs === "object" && !Array.isArray(theirs);
        if (ours !== undefined) expect(isObject, text).toBe(true);
        // A key that is there twice is ours alone to refuse.
        if (ours === undefined && isObject)
          expect(text.split('"a"').length + text.split('"b"').length, text).toBeGreaterThan(3);
      }),
      { numRuns: 3000 },
    );
  });
});

function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [key, plain(one)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof JsonTextError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

describe("finding the file", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "vet-answers-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("none at the root is none", async () => {
    expect(await loadAnswersFile({ given: null, directory: "/", root: folder })).toBeNull();
  });

  test("one that was named must be there", async () => {
    const load = loadAnswersFile({ given: "ci.json", directory: folder, root: "/" });
    await expect(load).rejects.toMatchObject({
      problem: { exit: 2, code: "answers-file-missing", place: "--answers" },
    });
  });

  test("a folder is not a file", async () => {
    const load = loadAnswersFile({ given: ".", directory: folder, root: folder });
    await expect(load).rejects.toMatchObject({ problem: { exit: 2, code: "answers-file-unreadable" } });
  });

  test("named from where the person stands, else from the root", async () => {
    writeFileSync(path.join(folder, "vet-media-setup.json"), '{"bucket": "at-root"}');
    writeFileSync(path.join(folder, "ci.json"), '{"bucket": "at-ci"}');
    const root = await loadAnswersFile({ given: null, directory: "/", root: folder });
    const named = await loadAnswersFile({ given: "ci.json", directory: folder, root: "/" });
    expect([root?.values.bucket, root?.file]).toEqual(["at-root", "vet-media-setup.json"]);
    expect([named?.values.bucket, named?.file]).toEqual(["at-ci", "ci.json"]);
  });
});

test("every persisted question's example can stand in the file", () => {
  for (const name of PERSISTED) {
    const question = questionOf(name);
    const value = {
      text: question.example,
      choice: question.example,
      list: [question.example],
      switch: true,
      number: Number(question.example),
    }[question.kind];
    expect(readAnswersFile(JSON.stringify({ [name]: value }), "a.json").values[name], name).toEqual(value);
  }
});
