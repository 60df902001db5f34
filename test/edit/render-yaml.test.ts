import { diffLines } from "diff";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type BlueprintVariable, removeServiceEnv, setServiceEnv } from "../../src/edit/render-yaml.ts";
import { Failure, type Problem } from "../../src/lib/failure.ts";

const REGION = { key: "AWS_S3_REGION_NAME", value: "us-west-2" };
const SECRET = { key: "AWS_SECRET_ACCESS_KEY", sync: false } as const;
const VARIABLES: readonly BlueprintVariable[] = [{ key: "MEDIA_STORAGE", value: "s3" }, REGION, SECRET];

/** Lines added (`+`) and removed (`-`), which must be all that differs. */
function changes(before: string, after: string): string[] {
  return diffLines(before, after).flatMap((part) => {
    if (!part.added && !part.removed) return [];
    const lines = part.value.replace(/\n$/, "").split("\n");
    return lines.map((line) => (part.added ? "+" : "-") + line);
  });
}

/** Sets, and holds what must hold for every file: twice is once, and removing what is new gives back the text. */
function set(text: string, variables: readonly BlueprintVariable[] = VARIABLES, service = "clinic"): string {
  const once = setServiceEnv(text, service, variables);
  expect(setServiceEnv(once, service, variables)).toBe(once);
  const keys = variables.map(({ key }) => key).filter((key) => !new RegExp(`\\b${key}\\b`).test(text));
  if (keys.length === variables.length) expect(removeServiceEnv(once, service, keys)).toBe(text);
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

describe("new variables", () => {
  it("go behind the last item, before its trailing comments, in its indentation", () => {
    const text = `services:
  - type: web
    name: clinic
    envVars:
      # the switch
      - key: DEBUG # off
        value: "False"

      - key: SECRET_KEY
        generateValue: true # once
      # - key: OLD
      #   value: x
    plan: free

  - type: worker
    name: other
    envVars:
      - key: A
        value: b
`;
    expect(changes(text, set(text))).toEqual([
      "+      - key: MEDIA_STORAGE",
      "+        value: s3",
      "+      - key: AWS_S3_REGION_NAME",
      "+        value: us-west-2",
      "+      - key: AWS_SECRET_ACCESS_KEY",
      "+        sync: false",
    ]);
    expect(set(text)).toContain("generateValue: true # once\n      - key: MEDIA_STORAGE");
  });

  it("follow a list at the level of its key, wide gaps, CRLF and no final newline", () => {
    const text = "services:\r\n- type: web\r\n  name: clinic\r\n  envVars:\r\n  -   key: A\r\n      value: b";
    expect(set(text, [REGION, SECRET])).toBe(
      `${text}\r\n  -   key: AWS_S3_REGION_NAME\r\n      value: us-west-2\r\n  -   key: AWS_SECRET_ACCESS_KEY\r\n      sync: false`,
    );
  });

  it("bring an envVars where there is none, at the end of the service, in the file's own indentation", () => {
    const indented = "services:\n  - type: web\n    name: clinic\n    plan: free # cheap\n    # disk: none\n\n# end\n";
    expect(set(indented, [REGION])).toBe(
      "services:\n  - type: web\n    name: clinic\n    plan: free # cheap\n    envVars:\n      - key: AWS_S3_REGION_NAME\n        value: us-west-2\n    # disk: none\n\n# end\n",
    );
    const level = "services:\n- name: clinic\n  type: web\n- name: b\n  type: web\n";
    expect(set(level, [SECRET])).toBe(
      "services:\n- name: clinic\n  type: web\n  envVars:\n  - key: AWS_SECRET_ACCESS_KEY\n    sync: false\n- name: b\n  type: web\n",
    );
    const bare = "services:\n- name: clinic\n  type: web";
    expect(set(bare, [SECRET])).toBe(`${bare}\n  envVars:\n  - key: AWS_SECRET_ACCESS_KEY\n    sync: false`);
    const block = "services:\n- name: clinic\n  buildCommand: |+\n    pip install\n\n\n- name: b\n";
    expect(parse(set(block, [REGION])).services[0].buildCommand).toBe("pip install\n\n\n");
  });

  it("fill an envVars that is empty", () => {
    expect(setServiceEnv("services:\n- name: clinic\n  envVars:\n  type: web\n", "clinic", [REGION])).toBe(
      "services:\n- name: clinic\n  envVars:\n  - key: AWS_S3_REGION_NAME\n    value: us-west-2\n  type: web\n",
    );
    expect(set("services:\n- name: clinic\n  envVars: [] # none\n", [REGION])).toBe(
      "services:\n- name: clinic\n  envVars: [{key: AWS_S3_REGION_NAME, value: us-west-2}] # none\n",
    );
  });

  it("keep flow style", () => {
    const inline = "services: [ {type: web, name: clinic, envVars: [ {key: A, value: b} ]} ]\n";
    expect(set(inline, [REGION, SECRET])).toBe(
      "services: [ {type: web, name: clinic, envVars: [ {key: A, value: b}, {key: AWS_S3_REGION_NAME, value: us-west-2}, {key: AWS_SECRET_ACCESS_KEY, sync: false} ]} ]\n",
    );
    expect(set("services: [{type: web, name: clinic}]\n", [REGION])).toBe(
      "services: [{type: web, name: clinic, envVars: [{key: AWS_S3_REGION_NAME, value: us-west-2}]}]\n",
    );
    const lines =
      "services:\n- name: clinic\n  envVars: [\n    {key: A, value: b}, # a\n    {key: B, value: c} # c\n  ]\n";
    expect(changes(lines, set(lines, [REGION]))).toEqual([
      "-    {key: B, value: c} # c",
      "+    {key: B, value: c}, # c",
      "+    {key: AWS_S3_REGION_NAME, value: us-west-2}",
    ]);
    const trailing =
      "services:\n- name: clinic\n  envVars: [\n    {key: A, value: b},\n    {key: B, value: c}, # c\n  ]\n";
    expect(changes(trailing, set(trailing))).toHaveLength(3);
    const mapped = "services:\n- name: clinic\n  envVars:\n  - {key: A, value: b}\n  type: web\n";
    expect(changes(mapped, set(mapped, [SECRET]))).toEqual(["+  - {key: AWS_SECRET_ACCESS_KEY, sync: false}"]);
  });

  it("find services of projects and environments", () => {
    const text =
      "projects:\n  - name: p\n    environments:\n      - name: e\n        services:\n          - name: clinic\n            envVars:\n              - key: A\n                value: b\n";
    expect(changes(text, set(text, [SECRET]))).toEqual([
      "+              - key: AWS_SECRET_ACCESS_KEY",
      "+                sync: false",
    ]);
  });

  it("take a value for preview environments", () => {
    const text = "services:\n- name: clinic\n  envVars:\n  - key: A\n    value: b\n";
    const variable = { key: "MEDIA_STORAGE", value: "s3", previewValue: "local" };
    expect(changes(text, set(text, [variable]))).toEqual([
      "+  - key: MEDIA_STORAGE",
      "+    value: s3",
      "+    previewValue: local",
    ]);
    const there =
      "services:\n- name: clinic\n  envVars:\n  - key: MEDIA_STORAGE\n    value: s3 # where\n  - {key: X, value: y}\n";
    expect(changes(there, set(there, [variable]))).toEqual(["+    previewValue: local"]);
  });

  it("are never booleans or numbers to any reader", () => {
    const text = set("services:\n- name: clinic\n", [
      { key: "USE_S3", value: "True" },
      { key: "N", value: "1" },
      { key: "Z", value: "yes" },
    ]);
    for (const version of ["1.1", "1.2"] as const) {
      expect(parse(text, { version }).services[0].envVars).toEqual([
        { key: "USE_S3", value: "True" },
        { key: "N", value: "1" },
        { key: "Z", value: "yes" },
      ]);
    }
  });
});

describe("variables that are there", () => {
  const one = (item: string) =>
    `services:\n  - name: clinic\n    envVars:\n${item}\n      - key: Z\n        value: z # end\n`;

  it.each([
    ["equal", "      - key: R\n        value: us-west-2 # c", { key: "R", value: "us-west-2" }],
    ["equal in quotes", "      - value: 'us-west-2'\n        key: 'R'", { key: "R", value: "us-west-2" }],
    ["an equal number", "      - key: R\n        value: 1.10", { key: "R", value: "1.10" }],
    ["sync: false", "      - key: R\n        sync: false", { key: "R", sync: false }],
    [
      "a reference",
      "      - key: R\n        fromService:\n          type: web\n          name: x\n          envVarKey: R",
      { key: "R", sync: false },
    ],
    ["an equal block scalar", "      - key: R\n        value: |-\n          s3", { key: "R", value: "s3" }],
  ] as const)("stay as written: %s", (_, item, variable) => {
    expect(set(one(item), [variable])).toBe(one(item));
  });

  it.each([
    [
      "plain",
      "      - key: R\n        value: a # c",
      { key: "R", value: "b" },
      ["-        value: a # c", "+        value: b # c"],
    ],
    [
      "double",
      '      - key: R\n        value: "a"',
      { key: "R", value: "b" },
      ['-        value: "a"', '+        value: "b"'],
    ],
    [
      "single",
      "      - key: R\n        value: 'a'",
      { key: "R", value: "it's" },
      ["-        value: 'a'", "+        value: 'it''s'"],
    ],
    [
      "single to hostile",
      "      - key: R\n        value: 'a'",
      { key: "R", value: "x\ny" },
      ["-        value: 'a'", '+        value: "x\\ny"'],
    ],
    [
      "boolean",
      "      - key: R\n        value: true",
      { key: "R", value: "true" },
      ["-        value: true", '+        value: "true"'],
    ],
    [
      "empty",
      "      - key: R\n        value: # later",
      { key: "R", value: "b" },
      ["-        value: # later", "+        value: b # later"],
    ],
    ["no value", "      - key: R # c", { key: "R", value: "b" }, ["+        value: b"]],
    [
      "block scalar",
      "      - key: R\n        value: |\n          a\n          b",
      { key: "R", value: "b" },
      ["-        value: |", "-          a", "-          b", "+        value: b"],
    ],
    [
      "secret literal",
      "      - key: R\n        value: AKIA # !",
      { key: "R", sync: false },
      ["-        value: AKIA # !", "+        sync: false # !"],
    ],
    [
      "generated",
      "      - key: R\n        generateValue: true",
      { key: "R", sync: false },
      ["-        generateValue: true", "+        sync: false"],
    ],
    [
      "sync to literal",
      "      - key: R\n        sync: false",
      { key: "R", value: "b" },
      ["-        sync: false", "+        value: b"],
    ],
    [
      "reference to literal",
      "      - key: R\n        fromDatabase:\n          name: d\n          property: host",
      { key: "R", value: "b" },
      ["-        fromDatabase:", "-          name: d", "-          property: host", "+        value: b"],
    ],
    [
      "flow",
      "      - {key: R, value: a} # c",
      { key: "R", value: "b, c" },
      ["-      - {key: R, value: a} # c", '+      - {key: R, value: "b, c"} # c'],
    ],
    [
      "flow sync",
      "      - {key: R, value: a}",
      { key: "R", sync: false },
      ["-      - {key: R, value: a}", "+      - {key: R, sync: false}"],
    ],
    [
      "preview",
      "      - key: R\n        value: a\n        previewValue: b",
      { key: "R", value: "c", previewValue: "d" },
      ["-        value: a", "-        previewValue: b", "+        value: c", "+        previewValue: d"],
    ],
  ] as const)("are exchanged in place: %s", (_, item, variable, expected) => {
    const after = set(one(item), [variable]);
    expect(changes(one(item), after)).toEqual(expected);
    const { envVars } = parse(after).services[0];
    expect(envVars).toHaveLength(2);
    expect(envVars[0]).toMatchObject(variable);
  });

  it("are not added where a group of the service gives them", () => {
    const text = (value: string) => `services:
- name: clinic
  envVars:
  - fromGroup: shared
envVarGroups:
- name: shared
  envVars:
  - key: AWS_S3_REGION_NAME
    ${value}
  - key: AWS_SECRET_ACCESS_KEY
    generateValue: true
`;
    const equal = text("value: us-west-2");
    expect(setServiceEnv(equal, "clinic", [REGION, SECRET])).toBe(equal);
    const other = text("value: eu-west-1");
    expect(changes(other, set(other, [REGION]))).toEqual(["+  - key: AWS_S3_REGION_NAME", "+    value: us-west-2"]);
    const outside = "services:\n- name: clinic\n  envVars:\n  - fromGroup: elsewhere\n";
    expect(setServiceEnv(outside, "clinic", [REGION], { provided: ["AWS_S3_REGION_NAME"] })).toBe(outside);
  });
});

describe("anchors and aliases", () => {
  it("an aliased list that only this service uses is changed where it is written", () => {
    const text = "x-env: &env\n  - key: A\n    value: b\nservices:\n- name: clinic\n  envVars: *env\n- name: b\n";
    expect(set(text, [REGION])).toBe(
      text.replace("value: b\n", "value: b\n  - key: AWS_S3_REGION_NAME\n    value: us-west-2\n"),
    );
  });

  it("a list that two services share is refused, with its line and both names", () => {
    const text =
      "services:\n- name: clinic\n  envVars: &env\n  - key: A\n    value: b\n- name: worker\n  envVars: *env\n";
    for (const service of ["clinic", "worker"]) {
      const found = problem(() => setServiceEnv(text, service, VARIABLES, { file: "../render.yaml" }));
      expect(found).toMatchObject({ exit: 2, code: "blueprint-shared-variables" });
      expect(found.place).toBe(service === "clinic" ? "../render.yaml:3" : "../render.yaml:7");
      expect(found.message.en).toContain(service === "clinic" ? "worker" : "clinic");
    }
    const merged =
      "x: &base\n  envVars:\n  - key: A\n    value: b\nservices:\n- <<: *base\n  name: clinic\n- <<: *base\n  name: worker\n";
    expect(problem(() => setServiceEnv(merged, "clinic", VARIABLES)).code).toBe("blueprint-shared-variables");
  });

  it.each([
    [
      "named at the first",
      "services:\n- name: clinic\n  envVars: &env\n  - key: A\n    value: b\n- name: worker\n  envVars: *env\n",
    ],
    [
      "merged",
      "x: &base\n  envVars:\n  - key: A\n    value: b\nservices:\n- <<: *base\n  name: clinic\n- <<: *base\n  name: worker\n",
    ],
    [
      "in flow style",
      "services:\n- {name: clinic, envVars: &env [{key: A, value: b}]}\n- {name: worker, envVars: *env}\n",
    ],
  ])("a list that may be shared is changed for both: %s", (_, text) => {
    for (const service of ["clinic", "worker"]) {
      const other = service === "clinic" ? "worker" : "clinic";
      const options = { sharing: [other] };
      const after = setServiceEnv(text, service, VARIABLES, options);
      expect(setServiceEnv(after, service, VARIABLES, options)).toBe(after);
      const plain = parse(after, { merge: true }).services;
      expect(plain[0].envVars).toEqual([{ key: "A", value: "b" }, ...VARIABLES]);
      expect(plain[1].envVars).toEqual(plain[0].envVars);
      const keys = VARIABLES.map(({ key }) => key);
      expect(removeServiceEnv(after, service, keys, options)).toBe(text);
      expect(problem(() => removeServiceEnv(after, service, keys)).code).toBe("blueprint-shared-variables");
      expect(problem(() => setServiceEnv(text, service, VARIABLES, { sharing: ["third"] })).code).toBe(
        "blueprint-shared-variables",
      );
    }
  });

  it("a list that a group shares is refused, for a group cannot hold sync: false", () => {
    const text =
      "envVarGroups:\n- name: all\n  envVars: &env\n  - key: A\n    value: b\nservices:\n- name: clinic\n  envVars: *env\n";
    const found = problem(() => setServiceEnv(text, "clinic", VARIABLES, { sharing: ["all"] }));
    expect(found.code).toBe("blueprint-shared-variables");
  });

  it("an item that is an alias is exchanged for one of its own", () => {
    const text =
      "x: &region {key: AWS_S3_REGION_NAME, value: eu-west-1}\nservices:\n- name: clinic\n  envVars:\n  - *region\n  - key: A\n    value: b\n";
    expect(changes(text, set(text, [REGION]))).toEqual([
      "-  - *region",
      "+  - {key: AWS_S3_REGION_NAME, value: us-west-2}",
    ]);
    const same = text.replace("eu-west-1", "us-west-2");
    expect(set(same, [REGION])).toBe(same);
  });

  it("an item or a value that others use through an anchor is refused, and an aliased value is written out", () => {
    const item =
      "services:\n- name: clinic\n  envVars:\n  - &r\n    key: AWS_S3_REGION_NAME\n    value: x\n- name: b\n  envVars: [*r]\n";
    expect(problem(() => setServiceEnv(item, "clinic", [REGION])).code).toBe("blueprint-too-intricate");
    const value =
      "services:\n- name: clinic\n  envVars:\n  - key: AWS_S3_REGION_NAME\n    value: &v x\n  - key: B\n    value: *v\n";
    expect(problem(() => setServiceEnv(value, "clinic", [REGION])).code).toBe("blueprint-too-intricate");
    expect(changes(value, set(value, [{ key: "B", value: "other" }]))).toEqual(["-    value: *v", "+    value: other"]);
  });
});

describe("refusals", () => {
  it.each([
    ["no such service", "services:\n- name: web\n- name: jobs\n", "blueprint-no-service", "--service"],
    ["no service at all", "# empty\n", "blueprint-no-service", "--service"],
    ["two of the name", "services:\n- name: clinic\n- name: clinic\n", "blueprint-service-twice", "render.yaml:3"],
    ["a duplicate key", "services:\n- name: clinic\n  plan: a\n  plan: b\n", "yaml-duplicate-key", "render.yaml:4"],
    ["a syntax error", "services:\n- name: [clinic\n", "yaml-syntax", "render.yaml:2"],
    ["envVars that is a mapping", "services:\n- name: clinic\n  envVars: {A: b}\n", "blueprint-shape", "render.yaml:3"],
  ])("%s", (_, text, code, place) => {
    expect(problem(() => setServiceEnv(text, "clinic", VARIABLES))).toMatchObject({ code, place, exit: 2 });
  });

  it("names the services that are there", () => {
    const found = problem(() => setServiceEnv("services:\n- name: web\n- name: jobs\n", "clinic", VARIABLES));
    expect(found.next?.en).toContain("web, jobs");
  });

  it("a name that is no variable, a value that YAML cannot hold", () => {
    const text = "services:\n- name: clinic\n";
    expect(problem(() => setServiceEnv(text, "clinic", [{ key: "A: b\nc", value: "" }])).code).toBe(
      "not-a-variable-name",
    );
    expect(problem(() => setServiceEnv(text, "clinic", [{ key: "A", value: "\ud800" }])).code).toBe(
      "value-not-for-yaml",
    );
  });
});

describe("removeServiceEnv", () => {
  it("takes items out and keeps the comments between them", () => {
    const text =
      "services:\n- name: clinic\n  envVars:\n  # a\n  - key: A\n    value: b\n  # b\n  - key: B\n    value: c # c\n  # end\n  plan: free\n";
    expect(removeServiceEnv(text, "clinic", ["B", "MISSING"])).toBe(
      "services:\n- name: clinic\n  envVars:\n  # a\n  - key: A\n    value: b\n  # b\n  # end\n  plan: free\n",
    );
    expect(parse(removeServiceEnv(text, "clinic", ["A", "B"]))).toEqual({
      services: [{ name: "clinic", plan: "free" }],
    });
  });

  it("leaves an empty list where the key opens the service", () => {
    const text = "services:\n- envVars:\n  - key: A\n    value: b\n  name: clinic\n";
    expect(removeServiceEnv(text, "clinic", ["A"])).toBe("services:\n- envVars: []\n  name: clinic\n");
  });

  it("takes items out of a flow list at any place", () => {
    const text = (items: string) => `services: [{name: clinic, envVars: [${items}]}]\n`;
    const [a, b, c] = ["{key: A, value: a}", "{key: B, value: b}", "{key: C, value: c}"];
    expect(removeServiceEnv(text(`${a}, ${b}, ${c}`), "clinic", ["A"])).toBe(text(`${b}, ${c}`));
    expect(removeServiceEnv(text(`${a}, ${b}, ${c}`), "clinic", ["B"])).toBe(text(`${a}, ${c}`));
    expect(removeServiceEnv(text(`${a}, ${b}, ${c}`), "clinic", ["C"])).toBe(text(`${a}, ${b}`));
    expect(removeServiceEnv(text(`${a}, ${b}, ${c},`), "clinic", ["C"])).toBe(text(`${a}, ${b},`));
  });
});
