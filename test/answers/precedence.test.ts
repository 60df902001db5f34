/** flag > environment > answers file > project > default, for every question and every pair of sources that it has. */
import { describe, expect, test } from "vitest";
import { readAnswersFile } from "../../src/answers/answers-file.ts";
import { parseArguments } from "../../src/answers/arguments.ts";
import { type GatherOptions, gather } from "../../src/answers/gather.ts";
import type { AnswerValue } from "../../src/answers/question.ts";
import { QUESTION_NAMES, type QuestionName, questionOf } from "../../src/answers/questions.ts";
import { flagWords } from "../../src/answers/repeat-command.ts";
import { SOURCES, type Source } from "../../src/model/answers.ts";
import type { Project } from "../../src/model/project.ts";
import { project, SERVICE, withService } from "./project.ts";

/** What each source says, where it can: always something else than the others say. */
interface Saying {
  readonly flag?: AnswerValue;
  /** By variable, in their order. */
  readonly env?: readonly (readonly [variable: string, value: string])[];
  readonly answers?: AnswerValue;
  readonly project?: {
    readonly value: AnswerValue;
    readonly variables?: Readonly<Record<string, string>>;
    readonly project?: Partial<Project>;
  };
  readonly default?: AnswerValue;
}

const settings = (module: string): Partial<Project> => {
  const found = project().settings;
  if (found === null) throw new Error("the sample has settings");
  return { settings: { ...found, module } };
};

/** Every question that a setup on S3 asks. `satisfies` and the test below see to it that none is forgotten. */
const TABLE: Partial<Record<QuestionName, Saying>> = {
  // Another provider would bring other questions, so every source says s3; the source tells who did.
  provider: {
    flag: "s3",
    env: [["VET_MEDIA_PROVIDER", "s3"]],
    answers: "s3",
    project: { value: "s3", variables: { MEDIA_STORAGE: "S3" } },
  },
  settings: {
    flag: "from.flag",
    env: [["VET_MEDIA_SETTINGS", "from.env"]],
    answers: "from.answers",
    project: { value: "from.project", project: settings("from.project") },
  },
  access: { flag: "private", env: [["VET_MEDIA_ACCESS", "private"]], answers: "private", default: "private" },
  envFile: { flag: ".env.flag", answers: ".env.answers", default: ".env.render" },
  service: { flag: "by-flag", answers: "by-answers", project: { value: "clinic-web" } },
  python: { flag: "/opt/python" },
  prove: { flag: "required", answers: "off", default: "auto" },
  bucket: {
    flag: "by-flag",
    env: [["AWS_STORAGE_BUCKET_NAME", "by-env"]],
    answers: "by-answers",
    project: { value: "by-project", variables: { AWS_STORAGE_BUCKET_NAME: "by-project" } },
  },
  region: {
    flag: "sa-east-1",
    env: [
      ["AWS_S3_REGION_NAME", "eu-west-1"],
      ["AWS_REGION", "eu-west-2"],
    ],
    answers: "eu-west-3",
    project: { value: "eu-north-1", variables: { AWS_S3_REGION_NAME: "eu-north-1" } },
    default: "eu-central-1",
  },
  prefix: {
    flag: "by-flag",
    env: [["AWS_LOCATION", "/by-env/"]],
    answers: "by-answers",
    project: { value: "by-project", variables: { AWS_LOCATION: "by-project/" } },
    default: "media",
  },
  endpointUrl: {
    flag: "https://flag.example.com",
    env: [["AWS_S3_ENDPOINT_URL", "https://env.example.com"]],
    answers: "https://answers.example.com",
    project: {
      value: "https://project.example.com",
      variables: { AWS_S3_ENDPOINT_URL: "https://project.example.com" },
    },
  },
  createBucket: { flag: true },
  corsOrigin: {
    flag: ["https://flag.example.com"],
    answers: ["https://answers.example.com"],
    project: {
      value: ["https://project.example.com"],
      project: { origins: [{ origin: "https://project.example.com", place: "clinic/settings.py:20" }] },
    },
    default: [],
  },
  directUpload: { flag: true, answers: true, default: false },
  dropDisk: { flag: true },
  // Only with public files: see combinations.test.ts.
  customDomain: {},
  createAppUser: { flag: "by-flag" },
  rotateKey: { flag: true },
  profile: { flag: "by-flag" },
};

