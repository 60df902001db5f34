/** A diff for people never shows a key, whatever file it stands in. */
import { describe, expect, test } from "vitest";
import type { FileChange } from "../../src/model/change.ts";
import { diffOf } from "../../src/plan/diff.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYzzzzz";

function shown(before: string, after: string, over: Partial<FileChange> = {}): string {
  const change: FileChange = {
    type: "file",
    path: "a.txt",
    absolutePath: "/a.txt",
    action: "modify",
    summary: { en: "", es: "" },
    before: Buffer.from(before),
    after: Buffer.from(after),
    sensitive: false,
    ...over,
  };
  return diffOf(change, new Set(["MEDIA_STORAGE"])).lines.join("\n");
}

describe("secrets in files of the project", () => {
  test.each([
    ["python", `AWS_SECRET_ACCESS_KEY = '${SECRET}'\n`],
    ["python, a dict", `    "api_secret": "${SECRET}",\n`],
    ["yaml", `- key: AWS_SECRET_ACCESS_KEY\n  value: ${SECRET}\n`],
    ["yaml, quoted", `- key: "DJANGO_SECRET_KEY" # once\n  value: '${SECRET}'\n`],
    ["yaml, CRLF", `- key: MAIL_PASSWORD\r\n  value: ${SECRET}\r\n`],
    ["yaml, flow", `- {key: API_TOKEN, value: ${SECRET}}\n`],
    ["yaml, preview", `- key: STRIPE_APIKEY\n  previewValue: ${SECRET}\n`],
    ["a URL", `DATABASE_URL=postgres://clinic:${encodeURIComponent(SECRET)}@db/clinic\n`],
  ])("%s: removed, added and beside", (_, line) => {
    for (const text of [shown(line, "x\n"), shown("x\n", line), shown(`a\n${line}`, `b\n${line}`)]) {
      expect(text).not.toContain("wJalr");
      expect(text).toContain("***");
    }
  });

  test("what is no secret is shown as it is", () => {
    const text = "- key: KEYBOARD\n  value: abcdef\nurl: https://example.com/a:b@c\nTOKENS = 4096\n";
    expect(shown("x\n", text).replaceAll(/^[-+]|^@@.*\n/gm, "")).toBe(`x\n${text.trimEnd()}`);
  });
});

test("in a sensitive file every value is hidden but those that are known, and a changed one shows as changed", () => {
  const before = `MEDIA_STORAGE=local\nOTHER=${SECRET}\nexport AWS_SECRET_ACCESS_KEY='old'\n`;
  const after = `MEDIA_STORAGE=s3\nOTHER=${SECRET}\nexport AWS_SECRET_ACCESS_KEY='${SECRET}'\n`;
  const text = shown(before, after, { sensitive: true });
  expect(text).not.toContain("wJalr");
  expect(text).toContain("+MEDIA_STORAGE=s3");
  expect(text).toContain(" OTHER=***");
  expect(shown("", `NEW=${SECRET}\n`, { sensitive: true })).toContain("+NEW=***");
  expect(shown("", `NEW=${SECRET}\n`, { sensitive: true })).not.toContain("****");
  expect(text).toContain("-export AWS_SECRET_ACCESS_KEY=***\n+export AWS_SECRET_ACCESS_KEY=****");
});
