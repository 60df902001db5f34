/** Forms of the disk's values. Light: loaded for --help. Source: https://render.com/docs/disks */
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/render-disk-forms.ts";

/** Render mounts nothing at these; folders below them are fine. Source: https://render.com/docs/disks#mount-path */
const FORBIDDEN = new Set([
  "/",
  "/opt",
  "/opt/render",
  "/opt/render/project",
  "/opt/render/project/src",
  "/home",
  "/home/render",
  "/etc",
  "/etc/secrets",
]);

/** A disk there would hide what every program needs. */
const SYSTEM = /^\/(?:bin|boot|lib|lib64|root|run|sbin|usr|var|(?:dev|proc|sys)(?:\/.*)?)$/;

export const LARGEST_GB = 100_000;

/** One slash between folders, none at the end: `/var//data/` and `/var/data` are the same place. */
export function tidyMountPath(path: string): string {
  if (!path.startsWith("/")) return path;
  return `/${path
    .split("/")
    .filter((folder) => folder !== "" && folder !== ".")
    .join("/")}`;
}

/** null: it can be right. */
export function mountPathProblem(path: string): Text | null {
  if (!path.startsWith("/")) return say.mountRelative;
  const tidy = tidyMountPath(path);
  if (tidy.split("/").includes("..")) return say.mountDots;
  if (/\s/u.test(tidy)) return say.mountBlanks;
  if (FORBIDDEN.has(tidy)) return say.mountForbidden(tidy);
  if (!/^(?:\/[\p{L}\p{N}._@+-]+)+$/u.test(tidy)) return say.mountLetters;
  return SYSTEM.test(tidy) ? say.mountSystem(tidy) : null;
}

export function diskNameProblem(name: string): Text | null {
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,62}$/u.test(name) ? null : say.nameForm;
}

/** Of the word as it was typed. */
export function diskSizeProblem(word: string): Text | null {
  if (/^\d+$/.test(word)) {
    if (/^0+$/.test(word)) return say.sizeZero;
    return Number(word) > LARGEST_GB ? say.sizeTooLarge(LARGEST_GB) : null;
  }
  if (/^-\d+$/.test(word)) return say.sizeZero;
  if (/^-?\d*[.,]\d+$/.test(word)) return say.sizeFraction;
  return /^\d+(?:[.,]\d+)?\s*[kmgt]i?b?$/i.test(word) ? say.sizeUnit : say.sizeText;
}
