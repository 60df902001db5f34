import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnswersFile, writeAnswersFile } from "../../src/answers/answers-file.ts";
import { parseArguments } from "../../src/answers/arguments.ts";
import { gather } from "../../src/answers/gather.ts";
import { needsInput } from "../../src/answers/needs-input.ts";
import { repeatCommand } from "../../src/answers/repeat-command.ts";
import { toAnswers } from "../../src/answers/to-answers.ts";
import { shellWord } from "../../src/lib/shell-word.ts";
import { verbatim } from "../../src/lib/text.ts";
import { project, SERVICE, withService } from "./project.ts";

/** The words that a POSIX shell makes of a line. */
function shellReads(line: string): readonly string[] {
  const done = spawnSync("sh", ["-c", `printf '%s\\0' ${line}`], {
    encoding: "utf8",
    env: { HOME: "/nowhere", PATH: process.env.PATH },
  });
  expect(done.stderr).toBe("");
  return done.stdout.split("\0").slice(0, -1);
}

const gatherFrom = (argv: readonly string[], picture = project(), answers: string | null = null) =>
  gather({
    invocation: parseArguments(argv),
    env: {},
    answersFile: answers === null ? null : readAnswersFile(answers, "vet-media-setup.json"),
    project: picture,
    storedEnv: new Map(),
  });

describe("repeatCommand", () => {
  test("provider and bucket, and what is not a default", () => {
    const gathered = gatherFrom(["--provider=s3", "--bucket=a-bucket"]);
    expect(repeatCommand(toAnswers(gathered), gathered.values)).toBe(
      "npx vet-media-setup --provider s3 --bucket a-bucket --yes",
    );
    expect(repeatCommand(toAnswers(gathered))).toBe(
      "npx vet-media-setup --provider s3 --bucket a-bucket --region us-west-2 --yes",
    );
  });

  test("no secret, no path of this machine, nothing for one run", () => {
    const argv = ["--provider=s3", "--bucket=a-bucket", "--python=/opt/py", "--profile=carla", "--create-bucket"];
    const gathered = gatherFrom(argv);
    expect(repeatCommand(toAnswers(gathered), gathered.values)).toBe(
      "npx vet-media-setup --provider s3 --bucket a-bucket --yes",
    );
  });

  test("run in the same project, it gives the same answers and the same bytes", () => {
    const picture = withService({}, { origins: [{ origin: "https://a.example.com", place: "x" }] });
    for (const argv of [
      ["--prefix=", "--no-cors-origin", "--direct-upload", "--prove=off"],
      ['--service=it\'s "a" $HOME `id` ñ', "--env-file=deploy/.env's"],
      ["--cors-origin=https://*.example.com", "--cors-origin=*", "--region=sa-east-1", "--lang=es"],
      ["--settings=other.settings", "--endpoint-url=https://s3.example.com"],
      ["--service=-dash"],
    ]) {
      const gathered = gatherFrom(["--provider=s3", "--bucket=a-bucket", ...argv], picture);
      const command = repeatCommand(toAnswers(gathered), gathered.values);
      const words = shellReads(command);
      expect(words.slice(0, 2)).toEqual(["npx", "vet-media-setup"]);
      const again = gatherFrom(words.slice(2), picture);
      expect(toAnswers(again), command).toEqual(toAnswers(gathered));
      expect(writeAnswersFile(toAnswers(again))).toBe(writeAnswersFile(toAnswers(gathered)));
    }
  });

  test("with the answers file alone, the answers are the same", () => {
    const picture = withService({}, { origins: [{ origin: "https://a.example.com", place: "x" }] });
    const argv = [
      "--provider=s3",
      "--bucket=a-bucket",
      "--prefix=clinic",
      "--no-cors-origin",
      "--lang=es",
      "--prove=required",
    ];
    const first = toAnswers(gatherFrom(argv, picture));
    expect(toAnswers(gatherFrom([], picture, writeAnswersFile(first)))).toEqual(first);
  });
});

