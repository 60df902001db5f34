/** Blueprints in every layout that we could think of; the `yaml` package, and rules written anew here, judge what came out. */
import { diffLines } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type BlueprintVariable, removeServiceEnv, setServiceEnv } from "../../src/edit/render-yaml.ts";
import { readBlueprint } from "../../src/render/blueprint.ts";
import { hostileString } from "./hostile.ts";
import { runs } from "./runs.ts";

type Plain = Record<string, unknown>;

interface Blueprint {
  readonly text: string;
  readonly eol: string;
}

const KEYS = ["MEDIA_STORAGE", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "ON"] as const;

const note = fc.constantFrom("", "", " # note: [x] {y} - z");
const between = fc.constantFrom("", "", "\n", "COMMENT", "COMMENT\n");
const scalar = fc.constantFrom(
  "plain",
  "'single ''quoted'''",
  '"double \\"q\\""',
  "8000",
  "1.10",
  "true",
  "null",
  "~",
  "a: b".replace(": ", ":"),
  "!!str 12",
  "'us-west-2'",
  "us-west-2",
  "s3",
  '"s3"',
);
const payload = fc.oneof(
  scalar.map((value) => [`value: ${value}`]),
  fc.constant(["sync: false"]),
  fc.constant(["generateValue: true"]),
  fc.constant(["fromDatabase:", "  name: db", "  property: connectionString"]),
  fc.constant(["fromService: {type: web, name: other, envVarKey: X}"]),
  fc.constant(["value: |", "  one", "  two"]),
  fc.constant(["value: >-", "  folded", "", "  text"]),
  fc.constant(["value:"]),
  fc.constant([]),
  fc.constant(["value: s3", "previewValue: local"]),
);
const key = fc.constantFrom("DEBUG", "'PORT'", ...KEYS.slice(0, 3), '"ON"');
const itemLines = fc.record({ key, payload, first: fc.boolean(), note }).map(({ key, payload, first, note }) => {
  const keyLine = `key: ${key}${note}`;
  const simple = payload.length === 1;
  return first || !simple ? [keyLine, ...payload] : [...payload, keyLine];
});
const flowItem = fc
  .record({
    key,
    value: fc.constantFrom("value: plain", 'value: "a, b"', "sync: false", "value: us-west-2", "generateValue: true"),
    space: fc.constantFrom("", " "),
  })
  .map(({ key, value, space }) => `{${space}key: ${key}, ${value}${space}}`);
const group = fc.constant(["fromGroup: shared"]);

/** The lines of `envVars`, from its key on, without indentation; none for a service that has no such key. */
const envVars = fc
  .record({
    style: fc.constantFrom("block", "block", "block", "flow", "flow-lines", "none", "empty", "mixed"),
    items: fc.array(fc.oneof({ arbitrary: itemLines, weight: 5 }, { arbitrary: group, weight: 1 }), {
      minLength: 1,
      maxLength: 5,
    }),
    flow: fc.array(flowItem, { minLength: 1, maxLength: 4 }),
    indent: fc.constantFrom("", "  ", "    "),
    gap: fc.constantFrom(" ", " ", "   "),
    between,
    comma: fc.boolean(),
    note,
  })
  .map(({ style, items, flow, indent, gap, between, comma, note }): string[] => {
    const dashed = (lines: readonly string[]) =>
      lines.map((line, at) =>
        line === "" ? "" : `${indent}${at === 0 ? `-${gap}` : ` ${" ".repeat(gap.length)}`}${line}`,
      );
    const comment = between
      .split("\n")
      .flatMap((part) =>
        part === "COMMENT" ? [`${indent}# between`] : part === "" && between.includes("\n") ? [""] : [],
      );
    if (style === "none") return [];
    if (style === "empty") return [`envVars: []${note}`];
    if (style === "flow") return [`envVars: [ ${flow.join(", ")}${comma ? "," : ""} ]${note}`];
    if (style === "flow-lines")
      return [
        `envVars: [`,
        ...flow.map((one, at) => `  ${one}${at < flow.length - 1 || comma ? "," : ""}${note}`),
        "]",
      ];
    const entries = style === "mixed" ? flow.map((one) => [one]) : items;
    return [`envVars:${note}`, ...entries.flatMap((lines) => [...comment, ...dashed(lines)]), ...comment];
  });

