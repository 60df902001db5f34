/** The answers of a disk that nobody gave: the disk that is there, what an earlier run has left, else a mount that suits the runtime. */
import { describe, expect, test } from "vitest";
import type { FlagValues } from "../../src/answers/arguments.ts";
import { changeAnswer } from "../../src/answers/change-answer.ts";
import { complete, gather } from "../../src/answers/gather.ts";
import { sourcedValues, withValue } from "../../src/answers/gathered.ts";
import { toAnswers } from "../../src/answers/to-answers.ts";
import type { BlueprintService, Project } from "../../src/model/project.ts";
import { BACK } from "../../src/model/terminal.ts";
import { ScriptedPrompter } from "../support/scripted-prompter.ts";
import { project, SERVICE, withService } from "./project.ts";

const DISK = { name: "data", mountPath: "/var/data", sizeGB: 5, line: 9 };

function gathered(what: Project, values: FlagValues = {}, stored: Record<string, string> = {}) {
  return gather({
    invocation: { values: { provider: "render-disk", ...values } },
    env: {},
    answersFile: null,
    project: what,
    storedEnv: new Map(Object.entries(stored)),
  });
}

const withSome = (changes: Partial<BlueprintService>) => {
  const service = { ...SERVICE, ...changes };
  return project({ blueprint: { file: "render.yaml", services: [service], groups: [], previews: false }, service });
};
const mountOf = (what: Project) => gathered(what).values.mountPath;

describe("where it is mounted", () => {
  test.each<[string, Partial<BlueprintService>, string]>([
    ["native", {}, "/opt/render/project/src/media"],
    ["rootDir", { rootDir: "backend" }, "/opt/render/project/src/backend/media"],
    ["rootDir with dots and slashes", { rootDir: "./apps/web/" }, "/opt/render/project/src/apps/web/media"],
    ["rootDir that no mount can have", { rootDir: "Sistema Web" }, "/opt/render/project/src/media"],
    ["docker", { runtime: "docker" }, "/var/data/media"],
    ["an image", { runtime: "image" }, "/var/data/media"],
    ["a Dockerfile", { runtime: null, dockerfilePath: "./Dockerfile" }, "/var/data/media"],
  ])("%s", (_, changes, mount) => {
    expect(mountOf(withSome(changes))).toMatchObject({ value: mount, source: "default" });
  });

  test("without render.yaml", () => {
    expect(mountOf(project())?.value).toBe("/opt/render/project/src/media");
    const docker = project({ deployed: { docker: true, path: "/app", folder: "" } });
    expect(mountOf(docker)?.value).toBe("/var/data/media");
  });

  test("what an earlier run has left, for a disk that render.yaml does not hold", () => {
    const stored = { MEDIA_STORAGE: "disk", MEDIA_ROOT: "/srv/uploads/" };
    expect(gathered(project(), {}, stored).values.mountPath).toMatchObject({
      value: "/srv/uploads",
      source: "project",
    });
    const declared = withService({ MEDIA_STORAGE: "disk", MEDIA_ROOT: "/srv/x" });
    expect(mountOf(declared)).toMatchObject({ value: "/srv/x", source: "project" });
    expect(gathered(project(), {}, { MEDIA_ROOT: "/srv/uploads" }).values.mountPath?.source).toBe("default");
  });
});

describe("a disk that is there", () => {
  test("is the answer, with its line; a flag says otherwise", () => {
    const { values } = gathered(withSome({ disk: DISK }));
    expect(values).toMatchObject({
      mountPath: { value: "/var/data", source: "project", detail: { en: "render.yaml:9" } },
      diskName: { value: "data", source: "project" },
      diskSize: { value: 5, source: "project" },
    });
    expect(gathered(withSome({ disk: DISK }), { diskSize: 8 }).values.diskSize).toMatchObject({
      value: 8,
      source: "flag",
    });
    expect(gathered(withSome({ disk: { ...DISK, sizeGB: null } })).values.diskSize?.value).toBe(10);
  });

  test("of the service that is answered, and no longer of another", () => {
    const other = { ...SERVICE, name: "admin", line: 20 };
    const services = [{ ...SERVICE, disk: DISK }, other];
    const both = project({ blueprint: { file: "render.yaml", services, groups: [], previews: false } });
    const first = complete(withValue(gathered(both), "service", { value: "clinic-web", source: "prompt" }), both);
    expect(first.values.mountPath).toMatchObject({ value: "/var/data", source: "project" });
    const second = complete(withValue(first, "service", { value: "admin", source: "prompt" }), both);
    expect(second.values.mountPath).toMatchObject({ value: "/opt/render/project/src/media", source: "default" });
    expect(second.values.diskName?.value).toBe("media");
  });
});

test("what was gathered for S3 goes no further", () => {
  const early = gather({
    invocation: { values: {} },
    env: {},
    answersFile: null,
    project: project(),
    storedEnv: new Map(),
  });
  const chosen = complete(withValue(early, "provider", { value: "render-disk", source: "prompt" }), project());
  expect(Object.keys(chosen.values)).toContain("region");
  expect(sourcedValues(chosen).map(({ name }) => name)).not.toContain("region");
  expect(toAnswers(chosen)).toMatchObject({ provider: "render-disk", diskSize: 1 });
  expect(toAnswers(chosen)).not.toHaveProperty("prefix");
});

test("«Change an answer» offers the disk's, and nothing of S3", async () => {
  const prompter = new ScriptedPrompter([
    { select: /^Which answer/, label: "Size of the disk (GB)" },
    { text: /^How many GB/, type: "12", refused: ["0", "1.5", "10GB", "abc"] },
  ]);
  const options = { gathered: gathered(project()), project: project(), prompter, env: {}, hex: "00000000" };
  const changed = await changeAnswer(options);
  prompter.done();
  if (changed === BACK) throw new Error("went back");
  expect(changed.gathered.values.diskSize).toMatchObject({ value: 12, source: "prompt" });
  expect(prompter.asked[0]?.choices.map(({ label }) => label)).toEqual([
    "Size of the disk (GB)",
    "Where the disk is mounted",
    "Name of the disk",
    "Who can open the files",
    "File for the variables",
    "Proof",
  ]);
});
