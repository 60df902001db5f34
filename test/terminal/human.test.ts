import { describe, expect, it } from "vitest";
import { EXIT } from "../../src/lib/failure.ts";
import { verbatim } from "../../src/lib/text.ts";
import type { Report } from "../../src/model/report.ts";
import type { ReportEvent } from "../../src/model/terminal.ts";
import {
  CHANGES,
  DIFFS,
  FACTS,
  FAILED_PROOF,
  FAILED_REPORT,
  GOOD_RUN,
  PROBLEM,
  PROOF,
  REPORT,
  VALUES,
  WARNING,
} from "./sample.ts";
import { record, UNCOLOURED } from "./streams.ts";

const human = (
  events: readonly ReportEvent[],
  report: Report | null = null,
  setting: Parameters<typeof record>[0] = {},
): string => record({ env: UNCOLOURED, ...setting }, events, report).stdout;

describe("the end of a bad run", () => {
  it("shows every problem once, and the last one's next step at the very end", () => {
    const missing = (flag: string) => ({
      code: "answer-missing",
      exit: EXIT.needsInput,
      message: { en: `${flag} is missing`, es: `falta ${flag}` },
      next: { en: `give ${flag}`, es: `pasa ${flag}` },
    });
    const errors = [missing("--bucket"), missing("--region")];
    const report: Report = { ...FAILED_REPORT, status: "needs-input", exitCode: EXIT.needsInput, errors };
    const told = errors.map((problem): ReportEvent => ({ type: "problem", problem, after: [] }));
    expect(human(told, report)).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ■  --bucket is missing
      │  Next: give --bucket
      │
      ■  --region is missing
      └  Next: give --region   (exit 3)

      "
    `);
    // The same where the command left it to the report.
    expect(human([], report)).toBe(human(told, report));
  });

  it("closes an interrupted run", () => {
    const report: Report = { ...FAILED_REPORT, status: "interrupted", exitCode: EXIT.interrupted, errors: [] };
    expect(human([FACTS], report).trimEnd().split("\n").at(-1)).toBe("└  Interrupted (exit 130)");
    expect(human([FACTS], report, { lang: "es" }).trimEnd().split("\n").at(-1)).toBe("└  Interrumpido (código 130)");
  });

  it("says nothing at the end of a run that never said a word", () => {
    expect(human([], REPORT)).toBe("");
  });
});

describe("the proof", () => {
  it("says below the sentence what is not smooth", () => {
    const proof = {
      ...PROOF,
      steps: [...PROOF.steps, { id: "cors", status: "warn", message: verbatim("no CORS rule") } as const],
    };
    expect(human([{ type: "proof", proof }])).toMatch(
      /◇ {2}Proof: your Django 5\.2\.7 saved a file.*\n(?:│ {2}[a-z].*\n)*│ {2}▲ no CORS rule\n/,
    );
  });

  it("says that an isolated one is only that", () => {
    const text = human([
      { type: "proof", proof: { ...PROOF, mode: "isolated", reason: verbatim("SECRET_KEY is not set") } },
    ]);
    expect(text).toContain("▲  Proof: your Django");
    expect(text).toContain("not your own settings");
    expect(text).toContain("SECRET_KEY is not set");
  });

  it("says why it was skipped", () => {
    const proof = {
      ...PROOF,
      status: "skipped",
      django: null,
      python: null,
      steps: [],
      reason: verbatim("no Python"),
      next: verbatim("python3 -m venv .venv"),
    } as const;
    expect(human([{ type: "proof", proof }])).toContain(
      "▲  Proof: skipped\n│  no Python\n│  Next: python3 -m venv .venv\n",
    );
  });

  it("lists every step with --verbose", () => {
    const text = human([{ type: "proof", proof: PROOF }], null, { verbose: true });
    for (const step of PROOF.steps) expect(text).toContain(`✓ ${step.message.en}`);
  });
});

describe("the plan", () => {
  it("says when there is nothing to change", () => {
    const changes = CHANGES.slice(0, 2).map((change) => ({ ...change, action: "none" as const }));
    const text = human([{ type: "plan", changes, diffs: [], values: [] }]);
    expect(text).toMatch(/◇ {2}Plan +nothing to change\n$/);
    const verbose = human([{ type: "plan", changes, diffs: [], values: [] }], null, { verbose: true });
    expect(verbose).toContain("as it is");
    expect(verbose).not.toContain("nothing has changed yet");
  });

  it("leaves out files that stay as they are, where others change", () => {
    const changes = CHANGES.map((change) =>
      change.type === "file" && change.path === ".gitignore" ? { ...change, action: "none" as const } : change,
    );
    const text = human([{ type: "plan", changes, diffs: DIFFS, values: [] }]);
    expect(text).toContain("~ requirements.txt");
    expect(text).not.toContain(".gitignore");
  });

  it("keeps a very long path whole, and the other rows aligned", () => {
    const path = `deep/${"folder/".repeat(12)}settings.py`;
    const change = { ...CHANGES[4], path } as (typeof CHANGES)[number];
    const lines = human([{ type: "plan", changes: [...CHANGES, change], diffs: DIFFS, values: [] }]).split("\n");
    expect(lines).toContain(`│  ~ ${path}`);
    expect(lines).toContain("│  ~ requirements.txt             +2 -1");
  });

  it("is aligned with names in Japanese and Korean", () => {
    const change = { ...CHANGES[5], path: "動物病院/設定.txt" } as (typeof CHANGES)[number];
    const lines = human([
      {
        type: "plan",
        changes: [...CHANGES.slice(3, 6), change],
        diffs: [...DIFFS, { path: "動物病院/設定.txt", added: 2, removed: 0, lines: [] }],
        values: [],
      },
    ]);
    expect(lines).toContain("│  ~ 動物病院/設定.txt            +2\n");
    expect(lines).toContain("│  ~ requirements.txt             +2 -1\n");
  });

  it("names every value and its source with --verbose", () => {
    const text = human([{ type: "plan", changes: CHANGES, diffs: [], values: VALUES }], null, { verbose: true });
    for (const value of VALUES) expect(text).toContain(value.name);
    expect(text).not.toContain("not-shown");
  });

  it("otherwise leaves out fixed defaults and keys, and names in one line what was just answered", () => {
    const text = human([{ type: "plan", changes: CHANGES, diffs: [], values: VALUES }]);
    expect(text).toContain("  provider      s3                               --provider\n");
    expect(text).toContain("settings.py:31");
    expect(text).toContain("You said: bucket\n");
    expect(text).not.toMatch(/upload|AWS_|\*\*\*|not-shown/);
  });
});

describe("warnings", () => {
  const places = Array.from({ length: 30 }, (_, index) => ({
    place: `app/views.py:${index + 1}`,
    text: "x.path  →  x.open()",
  }));

  it("show four places, and all with --verbose", () => {
    const event: ReportEvent = { type: "warning", warning: { ...WARNING, places } };
    const short = human([event]);
    expect(short).toContain("app/views.py:4 ");
    expect(short).not.toContain("app/views.py:5 ");
    expect(short).toContain("… 26 more");
    const long = human([event], null, { verbose: true });
    expect(long).toContain("app/views.py:30 ");
    expect(long).not.toContain("more:");
  });
});

describe("checks", () => {
  const passed = (id: string): ReportEvent => ({ type: "check", check: { id, status: "pass", message: verbatim(id) } });

  it("that went well are counted before what follows from them, and listed with --verbose", () => {
    const events = [
      passed("probe-put"),
      passed("probe-get"),
      { type: "applied", changes: 1, milliseconds: 1000 } as const,
    ];
    expect(human(events)).toBe("┌  vet-media-setup 1.0.0\n│\n◇  2 checks passed\n◇  Applied in 1.0 s\n");
    expect(human(events, null, { verbose: true })).toContain("◇  probe-put\n◇  probe-get\n◇  Applied");
  });

  it("that say who somebody is, or that something is wrong, are told", () => {
    const warned: ReportEvent = { type: "check", check: { id: "x", status: "warn", message: verbatim("it drips") } };
    expect(human([passed("sts-identity"), passed("y"), warned])).toBe(
      "┌  vet-media-setup 1.0.0\n│\n◇  sts-identity\n▲  it drips\n",
    );
  });

  it("and warnings are told once, when the plan is made anew", () => {
    const events: ReportEvent[] = [{ type: "warning", warning: WARNING }, passed("sts-identity")];
    expect(human([...events, ...events])).toBe(human(events));
  });
});

describe("colour", () => {
  const coloured = (events: readonly ReportEvent[]): string => record({}, events, null).stdout;

  it("marks diffs as everywhere", () => {
    const text = coloured([{ type: "diff", diffs: DIFFS.slice(2, 3) }]);
    expect(text).toContain("\u001b[31m-boto3==1.28\u001b[39m");
    expect(text).toContain("\u001b[32m+boto3>=1.36,<2\u001b[39m");
    expect(text).toContain("\u001b[36m@@ -1,2 +1,3 @@\u001b[39m");
  });

  it("does not change the words or their places", () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
    const bare = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "");
    const events = [...GOOD_RUN, { type: "proof", proof: FAILED_PROOF } as const];
    expect(bare(coloured(events))).toBe(human(events));
  });

  it("takes the place of backticks", () => {
    const problem = { ...PROBLEM, message: verbatim("Run `git push` first") };
    expect(coloured([{ type: "problem", problem, after: [] }])).toContain("Run \u001b[36mgit push\u001b[39m first");
    expect(human([{ type: "problem", problem, after: [] }])).toContain("Run `git push` first");
  });

  it("needs no signs that the Linux console lacks", () => {
    const text = human(GOOD_RUN.slice(0, 3), REPORT, { env: { TERM: "linux", NO_COLOR: "1" } });
    expect(text).toMatch(/^\+ {2}vet-media-setup 1\.0\.0\n\|\no {2}Your project\n/);
    expect(text).not.toMatch(/[│◇▲└]/);
  });
});
