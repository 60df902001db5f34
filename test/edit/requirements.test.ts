import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compiledBy, isFromSource } from "../../src/edit/compiled-requirements.ts";
import { addRequirements, removeRequirements } from "../../src/edit/requirements.ts";
import { Failure, type Problem } from "../../src/lib/failure.ts";
import type { Requirement } from "../../src/model/provider.ts";
import { askPython } from "./python-oracle.ts";
import { holds, runs, tellCounts } from "./runs.ts";

tellCounts({ "requirements.txt": 3000 });

const STORAGES: Requirement = { name: "django-storages", extras: ["s3"], specifier: "~=1.14.6" };
const BOTO3: Requirement = { name: "boto3", extras: [], specifier: ">=1.36,<2" };
const WANTED = [STORAGES, BOTO3];
const LF = { eol: "\n", present: {} };

const add = (text: string, options = LF, wanted: readonly Requirement[] = WANTED) => {
  const once = addRequirements(text, wanted, options);
  expect(addRequirements(once.text, wanted, options)).toEqual({
    ...once,
    added: [],
    raised: [],
    kept: wanted.map((one) => one.name),
  });
  return once;
};

function problem(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error("was accepted");
}

describe("new lines", () => {
  it("go to the end, each on a line of its own", () => {
    const lines = "django-storages[s3]~=1.14.6\nboto3>=1.36,<2\n";
    expect(add("")).toMatchObject({ text: lines, added: ["django-storages", "boto3"], kept: [], raised: [], left: [] });
    expect(add("gunicorn\nDjango==5.2\n").text).toBe(`gunicorn\nDjango==5.2\n${lines}`);
    expect(add("gunicorn\nDjango==5.2").text).toBe(`gunicorn\nDjango==5.2\n${lines}`);
    expect(add("-r base.txt").text).toBe(`-r base.txt\n${lines}`);
    expect(add("gunicorn # why", LF).text).toBe(`gunicorn # why\n${lines}`);
    expect(add("gunicorn\r\n", { eol: "\r\n", present: {} }).text).toBe(
      `gunicorn\r\n${lines.replaceAll("\n", "\r\n")}`,
    );
    expect(add("gunicorn\n\n\n").text).toBe(`gunicorn\n${lines}\n\n`);
  });

  it("go to their place in a file that is plainly sorted, without regard to case", () => {
    const text = "asgiref==3.8\nDjango==5.2.7\ngunicorn==23.0\nPillow==11\n";
    expect(add(text).text).toBe(
      "asgiref==3.8\nboto3>=1.36,<2\nDjango==5.2.7\ndjango-storages[s3]~=1.14.6\ngunicorn==23.0\nPillow==11\n",
    );
    expect(add("# pinned\na==1\nb==1\nc==1").text).toBe(
      "# pinned\na==1\nb==1\nboto3>=1.36,<2\nc==1\ndjango-storages[s3]~=1.14.6\n",
    );
  });

  it("go to the end where sections or chance make it look sorted", () => {
    for (const text of [
      "Django\ngunicorn\n",
      "# web\nDjango\n# server\ngunicorn\n# images\nPillow\n",
      "b\nDjango\n\nzope\n",
    ]) {
      expect(add(text).text).toBe(`${text}django-storages[s3]~=1.14.6\nboto3>=1.36,<2\n`);
    }
  });
});

