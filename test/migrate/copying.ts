/** Stores and runs of the engine for the tests of migrate: in this process, against real folders and a real server. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { Secret } from "../../src/lib/secrets.ts";
import { verbatim } from "../../src/lib/text.ts";
import { Budget } from "../../src/migrate/budget.ts";
import { headersRule } from "../../src/migrate/content-type.ts";
import { Engine, type Line, type MigrateOptions } from "../../src/migrate/engine.ts";
import { FolderStore } from "../../src/migrate/folder-store.ts";
import { Ledger } from "../../src/migrate/ledger.ts";
import { openBucket } from "../../src/migrate/open-bucket.ts";
import { S3_SIZES, type S3Sizes, S3Store } from "../../src/migrate/s3-store.ts";
import type { Store } from "../../src/model/store.ts";
import { startAwsStandin } from "../support/aws-standin.mjs";
import { startFaultProxy } from "../support/fault-proxy.mjs";

type Standin = Awaited<ReturnType<typeof startAwsStandin>>;
type Proxy = Awaited<ReturnType<typeof startFaultProxy>>;
type Keys = { readonly accessKeyId: string; readonly secretAccessKey: string };

export interface S3Options {
  readonly sizes?: Partial<S3Sizes>;
  /** Requests go through the fault proxy. */
  readonly faulty?: boolean;
  readonly region?: string;
  readonly keys?: Keys;
  /** As an S3-compatible service, not AWS. */
  readonly compatible?: boolean;
  readonly budget?: Budget;
}

export interface Copying {
  readonly standin: Standin;
  readonly proxy: Proxy;
  /** A new folder, removed after the tests of the file. */
  folder(): Promise<string>;
  folderStore(folder: string, use?: "read" | "write"): Promise<FolderStore>;
  s3Store(bucket: string, prefix: string, options?: S3Options): Promise<S3Store>;
  run(from: Store, to: Store, options?: Partial<MigrateOptions> & { readonly state?: string }): Promise<Ran>;
}

export type Ran = Awaited<ReturnType<Engine["run"]>> & { readonly lines: readonly Line[]; readonly ledger: string };

/** Call it once at the top of a test file. */
export function copyingForThisFile(): Copying {
  const parts: { standin?: Standin; proxy?: Proxy } = {};
  const folders: string[] = [];
  const stores: Store[] = [];
  beforeAll(async () => {
    parts.standin = await startAwsStandin();
    parts.proxy = await startFaultProxy(parts.standin.url);
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await parts.proxy?.stop();
    await parts.standin?.stop();
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  });
  const folder = async (): Promise<string> => {
    const made = await realpath(await mkdtemp(path.join(tmpdir(), "vet-migrate-")));
    folders.push(made);
    return made;
  };
  const part = <K extends keyof typeof parts>(name: K): NonNullable<(typeof parts)[K]> => {
    const found = parts[name];
    if (found === undefined) throw new Error(`${name} is there only while tests run`);
    return found as NonNullable<(typeof parts)[K]>;
  };
  return {
    get standin() {
      return part("standin");
    },
    get proxy() {
      return part("proxy");
    },
    folder,
    async folderStore(at, use = "read") {
      const store = new FolderStore(at, at);
      await store.look(use);
      stores.push(store);
      return store;
    },
    async s3Store(bucket, prefix, options = {}) {
      const url = options.faulty === true ? part("proxy").url : part("standin").url;
      const keys = options.keys ?? part("standin").root;
      const requests = await openBucket({
        bucket,
        region: options.region ?? "us-east-1",
        endpointUrl: options.compatible === true ? url : null,
        env: { AWS_ENDPOINT_URL: url },
        signal: new AbortController().signal,
        credentials: {
          secrets: {
            AWS_ACCESS_KEY_ID: new Secret(keys.accessKeyId),
            AWS_SECRET_ACCESS_KEY: new Secret(keys.secretAccessKey),
          },
          source: "env",
          detail: verbatim("test"),
          temporary: false,
        },
      });
      const budget = options.budget ?? new Budget(64 * 1024 * 1024);
      const store = new S3Store(requests, prefix, { budget, sizes: { ...S3_SIZES, ...options.sizes } });
      stores.push(store);
      return store;
    },
    async run(from, to, options = {}) {
      const state = options.state ?? (await folder());
      const pair = { from: from.address, to: to.address };
      const file = Ledger.fileFor(state, pair.from, pair.to);
      const ledger = options.ledger ?? (await Ledger.read(file, pair, false));
      const lines: Line[] = [];
      const engine = new Engine({
        from,
        to,
        shard: null,
        ledger,
        budget: new Budget(64 * 1024 * 1024),
        rule: headersRule("private, max-age=300"),
        dryRun: false,
        overwrite: false,
        verify: false,
        concurrency: null,
        signal: new AbortController().signal,
        line: (line) => lines.push(line),
        beforeFirst: async () => {
          const { unfinished } = ledger;
          await ledger.begin(pair, false);
          await to.prepare();
          await to.tidy(unfinished);
        },
        ...options,
      });
      const ran = await engine.run();
      await ledger.close();
      return { ...ran, lines, ledger: file };
    },
  };
}
