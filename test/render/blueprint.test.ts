import { describe, expect, it } from "vitest";
import { Failure, type Problem } from "../../src/lib/failure.ts";
import { readBlueprint } from "../../src/render/blueprint.ts";

function problem(text: string): Problem {
  try {
    readBlueprint(text, "../render.yaml");
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error("was accepted");
}

describe("readBlueprint", () => {
  it("reads a service, its variables and its groups", () => {
    const text = `# comment
previews:
  generation: automatic
services:
  # the site
  - type: web
    name: clinic # inline
    env: python
    plan: free
    region: oregon
    rootDir: app
    buildCommand: ./build.sh
    startCommand: "gunicorn clinic.wsgi"
    domains: [clinic.example, www.clinic.example]
    envVars:
    - key: DEBUG
      value: false
    - key: PORT
      value: 8000
    - key: PYTHON_VERSION
      value: 3.10
    - key: SECRET_KEY
      generateValue: true
    - key: AWS_SECRET_ACCESS_KEY
      sync: false
    - fromGroup: shared
envVarGroups:
  - name: shared
    envVars:
      - key: AWS_REGION
        value: "us-east-1"
`;
    expect(readBlueprint(text, "render.yaml")).toEqual({
      file: "render.yaml",
      previews: true,
      services: [
        {
          name: "clinic",
          type: "web",
          runtime: "python",
          plan: "free",
          region: "oregon",
          rootDir: "app",
          buildCommand: "./build.sh",
          startCommand: "gunicorn clinic.wsgi",
          preDeployCommand: null,
          dockerfilePath: null,
          mostInstances: 1,
          disk: null,
          env: { DEBUG: "false", PORT: "8000", PYTHON_VERSION: "3.10", SECRET_KEY: null, AWS_SECRET_ACCESS_KEY: null },
          envGroups: ["shared"],
          domains: ["clinic.example", "www.clinic.example"],
          line: 6,
          keyLines: {
            type: 6,
            name: 7,
            env: 8,
            plan: 9,
            region: 10,
            rootDir: 11,
            buildCommand: 12,
            startCommand: 13,
            domains: 14,
            envVars: 15,
          },
        },
      ],
      groups: [{ name: "shared", env: { AWS_REGION: "us-east-1" } }],
    });
  });

  it("follows anchors, aliases and merge keys", () => {
    const text = `
x-base: &base
  runtime: python
  plan: starter
  envVars: &vars
    - key: A
      value: one
services:
  - <<: *base
    type: web
    name: a
  - <<: [*base]
    type: worker
    name: b
    plan: free
    envVars: *vars
`;
    const { services } = readBlueprint(text, "render.yaml");
    expect(services.map((s) => [s.name, s.runtime, s.plan, s.env, s.line])).toEqual([
      ["a", "python", "starter", { A: "one" }, 9],
      ["b", "python", "free", { A: "one" }, 12],
    ]);
  });

  it("reads projects, environments and ungrouped", () => {
    const text = `projects:
- name: p
  environments:
  - name: production
    services: [ {type: web, name: a, envVars: [{key: X, value: "1"}]} ]
    envVarGroups: [{name: g, envVars: []}]
ungrouped:
  services:
  - {type: web, name: b}
`;
    const blueprint = readBlueprint(text, "render.yaml");
    expect(blueprint.services.map((s) => s.name)).toEqual(["b", "a"]);
    expect(blueprint.groups).toEqual([{ name: "g", env: {} }]);
  });

  it("takes an empty file, comments alone, and a file in CRLF without a final newline", () => {
    const empty = { file: "render.yaml", services: [], groups: [], previews: false };
    expect(readBlueprint("", "render.yaml")).toEqual(empty);
    expect(readBlueprint("# nothing yet\r\n", "render.yaml")).toEqual(empty);
    expect(readBlueprint("services:\n", "render.yaml")).toEqual(empty);
    const crlf = readBlueprint("services:\r\n- type: web\r\n  name: a\r\n  env: docker", "render.yaml");
    expect(crlf.services[0]).toMatchObject({ name: "a", runtime: "docker", line: 2 });
  });

  it("refuses the key `services` twice, with its line", () => {
    const found = problem("services:\n- type: web\n  name: a\nservices:\n- type: web\n  name: b\n");
    expect(found).toMatchObject({ code: "yaml-duplicate-key", exit: 2, place: "../render.yaml:4" });
    expect(found.message.en).toContain('"services"');
    expect(found.next?.es).toBeTruthy();
  });

  it("refuses a duplicate key below, quoted too", () => {
    expect(problem('services:\n- type: web\n  name: a\n  "name": b\n')).toMatchObject({
      code: "yaml-duplicate-key",
      place: "../render.yaml:4",
    });
  });

  it.each([
    ["yaml-syntax", 3, "services:\n- type: web\n\tname: a\n"],
    ["yaml-syntax", 2, 'services:\n  - name: "a\n'],
    ["yaml-syntax", 2, "services:\n  - name: [a\n"],
    ["yaml-syntax", 1, "a: 1\n  b: 2\n"],
    ["yaml-several-documents", 2, "services: []\n---\nservices: []\n"],
    ["yaml-unknown-alias", 3, "services:\n- type: web\n  envVars: *vars\n"],
    ["blueprint-shape", 1, "- a\n"],
    ["blueprint-shape", 1, "text\n"],
    ["blueprint-shape", 1, "services: {type: web}\n"],
    ["blueprint-shape", 3, "services:\n- type: web\n  envVars: {A: b}\n"],
    ["blueprint-shape", 4, "services:\n- type: web\n  envVars:\n  - A\n"],
  ])("refuses with %s at line %i", (code, line, text) => {
    expect(problem(text)).toMatchObject({ code, exit: 2, place: `../render.yaml:${line}` });
  });

  it("does not hang on an anchor that holds itself", () => {
    expect(readBlueprint("services:\n- &a\n  name: x\n  <<: *a\n", "render.yaml").services[0]?.name).toBe("x");
  });
});
