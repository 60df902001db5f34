/** A deploy that is started and followed until it is live, or is not. Source: https://api-docs.render.com/reference/create-deploy */
import { Failure } from "../lib/failure.ts";
import { pause } from "../lib/pause.ts";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/render-api.ts";
import type { RenderApi } from "./api.ts";

const FAILED = new Set(["build_failed", "update_failed", "pre_deploy_failed", "canceled", "deactivated"]);

export interface Following {
  /** Milliseconds between two looks; Render allows 400 reads a minute. */
  readonly pause: number;
  readonly signal: AbortSignal;
  readonly tell: (label: Text) => void;
}

/** The deploy's id, when it is live. Throws Failure (exit 1) where it ends otherwise, and Interrupted after an abort. */
export async function deployUntilLive(api: RenderApi, serviceId: string, following: Following): Promise<string> {
  let deploy = await api.startDeploy(serviceId);
  for (;;) {
    following.tell(say.deploying(deploy.status));
    if (deploy.status === "live") return deploy.id;
    if (FAILED.has(deploy.status)) throw new Failure(say.deployFailed(deploy.id, deploy.status));
    await pause(following.pause, following.signal);
    deploy = await api.deploy(serviceId, deploy.id);
  }
}
