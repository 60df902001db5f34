/** What `migrate` has copied, Django opens: every file by the name that its database holds, through default_storage, with every byte. */
import { spawnSync } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HOSTILE, hashesOf, writeFiles } from "../migrate/hostile.ts";
import { venv } from "../support/venv.mjs";
import { storedVariables, switchBench } from "./switching-support.ts";

const { site } = switchBench();

/** One Python for all: the default storage of the settings, then a disk's. Told as it goes: name, hash, size, and what `exists` says. */
const OPEN = `
import hashlib, json, sys
import django
django.setup()
from django.core.files.storage import FileSystemStorage, default_storage
given = json.load(sys.stdin)
def opened(storage):
    found = {}
    for name in given["names"]:
        try:
            with storage.open(name, "rb") as file:
                content = file.read()
            told = storage.exists(name) and storage.size(name) == len(content)
            found[name] = hashlib.sha256(content).hexdigest() if told else "exists() or size() says otherwise"
        except Exception as error:
            found[name] = repr(error)
    return found
json.dump({"s3": opened(default_storage), "disk": opened(FileSystemStorage(location=given["folder"])), "is_s3": any(one.__name__ == "S3Storage" for one in type(default_storage._wrapped).__mro__)}, sys.stdout)
`;

test("from a folder to S3, and from S3 to a folder", async () => {
  const clinic = await site("clinic");
  const files = await realpath(await mkdtemp(path.join(tmpdir(), "vet-django-opens-")));
  onTestFinished(() => rm(files, { recursive: true, force: true }));
  // Django writes every backslash as a slash, so no row holds one.
  const kept = Object.fromEntries(Object.entries(HOSTILE).filter(([name]) => !name.includes("\\")));
  await writeFiles(path.join(files, "media"), kept);
  await clinic.to("s3", "--prove", "off");
  const copy = (from: string, to: string) =>
    clinic.run(["migrate", "--from", from, "--to", to, "--verify", "--json"]).then((done) => done.json());
  expect(await copy(path.join(files, "media"), "configured")).toMatchObject({ exitCode: 0 });
  const folder = path.join(files, "back");
  expect(await copy("configured", folder)).toMatchObject({ exitCode: 0 });

  const done = spawnSync(await venv("django52"), ["-B", "-c", OPEN], {
    cwd: clinic.dir,
    env: {
      PATH: process.env.PATH,
      ...clinic.env,
      ...Object.fromEntries(await storedVariables(clinic)),
      DJANGO_SETTINGS_MODULE: "veteriaria.settings",
      RENDER: "true",
    },
    input: JSON.stringify({ names: Object.keys(kept), folder }),
    encoding: "utf8",
  });
  expect(done.status, done.stderr).toBe(0);
  const opened = JSON.parse(done.stdout) as { s3: unknown; disk: unknown; is_s3: boolean };
  expect(opened.s3).toEqual(hashesOf(kept));
  expect(opened.disk).toEqual(hashesOf(kept));
  expect(opened.is_s3).toBe(true);
});
