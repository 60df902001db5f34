/** What the tests of `migrate` start from: a local S3 with a client, and a folder of its own for each test. */
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { startAwsStandin } from "../support/aws-standin.mjs";
import { type Outcome, runCli } from "../support/cli.ts";

export interface MigrateBench {
  readonly s3: S3Client;
  readonly url: string;
  /** Removed at the end. */
  readonly home: string;
  /** What the tool is given: where S3 is, and keys. */
  readonly env: Readonly<Record<string, string>>;
  /** A new, empty folder. */
  folder(): Promise<string>;
  migrate(cwd: string, args: readonly string[]): Promise<Outcome>;
  close(): Promise<void>;
}

export async function openMigrateBench(): Promise<MigrateBench> {
  const aws = await startAwsStandin();
  const s3 = new S3Client({ endpoint: aws.url, region: "us-east-1", forcePathStyle: true, credentials: aws.root });
  const home = await realpath(await mkdtemp(path.join(tmpdir(), "vet-migrate-")));
  const env = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: aws.root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.root.secretAccessKey,
  };
  let folders = 0;
  return {
    s3,
    url: aws.url,
    home,
    env,
    folder: async () => {
      folders += 1;
      const made = path.join(home, String(folders));
      await mkdir(made);
      return made;
    },
    migrate: (cwd, args) => runCli(["migrate", ...args], { cwd, env }),
    close: async () => {
      s3.destroy();
      await aws.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
