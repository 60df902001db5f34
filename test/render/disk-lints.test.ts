/** Each lint on the Blueprint that it is about, and not on its neighbours. */
import { describe, expect, test } from "vitest";
import { Failure, type Problem } from "../../src/lib/failure.ts";
import type { Project } from "../../src/model/project.ts";
import { readBlueprint } from "../../src/render/blueprint.ts";
import { type DiskFacts, type Findings, inRepository, lintDisk, onRender } from "../../src/render/disk-lints.ts";
import { project } from "../answers/project.ts";

const MOUNT = "/opt/render/project/src/media";
const WEB = "services:\n- type: web\n  name: clinic\n  runtime: python\n  plan: starter\n";
const NATIVE = { docker: false, path: "/opt/render/project/src", folder: "" };

interface Given extends Partial<Omit<DiskFacts, "project" | "answers">> {
  readonly yaml?: string;
  readonly mount?: string;
  readonly size?: number;
  readonly facts?: Partial<Project>;
}

function lint({ yaml = WEB, mount = MOUNT, size = 1, facts = {}, hidden = [], early = [] }: Given = {}): Findings {
  const blueprint = yaml === "" ? null : readBlueprint(yaml, "render.yaml");
  return lintDisk({
    project: project({
      deployed: NATIVE,
      urlConf: { file: "clinic/urls.py", servesMedia: null },
      blueprint,
      service: blueprint?.services[0] ?? null,
      ...facts,
    }),
    answers: { mountPath: mount, diskSize: size, access: "private" },
    hidden,
    early,
  });
}

const codes = (given?: Given) => lint(given).warnings.map(({ code }) => code);
const warning = (given: Given, code: string) => lint(given).warnings.find((one) => one.code === code);

function refusal(given: Given): Problem {
  try {
    lint(given);
  } catch (error) {
    if (error instanceof Failure) return error.problem;
    throw error;
  }
  throw new Error("was not refused");
}

test("a service that can have the disk: nothing to say", () => {
  expect(codes()).toEqual([]);
  expect(lint().checks.map(({ id, status }) => `${id} ${status}`)).toEqual(["disk-plan pass", "disk-mount pass"]);
  expect(codes({ yaml: "" })).toEqual([]);
});

describe("plan", () => {
  const plan = (line: string) => WEB.replace("  plan: starter\n", line);

  test.each(["  plan: free\n", "", "  plan:\n"])("%j must be accepted", (line) => {
    expect(warning({ yaml: plan(line) }, "disk-needs-paid-plan")).toMatchObject({
      mustAccept: true,
      places: [{ place: line.includes("free") || line.includes("plan:") ? "render.yaml:5" : "render.yaml:2" }],
    });
    expect(warning({ yaml: plan(line) }, "disk-needs-paid-plan")?.next?.en).toContain("plan: starter  ($7 a month");
  });

  test.each(["starter", "standard", "pro", "pro plus", "pro_plus", "pro max", "pro ultra", "0.5c-512mb", "12c-96g"])(
    "%s is paid",
    (name) => {
      expect(codes({ yaml: plan(`  plan: ${name}\n`) })).toEqual([]);
    },
  );

  test("a name that we do not know is no refusal", () => {
    expect(warning({ yaml: plan("  plan: starter plus\n") }, "disk-plan-unknown")?.mustAccept).toBe(false);
  });
});

test("more than one instance, or scaling of any size", () => {
  expect(codes({ yaml: `${WEB}  numInstances: 1\n` })).toEqual([]);
  const two = warning({ yaml: `${WEB}  numInstances: 2\n` }, "disk-one-instance");
  expect(two).toMatchObject({ mustAccept: true, places: [{ place: "render.yaml:6" }] });
  const yaml = `${WEB}  scaling:\n    minInstances: 1\n    maxInstances: 3\n    targetCPUPercent: 60\n`;
  expect(warning({ yaml }, "disk-one-instance")?.message.en).toContain("3 instances");
  expect(codes({ yaml: `${WEB}  scaling: {minInstances: 1, maxInstances: 1}\n` })).toEqual(["disk-one-instance"]);
});

