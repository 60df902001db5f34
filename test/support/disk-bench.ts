/** Clinics that have been set up for a Render disk, for the proof to judge. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "../../src/model/project.ts";
import type { ProofExpectation } from "../../src/model/proof.ts";
import type { ProveOptions } from "../../src/prove/prove.ts";
import { expectedStorage } from "../../src/providers/render-disk/media-storage.ts";
import { diskAnswers } from "./disk-project.ts";
import { clinicFiles, type SiteParts } from "./disk-site.ts";
import { projectAt, removeTree, writeTree } from "./django-project.ts";
import { venv } from "./venv.mjs";

export interface DiskParts extends SiteParts {
  readonly expectation?: Partial<ProofExpectation>;
  readonly env?: Readonly<Record<string, string>>;
  /** What follows the managed block of the settings. */
  readonly after?: string;
}

const URLS = { file: "clinic/urls.py", servesMedia: null };

export async function openDiskBench() {
  const python = await venv("django52");
  const trees: string[] = [];
  // A temporary folder that nobody else uses, so that what stays in it is ours.
  const temporary = await realpath(await mkdtemp(join(tmpdir(), "vet-disk-bench-")));
  await mkdir(temporary, { recursive: true });
  return {
    python,
    temporary,
    /** What proofs have left in the temporary folder. */
    left: () => readdir(temporary),

    async clinic(parts: DiskParts = {}): Promise<{ readonly project: Project; readonly options: ProveOptions }> {
      const over = { urlConf: URLS, ...parts.over };
      const files = clinicFiles({ ...parts, over });
      const settings = `${files["clinic/settings.py"] ?? ""}${parts.after ?? ""}`;
      const root = await writeTree({ ...files, "clinic/settings.py": settings, ...parts.files });
      trees.push(root);
      const project = projectAt(root, over);
      const answers = diskAnswers(parts.answers);
      const environment = { MEDIA_STORAGE: "disk", MEDIA_ROOT: answers.mountPath };
      const options: ProveOptions = {
        project,
        python,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...parts.env },
        signal: new AbortController().signal,
        staticfilesBefore: null,
        tell: () => {},
        expectation: { environment, origins: [], ...expectedStorage(answers, project), ...parts.expectation },
      };
      return { project, options };
    },

    async close(): Promise<void> {
      await Promise.all(trees.map(removeTree));
      await rm(temporary, { recursive: true, force: true });
      if (existsSync(diskAnswers().mountPath)) throw new Error("a proof has written to the mount path itself");
    },
  };
}

export type DiskBench = Awaited<ReturnType<typeof openDiskBench>>;
