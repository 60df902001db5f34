/** Values that want to be more than values, and the doors through which an answer comes in. */
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import type { Outcome } from "../support/cli.ts";
import type { Sandbox } from "../support/sandbox.ts";

/** Each could break out of a Python string, a YAML scalar, a dotenv value, a template, a JSON text, a shell word or a line. */
export const HOSTILE: Readonly<Record<string, string>> = {
  quotes: `a"b'c`,
  newline: "media\nSECRET_KEY = 'owned'",
  "shell and dotenv": `$(touch owned)\${HOME}\`id\``,
  template: "{{constructor.constructor('return 1')()}}{{{raw}}}",
  unicode: "médïa-🐶-\u202e\u2028",
  "triple quotes": `'''"""`,
  backslashes: "media\\\\'\\n\\x41\\",
  dots: "../../etc/cron.d/x",
  escape: "media\u001b[2J",
  "carriage return": "media\rx",
  yaml: "media: &a [*a] # x",
  percent: "%(x)s%2e%2e%2f",
  long: "m".repeat(5000),
};

export interface Door {
  readonly name: string;
  /** What a refusal must name. */
  readonly place: string;
  open(sandbox: Sandbox, value: string): Promise<Outcome>;
}

/** A dry run judges answers as the real one does, and is cheap. */
export const DRY = ["--create-bucket", "--json", "--dry-run"];

const flag = (name: string): Door => ({
  name,
  place: name,
  open: (sandbox, value) => sandbox.setup([name, value, ...DRY]),
});

const variable = (name: string): Door => ({
  name: `the variable ${name}`,
  place: name,
  open: (sandbox, value) => {
    const bucket = name === "AWS_STORAGE_BUCKET_NAME" ? [] : ["--bucket", "any-bucket"];
    return sandbox.run(["setup", "--provider", "s3", ...bucket, ...DRY], { env: { [name]: value } });
  },
});

export const key = (name: string): Door => ({
  name: `"${name}" in the answers file`,
  place: "vet-media-setup.json:3",
  open: async (sandbox, value) => {
    const file = path.join(sandbox.dir, "vet-media-setup.json");
    const answers = { provider: "s3", [name]: name === "corsOrigin" ? [value] : value };
    await writeFile(file, JSON.stringify(answers, null, 2));
    try {
      return await sandbox.run(["setup", ...(name === "bucket" ? [] : ["--bucket", "any-bucket"]), ...DRY]);
    } finally {
      await rm(file);
    }
  },
});

export const DOORS: readonly Door[] = [
  flag("--bucket"),
  flag("--prefix"),
  flag("--region"),
  flag("--cors-origin"),
  flag("--env-file"),
  flag("--endpoint-url"),
  flag("--settings"),
  flag("--custom-domain"),
  flag("--profile"),
  variable("AWS_STORAGE_BUCKET_NAME"),
  variable("AWS_LOCATION"),
  variable("AWS_S3_REGION_NAME"),
  variable("AWS_S3_ENDPOINT_URL"),
  variable("VET_MEDIA_SETTINGS"),
  key("bucket"),
  key("prefix"),
  key("region"),
  key("envFile"),
  key("corsOrigin"),
];

/** Exit 0 with the value as data in the plan, or exit 2 that names the door; 3 for a profile, which may have any name and is not there. */
function judge(door: Door, value: string, done: Outcome): void {
  const document = done.json();
  expect(done.stdout + done.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(done.stdout).not.toContain("\u001b");
  expect(document.errors.map(({ code }) => code)).not.toContain("unexpected");
  if (document.exitCode === 0) {
    expect(Object.values(document.values).map((one) => one.value)).toContain(value);
    return;
  }
  expect(document.exitCode).toBe(door.name === "--profile" && document.exitCode === 3 ? 3 : 2);
  expect(document.errors.some((error) => (error.place ?? "").startsWith(door.place))).toBe(true);
}

/** Puts these values through a door; what goes wrong is told with the value and the whole answer. */
export async function knock(sandbox: Sandbox, door: Door, values: readonly [string, string][]): Promise<void> {
  for (const [name, value] of values) {
    const done = await door.open(sandbox, value);
    try {
      judge(door, value, done);
    } catch (cause) {
      throw new Error(`${name} through ${door.name}: ${done.stdout.slice(0, 3000)}${done.stderr}`, { cause });
    }
  }
}