test("services that have no disk at all are refused", () => {
  const typed = (type: string, runtime: string) =>
    `services:\n- type: ${type}\n  name: clinic\n  runtime: ${runtime}\n`;
  for (const yaml of [typed("cron", "python"), typed("web", "static"), typed("keyvalue", "python")])
    expect(refusal({ yaml })).toMatchObject({ code: "disk-impossible", exit: 2, place: "render.yaml:2" });
  for (const type of ["web", "pserv", "worker"])
    expect(codes({ yaml: `${typed(type, "python")}  plan: standard\n` })).toEqual([]);
});

test("workers and crons of the same code cannot see the disk; others do not care", () => {
  const worker = "- type: worker\n  name: jobs\n  runtime: python\n  plan: starter\n";
  expect(warning({ yaml: WEB + worker }, "disk-not-shared")).toMatchObject({
    mustAccept: true,
    places: [{ place: "render.yaml:6", text: "worker jobs" }],
  });
  expect(codes({ yaml: WEB + worker.replace("python", "node") })).toEqual([]);
  expect(codes({ yaml: `${WEB}${worker}  rootDir: other\n` })).toEqual([]);
});

describe("what the mount hides", () => {
  test("committed uploads: must be accepted, with the first five", () => {
    const hidden = Array.from({ length: 7 }, (_, at) => `media/${at}.pdf`);
    const said = warning({ hidden }, "mount-hides-files");
    expect(said?.message.en).toContain("7 files");
    expect(said?.places).toHaveLength(5);
    expect(said?.mustAccept).toBe(true);
  });

  test("code is refused", () => {
    expect(refusal({ hidden: ["media/a.png", "clinic/views.py"] })).toMatchObject({
      code: "mount-hides-code",
      exit: 2,
    });
    expect(refusal({ hidden: ["templates/base.html"] }).place).toBe("--mount-path");
  });

  test("STATIC_ROOT at or below it is refused; one around it must be accepted", () => {
    for (const staticRoot of ["media", "media/static", "/opt/render/project/src/media/x/.."])
      expect(refusal({ facts: { staticRoot } })).toMatchObject({ code: "mount-hides-static", exit: 2 });
    expect(codes({ facts: { staticRoot: "staticfiles" } })).toEqual([]);
    expect(codes({ facts: { staticRoot: "mediafiles" } })).toEqual([]);
    expect(codes({ mount: `${NATIVE.path}/public/media`, facts: { staticRoot: "public", media: NO_MEDIA } })).toEqual([
      "disk-in-static-root",
    ]);
  });
});

const NO_MEDIA = { root: null, url: null, files: 0, bytes: 0, tracked: 0 };

test("a MEDIA_ROOT elsewhere is said, with the flag that keeps it", () => {
  const media = { ...NO_MEDIA, root: "uploads" };
  const said = warning({ facts: { media } }, "media-root-moves");
  expect(said?.mustAccept).toBe(false);
  expect(said?.next?.en).toContain("--mount-path /opt/render/project/src/uploads");
  expect(codes({ facts: { media, deployed: { ...NATIVE, docker: true, path: null } } })).toEqual([]);
});

test("code that names the old folder itself is said, where the folder moves", () => {
  const place = (line: number) => ({ file: "pets/views.py", line });
  const bypasses = [
    { place: place(4), code: 'open("media/list.csv")', instead: 'default_storage.open("list.csv")' },
    { place: place(5), code: "os.path.join('media', name)", instead: "default_storage.path(name)" },
    { place: place(6), code: "pet.photo.path", instead: "pet.photo.open()" },
    { place: place(7), code: 'open("mediateca/x")', instead: "" },
  ];
  const media = { ...NO_MEDIA, root: "media" };
  const moved = warning({ mount: "/var/data/media", facts: { media, bypasses } }, "folder-written-out");
  expect(moved).toMatchObject({
    mustAccept: true,
    places: [{ place: "pets/views.py:4" }, { place: "pets/views.py:5" }],
  });
  expect(codes({ facts: { media, bypasses } })).toEqual([]);
});

