/**
 * Looks for AWS keys where AWS's own tools look, and says where they were: --profile, the environment, the project's env file,
 * then the shared files, SSO, web identity, container and instance roles.
 */
import { parseKnownFiles } from "@smithy/core/config";
import { EXIT, Failure } from "../../lib/failure.ts";
import { type Text, verbatim } from "../../lib/text.ts";
import * as say from "../../messages/s3.ts";
import type { Credentials, S3Answers, Source } from "../../model/answers.ts";
import { credentialsFrom, KEY_ID, KEY_SECRET, TOKEN } from "./keys.ts";

type Env = Readonly<Record<string, string | undefined>>;
type Wanted = Pick<S3Answers, "profile" | "region" | "endpointUrl" | "envFile">;

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Milliseconds for an EC2 or container metadata service; away from AWS, nothing answers there. */
const METADATA = 300;

/**
 * null: no keys anywhere. Throws Failure: exit 3 for half a pair, a profile that does not exist or gives no keys; exit 2 for a value
 * that cannot be a key. Precedence of keys over AWS_PROFILE as in boto3, which the app itself uses.
 */
export async function findCredentials(
  answers: Wanted,
  env: Env,
  stored: ReadonlyMap<string, string>,
): Promise<Credentials | null> {
  if (answers.profile !== undefined) return await keysOfProfile(answers.profile, "flag", answers, env);
  const own = credentialsFrom((name) => env[name], "env", say.fromEnvironment);
  if (own !== null) return own;
  if (env.AWS_PROFILE) return await keysOfProfile(env.AWS_PROFILE, "env", answers, env);
  const kept = credentialsFrom((name) => stored.get(name), "project", verbatim(answers.envFile), answers.envFile);
  return kept ?? (await keysOfChain(answers, env));
}

async function keysOfProfile(name: string, source: Source, answers: Wanted, env: Env): Promise<Credentials> {
  const profiles = await parseKnownFiles({ ...files(env), ignoreCache: true });
  const data = profiles[name];
  if (data === undefined) {
    const known = Object.keys(profiles).filter((profile) => !profile.includes("."));
    throw new Failure({
      code: "no-such-profile",
      exit: EXIT.needsInput,
      ...say.noSuchProfile(name, known),
      place: "--profile",
    });
  }
  const kind = kindOf(data);
  const { fromIni } = await import("@aws-sdk/credential-provider-ini");
  try {
    const keys = await fromIni({
      profile: name,
      ...files(env),
      ignoreCache: true,
      clientConfig: { region: data.region ?? answers.region },
    })();
    return named(keys, source, say.fromProfile(name, kind), `profile ${name}`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const why = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ");
    const words = say.unusableProfile(name, why, kind === "SSO");
    throw new Failure(
      { code: "profile-unusable", exit: EXIT.needsInput, ...words, place: "--profile" },
      { cause: error },
    );
  }
}

/** What is left when nobody named anything. A default profile that has keys and cannot give them is a failure, not a reason to go on. */
async function keysOfChain(answers: Wanted, env: Env): Promise<Credentials | null> {
  const profiles = await parseKnownFiles({ ...files(env), ignoreCache: true });
  if (profiles.default !== undefined && givesKeys(profiles.default)) {
    return await keysOfProfile("default", "default", answers, env);
  }
  // The roles below are AWS's: no other service knows their keys.
  if (answers.endpointUrl !== undefined) return null;
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN) {
    const { fromTokenFile } = await import("@aws-sdk/credential-provider-web-identity");
    const provider = fromTokenFile({
      webIdentityTokenFile: env.AWS_WEB_IDENTITY_TOKEN_FILE,
      roleArn: env.AWS_ROLE_ARN,
      roleSessionName: env.AWS_ROLE_SESSION_NAME ?? "vet-media-setup",
      clientConfig: { region: answers.region },
    });
    return await ofRole(provider, say.fromWebIdentity);
  }
  const relative = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const full = env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (relative || full) {
    const { fromHttp } = await import("@aws-sdk/credential-provider-http");
    const provider = async () =>
      await fromHttp({
        ...(relative
          ? { awsContainerCredentialsRelativeUri: relative }
          : { awsContainerCredentialsFullUri: full ?? "" }),
        awsContainerAuthorizationToken: env.AWS_CONTAINER_AUTHORIZATION_TOKEN ?? "",
        awsContainerAuthorizationTokenFile: env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE ?? "",
        timeout: METADATA,
        maxRetries: 0,
      })();
    return await ofRole(provider, say.fromContainer);
  }
  if (/^(?:true|1)$/i.test(env.AWS_EC2_METADATA_DISABLED ?? "")) return null;
  const { fromInstanceMetadata } = await import("@smithy/credential-provider-imds");
  return await ofRole(fromInstanceMetadata({ timeout: METADATA, maxRetries: 0 }), say.fromInstance);
}

/** Roles are there or they are not; that nobody answers is the usual case, and no problem. */
async function ofRole(provider: () => Promise<Keys>, detail: Text): Promise<Credentials | null> {
  try {
    return named(await provider(), "default", detail, detail.en);
  } catch (error) {
    if (error instanceof Failure) throw error;
    return null;
  }
}

function named(keys: Keys, source: Source, detail: Text, place: string): Credentials {
  const values: Readonly<Record<string, string | undefined>> = {
    [KEY_ID]: keys.accessKeyId,
    [KEY_SECRET]: keys.secretAccessKey,
    [TOKEN]: keys.sessionToken,
  };
  const credentials = credentialsFrom((name) => values[name], source, detail, place);
  if (credentials === null) throw new Error("no keys in it");
  return credentials;
}

function files(env: Env): { filepath?: string; configFilepath?: string } {
  return {
    ...(env.AWS_SHARED_CREDENTIALS_FILE ? { filepath: env.AWS_SHARED_CREDENTIALS_FILE } : {}),
    ...(env.AWS_CONFIG_FILE ? { configFilepath: env.AWS_CONFIG_FILE } : {}),
  };
}

type Profile = Readonly<Record<string, string | undefined>>;

function kindOf(profile: Profile): string {
  if (profile.role_arn) return "role";
  if (profile.aws_access_key_id) return "";
  if (profile.credential_process) return "process";
  if (profile.sso_session || profile.sso_start_url) return "SSO";
  return profile.login_session ? "aws login" : "";
}

function givesKeys(profile: Profile): boolean {
  return kindOf(profile) !== "" || Boolean(profile.aws_access_key_id || profile.aws_secret_access_key);
}
