/** A plan made and written without the binary, for the many shapes of one file: dependency files, render.yaml. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { onTestFinished } from "vitest";
import { Secret } from "../../src/lib/secrets.ts";
import type { S3Answers } from "../../src/model/answers.ts";
import type { Project } from "../../src/model/project.ts";
import { type FilePlan, planFiles } from "../../src/plan/build.ts";
import { NOTHING_LEFT } from "../../src/plan/left.ts";
import { inspect } from "../../src/project/inspect.ts";
import { works } from "../../src/providers/s3/works.ts";
import { answersFor } from "../support/django-project.ts";
import { copyFixture } from "../support/fixture.ts";

export interface Planned {
  readonly dir: string;
  readonly project: Project;
  readonly plan: FilePlan;
  /** Writes the plan, as apply would. */
  write(): Promise<void>;
  /** Another plan, for what is there now. */
  again(answers?: Partial<S3Answers>): Promise<FilePlan>;
}

/** The files (null: none) of a small Django 5.2 project that has no dependency file of its own. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

const KEYS = {
  AWS_ACCESS_KEY_ID: new Secret("AKIAGOLDENGOLDEN1234"),
  AWS_SECRET_ACCESS_KEY: new Secret("s".repeat(40)),
};

export interface PlannedOptions {
  readonly service?: string;
  readonly answers?: Partial<S3Answers>;
}

/** Throws Failure as inspecting and planning do. */
export async function planned(files: Files, options: PlannedOptions = {}): Promise<Planned> {
  const { service } = options;
  const { dir, git, remove } = await copyFixture("apps-comprehension");
  onTestFinished(remove);
  for (const [name, content] of Object.entries({ "requirements.txt": null, ...files })) {
    const file = path.join(dir, name);
    await mkdir(path.dirname(file), { recursive: true });
    if (content === null) await rm(file);
    else await writeFile(file, content);
  }
  git("add", "--all", "--force");
  git("commit", "--quiet", "--message", "The shape");
  const look = () => inspect({ directory: dir, env: {}, ...(service === undefined ? {} : { service }) });
  const make = (project: Project, over = options.answers): Promise<FilePlan> => {
    if (project.settings === null) throw new Error("no settings module");
    const answers = answersFor({ settings: project.settings.module, ...over });
    return planFiles(project, project.settings, answers, {
      env: works.env(answers, { secrets: KEYS, source: "env", detail: { en: "", es: "" }, temporary: false }),
      requirements: works.requirements(answers, project),
      mediaStorage: works.mediaStorage(answers, project),
      answersFile: "{}\n",
      disk: null,
      urls: null,
      left: NOTHING_LEFT,
    });
  };
  const project = await look();
  const plan = await make(project);
  return {
    dir,
    project,
    plan,
    write: async () => {
      for (const { absolutePath, after, action, mode } of plan.changes) {
        if (after !== null && action !== "none")
          await writeFile(absolutePath, after, mode === undefined ? {} : { mode });
      }
    },
    again: async (answers) => await make(await look(), answers),
  };
}
