/** Asks for the keys of a cloud: says where they are, then takes them masked, one by one or as the whole CLOUDINARY_URL. */
import type { Text } from "../lib/text.ts";
import { empty } from "../messages/answers-forms.ts";
import * as say from "../messages/cloudinary.ts";
import type { Credentials } from "../model/answers.ts";
import { BACK, type Back, type Prompter } from "../model/terminal.ts";
import { credentialsFrom } from "../providers/cloudinary/credentials.ts";
import { API_KEY, API_SECRET, keyProblem, pairProblem, parseCloudinaryUrl } from "../providers/cloudinary/keys.ts";

export interface CloudinaryKeysOptions {
  readonly prompter: Prompter;
  /** Shows the numbered steps. */
  readonly note: (title: Text, lines: readonly Text[]) => void;
  /** Keys belong to one cloud. */
  readonly cloudName: string;
}

/** BACK from the first prompt is BACK; from the second it goes to the first. Throws Interrupted on Ctrl-C. */
export async function askCloudinaryKeys({
  prompter,
  note,
  cloudName,
}: CloudinaryKeysOptions): Promise<Credentials | Back> {
  note(say.noKeysFound, say.keySteps);
  for (;;) {
    const key = await prompter.secret({
      message: say.askApiKey,
      validate: (typed) => judgeKey(typed.trim(), cloudName),
    });
    if (key === BACK) return BACK;
    const whole = /^cloudinary:\/\//i.test(key.trim()) ? parseCloudinaryUrl(key) : null;
    if (whole !== null && !("problem" in whole)) return typed(whole.apiKey, whole.apiSecret);
    const secret = await prompter.secret({
      message: say.askApiSecret,
      validate: (word) => judgeSecret(key.trim(), word.trim()),
    });
    if (secret !== BACK) return typed(key.trim(), secret.trim());
  }
}

function typed(key: string, secret: string): Credentials {
  const credentials = credentialsFrom((name) => (name === API_KEY ? key : secret), "prompt", say.typedHere, undefined);
  if (credentials === null) throw new Error("the prompts for keys took empty answers");
  return credentials;
}

function judgeKey(word: string, cloudName: string): Text | null {
  if (word === "") return empty;
  if (!/^(?:["']?CLOUDINARY_URL|["']?cloudinary:\/\/)/i.test(word)) return keyProblem(API_KEY, word);
  const url = parseCloudinaryUrl(word);
  if ("problem" in url) return url.problem;
  if (url.cloudName !== cloudName) return say.urlOfAnotherCloud(url.cloudName, cloudName);
  return (
    keyProblem(API_KEY, url.apiKey) ?? keyProblem(API_SECRET, url.apiSecret) ?? pairProblem(url.apiKey, url.apiSecret)
  );
}

function judgeSecret(key: string, word: string): Text | null {
  if (word === "") return empty;
  return keyProblem(API_SECRET, word) ?? pairProblem(key, word);
}
