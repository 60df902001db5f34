/** The persistent disk of one service in render.yaml, put in and taken out by splicing: every byte outside the change stays. Source: https://render.com/docs/blueprint-spec#disk-fields */
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { Failure } from "../lib/failure.ts";
import {
  blueprintDiskElsewhere,
  blueprintDiskIntricate,
  blueprintDiskShape,
  blueprintDiskSmaller,
} from "../messages/edit-disk.ts";
import { BlueprintDocument } from "../render/document.ts";
import { yamlString } from "./literals.ts";
import { ServicePlace } from "./service-place.ts";
import { indentAt, insertLines, removeLines, splice } from "./splice.ts";
import { dominantLineEnd } from "./text-file.ts";
import { endOf, placeOfPair, placeOfValue } from "./yaml-places.ts";

export interface ServiceDisk {
  readonly name: string;
  /** Absolute, on Render's machine. */
  readonly mountPath: string;
  /** Whole. */
  readonly sizeGB: number;
}

interface DiskOptions {
  /** Name of the file for places; `render.yaml` if not given. */
  readonly file?: string;
}

/** What Render makes of a disk without `sizeGB`. Source: https://render.com/docs/blueprint-spec#disk-fields */
const SIZE_IF_MISSING = 10;

/**
 * The text with this disk on the service called `service`. One that is there and the same stays as it is written; a smaller one grows, in place. A new one goes to
 * the end of the service, in its style. Setting twice is setting once; `removeServiceDisk` of a new disk gives back the text.
 *
 * Throws Failure (exit 2), with the place: a file that `readBlueprint` refuses, no such service or two of that name, a disk with another name or mount path (its files
 * would be lost), a larger one (Render shrinks none), and anything where the new text would not parse to the old value plus exactly what was meant.
 */
export function setServiceDisk(text: string, service: string, disk: ServiceDisk, options: DiskOptions = {}): string {
  const place = new ServicePlace(new BlueprintDocument(text, options.file ?? "render.yaml"), service);
  const { document } = place;
  const there = document.value(place.service, "disk");
  if (there === null) return checked(place, withDisk(place, disk), () => ({ ...disk }));
  if (!isMap(there)) throw new Failure(blueprintDiskShape(document.placeOf(there), service));
  const at = document.place(placeOfPair(pairOf(place)).start);
  const name = document.scalar(there, "name") ?? "";
  const mountPath = document.scalar(there, "mountPath") ?? "";
  if (name !== disk.name || path.posix.resolve("/", mountPath) !== path.posix.resolve("/", disk.mountPath))
    throw new Failure(blueprintDiskElsewhere(at, service, { name, mountPath }, disk));
  const size = Number(document.scalar(there, "sizeGB") ?? SIZE_IF_MISSING);
  if (size === disk.sizeGB) return text;
  if (size > disk.sizeGB) throw new Failure(blueprintDiskSmaller(at, service, size, disk.sizeGB));
  return checked(place, grown(document, there, disk.sizeGB), (old) => ({ ...old, sizeGB: disk.sizeGB }));
}

/**
 * The text without a disk on the service; the same text if it has none. Throws as `setServiceDisk`, and for a disk that the service shares with others (a merge key,
 * an anchor that others refer to).
 */
export function removeServiceDisk(text: string, service: string, options: DiskOptions = {}): string {
  const place = new ServicePlace(new BlueprintDocument(text, options.file ?? "render.yaml"), service);
  if (place.document.value(place.service, "disk") === null) return text;
  return checked(place, withoutDisk(place), () => undefined);
}

function pairOf({ document, service }: ServicePlace): Pair {
  const pair = document.pair(service, "disk");
  if (pair === null) throw new Error("no disk");
  return pair;
}

const fieldsOf = ({ name, mountPath, sizeGB }: ServiceDisk): readonly string[] => [
  `name: ${yamlString(name)}`,
  `mountPath: ${yamlPath(mountPath)}`,
  `sizeGB: ${sizeGB}`,
];

