/** Reads render.yaml, Render's Blueprint, into facts. Source of the fields: https://render.com/docs/blueprint-spec */
import { isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import type { BlueprintDisk, BlueprintFile, BlueprintService } from "../model/project.ts";
import { BlueprintDocument, scalarText } from "./document.ts";

/**
 * Services, also those of projects and environments, in the order of the file. `file` is the name for places, as the person knows it.
 * Throws Failure (exit 2) with `file:line` on syntax errors, duplicate keys, unknown aliases, and lists that are no lists.
 */
export function readBlueprint(text: string, file: string): BlueprintFile {
  const document = new BlueprintDocument(text, file);
  const root = document.root();
  const services = document.services().map((map) => service(document, map));
  const groups = document.groups().map((map) => ({
    name: document.scalar(map, "name") ?? "",
    env: environment(document, map).env,
  }));
  const previews = root !== null && hasPreviews(document, root);
  return {
    file,
    services,
    groups,
    previews: previews || document.services().some((map) => hasPreviews(document, map)),
  };
}

function service(document: BlueprintDocument, map: YAMLMap): BlueprintService {
  const text = (key: string): string | null => document.scalar(map, key);
  const domain = text("domain");
  return {
    name: text("name") ?? "",
    type: text("type") ?? "",
    // `env:` is the old spelling of `runtime:`, and still accepted.
    runtime: text("runtime") ?? text("env"),
    plan: text("plan"),
    region: text("region"),
    rootDir: text("rootDir"),
    buildCommand: text("buildCommand"),
    startCommand: text("startCommand") ?? text("dockerCommand"),
    preDeployCommand: text("preDeployCommand"),
    dockerfilePath: text("dockerfilePath"),
    mostInstances: mostInstances(document, map),
    disk: disk(document, map),
    ...environment(document, map),
    domains: [...(domain === null ? [] : [domain]), ...scalars(document, map, "domains")],
    line: document.lineAt(map.range?.[0] ?? 0),
    keyLines: document.keyLines(map),
  };
}

/** `numInstances`, or the upper end of autoscaling. Source: https://render.com/docs/blueprint-spec#scaling */
function mostInstances(document: BlueprintDocument, map: YAMLMap): number {
  const scaling = document.value(map, "scaling");
  const ends = isMap(scaling) ? ["minInstances", "maxInstances"].map((key) => document.scalar(scaling, key)) : [];
  const written = [document.scalar(map, "numInstances"), ...ends].map((word) => Number(word ?? 1));
  return Math.max(1, ...written.filter(Number.isFinite));
}

function disk(document: BlueprintDocument, map: YAMLMap): BlueprintDisk | null {
  const node = document.value(map, "disk");
  if (!isMap(node)) return null;
  const size = document.scalar(node, "sizeGB");
  return {
    name: document.scalar(node, "name") ?? "",
    mountPath: document.scalar(node, "mountPath") ?? "",
    sizeGB: size !== null && /^\d{1,9}$/.test(size) ? Number(size) : null,
    line: document.keyLines(map).disk ?? document.lineAt(node.range?.[0] ?? 0),
  };
}

/** The last of two entries with one key wins, as Render's own reader has it. */
function environment(
  document: BlueprintDocument,
  map: YAMLMap,
): { env: Readonly<Record<string, string | null>>; envGroups: readonly string[] } {
  const env = new Map<string, string | null>();
  const envGroups: string[] = [];
  for (const item of document.mappings(map, "envVars")) {
    const key = document.scalar(item, "key");
    const group = document.scalar(item, "fromGroup");
    if (key !== null) env.set(key, document.scalar(item, "value"));
    else if (group !== null) envGroups.push(group);
  }
  return { env: Object.fromEntries(env), envGroups };
}

function scalars(document: BlueprintDocument, map: YAMLMap, key: string): readonly string[] {
  const node = document.value(map, key);
  if (!isSeq(node)) return [];
  return node.items.flatMap((item) => {
    const scalar = document.resolve(item);
    return isScalar(scalar) ? [scalarText(scalar)] : [];
  });
}

/** Preview environments (`previews.generation`), or their older spellings. */
function hasPreviews(document: BlueprintDocument, map: YAMLMap): boolean {
  const previews = document.value(map, "previews");
  const generation = isMap(previews) ? document.scalar(previews, "generation") : null;
  if (generation !== null) return generation !== "off" && generation !== "false";
  return ["previewsEnabled", "pullRequestPreviewsEnabled"].some((key) => document.scalar(map, key) === "true");
}