describe("what is there", () => {
  it.each([
    "django-storages[s3]==1.14.2\nboto3==1.35.93\n",
    "Django_Storages[S3] >= 1.9  # ours\nBoto3\n",
    "django.storages[boto3]~=1.14\nboto3 (>=1.20)\n",
    "django-storages==1.14.6\nboto3==1.35.93\n",
    "django-storages==1.14.6 ; python_version >= '3.8'\nboto3 ; sys_platform != 'win32'\n",
    "django-storages @ https://example.com/django-storages.zip#sha256=0\nboto3\\\n  ==1.36\n",
    "-e git+https://github.com/jschneier/django-storages.git#egg=django-storages\n./wheels/boto3-1.36.0-py3-none-any.whl\n",
    "django-storages==1.14.6 --hash=sha256:00 \\\n    --hash=sha256:01\nboto3==1.36 --hash=sha256:02\n",
    "  django-storages\n\tboto3\n",
  ])("is kept in the version that somebody chose: %j", (text) => {
    expect(add(text)).toEqual({ text, added: [], kept: ["django-storages", "boto3"], raised: [], left: [] });
  });

  it("is not added again where the chain has it", () => {
    const present = { "Django.Storages": "==1.14.6", boto3: "" };
    expect(add("-r base.txt\n", { eol: "\n", present }).text).toBe("-r base.txt\n");
  });

  it("gets the extra that nothing else brings, and no second line", () => {
    const only = [STORAGES];
    expect(add("a\ndjango-storages==1.14.6 # x\nb", LF, only)).toEqual({
      text: "a\ndjango-storages[s3]==1.14.6 # x\nb",
      added: [],
      kept: [],
      raised: ["django-storages"],
      left: [],
    });
    expect(add("django-storages [azure] >=1\n", LF, only).text).toBe("django-storages [azure,s3] >=1\n");
    expect(add("django-storages==1.14.6\nboto3\n", { eol: "\n", present: { boto3: "" } }, only).raised).toEqual([]);
  });

  it("does not count where it is for other systems or only talked about", () => {
    expect(add("# boto3==1.2\n# django-storages\n").added).toEqual(["django-storages", "boto3"]);
    expect(add("boto3-stubs\ndjango-storages-extra\n").added).toEqual(["django-storages", "boto3"]);
    expect(add("boto3==1.2; sys_platform == 'win32'\ndjango-storages[s3]\n").text).toBe(
      "boto3==1.2; sys_platform == 'win32'\ndjango-storages[s3]\nboto3>=1.36,<2; sys_platform != \"win32\"\n",
    );
    expect(add('boto3; os_name == "nt" and python_version < "3.9"\ndjango-storages[s3]\n').added).toEqual(["boto3"]);
    expect(add('boto3; python_version < "3.9"\ndjango-storages[s3]\n').added).toEqual([]);
    expect(add('boto3; (os_name == "nt" or platform_system in "Linux Darwin")\ndjango-storages[s3]\n').added).toEqual(
      [],
    );
  });
});

describe("refusals", () => {
  const hashed =
    "# This file is autogenerated by pip-compile\n#\n#    pip-compile --generate-hashes --output-file=prod.txt prod.in\n#\ndjango==5.2 \\\n    --hash=sha256:00\n";

  it("a file with hashes: the place, the lines to add, and the command that made the file", () => {
    const found = problem(() => addRequirements(hashed, WANTED, { ...LF, file: "requirements/prod.txt" }));
    expect(found).toMatchObject({ code: "requirements-hashed", exit: 2, place: "requirements/prod.txt:5" });
    expect(found.next?.en).toContain("pip-compile --generate-hashes --output-file=prod.txt prod.in");
    expect(found.next?.en).toContain('"django-storages[s3]~=1.14.6" and "boto3>=1.36,<2" to prod.in');
    const bare = problem(() => addRequirements("django==5.2 --hash=sha256:00\n", WANTED, LF));
    expect(bare.next?.es).toContain("pip-compile --generate-hashes requirements.in");
    expect(problem(() => addRequirements("--require-hashes\n", WANTED, LF)).code).toBe("requirements-hashed");
    expect(problem(() => addRequirements("django-storages==1 --hash=sha256:0\n", [STORAGES], LF)).code).toBe(
      "requirements-hashed",
    );
  });

  it("a comment about hashes is none", () => {
    expect(add("a # --hash=sha256:00\n").added).toHaveLength(2);
  });

  it("a last line that goes on, and a text with NUL", () => {
    expect(problem(() => addRequirements("a\nb \\", WANTED, LF))).toMatchObject({
      exit: 2,
      place: "requirements.txt:2",
    });
    expect(problem(() => addRequirements("D\0j\0", WANTED, LF)).code).toBe("text-with-nul");
    expect(add("a\n# b \\").added).toHaveLength(2);
  });
});