const tidied: Readonly<Record<string, AnswerValue>> = { "/by-env/": "by-env" };

function sourcesOf(saying: Saying): readonly Source[] {
  return SOURCES.filter((source) => source !== "prompt" && saying[source] !== undefined);
}

function said(saying: Saying, source: Source): AnswerValue | undefined {
  if (source === "env") {
    const value = saying.env?.[0]?.[1];
    return value === undefined ? undefined : (tidied[value] ?? value);
  }
  if (source === "project") return saying.project?.value;
  return source === "prompt" ? undefined : saying[source];
}

/** A run in which exactly these sources say something about this question. */
function run(name: QuestionName, saying: Saying, sources: readonly Source[]): GatherOptions {
  const says = (source: Source) => sources.includes(source);
  const argv = says("flag") && saying.flag !== undefined ? flagWords(name, saying.flag) : [];
  const answers = says("answers") ? JSON.stringify({ [name]: saying.answers }) : "{}";
  const spoken = says("project") ? saying.project : undefined;
  const picture = withService(spoken?.variables ?? {}, spoken?.project ?? {});
  return {
    invocation: parseArguments(argv),
    env: says("env") ? Object.fromEntries(saying.env ?? []) : {},
    answersFile: readAnswersFile(answers, "vet-media-setup.json"),
    project:
      name === "settings" && !says("project")
        ? { ...picture, settings: null }
        : name === "service" && !says("project")
          ? { ...picture, service: null }
          : picture,
    storedEnv: new Map(),
  };
}

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  return subsets(rest).flatMap((some) => [some, [first, ...some]]);
}

describe("the strongest source that says something wins", () => {
  test("every question of a setup on S3 is in the table", () => {
    const asked = QUESTION_NAMES.filter((name) => ["common", "s3"].includes(questionOf(name).group));
    expect([...Object.keys(TABLE), "lang"].sort()).toEqual([...asked].sort());
  });

  const cases = Object.entries(TABLE).flatMap(([name, saying]) =>
    subsets(sourcesOf(saying).filter((source): boolean => source !== "default")).map((sources) => ({
      name: name as QuestionName,
      saying,
      sources,
      label: sources.join(" + ") || "nothing",
    })),
  );

  test.each(cases)("$name: $label", ({ name, saying, sources }) => {
    const found = gather(run(name, saying, sources)).values[name];
    const winner =
      SOURCES.find((source) => sources.includes(source)) ?? (saying.default === undefined ? undefined : "default");
    if (winner === undefined) return expect(found).toBeUndefined();
    expect(found).toMatchObject({ value: said(saying, winner), source: winner });
    if (winner !== "default") expect(found?.detail?.en).toMatch(detailOf(name, winner, saying));
  });

  test("a source that cannot speak is told so, not ignored", () => {
    for (const name of QUESTION_NAMES) {
      const question = questionOf(name);
      expect(question.flag).toMatch(/^--[a-z-]+$/);
      if (question.persisted) continue;
      const example = question.kind === "switch" ? true : question.example;
      expect(() => readAnswersFile(JSON.stringify({ [name]: example }), "a.json"), name).toThrow(/not kept/);
    }
  });
});

function detailOf(name: QuestionName, source: Source, saying: Saying): RegExp {
  if (source === "flag") return new RegExp(`^${questionOf(name).flag}$`);
  if (source === "env") return new RegExp(`^${saying.env?.[0]?.[0]}$`);
  if (source === "answers") return /^vet-media-setup\.json:1$/;
  return /render\.yaml|wsgi\.py|settings\.py:20/;
}

