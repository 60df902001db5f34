/** A whole render.yaml: what is found in the project, what a person has said, and nothing that could become something else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Secret } from "../../src/lib/secrets.ts";
import type { EnvVar } from "../../src/model/provider.ts";
import { type NewService, newBlueprint } from "../../src/plan/new-blueprint.ts";
import { project } from "../answers/project.ts";
import { hostileString } from "../edit/hostile.ts";

const SERVICE: NewService = {
  name: "clinic",
  plan: "starter",
  region: "oregon",
  buildCommand: "bash build.sh",
  startCommand: "gunicorn clinic.wsgi:application",
  lang: "en",
};
const ENV: readonly EnvVar[] = [
  { key: "MEDIA_STORAGE", value: "disk" },
  { key: "MEDIA_ROOT", value: "/opt/render/project/src/media" },
];
const DISK = { name: "media", mountPath: "/opt/render/project/src/media", sizeGB: 1 };

test("reads as a person would write it", () => {
  const variables = [
    { name: "SECRET_KEY", needed: true },
    { name: "DEBUG", needed: true },
    { name: "DATABASE_URL", needed: true },
    { name: "ALLOWED_HOSTS", needed: false },
    { name: "RENDER_EXTERNAL_HOSTNAME", needed: true },
    { name: "AWS_ACCESS_KEY_ID", needed: true },
  ];
  const python = { specifier: "3.12.4", minimum: [3, 12] as const, place: { file: "runtime.txt", line: 1 } };
  expect(
    newBlueprint(project({ variables, python }), SERVICE, ENV, DISK),
  ).toBe(`# Blueprint for Render: https://render.com/docs/blueprint-spec
services:
  - type: web
    name: clinic
    runtime: python
    # A disk needs a paid plan; starter is the smallest ($7 a month).
    plan: starter
    region: oregon
    buildCommand: "bash build.sh"
    startCommand: "gunicorn clinic.wsgi:application"
    envVars:
      - key: PYTHON_VERSION
        value: "3.12.4"
      - key: DJANGO_SETTINGS_MODULE
        value: "clinic.settings"
      - key: SECRET_KEY
        generateValue: true
      # Render asks for these once, when it creates the service.
      - key: DATABASE_URL
        sync: false
      - key: DEBUG
        value: "False"
      - key: MEDIA_STORAGE
        value: "disk"
      - key: MEDIA_ROOT
        value: "/opt/render/project/src/media"
    disk:
      name: media
      mountPath: "/opt/render/project/src/media"
      sizeGB: 1
# The database is yours to choose:
# https://render.com/docs/blueprint-spec#databases
`);
});

test("in Spanish, of a project below the root, with a secret that Render asks for", () => {
  const below = project({ root: "/home/carla/repo/Sistema Web", top: "/home/carla/repo" });
  const text = newBlueprint(
    below,
    { ...SERVICE, lang: "es" },
    [{ key: "TOKEN", value: new Secret("hidden-value") }],
    null,
  );
  expect(text).toContain('    rootDir: "Sistema Web"\n');
  expect(text).toContain("# La base de datos la eliges tú");
  expect(text).not.toContain("hidden-value");
  expect(parse(text).services[0].envVars.at(-1)).toEqual({ key: "TOKEN", sync: false });
  expect(text).not.toMatch(/disk|PYTHON_VERSION/);
});

describe("properties", () => {
  const word = hostileString.filter((one) => !/\p{Surrogate}/u.test(one));

  test("whatever is said stays a value, for YAML 1.1 and 1.2", () => {
    fc.assert(
      fc.property(word, word, word, word, word, (name, buildCommand, startCommand, plan, region) => {
        const service = { ...SERVICE, name, buildCommand, startCommand, plan, region };
        const text = newBlueprint(project({ top: "/home/carla/clinic" }), service, ENV, { ...DISK, name });
        for (const version of ["1.1", "1.2"] as const) {
          const [read, ...others] = parse(text, { version }).services;
          expect(others).toEqual([]);
          expect(read).toMatchObject({
            type: "web",
            runtime: "python",
            name,
            plan,
            region,
            buildCommand,
            startCommand,
          });
          expect(read.disk).toEqual({ ...DISK, name });
          expect(read.envVars.slice(-2)).toEqual(ENV);
        }
      }),
      { numRuns: 100 },
    );
  });
});
