/** What a switch keeps, and why; what it is told by flags, files and variables that do not agree; and what becomes of the disk. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { JsonDocument } from "../support/cli.ts";
import { blueprint, MOUNT, type Site, storedVariables, switchBench } from "./switching-support.ts";

const { site } = switchBench();
const OFF = ["--prove", "off"];

const codes = ({ warnings }: JsonDocument) => warnings.map(({ code }) => code);
const warningOf = ({ warnings }: JsonDocument, code: string) => warnings.find((one) => one.code === code);

async function clinic(files: Readonly<Record<string, string>> = {}): Promise<Site> {
  const project = await site("clinic", { yaml: blueprint("veteriaria.wsgi") });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(project.dir, name)), { recursive: true });
    await writeFile(path.join(project.dir, name), text);
  }
  project.commit("The shape");
  return project;
}

describe("what the project itself needs stays", () => {
  test("variables that its settings read, packages that its code imports; each with its place", async () => {
    const project = await clinic();
    const settings = `${await project.text("veteriaria/settings.py")}\nAWS_ACCESS_KEY_ID = config("AWS_ACCESS_KEY_ID")\n`;
    await writeFile(path.join(project.dir, "veteriaria/settings.py"), settings);
    await writeFile(path.join(project.dir, "clinica/mail.py"), 'import boto3\n\nSES = boto3.client("ses")\n');
    project.commit("Mail");
    await project.to("s3", ...OFF);
    const done = await project.to("cloudinary", ...OFF);
    expect(done).toMatchObject({ exitCode: 0 });
    expect(warningOf(done, "variables-kept")?.places).toEqual([
      { place: expect.stringMatching(/^veteriaria\/settings\.py:\d+$/), text: "AWS_ACCESS_KEY_ID" },
    ]);
    expect(warningOf(done, "packages-kept")?.places).toEqual([{ place: "clinica/mail.py:1", text: "boto3" }]);
    const requirements = await project.text("requirements.txt");
    expect(requirements).toContain("boto3>=1.36,<2\n");
    expect(requirements).not.toContain("django-storages");
    for (const file of [".env.render", ".env.example", "render.yaml"]) {
      const text = await project.text(file);
      expect(text).toContain("AWS_ACCESS_KEY_ID");
      expect(text).not.toMatch(/AWS_(?!ACCESS_KEY_ID)/);
    }
    expect((await storedVariables(project)).get("AWS_ACCESS_KEY_ID")).toBe(project.env.AWS_ACCESS_KEY_ID);
    // A second run changes nothing.
    expect((await project.to("cloudinary", ...OFF)).files).toEqual([]);
  });

  test("comments and keys of somebody's own in the env file, and lines of the requirements that read otherwise", async () => {
    const project = await clinic({
      "requirements.txt":
        "Django==5.2.7\nboto3>=1.36,<2  # reports\npython-decouple==3.8\ndj-database-url\nwhitenoise\n",
    });
    await project.to("s3", ...OFF);
    const own = "\n# made by Carla\nSENTRY_DSN='https://x'\n# AWS_LOCATION=old\n";
    await writeFile(path.join(project.dir, ".env.render"), `${await project.text(".env.render")}${own}`);
    await project.to("cloudinary", ...OFF);
    expect(await project.text(".env.render")).toMatch(new RegExp(`${own.replace(/[.]/g, "\\.")}$`));
    const requirements = await project.text("requirements.txt");
    expect(requirements).toContain("boto3>=1.36,<2  # reports\n");
    expect(requirements).not.toContain("django-storages");
    // And back: the very same bytes in front of what is theirs.
    const before = project.git("show", "HEAD:requirements.txt");
    await project.to("s3", ...OFF);
    expect(await project.text("requirements.txt")).toBe(`${before}django-storages[s3]~=1.14.6\n`);
    expect(await project.text(".env.render")).toMatch(new RegExp(`${own.replace(/[.]/g, "\\.")}$`));
  });

  test("keys leave the env file, and it says so; files stay where they are, and it says how they are copied", async () => {
    const project = await clinic();
    await project.to("s3", ...OFF);
    const done = await project.to("render-disk", ...OFF);
    expect(warningOf(done, "old-keys-leave")?.message).toContain("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    expect(warningOf(done, "old-files-stay")?.message).toContain(`s3://${project.bucket}/media`);
    expect(done.next.join("\n")).toContain(`migrate --from s3://${project.bucket}/media --to configured`);
    expect(JSON.stringify(done)).not.toContain(project.env.AWS_SECRET_ACCESS_KEY);
  });
});

describe("who decides", () => {
  test("without --provider a run keeps what is in force, whatever keys lie about", async () => {
    const project = await clinic();
    await project.to("s3", ...OFF);
    const env = { CLOUDINARY_URL: "cloudinary://not a url", MEDIA_STORAGE: "cloudinary" };
    const plain = await project.run(["setup", "--yes", "--lang", "es"], { env });
    expect(plain.stdout).toContain(
      `en uso: Amazon S3 · bucket ${project.bucket} · us-west-2 · carpeta media · privado\n`,
    );
    expect(plain.stdout).toContain("en uso: según veteriaria/media_storage.py y vet-media-setup.json\n");
    const kept = await project.run(["setup", "--yes", "--json"], { env });
    expect(kept.json()).toMatchObject({ exitCode: 0, provider: "s3", files: [] });
    // Neither does a malformed variable of the old one stand in the way of the new one.
    const bad = {
      AWS_STORAGE_BUCKET_NAME: "NOT A BUCKET",
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    };
    const moved = await project.run(["setup", ...project.answers("cloudinary"), ...OFF, "--yes", "--json"], {
      env: bad,
    });
    expect(moved.json()).toMatchObject({ exitCode: 0, provider: "cloudinary" });
  });

  test("without an answers file the generated module says it", async () => {
    const project = await clinic();
    await project.to("render-disk", ...OFF);
    await rm(path.join(project.dir, "vet-media-setup.json"));
    const done = (await project.run(["setup", ...OFF, "--yes", "--json"])).json();
    expect(done).toMatchObject({ exitCode: 0, provider: "render-disk" });
    expect(done.values.provider).toMatchObject({ value: "render-disk", source: "project" });
    expect(done.files).toEqual(["vet-media-setup.json"]);
  });

  test("an answers file that was edited wants a switch, and the run says so; --provider keeps", async () => {
    const project = await clinic();
    await project.to("s3", ...OFF);
    const stored = await project.text("vet-media-setup.json");
    const edited = JSON.stringify({
      provider: "render-disk",
      mountPath: MOUNT,
      settings: "veteriaria.settings",
      lang: "en",
    });
    await writeFile(path.join(project.dir, "vet-media-setup.json"), edited);
    const kept = await project.run(["setup", ...project.answers("s3"), ...OFF, "--dry-run", "--json"]);
    expect(codes(kept.json())).not.toContain("module-says-otherwise");
    const moved = (await project.run(["setup", ...OFF, "--yes", "--json"])).json();
    expect(moved).toMatchObject({ exitCode: 0, provider: "render-disk" });
    expect(warningOf(moved, "module-says-otherwise")?.message).toMatch(/media_storage\.py.*S3.*vet-media-setup\.json/);
    // Named for the run, it is no contradiction.
    await writeFile(path.join(project.dir, "s3.json"), stored);
    const named = (await project.run(["setup", "--answers", "s3.json", ...OFF, "--yes", "--json"])).json();
    expect(named).toMatchObject({ exitCode: 0, provider: "s3" });
    expect(codes(named)).not.toContain("module-says-otherwise");
    expect(await project.text("vet-media-setup.json")).toBe(stored);
  });

  test("MEDIA_STORAGE that does not fit the module is mended, and said", async () => {
    const project = await clinic();
    await project.to("s3", ...OFF);
    const yaml = await project.text("render.yaml");
    await writeFile(path.join(project.dir, "render.yaml"), yaml.replace("value: s3", "value: cloudinary"));
    const done = await project.to("s3", ...OFF);
    expect(warningOf(done, "variable-says-otherwise")?.message).toContain("render.yaml says MEDIA_STORAGE=cloudinary");
    expect(await project.text("render.yaml")).toBe(yaml);
  });

  test("a variable of somebody's own that the provider knows too stays through a second run", async () => {
    const project = await clinic();
    const yaml = `${blueprint("veteriaria.wsgi").replace('value: "2"\n', 'value: "2"\n      - key: AWS_S3_CUSTOM_DOMAIN\n        value: cdn.example.com\n')}`;
    await writeFile(path.join(project.dir, "render.yaml"), yaml);
    await project.to("s3", ...OFF);
    expect((await project.to("s3", ...OFF)).files).toEqual([]);
    expect(await project.text("render.yaml")).toContain("AWS_S3_CUSTOM_DOMAIN");
  });
});

describe("the disk", () => {
  const disk = /\n {4}disk:\n {6}name: media\n {6}mountPath: .*\n {6}sizeGB: 1\n/;

  test("stays without MEDIA_ROOT until --drop-disk, also in a later run and in another clone", async () => {
    const project = await clinic();
    await project.to("render-disk", ...OFF);
    project.commit("On the disk");
    const moved = await project.to("s3", ...OFF);
    expect(codes(moved)).toContain("disk-kept");
    // A first pass to the bucket by its name, for the instance still runs the old answers; the deploy; a second pass; then the disk goes.
    const order = [
      `migrate --from ${MOUNT} --to s3://${project.bucket}/media --region`,
      "git commit",
      `migrate --from ${MOUNT} --to configured --verify`,
      "--drop-disk",
    ];
    const steps = order.map((words) => moved.next.findIndex((step) => step.includes(words)));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps).not.toContain(-1);
    expect(await project.text("render.yaml")).toMatch(disk);
    expect(await project.text("render.yaml")).not.toContain("MEDIA_ROOT");
    project.commit("On S3");
    expect((await project.to("s3", ...OFF)).files).toEqual([]);
    // What a clone holds: no journal.
    await rm(path.join(project.dir, ".vet-media-setup"), { recursive: true });
    const dropped = await project.to("s3", "--drop-disk", ...OFF);
    expect(codes(dropped)).toContain("disk-dropped");
    expect(dropped.files).toEqual(["render.yaml"]);
    expect(await project.text("render.yaml")).not.toMatch(/disk/);
    expect(codes(await project.to("s3", "--drop-disk", ...OFF))).toContain("no-disk-to-drop");
  });

  test("of somebody else is never dropped; --drop-disk with the disk as provider is a contradiction", async () => {
    const project = await clinic();
    const foreign = "\n    disk:\n      name: database\n      mountPath: /var/data\n      sizeGB: 5\n";
    const yaml = blueprint("veteriaria.wsgi").replace("\n\n# the end", `${foreign}\n# the end`);
    await writeFile(path.join(project.dir, "render.yaml"), yaml);
    await project.to("s3", ...OFF);
    const done = await project.to("cloudinary", "--drop-disk", ...OFF);
    expect(done).toMatchObject({ exitCode: 0 });
    expect(codes(done)).toContain("disk-not-ours");
    expect(await project.text("render.yaml")).toContain(foreign);
    const before = await project.tree();
    const refused = await project.run(["setup", "--provider", "render-disk", "--drop-disk", ...OFF, "--yes", "--json"]);
    expect(refused.json()).toMatchObject({ exitCode: 2, errors: [{ code: "drop-disk-in-use", place: "--drop-disk" }] });
    expect(await project.tree()).toEqual(before);
  });
});
