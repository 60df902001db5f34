/** The first question leads to any S3 service: the part of the endpoint that only the person knows, and from there the questions of S3. */
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { gather } from "../../src/answers/gather.ts";
import { interview } from "../../src/answers/interview.ts";
import { needsInput } from "../../src/answers/needs-input.ts";
import { toAnswers } from "../../src/answers/to-answers.ts";
import { Failure } from "../../src/lib/failure.ts";
import { BACK } from "../../src/model/terminal.ts";
import { SERVICES } from "../../src/providers/s3/services.ts";
import { KEEP, ScriptedPrompter, type Step } from "../support/scripted-prompter.ts";
import { project } from "./project.ts";

const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";

function gathered(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stored: readonly [string, string][] = [],
) {
  return gather({
    invocation: parseArguments(argv),
    env,
    answersFile: null,
    project: project(),
    storedEnv: new Map(stored),
  });
}

async function ask(steps: readonly Step[], argv: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const prompter = new ScriptedPrompter(steps);
  const options = { gathered: gathered(argv, env), project: project(), prompter, env, hex: "5f0c91ab" };
  const done = await interview(options);
  prompter.done();
  return { done, asked: prompter.asked };
}

const OTHER: Step = { select: /^Where should uploads live/, label: "Another S3 service" };
const which = (label: string): Step => ({ select: /^Which service/, label });
const BUCKET: Step = { text: /^Name of the bucket/, type: "clinic-media" };
const REGION = { text: /^Region of the bucket/ };
const ORIGINS: Step = { text: /^Which sites/, type: "" };

describe("each preset", () => {
  const table: readonly [title: string, steps: readonly Step[], endpoint: string, region: string][] = [
    [
      "Cloudflare R2",
      [
        {
          text: /^Account ID/,
          type: ` ${ACCOUNT} `,
          refused: ["", "abc", `${ACCOUNT}0`, "https://dash.cloudflare.com"],
        },
        { select: /^Was the bucket made/, label: "No" },
      ],
      `https://${ACCOUNT}.r2.cloudflarestorage.com`,
      "auto",
    ],
    [
      "Cloudflare R2",
      [
        { text: /^Account ID/, type: ACCOUNT },
        { select: /^Was the bucket made/, label: "European Union" },
      ],
      `https://${ACCOUNT}.eu.r2.cloudflarestorage.com`,
      "auto",
    ],
    [
      "Cloudflare R2",
      // The whole endpoint, as the dashboard shows it: the jurisdiction is in it, and is not asked for.
      [
        {
          text: /^Account ID/,
          type: `${ACCOUNT}.fedramp.r2.cloudflarestorage.com/`,
          refused: [`https://${ACCOUNT}.r2.cloudflarestorage.com/clinic`],
        },
      ],
      `https://${ACCOUNT}.fedramp.r2.cloudflarestorage.com`,
      "auto",
    ],
    [
      "Backblaze B2",
      [{ text: /^Region of your Backblaze/, type: "us-west-004", refused: ["us-west-2", "", "f004.backblazeb2.com"] }],
      "https://s3.us-west-004.backblazeb2.com",
      "us-west-004",
    ],
    [
      "Backblaze B2",
      [{ text: /^Region of your Backblaze/, type: "s3.eu-central-003.backblazeb2.com" }],
      "https://s3.eu-central-003.backblazeb2.com",
      "eu-central-003",
    ],
    [
      "DigitalOcean Spaces",
      [
        {
          text: /^Region of the Space/,
          type: "nyc3",
          refused: ["clinic", "NYC3", "clinic.nyc3.digitaloceanspaces.com"],
        },
      ],
      "https://nyc3.digitaloceanspaces.com",
      "nyc3",
    ],
    ["Tigris", [], "https://t3.storage.dev", "auto"],
  ];

  test.each(table)("%s", async (title, steps, endpointUrl, region) => {
    const { done } = await ask([OTHER, which(title), ...steps, BUCKET, ORIGINS]);
    expect(done.missing).toEqual([]);
    expect(toAnswers(done)).toMatchObject({ provider: "s3", bucket: "clinic-media", endpointUrl, region });
    expect(done.values.endpointUrl).toEqual({ value: endpointUrl, source: "prompt" });
    // Not asked, so not the person's word; the reason stands beside it.
    expect(done.values.region?.source).toBe("default");
    expect(done.values.region?.detail?.en).toContain(title);
  });

  test("Supabase: the region only the person knows is asked for, without a proposal", async () => {
    const { done, asked } = await ask([
      OTHER,
      which("Supabase Storage"),
      {
        text: /^Reference/,
        type: "abcdefghijklmnopqrst",
        refused: ["ABC", "https://abcdefghijklmnopqrst.supabase.co"],
      },
      BUCKET,
      { ...REGION, type: "eu-central-2", refused: ["", "Frankfurt"] },
      ORIGINS,
    ]);
    expect(asked[4]?.initial).toBe("");
    expect(asked[4]?.message.en).toContain("as Supabase Storage shows it");
    expect(toAnswers(done)).toMatchObject({
      endpointUrl: "https://abcdefghijklmnopqrst.supabase.co/storage/v1/s3",
      region: "eu-central-2",
    });
  });

  test("any other: the address, and the region to sign for", async () => {
    const { done } = await ask([
      OTHER,
      which("Any other"),
      {
        text: /^Address/,
        type: "https://s3.example.com/",
        refused: ["", "s3.example.com", "https://clinic.nyc3.digitaloceanspaces.com"],
      },
      BUCKET,
      { ...REGION, type: KEEP },
      ORIGINS,
    ]);
    expect(toAnswers(done)).toMatchObject({ endpointUrl: "https://s3.example.com", region: "us-east-1" });
  });

  test("every question in both languages, with a reason below it", async () => {
    const { asked } = await ask([OTHER, which("Cloudflare R2"), ...(table[0]?.[1] ?? []), BUCKET, ORIGINS]);
    for (const { message } of asked.slice(1, 4)) {
      for (const lang of ["en", "es"] as const) {
        const [question = "", why = ""] = message[lang].split("\n");
        expect(question.length).toBeLessThan(60);
        expect(why.length).toBeGreaterThan(20);
      }
      expect(message.en).not.toBe(message.es);
    }
    expect(asked[1]?.choices.map(({ label }) => label)).toEqual([...SERVICES.map(({ title }) => title), "Any other"]);
  });
});