/** Plain, as everybody writes it, where YAML cannot take it for something else. */
function yamlPath(file: string): string {
  return /^(?:\/[\w.-]+)+$/.test(file) ? file : yamlString(file);
}

function withDisk(place: ServicePlace, disk: ServiceDisk): string {
  const { service, text } = place;
  const eol = dominantLineEnd(text);
  const own = service.items.find((pair) => isScalar(pair.key) && pair.key.value === "disk");
  const flow = `{${fieldsOf(disk).join(", ")}}`;
  if (own !== undefined) {
    const { start, end, empty } = placeOfValue(own);
    if (!empty) return splice(text, start, end, flow);
    if (service.flow === true) return splice(text, end, end, ` ${flow}`);
    const indent = indentAt(text, placeOfPair(own).start);
    return insertLines(text, end, nested(place, indent, disk), eol);
  }
  if (service.flow === true) {
    // A service that was found by its name has that.
    const { end } = placeOfPair(service.items.at(-1) as Pair);
    return splice(text, end, end, `, disk: ${flow}`);
  }
  const indent = indentAt(text, placeOfPair(service.items[0] as Pair).start);
  return insertLines(text, endOf(service), [`${indent}disk:`, ...nested(place, indent, disk)], eol);
}

function nested({ document }: ServicePlace, indent: string, disk: ServiceDisk): readonly string[] {
  return fieldsOf(disk).map((field) => indent + document.mappingIndent() + field);
}

function grown(document: BlueprintDocument, disk: YAMLMap, size: number): string {
  const { text } = document;
  const own = disk.items.find((pair) => isScalar(pair.key) && pair.key.value === "sizeGB");
  if (own !== undefined) {
    const { start, end, empty } = placeOfValue(own);
    return splice(text, start, end, `${empty ? " " : ""}${size}`);
  }
  const last = disk.items.at(-1);
  const first = disk.items[0];
  if (last === undefined || first === undefined) return text;
  const { end } = placeOfPair(last);
  if (disk.flow === true) return splice(text, end, end, `, sizeGB: ${size}`);
  const indent = indentAt(text, placeOfPair(first).start);
  return insertLines(text, end, [`${indent}sizeGB: ${size}`], dominantLineEnd(text));
}

function withoutDisk(place: ServicePlace): string {
  const { service, text } = place;
  const index = service.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === "disk");
  const own = service.items[index];
  // What a merge gives cannot be taken from one service alone; `checked` says so.
  if (own === undefined) return text;
  const { start, end } = placeOfPair(own);
  const before = service.items[index - 1];
  const next = service.items[index + 1];
  if (service.flow !== true && before !== undefined) return removeLines(text, start, end);
  if (before !== undefined) return splice(text, placeOfPair(before).end, end, "");
  if (next === undefined) return text;
  const following = placeOfPair(next).start;
  return splice(text, start, /^[\s,]*$/.test(text.slice(end, following)) ? following : end, "");
}

/** The new text. Throws Failure unless it means what the old one did with `change` made to the disk of this service alone. */
function checked(
  place: ServicePlace,
  text: string,
  change: (disk: Record<string, unknown>) => Record<string, unknown> | undefined,
): string {
  const { document, name, service } = place;
  const meant = document.toJS();
  const plain = BlueprintDocument.servicesOf(meant).find((one) => one.name === name);
  const old = plain?.disk;
  const disk = change(typeof old === "object" && old !== null ? { ...old } : {});
  if (plain !== undefined && disk === undefined) delete plain.disk;
  else if (plain !== undefined) plain.disk = disk;
  if (isDeepStrictEqual(read(text, document.file), meant)) return text;
  throw new Failure(blueprintDiskIntricate(document.placeOf(service), name));
}

/** null: no Blueprint. */
function read(text: string, file: string): unknown {
  try {
    return new BlueprintDocument(text, file).toJS();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
