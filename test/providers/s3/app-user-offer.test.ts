/** A user for the app is offered exactly to who may make one, under a name that takes nothing from anybody; and one of an earlier run stays. */
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/lib/failure.ts";
import { keptAppUser, offerAppUser } from "../../../src/providers/s3/app-user-offer.ts";
import { appPolicy } from "../../../src/providers/s3/policy.ts";
import { answersFor, BUCKET, contextFor, type Keys, useStandin } from "./standin.ts";

const live = useStandin({ withBucket: false });
const NOTHING: ReadonlyMap<string, string> = new Map();
let iam: IAMClient;
beforeEach(() => {
  iam = new IAMClient({ endpoint: live.aws.url, region: "us-east-1", credentials: live.aws.root });
});
afterEach(() => iam.destroy());

const offered = (keys: Keys = live.aws.root, changes = {}, stored = NOTHING) =>
  offerAppUser(answersFor(changes), stored, contextFor(keys, live.aws.url));
const policy = (...statements: readonly object[]) => ({ Version: "2012-10-17", Statement: statements });
const S3 = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const OURS = [{ Key: "made-by", Value: "vet-media-setup" }];

describe("offered", () => {
  test("to an administrator, under the bucket's name, with nothing made", async () => {
    const before = await iam.send(new ListUsersCommand({}));
    expect(await offered()).toBe(BUCKET);
    expect((await iam.send(new ListUsersCommand({}))).Users).toEqual(before.Users);
  });

  test("to a session of a role that may make users", async () => {
    const session = await live.aws.makeSession("deployer", policy({ Effect: "Allow", Action: "*", Resource: "*" }));
    expect(await offered(session)).toBe(BUCKET);
  });

  test("to keys that may make this user, and may not ask the simulator", async () => {
    const Action = ["iam:GetUser", "iam:CreateUser", "iam:TagUser", "iam:PutUserPolicy", "iam:CreateAccessKey"];
    const own = { Effect: "Allow", Action, Resource: "*" };
    expect(await offered(await live.aws.makeUser("careful", policy(S3, own)))).toBe(BUCKET);
  });

  test.each([
    ["keys for S3 alone", [S3]],
    [
      "who may only read IAM",
      [S3, { Effect: "Allow", Action: ["iam:Get*", "iam:List*", "iam:Simulate*"], Resource: "*" }],
    ],
    [
      "who may make users, and not give them keys",
      [
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "iam:CreateAccessKey", Resource: "*" },
      ],
    ],
  ])("not to %s", async (_, statements) => {
    expect(await offered(await live.aws.makeUser("somebody", policy(...statements)))).toBeNull();
  });

  test("not where the service is another one, nor where the env file holds a key", async () => {
    expect(await offered(live.aws.root, { endpointUrl: "https://s3.example.com" })).toBeNull();
    expect(await offered(live.aws.root, {}, new Map([["AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"]]))).toBeNull();
  });

  test("a user of somebody else, or ours for another folder of the bucket, keeps its name and its policy", async () => {
    await iam.send(new CreateUserCommand({ UserName: BUCKET }));
    expect(await offered()).toBe(`${BUCKET}-app`);
    const UserName = `${BUCKET}-app`;
    await iam.send(new CreateUserCommand({ UserName, Tags: OURS }));
    const put = (prefix: string) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName,
          PolicyName: "vet-media-setup",
          PolicyDocument: JSON.stringify(appPolicy(answersFor({ prefix }))),
        }),
      );
    await put("other");
    expect(await offered()).toBe(`${BUCKET}-app-2`);
    // With the same policy it is this project's, whose env file is elsewhere: as long as there is room for a key.
    await put("media");
    expect(await offered()).toBe(UserName);
    for (let made = 0; made < 2; made += 1) await iam.send(new CreateAccessKeyCommand({ UserName }));
    expect(await offered()).toBe(`${BUCKET}-app-2`);
  });

  test("a name as long as IAM takes, of a bucket as long as S3 takes", async () => {
    const bucket = "b".repeat(63);
    await iam.send(new CreateUserCommand({ UserName: bucket }));
    const name = await offered(live.aws.root, { bucket });
    expect(name).toBe(`${"b".repeat(60)}-app`);
    expect(name).toHaveLength(64);
  });

  test("IAM that answers nonsense or not at all is no failure: nothing is offered; Ctrl-C is one", async () => {
    live.proxy.add({}, { status: 500, body: "<html>oops</html>" });
    const through = (signal?: AbortSignal) =>
      offerAppUser(answersFor(), NOTHING, contextFor(live.aws.root, live.proxy.url, signal));
    expect(await through()).toBeNull();
    await expect(through(AbortSignal.abort())).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("kept", () => {
  const kept = (keyId: string, keys: Keys = live.aws.root) =>
    keptAppUser(answersFor(), new Map([["AWS_ACCESS_KEY_ID", keyId]]), contextFor(keys, live.aws.url));

  test("only a user that this tool made, whose key is in the env file and is not the one at hand", async () => {
    const keyOf = async (UserName: string, Tags: typeof OURS) => {
      await iam.send(new CreateUserCommand({ UserName, Tags }));
      return (await iam.send(new CreateAccessKeyCommand({ UserName }))).AccessKey?.AccessKeyId ?? "";
    };
    const ours = await keyOf("app", OURS);
    expect(await kept(ours)).toBe("app");
    expect(await kept(await keyOf("colleague", []))).toBeNull();
    expect(await kept("AKIAIOSFODNN7UNKNOWN")).toBeNull();
    expect(await kept(live.aws.root.accessKeyId)).toBeNull();
    expect(await kept("")).toBeNull();
    expect(await kept(ours, await live.aws.makeUser("poor", policy(S3)))).toBeNull();
  });
});
