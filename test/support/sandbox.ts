/**
 * A project, a bucket and an environment for one run of the tool, and fingerprints of both: «everything as before» is one assertion.
 * `benchForThisFile` starts what the tests of a file share: the AWS stand-in, a proxy before it that can fail, and a Python with Django.
 */
import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import {
  CreateBucketCommand,
  type CreateBucketCommandInput,
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll } from "vitest";
import { startAwsStandin } from "./aws-standin.mjs";
import { type Outcome, type Running, type RunOptions, runCli, startCli } from "./cli.ts";
import { startFaultProxy } from "./fault-proxy.mjs";
import { copyFixture, type Fixture } from "./fixture.ts";
import { venv } from "./venv.mjs";

type Standin = Awaited<ReturnType<typeof startAwsStandin>>;
type Proxy = Awaited<ReturnType<typeof startFaultProxy>>;
export type Keys = Standin["root"];
type Env = Readonly<Record<string, string | undefined>>;

/** What the clinic's settings demand on Render, and a word to look for where it must not be. */
export const SECRET_KEY = "django-secret-of-the-sandbox-7f31";

export interface SandboxOptions {
  /** Below test/fixtures. */
  readonly fixture?: string;
  /** Of an administrator unless said; null: none in the environment. */
  readonly keys?: Keys | null;
  /** Requests go through the fault proxy. */
  readonly faulty?: boolean;
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Env;
}

export interface Sandbox extends Pick<Fixture, "dir" | "git"> {
  /** A name of its own; the bucket is not there yet. */
  readonly bucket: string;
  readonly env: Env;
  /** --provider s3 --bucket … and what is given. */
  setup(args: readonly string[], options?: Partial<RunOptions>): Promise<Outcome>;
  start(args: readonly string[], options?: Partial<RunOptions>): Running;
  /** Exactly these arguments. */
  run(args: readonly string[], options?: Partial<RunOptions>): Promise<Outcome>;
  fingerprint(): Promise<Fingerprint>;
}

export interface Fingerprint {
  readonly tree: Tree;
  readonly bucket: BucketPicture | null;
}

/** Path → kind, permission bits, and the hash of the bytes or the target of a link. Folders count too: an empty one left behind shows. */
export type Tree = Readonly<Record<string, string>>;

/** Everything of a bucket that the tool could change. */
export interface BucketPicture {
  readonly cors: unknown;
  readonly publicAccessBlock: unknown;
  readonly policy: unknown;
  readonly versioning: string | null;
  /** Every version and delete marker. */
  readonly objects: readonly string[];
}

export interface Bench {
  readonly standin: Standin;
  readonly proxy: Proxy;
  /** Root keys, straight to the stand-in: how the tests look for themselves. */
  readonly s3: S3Client;
  /** Of an environment with Django, django-storages and boto3. */
  readonly python: string;
  sandbox(options?: SandboxOptions): Promise<Sandbox>;
  makeBucket(bucket: string, options?: { region?: string }): Promise<void>;
  picture(bucket: string): Promise<BucketPicture | null>;
}

