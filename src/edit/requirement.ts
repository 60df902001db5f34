/** One requirement as pip writes it (PEP 508), and what becomes of one that the app needs. */
import type { Requirement } from "../model/provider.ts";
import { neverOnRender } from "./marker.ts";

export interface ParsedRequirement {
  /** As written. */
  readonly name: string;
  readonly extras: readonly string[];
  /** `==1.2`, or `@ https://…`; "" for any version. */
  readonly specifier: string;
  /** Behind the `;`; null for none. */
  readonly marker: string | null;
  /** Offsets in the parsed text where extras stand, or would: `[start, end)`. */
  readonly extrasAt: readonly [number, number];
}

/** What an editor of a dependency file did. Names as in `wanted`. */
export interface DependencyEdit {
  readonly text: string;
  readonly added: string[];
  /** There already, in whatever version: a pin is somebody's decision. */
  readonly kept: string[];
  /** There already; an extra was added to its line, its version left as it was. */
  readonly raised: string[];
  /** Of those that were to leave: taken out, for they stood there as they are written by us. */
  readonly left: string[];
}

export interface DependencyOptions {
  readonly eol: string;
  /** Names required anywhere in the chain of files, in any spelling, with their specifiers. */
  readonly present: Readonly<Record<string, string>>;
  /** Name of the file for places. */
  readonly file?: string;
  /**
   * Go, where they stand exactly as they would be written here: any other spelling, version or note is somebody's own. What is new takes their
   * place where names are not sorted.
   */
  readonly leaving?: readonly Requirement[];
}

/** PEP 503: what makes two names the same. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

export function formatRequirement(wanted: Requirement): string {
  const extras = wanted.extras.length === 0 ? "" : `[${wanted.extras.join(",")}]`;
  return wanted.name + extras + wanted.specifier;
}

/** Of those that are to leave, the ones that are not wanted. */
export function leavingOf({ leaving = [] }: DependencyOptions, wanted: readonly Requirement[]): readonly Requirement[] {
  const stay = new Set(wanted.map(({ name }) => normalName(name)));
  return leaving.filter(({ name }) => !stay.has(normalName(name)));
}

/** null for what is no named requirement: an option, a path, a URL without a name. */
export function parseRequirement(text: string): ParsedRequirement | null {
  const head = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)[ \t]*(\[[^\]]*\])?/.exec(text);
  const name = head?.[1];
  if (head === null || name === undefined) return null;
  const rest = text.slice(head[0].length).trim();
  if (!/^(?:[<>=!~;(@]|$)/.test(rest)) return null;
  // A URL may hold a `;` of its own: there a marker begins behind a blank.
  const split = /^([\s\S]*?)(?:(?:^|\s);|;(?=\s)|(?<!@[\s\S]*);)([\s\S]*)$/.exec(rest);
  const specifier = (split?.[1] ?? rest).trim().replace(/^\((.*)\)$/, "$1");
  const nameEnd = text.indexOf(name) + name.length;
  return {
    name,
    extras: (head[2] ?? "[]").slice(1, -1).split(",").map(normalExtra).filter(Boolean),
    specifier,
    marker: split?.[2]?.trim() ?? null,
    extrasAt: head[2] === undefined ? [nameEnd, nameEnd] : [head[0].length - head[2].length, head[0].length],
  };
}

/** Extras that only bring another package along: with that package required, they are not missed. */
const EXTRA_BRINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "django-storages": { s3: "boto3", boto3: "boto3" },
};

/** The extras of `wanted` that the requirement lacks and that nothing else brings. `required`: normal names of all that is required besides. */
export function missingExtras(
  wanted: Requirement,
  has: readonly string[],
  required: ReadonlySet<string>,
): readonly string[] {
  const brings = EXTRA_BRINGS[normalName(wanted.name)] ?? {};
  return wanted.extras.filter((extra) => {
    const package_ = brings[extra];
    const twin = package_ !== undefined && has.some((one) => brings[one] === package_);
    return !has.includes(normalExtra(extra)) && !twin && !(package_ !== undefined && required.has(package_));
  });
}

/** Every name that will be required: in the chain, or wanted. */
export function requiredNames(wanted: readonly Requirement[], present: DependencyOptions["present"]): Set<string> {
  return new Set([...Object.keys(present), ...wanted.map(({ name }) => name)].map(normalName));
}

/** True where the requirement may hold on Render. */
export function appliesOnRender(requirement: ParsedRequirement): boolean {
  return requirement.marker === null || !neverOnRender(requirement.marker);
}

/**
 * Where a new name goes among names that are plainly sorted (three at least, without regard to case): the index of the one it stands before, or their number.
 * null where they are not sorted.
 */
export function sortedIndex(names: readonly string[], name: string): number | null {
  for (const key of [(one: string) => one.toLowerCase(), normalName]) {
    const keys = names.map(key);
    if (keys.length >= 3 && keys.every((one, index) => index === 0 || (keys[index - 1] ?? "") <= one)) {
      const index = keys.findIndex((one) => one > key(name));
      return index === -1 ? keys.length : index;
    }
  }
  return null;
}

function normalExtra(extra: string): string {
  return normalName(extra.trim());
}
