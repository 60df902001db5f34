/**
 * What S3 Batch Operations need to copy from bucket to bucket by themselves: the manifest, written as the listing comes, and the job that names it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-copy-object.html
 */
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import * as say from "../messages/migrate-batch.ts";
import { encodeKey } from "../providers/s3/wire/encode.ts";
import { codeOf } from "./folder-list.ts";

/** Larger objects the operation does not copy. */
export const LARGEST_IN_BATCH = 5 * 1024 ** 3;
const PIECE = 256 * 1024;

export interface BatchPlace {
  readonly bucket: string;
  /** Without slashes at its ends. */
  readonly prefix: string;
  /** arn:aws:s3:::bucket */
  readonly arn: string;
}

/**
 * The TargetKeyPrefix by which `from` comes to `to`; "": none is needed; null: no job can say it, because the operation puts a folder before the whole
 * key and takes nothing away. https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_S3CopyObjectOperation.html
 */
export function targetKeyPrefix(from: string, to: string): string | null {
  if (from === to) return "";
  if (from === "") return to;
  return to.endsWith(`/${from}`) ? to.slice(0, -from.length - 1) : null;
}

export class BatchManifest {
  readonly #folder: string;
  readonly #given: string;
  readonly #from: BatchPlace;
  readonly #digest = createHash("md5");
  #handle: number;
  #text = "";
  #count = 0;

  private constructor(folder: string, given: string, from: BatchPlace, handle: number) {
    this.#folder = folder;
    this.#given = given;
    this.#from = from;
    this.#handle = handle;
  }

  /** Makes the folder and the manifest in it. Throws Failure, exit 2, where there is one already; exit 1 where it cannot be made. */
  static open(folder: string, given: string, from: BatchPlace): BatchManifest {
    const manifest = path.join(folder, "manifest.csv");
    try {
      mkdirSync(folder, { recursive: true });
      return new BatchManifest(folder, given, from, openSync(manifest, "wx", 0o600));
    } catch (error) {
      throw new Failure(refused(path.join(given, "manifest.csv"), error), { cause: error });
    }
  }

  get count(): number {
    return this.#count;
  }

  /** Keys travel percent-encoded, so that no name can be two rows. */
  add(name: string): void {
    const { bucket, prefix } = this.#from;
    this.#text += `${bucket},${encodeKey(prefix === "" ? name : `${prefix}/${name}`)}\n`;
    this.#count += 1;
    if (this.#text.length > PIECE) this.#write();
  }

  /** Writes job.json and commands.txt beside it, and returns the commands. */
  finish(to: BatchPlace & { readonly region: string }, keyPrefix: string, token: string): readonly string[] {
    this.#write();
    closeSync(this.#handle);
    this.#handle = -1;
    const etag = this.#digest.digest("hex");
    const key = `vet-media-setup-batch/${token}/manifest.csv`;
    const partition = to.arn.split(":")[1] ?? "aws";
    const job = {
      AccountId: say.ACCOUNT,
      ConfirmationRequired: true,
      Operation: {
        S3PutObjectCopy: { TargetResource: to.arn, ...(keyPrefix === "" ? {} : { TargetKeyPrefix: keyPrefix }) },
      },
      Report: {
        Bucket: to.arn,
        Format: "Report_CSV_20180820",
        Enabled: true,
        Prefix: `vet-media-setup-batch/${token}`,
        ReportScope: "FailedTasksOnly",
      },
      ClientRequestToken: token,
      Manifest: {
        Spec: { Format: "S3BatchOperations_CSV_20180820", Fields: ["Bucket", "Key"] },
        Location: { ObjectArn: `${to.arn}/${key}`, ETag: etag },
      },
      Priority: 10,
      RoleArn: `arn:${partition}:iam::${say.ACCOUNT}:role/${say.ROLE}`,
    };
    // One request, so that the entity tag is the MD5 that the job names.
    const put = `aws s3api put-object --region ${to.region} --bucket ${to.bucket} --key ${key} --body manifest.csv`;
    const create = `aws s3control create-job --region ${to.region} --cli-input-json file://job.json`;
    this.#new("job.json", `${JSON.stringify(job, null, 2)}\n`);
    this.#new("commands.txt", `${put}\n${create}\n`);
    return [put, create];
  }

  /** Takes away the manifest that nothing will name. */
  abandon(): void {
    if (this.#handle !== -1) closeSync(this.#handle);
    this.#handle = -1;
    rmSync(path.join(this.#folder, "manifest.csv"), { force: true });
  }

  #write(): void {
    const bytes = Buffer.from(this.#text);
    this.#text = "";
    this.#digest.update(bytes);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#handle, bytes, at);
    } catch (error) {
      throw new Failure(refused(path.join(this.#given, "manifest.csv"), error), { cause: error });
    }
  }

  #new(name: string, text: string): void {
    try {
      writeFileSync(path.join(this.#folder, name), text, { flag: "wx", mode: 0o600 });
    } catch (error) {
      throw new Failure(refused(path.join(this.#given, name), error), { cause: error });
    }
  }
}

function refused(file: string, error: unknown) {
  const code = codeOf(error);
  return code === "EEXIST" ? say.alreadyThere(file) : say.notWritten(file, code);
}
