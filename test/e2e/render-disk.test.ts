/** A Render disk, set up by the built tool in every shape of render.yaml that matters: what is written, what is refused, what is warned of. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { diskProject, WEB } from "./disk-project.ts";

const ADDED = [
  "+      - key: MEDIA_STORAGE",
  "+        value: disk",
  "+      - key: MEDIA_ROOT",
  "+        value: /opt/render/project/src/media",
  "+    disk:",
  "+      name: media",
  "+      mountPath: /opt/render/project/src/media",
  "+      sizeGB: 1",
];

const quoted = (lines: readonly string[]) => lines.map((line) => line.replaceAll('"', ""));
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);

describe("a service on a paid plan", () => {
  test("gets its variables and its disk, and nothing else; again is nothing; undo gives back every byte", async () => {
    const project = await diskProject();
    const before = await project.tree();
    const first = (await project.setup("--yes", "--json")).json();
    expect(first).toMatchObject({ status: "ok", exitCode: 0, provider: "render-disk" });
    expect(first.values).toMatchObject({
      mountPath: { value: "/opt/render/project/src/media", source: "default" },
      diskName: { value: "media", source: "default" },
      diskSize: { value: 1, source: "default" },
    });
    expect(Object.keys(first.values).filter((name) => /bucket|region|cloud|AWS/.test(name))).toEqual([]);
    expect(quoted(project.changed("render.yaml"))).toEqual(ADDED);
    expect(project.changed("requirements.txt")).toEqual([]);
    expect(first.plan.find(({ target }) => target === "render.yaml")?.summary).toContain("a disk of 1 GB");
    expect(project.changed("core/urls.py").join("\n")).toContain("+urlpatterns = [*media_urls(), *urlpatterns]");
    expect(codes(first.warnings)).toEqual(["files-on-instance"]);
    expect(first.next[0]).toContain("scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued");
    expect(first.next.at(-1)).toContain("scp -s -r rescued/. SERVICE@ssh.REGION.render.com:");

    const again = (await project.setup("--yes", "--json")).json();
    expect(again).toMatchObject({ exitCode: 0, files: [] });
    expect(again.plan.every(({ action }) => action === "none")).toBe(true);
    const stored = (await project.run("setup", "--yes", "--json")).json();
    expect(stored.values.mountPath?.source).toBe("answers");
    expect(stored.files).toEqual([]);

    expect((await project.run("undo", "--yes")).code).toBe(0);
    expect(await project.tree()).toEqual(before);
  });

  test("no word of keys, buckets or pasting on the way", async () => {
    const project = await diskProject();
    const { code, stdout, stderr } = await project.setup("--yes");
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(/\bS3\b|bucket|AWS|IAM|paste|sync: false|\bkeys?\b(?! out of git)/i);
    expect(stdout).toContain("next: git add -A && git commit");
    expect(stdout).toContain("With that push Render syncs render.yaml");
    expect(stdout).toContain("snapshot");
  });

  test("rootDir, an image, and answers of one's own decide where it is mounted", async () => {
    const below = await diskProject(
      "services:\n- type: web\n  name: clinic\n  runtime: python\n  rootDir: backend\n  plan: starter\n  startCommand: gunicorn config.wsgi\n",
      {},
      "start-command",
    );
    const rooted = (await below.setup("--settings", "config.settings.prod", "--yes", "--json")).json();
    expect(rooted.values.mountPath?.value).toBe("/opt/render/project/src/backend/media");
    const image = await diskProject(WEB.replace("runtime: python", "runtime: docker"), {
      Dockerfile: 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "core.wsgi"]\n',
    });
    const inImage = (await image.setup("--yes", "--json")).json();
    expect(inImage.values.mountPath?.value).toBe("/var/data/media");
    expect(parse(await readFile(path.join(image.dir, "render.yaml"), "utf8")).services[0].disk).toEqual({
      name: "media",
      mountPath: "/var/data/media",
      sizeGB: 1,
    });
    const own = await diskProject();
    const flags = [
      "--mount-path",
      "/srv//uploads/",
      "--disk-name",
      "uploads-1",
      "--disk-size",
      "20",
      "--yes",
      "--json",
    ];
    expect((await own.setup(...flags)).json().exitCode).toBe(0);
    expect(parse(await readFile(path.join(own.dir, "render.yaml"), "utf8")).services[0].disk).toEqual({
      name: "uploads-1",
      mountPath: "/srv/uploads",
      sizeGB: 20,
    });
  });
});

describe("what the person must accept", () => {
  test.each([
    ["free", WEB.replace("plan: starter", "plan: free")],
    ["no", WEB.replace("    plan: starter # paid\n", "")],
  ])("%s plan: never changed unasked, --yes included", async (_, yaml) => {
    const project = await diskProject(yaml);
    const done = (await project.setup("--yes", "--json")).json();
    expect(done.exitCode).toBe(0);
    const warning = done.warnings.find(({ code }) => code === "disk-needs-paid-plan");
    expect(warning?.places?.[0]?.place).toMatch(/^render\.yaml:\d+$/);
    expect(warning?.next).toContain("$7 a month");
    expect(quoted(project.changed("render.yaml"))).toEqual(ADDED);
  });

  test("committed uploads, a worker, scaling: each with its place", async () => {
    const yaml = `${WEB}    numInstances: 2\n  - type: worker\n    name: jobs\n    runtime: python\n    plan: starter\n`;
    const project = await diskProject(yaml, { "media/pets/rex.jpg": "x", "media/.gitkeep": "" });
    const { warnings } = (await project.setup("--dry-run", "--json")).json();
    const places = Object.fromEntries(warnings.map(({ code, places }) => [code, places?.[0]?.place]));
    expect(places).toMatchObject({
      "disk-one-instance": "render.yaml:12",
      "disk-not-shared": "render.yaml:13",
      "mount-hides-files": "media/pets/rex.jpg",
    });
    expect(warnings.find(({ code }) => code === "mount-hides-files")?.message).toContain("1 file in git lies below");
  });

  test("a disk that is there already, elsewhere: it is taken over, and has to be looked at", async () => {
    const yaml = `${WEB}    disk:\n      name: data\n      mountPath: /var/data/\n      sizeGB: 5\n`;
    const project = await diskProject(yaml);
    const done = (await project.setup("--yes", "--json")).json();
    expect(done.values).toMatchObject({
      mountPath: { value: "/var/data", source: "project", detail: "render.yaml:12" },
      diskName: { value: "data", source: "project" },
      diskSize: { value: 5, source: "project" },
    });
    expect(codes(done.warnings)).toContain("disk-was-there");
    expect(quoted(project.changed("render.yaml"))).toEqual([...ADDED.slice(0, 3), "+        value: /var/data"]);
    const grown = (await project.run("setup", "--disk-size", "8", "--prove", "off", "--yes", "--json")).json();
    expect(grown.exitCode).toBe(0);
    expect(await readFile(path.join(project.dir, "render.yaml"), "utf8")).toContain("sizeGB: 8");
  });

  test("views that open by path work on a disk: nothing is said against them", async () => {
    const project = await diskProject(null, {}, "clinic");
    const done = (await project.setup("--yes", "--json")).json();
    expect(codes(done.warnings)).not.toContain("bypasses-storage-api");
    const text = (await project.setup("--dry-run")).stdout;
    expect(text).not.toContain("documento.archivo.path");
  });
});

describe("refused, with a sentence, and nothing written", () => {
  const refused = async (
    args: readonly string[],
    wanted: { exit: number; code: string; place?: string; says: RegExp },
    shape: Parameters<typeof diskProject> = [],
  ) => {
    const project = await diskProject(...shape);
    const before = await project.tree();
    const document = (await project.setup(...args, "--yes", "--json")).json();
    expect(document.exitCode).toBe(wanted.exit);
    const error = document.errors.find(({ code }) => code === wanted.code);
    expect(error, JSON.stringify(document.errors)).toBeDefined();
    if (wanted.place !== undefined) expect(error?.place).toBe(wanted.place);
    expect(error?.message).toMatch(wanted.says);
    expect(error?.next).toBeTruthy();
    expect(await project.tree()).toEqual(before);
  };

  test.each([
    [["--mount-path", "media"], /absolute/],
    [["--mount-path", "/opt/render/project/src"], /does not mount a disk at/],
    [["--disk-size", "0"], /at least 1 GB/],
    [["--disk-size", "10GB"], /without a unit/],
  ] as const)("%j", async (args, says) => {
    await refused(args, { exit: 2, code: "bad-value", place: args[0], says });
  });

  test("an answers file with a size that cannot be", async () => {
    const answers = { "vet-media-setup.json": '{\n  "provider": "render-disk",\n  "diskSize": 0\n}\n' };
    const place = "vet-media-setup.json:3 diskSize";
    await refused([], { exit: 2, code: "bad-value", place, says: /at least 1 GB/ }, [WEB, answers]);
  });

  test("a disk elsewhere, and one that would shrink", async () => {
    const yaml = `${WEB}    disk: {name: data, mountPath: /var/data, sizeGB: 5}\n`;
    const place = "render.yaml:12";
    await refused(["--mount-path", "/srv/x"], { exit: 2, code: "disk-elsewhere", place, says: /already has a disk/ }, [
      yaml,
    ]);
    await refused(["--disk-name", "media"], { exit: 2, code: "disk-elsewhere", place, says: /already has a disk/ }, [
      yaml,
    ]);
    await refused(["--disk-size", "1"], { exit: 2, code: "disk-smaller", place, says: /makes none smaller/ }, [yaml]);
  });

  test("a service that is not there, one that can have no disk, and two that could be meant", async () => {
    const cron = `${WEB}  - type: cron\n    name: nightly\n    runtime: python\n    schedule: "0 3 * * *"\n`;
    await refused(["--service", "nope"], { exit: 2, code: "unknown-service", place: "--service", says: /nope/ });
    await refused(
      ["--service", "nightly"],
      { exit: 2, code: "disk-impossible", place: "render.yaml:12", says: /type cron/ },
      [cron],
    );
    const two = `${WEB}  - type: web\n    name: admin\n    runtime: python\n    startCommand: gunicorn core.wsgi\n`;
    await refused([], { exit: 3, code: "service-unclear", place: "--service", says: /clinic, or admin/ }, [two]);
  });

  test("a mount that would hide the code, or hand out the database", async () => {
    const code = { exit: 2, code: "mount-hides-code", place: "--mount-path", says: /pets\// };
    await refused(["--mount-path", "/opt/render/project/src/pets"], code);
    const yaml = `${WEB}      - key: DATABASE_URL\n        value: sqlite:////var/data/db.sqlite3\n    disk: {name: data, mountPath: /var/data}\n`;
    await refused([], { exit: 2, code: "disk-in-other-use", says: /DATABASE_URL/ }, [yaml]);
  });

  test("flags of a disk for another provider", async () => {
    const project = await diskProject();
    const done = await project.run("setup", "--provider", "s3", "--mount-path", "/srv/x", "--json");
    expect(done.json()).toMatchObject({ exitCode: 2, errors: [{ code: "flag-of-another-provider" }] });
  });
});

test("without render.yaml: the Dashboard's steps, and no Blueprint unasked", async () => {
  const project = await diskProject(null);
  const { next, files } = (await project.setup("--yes", "--json")).json();
  expect(files).not.toContain("render.yaml");
  expect(next[0]).toContain("paste .env.render");
  expect(next[1]).toContain("Disks › Add disk: name media, mount path /opt/render/project/src/media, 1 GB");
  expect(next.findIndex((one) => one.startsWith("git add"))).toBe(2);
  expect(await readFile(path.join(project.dir, ".env.render"), "utf8")).toContain(
    "MEDIA_ROOT=/opt/render/project/src/media\n",
  );
});

test("a project that serves uploads itself is told so, and keeps its URLs as they are", async () => {
  const project = await diskProject(null, {}, "bypasses");
  const done = (await project.setup("--yes", "--json")).json();
  expect(done.exitCode).toBe(0);
  expect(done.checks.find(({ id }) => id === "media-view")?.message).toContain("config/urls.py:9");
  expect(project.changed("config/urls.py")).toEqual([]);
});
