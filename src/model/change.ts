/** What a run would change, as data: shown in the plan, journaled before it is done, put back from the journal. */
import type { Text } from "../lib/text.ts";
import type { ProviderId } from "./answers.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Action = "create" | "modify" | "delete" | "none";

export type RemoteKind =
  | "bucket"
  | "public-access-block"
  | "cors"
  | "policy"
  | "iam-user"
  | "render-env"
  | "render-deploy";

export interface FileChange {
  readonly type: "file";
  /** Relative to the project's root, `/` between folders; `../render.yaml` for one above it. */
  readonly path: string;
  readonly absolutePath: string;
  readonly action: Action;
  readonly summary: Text;
  /** Bytes before and after; null: no file. */
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
  /** Permission bits of a new file, e.g. 0o600; an existing file keeps its own unless `enforceMode`. */
  readonly mode?: number;
  readonly enforceMode?: boolean;
  /** Holds secret values: its before-image is kept 0600 and its diff is masked. */
  readonly sensitive: boolean;
}

/** A change at a provider. Everything in it can be written to the journal: no secret, only JSON. */
export interface RemoteChange {
  readonly type: "remote";
  readonly provider: ProviderId;
  readonly kind: RemoteKind;
  /** `santasofia-media-5f0c91ab`. */
  readonly target: string;
  readonly action: Action;
  readonly summary: Text;
  /** What the provider answered before, in the form that `revert` needs; null: there was nothing. */
  readonly before: Json;
  /** What is wanted. */
  readonly after: Json;
  /** How to reach it again, in a later process: bucket, region, endpoint, account. */
  readonly address: Json;
}

export type Change = FileChange | RemoteChange;

/** Does one kind of remote change, and takes it back. One for each kind a provider knows. */
export interface RemoteActor {
  /** What is there now, in the form of `before`; apply refuses when it no longer equals it. */
  observe(change: RemoteChange): Promise<Json>;
  apply(change: RemoteChange): Promise<void>;
  /** Puts back `before`, if what is there is still `after`; otherwise only our part. `kept` says why something stays; `lost`: that it should not, and no later try can help. */
  revert(change: RemoteChange): Promise<{ readonly kept: Text | null; readonly lost?: true }>;
}

export interface Warning {
  /** Stable, kebab-case: `bypasses-storage-api`. */
  readonly code: string;
  readonly message: Text;
  readonly places?: readonly { readonly place: string; readonly text: string }[];
  readonly next?: Text;
  /** Must be accepted by the person, or by --yes. */
  readonly mustAccept: boolean;
}
