import { describe, expect, test } from "vitest";
import { parseArguments } from "../../src/answers/arguments.ts";
import { type Changed, changeAnswer } from "../../src/answers/change-answer.ts";
import { gather } from "../../src/answers/gather.ts";
import type { Gathered } from "../../src/answers/gathered.ts";
import { toAnswers } from "../../src/answers/to-answers.ts";
import { BACK, type Back } from "../../src/model/terminal.ts";
import { type Asked, ScriptedPrompter, type Step } from "../support/scripted-prompter.ts";
import { project } from "./project.ts";

describe("changeAnswer", () => {
  const argv = ["--provider=s3", "--bucket=a-bucket", "--region=sa-east-1", "--prefix=x"];
  const WHICH = /^Which answer/;

  async function change(
    steps: readonly Step[],
    more: readonly string[] = [],
    picture = project(),
  ): Promise<{ changed: Changed | Back; asked: readonly Asked[]; before: Gathered }> {
    const prompter = new ScriptedPrompter(steps);
    const said = new Set(more.map((word) => word.split("=")[0]));
    const invocation = parseArguments([...argv.filter((word) => !said.has(word.split("=")[0])), ...more]);
    const gathered = gather({ invocation, env: {}, answersFile: null, project: picture, storedEnv: new Map() });
    const options = { gathered, project: picture, prompter, env: {}, hex: "5f0c91ab" };
    const changed = await changeAnswer(options);
    prompter.done();
    return { changed, asked: prompter.asked, before: options.gathered };
  }

  test("asks that one alone, and keeps all the others", async () => {
    const { changed, asked, before } = await change([
      { select: WHICH, label: "Folder in the bucket" },
      { text: /^Folder in the bucket/, type: "", refused: ["a b", "../x"] },
    ]);
    if (changed === BACK) throw new Error("went back");
    expect(changed.changed).toBe("prefix");
    expect(changed.gathered.values).toEqual({ ...before.values, prefix: { value: "", source: "prompt" } });
    expect(asked[0]?.choices.find(({ label }) => label === "Folder in the bucket")?.hint).toBe("x");
    expect(asked[1]?.initial).toBe("x");
  });

  test("back from the question is back to the list; back from the list is no change", async () => {
    const { changed } = await change([
      { select: WHICH, label: "Bucket" },
      { text: /^Name of the bucket/, type: BACK },
      { select: WHICH, label: BACK },
    ]);
    expect(changed).toBe(BACK);
  });

  test("another service brings its own region", async () => {
    const { changed } = await change([
      { select: WHICH, label: "S3-compatible service" },
      { select: /^Which service/, label: "Any other" },
      {
        text: /^Address/,
        type: "https://s3.example.com/",
        refused: ["", "s3.example.com", "https://s3.amazonaws.com"],
      },
      { text: /^Region/, type: "auto" },
    ]);
    if (changed === BACK) throw new Error("went back");
    expect(changed.gathered.values).toMatchObject({
      endpointUrl: { value: "https://s3.example.com" },
      region: { value: "auto" },
    });
  });

  test("and back to AWS, its region with it", async () => {
    const { changed, asked } = await change(
      [
        { select: WHICH, label: "S3-compatible service" },
        { select: /^Which service/, label: "Amazon S3" },
        { text: /^Region/, type: "us-east-1", refused: ["auto"] },
      ],
      ["--endpoint-url=https://s3.example.com"],
    );
    if (changed === BACK) throw new Error("went back");
    expect(asked[1]?.initial).toBe("other");
    expect(changed.gathered.values.endpointUrl).toBeUndefined();
    expect(toAnswers(changed.gathered)).not.toHaveProperty("endpointUrl");
  });

  test("direct upload without an origin says so, until there is one", async () => {
    const { changed } = await change([
      { select: WHICH, label: "Direct upload" },
      { confirm: /^May browsers upload/, say: true },
    ]);
    if (changed === BACK) throw new Error("went back");
    expect(changed.gathered.warnings.map(({ code }) => code)).toEqual(["direct-upload-without-origins"]);
  });

  test("who can open the files: private is proposed, and public needs a folder", async () => {
    const opened = await change([
      { select: WHICH, label: "Who can open the files" },
      { select: /^Who can open/, label: "Public" },
    ]);
    if (opened.changed === BACK) throw new Error("went back");
    expect(opened.asked[1]?.initial).toBe("private");
    expect(toAnswers(opened.changed.gathered)).toMatchObject({ access: "public" });
    const whole = await change(
      [
        { select: WHICH, label: "Who can open the files" },
        { select: /^Who can open/, label: BACK },
        { select: WHICH, label: BACK },
      ],
      ["--prefix="],
    );
    expect(whole.asked[1]?.choices).toContainEqual(expect.objectContaining({ label: "Public", disabled: true }));
    const folder = await change(
      [
        { select: WHICH, label: "Folder in the bucket" },
        { text: /^Folder/, type: "fotos", refused: [""] },
      ],
      ["--access=public"],
    );
    expect(folder.changed).toMatchObject({ gathered: { values: { prefix: { value: "fotos" } } } });
    const domain = await change(
      [
        { select: WHICH, label: "Who can open the files" },
        { select: /^Who can open/, label: BACK },
        { select: WHICH, label: BACK },
      ],
      ["--access=public", "--custom-domain=d111111abcdef8.cloudfront.net"],
    );
    expect(domain.asked[1]?.choices).toContainEqual(expect.objectContaining({ label: "Private", disabled: true }));
  });

  test("an IAM user for the app only where one is offered or there is one; empty takes it back", async () => {
    const none = await change([{ select: WHICH, label: BACK }]);
    expect(none.asked[0]?.choices.map(({ label }) => label)).not.toContain("IAM user for the app");
    const taken = await change(
      [
        { select: WHICH, label: "IAM user for the app" },
        { text: /^IAM user/, type: "", refused: ["a b", "x".repeat(65)] },
      ],
      ["--create-app-user=clinic-app"],
    );
    if (taken.changed === BACK) throw new Error("went back");
    expect(taken.asked[1]?.initial).toBe("clinic-app");
    expect(taken.changed.gathered.values.createAppUser).toBeUndefined();
  });

  test("settings and service only where there is a choice", async () => {
    const none = await change([{ select: WHICH, label: BACK }]);
    expect(none.asked[0]?.choices.map(({ label }) => label)).not.toContain("Settings module");
    const candidates = ["a.settings", "b.settings"].map((module) => ({ module, file: `${module}.py`, evidence: [] }));
    const some = await change(
      [
        { select: WHICH, label: "Settings module" },
        { select: /^Which settings/, label: "b.settings" },
      ],
      [],
      project({ candidates }),
    );
    expect(some.changed).toMatchObject({
      changed: "settings",
      gathered: { values: { settings: { value: "b.settings" } } },
    });
  });
});