describe("sections", () => {
  const lines = "django-storages[s3]~=1.14.6\nboto3>=1.36,<2\n";
  it.each([
    ["a heading of its own", "Django\n\n# tests\npytest\n", `Django\n\n# tests\npytest\n\n${lines}`],
    ["without a final newline", "Django\n\n# tests\npytest", `Django\n\n# tests\npytest\n\n${lines}`],
    ["blank lines at the end", "Django\n\n# tests\npytest\n\n\n", `Django\n\n# tests\npytest\n\n${lines}\n\n`],
    ["a title only", "# Clinic\n\nDjango\ngunicorn\n", `# Clinic\n\nDjango\ngunicorn\n${lines}`],
    ["a title above the only section", "# Clinic\nDjango\ngunicorn\n", `# Clinic\nDjango\ngunicorn\n${lines}`],
    ["no heading", "Django\n\ngunicorn\n", `Django\n\ngunicorn\n${lines}`],
    ["a comment at the end", "Django\n\n# done\n", `Django\n\n# done\n\n${lines}`],
  ])("what is new does not go into the last of several: %s", (_, before, after) => {
    expect(add(before).text).toBe(after);
    const without = removeRequirements(after, ["django-storages", "boto3"]);
    expect(without).toBe(before.endsWith("\n") ? before : `${before}\n`);
  });
});

describe("what made the file", () => {
  it.each([
    ["Django==5.2\n", null],
    ["#    pip-compile requirements.in\n", { command: "pip-compile requirements.in", source: "requirements.in" }],
    ["#    pip-compile\n", { command: "pip-compile", source: "requirements.in" }],
    ["# pip-compile --output-file=r.txt pyproject.toml\n", { source: "pyproject.toml" }],
    ["#    pip-compile --output-file=- a.in b.in\n", { source: null }],
    [
      "#    uv pip compile x/base.in -o base.txt\r\n",
      { command: "uv pip compile x/base.in -o base.txt", source: "x/base.in" },
    ],
    ["#    uv export --format requirements-txt\n", { source: "pyproject.toml" }],
    ["# made without pip-compile requirements.in\n", null],
  ])("%j", (text, expected) => {
    if (expected === null) expect(compiledBy(text)).toBeNull();
    else expect(compiledBy(text)).toMatchObject(expected);
  });
});

describe("why a package is in the file", () => {
  const text =
    "boto3==1.40.1\n    # via\n    #   -r requirements.in\n    #   django-storages\nbotocore==1.40.1\n    # via boto3\nDjango_Storages==1.14.6  # via -r base.in\n# -r requirements.in\ncelery==5\n";

  it.each([
    ["boto3", "requirements.in", true],
    ["boto3", "base.in", false],
    ["botocore", "requirements.in", false],
    ["django-storages", "base.in", true],
    ["celery", "requirements.in", false],
    ["pillow", "requirements.in", false],
  ])("%s from %s: %s", (name, source, expected) => {
    expect(isFromSource(text, name, source)).toBe(expected);
  });
});

describe("removeRequirements", () => {
  it("takes whole lines of pip's out, in any spelling", () => {
    const text = "a\r\nDjango_Storages[s3]==1 \\\r\n  --hash=sha256:00\r\n# boto3\r\nboto3>=1\nboto3-stubs\n";
    expect(removeRequirements(text, ["django-storages", "BOTO3"])).toBe("a\r\n# boto3\r\nboto3-stubs\n");
  });
});

