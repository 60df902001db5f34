import { diffLines } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { setServiceEnv } from "../../src/edit/render-yaml.ts";
import { removeServiceDisk, type ServiceDisk, setServiceDisk } from "../../src/edit/service-disk.ts";
import { Failure, type Problem } from "../../src/lib/failure.ts";
import { blueprintTexts } from "./blueprint-texts.ts";
import { hostileString } from "./hostile.ts";
import { holds, tellCounts } from "./runs.ts";

tellCounts({ "render.yaml disk": 1200 });

const DISK: ServiceDisk = { name: "media", mountPath: "/opt/render/project/src/media", sizeGB: 1 };
const WRITTEN = "disk:\n      name: media\n      mountPath: /opt/render/project/src/media\n      sizeGB: 1\n";

function set(text: string, disk = DISK): string {
  const once = setServiceDisk(text, "clinic", disk);
  expect(setServiceDisk(once, "clinic", disk)).toBe(once);
  if (once !== text) expect(removeServiceDisk(once, "clinic")).toBe(text);
  expect(removeServiceDisk(text, "clinic")).toBe(text);
  return once;
}

function problem(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error("was accepted");
}

describe("a new disk", () => {
  it("goes to the end of the service, before comments that follow it", () => {
    const text =
      "services:\n  - type: web\n    name: clinic\n    envVars:\n      - key: A # a\n        value: b\n    # plan: free\n\n  - type: worker\n    name: b\n";
    expect(set(text)).toBe(text.replace("value: b\n", `value: b\n    ${WRITTEN}`));
  });

  it("follows a list at the level of its key, CRLF, no final newline, and the file's own depth", () => {
    const text = "services:\r\n- type: web\r\n  name: clinic\r\n  autoscaling:\r\n     a: 1\r\n  plan: starter # paid";
    expect(set(text)).toBe(
      `${text}\r\n  disk:\r\n     name: media\r\n     mountPath: /opt/render/project/src/media\r\n     sizeGB: 1`,
    );
  });

  it("keeps flow style", () => {
    const flow = "{name: media, mountPath: /opt/render/project/src/media, sizeGB: 1}";
    expect(set("services: [ {type: web, name: clinic, plan: starter } ]\n")).toBe(
      `services: [ {type: web, name: clinic, plan: starter, disk: ${flow} } ]\n`,
    );
    const lines = "services:\n- {\n    type: web,\n    name: clinic, # the site\n  }\n";
    expect(set(lines)).toBe(`services:\n- {\n    type: web,\n    name: clinic, disk: ${flow}, # the site\n  }\n`);
  });

  it("fills a key that is there without a value", () => {
    const empty = "services:\n- name: clinic\n  disk: # none yet\n  type: web\n";
    const block = "  name: media\n    mountPath: /opt/render/project/src/media\n    sizeGB: 1\n";
    expect(setServiceDisk(empty, "clinic", DISK)).toBe(
      `services:\n- name: clinic\n  disk: # none yet\n  ${block}  type: web\n`,
    );
    const flow = "{name: media, mountPath: /opt/render/project/src/media, sizeGB: 1}";
    for (const nothing of ["null", "~"])
      expect(setServiceDisk(`services:\n- name: clinic\n  disk: ${nothing} # none\n`, "clinic", DISK)).toBe(
        `services:\n- name: clinic\n  disk: ${flow} # none\n`,
      );
    expect(setServiceDisk("services: [{name: clinic, disk: , type: web}]\n", "clinic", DISK)).toBe(
      `services: [{name: clinic, disk: ${flow} , type: web}]\n`,
    );
  });

  it("stands beside what a merge gives, and in a project's environment", () => {
    const merged =
      ".base: &base\n  plan: starter\nservices:\n- <<: *base\n  type: web\n  name: clinic\n- <<: *base\n  name: b\n";
    expect(parse(set(merged), { merge: true }).services).toEqual([
      { plan: "starter", type: "web", name: "clinic", disk: DISK },
      { plan: "starter", name: "b" },
    ]);
    const deep =
      "projects:\n- name: p\n  environments:\n  - name: e\n    services:\n    - type: web\n      name: clinic\n";
    expect(parse(set(deep)).projects[0].environments[0].services[0].disk).toEqual(DISK);
  });

  it("writes names that look like something else so that they are text", () => {
    for (const name of ["on", "1", "a: b", "# x", "it's"])
      expect(parse(set("services:\n- name: clinic\n", { ...DISK, name })).services[0].disk.name).toBe(name);
  });

  it("does not reach another service through an anchor", () => {
    const shared = "services:\n- &web\n  type: web\n  name: clinic\n- <<: *web\n  type: worker\n  name: b\n";
    expect(problem(() => setServiceDisk(shared, "clinic", DISK))).toMatchObject({
      code: "blueprint-too-intricate",
      exit: 2,
      place: "render.yaml:3",
    });
  });
});

