/** The Python modules that a storage backend cannot do without, and what pip calls them. */
import type { ProofExpectation } from "../model/proof.ts";

export function modulesFor({ backend, modules }: Pick<ProofExpectation, "backend" | "modules">): readonly string[] {
  if (modules !== undefined) return modules;
  const [root = ""] = backend.split(".");
  return backend.startsWith("storages.backends.s3") ? [root, "boto3"] : root === "django" ? [] : [root];
}

const PACKAGES: Readonly<Record<string, string>> = { storages: "django-storages" };

/** Name of the package that a module comes with. */
export function packageOf(module: string): string {
  return PACKAGES[module] ?? module;
}
