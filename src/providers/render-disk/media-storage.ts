/** The generated media_storage.py of an app that keeps its uploads on a Render disk: the storage with its guard, and the view that serves them. */
import { diskModule } from "../../messages/generated-disk.ts";
import type { Access, RenderDiskAnswers } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { ProofExpectation } from "../../model/proof.ts";
import { generatedModule } from "../generated-module.ts";

/** Of private files no copy but the browser's own, and that for minutes: it outlives the sign-out. */
const CACHE_CONTROL: Readonly<Record<Access, string>> = {
  private: "private, max-age=300",
  public: "public, max-age=3600",
};

/** The whole text of media_storage.py, with `\n` line ends. Where the disk is mounted is read from the environment when the app starts. */
export function renderMediaStorage(answers: RenderDiskAnswers, project: Project): string {
  return generatedModule(answers, project, {
    words: diskModule,
    takesOptions: false,
    values: { private: answers.access === "private", cacheControl: CACHE_CONTROL[answers.access] },
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
