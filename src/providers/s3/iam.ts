/** The calls of IAM that we make, with their refusals as Failures. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/ */
import { createHash } from "node:crypto";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { Failure } from "../../lib/failure.ts";
import { Secret } from "../../lib/secrets.ts";
import * as say from "../../messages/app-user.ts";
import type { Credentials } from "../../model/answers.ts";
import type { ProviderContext } from "../../model/provider.ts";
import { iamClient } from "./client.ts";
import { failureOf, refusalOf } from "./errors.ts";
import { KEY_ID, KEY_SECRET } from "./keys.ts";

/** The name of our inline policy, and the tag by which we know a user that we made. */
const POLICY = "vet-media-setup";
const TAG = { Key: "made-by", Value: "vet-media-setup" };
/** A user has two access keys at most: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MOST_KEYS = 2;

/** What the journal keeps of a user: digests of key ids, for the ids themselves count as secret. */
export interface Picture {
  readonly keys: readonly { readonly digest: string; readonly active: boolean }[];
  readonly policy: string | null;
}

export async function withIam<T>(region: string, context: ProviderContext, work: (iam: Iam) => Promise<T>): Promise<T> {
  const iam = new Iam(region, context);
  try {
    return await work(iam);
  } finally {
    iam.close();
  }
}

/** Throws Failure for what IAM refuses (exit 1), Interrupted. */
export class Iam {
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

  /**
   * Whether IAM's own simulator lets `principal` do all of this; null: it does not say. A role of a session is looked up first, for its
   * path is not in the session's ARN. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
   */
  async mayAll(principal: string, actions: readonly string[], resource: string): Promise<boolean | null> {
    const role = /^arn:[\w-]+:sts::\d+:assumed-role\/([^/]+)\//.exec(principal)?.[1];
    try {
      const source = role === undefined ? principal : await this.#roleArn(role);
      const { EvaluationResults = [] } = await this.#client.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: source,
          ActionNames: [...actions],
          ResourceArns: [resource],
        }),
        this.#options,
      );
      if (EvaluationResults.length === 0) return null;
      return EvaluationResults.every(({ EvalDecision }) => EvalDecision === "allowed");
    } catch (error) {
      if (refusalOf(error) === null) throw this.#failure(error, "iam:SimulatePrincipalPolicy", principal);
      return null;
    }
  }

  async #roleArn(name: string): Promise<string> {
    const { Role } = await this.#client.send(new GetRoleCommand({ RoleName: name }), this.#options);
    return Role?.Arn ?? "";
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

export function digestOf(keyId: string): string {
  return createHash("sha256").update(keyId).digest("hex");
}
