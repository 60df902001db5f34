/** Blueprints in every layout that we could think of; the `yaml` package, and rules written anew here, judge what came out. */
import { diffLines } from "diff";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type BlueprintVariable, removeServiceEnv, setServiceEnv } from "../../src/edit/render-yaml.ts";
import { blueprintTexts, KEYS } from "./blueprint-texts.ts";
import { hostileString } from "./hostile.ts";
import { holds, tellCounts } from "./runs.ts";

tellCounts({ "render.yaml variables": 3260 });

type Plain = Record<string, unknown>;

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
    holds(
      "render.yaml variables",
      fc.property(blueprintTexts, variables, ({ text, eol }, wanted) => {
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
      1000,
    );
  });

  it("only lines of the variables differ, and removing new ones gives back the bytes: 1,000 files", () => {
    const fresh = variables.map((list) => list.map((one): BlueprintVariable => ({ ...one, key: `NEW_${one.key}` })));
    holds(
      "render.yaml variables",
      fc.property(blueprintTexts, fresh, ({ text }, wanted) => {
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
        if (keys.length > 1) expect(removeServiceEnv(once, "clinic", [...keys].reverse())).toBe(text);
      }),
      1000,
    );
  });

  it("there and back again gives the bytes, with items of somebody's behind ours: 60 files", () => {
    const named = (prefix: string) =>
      variables.map((list) => list.map((one): BlueprintVariable => ({ ...one, key: `${prefix}_${one.key}` })));
    const choice = (value: string): BlueprintVariable => ({ key: "MEDIA_CHOICE", value });
    const own: BlueprintVariable = { key: "OWN", value: "1" };
    holds(
      "render.yaml variables",
      fc.property(blueprintTexts, named("OLD"), named("NEW"), fc.boolean(), ({ text }, old, fresh, goesOn) => {
        const change = (before: string, from: readonly BlueprintVariable[], to: readonly BlueprintVariable[]) => {
          const leaving = from.map(({ key }) => key);
          return removeServiceEnv(setServiceEnv(before, "clinic", to, { leaving }), "clinic", leaving);
        };
        const s3 = [choice("s3"), ...old];
        const once = setServiceEnv(text, "clinic", s3);
        const first = goesOn ? setServiceEnv(once, "clinic", [own]) : once;
        const there = change(first, old, [choice("disk"), ...fresh]);
        const keys = ((clinicOf(parse(there)).envVars ?? []) as Plain[]).map((item) => String(item.key));
        expect(keys.filter((key) => key.startsWith("OLD_"))).toEqual([]);
        expect(keys.filter((key) => key.startsWith("NEW_"))).toEqual(fresh.map(({ key }) => key));
        expect(change(there, fresh, s3)).toBe(first);
        // To one that has no variables of its own, and back.
        const bare = change(once, old, [choice("local")]);
        expect(change(bare, [], s3)).toBe(once);
      }),
      60,
    );
  });

  it("removing takes out exactly the key: 1,000 files", () => {
    holds(
      "render.yaml variables",
      fc.property(blueprintTexts, fc.constantFrom("DEBUG", "PORT", ...KEYS), ({ text }, key) => {
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
      1000,
    );
  });

  it("in a project's environment it is the same edit, further in: 200 files", () => {
    const head = ["projects:", "  - name: clinic", "    environments:", "      - name: production"];
    const nested = (text: string, eol: string) =>
      [...head, ...text.split(eol).map((line) => (line === "" ? "" : `        ${line}`))].join(eol);
    const plain = blueprintTexts.filter(({ text }) => !/^(?:%|previews)/.test(text));
    holds(
      "render.yaml variables",
      fc.property(plain, variables, ({ text, eol }, wanted) => {
        const once = setServiceEnv(text, "clinic", wanted);
        const inside = nested(text, eol);
        expect(setServiceEnv(inside, "clinic", wanted)).toBe(nested(once, eol));
        const keys = wanted.map(({ key }) => key);
        expect(removeServiceEnv(inside, "clinic", keys)).toBe(nested(removeServiceEnv(text, "clinic", keys), eol));
      }),
      200,
    );
  });
});
