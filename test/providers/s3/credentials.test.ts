/** Keys are found where AWS's own tools find them, in the same order, and half a pair or a key with quotes is no key. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { S3Answers } from "../../../src/model/answers.ts";
import { findCredentials } from "../../../src/providers/s3/credentials.ts";
import { keyProblem } from "../../../src/providers/s3/keys.ts";
import { answersFor, failureOf } from "./standin.ts";

const ID = "AKIAEXAMPLE000000001";
const SECRET = "Vq8/3nEXAMPLE+key0123456789abcdefghijklm";
const OTHER = {
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000002",
  AWS_SECRET_ACCESS_KEY: "other/EXAMPLE+key0123456789abcdefghijklmn",
};

let folder = "";
let metadata: Server;
let metadataUrl = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vet-credentials-"));
  await writeFile(
    join(folder, "credentials"),
    [
      "[default]",
      "aws_access_key_id = AKIADEFAULT000000001",
      "aws_secret_access_key = default/EXAMPLE+key0123456789abcdefghijkl",
      "[carla]",
      "aws_access_key_id = AKIACARLA00000000001",
      "aws_secret_access_key = carla/EXAMPLE+key0123456789abcdefghijklmn",
      "[visitor]",
      "aws_access_key_id = ASIAVISITOR000000001",
      "aws_secret_access_key = visitor/EXAMPLE+key0123456789abcdefghijkl",
      "aws_session_token = visitor-token-0123456789",
      "[half]",
      "aws_access_key_id = AKIAHALF000000000001",
    ].join("\n"),
  );
  await writeFile(
    join(folder, "config"),
    [
      "[profile sso]",
      "sso_start_url = https://example.awsapps.invalid/start",
      "sso_region = us-east-1",
      "sso_account_id = 123456789012",
      "sso_role_name = Dev",
      "[profile tool]",
      `credential_process = printf '{"Version":1,"AccessKeyId":"${ID}","SecretAccessKey":"${SECRET}"}'`,
      "[profile broken]",
      "credential_process = false",
      "[profile nothing]",
      "region = us-west-2",
    ].join("\n"),
  );
  await writeFile(join(folder, "empty"), "");
  metadata = createServer((_request, answer) => {
    answer.setHeader("content-type", "application/json");
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    answer.end(
      JSON.stringify({
        AccessKeyId: "ASIACONTAINER0000001",
        SecretAccessKey: SECRET,
        Token: "container-token",
        Expiration,
      }),
    );
  });
  await new Promise<void>((resolve) => metadata.listen(0, "127.0.0.1", resolve));
  const address = metadata.address();
  metadataUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/role`;
});
afterAll(async () => {
  metadata.close();
  await rm(folder, { recursive: true, force: true });
});

/** An environment whose shared files are those above, or empty ones. */
function env(variables: Record<string, string> = {}, shared = true): Record<string, string> {
  return {
    AWS_SHARED_CREDENTIALS_FILE: join(folder, shared ? "credentials" : "empty"),
    AWS_CONFIG_FILE: join(folder, shared ? "config" : "empty"),
    AWS_EC2_METADATA_DISABLED: "true",
    ...variables,
  };
}

async function find(
  variables: Record<string, string>,
  options: { stored?: Record<string, string>; shared?: boolean; answers?: Partial<S3Answers> } = {},
) {
  const stored = new Map(Object.entries(options.stored ?? {}));
  const found = await findCredentials(answersFor(options.answers), env(variables, options.shared), stored);
  if (found === null) return null;
  return {
    id: found.secrets.AWS_ACCESS_KEY_ID?.reveal(),
    secret: found.secrets.AWS_SECRET_ACCESS_KEY?.reveal(),
    token: found.secrets.AWS_SESSION_TOKEN?.reveal(),
    source: found.source,
    detail: found.detail.en,
    temporary: found.temporary,
  };
}

const PAIR = { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET };

