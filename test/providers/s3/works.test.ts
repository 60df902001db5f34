/** What the rest of the program asks of the provider without a network: variables, packages, expectation; and a whole run with keys that expire. */
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../../src/lib/secrets.ts";
import type { S3Answers } from "../../../src/model/answers.ts";
import type { Project, VersionFact } from "../../../src/model/project.ts";
import { s3Client, stsClient } from "../../../src/providers/s3/client.ts";
import { requirementsFor } from "../../../src/providers/s3/requirements.ts";
import { works } from "../../../src/providers/s3/works.ts";
import { type AwsStandin, startAwsStandin } from "../../support/aws-standin.mjs";
import { answersFor, contextFor } from "./standin.ts";

const KEYS = { accessKeyId: "AKIAEXAMPLE000000001", secretAccessKey: "Vq8/3nEXAMPLE+key0123456789abcdefghijklm" };

describe("the app's variables", () => {
  const env = (changes: Partial<S3Answers> = {}, keys: Parameters<typeof contextFor>[0] = KEYS) =>
    works.env(answersFor(changes), contextFor(keys).credentials);
  const plain = (changes: Partial<S3Answers> = {}, keys?: Parameters<typeof contextFor>[0]) =>
    Object.fromEntries(
      env(changes, keys).map(({ key, value }) => [key, value instanceof Secret ? value.reveal() : value]),
    );

  test("in their order, the two keys as secrets", () => {
    expect(plain()).toEqual({
      MEDIA_STORAGE: "s3",
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      AWS_STORAGE_BUCKET_NAME: "clinic-media-5f0c91ab",
      AWS_S3_REGION_NAME: "us-west-2",
      AWS_LOCATION: "media",
    });
    expect(
      env()
        .filter(({ value }) => value instanceof Secret)
        .map(({ key }) => key),
    ).toEqual(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
    expect(JSON.stringify(env())).not.toContain(KEYS.secretAccessKey);
  });

  test("endpoint and domain only where there is one, no location for an empty prefix", () => {
    const found = plain({ prefix: "", endpointUrl: "https://s3.example.com", customDomain: "media.clinic.cl" });
    expect(found).toMatchObject({
      AWS_S3_ENDPOINT_URL: "https://s3.example.com",
      AWS_S3_CUSTOM_DOMAIN: "media.clinic.cl",
    });
    expect(found).not.toHaveProperty("AWS_LOCATION");
  });

  test("keys that expire are not written for the app, and good enough for the proof", () => {
    const temporary = {
      accessKeyId: "ASIAEXAMPLE000000001",
      secretAccessKey: KEYS.secretAccessKey,
      sessionToken: "token-0123456789",
    };
    expect(plain({}, temporary)).toMatchObject({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    expect(plain({}, temporary)).not.toHaveProperty("AWS_SESSION_TOKEN");
    const { environment } = works.expectation(answersFor(), contextFor(temporary).credentials);
    expect(environment).toMatchObject({
      MEDIA_STORAGE: "s3",
      AWS_ACCESS_KEY_ID: temporary.accessKeyId,
      AWS_SECRET_ACCESS_KEY: temporary.secretAccessKey,
      AWS_SESSION_TOKEN: temporary.sessionToken,
    });
  });
});

describe("what the proof must find", () => {
  const expectation = (changes: Partial<S3Answers> = {}) =>
    works.expectation(answersFor(changes), contextFor(KEYS).credentials);

  test("signed links in private mode, and the origins of the site", () => {
    const found = expectation({ corsOrigin: ["https://clinic.cl", "https://*.clinic.cl", "*"] });
    expect(found.links).toBe("expiring");
    expect(found.backend).toBe("storages.backends.s3.S3Storage");
    expect(found.options).toEqual({ bucket_name: "clinic-media-5f0c91ab", location: "media" });
    expect(found.origins).toEqual(["https://clinic.cl", "https://www.clinic.cl", "https://example.com"]);
    expect(expectation({ access: "public" }).links).toBe("public");
  });

  test("CORS is not demanded of a service that may not have it", () => {
    expect(expectation({ corsOrigin: ["https://clinic.cl"], endpointUrl: "https://s3.example.com" }).origins).toEqual(
      [],
    );
  });
});

describe("packages", () => {
  const python = (minimum: VersionFact["minimum"]): VersionFact => ({
    specifier: "x",
    minimum,
    place: { file: "x", line: 1 },
  });
  function project(requires: Record<string, string>, version: VersionFact | null = null): Project {
    const dependencies = {
      file: "requirements.txt",
      format: "requirements",
      evidence: "build.sh:1",
      requires,
    } as const;
    return { dependencies, python: version } as unknown as Project;
  }
  const specifiers = (requires: Record<string, string>, version?: VersionFact) =>
    Object.fromEntries(
      requirementsFor(project(requires, version ?? null)).map(({ name, extras, specifier }) => [
        [name, ...extras].join("+"),
        specifier,
      ]),
    );

  test.each([
    [{}, undefined, { "django-storages+s3": "~=1.14.6", boto3: ">=1.36,<2" }],
    [{}, python([3, 8]), { "django-storages+s3": "~=1.14.6", boto3: ">=1.36,<2" }],
    [{}, python([3, 7]), { "django-storages+s3": "~=1.14.6", boto3: ">=1.28,<2" }],
    [{ "django-storages": "==1.13.2" }, undefined, { "django-storages+s3": "==1.13.2", boto3: ">=1.36,<2" }],
    [{ boto3: "==1.28.1" }, undefined, { "django-storages+s3": "~=1.14.6", boto3: "==1.28.1" }],
    [{ boto3: "" }, undefined, { "django-storages+s3": "~=1.14.6", boto3: ">=1.36,<2" }],
    [{ botocore: "==1.29.1" }, undefined, { "django-storages+s3": "~=1.14.6", boto3: "" }],
    [{ aiobotocore: "==2.5.0" }, undefined, { "django-storages+s3": "~=1.14.6", boto3: "" }],
  ])("%j on %j", (requires, version, wanted) => {
    expect(specifiers(requires, version)).toEqual(wanted);
  });
});

describe("clients", () => {
  const context = (env: Record<string, string> = {}) => ({ ...contextFor(KEYS), env });
  const endpointOf = async (env: Record<string, string>, endpointUrl: string | null = null) => {
    const client = s3Client({ region: "us-west-2", endpointUrl }, context(env));
    const endpoint = await client.config.endpoint?.();
    return {
      host: endpoint === undefined ? null : `${endpoint.hostname}:${endpoint.port}`,
      path: await client.config.forcePathStyle,
    };
  };

  test("AWS by virtual host, anything else by path", async () => {
    expect(await endpointOf({})).toEqual({ host: null, path: false });
    expect(await endpointOf({}, "http://127.0.0.1:9000")).toEqual({ host: "127.0.0.1:9000", path: true });
  });

  test("the SDK's own redirections, the narrower one first, and none of them for a service named by the answers", async () => {
    const all = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:2",
      AWS_ENDPOINT_URL_STS: "http://127.0.0.1:3",
    };
    expect((await endpointOf({ AWS_ENDPOINT_URL: all.AWS_ENDPOINT_URL })).host).toBe("127.0.0.1:1");
    expect((await endpointOf(all)).host).toBe("127.0.0.1:2");
    expect((await endpointOf(all, "http://127.0.0.1:9000")).host).toBe("127.0.0.1:9000");
    expect((await endpointOf({ ...all, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" })).host).toBeNull();
    expect((await stsClient("us-east-1", context(all)).config.endpoint?.())?.port).toBe(3);
  });

  test("no warning about the version of Node", async () => {
    const heard: string[] = [];
    const listen = (warning: Error) => heard.push(warning.message);
    process.on("warning", listen);
    s3Client({ region: "us-west-2", endpointUrl: null }, context()).destroy();
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(heard).toEqual([]);
  });
});

describe("keys that expire, against the stand-in", () => {
  let aws: AwsStandin;
  beforeAll(async () => {
    aws = await startAwsStandin();
  });
  afterAll(() => aws.stop());

  test("the session token is sent, and a token that is not of the key is refused", async () => {
    const sts = new STSClient({ endpoint: aws.url, region: "us-east-1", credentials: aws.root });
    const { Credentials: role } = await sts.send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::123456789012:role/setup", RoleSessionName: "carla" }),
    );
    sts.destroy();
    const keys = {
      accessKeyId: role?.AccessKeyId ?? "",
      secretAccessKey: role?.SecretAccessKey ?? "",
      sessionToken: role?.SessionToken ?? "",
    };
    const answers = answersFor({ createBucket: true });
    const wrong = works.survey(answers, contextFor({ ...keys, sessionToken: "not-of-this-key" }, aws.url));
    await expect(wrong).rejects.toMatchObject({ problem: { code: "unknown-access-key", exit: 1 } });
    const sent = works.survey(answers, contextFor(keys, aws.url));
    await expect(sent).rejects.not.toMatchObject({ problem: { code: "unknown-access-key" } });
  });
});
