/** Takes away whatever probes and proofs of this tool have left below the folder: of a run that was cut, or whose process hung. */
import { Failure } from "../../lib/failure.ts";
import type { CloudinaryAnswers } from "../../model/answers.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { admin, type Cloud, cloudOf, destroy } from "./api.ts";
import { typeFor } from "./media-storage.ts";

/** Every file that this tool makes has this at the start of its name, below the folder. */
export const MARK = ".vet-media-setup-";

/** A warning called `sweep` if it could not be done: then something may be left. Never a failure. */
export async function sweep(answers: CloudinaryAnswers, context: ProviderContext): Promise<readonly Check[]> {
  const cloud = cloudOf(answers, context);
  try {
    for (const resourceType of ["image", "raw"] as const) await sweepType(cloud, answers, resourceType);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, next } = error.problem;
    return [{ id: "sweep", status: "warn", message, ...(next === undefined ? {} : { next }) }];
  }
}

async function sweepType(cloud: Cloud, answers: CloudinaryAnswers, resourceType: "image" | "raw"): Promise<void> {
  const type = typeFor(answers.access);
  const start = answers.folder === "" ? MARK : `${answers.folder}/${MARK}`;
  const found = await admin(cloud, `resources/${resourceType}/${type}`, { prefix: start, max_results: "100" });
  if (!found.ok) throw found.failure;
  const { resources } = found.answer.json;
  for (const one of Array.isArray(resources) ? resources : []) {
    const publicId: unknown = typeof one === "object" && one !== null ? Reflect.get(one, "public_id") : undefined;
    // A listing that does not keep to the prefix must not cost anybody a file.
    if (typeof publicId !== "string" || !publicId.startsWith(start)) continue;
    const gone = await destroy(cloud, { resourceType, publicId, type });
    if (!gone.ok) throw gone.failure;
  }
}