const service = (name: string) =>
  fc
    .record({
      envVars,
      first: fc.boolean(),
      note,
      tail: fc.constantFrom([], ["# disk: none"], ["plan: free"], ["buildCommand: |", "  pip install", ""], [""]),
    })
    .map(({ envVars, first, note, tail }) =>
      first && envVars.length > 0 && tail.length > 0
        ? [...envVars, `name: ${name}${note}`, "type: web", ...tail]
        : [`type: web${note}`, `name: ${name}`, ...envVars, ...tail],
    );

const blueprint: fc.Arbitrary<Blueprint> = fc
  .record({
    services: fc
      .tuple(service("clinic"), service("other"))
      .chain((pair) => fc.shuffledSubarray(pair, { minLength: 2, maxLength: 2 })),
    indent: fc.constantFrom("", "  "),
    gap: fc.constantFrom(" ", "   "),
    head: fc.constantFrom("", "# Blueprint\n\n", "%YAML 1.2\n---\n", "previews:\n  generation: manual\n"),
    foot: fc.constantFrom("", "\n", "\n# end\n", "\ndatabases:\n  - name: db\n"),
    groups: fc.boolean(),
    eol: fc.constantFrom("\n", "\r\n"),
    final: fc.boolean(),
  })
  .map(({ services, indent, gap, head, foot, groups, eol, final }) => {
    const listed = services.flatMap((lines) =>
      lines.map((line, at) =>
        line === "" ? "" : `${indent}${at === 0 ? `-${gap}` : " ".repeat(1 + gap.length)}${line}`,
      ),
    );
    const shared = groups
      ? "envVarGroups:\n- name: shared\n  envVars:\n  - key: AWS_REGION\n    value: us-west-2\n  - {key: AWS_SECRET_ACCESS_KEY, generateValue: true}\n"
      : "";
    const text = `${head}${shared}services:\n${listed.join("\n")}\n${foot}`;
    return { text: (final ? text : text.trimEnd()).replaceAll("\n", eol), eol };
  })
  .filter(({ text }) => {
    try {
      readBlueprint(text, "render.yaml");
      return true;
    } catch {
      return false;
    }
  });

const variable: fc.Arbitrary<BlueprintVariable> = fc.oneof(
  fc.record({ key: fc.constantFrom(...KEYS), sync: fc.constant(false as const) }),
  fc.record({
    key: fc.constantFrom(...KEYS),
    value: fc.oneof(fc.constantFrom("s3", "us-west-2", "8000", "1.10", "true"), hostileString),
  }),
  fc.record({
    key: fc.constantFrom(...KEYS),
    value: fc.constantFrom("s3", "disk"),
    previewValue: fc.constantFrom("local", "yes"),
  }),
);
const variables = fc
  .uniqueArray(variable, { selector: ({ key }) => key, minLength: 1, maxLength: 4 })
  .filter((list) => !list.some((one) => "value" in one && /\p{Surrogate}/u.test(one.value)));

const clinicOf = (plain: unknown): Plain =>
  ((plain as Plain).services as Plain[]).find((one) => one.name === "clinic") ?? {};

/** Said a second time, from the specification: what Render must be told after `variable` was set. */
function expectItem(item: Plain | undefined, wanted: BlueprintVariable, old: Plain | undefined): void {
  expect(item).toBeDefined();
  if ("sync" in wanted) {
    expect(item?.value ?? null).toBeNull();
    expect(item?.sync === false || item?.fromDatabase !== undefined || item?.fromService !== undefined).toBe(true);
  } else {
    expect(["string", "number"]).toContain(typeof item?.value);
    if (typeof item?.value === "string") expect(item.value).toBe(wanted.value);
    else expect(item?.value).toBe(old?.value);
    if (wanted.previewValue !== undefined) expect(item?.previewValue).toBe(wanted.previewValue);
  }
}

/** The line as it may be once an item follows: a comma behind its item. */
function withComma(line: string): string[] {
  return [line, line.replace(/\}(?=[^}]*$)/, "},"), line.replace("}", "},")];
}

