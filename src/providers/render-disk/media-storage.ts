/** The generated media_storage.py of an app that keeps its uploads on a Render disk: the storage with its guard, and the view that serves them. */
import { readFileSync } from "node:fs";
import { fillTemplate } from "../../edit/template.ts";
import { shippedFile } from "../../lib/shipped.ts";
import { compareReleases } from "../../lib/versions.ts";
import { diskModule } from "../../messages/generated-disk.ts";
import type { Access, RenderDiskAnswers } from "../../model/answers.ts";
import type { Project, VersionFact } from "../../model/project.ts";
import type { ProofExpectation } from "../../model/proof.ts";

/** Of private files no copy but the browser's own, and that for minutes: it outlives the sign-out. */
const CACHE_CONTROL: Readonly<Record<Access, string>> = {
  private: "private, max-age=300",
  public: "public, max-age=3600",
};

/** The whole text of media_storage.py, with `\n` line ends. Where the disk is mounted is read from the environment when the app starts. */
export function renderMediaStorage(answers: RenderDiskAnswers, project: Project): string {
  return fillTemplate(readFileSync(shippedFile("templates/render-disk/media_storage.py.hbs"), "utf8"), {
    words: Object.fromEntries(Object.entries(diskModule).map(([name, text]) => [name, text[answers.lang]])),
    envFile: answers.envFile,
    private: answers.access === "private",
    cacheControl: CACHE_CONTROL[answers.access],
    before42: mayBeBefore(project.django, [4, 2]),
    before51: mayBeBefore(project.django, [5, 1]),
  });
}

/** What the proof must find in Django: the class of the generated module, and who serves its files. Throws Error without a settings module. */
export function expectedStorage(
  answers: RenderDiskAnswers,
  project: Project,
): Pick<ProofExpectation, "backend" | "links" | "modules" | "disk"> {
  if (project.settings === null) throw new Error("no settings module that could name a storage");
  const module = [project.settings.package, "media_storage"].filter((part) => part !== "").join(".");
  const { urlConf } = project;
  const servedBy = urlConf === null || urlConf === undefined ? "unknown" : urlConf.servesMedia === null ? "us" : "them";
  return {
    backend: `${module}.RenderDiskStorage`,
    links: "view",
    modules: [],
    disk: { mount: answers.mountPath, access: answers.access, servedBy },
  };
}

function mayBeBefore(django: VersionFact | null, version: readonly number[]): boolean {
  const minimum = django?.minimum ?? null;
  return minimum === null || compareReleases(minimum, version) < 0;
}
