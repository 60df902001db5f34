/** What CLOUDINARY_URL says besides the keys: the cloud, and the API host of a region. */
import { Failure } from "../lib/failure.ts";
import { remember } from "../lib/secrets.ts";
import * as say from "../messages/answers.ts";
import { CLOUD_NAME, parseCloudinaryUrl, UPLOAD_PREFIX, URL_VARIABLE } from "../providers/cloudinary/keys.ts";
import type { Env, FromEnvironment } from "./environment.ts";
import type { QuestionName } from "./questions.ts";

/**
 * null: it says nothing about this question, or nobody would read it: where CLOUDINARY_CLOUD_NAME is set, Cloudinary's SDK ignores it.
 * Throws Failure, exit 2, for an address that cannot be one.
 */
export function fromCloudinaryUrl(name: QuestionName, env: Env): FromEnvironment | null {
  if (name !== "cloudName" && name !== "uploadPrefix") return null;
  const given = (env[URL_VARIABLE] ?? "").trim();
  if (given === "" || (env[CLOUD_NAME] ?? "").trim() !== "") return null;
  const found = parseCloudinaryUrl(given);
  if ("problem" in found) {
    // Whatever stands in it may be a secret.
    remember(given);
    if (name === "uploadPrefix" && (env[UPLOAD_PREFIX] ?? "").trim() !== "") return null;
    throw new Failure(say.badValue(URL_VARIABLE, found.problem, null));
  }
  const value = found[name];
  return value === undefined ? null : { value, variable: URL_VARIABLE };
}
