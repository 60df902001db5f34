/** Warnings for a project that has kept its files in Cloudinary by django-cloudinary-storage until now. */
import * as words from "../../messages/cloudinary-moved.ts";
import type { ProviderId } from "../../model/answers.ts";
import type { Warning } from "../../model/change.ts";
import type { Project } from "../../model/project.ts";
import { isBeforeStaticfiles, retiredLines } from "../../project/retired-package.ts";

/** What the generated storage of Cloudinary reads on, by its names. */
const READ_ON = /^cloudinary_storage\.storage\.(?:Video)?MediaCloudinaryStorage$/;

export function movedOffWarnings(project: Project, provider: ProviderId): readonly Warning[] {
  const warnings: Warning[] = [];
  const lines = retiredLines(project);
  if (lines.length > 0) {
    warnings.push({
      code: "package-retired",
      ...words.packageRetired(isBeforeStaticfiles(project)),
      places: lines.map(({ place, text }) => ({ place: `${place.file}:${place.line}`, text })),
      mustAccept: false,
    });
  }
  const { default: kind, defaultBackend } = project.storage;
  if (kind === "cloudinary") {
    const known = READ_ON.test(defaultBackend ?? "");
    const found =
      provider !== "cloudinary" ? words.filesStayBehind : known ? words.filesStayPublic : words.filesNotFound;
    warnings.push({ code: "cloudinary-files", ...found, mustAccept: provider === "cloudinary" && !known });
  }
  return warnings;
}
