/** The report of `check`: a page for the owner of the files in plain words, then the developer's list; as Markdown and as HTML that prints. */
import { describe, expect, test } from "vitest";
import { type ReportContent, reportText } from "../../../src/commands/check/report-file.ts";
import { LANGUAGES, verbatim } from "../../../src/lib/text.ts";
import type { Answers, CloudinaryAnswers, RenderDiskAnswers, S3Answers } from "../../../src/model/answers.ts";
import type { Check } from "../../../src/model/check.ts";
import { project } from "../../answers/project.ts";

const common = { settings: "clinica.settings", envFile: ".env.render", prove: "auto", lang: "es" } as const;
const s3: S3Answers = {
  ...common,
  provider: "s3",
  access: "private",
  bucket: "clinica-media-5f0c91ab",
  region: "us-west-2",
  prefix: "media",
  corsOrigin: [],
  directUpload: false,
};
const r2: S3Answers = { ...s3, region: "auto", endpointUrl: `https://${"a".repeat(32)}.r2.cloudflarestorage.com` };
const b2: S3Answers = { ...s3, region: "us-west-004", endpointUrl: "https://s3.us-west-004.backblazeb2.com" };
const minio: S3Answers = { ...s3, endpointUrl: "https://deposito.clinica.example:9000" };
const cloudinary: CloudinaryAnswers = {
  ...common,
  provider: "cloudinary",
  access: "private",
  cloudName: "clinica",
  folder: "media",
};
const disk: RenderDiskAnswers = {
  ...common,
  provider: "render-disk",
  access: "private",
  mountPath: "/var/data/media",
  diskName: "media",
  diskSize: 5,
};
const PASS: Check = { id: "bucket", status: "pass", message: verbatim("bucket | found") };
const FAIL: Check = { id: "cors", status: "fail", message: verbatim("<b>rule</b>"), next: verbatim("mend & run") };

function report(answers: Answers | null, given: Partial<ReportContent> & { file?: string } = {}): string {
  const { file = "media.md", ...content } = given;
  return reportText(file, { lang: "en", answers, project: project(), checks: [PASS], ...content });
}

/** What stands below a heading, up to the next one. */
const below = (text: string, heading: string) => text.split(`## ${heading}\n`)[1]?.split("\n#")[0]?.trim() ?? "";

