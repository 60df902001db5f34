/**
 * Looks for keys as Cloudinary's SDK does, and says where they were: the three variables, CLOUDINARY_URL, then the project's env file.
 * Where CLOUDINARY_CLOUD_NAME is set, the SDK ignores CLOUDINARY_URL; two that contradict each other are a question, not a choice of ours.
 */
import { EXIT, Failure } from "../../lib/failure.ts";
import { Secret } from "../../lib/secrets.ts";
import { type Text, verbatim } from "../../lib/text.ts";
import * as say from "../../messages/cloudinary.ts";
import { copyAgain } from "../../messages/cloudinary-forms.ts";
import { keyMalformed } from "../../messages/key-forms.ts";
import type { Credentials, Source } from "../../model/answers.ts";
import type { CredentialHints } from "../../model/provider.ts";
import {
  API_KEY,
  API_SECRET,
  CLOUD_NAME,
  type FromUrl,
  keyProblem,
  pairProblem,
  parseCloudinaryUrl,
  URL_VARIABLE,
} from "./keys.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * null: no keys anywhere. Throws Failure: exit 2 for a CLOUDINARY_URL or a key that cannot be one by its form; exit 3 for half a pair,
 * and for a CLOUDINARY_URL of another cloud than the one that is asked for.
 */
export async function findCredentials(
  hints: CredentialHints,
  env: Env,
  stored: ReadonlyMap<string, string>,
): Promise<Credentials | null> {
  // With all three variables there, nobody reads CLOUDINARY_URL: a broken one harms nobody.
  const whole = [CLOUD_NAME, API_KEY, API_SECRET].every((name) => filled(env[name]) !== undefined);
  const url = whole ? readUrlOrNone(env[URL_VARIABLE]) : readUrl(env[URL_VARIABLE], URL_VARIABLE);
  const cloud = hints.cloudName ?? filled(env[CLOUD_NAME]) ?? url?.cloudName;
  if (url !== null && cloud !== undefined && url.cloudName !== cloud) {
    const place = filled(env[CLOUD_NAME]) === cloud ? CLOUD_NAME : "--cloud-name";
    throw new Failure({
      code: "clouds-disagree",
      exit: EXIT.needsInput,
      ...say.cloudsDisagree(url.cloudName, cloud, place),
      place: URL_VARIABLE,
      candidates: [url.cloudName, cloud],
    });
  }
  const own = credentialsFrom(
    (name) => env[name] ?? (name === API_KEY ? url?.apiKey : url?.apiSecret),
    "env",
    filled(env[API_KEY]) === undefined && url !== null ? verbatim(URL_VARIABLE) : say.fromEnvironment,
    undefined,
  );
  return own ?? fromStored(cloud, hints.envFile, stored);
}

/** What an earlier run has written, or a person: only for this cloud. */
function fromStored(cloud: string | undefined, file: string, stored: ReadonlyMap<string, string>): Credentials | null {
  const url = stored.get(CLOUD_NAME) === undefined ? readUrl(stored.get(URL_VARIABLE), file) : null;
  const itsCloud = filled(stored.get(CLOUD_NAME)) ?? url?.cloudName;
  if (cloud !== undefined && itsCloud !== undefined && itsCloud !== cloud) return null;
  const read = (name: string) => stored.get(name) ?? (name === API_KEY ? url?.apiKey : url?.apiSecret);
  return credentialsFrom(read, "project", verbatim(file), file);
}

/**
 * Credentials made of two values, wherever they stand; null: neither is there. Empty counts as absent.
 * Throws Failure: exit 3 for half a pair, exit 2 for a value that cannot be a key.
 */
export function credentialsFrom(
  variable: (name: string) => string | undefined,
  source: Source,
  detail: Text,
  place: string | undefined,
): Credentials | null {
  const [key = "", secret = ""] = [API_KEY, API_SECRET].map((name) =>
    variable(name)?.replace(/^[\r\n]+|[\r\n]+$/g, ""),
  );
  if (key === "" && secret === "") return null;
  // Remembered before anything is said about them: a sentence with a key in it would be masked.
  const secrets = Object.fromEntries([
    ...(key === "" ? [] : [[API_KEY, new Secret(key)] as const]),
    ...(secret === "" ? [] : [[API_SECRET, new Secret(secret)] as const]),
  ]);
  if (key === "" || secret === "") {
    const missing = key === "" ? API_KEY : API_SECRET;
    throw new Failure({
      code: "credentials-incomplete",
      exit: EXIT.needsInput,
      ...say.halfAPair(missing, detail),
      place: place ?? missing,
    });
  }
  const problem =
    pairProblem(key, secret) ??
    [API_KEY, API_SECRET].flatMap((name) => keyProblem(name, name === API_KEY ? key : secret) ?? [])[0];
  if (problem !== undefined) {
    const about = keyProblem(API_KEY, key) === null ? API_SECRET : API_KEY;
    throw unusable(problem, about, place);
  }
  return { secrets, source, detail, temporary: false };
}

/** null: not set. Throws Failure, exit 2, for an address that cannot be one. */
export function readUrl(given: string | undefined, place: string): FromUrl | null {
  if (filled(given) === undefined) return null;
  const found = parseCloudinaryUrl(given ?? "");
  if ("problem" in found) {
    // Whatever stands in it may be a secret.
    new Secret(given ?? "");
    throw unusable(found.problem, URL_VARIABLE, place === URL_VARIABLE ? undefined : place);
  }
  return found;
}

function readUrlOrNone(given: string | undefined): FromUrl | null {
  const found = filled(given) === undefined ? null : parseCloudinaryUrl(given ?? "");
  return found === null || "problem" in found ? null : found;
}

/** undefined: not set, or blank. */
export function filled(value: string | undefined): string | undefined {
  const text = value?.trim() ?? "";
  return text === "" ? undefined : text;
}

function unusable(message: Text, variable: string, place: string | undefined): Failure {
  return new Failure(keyMalformed(message, variable, place, copyAgain(variable)));
}