describe("a disk that is there", () => {
  const there = (disk: string) => `services:\n- name: clinic\n  disk:${disk}\n  type: web\n`;

  it("stays as it is written where it is the same", () => {
    const texts = [
      there(" {sizeGB: 1, mountPath: '/opt/render/project/src/media', name: \"media\"} # ours"),
      there(" # ours\n    mountPath: /opt/render/project/src/media/\n\n    sizeGB: 1\n    name: media"),
    ];
    for (const text of texts) expect(setServiceDisk(text, "clinic", DISK)).toBe(text);
    const whole = there(" {mountPath: /opt/render/project/src/media, name: media}");
    expect(setServiceDisk(whole, "clinic", { ...DISK, sizeGB: 10 })).toBe(whole);
  });

  it("grows in place, and in no other way", () => {
    const text = there("\n    name: media # ours\n    sizeGB: 1 # GB\n    mountPath: /opt/render/project/src/media");
    expect(setServiceDisk(text, "clinic", { ...DISK, sizeGB: 20 })).toBe(text.replace("sizeGB: 1 #", "sizeGB: 20 #"));
    const flow = there(" {mountPath: /opt/render/project/src/media, name: media }");
    expect(setServiceDisk(flow, "clinic", { ...DISK, sizeGB: 20 })).toBe(
      flow.replace("media }", "media, sizeGB: 20 }"),
    );
    const block = there("\n      mountPath: /opt/render/project/src/media\n      name: media");
    expect(setServiceDisk(block, "clinic", { ...DISK, sizeGB: 20 })).toBe(
      block.replace("name: media\n", "name: media\n      sizeGB: 20\n"),
    );
    expect(problem(() => setServiceDisk(flow, "clinic", DISK))).toMatchObject({
      code: "disk-smaller",
      exit: 2,
      place: "render.yaml:3",
    });
  });

  it("is never moved or replaced", () => {
    const text = there("\n    name: uploads\n    mountPath: /var/data\n    sizeGB: 5");
    for (const disk of [
      DISK,
      { name: "uploads", mountPath: "/var/data/media", sizeGB: 5 },
      { name: "media", mountPath: "/var/data", sizeGB: 5 },
    ]) {
      const refused = problem(() => setServiceDisk(text, "clinic", disk, { file: "../render.yaml" }));
      expect(refused).toMatchObject({ code: "disk-elsewhere", exit: 2, place: "../render.yaml:3" });
      expect(refused.message.en).toContain("/var/data");
      expect(refused.next?.es).toContain("--mount-path");
    }
    expect(problem(() => setServiceDisk(there(" 10"), "clinic", DISK))).toMatchObject({ code: "blueprint-shape" });
  });

  it("that others share does not grow and is not taken from them", () => {
    const merged = ".b: &b\n  disk: {name: media, mountPath: /opt/render/project/src/media, sizeGB: 1}\n";
    const text = `${merged}services:\n- <<: *b\n  name: clinic\n- <<: *b\n  name: other\n`;
    expect(setServiceDisk(text, "clinic", DISK)).toBe(text);
    expect(problem(() => setServiceDisk(text, "clinic", { ...DISK, sizeGB: 2 })).code).toBe("blueprint-too-intricate");
    expect(problem(() => removeServiceDisk(text, "clinic")).code).toBe("blueprint-too-intricate");
    const anchored =
      "services:\n- name: clinic\n  disk: &d {name: media, mountPath: /opt/render/project/src/media}\n- name: other\n  disk: *d\n";
    expect(problem(() => removeServiceDisk(anchored, "clinic")).code).toBe("blueprint-too-intricate");
    expect(removeServiceDisk(anchored, "other")).toBe(anchored.replace("  disk: *d\n", ""));
  });

  it("goes with its lines, wherever it stands", () => {
    const lines = "    name: media\n    # inside\n    mountPath: /x\n";
    expect(
      removeServiceDisk(
        `services:\n- name: clinic\n  # keep\n  disk: # ours\n${lines}  # and this\n  type: web\n`,
        "clinic",
      ),
    ).toBe("services:\n- name: clinic\n  # keep\n  # and this\n  type: web\n");
    expect(removeServiceDisk(`services:\n- disk:\n${lines}  name: clinic\n`, "clinic")).toBe(
      "services:\n- name: clinic\n",
    );
    expect(removeServiceDisk(`services:\n- disk:\n${lines}  # the site\n  name: clinic\n`, "clinic")).toContain(
      "# the site",
    );
    expect(removeServiceDisk("services: [{disk: {name: a, mountPath: /x}, name: clinic}]\n", "clinic")).toBe(
      "services: [{name: clinic}]\n",
    );
    expect(removeServiceDisk(`services:\n- name: clinic\n  disk:\n${lines.trimEnd()}`, "clinic")).toBe(
      "services:\n- name: clinic",
    );
  });

  it("is asked of a service that is there", () => {
    expect(problem(() => setServiceDisk("services:\n- name: a\n", "clinic", DISK))).toMatchObject({
      code: "blueprint-no-service",
      exit: 2,
    });
    expect(problem(() => setServiceDisk("services:\n- name: clinic\n- name: clinic\n", "clinic", DISK)).code).toBe(
      "blueprint-service-twice",
    );
  });
});

