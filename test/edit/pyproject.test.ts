import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { addPipfile, removePipfile } from "../../src/edit/pipfile.ts";
import { addPep621, addPoetry, removePep621, removePoetry } from "../../src/edit/pyproject.ts";
import { Failure, type Problem } from "../../src/lib/failure.ts";
import type { Requirement } from "../../src/model/provider.ts";
import { askPython } from "./python-oracle.ts";
import { holds, tellCounts } from "./runs.ts";

tellCounts({ "PEP 621": 2000, Poetry: 2000, Pipfile: 2000 });

const STORAGES: Requirement = { name: "django-storages", extras: ["s3"], specifier: "~=1.14.6" };
const BOTO3: Requirement = { name: "boto3", extras: [], specifier: ">=1.36,<2" };
const WANTED = [STORAGES, BOTO3];
const LF = { eol: "\n", present: {} };
const NAMES = ["django-storages", "boto3"];

type Editor = typeof addPep621;

function add(editor: Editor, text: string, options = LF, wanted: readonly Requirement[] = WANTED) {
  const once = editor(text, wanted, options);
  const again = editor(once.text, wanted, options);
  expect(again).toEqual({ text: once.text, added: [], raised: [], left: [], kept: wanted.map(({ name }) => name) });
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

describe("addPep621", () => {
  const project = (list: string) =>
    `[project]\nname = "clinic"\ndependencies = ${list}\n\n[tool.ruff]\nline-length = 100\n`;

  it.each([
    [
      "one a line, comma at the end",
      '[\n    "Django>=5",\n    "gunicorn", # server\n]',
      '[\n    "Django>=5",\n    "gunicorn", # server\n    "django-storages[s3]~=1.14.6",\n    "boto3>=1.36,<2",\n]',
    ],
    [
      "one a line, none at the end",
      "[\n  'Django>=5',\n  'gunicorn' # server\n]",
      "[\n  'Django>=5',\n  'gunicorn', # server\n  'django-storages[s3]~=1.14.6',\n  'boto3>=1.36,<2'\n]",
    ],
    [
      "one line",
      '["Django>=5", "gunicorn" ]',
      '["Django>=5", "gunicorn", "django-storages[s3]~=1.14.6", "boto3>=1.36,<2" ]',
    ],
    [
      "bracket behind the last",
      '[\n  "Django>=5",\n  "gunicorn"]',
      '[\n  "Django>=5",\n  "gunicorn",\n  "django-storages[s3]~=1.14.6",\n  "boto3>=1.36,<2"]',
    ],
    [
      "versions in brackets, as Poetry writes them",
      '[\n    "Django (>=5,<6)",\n    "gunicorn"\n]',
      '[\n    "Django (>=5,<6)",\n    "gunicorn",\n    "django-storages[s3] (~=1.14.6)",\n    "boto3 (>=1.36,<2)"\n]',
    ],
    ["empty", "[]", '[\n    "django-storages[s3]~=1.14.6",\n    "boto3>=1.36,<2",\n]'],
    [
      "empty with a comment",
      "[\n  # none yet\n]",
      '[\n  # none yet\n    "django-storages[s3]~=1.14.6",\n    "boto3>=1.36,<2",\n]',
    ],
    [
      "sorted",
      '[\n    "asgiref",\n    "Django>=5", # web\n    "gunicorn",\n]',
      '[\n    "asgiref",\n    "boto3>=1.36,<2",\n    "Django>=5", # web\n    "django-storages[s3]~=1.14.6",\n    "gunicorn",\n]',
    ],
    [
      "sorted on one line",
      '["asgiref", "django", "gunicorn"]',
      '["asgiref", "boto3>=1.36,<2", "django", "django-storages[s3]~=1.14.6", "gunicorn"]',
    ],
    [
      "sorted, before the first",
      '[\n  "celery",\n  "d",\n  "zope"\n]',
      '[\n  "boto3>=1.36,<2",\n  "celery",\n  "d",\n  "django-storages[s3]~=1.14.6",\n  "zope"\n]',
    ],
  ])("adds in the style of the list: %s", (_, before, after) => {
    expect(add(addPep621, project(before)).text).toBe(project(after));
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    expect(add(addPep621, crlf(project(before)), { eol: "\r\n", present: {} }).text).toBe(crlf(project(after)));
  });

  it("makes the list where there is none, and reads dotted keys", () => {
    expect(add(addPep621, '[project]\nname = "x"\nversion = """1\n"""\n\n[tool.x]\n').text).toBe(
      '[project]\nname = "x"\nversion = """1\n"""\ndependencies = [\n    "boto3>=1.36,<2",\n]\n\n[tool.x]\n'.replace(
        '    "boto3',
        '    "django-storages[s3]~=1.14.6",\n    "boto3',
      ),
    );
    expect(add(addPep621, 'project.name = "x"\nproject.dependencies = ["a"]').text).toContain(
      '["a", "django-storages[s3]',
    );
  });

  it("keeps what is there, and adds the extra that nothing brings", () => {
    const text = project('[\n  "Django_Storages >= 1.9; python_version > \'3\'",\n  "boto3==1.35.93",\n]');
    expect(add(addPep621, text)).toEqual({ text, added: [], kept: NAMES, raised: [], left: [] });
    expect(add(addPep621, project('["django-storages==1.14.6"]'), LF, [STORAGES])).toMatchObject({
      text: project('["django-storages[s3]==1.14.6"]'),
      raised: ["django-storages"],
      left: [],
    });
    expect(
      add(addPep621, project("[]"), { eol: "\n", present: { "django-storages": "", Boto3: "==1" } }).added,
    ).toEqual([]);
  });

  it("does not count groups and extras, which the build does not install", () => {
    const text = `${project("[]")}[dependency-groups]\ndev = ["boto3", {include-group = "x"}]\nx = []\n`;
    expect(add(addPep621, text, { eol: "\n", present: { boto3: "" } }).added).toEqual(NAMES);
    const optional = `${project("[]")}[project.optional-dependencies]\ns3 = ["django-storages[s3]"]\n`;
    expect(add(addPep621, optional, { eol: "\n", present: { "django-storages": "" } }).added).toEqual(NAMES);
  });

  it("refuses with the place", () => {
    const dynamic = '[project]\nname = "x"\ndynamic = ["version", "dependencies"]\n';
    expect(problem(() => addPep621(dynamic, WANTED, LF))).toMatchObject({
      exit: 2,
      code: "dependencies-dynamic",
      place: "pyproject.toml:3",
    });
    expect(problem(() => addPep621('[project]\nname = "x\n', WANTED, LF))).toMatchObject({
      exit: 2,
      code: "toml-syntax",
      place: "pyproject.toml:2",
    });
    expect(problem(() => addPep621("[project]\na = 1\na = 2\n", WANTED, LF))).toMatchObject({
      exit: 2,
      code: "toml-syntax",
      place: "pyproject.toml:3",
    });
    expect(problem(() => addPep621('project = {name = "x"}\n', WANTED, LF)).code).toBe("dependencies-intricate");
    expect(problem(() => addPep621('[project]\ndependencies = ["django\\u002dstorages"]\n', [STORAGES], LF)).code).toBe(
      "dependencies-intricate",
    );
  });
});

describe("addPoetry", () => {
  const caret =
    '[tool.poetry]\nname = "x"\n\n[tool.poetry.dependencies]\npython = "^3.11"\nDjango = "^5.2" # web\n\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n';

  it("writes carets where the table does, extras as Poetry does", () => {
    expect(add(addPoetry, caret).text).toBe(
      caret.replace("# web\n", '# web\ndjango-storages = {extras = ["s3"], version = "~1.14.6"}\nboto3 = "^1.36"\n'),
    );
    const plain = caret.replaceAll("^", ">=");
    expect(add(addPoetry, plain).text).toContain('version = "~=1.14.6"}\nboto3 = ">=1.36,<2"\n');
  });

  it("keeps what is there: in the table, as a table of its own, in a group that is installed", () => {
    for (const there of [
      caret.replace("# web\n", '# web\nBoto3 = "1.35"\ndjango_storages = {version = "*"}\n'),
      `${caret}[tool.poetry.dependencies.boto3]\nversion = "1"\n[tool.poetry.dependencies.django-storages]\nversion = "1"\n`,
      `${caret}[tool.poetry.group.prod.dependencies]\nboto3 = "1"\ndjango-storages = "1"\n`,
    ]) {
      expect(add(addPoetry, there)).toEqual({ text: there, added: [], kept: NAMES, raised: [], left: [] });
    }
  });

  it("does not count groups for development and optional ones", () => {
    const present = { boto3: "*", "django-storages": "*" };
    for (const group of [
      `${caret}boto3 = "1"\ndjango-storages = "1"\n`,
      `${caret}[tool.poetry.group.cloud]\noptional = true\n[tool.poetry.group.cloud.dependencies]\nboto3 = "1"\ndjango-storages = "1"\n`,
      `${caret}[tool.poetry.dev-dependencies]\nboto3 = "1"\ndjango-storages = "1"\n`,
    ]) {
      expect(add(addPoetry, group, { eol: "\n", present }).added).toEqual(NAMES);
    }
  });

  it("makes the table where there is none, and refuses one without a header", () => {
    expect(add(addPoetry, '[tool.poetry]\nname = "x"').text).toBe(
      '[tool.poetry]\nname = "x"\n\n[tool.poetry.dependencies]\ndjango-storages = {extras = ["s3"], version = "~=1.14.6"}\nboto3 = ">=1.36,<2"',
    );
    for (const text of [
      '[tool.poetry]\ndependencies = {python = "*"}\n',
      '[tool.poetry]\ndependencies.python = "*"\n',
      'tool = {poetry = {name = "x"}}\n',
    ]) {
      expect(problem(() => addPoetry(text, WANTED, LF))).toMatchObject({ exit: 2, code: "dependencies-intricate" });
    }
  });
});

describe("addPipfile", () => {
  const text =
    '[[source]]\nurl = "https://pypi.org/simple"\n\n[packages]\ndjango = "*"\n\n[dev-packages]\nboto3 = "*"\n\n[requires]\npython_version = "3.11"\n';

  it("adds to packages, and counts no other category", () => {
    expect(add(addPipfile, text, { eol: "\n", present: { boto3: "*" } }).text).toBe(
      text.replace(
        'django = "*"\n',
        'django = "*"\ndjango-storages = {extras = ["s3"], version = "~=1.14.6"}\nboto3 = ">=1.36,<2"\n',
      ),
    );
    expect(add(addPipfile, "[packages]\n[dev-packages]\n").text).toMatch(
      /^\[packages\]\ndjango-storages.*\nboto3.*\n\[dev-packages\]\n$/,
    );
    expect(add(addPipfile, "[packages]").text).toMatch(/^\[packages\]\ndjango-storages.*\nboto3[^\n]*$/);
    expect(add(addPipfile, "").text).toMatch(/^\[packages\]\ndjango-storages/);
  });
});

const eol = fc.constantFrom("\n", "\r\n");
const gap = fc.constantFrom("", "", ' # note, [with] "marks"');
const item = fc.constantFrom(
  '"Django>=5,<6"',
  "'gunicorn'",
  '"""whitenoise[brotli]"""',
  '"a; sys_platform == \\"win32\\""',
  '"Boto3==1.35"',
  '"zope"',
  '"asgiref"',
  '"x @ https://example.com/x#sha=1"',
);
const indent = fc.constantFrom("  ", "    ", "\t");
/** A list in one of many layouts. */
const list = fc
  .record({
    items: fc.uniqueArray(item, { maxLength: 6 }),
    style: fc.constantFrom("line", "lines", "open"),
    comma: fc.boolean(),
    indent,
    note: gap,
    comment: fc.boolean(),
  })
  .map(({ items, style, comma, indent, note, comment }) => {
    if (style === "line") return `[ ${items.join(" , ")}${comma && items.length > 0 ? "," : ""} ]`;
    const lines = items.map((one, at) => `${indent}${one}${at < items.length - 1 || comma ? "," : ""}${note}\n`);
    if (style === "open" && items.length > 0) return `[\n${items.map((one) => indent + one).join(",\n")}]`;
    return `[${note}\n${comment ? `${indent}# first\n` : ""}${lines.join("")}${comment ? "# last\n" : ""}]`;
  });
const pep621 = fc
  .record({
    list,
    eol,
    before: fc.constantFrom("", "# top\n[tool.a]\nx = 'y]'\n", '[build-system]\nrequires = ["x"]\n\n'),
    after: fc.constantFrom(
      "",
      "\n",
      "\n\n[tool.b]\nc = { d = [1, 2], e.f = 'dependencies' }\n",
      '\nreadme = """\n[project]\ndependencies = []\n"""\n',
    ),
  })
  .map(({ list, eol, before, after }) => ({
    text: `${before}[project]\nname = "x" # y\ndependencies = ${list}${after}`.replaceAll("\n", eol),
    eol,
  }));
const key = fc.constantFrom(
  'Django = "^5"',
  'gunicorn = {version = "*", extras = ["x"]} # c',
  "'white.noise' = '>=6'",
  '"boto3" = "1.35"',
  "python = '^3.11'",
  "# comment",
  "",
  "local = { path = '../x', develop = true }",
);
const table = (name: string) =>
  fc
    .record({
      keys: fc.uniqueArray(key, { maxLength: 6 }),
      eol,
      before: fc.constantFrom("", '[tool.x]\ny = """\n[packages]\n"""\n'),
      after: fc.constantFrom("", "\n", "\n\n[other]\nboto3 = 1\n"),
    })
    .map(({ keys, eol, before, after }) => ({
      text: `${before}[${name}]\n${keys.join("\n")}${after}`.replaceAll("\n", eol),
      eol,
    }));

function record(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}

describe("properties", () => {
  const editors: [
    string,
    Editor,
    (text: string, names: string[]) => string,
    fc.Arbitrary<{ text: string; eol: string }>,
    string[],
  ][] = [
    ["PEP 621", addPep621, removePep621, pep621, ["project", "dependencies"]],
    ["Poetry", addPoetry, removePoetry, table("tool.poetry.dependencies"), ["tool", "poetry", "dependencies"]],
    ["Pipfile", addPipfile, removePipfile, table("packages"), ["packages"]],
  ];

  it.each(editors)(
    "%s: parses to the old values and exactly what was added; twice is once; removing takes it out: 2,000 files",
    (kind, editor, remove, files, path) => {
      const texts: string[] = [];
      holds(
        kind,
        fc.property(files, ({ text, eol }) => {
          const once = add(editor, text, { eol, present: {} });
          texts.push(once.text);
          expect([...once.added, ...once.kept].sort()).toEqual([...NAMES].sort());
          const before = parse(text);
          const after = parse(once.text);
          const at = (root: unknown) => path.slice(0, -1).reduce((value, part) => record(value[part]), record(root));
          const last = path.at(-1) ?? "";
          const old = at(before)[last];
          const now = at(after)[last];
          if (Array.isArray(now)) {
            expect(now.length).toBe((old as unknown[]).length + once.added.length);
            expect(now.filter((one) => !once.added.some((name) => String(one).startsWith(name)))).toEqual(old);
          } else {
            const rest = Object.fromEntries(Object.entries(record(now)).filter(([name]) => !once.added.includes(name)));
            expect(rest).toEqual({ ...record(old) });
            expect(once.added.every((name) => name in record(now))).toBe(true);
          }
          at(after)[last] = old;
          expect(after).toEqual(before);
          const without = parse(remove(once.text, once.added));
          expect(without).toEqual(before);
          // No line of the old text is lost: at most a comma was put behind the last item.
          const lines = once.text.split(/\r?\n/);
          const changed = text.split(/\r?\n/).filter((line) => !lines.includes(line));
          expect(changed.length).toBeLessThanOrEqual(1);
        }),
        2000,
      );
      const python = askPython<number | null>(
        "try: import tomllib\nexcept ImportError: tomllib = None\nanswer = None if tomllib is None else sum(tomllib.loads(case) is not None for case in cases)",
        texts,
      );
      if (python === null) console.warn("SKIPPED: this python3 has no tomllib to read the results with");
      else expect(python).toBe(texts.length);
    },
  );
});
