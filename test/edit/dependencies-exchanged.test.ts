/** Dependency files where another provider takes over: what is left of the old one, and that the way there and back gives the same bytes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addPipfile } from "../../src/edit/pipfile.ts";
import { addPep621, addPoetry } from "../../src/edit/pyproject.ts";
import type { DependencyEdit, DependencyOptions } from "../../src/edit/requirement.ts";
import { addRequirements } from "../../src/edit/requirements.ts";
import type { Requirement } from "../../src/model/provider.ts";
import { holds } from "./runs.ts";

const S3: readonly Requirement[] = [
  { name: "django-storages", extras: ["s3"], specifier: "~=1.14.6" },
  { name: "boto3", extras: [], specifier: ">=1.36,<2" },
];
const CLOUD: readonly Requirement[] = [{ name: "cloudinary", extras: [], specifier: ">=1.44,<2" }];
const NOTHING: readonly Requirement[] = [];

type Editor = (text: string, wanted: readonly Requirement[], options: DependencyOptions) => DependencyEdit;

function change(editor: Editor, text: string, from: readonly Requirement[], to: readonly Requirement[], eol: string) {
  return editor(text, to, { eol, present: {}, leaving: from });
}

describe("what leaves is what we wrote", () => {
  const gone = (text: string) => {
    const { text: after, left } = change(addRequirements, text, S3, NOTHING, "\n");
    return [after, left];
  };

  it.each([
    ["Django\ndjango-storages[s3]~=1.14.6\nboto3>=1.36,<2\n", "Django\n", ["django-storages", "boto3"]],
    ["Django\n\n# tests\npytest\n\nboto3>=1.36,<2\n", "Django\n\n# tests\npytest\n", ["boto3"]],
    ['boto3==1.40; os_name == "nt"\nboto3>=1.36,<2; os_name != "nt"\n', 'boto3==1.40; os_name == "nt"\n', ["boto3"]],
    ["boto3>=1.36,<2", "", ["boto3"]],
  ])("%j", (text, after, left) => {
    expect(gone(text)).toEqual([after, left]);
  });

  it.each([
    "boto3==1.36\n",
    "boto3 >= 1.36, <2\n",
    "boto3>=1.36,<2  # for SES\n",
    'boto3>=1.36,<2; python_version > "3.8"\n',
    "  boto3>=1.36,<2\n",
    "boto3>=1.36,<2 \\\n  --hash=sha256:00\n",
    "django-storages[s3,azure]~=1.14.6\n",
    "Django-Storages[s3]~=1.14.6\n",
    "# boto3>=1.36,<2\n",
  ])("%j is somebody's own", (text) => {
    expect(gone(text)).toEqual([text, []]);
  });

  it("in lists and tables too", () => {
    const pep = (items: string) => `[project]\nname = "x"\ndependencies = [${items}]\n`;
    expect(change(addPep621, pep('"a", "boto3>=1.36,<2", "b"'), S3, CLOUD, "\n")).toMatchObject({
      text: pep('"a", "cloudinary>=1.44,<2", "b"'),
      left: ["boto3"],
    });
    expect(change(addPep621, pep('"a", "boto3 (>=1.36,<2)"'), S3, NOTHING, "\n").text).toBe(pep('"a"'));
    expect(change(addPep621, pep('"a", "boto3>=1.36,<2; os_name"'), S3, NOTHING, "\n").left).toEqual([]);
    const poetry = '[tool.poetry.dependencies]\nDjango = "^5"\nboto3 = "^1.36"\npillow = "*"\n';
    expect(change(addPoetry, poetry, S3, CLOUD, "\n")).toMatchObject({
      text: poetry.replace("boto3", "cloudinary").replace("1.36", "1.44"),
      left: ["boto3"],
    });
    const noted = '[packages]\ndjango-storages = {extras = ["s3"], version = "~=1.14.6"}\nboto3 = ">=1.36,<2" # SES\n';
    expect(change(addPipfile, noted, S3, NOTHING, "\n")).toMatchObject({
      text: '[packages]\nboto3 = ">=1.36,<2" # SES\n',
      left: ["django-storages"],
    });
  });

  it("one that is wanted again stays where it is", () => {
    const text = "boto3>=1.36,<2\nDjango\n";
    expect(change(addRequirements, text, S3, S3.slice(1), "\n")).toMatchObject({ text, kept: ["boto3"], left: [] });
  });
});

const names = ["asgiref", "Django", "gunicorn", "Pillow", "whitenoise", "Zope", "celery"] as const;
const eol = fc.constantFrom("\n", "\r\n");

const line = fc.oneof(
  fc.constantFrom(...names).map((name) => `${name}==1.0`),
  fc.constantFrom("", "# web", "-r base.txt", "  "),
);
const requirements = fc
  .tuple(fc.array(line, { maxLength: 7 }), eol, fc.boolean())
  .map(([lines, end, final]) => ({ text: lines.join(end) + (final && lines.length > 0 ? end : ""), eol: end }));

const list = fc
  .record({
    items: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 5 }),
    style: fc.constantFrom("line", "lines", "closed"),
    comma: fc.boolean(),
    note: fc.constantFrom("", " # note"),
    eol,
  })
  .map(({ items, style, comma, note, eol: end }) => {
    const quoted = items.map((name) => `"${name}>=1"`);
    const lines = quoted.map((one, at) => `    ${one}${at < items.length - 1 || comma ? "," : ""}${note}\n`);
    const body =
      style === "line" || items.length === 0
        ? `[${quoted.join(", ")}]`
        : style === "lines"
          ? `[\n${lines.join("")}]`
          : `[\n    ${quoted.join(",\n    ")}]`;
    return { text: `[project]\nname = "x"\ndependencies = ${body}\n\n[tool.x]\n`.replaceAll("\n", end), eol: end };
  });

const table = (header: string) =>
  fc
    .record({
      lines: fc.uniqueArray(fc.constantFrom('Django = "^5"', 'b = "*" # note', "# comment", "", "c = { path = '.' }"), {
        maxLength: 4,
      }),
      after: fc.constantFrom("", "\n", "\n\n[other]\nx = 1\n"),
      eol,
    })
    .map(({ lines, after, eol: end }) => ({
      text: `[${header}]\n${lines.join("\n")}${after}`.replaceAll("\n", end),
      eol: end,
    }));

function isUnsorted(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((one) => /^\w/.test(one));
  const keys = lines.map((one) => one.toLowerCase());
  return keys.length >= 3 && keys.some((one, at) => at > 0 && one < (keys[at - 1] ?? ""));
}

describe("properties", () => {
  it.each<[string, Editor, fc.Arbitrary<{ text: string; eol: string }>, string]>([
    ["requirements.txt", addRequirements, requirements, "own==1"],
    ["PEP 621", addPep621, list, ""],
    ["Poetry", addPoetry, table("tool.poetry.dependencies"), 'own = "1"'],
    ["Pipfile", addPipfile, table("packages"), 'own = "1"'],
  ])("%s: there and back again, and over one without packages: 500 files", (kind, editor, files, own) => {
    holds(
      kind,
      fc.property(files, fc.boolean(), ({ text, eol: end }, goesOn) => {
        for (const [mine, other] of [
          [S3, CLOUD],
          [CLOUD, S3],
        ] as const) {
          const once = change(editor, text, NOTHING, mine, end);
          // The project goes on: a package of its own behind ours. In a file that is sorted, or becomes so by it, ours would move.
          const still = own !== "" && once.text.endsWith(end) && (editor !== addRequirements || isUnsorted(text));
          const first = goesOn && still ? once.text + own + end : once.text;
          const there = change(editor, first, mine, other, end);
          expect([...there.left].sort()).toEqual(mine.map(({ name }) => name).sort());
          for (const { name } of mine) expect(there.text).not.toContain(name);
          expect(change(editor, there.text, other, mine, end).text).toBe(first);
          const bare = change(editor, once.text, mine, NOTHING, end);
          expect(change(editor, bare.text, NOTHING, mine, end).text).toBe(once.text);
        }
      }),
      500,
    );
  });
});