describe("back and forth", () => {
  test("from each question to the one before, and to the first", async () => {
    const { done } = await ask([
      OTHER,
      which("Cloudflare R2"),
      { text: /^Account ID/, type: ACCOUNT },
      { select: /^Was the bucket made/, label: BACK },
      { text: /^Account ID/, type: BACK },
      { select: /^Which service/, label: BACK },
      OTHER,
      which("Backblaze B2"),
      { text: /^Region of your/, type: "us-west-004" },
      { text: /^Name of the bucket/, type: BACK },
      // What was answered is the proposal.
      { select: /^Where should uploads live/, label: KEEP },
      { select: /^Which service/, label: KEEP },
      { text: /^Region of your/, type: KEEP },
      BUCKET,
      ORIGINS,
    ]);
    expect(toAnswers(done)).toMatchObject({
      endpointUrl: "https://s3.us-west-004.backblazeb2.com",
      region: "us-west-004",
    });
  });

  test("to AWS after all: the endpoint and its region are gone", async () => {
    const { done } = await ask([
      OTHER,
      which("Tigris"),
      { text: /^Name of the bucket/, type: BACK },
      { select: /^Where should uploads live/, label: "Amazon S3" },
      BUCKET,
      { ...REGION, type: KEEP },
      ORIGINS,
    ]);
    expect(toAnswers(done)).toMatchObject({ region: "us-west-2" });
    expect(toAnswers(done)).not.toHaveProperty("endpointUrl");
  });
});

describe("what was said before the first question", () => {
  const B2 = "https://s3.us-west-004.backblazeb2.com";

  test("an endpoint of a flag or variable is the proposal, and is not asked for again", async () => {
    for (const [argv, env] of [
      [[`--endpoint-url=${B2}/`], {}],
      [[], { AWS_S3_ENDPOINT_URL: "s3.us-west-004.backblazeb2.com" }],
    ] as const) {
      const { done } = await ask([{ select: /^Where/, label: KEEP }, BUCKET, ORIGINS], argv, env);
      expect(toAnswers(done)).toMatchObject({ endpointUrl: B2, region: "us-west-004" });
      expect(done.values.endpointUrl?.source).not.toBe("prompt");
    }
  });

  test("AWS chosen in spite of a variable", async () => {
    const env = { AWS_S3_ENDPOINT_URL: B2 };
    const { done } = await ask(
      [{ select: /^Where/, label: "Amazon S3" }, BUCKET, { ...REGION, type: KEEP }, ORIGINS],
      [],
      env,
    );
    expect(toAnswers(done)).not.toHaveProperty("endpointUrl");
  });

  test("the shell's AWS_REGION does not keep R2 from its own", async () => {
    const steps = [
      { text: /^Account ID/, type: ACCOUNT },
      { select: /^Was/, label: "No" },
    ] satisfies Step[];
    const { done } = await ask([OTHER, which("Cloudflare R2"), ...steps, BUCKET, ORIGINS], [], {
      AWS_REGION: "sa-east-1",
    });
    expect(toAnswers(done)).toMatchObject({ region: "auto" });
  });
});

