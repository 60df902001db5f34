/**
 * An IAM user for the app alone: with exactly the policy that `policy --for app` prints, and one access key. Made, recognised by its tag, and taken away again.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/
 */
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { Failure, Interrupted } from "../../lib/failure.ts";
import { pause } from "../../lib/pause.ts";
import * as say from "../../messages/app-user.ts";
import type { Credentials, S3Answers } from "../../model/answers.ts";
import type { Json, RemoteActor, RemoteChange } from "../../model/change.ts";
import type { AppUser, ProviderContext } from "../../model/provider.ts";
import { s3Client } from "./client.ts";
import { refusalOf } from "./errors.ts";
import { digestOf, type Iam, MOST_KEYS, type Picture, withIam } from "./iam.ts";
import { whoAmI } from "./identity.ts";
import { KEY_ID } from "./keys.ts";
import { appPolicy } from "./policy.ts";

/** Milliseconds that a new key may take to be known everywhere, and between two tries. */
const USABLE_WITHIN = 60_000;
const PAUSE = 1_000;

/**
 * Looks without changing: what would have to be made. `stored`: the env file; a key in it that is this user's is used on.
 * Throws Failure: no IAM there, nothing to rotate (exit 2); a user of somebody else, no room for another key, or IAM refuses (exit 1).
 */
export async function surveyAppUser(
  answers: S3Answers,
  stored: ReadonlyMap<string, string>,
  context: ProviderContext,
): Promise<AppUser | null> {
  const rotate = answers.rotateKey === true;
  const wanted = answers.createAppUser;
  if (!rotate && wanted === undefined) return null;
  if (answers.endpointUrl !== undefined) throw new Failure(say.notAtThisService);
  const keyId = stored.get(KEY_ID) ?? "";
  if (rotate && keyId === "") throw new Failure(say.nothingToRotate);
  const { region } = answers;
  return await withIam(region, context, async (iam) => {
    const name = wanted ?? (await iam.ownerOf(keyId));
    if (name === null) throw new Failure(say.keyOfNobody);
    const user = await iam.user(name);
    if (user === "theirs") throw new Failure(say.userTaken(name));
    const before = user === null ? null : await iam.picture(name);
    const policy = JSON.stringify(appPolicy({ bucket: answers.bucket, region, prefix: answers.prefix }));
    const has = before?.keys.some(({ digest, active }) => active && digest === digestOf(keyId)) ?? false;
    if (rotate && !has) throw new Failure(say.keyOfNobody);
    const makesKey = rotate || !has;
    if (makesKey && (before?.keys.length ?? 0) >= MOST_KEYS) throw new Failure(say.noRoomForKey(name));
    const action = before === null ? "create" : makesKey || before.policy !== policy ? "modify" : "none";
    const made: { key: Credentials | null } = { key: null };
    return {
      change: {
        type: "remote",
        provider: "s3",
        kind: "iam-user",
        target: name,
        action,
        summary: rotate ? say.willRotate : makesKey ? say.willMake : say.willKeep,
        before: before === null ? null : jsonOf(before),
        after: { policy, makesKey },
        address: { region, bucket: answers.bucket },
      },
      makesKey,
      actor: (around) => appUserActor(around, made),
      made: () => made.key,
      ready: (key, around) => usable(name, answers, { ...around, credentials: key }),
      retire: async (around) => {
        if (!rotate) return [];
        await withIam(region, around, (one) => one.setActive(name, keyId, false));
        return [say.retiredKey(name)];
      },
    };
  });
}

/** What is new at IAM is not everywhere at once: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency */
async function usable(name: string, answers: S3Answers, context: ProviderContext): Promise<void> {
  const until = performance.now() + USABLE_WITHIN;
  for (;;) {
    try {
      await whoAmI(answers.region, context);
      const client = s3Client({ region: answers.region, endpointUrl: null }, context);
      try {
        await client.send(new ListObjectsV2Command({ Bucket: answers.bucket, MaxKeys: 1 }), {
          abortSignal: context.signal,
        });
        return;
      } finally {
        client.destroy();
      }
    } catch (error) {
      if (context.signal.aborted) throw new Interrupted();
      const refusal = refusalOf(error)?.code ?? (error instanceof Failure ? error.problem.code : "");
      const early = /^(?:InvalidAccessKeyId|InvalidClientTokenId|AccessDenied|unknown-access-key)$/.test(refusal);
      if (!early) throw error;
      if (performance.now() > until) throw new Failure(say.notUsable(name), { cause: error });
      await pause(PAUSE, context.signal);
    }
  }
}

function jsonOf({ keys, policy }: Picture): Json {
  return { keys: keys.map(({ digest, active }) => ({ digest, active })), policy };
}

/** `made`: receives the key when the change is applied. For taking back in a later process an empty one will do. */
export function appUserActor(context: ProviderContext, made: { key: Credentials | null } = { key: null }): RemoteActor {
  const within = <T>(change: RemoteChange, work: (iam: Iam) => Promise<T>): Promise<T> =>
    withIam(regionOf(change), context, work);
  return {
    observe: (change) =>
      within(change, async (iam) => {
        return (await iam.user(change.target)) === null ? null : jsonOf(await iam.picture(change.target));
      }),
    apply: (change) =>
      within(change, async (iam) => {
        const { policy, makesKey } = change.after as { policy: string; makesKey: boolean };
        if (change.before === null) await iam.make(change.target);
        await iam.setPolicy(change.target, policy);
        if (makesKey) made.key = await iam.makeKey(change.target);
      }),
    revert: (change) => within(change, (iam) => takeBack(iam, change)),
  };
}

/** Keys that were not there before go, old ones are active again as they were; a user that we made goes whole. */
async function takeBack(iam: Iam, { target, before }: RemoteChange): ReturnType<RemoteActor["revert"]> {
  const user = await iam.user(target);
  if (user === null) return { kept: null };
  if (user === "theirs") return { kept: say.userLeft(target) };
  const known = before as unknown as Picture | null;
  for (const id of await iam.keyIds(target)) {
    const old = known?.keys.find(({ digest }) => digest === digestOf(id));
    if (old === undefined) await iam.deleteKey(target, id);
    else if (old.active) await iam.setActive(target, id, true);
  }
  if (known !== null && known.policy !== null) await iam.setPolicy(target, known.policy);
  else await iam.deletePolicy(target);
  if (known !== null) return { kept: null };
  return { kept: (await iam.remove(target)) ? null : say.userLeft(target) };
}

function regionOf({ address }: RemoteChange): string {
  const { region } = address as { region?: unknown };
  return typeof region === "string" ? region : "us-east-1";
}
