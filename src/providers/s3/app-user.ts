/**
 * An IAM user for the app alone: with exactly the policy that `policy --for app` prints, and one access key. Made, recognised by its tag, and taken away again.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/
 */
import { createHash } from "node:crypto";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { Failure, Interrupted } from "../../lib/failure.ts";
import { pause } from "../../lib/pause.ts";
import { Secret } from "../../lib/secrets.ts";
import * as say from "../../messages/app-user.ts";
import type { Credentials, S3Answers } from "../../model/answers.ts";
import type { Json, RemoteActor, RemoteChange } from "../../model/change.ts";
import type { AppUser, ProviderContext } from "../../model/provider.ts";
import { iamClient, s3Client } from "./client.ts";
import { failureOf, refusalOf } from "./errors.ts";
import { whoAmI } from "./identity.ts";
import { KEY_ID, KEY_SECRET } from "./keys.ts";
import { appPolicy } from "./policy.ts";

/** The name of our inline policy, and the tag by which we know a user that we made. */
const POLICY = "vet-media-setup";
const TAG = { Key: "made-by", Value: "vet-media-setup" };
/** A user has two access keys at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_KEYS = 2;
/** Milliseconds that a new key may take to be known everywhere, and between two tries. */
const USABLE_WITHIN = 60_000;
const PAUSE = 1_000;

/** What the journal keeps of a user: digests of key ids, for the ids themselves count as secret. */
interface Picture {
  readonly keys: readonly { readonly digest: string; readonly active: boolean }[];
  readonly policy: string | null;
}

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

async function withIam<T>(region: string, context: ProviderContext, work: (iam: Iam) => Promise<T>): Promise<T> {
  const iam = new Iam(region, context);
  try {
    return await work(iam);
  } finally {
    iam.close();
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

/** The calls of IAM that we make, with their refusals as Failures. */
class Iam {
  readonly #client: IAMClient;
  readonly #context: ProviderContext;

  constructor(region: string, context: ProviderContext) {
    this.#client = iamClient(region, context);
    this.#context = context;
  }

  close(): void {
    this.#client.destroy();
  }

  /** null: there is none; `theirs`: one that this tool did not make. */
  async user(name: string): Promise<"ours" | "theirs" | null> {
    const found = await this.#unlessMissing("iam:GetUser", name, () =>
      this.#client.send(new GetUserCommand({ UserName: name }), this.#options),
    );
    if (found === null) return null;
    return found.User?.Tags?.some(({ Key, Value }) => Key === TAG.Key && Value === TAG.Value) ? "ours" : "theirs";
  }

  async ownerOf(keyId: string): Promise<string | null> {
    const found = await this.#unlessMissing("iam:GetAccessKeyLastUsed", "*", () =>
      this.#client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }), this.#options),
    );
    return found?.UserName ?? null;
  }

  async picture(name: string): Promise<Picture> {
    const keys = (await this.#keys(name)).map(({ id, active }) => ({ digest: digestOf(id), active }));
    const found = await this.#unlessMissing("iam:GetUserPolicy", name, () =>
      this.#client.send(new GetUserPolicyCommand({ UserName: name, PolicyName: POLICY }), this.#options),
    );
    const document = found?.PolicyDocument;
    // It comes percent-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
    const policy = document === undefined ? null : JSON.stringify(JSON.parse(decodeURIComponent(document)));
    return { keys, policy };
  }

  async keyIds(name: string): Promise<readonly string[]> {
    return (await this.#keys(name)).map(({ id }) => id);
  }

  async #keys(name: string): Promise<readonly { id: string; active: boolean }[]> {
    const found = await this.#try("iam:ListAccessKeys", name, () =>
      this.#client.send(new ListAccessKeysCommand({ UserName: name }), this.#options),
    );
    return (found.AccessKeyMetadata ?? []).map((key) => ({
      id: key.AccessKeyId ?? "",
      active: key.Status === "Active",
    }));
  }

  async make(name: string): Promise<void> {
    await this.#try("iam:CreateUser", name, () =>
      this.#client.send(new CreateUserCommand({ UserName: name, Tags: [TAG] }), this.#options),
    );
  }

  async setPolicy(name: string, document: string): Promise<void> {
    await this.#try("iam:PutUserPolicy", name, () =>
      this.#client.send(
        new PutUserPolicyCommand({ UserName: name, PolicyName: POLICY, PolicyDocument: document }),
        this.#options,
      ),
    );
  }

  async makeKey(name: string): Promise<Credentials> {
    const { AccessKey } = await this.#try("iam:CreateAccessKey", name, () =>
      this.#client.send(new CreateAccessKeyCommand({ UserName: name }), this.#options),
    );
    const secrets = {
      [KEY_ID]: new Secret(AccessKey?.AccessKeyId ?? ""),
      [KEY_SECRET]: new Secret(AccessKey?.SecretAccessKey ?? ""),
    };
    return { secrets, source: "default", detail: say.keyOf(name), temporary: false };
  }

  async setActive(name: string, id: string, active: boolean): Promise<void> {
    const Status = active ? "Active" : "Inactive";
    await this.#unlessMissing("iam:UpdateAccessKey", name, () =>
      this.#client.send(new UpdateAccessKeyCommand({ UserName: name, AccessKeyId: id, Status }), this.#options),
    );
  }

  async deleteKey(name: string, id: string): Promise<void> {
    await this.#unlessMissing("iam:DeleteAccessKey", name, () =>
      this.#client.send(new DeleteAccessKeyCommand({ UserName: name, AccessKeyId: id }), this.#options),
    );
  }

  async deletePolicy(name: string): Promise<void> {
    await this.#unlessMissing("iam:DeleteUserPolicy", name, () =>
      this.#client.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName: POLICY }), this.#options),
    );
  }

  /** false: somebody has attached something to it since, and it stays. */
  async remove(name: string): Promise<boolean> {
    try {
      await this.#client.send(new DeleteUserCommand({ UserName: name }), this.#options);
      return true;
    } catch (error) {
      const code = refusalOf(error)?.code ?? "";
      if (/^NoSuchEntity/.test(code)) return true;
      if (/^DeleteConflict/.test(code)) return false;
      throw this.#failure(error, "iam:DeleteUser", name);
    }
  }

  async #unlessMissing<T>(action: string, name: string, send: () => Promise<T>): Promise<T | null> {
    try {
      return await send();
    } catch (error) {
      if (/^NoSuchEntity/.test(refusalOf(error)?.code ?? "")) return null;
      throw this.#failure(error, action, name);
    }
  }

  async #try<T>(action: string, name: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw this.#failure(error, action, name);
    }
  }

  get #options() {
    return { abortSignal: this.#context.signal };
  }

  #failure(error: unknown, action: string, name: string): unknown {
    const refusal = refusalOf(error);
    if (refusal?.code === "AccessDenied") return new Failure(say.iamRefused(action, name), { cause: error });
    if (/^LimitExceeded/.test(refusal?.code ?? "")) return new Failure(say.noRoomForKey(name), { cause: error });
    if (/^EntityAlreadyExists/.test(refusal?.code ?? "")) return new Failure(say.userTaken(name), { cause: error });
    const host = "iam.amazonaws.com";
    return failureOf(
      error,
      {
        service: "IAM",
        operation: action.slice(4),
        action,
        on: name,
        resource: "*",
        host,
        region: "us-east-1",
        compatible: false,
      },
      this.#context.signal,
    );
  }
}

function digestOf(keyId: string): string {
  return createHash("sha256").update(keyId).digest("hex");
}
