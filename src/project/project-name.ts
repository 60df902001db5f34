/** A short name for the project: for a bucket's proposed name, and for titles. */
import path from "node:path";
import type { BlueprintService, Origin } from "../model/project.ts";
import type { Dependencies } from "./dependencies.ts";
import type { Settings } from "./settings-chain.ts";

/** Folder names that say nothing about the project. */
const GENERIC = new Set([
  "config",
  "core",
  "project",
  "app",
  "apps",
  "backend",
  "server",
  "api",
  "web",
  "mysite",
  "django",
  "main",
  "src",
  "settings",
  "conf",
]);

/** The service, the site's name at Render, the declared project, the settings package, the folder: the first that says something. */
export function projectName(facts: {
  readonly service: BlueprintService | null;
  readonly origins: readonly Origin[];
  readonly dependencies: Dependencies | null;
  readonly settings: Settings | null;
  readonly root: string;
}): string {
  const onRender = facts.origins
    .map((one) => /^https:\/\/([^./]+)\.onrender\.com$/.exec(one.origin)?.[1])
    .find((one) => one !== undefined);
  const packageName = facts.settings?.module.package.split(".")[0] ?? "";
  const named = [
    facts.service?.name,
    onRender,
    facts.dependencies?.manifest?.name,
    GENERIC.has(packageName) ? "" : packageName,
  ];
  return named.find((one) => one != null && one !== "") ?? path.basename(facts.root);
}
