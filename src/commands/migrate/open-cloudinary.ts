/** From a STORE that names a cloud to the cloud itself: its keys, its API host, the kind of access that counts. */
import { explicitText, type Said } from "../../answers/gather.ts";
import { Failure } from "../../lib/failure.ts";
import { addressAt } from "../../lib/store-address.ts";
import * as say from "../../messages/migrate-cloudinary.ts";
import type { Budget } from "../../migrate/budget.ts";
import { CloudinaryStore } from "../../migrate/cloudinary-store.ts";
import type { CloudSpec, StoreFlag, Whereabouts } from "../../migrate/stores.ts";
import type { Access } from "../../model/answers.ts";
import { cloudOf } from "../../providers/cloudinary/api.ts";
import { API_KEY, API_SECRET, CLOUD_NAME } from "../../providers/cloudinary/keys.ts";
import { keysOfCloud } from "../../providers/cloudinary/keys-of-cloud.ts";
import { typeFor } from "../../providers/cloudinary/media-storage.ts";
import type { Run } from "../run.ts";
import { readStoredEnv } from "../stored-env.ts";

interface Wanted {
  readonly spec: CloudSpec;
  readonly use: "read" | "write";
  readonly budget: Budget;
  /** What the app's settings say, for stores that do not say it themselves. */
  readonly access: Access;
}

/** Throws Failure: exit 3 where there are no keys for this cloud, 1 where they are refused. */
export async function openCloudinary(
  run: Run,
  { root, said }: { readonly root: string; readonly said: Said },
  { spec, use, budget, access }: Wanted,
): Promise<{ readonly store: CloudinaryStore; readonly whereabouts: Whereabouts }> {
  const flag: StoreFlag = use === "read" ? "--from" : "--to";
  const { envFile, storedEnv } = await readStoredEnv(root, said);
  const keys = keysOfCloud(spec.cloud, run.env, { file: envFile, variables: storedEnv });
  if ("others" in keys) {
    throw new Failure(
      keys.others.length > 0
        ? say.keysOfAnother(spec.cloud, keys.others, flag)
        : say.keysMissing(spec.cloud, [CLOUD_NAME, API_KEY, API_SECRET]),
    );
  }
  const flagged = run.invocation.values.uploadPrefix;
  const uploadPrefix =
    flagged === undefined ? (keys.uploadPrefix ?? explicitText("uploadPrefix", said)) : String(flagged);
  const cloud = cloudOf(
    { cloudName: spec.cloud, ...(uploadPrefix === undefined ? {} : { uploadPrefix }) },
    { credentials: keys.credentials, signal: run.signal },
  );
  const { folder } = spec;
  const types = typesOf(spec, use, access);
  const address = addressAt("cloudinary", spec.cloud, folder) + spec.query;
  const store = new CloudinaryStore(
    cloud,
    { address, folder, types, names: use === "write" ? "ours" : spec.publicIds ? "public-id" : "all" },
    { budget },
  );
  await store.look(use);
  return { store, whereabouts: { kind: "cloudinary", cloud: `${cloud.host}/${cloud.name}`, folder, types } };
}

/** Written is what the app will ask for. Read is whatever there is, the app's own first, unless one kind is named. */
function typesOf({ access }: CloudSpec, use: "read" | "write", usual: Access): readonly [string, ...string[]] {
  if (access !== null) return [typeFor(access)];
  if (use === "write") return [typeFor(usual)];
  return usual === "private" ? ["authenticated", "upload", "private"] : ["upload", "authenticated", "private"];
}
