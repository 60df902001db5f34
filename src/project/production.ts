/** The environment that the app finds in production, as far as the repository and Render's documentation say it. */
import type { BlueprintFile, BlueprintService } from "../model/project.ts";
import type { Processes } from "./commands.ts";
import type { Environment } from "./python/environment.ts";

/** Set by Render itself; null: not known before it runs. Source: https://render.com/docs/environment-variables */
const BY_RENDER: Readonly<Record<string, string | null>> = {
  RENDER: "true",
  IS_PULL_REQUEST: "false",
  RENDER_EXTERNAL_HOSTNAME: null,
  RENDER_EXTERNAL_URL: null,
  RENDER_SERVICE_ID: null,
  RENDER_SERVICE_NAME: null,
  RENDER_INSTANCE_ID: null,
  RENDER_GIT_COMMIT: null,
  RENDER_GIT_BRANCH: null,
  PORT: null,
};

/** Later wins: Render's own, the image's, groups, the service's, what the start command sets itself. */
export function productionEnvironment(
  blueprint: BlueprintFile | null,
  service: BlueprintService | null,
  processes: Processes,
): Environment {
  const environment = new Map<string, string | null>(Object.entries(BY_RENDER));
  for (const [key, { value }] of processes.docker?.env ?? []) environment.set(key, value);
  const groups = (service?.envGroups ?? []).flatMap(
    (name) => blueprint?.groups.filter((group) => group.name === name) ?? [],
  );
  for (const group of groups) for (const [key, value] of Object.entries(group.env)) environment.set(key, value);
  for (const [key, value] of Object.entries(service?.env ?? {})) environment.set(key, value);
  for (const [key, value] of processes.start.variables) environment.set(key, value);
  return environment;
}