describe("without questions", () => {
  const B2 = "--endpoint-url=https://s3.us-west-004.backblazeb2.com";
  const refused = (argv: readonly string[], env = {}) => {
    try {
      gathered(["--provider=s3", "--bucket=clinic-media", ...argv], env);
    } catch (error) {
      if (error instanceof Failure) return error.problem;
      throw error;
    }
    throw new Error("nothing was refused");
  };

  test.each([
    [B2, "us-west-004", "as the endpoint of Backblaze B2 says"],
    [`--endpoint-url=https://${ACCOUNT}.r2.cloudflarestorage.com`, "auto", "Cloudflare R2 has one region, auto"],
    ["--endpoint-url=nyc3.digitaloceanspaces.com", "nyc3", "as the endpoint of DigitalOcean Spaces says"],
    ["--endpoint-url=https://fly.storage.tigris.dev", "auto", "Tigris has one region, auto"],
    ["--endpoint-url=http://127.0.0.1:9000", "us-east-1", "what most S3-compatible services expect"],
  ])("%s: %s, %s", (flag, region, reason) => {
    const { values } = gathered(["--provider=s3", "--bucket=clinic-media", flag]);
    expect(values.region).toMatchObject({ value: region, source: "default" });
    expect(values.region?.detail?.en).toBe(reason);
    expect(values.region?.detail?.es).not.toBe(reason);
  });

  test("another region than the endpoint's is exit 2, and says which", () => {
    expect(refused([B2, "--region=us-west-002"])).toMatchObject({ code: "bad-value", exit: 2, place: "--region" });
    expect(refused([B2, "--region=us-west-002"]).message.en).toContain("us-west-004");
    expect(refused([B2], { AWS_S3_REGION_NAME: "us-east-1" })).toMatchObject({ exit: 2, place: "AWS_S3_REGION_NAME" });
  });

  test("what is only lying around gives way, with a warning", () => {
    for (const [env, stored] of [
      [{ AWS_REGION: "us-east-1" }, []],
      [{}, [["AWS_S3_REGION_NAME", "us-east-1"]]],
    ] as const) {
      const found = gathered(
        ["--provider=s3", "--bucket=clinic-media", B2],
        env,
        stored as readonly [string, string][],
      );
      expect(found.values.region).toMatchObject({ value: "us-west-004", source: "default" });
      expect(found.warnings.map(({ code }) => code)).toEqual(["region-replaced"]);
      expect(found.warnings[0]?.message.es).toContain("us-east-1");
    }
  });

  test("Supabase's region is missing until it is said: exit 3 with the flag", () => {
    const argv = [
      "--provider=s3",
      "--bucket=clinic-media",
      "--endpoint-url=https://abcdefghij.supabase.co/storage/v1/s3",
    ];
    const found = gathered(argv);
    expect(found.missing).toEqual(["region"]);
    const failure = needsInput({ gathered: found, project: project(), env: {} });
    expect(failure?.problem.exit).toBe(3);
    expect(failure?.problems.some(({ message, next }) => `${message.en} ${next?.en}`.includes("--region"))).toBe(true);
    expect(gathered([...argv, "--region=eu-west-1"]).missing).toEqual([]);
  });

  test("the bucket in the endpoint: refused at the end of the path, asked about before the host", () => {
    expect(refused(["--endpoint-url=https://s3.example.com/clinic-media"])).toMatchObject({
      code: "bad-value",
      exit: 2,
      place: "--endpoint-url",
    });
    const found = gathered([
      "--provider=s3",
      "--bucket=clinic-media",
      "--endpoint-url=https://clinic-media.example.com",
    ]);
    expect(found.warnings.map(({ code }) => code)).toEqual(["bucket-in-endpoint"]);
    // A bucket may be called like the service.
    expect(gathered(["--bucket=nyc3", "--endpoint-url=https://nyc3.digitaloceanspaces.com"]).warnings).toEqual([]);
  });
});