describe("properties", () => {
  const disk: fc.Arbitrary<ServiceDisk> = fc.record({
    name: fc.oneof(
      fc.constant("media"),
      hostileString.filter((one) => !/\p{Surrogate}/u.test(one) && one !== ""),
    ),
    mountPath: fc.constantFrom("/var/data/media", "/opt/render/project/src/media", "/srv/a b", "/srv/#x", "/ñ"),
    sizeGB: fc.integer({ min: 1, max: 1000 }),
  });

  it("the file means what it did, and the disk; removing gives back the bytes: 1,000 files", () => {
    holds(
      "render.yaml disk",
      fc.property(blueprintTexts, disk, ({ text, eol }, wanted) => {
        const once = setServiceDisk(text, "clinic", wanted);
        expect(setServiceDisk(once, "clinic", wanted)).toBe(once);
        expect(removeServiceDisk(once, "clinic")).toBe(text);
        const meant = parse(text);
        const clinic = meant.services.find((one: { name: string }) => one.name === "clinic");
        clinic.disk = { ...wanted };
        // As YAML 1.2 has it, and to readers of 1.1.
        expect(parse(once)).toEqual(meant);
        const old = parse(once, { version: "1.1" }).services.find((one: { name: string }) => one.name === "clinic");
        expect(old.disk).toEqual(wanted);
        const parts = diffLines(text.replaceAll("\r\n", "\n"), once.replaceAll("\r\n", "\n"));
        const lines = (kind: "added" | "removed") =>
          parts.filter((part) => part[kind]).flatMap((part) => part.value.replace(/\n$/, "").split("\n"));
        // Only a last line without a line end counts as another one.
        expect(lines("removed").length).toBeLessThanOrEqual(1);
        expect(lines("added")).toHaveLength(4 + lines("removed").length);
        if (eol === "\r\n") expect(once).not.toMatch(/(?<!\r)\n/);
        expect(/[\r\n]$/.test(once)).toBe(/[\r\n]$/.test(text));
        const larger = setServiceDisk(once, "clinic", { ...wanted, sizeGB: wanted.sizeGB + 1 });
        expect(larger).toBe(once.replace(`sizeGB: ${wanted.sizeGB}`, `sizeGB: ${wanted.sizeGB + 1}`));
      }),
      1000,
    );
  });

  it("variables and disk do not disturb each other, in either order: 200 files", () => {
    const variables = [{ key: "NEW_MEDIA_ROOT", value: "/var/data/media" }];
    holds(
      "render.yaml disk",
      fc.property(blueprintTexts, disk, ({ text }, wanted) => {
        const one = setServiceDisk(setServiceEnv(text, "clinic", variables), "clinic", wanted);
        const other = setServiceEnv(setServiceDisk(text, "clinic", wanted), "clinic", variables);
        expect(parse(one)).toEqual(parse(other));
        expect(removeServiceDisk(one, "clinic")).toBe(setServiceEnv(text, "clinic", variables));
      }),
      200,
    );
  });
});
