/** What a version specifier admits, at the precision that Django's and Python's rules need: major and minor. */
import { admits, release } from "../lib/versions.ts";

/** Exactly one version: `==5.2.7`, or a bare `5.2.7` of a lock file or Poetry. */
export function exactVersion(specifier: string): string | null {
  return /^\s*(?:===?)?\s*v?(\d+(?:\.\d+)*(?:[a-z.-]*\d*)?)\s*$/i.exec(specifier)?.[1] ?? null;
}

/** The lowest major and minor that the specifier admits; null if it sets no lower bound or cannot be read. */
export function lowestAdmitted(specifier: string): readonly [number, number] | null {
  const bounds = specifier
    .split(",")
    .map((clause) => /^\s*(?:===?|~=|>=|>|\^|~)?\s*v?(\d[\w.]*?)(?:\.\*)?\s*$/.exec(clause)?.[1])
    .flatMap((version) => (version === undefined ? [] : [release(version)]))
    .filter((one) => one !== null)
    .map((one): [number, number] => [one[0] ?? 0, one[1] ?? 0]);
  return bounds.reduce<[number, number] | null>((best, one) => (best === null || isLess(best, one) ? one : best), null);
}

function isLess(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

/** Series of Django that Render projects may run; the last patch of each stands for it. */
const DJANGO = ["2.2", "3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "5.0", "5.1", "5.2", "6.0", "6.1", "6.2"];

/** Whether every version that the specifier admits is below `bound` (4.2, 5.1); null if that cannot be known. */
export function alwaysBelow(specifier: string, bound: readonly [number, number]): boolean | null {
  const exact = exactVersion(specifier);
  const number = exact === null ? null : release(exact);
  if (number) return isLess([number[0] ?? 0, number[1] ?? 0], bound);
  let known = false;
  for (const series of DJANGO) {
    const admitted = [series, `${series}.99`].map((version) => admits(specifier, version));
    if (admitted.every((one) => one === null)) return null;
    if (!admitted.includes(true)) continue;
    known = true;
    const [major = 0, minor = 0] = series.split(".").map(Number);
    if (!isLess([major, minor], bound)) return false;
  }
  return known ? true : null;
}