test("shellWord: any word comes out of sh as it went in", () => {
  const word = fc.string({ unit: "binary" }).filter((text) => !/[\0\p{Cs}]/u.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
      expect(shellReads(words.map(shellWord).join(" "))).toEqual(words);
    }),
    { numRuns: 40 },
  );
});

describe("needsInput", () => {
  const unclear = project({
    settings: null,
    candidates: [
      { module: "config.settings.dev", file: "config/settings/dev.py", evidence: [] },
      {
        module: "config.settings.render",
        file: "config/settings/render.py",
        evidence: [{ kind: "wsgi", place: { file: "config/wsgi.py", line: 7 }, summary: "wsgi.py" }],
      },
    ],
    blueprint: {
      file: "render.yaml",
      services: [SERVICE, { ...SERVICE, name: "clinic api" }],
      groups: [],
      previews: false,
    },
  });

  test("everything at once, with flag, variable, candidates and evidence, and a command that works", () => {
    const gathered = gatherFrom(["--prefix=x"], unclear);
    const keys = {
      code: "credentials-missing",
      exit: 3,
      message: verbatim("No keys"),
      place: "AWS_ACCESS_KEY_ID",
    } as const;
    const env = { DJANGO_SETTINGS_MODULE: "config.settings.dev" };
    const failure = needsInput({
      gathered,
      project: unclear,
      env,
      more: [keys],
      hex: "5f0c91ab",
      options: { project: "my app", json: true },
    });
    expect(failure?.problems.map(({ code, place, exit }) => `${exit} ${code} ${place}`)).toEqual([
      "3 answers-missing undefined",
      "3 settings-unclear --settings",
      "3 service-unclear --service",
      "3 missing-provider --provider",
      "3 missing-bucket --bucket",
      "3 credentials-missing AWS_ACCESS_KEY_ID",
    ]);
    for (const lang of ["en", "es"] as const) {
      const words = failure?.problems.map(({ message, next }) => `${message[lang]} ${next?.[lang]}`).join("\n") ?? "";
      for (const word of [
        "5",
        "--settings MODULE",
        "VET_MEDIA_SETTINGS",
        "config.settings.render (wsgi.py, config/wsgi.py:7)",
        "DJANGO_SETTINGS_MODULE",
        "--service NAME",
        "clinic api",
        "VET_MEDIA_PROVIDER",
        "AWS_STORAGE_BUCKET_NAME",
        "--create-bucket",
        "clinica-santa-sofia-media-5f0c91ab",
      ]) {
        expect(words).toContain(word);
      }
    }
    const command = failure?.problem.next?.en.split(":  ")[1] ?? "";
    const { values, options } = parseArguments(shellReads(command).slice(2));
    expect(options).toMatchObject({ project: "my app", json: true, yes: true });
    expect(values).toEqual({
      settings: "config.settings.dev",
      service: "clinic-web",
      provider: "s3",
      bucket: "clinica-santa-sofia-media-5f0c91ab",
      createBucket: true,
      prefix: "x",
    });
  });

  test("what was said is said again, and repeated flags stay repeated", () => {
    const argv = ["--cors-origin=https://a.example.com", "--cors-origin=https://b.example.com", "--no-create-bucket"];
    const gathered = gatherFrom(argv);
    const command =
      needsInput({ gathered, project: project(), env: {}, hex: "00000000" })?.problem.next?.en.split(":  ")[1] ?? "";
    expect(parseArguments(shellReads(command).slice(2)).values).toMatchObject({
      corsOrigin: ["https://a.example.com", "https://b.example.com"],
      createBucket: false,
    });
  });

  test("without a proposal the bucket is a word to fill in", () => {
    const failure = needsInput({ gathered: gatherFrom(["--provider=s3"]), project: project(), env: {} });
    expect(failure?.problem.message.en).toBe("1 answer is missing, and nobody can be asked here");
    expect(failure?.problem.next?.en).toContain("npx vet-media-setup --provider s3 --bucket NAME --yes");
  });

  test("null where nothing is missing", () => {
    const gathered = gatherFrom(["--provider=s3", "--bucket=a-bucket"]);
    expect(needsInput({ gathered, project: project(), env: {} })).toBeNull();
  });
});
