/** The proof names the link that is broken. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DeleteObjectCommand, PutBucketPolicyCommand, PutPublicAccessBlockCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ProveOptions, prove } from "../../src/prove/prove.ts";
import {
  brokenSteps,
  openProofBench,
  type ProofBench,
  pathsBelow,
  running,
  withEnvironment,
} from "../support/proof-bench.ts";

let bench: ProofBench;
beforeAll(async () => {
  bench = await openProofBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.newBucket());
// Whatever happened in a test: not one object, and no version of one, is left in the bucket.
afterEach(async () => expect(await bench.objects()).toEqual([]));

describe("a link that is broken", () => {
  const broken = async (options: ProveOptions, step: string, words: string | RegExp) => {
    const proof = await prove(options);
    expect(proof.status, JSON.stringify(proof.steps)).toBe("failed");
    expect(brokenSteps(proof)).toEqual([step]);
    expect(proof.reason?.en).toMatch(words);
    expect(proof.reason?.es).not.toBe("");
    expect(proof.next?.en ?? "").not.toBe("");
    expect(JSON.stringify(proof)).not.toContain(bench.aws.root.secretAccessKey);
    expect(running(options.project.root)).toEqual([]);
    return proof;
  };

  test("settings that name a local folder again after the block: nothing is saved there", async () => {
    const after = `STORAGES = {**STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}\nMEDIA_ROOT = BASE_DIR / "media"`;
    const { options, project } = await bench.clinic({ after });
    const before = await pathsBelow(project.root);
    await broken(options, "default-storage", /FileSystemStorage, not storages.backends.s3.S3Storage/);
    expect(await pathsBelow(project.root)).toEqual(before);
  });

  test("settings that name another bucket, or another place in it, after the block", async () => {
    for (const [option, value] of [
      ["bucket_name", "someone-elses-bucket"],
      ["location", "other"],
    ]) {
      const { options } = await bench.clinic({ after: `STORAGES["default"]["OPTIONS"]["${option}"] = "${value}"` });
      await broken(options, "default-storage", `${option}=${value}`);
    }
  });

  test("an option that django-storages does not know", async () => {
    const { options } = await bench.clinic({ after: `STORAGES["default"]["OPTIONS"]["bukcet"] = 1` });
    await broken(options, "default-storage", /Invalid setting 'bukcet'/);
  });

  test("file_overwrite: the second file would replace the first", async () => {
    const { options } = await bench.clinic({ after: `STORAGES["default"]["OPTIONS"]["file_overwrite"] = True` });
    await broken(options, "no-overwrite", /replaced the first/);
  });

  test("a public bucket: the link works without its signature too", async () => {
    const everything = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    };
    await bench.admin.send(
      new PutPublicAccessBlockCommand({ Bucket: bench.bucket(), PublicAccessBlockConfiguration: everything }),
    );
    const statement = {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${bench.bucket()}/*`,
    };
    const policy = { Version: "2012-10-17", Statement: [statement] };
    await bench.admin.send(new PutBucketPolicyCommand({ Bucket: bench.bucket(), Policy: JSON.stringify(policy) }));
    const { options } = await bench.clinic();
    await broken(options, "fetch-unsigned", /Anybody can read/);
  });

  test("links that are not signed: turned off, or a custom domain", async () => {
    for (const [option, value] of [
      ["querystring_auth", "False"],
      ["custom_domain", '"127.0.0.1:9"'],
    ]) {
      const { options } = await bench.clinic({ after: `STORAGES["default"]["OPTIONS"]["${option}"] = ${value}` });
      await broken(options, "url", /no signature that expires/);
    }
  });

  test("wrong keys: the sentence names the one that is wrong", async () => {
    const { options } = await bench.clinic();
    const secret = { AWS_SECRET_ACCESS_KEY: "wrong/secret/wrong/secret/wrong/secret/1" };
    const first = await broken(withEnvironment(options, secret), "save", /SignatureDoesNotMatch|403|Forbidden/);
    expect(JSON.stringify(first)).not.toContain("wrong/secret");
    await broken(
      withEnvironment(options, { AWS_ACCESS_KEY_ID: "AKIAUNKNOWNUNKNOWN00" }),
      "save",
      /InvalidAccessKeyId|403/,
    );
  });

  test("a user who may not write", async () => {
    const reader = await bench.aws.makeUser("reader", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:ListBucket", "s3:GetObject"], Resource: "*" }],
    });
    const { options } = await bench.clinic();
    const keys = { AWS_ACCESS_KEY_ID: reader.accessKeyId, AWS_SECRET_ACCESS_KEY: reader.secretAccessKey };
    const proof = await broken(withEnvironment(options, keys), "save", /AccessDenied/);
    expect(proof.next?.en).toContain("policy --for app");
  });

  test("a bucket that does not exist", async () => {
    const { options } = await bench.clinic({ answers: { bucket: "nobody-has-this-bucket-1" } });
    await broken(
      withEnvironment(options, { AWS_STORAGE_BUCKET_NAME: "nobody-has-this-bucket-1" }),
      "save",
      /NoSuchBucket/,
    );
  });

  test("nobody listens there", async () => {
    const { options } = await bench.clinic({ env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" } });
    await broken(options, "save", /EndpointConnectionError|ConnectionError/);
  });

  test("a variable that the generated settings need", async () => {
    const { options } = await bench.clinic();
    const proof = await broken(
      withEnvironment(options, { AWS_S3_REGION_NAME: "" }),
      "import-settings",
      /AWS_S3_REGION_NAME/,
    );
    expect(proof.mode).toBe("project");
  });

  test("the generated module is not where the block looks for it", async () => {
    const { options, project } = await bench.clinic();
    await rm(join(project.root, "clinic/media_storage.py"));
    await broken(options, "import-settings", /media_storage/);
  });
});

describe("cleaning up", () => {
  test("a process that dies right after a save: another one deletes the file", async () => {
    const { options } = await bench.clinic({
      files: {
        "clinic/fragile.py": `
import os
from storages.backends.s3 import S3Storage

class Fragile(S3Storage):
    def _save(self, name, content):
        super()._save(name, content)
        os._exit(9)
`,
      },
      after: `STORAGES["default"]["BACKEND"] = "clinic.fragile.Fragile"`,
    });
    const proof = await prove(options);
    expect(proof.status).toBe("failed");
    expect(brokenSteps(proof)).toEqual(["save"]);
  });

  test("a key that may not delete: the proof fails, and says what is left", async () => {
    const writer = await bench.aws.makeUser("writer", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:ListBucket", "s3:GetObject", "s3:PutObject"], Resource: "*" }],
    });
    const { options } = await bench.clinic();
    const keys = { AWS_ACCESS_KEY_ID: writer.accessKeyId, AWS_SECRET_ACCESS_KEY: writer.secretAccessKey };
    const proof = await prove(withEnvironment(options, keys));
    expect(proof.status).toBe("failed");
    expect(brokenSteps(proof)).toEqual(["delete", "clean-up"]);
    expect(proof.steps.at(-1)?.message.es).toMatch(/\.vet-media-setup-probe\/[0-9a-f]{12}\/radiografía nº 1\.pdf/);
    expect(await bench.objects()).toHaveLength(2);
    for (const Key of await bench.objects()) {
      await bench.admin.send(new DeleteObjectCommand({ Bucket: bench.bucket(), Key }));
    }
  });
});
