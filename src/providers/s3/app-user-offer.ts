/** May a user of the app's own be offered, without anybody having asked for one? Reads only, soon gives up, and is never a failure of the run. */
import { Interrupted } from "../../lib/failure.ts";
import type { S3Answers } from "../../model/answers.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { userArnOf } from "./arn.ts";
import { type Iam, MOST_KEYS, withIam } from "./iam.ts";
import { whoAmI } from "./identity.ts";
import { KEY_ID } from "./keys.ts";
import { appPolicy } from "./policy.ts";

/** Milliseconds for all that is asked here: an IAM that does not answer must not hold the run. */
const WITHIN = 8_000;
/** IAM's limit for a name: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST = 64;
/** What making the user takes. */
const MAKING = ["iam:CreateUser", "iam:TagUser", "iam:PutUserPolicy", "iam:CreateAccessKey"];

/**
 * The name of a user to offer; null: none. One is offered where the keys at hand may make it, which is more than any app needs: the root
 * user's, or those that may look at the user and that IAM's simulator lets make it. Where the simulator may not be asked, that they may
 * look at this very user says enough. The name is the bucket's, which is the project's and nobody else's.
 */
export async function offerAppUser(
  answers: S3Answers,
  stored: ReadonlyMap<string, string>,
  context: ProviderContext,
): Promise<string | null> {
  if (answers.endpointUrl !== undefined || (stored.get(KEY_ID) ?? "") !== "") return null;
  return await quietly(answers, context, async (iam, around) => {
    const { arn, account, root } = await whoAmI(answers.region, around);
    const name = await freeName(iam, answers);
    if (name === null) return null;
    if (root) return name;
    const may = await iam.mayAll(arn, MAKING, userArnOf(answers.region, account, name));
    return may === false ? null : name;
  });
}

/**
 * The user that an earlier run made for the app, and whose key the env file holds, where other keys are at hand now; null: there is none.
 * Its key stays: the app must not get an administrator's because an administrator runs setup again.
 */
export async function keptAppUser(
  answers: S3Answers,
  stored: ReadonlyMap<string, string>,
  context: ProviderContext,
): Promise<string | null> {
  const keyId = stored.get(KEY_ID) ?? "";
  const atHand = context.credentials.secrets[KEY_ID]?.reveal() ?? "";
  if (answers.endpointUrl !== undefined || keyId === "" || keyId === atHand) return null;
  return await quietly(answers, context, async (iam) => {
    const owner = await iam.ownerOf(keyId);
    return owner !== null && (await iam.user(owner)) === "ours" ? owner : null;
  });
}

/** Not there yet; or made by us with the very same policy, and with room for a key (a clone without the env file). */
async function freeName(iam: Iam, answers: S3Answers): Promise<string | null> {
  const policy = JSON.stringify(appPolicy(answers));
  for (const end of ["", "-app", "-app-2"]) {
    const name = answers.bucket.slice(0, LONGEST - end.length) + end;
    const user = await iam.user(name);
    if (user === null) return name;
    if (user === "theirs") continue;
    const picture = await iam.picture(name);
    if (picture.policy === policy && picture.keys.length < MOST_KEYS) return name;
  }
  return null;
}

/** null for whatever goes wrong, save Ctrl-C. */
async function quietly(
  { region }: S3Answers,
  context: ProviderContext,
  work: (iam: Iam, around: ProviderContext) => Promise<string | null>,
): Promise<string | null> {
  const around = { ...context, signal: AbortSignal.any([context.signal, AbortSignal.timeout(WITHIN)]) };
  try {
    return await withIam(region, around, (iam) => work(iam, around));
  } catch {
    if (context.signal.aborted) throw new Interrupted();
    return null;
  }
}
