/** Asks for keys: says how to make one, then takes it masked. What is typed lives in Secret from the first moment. */
import type { Text } from "../lib/text.ts";
import { empty } from "../messages/answers-forms.ts";
import * as say from "../messages/interview.ts";
import { keysSwapped } from "../messages/s3-forms.ts";
import { keySteps, noKeysFoundFor } from "../messages/s3-services.ts";
import type { Credentials } from "../model/answers.ts";
import { BACK, type Back, type Prompter } from "../model/terminal.ts";
import { credentialsFrom, KEY_ID, KEY_SECRET, keyProblem, TOKEN } from "../providers/s3/keys.ts";
import { serviceOf } from "../providers/s3/services.ts";

export interface CredentialsOptions {
  readonly prompter: Prompter;
  /** Shows the numbered steps. */
  readonly note: (title: Text, lines: readonly Text[]) => void;
  /** Not AWS: its keys have other forms. */
  readonly endpointUrl?: string;
}

const TEMPORARY = /^ASIA[A-Z0-9]{12,}$/;
/** No ID of AWS or of another S3 service is as long as this. */
const AWS_SECRET = /^[A-Za-z0-9/+]{40}$/;
const ANY_KEY_ID = /^A[KS]IA[A-Z0-9]{12,}$/;

/** BACK from the first prompt is BACK; from the others it goes one prompt back. Throws Interrupted on Ctrl-C. */
export async function askCredentials(options: CredentialsOptions): Promise<Credentials | Back> {
  const { prompter, note, endpointUrl } = options;
  const service = serviceOf(endpointUrl);
  if (endpointUrl === undefined) note(say.noKeysFound, say.keySteps);
  else if (service === null) note(say.noKeysFoundElsewhere, say.keyStepsElsewhere);
  else note(noKeysFoundFor(service.title), keySteps[service.id]);
  const typed = new Map<string, string>();
  const prompts: readonly [variable: string, message: Text][] = [
    [KEY_ID, say.askKeyId],
    [KEY_SECRET, say.askKeySecret],
    [TOKEN, say.askToken],
  ];
  for (let at = 0; ; ) {
    const needed = TEMPORARY.test(typed.get(KEY_ID) ?? "") ? 3 : 2;
    const prompt = prompts[at];
    if (at >= needed || prompt === undefined) break;
    const [variable, message] = prompt;
    const value = await prompter.secret({ message, validate: (word) => judge(variable, word.trim()) });
    if (value === BACK) {
      if (at === 0) return BACK;
      at -= 1;
      continue;
    }
    typed.set(variable, value.trim());
    at += 1;
  }
  if (!TEMPORARY.test(typed.get(KEY_ID) ?? "")) typed.delete(TOKEN);
  const credentials = credentialsFrom((name) => typed.get(name), "prompt", say.typedHere);
  if (credentials === null) throw new Error("the prompts for keys took empty answers");
  return credentials;
}

function judge(variable: string, word: string): Text | null {
  if (word === "") return empty;
  const problem = keyProblem(variable, word);
  if (problem !== null) return problem;
  // A secret in the place of the ID would be sent to AWS in the open, and stand in its logs.
  const swapped = variable === KEY_SECRET ? ANY_KEY_ID.test(word) : variable === KEY_ID && AWS_SECRET.test(word);
  return swapped ? keysSwapped(KEY_ID, KEY_SECRET) : null;
}
