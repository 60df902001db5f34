/** Small Django projects written out in a test: only the files that the test is about. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Project } from "../../src/model/project.ts";
import { type InspectOptions, inspect } from "../../src/project/inspect.ts";

export interface Folder {
  readonly dir: string;
  inspect(options?: Partial<InspectOptions>): Promise<Project>;
  remove(): Promise<void>;
}

export const MANAGE = `import os
def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    execute_from_command_line([])
if __name__ == "__main__":
    main()
`;

/** A folder with manage.py, `config/` and what is given; a value of null leaves a file out. Not under git. */
export async function projectWith(files: Readonly<Record<string, string | Uint8Array | null>>): Promise<Folder> {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), "vet-project-")));
  const all: Record<string, string | Uint8Array | null> = {
    "manage.py": MANAGE,
    "config/__init__.py": "",
    "config/settings.py": "",
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    if (content === null) continue;
    await mkdir(path.dirname(path.join(dir, name)), { recursive: true });
    await writeFile(path.join(dir, name), content);
  }
  return {
    dir,
    inspect: (options = {}) => inspect({ directory: dir, env: {}, ...options }),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Inspects a project that is gone afterwards. */
export async function inspectProject(
  files: Readonly<Record<string, string | Uint8Array | null>>,
  options: Partial<InspectOptions> = {},
): Promise<Project> {
  const folder = await projectWith(files);
  try {
    return await folder.inspect(options);
  } finally {
    await folder.remove();
  }
}
