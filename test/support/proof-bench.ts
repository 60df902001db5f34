/** Clinics that have been set up, beside an AWS stand-in, for the proof to judge. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { CreateBucketCommand, ListObjectVersionsCommand, PutBucketCorsCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3Answers } from "../../src/model/answers.ts";
import type { Project } from "../../src/model/project.ts";
import type { Proof, ProofExpectation } from "../../src/model/proof.ts";
import type { ProveOptions } from "../../src/prove/prove.ts";
import { expectedStorage, renderMediaStorage } from "../../src/providers/s3/media-storage.ts";
import { managedBlock } from "../../src/providers/settings-block.ts";
import { startAwsStandin } from "./aws-standin.mjs";
import { answersFor, projectAt, removeTree, writeTree } from "./django-project.ts";
import { venv } from "./venv.mjs";

const ORIGIN = "https://clinic.onrender.com";
export const WHITENOISE = "whitenoise.storage.CompressedManifestStaticFilesStorage";
export const SETTINGS = `
import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "test"
INSTALLED_APPS = ["django.contrib.staticfiles"]
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "${WHITENOISE}"},
}
`;

/** The line after them, counted from 1. */
export const NEXT_LINE = SETTINGS.split("\n").length;

export interface ClinicParts {
  readonly settings?: string;
  /** What follows the managed block. */
  readonly after?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly over?: Partial<Project>;
  readonly answers?: Partial<S3Answers>;
  readonly expectation?: Partial<ProofExpectation>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the stand-in; `close` ends it and removes every tree. */
export async function openProofBench() {
  const aws = await startAwsStandin();
  const python = await venv("django52");
  const trees: string[] = [];
  const admin = new S3Client({ endpoint: aws.url, region: "us-west-2", forcePathStyle: true, credentials: aws.root });
  let count = 0;
  let bucket = "";

  return {
    aws,
    admin,
    python,
    /** The bucket of this test. */
    bucket: () => bucket,
    /** Removed at the end. */
    keep: (path: string) => trees.push(path),

    async newBucket(): Promise<void> {
      count += 1;
      bucket = `clinic-media-${process.pid}-${count}`;
      const place = { LocationConstraint: "us-west-2" } as const;
      await admin.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: place }));
      const rule = { AllowedMethods: ["GET", "HEAD"], AllowedOrigins: [ORIGIN] };
      await admin.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } }));
    },

    /** Every object in the bucket, versions included. */
    async objects(): Promise<readonly string[]> {
      const { Versions = [] } = await admin.send(new ListObjectVersionsCommand({ Bucket: bucket }));
      return Versions.map(({ Key = "" }) => Key);
    },

    async clinic(parts: ClinicParts = {}): Promise<{ readonly project: Project; readonly options: ProveOptions }> {
      const chosen = answersFor({ bucket, corsOrigin: [ORIGIN], ...parts.answers });
      const block = managedBlock(projectAt("/nowhere"), "en").join("\n");
      const root = await writeTree({
        "manage.py": "",
        "requirements.txt": "Django\n",
        "clinic/__init__.py": "",
        "clinic/settings.py": `${parts.settings ?? SETTINGS}\n${block}\n${parts.after ?? ""}\n`,
        "clinic/media_storage.py": renderMediaStorage(chosen, projectAt("/nowhere")),
        ...parts.files,
      });
      trees.push(root);
      const project = projectAt(root, parts.over);
      const environment = {
        MEDIA_STORAGE: "s3",
        AWS_STORAGE_BUCKET_NAME: bucket,
        AWS_S3_REGION_NAME: "us-west-2",
        AWS_LOCATION: chosen.prefix,
        AWS_ACCESS_KEY_ID: aws.root.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.root.secretAccessKey,
      };
      const options: ProveOptions = {
        project,
        python,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, AWS_ENDPOINT_URL: aws.url, ...parts.env },
        signal: new AbortController().signal,
        staticfilesBefore: null,
        tell: () => {},
        expectation: { environment, origins: [ORIGIN], ...expectedStorage(chosen), ...parts.expectation },
      };
      return { project, options };
    },

    async close(): Promise<void> {
      admin.destroy();
      await aws.stop();
      await Promise.all(trees.map(removeTree));
    },
  };
}

export type ProofBench = Awaited<ReturnType<typeof openProofBench>>;

/** Where this machine's pip finds its index, beyond pip's own files; the stand-in is never behind a proxy. */
export function indexVariables(): Readonly<Record<string, string | undefined>> {
  const found = Object.entries(process.env).filter(([name]) =>
    /^PIP_|_proxy$|^(?:SSL_CERT_FILE|REQUESTS_CA_BUNDLE)$/i.test(name),
  );
  return { ...Object.fromEntries(found), NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
}

/** Whether a package can be fetched here at all. `folder`: for what is fetched; it goes again. */
export async function indexInReach(python: string, folder: string): Promise<boolean> {
  const args = ["-B", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "six==1.17.0"];
  const { status } = spawnSync(python, args, { timeout: 120_000 });
  await removeTree(folder);
  if (status !== 0) console.warn("NOT TESTED: the package index is out of reach, so that nothing can be fetched");
  return status === 0;
}

export const withEnvironment = (
  options: ProveOptions,
  environment: Readonly<Record<string, string>>,
): ProveOptions => ({
  ...options,
  expectation: { ...options.expectation, environment: { ...options.expectation.environment, ...environment } },
});

export const statuses = (proof: Proof) => Object.fromEntries(proof.steps.map((step) => [step.id, step.status]));
export const brokenSteps = (proof: Proof) =>
  proof.steps.filter((step) => step.status === "fail").map((step) => step.id);

/** Every path below the root. */
export async function pathsBelow(root: string): Promise<readonly string[]> {
  const names = await readdir(root, { recursive: true });
  return names.sort();
}

/** Processes that have this project in their command line. */
export function running(root: string): readonly string[] {
  const found = spawnSync("ps", ["-eo", "pid,args"], { encoding: "utf8" });
  return found.stdout.split("\n").filter((line) => line.includes(root));
}

/** A Python that has nothing but itself. */
export async function pythonWithoutDjango(bench: ProofBench): Promise<string> {
  const root = await writeTree({});
  bench.keep(root);
  execFileSync("python3", ["-m", "venv", "--without-pip", join(root, "bare")]);
  return join(root, "bare", "bin", "python");
}
