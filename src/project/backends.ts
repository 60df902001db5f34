/** What kind of store a dotted backend class is; for the project's own classes, by the class that they extend. */
import type { StorageKind } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";
import { dotted } from "./python/tree.ts";
import { everyStatement } from "./python/visit.ts";

export interface BackendSource {
  readonly files: ProjectFiles;
}

export function backendKind(backend: string, source: BackendSource, depth = 0): StorageKind {
  const known = knownKind(backend);
  if (known) return known;
  const base = depth < 5 ? baseClass(backend, source.files) : null;
  return base === null ? "other" : backendKind(base, source, depth + 1);
}

function knownKind(backend: string): StorageKind | null {
  if (/^django\.core\.files\.storage\.(?:\w+\.)?FileSystemStorage$/.test(backend)) return "filesystem";
  if (/^django\.(?:core\.files|contrib\.staticfiles)\./.test(backend) || backend.startsWith("whitenoise."))
    return "other";
  if (/^(?:storages\.backends\.s3|django_s3_storage\.|storages\.backends\.s3boto)/.test(backend)) return "s3";
  if (/^(?:cloudinary_storage|cloudinary|django_cloudinary_storage)\./.test(backend)) return "cloudinary";
  if (/^storages\.backends\.gcloud/.test(backend)) return "google";
  return /^(?:storages|django)\./.test(backend) ? "other" : null;
}

/** Dotted name of the first class that a class of the project extends; null if it is not the project's. */
function baseClass(backend: string, files: ProjectFiles): string | null {
  const split = backend.lastIndexOf(".");
  if (split < 0) return null;
  const [moduleName, className] = [backend.slice(0, split), backend.slice(split + 1)];
  const file = files.moduleFile(moduleName.replaceAll(".", "/"));
  if (file === null) return null;
  const { body } = files.read(file);
  const imports = new Map<string, string>();
  for (const statement of everyStatement(body)) {
    if (statement.kind === "import") for (const { name, as } of statement.names) imports.set(as ?? name, name);
    if (statement.kind === "from-import") {
      const from =
        statement.level === 0 ? statement.module : absoluteModule(moduleName, file, statement.level, statement.module);
      for (const { name, as } of statement.names ?? []) imports.set(as ?? name, `${from}.${name}`);
    }
    if (statement.kind === "class" && statement.name === className) {
      const base = statement.bases.map(dotted).filter((one) => one !== null);
      const last = base[base.length - 1];
      if (last === undefined) return null;
      const [head = "", ...rest] = last.split(".");
      const full = imports.get(head);
      return full === undefined ? `${moduleName}.${last}` : [full, ...rest].join(".");
    }
  }
  return null;
}

function absoluteModule(module: string, file: string, level: number, name: string): string {
  const parts = file.endsWith("/__init__.py") ? module.split(".") : module.split(".").slice(0, -1);
  const base = parts.slice(0, parts.length - (level - 1));
  return [...base, ...(name === "" ? [] : [name])].join(".");
}
