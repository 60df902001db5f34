/** Blueprints with a service `clinic`, in every layout that we could think of. */
import fc from "fast-check";

export interface BlueprintText {
  readonly text: string;
  readonly eol: string;
}

export const KEYS = ["MEDIA_STORAGE", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "ON"] as const;

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

export const blueprintTexts: fc.Arbitrary<BlueprintText> = fc
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
  });
