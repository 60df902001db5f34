/**
 * Keys for one named cloud, wherever they are: the three variables, CLOUDINARY_URL, the project's env file. Two clouds may have theirs in
 * two of these places, so that files can be copied from one to the other.
 */

import { verbatim } from "../../lib/text.ts";
import { fromEnvironment } from "../../messages/cloudinary.ts";
import type { Credentials } from "../../model/answers.ts";
import { credentialsFrom, filled, readUrl } from "./credentials.ts";
import { API_KEY, API_SECRET, CLOUD_NAME, UPLOAD_PREFIX, URL_VARIABLE } from "./keys.ts";

export interface CloudKeys {
  readonly credentials: Credentials;
  /** API host that was said beside the keys. */
  readonly uploadPrefix: string | undefined;
}

type Read = (name: string) => string | undefined;

/** `others`: clouds of keys that are there, where none are of this one; empty: there are no keys at all. Throws Failure as findCredentials. */
export function keysOfCloud(
  cloud: string,
  env: Readonly<Record<string, string | undefined>>,
  stored: { readonly file: string; readonly variables: ReadonlyMap<string, string> },
): CloudKeys | { readonly others: readonly string[] } {
  const there = [
    { read: (name: string) => env[name], file: undefined },
    { read: (name: string) => stored.variables.get(name), file: stored.file },
  ].flatMap(({ read, file }) => [three(read, file), url(read, file)].filter((found) => found !== null));
  const own = there.find((found) => found.cloud === cloud) ?? there.find((found) => found.cloud === undefined);
  if (own !== undefined) return own.keys;
  return { others: [...new Set(there.flatMap((found) => found.cloud ?? []))] };
}

interface Candidate {
  /** undefined: keys without a cloud, which are good for any. */
  readonly cloud: string | undefined;
  readonly keys: CloudKeys;
}

function three(read: Read, file: string | undefined): Candidate | null {
  const cloud = filled(read(CLOUD_NAME));
  // Half a pair beside CLOUDINARY_URL is what is left of an older way; alone, it is a mistake that is told.
  const whole = [API_KEY, API_SECRET].every((name) => filled(read(name)) !== undefined);
  if (!whole && filled(read(URL_VARIABLE)) !== undefined) return null;
  const credentials = keysIn(read, file, fromEnvironment);
  return credentials === null ? null : { cloud, keys: { credentials, uploadPrefix: filled(read(UPLOAD_PREFIX)) } };
}

function url(read: Read, file: string | undefined): Candidate | null {
  const found = readUrl(read(URL_VARIABLE), file ?? URL_VARIABLE);
  if (found === null) return null;
  const values: Readonly<Record<string, string>> = { [API_KEY]: found.apiKey, [API_SECRET]: found.apiSecret };
  const credentials = keysIn((name) => values[name], file, verbatim(URL_VARIABLE));
  return credentials === null
    ? null
    : { cloud: found.cloudName, keys: { credentials, uploadPrefix: found.uploadPrefix } };
}

function keysIn(read: Read, file: string | undefined, here: Credentials["detail"]): Credentials | null {
  return file === undefined
    ? credentialsFrom(read, "env", here, undefined)
    : credentialsFrom(read, "project", verbatim(file), file);
}
