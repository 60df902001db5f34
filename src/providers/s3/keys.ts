/** A pair of keys as text: is it one, whole and clean? Light: no SDK. */
import { EXIT, Failure } from "../../lib/failure.ts";
import { Secret } from "../../lib/secrets.ts";
import type { Text } from "../../lib/text.ts";
import { keyBlank, keyMalformed, keyQuoted } from "../../messages/key-forms.ts";
import { halfAPair } from "../../messages/s3.ts";
import * as say from "../../messages/s3-forms.ts";
import type { Credentials, Source } from "../../model/answers.ts";

export const KEY_ID = "AWS_ACCESS_KEY_ID";
export const KEY_SECRET = "AWS_SECRET_ACCESS_KEY";
export const TOKEN = "AWS_SESSION_TOKEN";

/** Why this value of AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY (or the token) cannot be a key by its form; null: it may be one. */
export function keyProblem(variable: string, value: string): Text | null {
  if (/^["'“”‘’].*|.*["'“”‘’]$/s.test(value)) return keyQuoted(variable);
  if (/\s/.test(value)) return keyBlank(variable);
  if (!/^[\x21-\x7e]+$/.test(value)) return say.keyCharacters(variable);
  if (variable === KEY_ID && /[=,;:<>{}$"'`\\]/.test(value)) return say.keyCharacters(variable);
  return null;
}

/**
 * Credentials made of variables, wherever they stand; null: neither half is there. Empty counts as absent.
 * Throws Failure: exit 3 for half a pair (the missing variable is named), exit 2 for a value that cannot be a key.
 */
export function credentialsFrom(
  variable: (name: string) => string | undefined,
  source: Source,
  detail: Text,
  place?: string,
): Credentials | null {
  const id = variable(KEY_ID) ?? "";
  const secret = variable(KEY_SECRET) ?? "";
  const token = variable(TOKEN) || variable("AWS_SECURITY_TOKEN") || "";
  if (id === "" && secret === "") return null;
  if (id === "" || secret === "") throw incomplete(id === "" ? KEY_ID : KEY_SECRET, detail, place);
  const values: Readonly<Record<string, string>> = {
    [KEY_ID]: id,
    [KEY_SECRET]: secret,
    ...(token ? { [TOKEN]: token } : {}),
  };
  // Remembered before anything is said about them: a sentence with a key in it would be masked.
  const secrets = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
  for (const [name, value] of Object.entries(values)) {
    const problem = keyProblem(name, value);
    if (problem !== null) throw unusable(problem, name, place);
  }
  if (/^A[KS]IA[A-Z0-9]{12,}$/.test(secret)) throw unusable(say.keysSwapped(KEY_ID, KEY_SECRET), KEY_ID, place);
  if (/^ASIA[A-Z0-9]{12,}$/.test(id) && token === "") throw incomplete(TOKEN, detail, place);
  return { secrets, source, detail, temporary: token !== "" };
}

function incomplete(missing: string, detail: Text, place: string | undefined): Failure {
  return new Failure({
    code: "credentials-incomplete",
    exit: EXIT.needsInput,
    ...halfAPair(missing, detail),
    ...(place === undefined ? { place: missing } : { place }),
  });
}

function unusable(message: Text, variable: string, place: string | undefined): Failure {
  return new Failure(keyMalformed(message, variable, place, say.keyCopyAgain(variable)));
}
