/** A small Django project with a render.yaml of the test's own, for runs of the built tool with `--provider render-disk`. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { onTestFinished } from "vitest";
import { type Outcome, runCli } from "../support/cli.ts";
import { copyFixture } from "../support/fixture.ts";
import { treeOf } from "../support/sandbox.ts";

export interface DiskProject {
  readonly dir: string;
  git(...args: string[]): string;
  /** `setup --provider render-disk --prove off` and what is given. */
  setup(...args: string[]): Promise<Outcome>;
  run(...args: string[]): Promise<Outcome>;
  /** Lines added (`+`) and removed (`-`) in a file that git knows. */
  changed(file: string): string[];
  tree(): ReturnType<typeof treeOf>;
}

export const WEB = `services:
  # the site
  - type: web
    name: clinic
    runtime: python
    plan: starter # paid
    buildCommand: pip install -r requirements.txt
    startCommand: gunicorn core.wsgi
    envVars:
      - key: SECRET_KEY
        generateValue: true
`;

/** `files` are written and committed over the fixture; null for its render.yaml: there is none. */
export async function diskProject(
  yaml: string | null = WEB,
  files: Readonly<Record<string, string>> = {},
  fixture = "apps-comprehension",
): Promise<DiskProject> {
  const { dir, git, remove } = await copyFixture(fixture);
  onTestFinished(remove);
  for (const [name, content] of Object.entries({ ...files, ...(yaml === null ? {} : { "render.yaml": yaml }) })) {
    await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
    await writeFile(path.join(dir, name), content);
  }
  git("add", "--all", "--force");
  git("commit", "--quiet", "--allow-empty", "--message", "The shape");
  const run = (...args: string[]) => runCli(args, { cwd: dir });
  return {
    dir,
    git,
    run,
    setup: (...args) => run("setup", "--provider", "render-disk", "--prove", "off", ...args),
    changed: (file) => {
      const lines = git("diff", "--unified=0", "--", file).split("\n");
      return lines.filter((line) => /^[-+](?![-+])/.test(line));
    },
    tree: () => treeOf(dir),
  };
}