/** Call it once at the top of a test file. Its members are there from the first test on; what was made is removed after the last. */
export function benchForThisFile(): Bench {
  const parts: { standin?: Standin; proxy?: Proxy; s3?: S3Client; python?: string } = {};
  const sandboxes: Fixture[] = [];
  const part = <K extends keyof typeof parts>(name: K): NonNullable<(typeof parts)[K]> => {
    const found = parts[name];
    if (found === undefined) throw new Error(`${name} is there only while tests run`);
    return found as NonNullable<(typeof parts)[K]>;
  };
  let count = 0;

  beforeAll(async () => {
    parts.python = await venv("standin");
    parts.standin = await startAwsStandin();
    parts.proxy = await startFaultProxy(parts.standin.url);
    parts.s3 = new S3Client({
      endpoint: parts.standin.url,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: parts.standin.root,
    });
  });
  afterAll(async () => {
    parts.s3?.destroy();
    await parts.proxy?.stop();
    await parts.standin?.stop();
    await Promise.all(sandboxes.map((sandbox) => sandbox.remove()));
  });

  return {
    get standin() {
      return part("standin");
    },
    get proxy() {
      return part("proxy");
    },
    get s3() {
      return part("s3");
    },
    get python() {
      return part("python");
    },
    sandbox: async (options = {}) => {
      count += 1;
      const fixture = await copyFixture(options.fixture ?? "clinic");
      sandboxes.push(fixture);
      const bucket = `e2e-bucket-${count}-${createHash("sha256").update(fixture.dir).digest("hex").slice(0, 8)}`;
      const keys = options.keys === undefined ? part("standin").root : options.keys;
      const env: Env = {
        AWS_ENDPOINT_URL: options.faulty === true ? part("proxy").url : part("standin").url,
        ...(keys === null ? {} : { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey }),
        VIRTUAL_ENV: path.dirname(path.dirname(part("python"))),
        SECRET_KEY,
        ...options.env,
      };
      const { dir, git } = fixture;
      const around = (more: Partial<RunOptions> = {}): RunOptions => ({
        cwd: dir,
        ...more,
        env: { ...env, ...more.env },
      });
      const named = (args: readonly string[]) => ["setup", "--provider", "s3", "--bucket", bucket, ...args];
      return {
        dir,
        git,
        bucket,
        env,
        run: (args, more) => runCli(args, around(more)),
        setup: (args, more) => runCli(named(args), around(more)),
        start: (args, more) => startCli(named(args), around(more)),
        fingerprint: async () => ({ tree: await treeOf(dir), bucket: await pictureOf(part("s3"), bucket) }),
      };
    },
    makeBucket: async (bucket, { region = "us-west-2" } = {}) => {
      type Constraint = NonNullable<CreateBucketCommandInput["CreateBucketConfiguration"]>["LocationConstraint"];
      await part("s3").send(
        new CreateBucketCommand({
          Bucket: bucket,
          ...(region === "us-east-1"
            ? {}
            : { CreateBucketConfiguration: { LocationConstraint: region as Constraint } }),
        }),
      );
    },
    picture: (bucket) => pictureOf(part("s3"), bucket),
  };
}

/** Everything below `root` but git's own folder, which git itself touches when it is asked something. */
export async function treeOf(root: string): Promise<Tree> {
  const tree: Record<string, string> = {};
  const walk = async (folder: string): Promise<void> => {
    for (const name of (await readdir(path.join(root, folder))).sort()) {
      const relative = path.posix.join(folder, name);
      if (relative === ".git") continue;
      const absolute = path.join(root, relative);
      const facts = await lstat(absolute);
      const mode = (facts.mode & 0o7777).toString(8);
      if (facts.isSymbolicLink()) tree[relative] = `link ${await readlink(absolute)}`;
      else if (facts.isDirectory()) {
        tree[`${relative}/`] = `folder ${mode}`;
        await walk(relative);
      } else if (facts.isFile()) tree[relative] = `file ${mode} ${await hashOf(absolute)}`;
      else tree[relative] = `other ${mode}`;
    }
  };
  await walk("");
  return tree;
}

async function hashOf(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}

/** null: there is no such bucket. */
async function pictureOf(s3: S3Client, bucket: string): Promise<BucketPicture | null> {
  const Bucket = bucket;
  const there = await unless(["NotFound", "NoSuchBucket"], s3.send(new HeadBucketCommand({ Bucket })));
  if (there === null) return null;
  const cors = await unless(["NoSuchCORSConfiguration"], s3.send(new GetBucketCorsCommand({ Bucket })));
  const block = await unless(
    ["NoSuchPublicAccessBlockConfiguration"],
    s3.send(new GetPublicAccessBlockCommand({ Bucket })),
  );
  const policy = await unless(["NoSuchBucketPolicy"], s3.send(new GetBucketPolicyCommand({ Bucket })));
  const versioning = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  return {
    cors: cors?.CORSRules ?? null,
    publicAccessBlock: block?.PublicAccessBlockConfiguration ?? null,
    policy: policy?.Policy ?? null,
    versioning: versioning.Status ?? null,
    objects: [
      ...Versions.map((one) => `${one.Key} ${one.VersionId} ${one.ETag}`),
      ...DeleteMarkers.map((one) => `${one.Key} ${one.VersionId} delete marker`),
    ],
  };
}

/** null where the service answers one of these codes. */
async function unless<T>(codes: readonly string[], answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && codes.includes(error.name)) return null;
    throw error;
  }
}
