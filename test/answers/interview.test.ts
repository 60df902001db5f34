import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { gather } from "../../src/answers/gather.ts";
import { interview } from "../../src/answers/interview.ts";
import { toAnswers } from "../../src/answers/to-answers.ts";
import type { Project } from "../../src/model/project.ts";
import { BACK } from "../../src/model/terminal.ts";
import { KEEP, ScriptedPrompter, type Step } from "../support/scripted-prompter.ts";
import { project, SERVICE, withService } from "./project.ts";

function start(steps: readonly Step[], argv: readonly string[] = [], picture: Project = project(), env = {}) {
  const prompter = new ScriptedPrompter(steps);
  const invocation = parseArguments(argv);
  const said = { invocation, env, project: picture, storedEnv: new Map() };
  const gathered = gather({ ...said, answersFile: null });
  const gatherFor = (provider: string) =>
    gather({ ...said, answersFile: { file: "", places: {}, values: { provider } } });
  return { prompter, options: { gathered, gatherFor, project: picture, prompter, env, hex: "5f0c91ab" } };
}

async function ask(steps: readonly Step[], argv: readonly string[] = [], picture: Project = project(), env = {}) {
  const { prompter, options } = start(steps, argv, picture, env);
  const gathered = await interview(options);
  prompter.done();
  return { gathered, asked: prompter.asked };
}

const PROVIDER: Step = { select: /^Where should uploads live/, label: "Amazon S3" };
const BUCKET = { text: /^Name of the bucket/ };
const REGION = { text: /^Region of the bucket/ };
const ORIGINS = { text: /^Which sites/ };

