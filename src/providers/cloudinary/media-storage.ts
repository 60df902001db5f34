/** The generated media_storage.py of an app that keeps its uploads in Cloudinary. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cloudinaryModule } from "../../messages/cloudinary-module.ts";
import type { Access, CloudinaryAnswers } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { ProofExpectation } from "../../model/proof.ts";
import { generatedModule } from "../generated-module.ts";
import { type DeliveryType, IMAGES, VIDEOS } from "./names.ts";

/** Name of the class in the module, which is all that Django needs to know. */
const CLASS = "CloudinaryMediaStorage";

/** Files that django-cloudinary-storage has left in the cloud: their names begin with `prefix`, and have no extension. */
interface Legacy {
  readonly prefix: string;
  readonly resourceType: string;
}

/**
 * The whole text of media_storage.py, with `\n` line ends. It holds no secret and nothing of this run: cloud and keys are read from the
 * environment when the app starts; folder, kind of access and the env file's name are written down, as string literals.
 */
export function renderMediaStorage(answers: CloudinaryAnswers, project: Project): string {
  const legacy = legacyOf(project);
  const note = answers.access === "private" ? cloudinaryModule.typePrivate : cloudinaryModule.typePublic;
  return generatedModule(answers, project, {
    words: cloudinaryModule,
    takesOptions: false,
    values: {
      folder: answers.folder,
      type: typeFor(answers.access),
      typeNote: note[answers.lang],
      // Letters beyond ASCII are never taken for one of these in capitals.
      images: `(?ai)${IMAGES}`,
      videos: `(?ai)${VIDEOS}`,
      legacy: legacy !== null,
      legacyPrefix: legacy?.prefix ?? "",
      legacyType: legacy?.resourceType ?? "",
    },
  });
}

/** Private files have the type `authenticated`: original and derived ones open with a signature only. */
export function typeFor(access: Access): DeliveryType {
  return access === "private" ? "authenticated" : "upload";
}

/** What the proof must find in Django: the class of the generated module, and where it keeps files. */
export function expectedStorage(
  answers: CloudinaryAnswers,
  project: Project | undefined,
): Pick<ProofExpectation, "backend" | "links" | "options"> {
  const module = [project?.settings?.package ?? "", "media_storage"].filter((part) => part !== "").join(".");
  return {
    backend: `${module}.${CLASS}`,
    links: answers.access === "private" ? "signed" : "public",
    options: { folder: answers.folder, delivery_type: typeFor(answers.access) },
  };
}

/**
 * The storage of django-cloudinary-storage that production runs today, or that our module was made for in an earlier run: the lines that
 * said so may be gone since. Its raw storage keeps extensions, so that its names cannot be told from ours.
 */
function legacyOf(project: Project): Legacy | null {
  const { defaultBackend } = project.storage;
  const found = /^cloudinary_storage\.storage\.(Video)?MediaCloudinaryStorage$/.exec(defaultBackend ?? "");
  const prefix = (project.storage.cloudinaryPrefix ?? project.media.url ?? "").replace(/^\/+/, "");
  if (found !== null && /^[\w.-]+(?:\/[\w.-]+)*\/?$/.test(prefix)) {
    return { prefix: prefix.replace(/\/?$/, "/"), resourceType: found[1] === undefined ? "image" : "video" };
  }
  return keptLegacy(project);
}

function keptLegacy({ root, settings }: Project): Legacy | null {
  const text = settings === null ? "" : textOf(join(root, settings.folder, "media_storage.py"));
  const prefix = /^LEGACY_PREFIX = "([\w./-]+)"\r?$/m.exec(text)?.[1];
  const resourceType = /^LEGACY_TYPE = "(image|video)"\r?$/m.exec(text)?.[1];
  return prefix === undefined || resourceType === undefined ? null : { prefix, resourceType };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
