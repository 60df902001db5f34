/** A project as the inspection would hand it over, small, for the tests of this room. */
import type { BlueprintService, Project } from "../../src/model/project.ts";

export const SERVICE: BlueprintService = {
  name: "clinic-web",
  type: "web",
  runtime: "python",
  plan: "starter",
  region: "frankfurt",
  rootDir: null,
  buildCommand: "./build.sh",
  startCommand: "gunicorn clinic.wsgi",
  preDeployCommand: null,
  dockerfilePath: null,
  mostInstances: 1,
  disk: null,
  env: {},
  envGroups: [],
  domains: [],
  line: 2,
  keyLines: {},
};

export function project(changes: Partial<Project> = {}): Project {
  return {
    root: "/home/carla/clinic",
    git: null,
    top: "/home/carla/clinic",
    name: "Clínica Santa Sofía",
    settings: {
      module: "clinic.settings",
      file: "clinic/settings.py",
      evidence: [{ kind: "wsgi", place: { file: "clinic/wsgi.py", line: 6 }, summary: "wsgi.py" }],
      folder: "clinic",
      package: "clinic",
      chain: ["clinic/settings.py"],
    },
    candidates: [],
    django: null,
    python: null,
    installedApps: { names: [], complete: true },
    storage: { default: "filesystem", defaultBackend: null, staticfilesBackend: null, otherAliases: [], lines: [] },
    envLibraries: [],
    dependencies: null,
    fileFields: [],
    bypasses: [],
    media: { root: "media", url: "/media/", files: 0, bytes: 0, tracked: 0 },
    blueprint: null,
    service: null,
    origins: [],
    notes: [],
    ...changes,
  };
}

/** With a render.yaml of one service, whose variables are these. */
export function withService(env: BlueprintService["env"] = {}, changes: Partial<Project> = {}): Project {
  const service = { ...SERVICE, env };
  return project({
    blueprint: { file: "render.yaml", services: [service], groups: [], previews: false },
    service,
    ...changes,
  });
}