describe("interview", () => {
  test("what the environment says of a provider that was chosen only now", async () => {
    const env = { CLOUDINARY_CLOUD_NAME: "clinic", CLOUDINARY_UPLOAD_PREFIX: "https://api-eu.cloudinary.com" };
    const { gathered, asked } = await ask([{ ...PROVIDER, label: "Cloudinary" }], [], project(), env);
    expect(asked).toHaveLength(1);
    expect(gathered.values.cloudName).toMatchObject({ value: "clinic", source: "env" });
    expect(gathered.values.uploadPrefix).toMatchObject({ value: "https://api-eu.cloudinary.com", source: "env" });
    expect(gathered.values.provider?.source).toBe("prompt");
  });

  test("a person who presses Enter gets a whole setup", async () => {
    const { gathered, asked } = await ask([
      PROVIDER,
      { ...BUCKET, type: KEEP },
      { ...REGION, type: KEEP },
      { ...ORIGINS, type: KEEP },
    ]);
    expect(gathered.missing).toEqual([]);
    expect(toAnswers(gathered)).toMatchObject({
      provider: "s3",
      bucket: "clinica-santa-sofia-media-5f0c91ab",
      region: "us-west-2",
      corsOrigin: [],
    });
    for (const name of ["provider", "bucket", "region", "corsOrigin"] as const) {
      expect(gathered.values[name]?.source, name).toBe("prompt");
    }
    expect(asked).toHaveLength(4);
  });

  test("every question has a reason below it, in both languages", async () => {
    const { asked } = await ask([
      PROVIDER,
      { ...BUCKET, type: KEEP },
      { ...REGION, type: KEEP },
      { ...ORIGINS, type: KEEP },
    ]);
    for (const { message, choices } of asked) {
      for (const lang of ["en", "es"] as const) {
        const [question = "", ...why] = message[lang].split("\n");
        expect(question.length).toBeLessThan(60);
        // Of the providers each has its own reason beside it.
        const reasons = why.length > 0 ? why : choices.map(({ hint }) => hint ?? "");
        expect(reasons.join(" ").length, question).toBeGreaterThan(30);
      }
      expect(message.en).not.toBe(message.es);
    }
  });

  test("the choices are compared, each in two lines, priced for this project", async () => {
    const held = project({ media: { root: "media", url: null, files: 2000, bytes: 1e9, tracked: 0 } });
    const { prompter, options } = start([PROVIDER], [], held);
    await expect(interview(options)).rejects.toThrow();
    const choices = prompter.asked[0]?.choices ?? [];
    expect(choices.map(({ label, disabled }) => `${label} ${disabled}`)).toEqual([
      "Amazon S3 false",
      "Cloudinary false",
      "Render disk false",
      "Another S3 service false",
    ]);
    for (const { hint } of choices) expect(hint.split("\n")).toHaveLength(2);
    expect(choices.map(({ hint }) => hint.includes("recommended"))).toEqual([true, false, false, false]);
    expect(choices.slice(0, 3).map(({ hint }) => hint.split("\n")[1])).toEqual([
      "about $0.03 a month for your files ·\u00a0recommended",
      "free for your files as they are",
      "$7.25 a month, paid instance included",
    ]);
  });

  test("nothing is asked that was said", async () => {
    const argv = ["--provider=s3", "--bucket=a-bucket", "--region=us-east-1", "--cors-origin=https://a.example.com"];
    const { gathered } = await ask([], argv);
    expect(gathered.values.bucket?.source).toBe("flag");
  });

  test("the rules judge while typing", async () => {
    await ask(
      [
        {
          ...BUCKET,
          type: "good-name",
          refused: ["", "ab", "UPPER", "a.b.c", "x".repeat(64), "-a-", "xn--a", "it's", "a\nb"],
        },
        { ...REGION, type: "sa-east-1", refused: ["", "oregon", "us-west2", "nyc3", "US-WEST-2"] },
        {
          ...ORIGINS,
          type: "https://a.example.com, https://B.example.com",
          refused: ["clinic.example.com", "https://a.example.com/x", "https://a.example.com 'x'"],
        },
      ],
      ["--provider=s3"],
    ).then(({ gathered }) => {
      expect(gathered.values.corsOrigin?.value).toEqual(["https://a.example.com", "https://b.example.com"]);
    });
  });

  test("the region near the service is proposed, with the reason", async () => {
    const { asked } = await ask(
      [
        { ...REGION, type: KEEP },
        { ...ORIGINS, type: KEEP },
      ],
      ["--provider=s3", "--bucket=a-bucket"],
      withService(),
    );
    expect(asked[0]).toMatchObject({ initial: "eu-central-1" });
    expect(asked[0]?.message.en).toContain("Frankfurt, nearest to your Render region, frankfurt");
    expect(asked[0]?.message.es).toContain("tu región de Render, frankfurt");
  });

  test("another service's regions are its own", async () => {
    const argv = ["--provider=s3", "--bucket=a-bucket", "--endpoint-url=https://s3.example.com"];
    const { gathered } = await ask(
      [
        { ...REGION, type: "auto", refused: ["A B"] },
        { ...ORIGINS, type: KEEP },
      ],
      argv,
    );
    expect(gathered.values.region?.value).toBe("auto");
  });

  describe("origins that the project names", () => {
    const picture = project({ origins: [{ origin: "https://clinic.example.com", place: "clinic/settings.py:20" }] });
    const argv = ["--provider=s3", "--bucket=a-bucket", "--region=us-west-2"];
    const SHOWN = { select: /^Which sites may read/ };

    test("are shown with their place, and taken as the project's", async () => {
      const { gathered, asked } = await ask([{ ...SHOWN, label: KEEP }], argv, picture);
      expect(asked[0]?.choices[0]).toMatchObject({
        label: "These: https://clinic.example.com",
        hint: "found in clinic/settings.py:20",
      });
      expect(gathered.values.corsOrigin).toMatchObject({ value: ["https://clinic.example.com"], source: "project" });
    });

    test("can be edited, starting from them", async () => {
      const { gathered, asked } = await ask(
        [
          { ...SHOWN, label: "Others, or more" },
          { ...ORIGINS, type: BACK },
          { ...SHOWN, label: "Others, or more" },
          { ...ORIGINS, type: "https://clinic.example.com https://www.example.com" },
        ],
        argv,
        picture,
      );
      expect(asked[1]?.initial).toBe("https://clinic.example.com");
      expect(gathered.values.corsOrigin).toEqual({
        value: ["https://clinic.example.com", "https://www.example.com"],
        source: "prompt",
      });
    });

    test("can be declined", async () => {
      const { gathered } = await ask([{ ...SHOWN, label: /^None/ }], argv, picture);
      expect(gathered.values.corsOrigin).toEqual({ value: [], source: "prompt" });
    });
  });

  describe("back and forth", () => {
    test("keeps what was answered as the proposal", async () => {
      const { gathered, asked } = await ask([
        PROVIDER,
        { ...BUCKET, type: "my-own-bucket" },
        { ...REGION, type: "sa-east-1" },
        { ...ORIGINS, type: BACK },
        { ...REGION, type: BACK },
        { ...BUCKET, type: KEEP },
        { ...REGION, type: KEEP },
        { ...ORIGINS, type: KEEP },
      ]);
      expect(asked.slice(4, 7).map(({ initial }) => initial)).toEqual(["sa-east-1", "my-own-bucket", "sa-east-1"]);
      expect(gathered.values).toMatchObject({ bucket: { value: "my-own-bucket" }, region: { value: "sa-east-1" } });
    });

    test("keeps the proposed name when nothing was typed yet", async () => {
      const { asked } = await ask([
        PROVIDER,
        { ...BUCKET, type: BACK },
        PROVIDER,
        { ...BUCKET, type: KEEP },
        { ...REGION, type: KEEP },
        { ...ORIGINS, type: KEEP },
      ]);
      expect(asked[3]?.initial).toBe(asked[1]?.initial);
    });

    test("before the first question there is nothing", async () => {
      const back: Step = { select: /^Where/, label: BACK };
      await ask([
        back,
        back,
        PROVIDER,
        { ...BUCKET, type: KEEP },
        { ...REGION, type: KEEP },
        { ...ORIGINS, type: KEEP },
      ]);
    });
  });

  describe("what the project leaves open", () => {
    const argv = ["--provider=s3", "--bucket=a-bucket", "--region=us-west-2", "--no-cors-origin"];
    const unclear = project({
      settings: null,
      candidates: [
        { module: "config.dev", file: "config/dev.py", evidence: [] },
        {
          module: "config.render",
          file: "config/render.py",
          evidence: [{ kind: "wsgi", place: { file: "config/wsgi.py", line: 7 }, summary: "wsgi.py" }],
        },
        { module: "config.gone", file: null, evidence: [] },
      ],
    });

    test("settings: the candidates with their evidence; those without a file are none", async () => {
      const env = { DJANGO_SETTINGS_MODULE: "config.dev" };
      const { gathered, asked } = await ask(
        [{ select: /^Which settings/, label: "config.render" }],
        argv,
        unclear,
        env,
      );
      expect(gathered.values.settings).toEqual({ value: "config.render", source: "prompt" });
      expect(asked[0]?.choices.map(({ label, hint }) => `${label}|${hint}`)).toEqual([
        "config.dev|",
        "config.render|wsgi.py",
        "Another module|",
      ]);
      expect(asked[0]?.message.en).toContain("DJANGO_SETTINGS_MODULE says config.dev here");
    });

    test("settings: typed, with the way back to the candidates", async () => {
      const { gathered } = await ask(
        [
          { select: /^Which settings/, label: "Another module" },
          { text: /^Name or path/, type: BACK },
          { select: /^Which settings/, label: "Another module" },
          { text: /^Name or path/, type: "other/settings.py", refused: ["", "a b", "x;y", "a..b"] },
        ],
        argv,
        unclear,
      );
      expect(gathered.values.settings?.value).toBe("other/settings.py");
    });

    test("settings: no candidates, so a name is typed", async () => {
      await ask([{ text: /^Name or path/, type: "x.settings" }], argv, project({ settings: null }));
    });

    test("service: asked among those that can be Django, and first", async () => {
      const services = [SERVICE, { ...SERVICE, name: "api" }, { ...SERVICE, name: "site", runtime: "static" }];
      const picture = { ...unclear, blueprint: { file: "render.yaml", services, groups: [], previews: false } };
      const { gathered, asked } = await ask(
        [
          { select: /^Which settings/, label: "config.dev" },
          { select: /^Which service of render.yaml/, label: BACK },
          { select: /^Which settings/, label: KEEP },
          { select: /^Which service/, label: "api" },
        ],
        argv,
        picture,
      );
      expect(gathered.values).toMatchObject({
        service: { value: "api", source: "prompt" },
        settings: { value: "config.dev" },
      });
      expect(asked[1]?.choices.map(({ label }) => label)).toEqual(["clinic-web", "api"]);
    });
  });
});

describe("the scripted person is strict", () => {
  test("an answer that nothing asked for fails", async () => {
    await expect(
      ask([PROVIDER], ["--provider=s3", "--bucket=a-bucket", "--region=us-west-2", "--no-cors-origin"]),
    ).rejects.toThrow(/not asked for/);
  });

  test("a question that nobody answers fails, and so does another question than expected", async () => {
    await expect(ask([PROVIDER])).rejects.toThrow(/nobody answers/);
    await expect(ask([{ ...BUCKET, type: "x" }])).rejects.toThrow(/a select was asked/);
    await expect(ask([{ select: /^Who/, label: KEEP }])).rejects.toThrow(/the script has/);
    await expect(ask([PROVIDER, { ...BUCKET, type: "UPPER" }])).rejects.toThrow(/was refused/);
    await expect(ask([PROVIDER, { ...BUCKET, type: KEEP, refused: ["fine-name"] }])).rejects.toThrow(/was not refused/);
  });
});
