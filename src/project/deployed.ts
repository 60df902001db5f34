/** Where Render puts the code: its own folder for native runtimes, the image's for Docker. Source: https://render.com/docs/disks */
import path from "node:path";
import { relativePath } from "../lib/paths.ts";
import type { BlueprintService, Deployed } from "../model/project.ts";
import type { Processes } from "./commands.ts";
import { RENDER_SOURCE } from "./media.ts";

/** Without a service that says otherwise, a Dockerfile is what Render builds. */
export function findDeployed(facts: {
  readonly service: BlueprintService | null;
  readonly processes: Processes;
  readonly root: string;
  readonly top: string;
}): Deployed {
  const { service, processes, root, top } = facts;
  const named = service?.runtime === "docker" || service?.runtime === "image" || service?.dockerfilePath != null;
  const docker = service === null || service.runtime === null ? named || processes.docker !== null : named;
  if (!docker) return { docker, path: RENDER_SOURCE, folder: relativePath(root, top) };
  // `COPY . .` brings the build context, which is the service's folder, to where the image works.
  const context = path.join(top, service?.rootDir ?? ".");
  return { docker, path: processes.docker?.workdir ?? null, folder: relativePath(root, context) };
}
