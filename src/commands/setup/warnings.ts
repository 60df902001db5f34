/** What the person should know before accepting the plan. */
import { Secret } from "../../lib/secrets.ts";
import { verbatim } from "../../lib/text.ts";
import { keyInCode } from "../../messages/plan.ts";
import * as words from "../../messages/setup.ts";
import type { ProviderId } from "../../model/answers.ts";
import type { Warning } from "../../model/change.ts";
import type { Project, StorageLine } from "../../model/project.ts";
import type { EnvVar } from "../../model/provider.ts";
import type { Answered } from "./answer.ts";
import { movedOffWarnings } from "./moved-off.ts";

export function projectWarnings(project: Project, provider: ProviderId): readonly Warning[] {
  const warnings: Warning[] = [...bypassWarnings(project, provider)];
  const dead = deadLines(project);
  if (dead.length > 0) {
    warnings.push({
      code: "dead-storage-lines",
      message: words.deadLines(dead.length),
      places: dead.map(({ place, code }) => ({ place: `${place.file}:${place.line}`, text: code })),
      mustAccept: false,
    });
  }
  warnings.push(...movedOffWarnings(project, provider));
  warnings.push(...keyWarnings(project));
  const ownStorage = project.fileFields.filter((field) => field.ownStorage);
  if (ownStorage.length > 0) {
    warnings.push({
      code: "fields-with-own-storage",
      message: words.ownStorageFields(ownStorage.length),
      places: ownStorage.map(({ place, model, field }) => ({
        place: `${place.file}:${place.line}`,
        text: `${model}.${field}`,
      })),
      mustAccept: false,
    });
  }
  if (project.media.files > 0) {
    const { root, files, bytes } = project.media;
    warnings.push({
      code: "media-not-moved",
      message: words.mediaNotMoved(root ?? "media", files, bytes),
      mustAccept: false,
    });
  }
  if (project.git !== null && project.git.dirty.length > 0) {
    warnings.push({
      code: "uncommitted-changes",
      message: words.dirtyTree(project.git.dirty.length),
      places: project.git.dirty.slice(0, 3).map((file) => ({ place: file, text: "" })),
      mustAccept: false,
    });
  }
  for (const note of project.notes) warnings.push({ code: "note", message: note, mustAccept: false });
  return warnings;
}

/** Keys that somebody wrote into the settings: shown masked, and what to do. */
export function keyWarnings({ storage }: Project): readonly Warning[] {
  const lines = storage.lines.filter(({ holdsKey }) => holdsKey === true);
  if (lines.length === 0) return [];
  const places = lines.map(({ place, code }) => ({ place: `${place.file}:${place.line}`, text: code }));
  return [{ code: "key-in-code", ...keyInCode(lines.length), places, mustAccept: false }];
}

/** The env file holds other keys, perhaps the app's own with fewer rights, and this run would write those of the person. */
export function storedKeyWarnings({ storedEnv, gathered }: Answered, env: readonly EnvVar[]): readonly Warning[] {
  const replaced = env.filter(({ key, value }) => {
    const stored = storedEnv.get(key) ?? "";
    return value instanceof Secret && stored !== "" && stored !== value.reveal();
  });
  if (replaced.length === 0) return [];
  const file = String(gathered.values.envFile?.value ?? "");
  return [
    {
      code: "keys-replaced",
      ...words.keysReplaced(
        file,
        replaced.map(({ key }) => key),
      ),
      mustAccept: true,
    },
  ];
}

/** Lines that go round the storage API, if there are any: worth knowing before a provider is chosen (null). Files on a disk have paths. */
export function bypassWarnings(project: Project, provider: ProviderId | null): readonly Warning[] {
  if (project.bypasses.length === 0 || provider === "render-disk") return [];
  const places = project.bypasses.map(({ place, code, instead }) => ({
    place: `${place.file}:${place.line}`,
    text: `${code}  →  ${instead}`,
  }));
  const message = words.bypassWarning(project.bypasses.length);
  return [{ code: "bypasses-storage-api", message, places, mustAccept: true }];
}

/** Older lines that say where media lives: the managed block comes after them and wins. */
const OVERRULED =
  /^(?:DEFAULT_FILE_STORAGE|CLOUDINARY_STORAGE|AWS_(?!ACCESS_KEY_ID$|SECRET_ACCESS_KEY$|STORAGE_BUCKET_NAME$|S3_REGION_NAME$)\w+)$/;

function deadLines(project: Project): readonly StorageLine[] {
  return project.storage.lines.filter((line) => line.deadToday || OVERRULED.test(line.name));
}

/** `clinica/views.py:12, 40` for the last words of a run. */
export function bypassPlaces(project: Project, provider: ProviderId): readonly string[] {
  if (provider === "render-disk") return [];
  const byFile = new Map<string, number[]>();
  for (const { place } of project.bypasses) byFile.set(place.file, [...(byFile.get(place.file) ?? []), place.line]);
  return [...byFile].map(([file, lines]) => verbatim(`${file}:${lines.join(", ")}`).en);
}
