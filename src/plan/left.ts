/** What another provider, which was in force until now, has put into the repository, and what becomes of it. */
import type { Requirement } from "../model/provider.ts";

/** All empty where the same provider stays, or none was there. */
export interface Left {
  /** Names of variables that go: the new provider does not use them, and nothing else needs them. */
  readonly variables: readonly string[];
  /** Names of its variables that stay, because the project's own code reads them. */
  readonly kept: readonly string[];
  /** Comments that it has written above its variables, in every language. */
  readonly comments: readonly string[];
  /** Package lines that go where they stand as that provider writes them. */
  readonly packages: readonly Requirement[];
  /** Its disk goes out of render.yaml too, and all that the disk holds is lost with it. */
  readonly dropDisk: boolean;
  /** Nobody asked for that: its files have been verified to be in this store. */
  readonly diskVerifiedAt?: string;
}

export const NOTHING_LEFT: Left = { variables: [], kept: [], comments: [], packages: [], dropDisk: false };
