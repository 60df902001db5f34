/**
 * Every fixture with Cloudinary and with a Render disk, planned without the binary: what would be written is kept as a diff beside those of S3. A second
 * plan, for the files as the first one leaves them, changes nothing. And the table of shapes in docs/projects.md, which is made here (UPDATE_README=1).
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createTwoFilesPatch } from "diff";
import { afterAll, describe, expect, test } from "vitest";
import { decodeText } from "../../src/edit/text-file.ts";
import { Failure } from "../../src/lib/failure.ts";
import { Secret } from "../../src/lib/secrets.ts";
import type { FileChange } from "../../src/model/change.ts";
import type { Project } from "../../src/model/project.ts";
import type { EnvVar, Requirement } from "../../src/model/provider.ts";
import { planFiles } from "../../src/plan/build.ts";
import { NOTHING_LEFT } from "../../src/plan/left.ts";
import { inspect } from "../../src/project/inspect.ts";
import { works as cloudinary } from "../../src/providers/cloudinary/works.ts";
import { works as disk } from "../../src/providers/render-disk/works.ts";
import { works as s3 } from "../../src/providers/s3/works.ts";
import { answersFor } from "../support/django-project.ts";
import { copyFixture } from "../support/fixture.ts";
import { type Case, FIXTURES, REFUSED } from "./cases.ts";
import { expectGolden } from "./golden.ts";
import { SHAPES, type Shape } from "./shapes.ts";

interface Pieces {
  readonly env: readonly EnvVar[];
  readonly requirements: readonly Requirement[];
  readonly mediaStorage: string;
  readonly disk: NonNullable<Parameters<typeof planFiles>[3]["disk"]> | null;
  readonly urls: readonly string[] | null;
}

const keys = (names: readonly string[]) => ({
  secrets: Object.fromEntries(names.map((name) => [name, new Secret(`golden-${name.toLowerCase()}`)])),
  source: "env" as const,
  detail: { en: "", es: "" },
  temporary: false,
});

const PROVIDERS = {
  s3: (project: Project): Pieces => {
    const answers = common(project);
    const credentials = keys(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
    return {
      env: s3.env(answers, credentials),
      requirements: s3.requirements(answers, project),
      mediaStorage: s3.mediaStorage(answers, project),
      disk: null,
      urls: null,
    };
  },
  cloudinary: (project: Project): Pieces => {
    const answers = {
      ...common(project),
      provider: "cloudinary" as const,
      cloudName: "clinic-test",
      folder: "media",
    };
    const credentials = keys(["CLOUDINARY_API_KEY", "CLOUDINARY_API_SECRET"]);
    return {
      env: cloudinary.env(answers, credentials),
      requirements: cloudinary.requirements(answers, project),
      mediaStorage: cloudinary.mediaStorage(answers, project),
      disk: null,
      urls: null,
    };
  },
  "render-disk": (project: Project): Pieces => {
    const there = project.service?.disk;
    const usual = project.deployed?.docker === true ? "/var/data/media" : "/opt/render/project/src/media";
    const answers = {
      ...common(project),
      provider: "render-disk" as const,
      mountPath: there?.mountPath ?? usual,
      diskName: there?.name ?? "media",
      diskSize: there?.sizeGB ?? 1,
    };
    return {
      env: disk.env(answers, keys([])),
      requirements: [],
      mediaStorage: disk.mediaStorage(answers, project),
      disk: disk.disk?.(answers) ?? null,
      urls: disk.urls?.(answers, project) ?? null,
    };
  },
};
type Id = keyof typeof PROVIDERS;
const IDS: readonly Id[] = ["s3", "cloudinary", "render-disk"];

function common({ settings }: Project) {
  return answersFor({ settings: settings?.module ?? "" });
}

/** What the table says of a fixture, by its name. */
const found = new Map<string, { readonly project: Project; readonly writes: Map<Id, readonly string[]> }>();

/** These are planned twice; *.thorough.test.ts does it with all. */
const AGAIN = ["docker-entrypoint", "render-anchors", "requirements-chain", "utf16-no-newline"];

describe.concurrent("each fixture, each provider", () => {
  test.each(FIXTURES)("$name", async (one) => {
    const { dir, remove } = await copyFixture(one.fixture);
    try {
      const look = () => inspectCase(dir, one);
      const project = await look();
      const writes = new Map<Id, readonly string[]>();
      found.set(one.name, { project, writes });
      for (const id of IDS) {
        const changes = await plannedFor(project, id);
        writes.set(
          id,
          changes.map((change) => change.path),
        );
        if (id === "s3") continue;
        expectGolden(`${id}/${one.name}.diff`, changes.map((change) => shown(change, id)).join("\n"));
        if (process.env.VET_TEST_THOROUGH !== "1" && !AGAIN.includes(one.name)) continue;
        const put = await putDown(changes);
        expect((await plannedFor(await look(), id)).map((change) => change.path)).toEqual([]);
        await put.back();
      }
    } finally {
      await remove();
    }
  });
});

async function inspectCase(dir: string, { root, args }: Case): Promise<Project> {
  const value = (flag: string) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
  const [settings, service] = [value("--settings"), value("--service")];
  return await inspect({
    directory: path.join(dir, root),
    env: {},
    ...(settings === undefined ? {} : { settings }),
    ...(service === undefined ? {} : { service }),
  });
}