describe("variables", () => {
  const bucketFrom = (env: GatherOptions["env"]) => gather({ ...run("bucket", {}, []), env }).values;

  test("AWS_S3_REGION_NAME goes before AWS_REGION, and an empty one is unset", () => {
    expect(bucketFrom({ AWS_S3_REGION_NAME: "", AWS_REGION: "eu-west-2" }).region).toMatchObject({
      value: "eu-west-2",
      source: "env",
      detail: { en: "AWS_REGION" },
    });
    expect(bucketFrom({ AWS_S3_REGION_NAME: "  ", AWS_REGION: "" }).region?.source).toBe("default");
  });

  test("blanks around a value are not part of it", () => {
    expect(bucketFrom({ AWS_STORAGE_BUCKET_NAME: " by-env\n" }).bucket?.value).toBe("by-env");
  });

  test("DJANGO_SETTINGS_MODULE, VIRTUAL_ENV and RENDER_EXTERNAL_URL are no values", () => {
    const options = run("settings", {}, []);
    const gathered = gather({
      ...options,
      env: {
        DJANGO_SETTINGS_MODULE: "local.settings",
        VIRTUAL_ENV: "/venv",
        RENDER_EXTERNAL_URL: "https://x.example.com",
      },
    });
    expect(gathered.values.settings).toBeUndefined();
    expect(gathered.values.python).toBeUndefined();
    expect(gathered.missing).toContain("settings");
  });

  test("those of another provider are nobody's business here", () => {
    const env = { CLOUDINARY_CLOUD_NAME: "a\nb", CLOUDINARY_UPLOAD_PREFIX: "\u0000" };
    expect(Object.keys(gather({ ...run("bucket", {}, []), env }).values)).not.toContain("cloudName");
  });
});

describe("what the project says", () => {
  const gatherWith = (options: Partial<GatherOptions>) => gather({ ...run("bucket", {}, []), ...options });

  test("render.yaml goes before the env file, the env file before the default", () => {
    const storedEnv = new Map([
      ["AWS_STORAGE_BUCKET_NAME", "stored-bucket"],
      ["AWS_S3_REGION_NAME", "eu-west-1"],
      ["MEDIA_STORAGE", "s3"],
    ]);
    const { values } = gatherWith({
      project: withService({ AWS_STORAGE_BUCKET_NAME: "declared-bucket", AWS_S3_REGION_NAME: null }),
      storedEnv,
    });
    expect(values.bucket).toMatchObject({
      value: "declared-bucket",
      detail: { en: "AWS_STORAGE_BUCKET_NAME, render.yaml" },
    });
    expect(values.region).toMatchObject({ value: "eu-west-1", detail: { en: "AWS_S3_REGION_NAME, .env.render" } });
    expect(values.provider).toMatchObject({
      value: "s3",
      source: "project",
      detail: { en: "MEDIA_STORAGE, .env.render" },
    });
  });

  test("the env file is the one that was named", () => {
    const { values } = gatherWith({
      invocation: parseArguments(["--env-file=.env.prod"]),
      storedEnv: new Map([["AWS_STORAGE_BUCKET_NAME", "stored-bucket"]]),
    });
    expect(values.bucket?.detail?.en).toBe("AWS_STORAGE_BUCKET_NAME, .env.prod");
  });

  test("a value of it that cannot be right is left out and said, not failed on", () => {
    const gathered = gatherWith({
      project: withService({ AWS_STORAGE_BUCKET_NAME: "Your_Bucket", AWS_LOCATION: "a\u0000b" }),
    });
    expect(gathered.values.bucket).toBeUndefined();
    expect(gathered.values.prefix).toMatchObject({ value: "media", source: "default" });
    expect(gathered.warnings.map(({ code }) => code)).toEqual(["project-value-ignored", "project-value-ignored"]);
    expect(gathered.warnings.map(({ message }) => message.en).join()).not.toContain("\u0000");
  });

  test("storage that is S3 or Cloudinary today stays so; another service is a question, not a refusal", () => {
    const storage = (kind: "s3" | "cloudinary" | "google") => ({
      ...project().storage,
      default: kind,
      lines: [
        { place: { file: "clinic/settings.py", line: 9 }, name: "STORAGES", code: "STORAGES = {", deadToday: false },
      ],
    });
    for (const kind of ["s3", "cloudinary"] as const) {
      expect(gatherWith({ project: project({ storage: storage(kind) }) }).values.provider).toMatchObject({
        value: kind,
        source: "project",
        detail: { en: "clinic/settings.py:9" },
      });
    }
    const other = gatherWith({ project: project({ storage: storage("google") }) });
    expect(other.values.provider).toBeUndefined();
    expect(other.missing).toContain("provider");
  });

  test.each([
    ["oregon", "us-west-2"],
    ["ohio", "us-east-2"],
    ["virginia", "us-east-1"],
    ["frankfurt", "eu-central-1"],
    ["singapore", "ap-southeast-1"],
    [null, "us-west-2"],
    ["atlantis", "us-west-2"],
  ])("a service in %s is nearest to %s, and it says so", (region, nearest) => {
    const service = { ...SERVICE, region };
    const { values } = gatherWith({ project: withService({}, { service }) });
    expect(values.region).toMatchObject({ value: nearest, source: "default" });
    expect(values.region?.detail?.en).toContain(region ?? "Oregon");
    expect(values.region?.detail?.es).toContain(region ?? "Oregon");
  });

  test("another endpoint wants a region to sign for, and gets one", () => {
    const { values } = gatherWith({ invocation: parseArguments(["--endpoint-url=https://s3.example.com"]) });
    expect(values.region).toMatchObject({ value: "us-east-1", source: "default" });
    const own = gatherWith({ invocation: parseArguments(["--endpoint-url=https://s3.example.com", "--region=auto"]) });
    expect(own.values.region?.value).toBe("auto");
  });

  test("origins that S3 would not take are left out, the same one is named once", () => {
    const origins = [
      "https://A.example.com",
      "https://a.example.com",
      "https://a.example.com/x",
      "null",
      "*.example.com",
    ];
    const { values } = gatherWith({
      project: project({ origins: origins.map((origin) => ({ origin, place: "settings.py:3" })) }),
    });
    expect(values.corsOrigin).toEqual({
      value: ["https://a.example.com"],
      source: "project",
      detail: { en: "settings.py:3", es: "settings.py:3" },
    });
  });
});