const eol = fc.constantFrom("\n", "\r\n", "\r");
const requirementLine = fc.constantFrom(
  "Django==5.2.7",
  "asgiref==3.8.1",
  "Pillow",
  "gunicorn>=20,<24 # server",
  "psycopg2-binary ; sys_platform == 'linux'",
  "whitenoise[brotli]",
  "boto3==1.35.93",
  "Django_Storages",
  "django-storages[s3]~=1.14",
  "boto3; sys_platform == 'win32'",
  "django-storages [azure,google] ==1.14 ; python_version > '3.7' # c",
  "celery \\\n  ==5",
);
const otherLine = fc.constantFrom(
  "",
  "# comment",
  "   # boto3==1 \\",
  "-r base.txt",
  "-c limits.txt",
  "--index-url https://example.com/simple",
  "-e .",
  "./local",
  "git+https://example.com/x.git@main",
  "   ",
);
const file = fc
  .tuple(
    fc.array(fc.tuple(fc.oneof(requirementLine, otherLine), eol), { maxLength: 8 }),
    fc.option(fc.oneof(requirementLine, otherLine), { nil: "" }),
  )
  .map(
    ([lines, last]) => lines.map(([body, end]) => body.replace("\n", end) + end).join("") + last.replace("\n", "\r\n"),
  );

describe("properties", () => {
  it("a gap behind a lone carriage return stays a gap (found by the property below)", () => {
    const text = "Django==5.2.7\n\n# comment\nDjango==5.2.7\r   ";
    const { text: after } = addRequirements(text, WANTED, { eol: "\n", present: {} });
    expect(addRequirements(after, WANTED, { eol: "\n", present: {} }).text).toBe(after);
    expect([text, `${text}\n`]).toContain(removeRequirements(after, ["boto3", "django-storages"]));
  });

  it("twice is once; every other line is kept byte by byte; all is required: 3,000 files", () => {
    holds(
      "requirements.txt",
      fc.property(
        file,
        fc.constantFrom("\n", "\r\n"),
        fc.subarray(WANTED, { minLength: 1 }),
        (text, lineEnd, wanted) => {
          const options = { eol: lineEnd, present: {} };
          const once = addRequirements(text, wanted, options);
          expect(addRequirements(once.text, wanted, options).text).toBe(once.text);
          expect([...once.added, ...once.kept, ...once.raised].sort()).toEqual(wanted.map((one) => one.name).sort());
          // What was added is whole lines: without them the old text is left, but for a final newline.
          const added = once.text.split(/\r\n|\n|\r/);
          for (const line of text.split(/\r\n|\n|\r/)) {
            const at = added.findIndex((one) => one === line || one.replace(/\[s3\]|,s3(?=\])/, "") === line);
            expect(at, line).not.toBe(-1);
            added.splice(at, 1);
          }
          expect(added.filter(Boolean).length).toBe(once.added.length);
          if (once.added.length === wanted.length && wanted.length === 2 && !/django.storages|boto3/i.test(text)) {
            const without = removeRequirements(once.text, ["boto3", "django-storages"]);
            expect([text, text + lineEnd]).toContain(without);
          }
        },
      ),
      3000,
    );
  });

  it("pip itself reads the old requirements and the new ones: 1,500 files", (context) => {
    const texts = fc.sample(file, { numRuns: runs("requirements.txt", 1500), seed: 5 });
    const pairs = texts.map((text) => {
      const { text: after, added, raised } = addRequirements(text, WANTED, LF);
      return { before: text, after, added, raised };
    });
    const answer = askPython<{ bad: unknown[]; read: number } | null>(
      `
try:
    from pip._internal.req.req_file import preprocess
    from pip._vendor.packaging.requirements import Requirement
except ImportError:
    answer = None
else:
    def read(text):
        found = []
        for _, line in preprocess(text):
            line = line.strip()
            if line.startswith(('-', './', 'git+')): found.append(line)
            else: found.append(str(Requirement(line)))
        return sorted(found)
    bad, total = [], 0
    for case in cases:
        before, after = read(case['before']), read(case['after'])
        total += len(after)
        for one in before:
            if one in after: after.remove(one)
            elif not case['raised']: bad.append([case, one])
        if len(after) - len(case['raised']) != len(case['added']): bad.append([case, after])
    answer = {'bad': bad, 'read': total}`,
      pairs,
    );
    if (answer === null) {
      console.warn("SKIPPED: python3 has no pip to read requirements with");
      context.skip();
      return;
    }
    expect(answer.bad).toEqual([]);
    expect(answer.read).toBeGreaterThan(5000);
  });
});
