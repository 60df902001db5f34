/** Answers for a Render disk. */
import type { RenderDiskAnswers } from "../../src/model/answers.ts";

export function diskAnswers(over: Partial<RenderDiskAnswers> = {}): RenderDiskAnswers {
  return {
    provider: "render-disk",
    settings: "clinic.settings",
    access: "private",
    envFile: ".env.render",
    prove: "auto",
    lang: "en",
    mountPath: "/var/data/media",
    diskName: "media",
    diskSize: 1,
    ...over,
  };
}
