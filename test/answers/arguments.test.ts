import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { glance, parseArguments } from "../../src/answers/arguments.ts";
import { FLAGS, nearestFlag, targetOf } from "../../src/answers/flags.ts";
import { QUESTION_NAMES, questionOf } from "../../src/answers/questions.ts";
import { SECRETS } from "../../src/answers/secret-names.ts";
import { Failure, type Problem } from "../../src/lib/failure.ts";
import { mask } from "../../src/lib/secrets.ts";

function problemOf(...argv: string[]): Problem {
  try {
    parseArguments(argv);
  } catch (error) {
    if (error instanceof Failure) {
      expect(error.problem.exit).toBe(2);
      expect(error.problem.next).toBeDefined();
      return error.problem;
    }
    throw error;
  }
  throw new Error(`accepted: ${argv.join(" ")}`);
}

describe("what is read", () => {
  test("nothing is setup with nothing said", () => {
    expect(parseArguments([])).toEqual({
      command: "setup",
      named: false,
      options: {
        project: null,
        answers: null,
        dryRun: false,
        yes: false,
        json: false,
        plain: false,
        verbose: false,
        jsonLines: false,
        quiet: false,
        help: false,
        version: false,
      },
      values: {},
    });
  });

  test.each([
    [["setup", "--bucket", "clinic-media", "-y"]],
    [["--bucket", "clinic-media", "setup", "-y"]],
    [["-y", "--bucket=clinic-media", "setup"]],
    [["-y", "--bucket=clinic-media", "--", "setup"]],
  ])("the command may stand anywhere: %j", (argv) => {
    const { command, named, options, values } = parseArguments(argv);
    expect({ command, named, yes: options.yes, values }).toEqual({
      command: "setup",
      named: true,
      yes: true,
      values: { bucket: "clinic-media" },
    });
  });

  test("every kind of value", () => {
    const { values, options } = parseArguments([
      "--provider=s3",
      "--settings",
      "config/settings/render.py",
      "--create-bucket",
      "--no-direct-upload",
      "--cors-origin",
      "https://A.example.com:443",
      "--cors-origin=https://b.example.com",
      "--cors-origin=https://a.example.com",
      "--prefix=/clinic/media/",
      "--env-file",
      "./deploy/.env.render",
      "--project",
      "a folder",
      "--answers=ci.json",
      "--dry-run",
      "--json",
    ]);
    expect(values).toEqual({
      provider: "s3",
      settings: "config/settings/render.py",
      createBucket: true,
      directUpload: false,
      corsOrigin: ["https://a.example.com", "https://b.example.com"],
      prefix: "clinic/media",
      envFile: "deploy/.env.render",
    });
    expect(options).toMatchObject({ project: "a folder", answers: "ci.json", dryRun: true, json: true, yes: false });
  });

  test("an empty prefix is the whole bucket, and no origin is a rule for nobody", () => {
    expect(parseArguments(["--prefix=", "--no-cors-origin"]).values).toEqual({ prefix: "", corsOrigin: [] });
    expect(parseArguments(["--prefix", "", "--no-create-bucket"]).values).toEqual({ prefix: "", createBucket: false });
  });

  test("a value that starts with a dash is given with =", () => {
    expect(parseArguments(["--profile=-odd"]).values.profile).toBe("-odd");
    expect(problemOf("--profile", "-odd").code).toBe("missing-value");
  });

  test("the same switch twice says the same thing", () => {
    expect(parseArguments(["-y", "--yes", "--create-bucket", "--create-bucket"]).values.createBucket).toBe(true);
  });

  test("every question takes its own example, both ways", () => {
    for (const name of QUESTION_NAMES) {
      const { flag, kind, example, commands } = questionOf(name);
      const command = commands[0] ?? "setup";
      if (kind === "switch") {
        expect(parseArguments([command, flag]).values[name]).toBe(true);
        continue;
      }
      const expected = kind === "list" ? [example] : kind === "number" ? Number(example) : example;
      expect(parseArguments([command, flag, example]).values[name], name).toEqual(expected);
      expect(parseArguments([command, `${flag}=${example}`]).values[name], name).toEqual(expected);
    }
  });
});

