/** Values that do not go together, values of a wrong form wherever they come from, and what is missing. */
import { describe, expect, test } from "vitest";
import { readAnswersFile } from "../../src/answers/answers-file.ts";
import { parseArguments } from "../../src/answers/arguments.ts";
import { complete, type GatherOptions, gather } from "../../src/answers/gather.ts";
import { withValue } from "../../src/answers/gathered.ts";
import { QUESTION_NAMES, questionOf } from "../../src/answers/questions.ts";
import { toAnswers } from "../../src/answers/to-answers.ts";
import { Failure, type Problem } from "../../src/lib/failure.ts";
import { project, SERVICE, withService } from "./project.ts";

const EXPANSION = ["$", "{HOME}"].join("");

function run(argv: readonly string[], changes: Partial<GatherOptions> = {}): GatherOptions {
  return {
    invocation: parseArguments(argv),
    env: {},
    answersFile: null,
    project: project(),
    storedEnv: new Map(),
    ...changes,
  };
}

function refused(options: () => GatherOptions): Problem {
  try {
    gather(options());
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error("accepted");
}

describe("a custom domain would switch the signing of private links off", () => {
  const domain = "cdn.example.com";

  test.each([
    ["flag", () => run(["--custom-domain", domain]), "--custom-domain"],
    ["env", () => run([], { env: { AWS_S3_CUSTOM_DOMAIN: domain } }), "AWS_S3_CUSTOM_DOMAIN"],
    [
      "answers",
      () => run([], { answersFile: readAnswersFile(`{\n"customDomain": "${domain}"}`, "vet-media-setup.json") }),
      "vet-media-setup.json:2",
    ],
  ])("refused from %s, with the reason", (_, options, place) => {
    const problem = refused(options);
    expect(problem).toMatchObject({ exit: 2, code: "custom-domain-is-not-private", place });
    expect(problem.message.en).toContain("stops signing");
    expect(problem.message.es).toContain("deja de firmar");
    expect(problem.next?.en).toContain("--access public");
  });

  test("with public access it is what links go to", () => {
    const { values, warnings } = gather(run(["--custom-domain", domain, "--access=public"]));
    expect(values.customDomain?.value).toBe(domain);
    expect(warnings).toEqual([]);
  });

  test("an older answer gives way to the flag or variable that makes the files private; two of one file do not", () => {
    const stored = (access: string) =>
      readAnswersFile(`{"access": "${access}", "customDomain": "${domain}"}`, "vet-media-setup.json");
    const back = gather(run(["--access=private"], { answersFile: stored("public") }));
    expect(back.values.customDomain).toBeUndefined();
    expect(back.warnings.map(({ code }) => code)).toEqual(["custom-domain-ignored"]);
    const env = gather(run([], { answersFile: stored("public"), env: { VET_MEDIA_ACCESS: "private" } }));
    expect(env.values.customDomain).toBeUndefined();
    expect(refused(() => run([], { answersFile: stored("private") })).code).toBe("custom-domain-is-not-private");
    expect(gather(run([], { answersFile: stored("public") })).values.customDomain?.value).toBe(domain);
  });

  test("from the project it is dropped, and said once", () => {
    const options = run([], { project: withService({ AWS_S3_CUSTOM_DOMAIN: domain }) });
    const gathered = gather(options);
    expect(gathered.values.customDomain).toBeUndefined();
    expect(gathered.warnings.map(({ code }) => code)).toEqual(["custom-domain-ignored"]);
    expect(complete(gathered, options.project).warnings.map(({ code }) => code)).toEqual(["custom-domain-ignored"]);
  });
});

describe("public access without a folder would open the whole bucket", () => {
  test.each([
    ["flag", () => run(["--access=public", "--prefix="]), "--prefix"],
    [
      "answers",
      () => run(["--access=public"], { answersFile: readAnswersFile('{\n"prefix": ""}', "vet-media-setup.json") }),
      "vet-media-setup.json:2",
    ],
  ])("refused from %s, with the next step", (_, options, place) => {
    const problem = refused(options);
    expect(problem).toMatchObject({ exit: 2, code: "public-needs-prefix", place });
    expect(problem.next?.en).toContain("--prefix media");
    expect(problem.next?.es).toContain("--prefix media");
  });

  test("private files may have the whole bucket", () => {
    expect(gather(run(["--prefix="])).values.prefix?.value).toBe("");
  });
});

test("direct upload without an origin is a warning, gone once there is one", () => {
  const gathered = gather(run(["--direct-upload"]));
  expect(gathered.warnings.map(({ code }) => code)).toEqual(["direct-upload-without-origins"]);
  const more = withValue(gathered, "corsOrigin", { value: ["https://a.example.com"], source: "prompt" });
  expect(complete(more, project()).warnings).toEqual([]);
  expect(gather(run(["--direct-upload", "--cors-origin=https://a.example.com"])).warnings).toEqual([]);
});

test.each([
  ["oregon", "us-west-2"],
  ["us-west2", "us-west-2"],
  ["nyc3", ""],
])("%s is no region of AWS, though another service may have it", (region, meant) => {
  const problem = refused(() => run([`--region=${region}`]));
  expect(problem).toMatchObject({ exit: 2, code: "bad-value", place: "--region" });
  expect(problem.message.en).toContain(meant);
  expect(gather(run([`--region=${region}`, "--endpoint-url=https://s3.example.com"])).values.region?.value).toBe(
    region,
  );
});

describe("a variable of a wrong form is named, and exits 2", () => {
  const hostile = [
    "'",
    '"',
    EXPANSION,
    "{{ bucket }}",
    "'''",
    "a\nb",
    "a\u0000b",
    "\u202eevil",
    "ñandú",
    "x".repeat(5000),
    "../..",
    "%s",
    "`id`",
  ];
  const strict = ["bucket", "region", "endpointUrl", "customDomain"] as const;

  test.each(strict.flatMap((name) => questionOf(name).env.map((variable) => [variable] as const)))("%s", (variable) => {
    for (const value of hostile) {
      const problem = refused(() => run([], { env: { [variable]: value } }));
      expect(problem, value).toMatchObject({ exit: 2, place: variable });
      expect(problem.message.en).toContain(variable);
      expect(problem.message.es).toContain(variable);
    }
  });

  test.each(["VET_MEDIA_PROVIDER", "VET_MEDIA_ACCESS"])("%s", (variable) => {
    for (const value of hostile) {
      expect(refused(() => run([], { env: { [variable]: value } }))).toMatchObject({ exit: 2, place: variable });
    }
  });

  test("AWS_LOCATION", () => {
    for (const value of hostile.filter((word) => word !== "x".repeat(5000))) {
      expect(
        refused(() => run([], { env: { AWS_LOCATION: value } })),
        value,
      ).toMatchObject({ exit: 2, place: "AWS_LOCATION" });
    }
  });

  test("hostile words of free text stay data, to the last character", () => {
    for (const value of ["it's", 'a "b"', EXPANSION, "{{ x }}", "'''", "ñandú 🐕", "$(id)", "`id`"]) {
      const argv = [
        `--service=${value}`,
        `--profile=${value}`,
        `--python=${value}`,
        "--provider=s3",
        "--bucket=a-bucket",
      ];
      const answers = toAnswers(gather(run(argv, { project: withService() })));
      expect(answers).toMatchObject({ service: value, profile: value, python: value });
    }
  });
});

describe("what is missing", () => {
  test("everything at once, in the order of asking", () => {
    const services = [SERVICE, { ...SERVICE, name: "other-web" }];
    const blueprint = { file: "render.yaml", services, groups: [], previews: false };
    const gathered = gather(run([], { project: project({ settings: null, blueprint }) }));
    expect(gathered.missing).toEqual(["settings", "service", "provider", "bucket"]);
  });

  test("no service where render.yaml has none that could be Django", () => {
    const services = [
      { ...SERVICE, runtime: "static" },
      { ...SERVICE, type: "cron" },
    ];
    const blueprint = { file: "render.yaml", services, groups: [], previews: false };
    expect(gather(run(["--bucket=a-bucket", "--provider=s3"], { project: project({ blueprint }) })).missing).toEqual(
      [],
    );
  });

  test("answers are not made of what is missing", () => {
    const gathered = gather(run(["--provider=s3"]));
    expect(gathered.missing).toEqual(["bucket"]);
    expect(() => toAnswers(gathered)).toThrow(/bucket/);
  });
});

test("answers hold exactly what was gathered", () => {
  const argv = [
    "--provider=s3",
    "--bucket=a-bucket",
    "--prefix=",
    "--no-cors-origin",
    "--lang=es",
    "--no-create-bucket",
  ];
  expect(toAnswers(gather(run(argv)))).toEqual({
    provider: "s3",
    settings: "clinic.settings",
    access: "private",
    envFile: ".env.render",
    prove: "auto",
    lang: "es",
    bucket: "a-bucket",
    region: "us-west-2",
    prefix: "",
    createBucket: false,
    corsOrigin: [],
    directUpload: false,
  });
});

test("the last gate refuses what a gatherer must not let through, and does not repeat it", () => {
  const gathered = gather(run(["--provider=s3", "--bucket=a-bucket"]));
  for (const name of QUESTION_NAMES) {
    if (gathered.values[name] === undefined) continue;
    const broken = { values: { ...gathered.values, [name]: { value: "planted'''\u0000", source: "flag" as const } } };
    expect(() => toAnswers(broken), name).toThrow(/not whole/);
    expect(() => toAnswers(broken), name).not.toThrow(/planted/);
  }
});

test("a path of the settings becomes their dotted name once the project was inspected with it", () => {
  const flagged = gather(run(["--settings=clinic/settings.py"]));
  expect(flagged.values.settings).toMatchObject({ value: "clinic.settings", source: "flag" });
  const unknown = gather(run(["--settings=clinic/settings.py"], { project: project({ settings: null }) }));
  expect(complete(unknown, project()).values.settings).toMatchObject({ value: "clinic.settings", source: "flag" });
  const other = withValue(flagged, "settings", { value: "clinic.other", source: "prompt" });
  expect(complete(other, project()).values.settings?.value).toBe("clinic.other");
});
