/** From what --from and --to say to two stores that are there and may be used. */
import path from "node:path";
import { explicitText, type Said } from "../../answers/gather.ts";
import { decodeText } from "../../edit/text-file.ts";
import { Failure } from "../../lib/failure.ts";
import { addressAt } from "../../lib/store-address.ts";
import type { Text } from "../../lib/text.ts";
import { bucketMalformed, noDisk, nothingConfigured, sameStore, storeMissing } from "../../messages/migrate.ts";
import { sameCloud } from "../../messages/migrate-cloudinary.ts";
import { fromEnvironment } from "../../messages/s3.ts";
import { credentialsMissing } from "../../messages/setup.ts";
import { Budget } from "../../migrate/budget.ts";
import { FolderStore } from "../../migrate/folder-store.ts";
import { openBucket } from "../../migrate/open-bucket.ts";
import { S3Store } from "../../migrate/s3-store.ts";
import { overlap, parseStore, type StoreFlag, type StoreSpec, type Whereabouts } from "../../migrate/stores.ts";
import type { Access, Credentials } from "../../model/answers.ts";
import type { Store } from "../../model/store.ts";
import { readImage } from "../../plan/file-image.ts";
import { credentialsFrom } from "../../providers/s3/keys.ts";
import { regionOf } from "../../providers/s3/services.ts";
import type { Run } from "../run.ts";
import { readStoredEnv } from "../stored-env.ts";

/** What the app's settings say, or will say. */
export function accessOf({ invocation, env, answersFile }: Said): Access {
  const access = invocation.values.access ?? env.VET_MEDIA_ACCESS ?? answersFile?.values.access;
  return access === "public" ? "public" : "private";
}

/** Bytes of bodies on their way, altogether. */
const MEMORY = 96 * 1024 * 1024;

export interface Opened {
  readonly from: Store;
  readonly to: Store;
  /** What the target's plan allows; null: there is no such limit, or it is not told. */
  readonly limits: Text | null;
  readonly budget: Budget;
}

export interface Where {
  /** Absolute: where the answers file and the state folder are. */
  readonly root: string;
  readonly said: Said;
}

/** Throws Failure: 2 for what cannot be right, 3 for what is missing, 1 for what is refused. Writes nothing. */
export async function openStores(run: Run, where: Where): Promise<Opened> {
  const { from, to } = run.invocation.values;
  const missing = (["--from", "--to"] as const).filter((flag) => (flag === "--from" ? from : to) === undefined);
  const [first, ...others] = missing.map(storeMissing);
  if (first !== undefined) throw new Failure(first, { others });
  const mount = [from, to].some((word) => String(word).trim() === "disk") ? await mountInBlueprint(where.root) : null;
  const specs = [
    resolved("--from", parseStore("--from", String(from), run.directory), where, mount),
    resolved("--to", parseStore("--to", String(to), run.directory), where, mount),
  ] as const;
  const budget = new Budget(MEMORY);
  const s3 = specs.some(({ kind }) => kind === "s3") ? await reachS3(run, where) : null;
  const opened: { readonly store: Store; readonly whereabouts: Whereabouts }[] = [];
  let limits: Text | null = null;
  try {
    for (const [index, spec] of specs.entries()) {
      const use = index === 0 ? "read" : "write";
      if (spec.kind !== "cloudinary") {
        opened.push(await open(spec, use, budget, s3));
        continue;
      }
      // A copy between folders and buckets does not wait for what only Cloudinary needs.
      const { openCloudinary } = await import("./open-cloudinary.ts");
      const cloud = await openCloudinary(run, where, { spec, use, budget, access: accessOf(where.said) });
      opened.push(cloud);
      if (use === "write") limits = cloud.store.limits;
    }
    const [source, target] = opened;
    if (source === undefined || target === undefined) throw new Error("two stores");
    if (overlap(source.whereabouts, target.whereabouts)) {
      if (target.whereabouts.kind === "cloudinary") throw new Failure(sameCloud(target.store.address));
      throw new Failure(sameStore(source.store.address, target.store.address));
    }
    return { from: source.store, to: target.store, limits, budget };
  } catch (error) {
    await Promise.all(opened.map(({ store }) => store.close()));
    throw error;
  }
}

type Known = Exclude<StoreSpec, { kind: "configured" | "disk" }> | { readonly kind: "mount"; readonly folder: string };