async function plannedFor(project: Project, id: Id): Promise<readonly FileChange[]> {
  if (project.settings === null) throw new Error("no settings");
  const plan = await planFiles(project, project.settings, common(project), {
    ...PROVIDERS[id](project),
    answersFile: "{}\n",
    left: NOTHING_LEFT,
  });
  return plan.changes.filter(({ action }) => action !== "none");
}

async function putDown(changes: readonly FileChange[]): Promise<{ back(): Promise<void> }> {
  const before = changes.map(({ absolutePath, before }) => ({ absolutePath, before }));
  for (const { absolutePath, after, mode } of changes) {
    await mkdir(path.dirname(absolutePath), { recursive: true });
    if (after !== null) await writeFile(absolutePath, after, mode === undefined ? {} : { mode });
  }
  return {
    back: async () => {
      for (const one of before)
        await (one.before === null ? rm(one.absolutePath) : writeFile(one.absolutePath, one.before));
    },
  };
}

/** The generated module is proved elsewhere, and the same for all: here it is enough that it is written. */
function shown({ path: file, before, after, mode }: FileChange, id: Id): string {
  if (path.posix.basename(file) === "media_storage.py") return `new file ${file}: the module for ${id}\n`;
  if (path.posix.basename(file) === "vet-media-setup.json") return `new file ${file}\n`;
  const [old, now] = [before, after].map((bytes) => (bytes === null ? null : decodeText(bytes)));
  if (old && now) expect([now.encoding, now.bom]).toEqual([old.encoding, old.bom]);
  const patch = createTwoFilesPatch(
    old ? `a/${file}` : "/dev/null",
    `b/${file}`,
    old?.text ?? "",
    now?.text ?? "",
    "",
    "",
    {
      context: 3,
    },
  );
  const head = mode === undefined ? "" : `mode ${mode.toString(8).padStart(4, "0")}\n`;
  return `${head}${patch.replace(/^=+\n/, "").replaceAll(/^(---|\+\+\+) (.*?)\t?$/gm, "$1 $2")}`
    .replaceAll("\r", "␍")
    .replaceAll("\ufeff", "<U+FEFF>");
}

describe("the table of shapes in docs/projects.md", () => {
  const PAGE = path.join(import.meta.dirname, "../../docs/projects.md");

  test("every fixture is in it", () => {
    const inTable = new Set(SHAPES.map(({ fixture }) => fixture));
    const all = new Set([...FIXTURES, ...REFUSED].map(({ fixture }) => fixture));
    expect([...all].filter((name) => !inTable.has(name))).toEqual([]);
  });

  test("says what the tool does", async () => {
    const rows: string[] = [];
    for (const shape of SHAPES) rows.push(await rowOf(shape));
    const table = [
      "| project | settings that production runs | said by | packages go to | service | S3 | Cloudinary | disk |",
      "|---|---|---|---|---|---|---|---|",
      ...rows,
      "",
    ].join("\n");
    const page = await readFile(PAGE, "utf8");
    const between = /(<!-- shapes:begin -->\n)[\s\S]*?(<!-- shapes:end -->)/;
    if (process.env.UPDATE_README === "1")
      await writeFile(
        PAGE,
        page.replace(between, (_, begin: string, end: string) => begin + table + end),
      );
    expect(between.exec(await readFile(PAGE, "utf8"))?.[0], "UPDATE_README=1 writes it anew").toContain(table);
  });
});

async function rowOf({ fixture, words }: Shape): Promise<string> {
  const refusal = REFUSED.find((one) => one.fixture === fixture && one.args.length === 0);
  const known = found.get(fixture);
  if (refusal) {
    const code = await refusedWith(fixture);
    const what = refusal.exit === 0 ? "nothing to do (exit 0)" : `${code}, nothing written (exit ${refusal.exit})`;
    const answered =
      known === undefined ? "" : `; with \`${FIXTURES.find(({ name }) => name === fixture)?.args.join(" ")}\`: set up`;
    return `| ${words} | ${what}${answered} | | | | | | |`;
  }
  if (known === undefined) throw new Error(`${fixture} was not looked at`);
  const { project, writes } = known;
  const [evidence] = project.settings?.evidence ?? [];
  const count = (id: Id) => `${writes.get(id)?.length ?? 0} files`;
  const service = project.service?.name ?? "";
  return `| ${words} | \`${project.settings?.module}\` | \`${evidence?.place.file}:${evidence?.place.line}\` | \`${project.dependencies?.file}\` | ${service} | ${IDS.map(count).join(" | ")} |`;
}

/** The code of the refusal; what inspecting alone cannot refuse is unclear to it. */
async function refusedWith(fixture: string): Promise<string> {
  const { dir, remove } = await copyFixture(fixture);
  try {
    const { settings, service, blueprint } = await inspect({ directory: dir, env: {} });
    return settings === null ? "settings-unclear" : blueprint !== null && service === null ? "service-unclear" : "";
  } catch (error) {
    if (error instanceof Failure) return error.problem.code;
    throw error;
  } finally {
    await remove();
  }
}

afterAll(() => found.clear());
