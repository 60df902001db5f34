/** Packages that this tool cannot put where the build takes them from: which file that is, and the lines for a person to add. */
import path from "node:path";
import { formatRequirement } from "../edit/requirement.ts";
import { decodeText } from "../edit/text-file.ts";
import { relativePath } from "../lib/paths.ts";
import { admits } from "../lib/versions.ts";
import { constrained, fileNotEdited, noDependencyFile } from "../messages/dependency-files.ts";
import type { Warning } from "../model/change.ts";
import type { DependencyFile, Project } from "../model/project.ts";
import type { Requirement } from "../model/provider.ts";
import { readImage } from "./file-image.ts";

type Lines = (wanted: readonly Requirement[]) => readonly string[];

interface Kind {
  readonly kind: Parameters<typeof fileNotEdited>[0];
  readonly names: readonly string[];
  /** The file counts if one is found; the packages go under the first of these that is. */
  readonly under: readonly RegExp[];
  readonly lines: Lines;
}

const asPip: Lines = (wanted) => wanted.map(formatRequirement);
const quoted: Lines = (wanted) => asPip(wanted).map((one) => `"${one}",`);

const asPixi: Lines = (wanted) =>
  wanted.map(({ name, extras, specifier }) => {
    const more = extras.length === 0 ? "" : `, extras = [${extras.map((extra) => `"${extra}"`).join(", ")}]`;
    return `${name} = { version = "${specifier || "*"}"${more} }`;
  });

/**
 * Sources: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html, https://pixi.sh/latest/reference/pixi_manifest/,
 * https://setuptools.pypa.io/en/latest/userguide/dependency_management.html
 */
const KINDS: readonly Kind[] = [
  {
    kind: "conda",
    names: ["environment.yml", "environment.yaml", "conda.yml", "conda.yaml"],
    under: [/^\s*- +pip:\s*(?:#.*)?$/, /^dependencies:/],
    lines: (wanted) => asPip(wanted).map((one) => `- pip: ["${one}"]`),
  },
  { kind: "pixi", names: ["pixi.toml"], under: [/^\[pypi-dependencies\]/], lines: asPixi },
  { kind: "pixi", names: ["pyproject.toml"], under: [/^\[tool\.pixi\.pypi-dependencies\]/], lines: asPixi },
  {
    kind: "pixi",
    names: ["pixi.toml"],
    under: [/^\[(?:dependencies|workspace|project)\]/],
    lines: (wanted) => ["[pypi-dependencies]", ...asPixi(wanted)],
  },
  { kind: "setuptools", names: ["setup.cfg"], under: [/^install_requires\s*=/], lines: asPip },
  { kind: "setuptools", names: ["setup.py"], under: [/\binstall_requires\b/], lines: quoted },
  { kind: "dynamic", names: ["pyproject.toml"], under: [/^dynamic\s*=.*["']dependencies["']/], lines: asPip },
];

/** For a project without a dependency file that can be edited. */
export async function packagesByHand(project: Project, wanted: readonly Requirement[]): Promise<Warning> {
  const said = (await fileSeen(project, wanted)) ?? noDependencyFile(asPip(wanted));
  return { code: "no-dependency-file", ...said, mustAccept: false };
}

async function fileSeen({ root, top }: Project, wanted: readonly Requirement[]) {
  for (const folder of new Set([root, top])) {
    for (const { kind, names, under, lines } of KINDS) {
      for (const name of names) {
        const absolute = path.join(folder, name);
        const image = await readImage(absolute);
        if (image === null) continue;
        const text = decodeText(image.bytes).text.split(/\r\n|\n|\r/);
        const index = under.map((one) => text.findIndex((line) => one.test(line))).find((at) => at >= 0);
        if (index === undefined) continue;
        const shown = relativePath(root, absolute);
        const below = kind === "conda" && !/^dependencies:/.test(text[index] ?? "");
        const written = below ? asPip(wanted).map((one) => `- ${one}`) : lines(wanted);
        return fileNotEdited(kind, shown, `${shown}:${index + 1}`, written);
      }
    }
  }
  return null;
}

/** Lines of `-c` files that keep a package out of the versions that the setup is made for. */
export function constraintWarnings(file: DependencyFile, wanted: readonly Requirement[]): readonly Warning[] {
  return wanted.flatMap(({ name, unbounded }) => {
    const specifier = file.constraints?.[name] ?? "";
    const place = file.constraintPlaces?.[name];
    if (unbounded === undefined || place === undefined || !keepsOut(specifier, unbounded)) return [];
    const where = `${place.file}:${place.line}`;
    const places = [{ place: where, text: `${name}${specifier}` }];
    return [
      { code: "constraint-too-old", ...constrained(name, where, specifier, unbounded), places, mustAccept: false },
    ];
  });
}

/** `specifier` admits no version that `wanted` (`~=1.14.6`, `>=1.36,<2`) does. False where that cannot be told. */
function keepsOut(specifier: string, wanted: string): boolean {
  const lowest = /^(?:~=|>=)\s*([\d.]+)/.exec(wanted)?.[1];
  if (lowest === undefined) return false;
  return specifier.split(",").some((clause) => {
    const [, operator = "", version = ""] = /^\s*(<=|<|===?|~=)\s*v?([\d.]*\d)/.exec(clause) ?? [];
    if (operator === "" || admits(clause, lowest) !== false) return false;
    return operator.startsWith("<") || admits(wanted, version) === false;
  });
}
