/** .env files and .gitignore as people have them: keys that are not ours stay as they are written, and git never sees the values. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { readVariables } from "../../src/edit/dotenv.ts";
import { expectGolden } from "./golden.ts";
import { type Files, type PlannedOptions, planned } from "./planned.ts";
import { repositoryDiff } from "./repository-diff.ts";

interface Shape extends PlannedOptions {
  readonly files: Files;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  "example-with-some": {
    files: {
      ".env.example":
        "# Copy to .env\nSECRET_KEY=\n\n# Media\nUSE_S3=False\n# AWS_ACCESS_KEY_ID=\nAWS_SECRET_ACCESS_KEY=change-me\nAWS_STORAGE_BUCKET_NAME=my-bucket  # yours\n",
    },
  },
  "example-crlf-without-newline": { files: { ".env.example": "SECRET_KEY=\r\nDEBUG=True" } },
  "no-gitignore": { files: { ".gitignore": null } },
  "gitignore-that-covers-it": { files: { ".gitignore": "*.pyc\n.env*\n!.env.example\n" } },
  "gitignore-that-takes-it-back": { files: { ".gitignore": ".env*\n!.env.*\n" } },
  "gitignore-crlf-without-newline": { files: { ".gitignore": "__pycache__/\r\n.env" } },
  "elsewhere-and-spanish": {
    files: { "deploy/README.md": "\n" },
    answers: { envFile: "deploy/.env.prod", lang: "es" },
  },
  "odd-values": {
    files: {},
    answers: { prefix: "fotos de mascotas/año #1", endpointUrl: "https://s3.example.com:9000" },
  },
};

const OURS = /(?:^|\/)(?:media_storage\.py|settings\.py|vet-media-setup\.json|requirements\.txt)$/;

test.each(Object.keys(SHAPES))("%s", async (name) => {
  const { files, ...options } = SHAPES[name] ?? { files: {} };
  const { dir, write, again } = await planned({ "requirements.txt": "Django==5.2.7\n", ...files }, options);
  await write();
  const envFile = options.answers?.envFile ?? ".env.render";
  const diff = repositoryDiff(dir, { only: (file) => !OURS.test(file), ignored: [envFile] });
  expect(diff).not.toContain("s".repeat(40));
  expectGolden(`environment/${name}.diff`, diff);
  const values = readVariables(await readFile(path.join(dir, envFile), "utf8"));
  expect(values.get("AWS_SECRET_ACCESS_KEY")).toBe("s".repeat(40));
  expect(values.get("AWS_LOCATION")).toBe(options.answers?.prefix ?? "media");
  expect((await again()).changes.filter(({ action }) => action !== "none").map((one) => one.path)).toEqual([]);
});

test("an env file that is there keeps what is not ours, letter by letter", async () => {
  const before = [
    "# production",
    "DEBUG=False",
    "export SECRET_KEY='a b#c'   # made once",
    'AWS_STORAGE_BUCKET_NAME="old-bucket" # the first one',
    "AWS_STORAGE_BUCKET_NAME=older",
    "# AWS_LOCATION=uploads",
    "",
    "DATABASE_URL=postgres://u:p@h/db",
  ].join("\r\n");
  const { plan, again, write } = await planned({ "requirements.txt": "Django==5.2.7\n" });
  const made = plan.changes.find(({ path: file }) => file === ".env.render");
  expect(made).toMatchObject({ action: "create", mode: 0o600, enforceMode: true, sensitive: true });
  await write();
  await writeFile(made?.absolutePath ?? "", before);
  const changed = (await again()).changes.find(({ path: file }) => file === ".env.render");
  const after = Buffer.from(changed?.after ?? []).toString();
  // Of two assignments the last counts, and is the one that is changed.
  const expected = before.replace("AWS_STORAGE_BUCKET_NAME=older", "AWS_STORAGE_BUCKET_NAME=clinic-media-5f0c91ab");
  expect(after.slice(0, expected.length)).toBe(expected);
  expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(after.split("AWS_STORAGE_BUCKET_NAME")).toHaveLength(3);
});