describe("the order", () => {
  test("--profile before everything", async () => {
    const found = await find({ ...PAIR, AWS_PROFILE: "visitor" }, { stored: OTHER, answers: { profile: "carla" } });
    expect(found).toMatchObject({
      id: "AKIACARLA00000000001",
      source: "flag",
      detail: 'profile "carla"',
      temporary: false,
    });
  });

  test("keys of the environment before AWS_PROFILE, as in boto3", async () => {
    const found = await find({ ...PAIR, AWS_PROFILE: "carla" }, { stored: OTHER });
    expect(found).toMatchObject({ id: ID, secret: SECRET, source: "env", detail: "environment variables" });
  });

  test("AWS_PROFILE before the env file", async () => {
    const found = await find({ AWS_PROFILE: "visitor" }, { stored: OTHER });
    expect(found).toMatchObject({
      id: "ASIAVISITOR000000001",
      token: "visitor-token-0123456789",
      source: "env",
      detail: 'profile "visitor"',
      temporary: true,
    });
  });

  test("the env file before the default profile", async () => {
    expect(await find({}, { stored: OTHER })).toMatchObject({
      id: OTHER.AWS_ACCESS_KEY_ID,
      source: "project",
      detail: ".env.render",
    });
  });

  test("an env file with empty keys says nothing", async () => {
    const stored = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    expect(await find({}, { stored })).toMatchObject({ source: "default", detail: 'profile "default"' });
  });

  test("a credential process is asked", async () => {
    expect(await find({}, { answers: { profile: "tool" } })).toMatchObject({
      id: ID,
      detail: 'profile "tool" (process)',
    });
  });

  test("a container's role, at the end", async () => {
    const found = await find({ AWS_CONTAINER_CREDENTIALS_FULL_URI: metadataUrl }, { shared: false });
    expect(found).toMatchObject({ id: "ASIACONTAINER0000001", source: "default", temporary: true });
  });

  test("nothing anywhere is null, and a profile without keys is nothing", async () => {
    expect(await find({}, { shared: false })).toBeNull();
    expect(await find({ AWS_ACCESS_KEY_ID: "", AWS_SESSION_TOKEN: "left-over" }, { shared: false })).toBeNull();
  });

  test("the roles of AWS are nothing for another service", async () => {
    const answers = { endpointUrl: "https://s3.example.com" };
    expect(await find({ AWS_CONTAINER_CREDENTIALS_FULL_URI: metadataUrl }, { shared: false, answers })).toBeNull();
  });
});

describe("refused", () => {
  test.each([
    [{ AWS_ACCESS_KEY_ID: ID }, "AWS_SECRET_ACCESS_KEY"],
    [{ AWS_SECRET_ACCESS_KEY: SECRET }, "AWS_ACCESS_KEY_ID"],
    [{ AWS_ACCESS_KEY_ID: "ASIAEXAMPLE000000001", AWS_SECRET_ACCESS_KEY: SECRET }, "AWS_SESSION_TOKEN"],
  ])("half a pair: what is missing is named (%#)", async (variables, missing) => {
    const { problem } = await failureOf(find(variables));
    expect(problem).toMatchObject({ code: "credentials-incomplete", exit: 3, place: missing });
    expect(problem.message.en).toContain(missing);
    expect(problem.message.es).toContain(missing);
  });

  test("half a pair in the env file names the file", async () => {
    const { problem } = await failureOf(find({}, { stored: { AWS_ACCESS_KEY_ID: ID } }));
    expect(problem).toMatchObject({ code: "credentials-incomplete", exit: 3, place: ".env.render" });
  });

  test.each([
    ["AWS_ACCESS_KEY_ID", `"${ID}"`],
    ["AWS_ACCESS_KEY_ID", `${ID} `],
    ["AWS_ACCESS_KEY_ID", `AWS_ACCESS_KEY_ID=${ID}`],
    ["AWS_ACCESS_KEY_ID", "clave-año"],
    ["AWS_SECRET_ACCESS_KEY", `'${SECRET}'`],
    ["AWS_SECRET_ACCESS_KEY", `“${SECRET}”`],
    ["AWS_SECRET_ACCESS_KEY", `${SECRET}\n`],
    ["AWS_SECRET_ACCESS_KEY", `${SECRET}\r`],
    ["AWS_SECRET_ACCESS_KEY", `${SECRET}\0`],
    ["AWS_SECRET_ACCESS_KEY", `${SECRET.slice(0, 20)}…`],
  ])("%s as %j", async (variable, value) => {
    const { problem } = await failureOf(find({ ...PAIR, [variable]: value }));
    expect(problem).toMatchObject({ code: "credentials-malformed", exit: 2, place: variable });
    expect(keyProblem(variable, value)?.es).toContain(variable);
    expect(JSON.stringify(problem)).not.toContain(SECRET);
    expect(JSON.stringify(problem)).not.toContain(ID);
  });

  test("the two swapped", async () => {
    const { problem } = await failureOf(find({ AWS_ACCESS_KEY_ID: SECRET, AWS_SECRET_ACCESS_KEY: ID }));
    expect(problem).toMatchObject({ code: "credentials-malformed", exit: 2 });
    expect(problem.message.en).toMatch(/swapped/);
  });

  test("a profile that is not there: those that are, are named", async () => {
    const { problem } = await failureOf(find({}, { answers: { profile: "carlos" } }));
    expect(problem).toMatchObject({ code: "no-such-profile", exit: 3, place: "--profile" });
    expect(problem.message.en).toMatch(/default, carla, visitor/);
  });

  test("a profile whose login has expired says how to log in", async () => {
    const { problem } = await failureOf(find({}, { answers: { profile: "sso" } }));
    expect(problem).toMatchObject({ code: "profile-unusable", exit: 3 });
    expect(problem.next?.en).toContain("aws sso login --profile sso");
  });

  test.each(["broken", "half", "nothing"])("profile %s gives no keys", async (profile) => {
    const { problem } = await failureOf(find(PAIR, { answers: { profile } }));
    expect(problem).toMatchObject({ code: "profile-unusable", exit: 3 });
    expect(problem.next?.en).toContain(profile);
  });
});