describe("other things on the disk", () => {
  const mount = "/var/data";
  const there = (disk: string) => `${WEB}  disk: {name: data, mountPath: ${disk}, sizeGB: 5}\n`;

  test("a disk of somebody else's setup must be looked at; ours not", () => {
    expect(warning({ yaml: there(mount), mount }, "disk-was-there")).toMatchObject({
      mustAccept: true,
      places: [{ place: "render.yaml:6" }],
    });
    const ours = `${there(mount)}  envVars:\n  - key: MEDIA_STORAGE\n    value: disk\n`;
    expect(lint({ yaml: ours, mount }).checks.map(({ id }) => id)).toContain("disk");
    expect(codes({ yaml: ours, mount })).not.toContain("disk-was-there");
  });

  test("a database below the mount is never handed out", () => {
    const file = { place: { file: "clinic/settings.py", line: 8 } };
    expect(refusal({ mount, facts: { databaseFile: { ...file, path: "/var/data/db.sqlite3" } } })).toMatchObject({
      code: "disk-in-other-use",
      exit: 2,
      place: "clinic/settings.py:8",
    });
    expect(refusal({ facts: { databaseFile: { ...file, path: "media/db.sqlite3" } } }).code).toBe("disk-in-other-use");
    expect(codes({ facts: { databaseFile: { ...file, path: "db.sqlite3" } } })).toEqual([]);
    const variable = (value: string) => `${WEB}  envVars:\n  - key: DB\n    value: ${value}\n`;
    for (const value of ["/var/data/db.sqlite3", "sqlite:////var/data/db.sqlite3", "/var/data/x/../db"])
      expect(refusal({ yaml: variable(value), mount })).toMatchObject({
        code: "disk-in-other-use",
        place: "render.yaml:6",
      });
    for (const value of ["/var/database", "postgres://a:b@var/data", "var/data/x", '""'])
      expect(codes({ yaml: variable(value), mount, facts: { media: NO_MEDIA } })).toEqual([]);
    const ours = `${WEB}  envVars:\n  - key: MEDIA_ROOT\n    value: /var/data\n`;
    expect(codes({ yaml: ours, mount, facts: { media: NO_MEDIA } })).toEqual([]);
  });
});

test("commands that run before the disk is there", () => {
  const early = (...lines: string[]) => lines.map((text, at) => ({ place: `build.sh:${at + 1}`, text }));
  const touching = early("cp -r seed/. media/", "rsync seed ./media", "python load.py $MEDIA_ROOT", `ls ${MOUNT}`);
  const said = warning({ early: touching }, "build-touches-media");
  expect(said?.mustAccept).toBe(true);
  expect(said?.places?.map(({ place }) => place)).toEqual(touching.map(({ place }) => place));
  const harmless = early("mkdir -p media", "# cp media/x y", "pip install multimedia", "python manage.py migrate", "");
  expect(codes({ early: harmless })).toEqual([]);
});

test("who serves the files", () => {
  expect(codes({ facts: { urlConf: null } })).toEqual(["media-not-served"]);
  const served = lint({ facts: { urlConf: { file: "a/urls.py", servesMedia: { file: "a/urls.py", line: 9 } } } });
  expect(served.warnings).toEqual([]);
  expect(served.checks.find(({ id }) => id === "media-view")?.message.en).toContain("a/urls.py:9");
});

test("a disk that today's files would fill", () => {
  const media = { ...NO_MEDIA, root: "media", files: 9, bytes: 4_700_000_000 };
  expect(codes({ facts: { media }, size: 5 })).toEqual(["disk-too-small"]);
  expect(codes({ facts: { media }, size: 10 })).toEqual([]);
});

test("images: the user that must be able to write, and previews", () => {
  const docker = lint({ facts: { deployed: { docker: true, path: "/app", folder: "" }, media: NO_MEDIA } });
  expect(docker.checks.map(({ id }) => id)).toContain("disk-user");
  const previews = lint({ yaml: `previews:\n  generation: automatic\n${WEB}` });
  expect(previews.checks.map(({ id }) => id)).toContain("disk-previews");
});

test("folders of the repository and of Render's machine, there and back", () => {
  const below = project({ root: "/home/carla/repo/Sistema Web", deployed: { ...NATIVE, folder: ".." } });
  expect(onRender(below, "media")).toBe("/opt/render/project/src/Sistema Web/media");
  expect(onRender(below, "../media")).toBe("/opt/render/project/src/media");
  expect(inRepository(below, "/opt/render/project/src/media/x")).toBe("../media/x");
  expect(inRepository(below, "/opt/render/project/src/Sistema Web/media")).toBe("media");
  expect(inRepository(below, "/var/data/media")).toBeNull();
  expect(inRepository(project({ deployed: { docker: true, path: "/app", folder: "" } }), "/app/media")).toBe("media");
  expect(onRender(project({}), "media")).toBeNull();
});