/** `configured` and `disk` are what the answers file says; on Render itself MEDIA_ROOT says where the disk is. */
function resolved(flag: StoreFlag, spec: StoreSpec, { said }: Where, mount: string | null): Known {
  if (spec.kind === "disk") return mountOf(flag, said, mount);
  if (spec.kind !== "configured") return spec;
  const values = said.answersFile?.values;
  if (values?.provider === undefined) throw new Failure(nothingConfigured(flag));
  if (values.provider === "render-disk") return mountOf(flag, said);
  if (values.provider === "cloudinary") return configuredCloud(flag, said);
  const bucket = explicitText("bucket", said);
  if (bucket === undefined) throw new Failure(nothingConfigured(flag));
  const prefix = explicitText("prefix", said) ?? "media";
  const parsed = parseStore(flag, addressAt("s3", bucket, prefix), "/");
  if (parsed.kind !== "s3") throw new Failure(bucketMalformed(flag, bucket));
  return parsed;
}

/** The answers file before the environment, which may hold the keys of the other of two clouds. */
function configuredCloud(flag: StoreFlag, said: Said): Known {
  const cloud =
    said.invocation.values.cloudName ?? said.answersFile?.values.cloudName ?? explicitText("cloudName", said);
  if (typeof cloud !== "string") throw new Failure(nothingConfigured(flag));
  const folder = explicitText("folder", said) ?? "media";
  const parsed = parseStore(flag, addressAt("cloudinary", cloud, folder), "/");
  if (parsed.kind !== "cloudinary") throw new Failure(nothingConfigured(flag));
  return parsed;
}

function mountOf(flag: StoreFlag, { env, answersFile }: Said, mount: string | null = null): Known {
  const stored = answersFile?.values.mountPath;
  const folder = typeof stored === "string" ? stored : (env.MEDIA_ROOT ?? mount ?? "");
  if (!path.isAbsolute(folder)) throw new Failure(noDisk(flag));
  return { kind: "mount", folder };
}

/** After a switch the answers do not say it any more, and the disk is in render.yaml still. null: none, or several. */
async function mountInBlueprint(root: string): Promise<string | null> {
  const image = await readImage(path.join(root, "render.yaml"));
  if (image === null) return null;
  const { readBlueprint } = await import("../../render/blueprint.ts");
  const { services } = readBlueprint(decodeText(image.bytes).text, "render.yaml");
  const mounts = new Set(services.flatMap(({ disk }) => (disk === null ? [] : [disk.mountPath])));
  const [mount] = mounts;
  return mounts.size === 1 && mount !== undefined ? mount : null;
}

type Reach = Omit<Parameters<typeof openBucket>[0], "bucket">;

async function open(
  spec: Exclude<Known, { kind: "cloudinary" }>,
  use: "read" | "write",
  budget: Budget,
  reach: Reach | null,
): Promise<{ readonly store: Store; readonly whereabouts: Whereabouts }> {
  if (spec.kind !== "s3") {
    const mounted = spec.kind === "mount";
    const store = new FolderStore(spec.folder, mounted ? spec.folder : spec.given, mounted);
    await store.look(use);
    return { store, whereabouts: { kind: "folder", folder: store.address } };
  }
  if (reach === null) throw new Error("no way to S3");
  const requests = await openBucket({ ...reach, bucket: spec.bucket });
  const store = new S3Store(requests, spec.prefix, { budget });
  return { store, whereabouts: { kind: "s3", service: store.service, prefix: spec.prefix } };
}

/** Keys, region and endpoint: from flags, environment, answers file; one set for both stores. */
async function reachS3(run: Run, { root, said }: Where): Promise<Reach> {
  const { env, signal } = run;
  const endpointUrl = explicitText("endpointUrl", said) ?? null;
  const region = explicitText("region", said) ?? regionOf(endpointUrl) ?? "us-east-1";
  const credentials = await findKeys(run, root, said, region, endpointUrl);
  return { region, endpointUrl, env, signal, credentials };
}

/** Keys in the environment need no SDK to be found: loading it takes longer than copying a small folder. */
async function findKeys(
  { env }: Run,
  root: string,
  said: Said,
  region: string,
  endpointUrl: string | null,
): Promise<Credentials> {
  const profile = explicitText("profile", said);
  if (profile === undefined) {
    const own = credentialsFrom((name) => env[name], "env", fromEnvironment);
    if (own !== null) return own;
  }
  const { findCredentials } = await import("../../providers/s3/credentials.ts");
  const { envFile, storedEnv } = await readStoredEnv(root, said);
  const hints = {
    region,
    envFile,
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === null ? {} : { endpointUrl }),
  };
  const found = await findCredentials(hints, env, storedEnv);
  if (found === null) throw new Failure(credentialsMissing);
  return found;
}
