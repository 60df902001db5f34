/** The recommendation follows from facts of the project, and each reason is one sentence. */
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/lib/text.ts";
import type { FileField, Project } from "../../src/model/project.ts";
import { recommend } from "../../src/providers/recommend.ts";
import { usageOf } from "../../src/providers/usage.ts";
import { project, SERVICE, withService } from "../answers/project.ts";

const field = (model: string, name: string, more: Partial<FileField> = {}): FileField => ({
  place: { file: "clinic/models.py", line: 1 },
  model,
  field: name,
  uploadTo: "",
  ownStorage: false,
  ...more,
});
const PHOTO = field("Patient", "photo", { image: true });
const EXAM = field("Exam", "file");
const BYPASS = { place: { file: "a.py", line: 1 }, code: "open(x.file.path)", instead: 'x.file.open("rb")' };

function advice(picture: Project | null) {
  const { provider, access, reasons, others } = recommend(picture, usageOf(picture?.media ?? null));
  expect({ provider, access }).toEqual({ provider: "s3", access: "private" });
  for (const { en, es } of [...reasons, ...others.map(({ reason }) => reason)]) {
    for (const words of [en, es]) expect(words).toMatch(/^\p{L}[^\n]*\.$/u);
    expect(en).not.toBe(es);
  }
  const of = (id: string) => others.filter((one) => one.provider === id).map(({ suits, reason }) => [suits, reason.en]);
  return { reasons: reasons.map(({ en }) => en), cloudinary: of("cloudinary"), disk: of("render-disk") };
}

describe("documents", () => {
  test("a field that takes any file is a reason for S3, and against links that never expire", () => {
    const { reasons, cloudinary } = advice(project({ fileFields: [PHOTO, EXAM] }));
    expect(reasons).toEqual([
      "Exam.file takes any file, documents too: S3 keeps them private, behind links that expire.",
    ]);
    expect(cloudinary).toEqual([[false, "Not for documents: its signed links never expire."]]);
  });

  test("many are named by the first three", () => {
    const fields = ["A", "B", "C", "D", "E"].map((model) => field(model, "file"));
    expect(advice(project({ fileFields: fields })).reasons[0]).toContain("A.file, B.file, C.file and 2 more take any");
  });

  test("a field with a storage of its own does not count", () => {
    const { reasons } = advice(project({ fileFields: [field("Exam", "file", { ownStorage: true })] }));
    expect(reasons[0]).not.toContain("Exam.file");
  });
});

describe("images only", () => {
  test.each([
    [[PHOTO], "your one file field takes images only"],
    [[PHOTO, field("Vet", "face", { image: true })], "all 2 file fields take images only"],
  ])("%#: Cloudinary may suit", (fileFields, words) => {
    const { cloudinary } = advice(project({ fileFields }));
    expect(cloudinary).toEqual([[true, expect.stringContaining(words)]]);
  });

  test("without a field nothing is claimed", () => {
    expect(advice(project()).cloudinary).toEqual([[false, expect.stringContaining("It suits images")]]);
    expect(advice(null).cloudinary).toEqual([[false, expect.stringContaining("It suits images")]]);
  });
});

describe("the disk", () => {
  const services = (...more: readonly Partial<typeof SERVICE>[]): Partial<Project> => ({
    blueprint: {
      file: "render.yaml",
      services: [SERVICE, ...more.map((one) => ({ ...SERVICE, ...one }))],
      groups: [],
      previews: false,
    },
  });

  test("is the simplest for one instance that is paid for", () => {
    expect(advice(withService()).disk).toEqual([
      [true, "The simplest: clinic-web pays for its instance already, so a disk is $0.25 a month more."],
    ]);
  });

  test("needs a paid instance", () => {
    const service = { ...SERVICE, plan: "free" };
    expect(advice(withService({}, { service })).disk[0]).toEqual([
      false,
      expect.stringContaining("clinic-web is free now"),
    ]);
    expect(advice(project()).disk[0]).toEqual([false, expect.stringMatching(/^It needs a paid instance; deploys/)]);
    expect(advice(null).disk[0]?.[0]).toBe(false);
  });

  test("is not for several instances", () => {
    const { disk, reasons } = advice(withService({}, { service: { ...SERVICE, mostInstances: 3 } }));
    expect(disk).toEqual([[false, expect.stringContaining("clinic-web on up to 3 instances")]]);
    expect(reasons).toHaveLength(2);
  });

  test.each(["worker", "pserv", "cron", "web"])("is not for a %s beside, which could not see it", (type) => {
    const { disk } = advice(withService({}, services({ name: "mailer", type })));
    expect(disk).toEqual([[false, "Not if mailer in render.yaml needs the files: a disk belongs to one service."]]);
  });

  test("a static site or a Redis beside is no matter", () => {
    const beside = services({ name: "docs", type: "web", runtime: "static" }, { name: "cache", type: "keyvalue" });
    expect(advice(withService({}, beside)).disk[0]?.[0]).toBe(true);
  });

  test("needs no change of the lines that open files by path", () => {
    expect(advice(project({ bypasses: [BYPASS] })).disk[1]).toEqual([
      true,
      expect.stringContaining("the line that opens"),
    ]);
    expect(advice(project({ bypasses: [BYPASS, BYPASS] })).disk[1]).toEqual([
      true,
      expect.stringContaining("the 2 lines"),
    ]);
    expect(advice(project()).disk).toHaveLength(1);
  });
});

test.each(LANGUAGES)("there is always a reason, in %s", (lang) => {
  for (const picture of [null, project(), withService(), project({ fileFields: [EXAM] })]) {
    expect(recommend(picture, usageOf(null)).reasons[0]?.[lang].length).toBeGreaterThan(20);
  }
});