describe("properties", () => {
  it("what the file means changes by exactly what was set; twice is once: 1,000 files", () => {
    fc.assert(
      fc.property(blueprint, variables, ({ text, eol }, wanted) => {
        const once = setServiceEnv(text, "clinic", wanted);
        expect(setServiceEnv(once, "clinic", wanted)).toBe(once);
        const before: unknown = parse(text);
        const after: unknown = parse(once);
        const old = (clinicOf(before).envVars ?? []) as Plain[];
        const now = (clinicOf(after).envVars ?? []) as Plain[];
        const groups = ((before as Plain).envVarGroups ?? []) as Plain[];
        const inGroup = old.some((one) => one.fromGroup === "shared") && groups.length > 0;
        const last = (list: Plain[], name: string) => list.filter((one) => one.key === name).at(-1);
        for (const one of wanted) {
          const was = last(old, one.key);
          const given =
            inGroup &&
            ((one.key === "AWS_REGION" && "value" in one && one.value === "us-west-2") ||
              (["AWS_REGION", "AWS_SECRET_ACCESS_KEY"].includes(one.key) && "sync" in one));
          if (was === undefined && given) expect(last(now, one.key)).toBeUndefined();
          else expectItem(last(now, one.key), one, was);
        }
        // Everything else is as it was: the other items in their order, the other keys, the other service.
        const keys = new Set<unknown>(wanted.map((one) => one.key));
        expect(now.filter((one) => !keys.has(one.key))).toEqual(old.filter((one) => !keys.has(one.key)));
        expect(now.length - old.length).toBe(
          wanted.filter((one) => last(now, one.key) !== undefined && last(old, one.key) === undefined).length,
        );
        const clinic = clinicOf(after);
        if ("envVars" in clinicOf(before)) clinic.envVars = clinicOf(before).envVars;
        else delete clinic.envVars;
        expect(after).toEqual(before);
        // New lines end as the file's lines do.
        if (eol === "\r\n") expect(once).not.toMatch(/(?<!\r)\n/);
        expect(/[\r\n]$/.test(once)).toBe(/[\r\n]$/.test(text));
      }),
      { numRuns: runs(1000) },
    );
  });

  it("only lines of the variables differ, and removing new ones gives back the bytes: 1,000 files", () => {
    const fresh = variables.map((list) => list.map((one): BlueprintVariable => ({ ...one, key: `NEW_${one.key}` })));
    fc.assert(
      fc.property(blueprint, fresh, ({ text }, wanted) => {
        const once = setServiceEnv(text, "clinic", wanted);
        const lines = diffLines(text.replaceAll("\r\n", "\n"), once.replaceAll("\r\n", "\n"));
        const removed = lines
          .filter((part) => part.removed)
          .flatMap((part) => part.value.replace(/\n$/, "").split("\n"));
        // At most the line of a flow list, or a last line that had no line end.
        expect(removed.length).toBeLessThanOrEqual(1);
        const added = lines.filter((part) => part.added).flatMap((part) => part.value.replace(/\n$/, "").split("\n"));
        for (const line of added.filter((one) => !removed.some((old) => withComma(old).includes(one)))) {
          expect(line).toMatch(/NEW_|^\s+(?:value|previewValue|sync): |^\s*envVars:$/);
        }
        const most = wanted.reduce((sum, one) => sum + ("previewValue" in one ? 3 : 2), 0);
        expect(added.length).toBeLessThanOrEqual(most + 1 + removed.length);
        const keys = wanted.map(({ key }) => key);
        expect(removeServiceEnv(once, "clinic", keys)).toBe(text);
        expect(removeServiceEnv(text, "clinic", keys)).toBe(text);
        expect(removeServiceEnv(once, "clinic", [...keys].reverse())).toBe(text);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("removing takes out exactly the key: 1,000 files", () => {
    fc.assert(
      fc.property(blueprint, fc.constantFrom("DEBUG", "PORT", ...KEYS), ({ text }, key) => {
        const before: unknown = parse(text);
        const after: unknown = parse(removeServiceEnv(text, "clinic", [key]));
        const old = clinicOf(before).envVars as Plain[] | null | undefined;
        const rest = (old ?? []).filter((one) => one.key !== key);
        if (old !== undefined && rest.length < (old ?? []).length) {
          const now = clinicOf(after).envVars;
          expect(now ?? []).toEqual(rest);
          clinicOf(after).envVars = old;
        }
        expect(after).toEqual(before);
      }),
      { numRuns: runs(1000) },
    );
  });
});