describe("help and version win over everything", () => {
  test.each([
    ["--bucket", "--help"],
    ["--nonsense", "-h"],
    ["-yh", "--provider=nowhere"],
    ["--secret-access-key=x", "--help"],
  ])("%s %s", (...argv) => {
    expect(parseArguments(argv).options.help).toBe(true);
  });

  test("of a command that is not there yet, too", () => {
    expect(parseArguments(["migrate", "--help"])).toMatchObject({ command: "migrate", named: true });
    expect(parseArguments(["--version", "nonsense"]).options.version).toBe(true);
    expect(parseArguments(["--help", "--lang", "es"]).values).toEqual({ lang: "es" });
  });

  test("but not behind --", () => {
    expect(problemOf("--", "--help").code).toBe("unknown-command");
  });
});

describe("refused, with exit 2 and the flag named", () => {
  test.each([
    [["--bucekt", "x"], "unknown-flag", "--bucekt", "--bucket"],
    [["--Bucket=x"], "unknown-flag", "--Bucket", "--bucket"],
    [["--regoin"], "unknown-flag", "--regoin", "--region"],
    [["--cors-origins=x"], "unknown-flag", "--cors-origins", "--cors-origin"],
    [["--no-bucket"], "unknown-flag", "--no-bucket", "--bucket"],
    [["setpu"], "unknown-command", "setpu", "setup"],
    [["migrat"], "unknown-command", "migrat", "migrate"],
    [["--provider", "S3"], "bad-value", "--provider", "s3"],
    [["--provider", "cloudnary"], "bad-value", "--provider", "cloudinary"],
    [["--access=privat"], "bad-value", "--access", "private"],
    [["--lang", "fr"], "bad-value", "--lang", "en, es"],
  ])("%j: %s", (argv, code, place, meant) => {
    const problem = problemOf(...argv);
    expect(problem).toMatchObject({ code, place });
    expect(`${problem.message.en} ${problem.next?.en}`).toContain(meant);
    expect(`${problem.message.es} ${problem.next?.es}`).toContain(meant);
  });

  test.each([
    [["--bucket"], "missing-value"],
    [["--bucket", "--yes"], "missing-value"],
    [["--bucket", "-y"], "missing-value"],
    [["--bucket="], "empty-value"],
    [["--bucket", ""], "empty-value"],
    [["--bucket", "  "], "empty-value"],
    [["--bucket=a-bucket", "--bucket=a-bucket"], "given-twice"],
    [["--bucket", "UPPER"], "bad-value"],
    [["--bucket", "a\nb"], "bad-value"],
    [["--bucket=a.b.c"], "bad-value"],
  ])("%j: %s", (argv, code) => {
    const problem = problemOf(...argv);
    expect(problem).toMatchObject({ code, place: "--bucket" });
    expect(problem.message.en).toContain("--bucket");
    expect(problem.message.es).toContain("--bucket");
  });

  test.each([
    [["--yes=true"], "takes-no-value"],
    [["--create-bucket=no"], "takes-no-value"],
    [["--no-cors-origin=x"], "takes-no-value"],
    [["migrate", "--verify=size"], "bad-value"],
    [["migrate", "--verify="], "bad-value"],
    [["migrate", "--verify", "--verify=bytes"], "flags-contradict"],
    [["migrate", "--verify=bytes", "--verify"], "flags-contradict"],
    [["--create-bucket", "--no-create-bucket"], "flags-contradict"],
    [["--no-direct-upload", "--direct-upload"], "flags-contradict"],
    [["--no-cors-origin", "--cors-origin=https://a.example.com"], "flags-contradict"],
    [["--cors-origin=https://a.example.com", "--no-cors-origin"], "flags-contradict"],
    [["--cors-origin="], "empty-value"],
    [["--cors-origin"], "missing-value"],
    [["--project"], "missing-value"],
    [["--project="], "empty-value"],
    [["--answers", "a", "--answers", "b"], "given-twice"],
    [["setup", "setup"], "unexpected-argument"],
    [["setup", "media"], "unexpected-argument"],
    [["-x"], "unknown-flag"],
    [["-yx"], "unknown-flag"],
    [["-"], "unknown-command"],
    [["--settings=a b"], "bad-value"],
    [["--env-file=/etc/passwd"], "bad-value"],
    [["--env-file=../.env"], "bad-value"],
    [["--env-file=a/../../.env"], "bad-value"],
    [["--env-file=.env.example"], "bad-value"],
    [["--env-file=.git/config"], "bad-value"],
    [["--env-file=x/"], "bad-value"],
    [["--env-file=C:\\x"], "bad-value"],
    [["--endpoint-url=s3.example.com"], "bad-value"],
    [["--endpoint-url=https://user:pass@s3.example.com"], "bad-value"],
    [["--custom-domain=https://cdn.example.com"], "bad-value"],
    [["--cors-origin=https://a.example.com/path"], "bad-value"],
    [["--prefix=a/../b"], "bad-value"],
  ])("%j: %s", (argv, code) => {
    expect(problemOf(...argv).code).toBe(code);
  });
});