describe("language", () => {
  const langOf = (argv: readonly string[], stored: string | null, env: Record<string, string>) =>
    gather({
      ...run("bucket", {}, []),
      invocation: parseArguments(argv),
      env,
      answersFile: stored === null ? null : readAnswersFile(JSON.stringify({ lang: stored }), "vet-media-setup.json"),
    });

  test("flag, else the locale, while nothing is stored", () => {
    expect(langOf(["--lang=es"], null, { LANG: "en_US.UTF-8" }).values.lang).toMatchObject({
      value: "es",
      source: "flag",
    });
    expect(langOf([], null, { LANG: "es_CL.UTF-8" }).values.lang).toMatchObject({
      value: "es",
      source: "default",
      detail: { en: "LANG" },
    });
    expect(langOf([], null, { LC_ALL: "C", LANG: "es_CL.UTF-8" }).values.lang?.value).toBe("en");
    expect(langOf([], null, { LC_ALL: "", LC_MESSAGES: "es", LANG: "en" }).values.lang?.value).toBe("es");
    expect(langOf([], null, {}).values.lang).toEqual({ value: "en", source: "default" });
    expect(langOf([], null, { LANG: "est_EE" }).values.lang?.value).toBe("en");
  });

  test("what is stored stays the language of the files", () => {
    expect(langOf([], "es", { LC_ALL: "en_US.UTF-8" }).values.lang).toMatchObject({ value: "es", source: "answers" });
    const contrary = langOf(["--lang=en"], "es", {});
    expect(contrary.values.lang).toMatchObject({ value: "es", source: "answers" });
    expect(contrary.warnings.map(({ code }) => code)).toEqual(["language-of-files-stays"]);
    expect(langOf(["--lang=es"], "es", {}).warnings).toEqual([]);
  });
});