describe("the owner's page", () => {
  test.each([
    ["S3", s3, "At Amazon S3, in the bucket clinica-media-5f0c91ab, region us-west-2 (Oregon), folder media."],
    ["R2", r2, "At Cloudflare R2, in the bucket clinica-media-5f0c91ab, folder media."],
    ["another service", minio, "At deposito.clinica.example:9000, in the bucket"],
    ["Cloudinary", cloudinary, "At Cloudinary, in the cloud clinica, folder media"],
    ["the disk", disk, "At Render, on a disk of its own (media, 5 GB)"],
    ["nothing", null, "On the machine of Render that runs the site, and nowhere else."],
  ])("says where the files are: %s", (_name, answers, words) => {
    expect(below(report(answers), "Where the files are")).toContain(words);
  });

  test.each([
    ["S3", s3, "works for 15 minutes"],
    ["S3, public", { ...s3, access: "public" as const }, "Anybody who has a link"],
    ["Cloudinary", cloudinary, "links to Cloudinary never expire"],
    ["the disk", disk, "signed in to the site"],
    ["the disk, public", { ...disk, access: "public" as const }, "Anybody who has a link"],
  ])("says who can read them: %s", (_name, answers, words) => {
    expect(below(report(answers), "Who can read them")).toContain(words);
  });

  test("says what they cost, with the day and the page of every price", () => {
    const ofS3 = below(report(s3), "What it costs");
    expect(ofS3).toContain("- $0.023 per GB a month (us-east-1) (as of 2026-11-24, not read on its own page)");
    expect(ofS3).toContain("https://aws.amazon.com/s3/pricing/");
    expect(ofS3).toMatch(/If there were 20 GB: about \$\d+\.\d\d a month\./);
    // What is paid for a disk is its size, not what lies on it.
    expect(below(report(disk), "What it costs")).toContain("$8.25 a month, paid instance included.");
    expect(below(report(cloudinary), "What it costs")).toContain("Nothing for the files counted here.");
    expect(below(report(r2), "What it costs")).toContain("https://developers.cloudflare.com/r2/pricing/");
  });

  test.each([
    ["B2", b2],
    ["another service", minio],
  ])("names no price that nobody has read: %s", (_name, answers) => {
    const text = below(report(answers), "What it costs");
    expect(text).toContain("not known to this tool");
    expect(text).not.toContain("$");
  });

  test("says whether all is well, as the checks found it", () => {
    const skipped: Check = { ...PASS, status: "skip" };
    const state = (checks: readonly Check[]) => below(report(s3, { checks }), "Is everything in order?");
    expect(state([PASS])).toBe("Yes: everything that was looked at is as it should be.");
    expect(state([PASS, skipped])).toContain("One thing was not looked at.");
    expect(state([PASS, { ...PASS, status: "warn" }])).toContain("one thing deserves a look");
    expect(state([FAIL, FAIL])).toContain("No: 2 things are not right.");
  });

  test("says how to leave, with commands that exist", () => {
    expect(below(report(s3), "How to leave")).toContain("npx vet-media-setup migrate --from configured --to backup");
    expect(below(report(disk), "How to leave")).toContain("in the Shell of the service at Render");
    for (const answers of [s3, cloudinary, disk]) {
      expect(below(report(answers), "How to leave")).toMatch(/^1\. .*\n2\. .*\n3\. only when the copy/m);
    }
  });

  test.each([s3, r2, b2, minio, cloudinary, disk, null])("is whole in both languages, and comes first", (answers) => {
    for (const lang of LANGUAGES) {
      const text = report(answers, { lang });
      const [owner = "", developer = ""] = text.split(lang === "en" ? "# For the developer" : "# Para quien programa");
      expect(owner).not.toMatch(/undefined|null|\[object/);
      expect(developer).toContain("bucket \\| found");
    }
    expect(report(answers, { lang: "es" })).not.toMatch(/\b(?:the|files|costs)\b/);
  });
});

describe("as HTML", () => {
  test("prints each part on a page of its own, and fetches nothing", () => {
    const text = report(s3, { file: "media.HTML", lang: "es" });
    expect(text).toMatch(/^<!doctype html>\n<html lang="es">/);
    expect(text.match(/<section>/g)).toHaveLength(2);
    expect(text).toContain("break-before:page");
    expect(text).not.toMatch(/<(?:script|img|link|iframe)|src=|@import|url\(/);
  });

  test("words of others make no tags", () => {
    const text = report(s3, { file: "media.html", checks: [FAIL] });
    expect(text).toContain("&lt;b&gt;rule&lt;/b&gt;");
    expect(text).toContain("mend &amp; run");
    expect(report(s3, { checks: [FAIL] })).not.toContain("<b>");
  });

  test("holds the same words as Markdown", () => {
    const words = (text: string) =>
      text.replace(/<style>.*?<\/style>|<title>.*?<\/title>/gs, "").match(/\p{L}{4,}/gu) ?? [];
    const html = new Set(words(report(disk, { file: "media.html" })));
    for (const word of words(report(disk))) expect(html).toContain(word);
  });
});

describe("lines that bypass the storage API", () => {
  const bypass = (file: string, line: number, code: string, instead: string) => ({
    place: { file, line },
    code,
    instead,
  });
  const bypasses = [
    bypass("app/models.py", 3, "os.remove(self.scan.path)", "self.scan.delete(save=False)"),
    bypass("app/views.py", 7, 'open(scan.file.path, "rb")', 'scan.file.open("rb")'),
    bypass("app/views.py", 9, "`<b>` + path", "x"),
  ];

  test("are to be ticked off, file by file, with the change of each", () => {
    const text = report(s3, { project: { ...project(), bypasses } });
    expect(text).toContain(
      '### `app/views.py`\n\n- [ ] line 7\n\n  ```diff\n  - open(scan.file.path, "rb")\n  + scan.file.open("rb")\n  ```\n',
    );
    expect(text.match(/^- \[ \] /gm)).toHaveLength(3);
    expect(text.match(/^### /gm)).toHaveLength(2);
    expect(report(s3)).not.toContain("- [ ]");
  });

  test("stand in the HTML too, as text", () => {
    const text = report(s3, { file: "media.html", lang: "es", project: { ...project(), bypasses } });
    expect(text).toContain("\u2610 línea 7<br><code>open(scan.file.path, &quot;rb&quot;)</code>");
    expect(text).toContain("`&lt;b&gt;` + path");
  });
});