test.each(["check", "migrate", "undo", "compare", "policy"] as const)("%s is a command", (command) => {
  expect(parseArguments([command]).command).toBe(command);
});

describe("secrets are no flags", () => {
  const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  test.each([
    ["--secret-access-key", "AWS_SECRET_ACCESS_KEY"],
    ["--aws-secret-access-key", "AWS_SECRET_ACCESS_KEY"],
    ["--AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["--secret", "AWS_SECRET_ACCESS_KEY"],
    ["--access-key-id", "AWS_ACCESS_KEY_ID"],
    ["--access-key", "AWS_ACCESS_KEY_ID"],
    ["--session-token", "AWS_SESSION_TOKEN"],
    ["--api-secret", "CLOUDINARY_API_SECRET"],
    ["--cloudinary-url", "CLOUDINARY_URL"],
    ["--render-api-key", "RENDER_API_KEY"],
  ])("%s → %s, without its value", (flag, variable) => {
    for (const argv of [[`${flag}=${SECRET}`], [flag, SECRET], ["--yes", flag, SECRET]]) {
      const problem = problemOf(...argv);
      expect(problem.code).toBe("secret-as-flag");
      expect(problem.next?.en).toContain(variable);
      expect(JSON.stringify(problem)).not.toContain(SECRET);
    }
  });

  test("and what was given is masked from then on", () => {
    const planted = "planted-by-mistake-0123456789abcdef";
    problemOf(`--secret-key=${planted}`);
    expect(mask(`a crash that prints ${planted}`)).not.toContain(planted);
  });

  test("a key in a wrong place is not repeated", () => {
    for (const argv of [
      [SECRET],
      ["setup", SECRET],
      [`--${SECRET}`],
      [`--bucket=${SECRET}`],
      ["--lang", SECRET],
      [`-${SECRET}`],
    ]) {
      expect(JSON.stringify(problemOf(...argv)), argv.join(" ")).not.toContain(SECRET);
    }
  });

  test("no secret's name is a flag", () => {
    for (const { env } of SECRETS) expect(targetOf(`--${env.toLowerCase().replaceAll("_", "-")}`)).toBeUndefined();
  });
});

describe("any argv", () => {
  const word = fc.oneof(
    fc.constantFrom(...FLAGS, "setup", "check", "--", "-", "=", "--=", "---", "--no-", "s3", "", " "),
    fc.string({ unit: "binary" }),
    fc.tuple(fc.constantFrom(...FLAGS), fc.string({ unit: "grapheme" })).map(([flag, value]) => `${flag}=${value}`),
  );

  test("is read, or refused with exit 2: nothing else is thrown", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (argv) => {
        try {
          parseArguments(argv);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          expect(error.problem.exit).toBe(2);
        }
        glance(argv);
      }),
      { numRuns: 2000 },
    );
  });

  test("one slip in a flag is recognised", () => {
    const long = FLAGS.filter((flag) => flag.length > 7 && !flag.startsWith("--no-"));
    for (const flag of long) {
      const missing = flag.slice(0, 5) + flag.slice(6);
      if (targetOf(missing) === undefined) expect(nearestFlag(missing), missing).toBe(flag);
    }
    expect(nearestFlag("--zzzzzz")).toBeNull();
  });
});

test("glance tells how to talk even where the rest is wrong", () => {
  expect(glance(["--nonsense", "--json", "-y", "--lang=es"])).toMatchObject({
    json: true,
    yes: true,
    lang: "es",
    plain: false,
  });
  expect(glance(["--lang", "es"]).lang).toBe("es");
  expect(glance(["--lang"]).lang).toBeNull();
  expect(glance(["--", "--json", "-y"])).toMatchObject({ json: false, yes: false });
});
