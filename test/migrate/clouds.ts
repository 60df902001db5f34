/** Clouds as stores for the tests of migrate, and files that a cloud takes: what an image is called must be one. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { Budget } from "../../src/migrate/budget.ts";
import {
  CLOUDINARY_SIZES,
  type CloudinaryPlace,
  type CloudinarySizes,
  CloudinaryStore,
} from "../../src/migrate/cloudinary-store.ts";
import { cloudOf } from "../../src/providers/cloudinary/api.ts";
import { assetOf, nameOf } from "../../src/providers/cloudinary/names.ts";
import { credentialsOf } from "../providers/cloudinary/project.ts";
import { startCloudinaryEmulator } from "../support/cloudinary-emulator.mjs";
import { HOSTILE, hashOf } from "./hostile.ts";

type Emulator = Awaited<ReturnType<typeof startCloudinaryEmulator>>;

export interface CloudOptions extends Partial<Omit<CloudinaryPlace, "address">> {
  readonly use?: "read" | "write";
  readonly other?: boolean;
  readonly sizes?: Partial<CloudinarySizes>;
  readonly budget?: Budget;
}

export interface Clouds {
  readonly emulator: Emulator;
  store(options?: CloudOptions): Promise<CloudinaryStore>;
  /** Name → hash, of what is there in one kind of access; read past the code under test. */
  filesIn(folder: string, type: string, other?: boolean): Record<string, string>;
}

/** Call it once at the top of a test file. `keep`: what one test leaves, the next finds. */
export function cloudsForThisFile(keep = false): Clouds {
  let started: Emulator | undefined;
  const emulator = () => {
    if (started === undefined) throw new Error("the emulator is there only while tests run");
    return started;
  };
  beforeAll(async () => {
    started = await startCloudinaryEmulator();
  });
  afterAll(async () => {
    await started?.stop();
  });
  beforeEach(() => {
    if (!keep) emulator().reset();
  });
  return {
    get emulator() {
      return emulator();
    },
    async store(options = {}) {
      const { use = "write", folder = "media" } = options;
      const keys = options.other === true ? emulator().other : emulator().cloud;
      const cloud = cloudOf(
        { cloudName: keys.cloudName, uploadPrefix: emulator().url },
        { credentials: credentialsOf(keys.apiKey, keys.apiSecret), signal: new AbortController().signal },
      );
      const reading = ["authenticated", "upload", "private"] as const;
      const types = options.types ?? (use === "read" ? reading : (["authenticated"] as const));
      const names = options.names ?? (use === "read" ? "all" : "ours");
      const address = `cloudinary://${keys.cloudName}/${folder}?${types[0]}`;
      const budget = options.budget ?? new Budget(64 * 1024 * 1024);
      const store = new CloudinaryStore(
        cloud,
        { address, folder, types, names },
        { budget, sizes: { ...CLOUDINARY_SIZES, ...options.sizes } },
      );
      await store.look(use);
      return store;
    },
    filesIn(folder, type, other = false) {
      const { cloudName } = other ? emulator().other : emulator().cloud;
      const found: Record<string, string> = {};
      for (const one of emulator().assets()) {
        if (one.cloud !== cloudName || one.type !== type) continue;
        const name = nameOf(one, folder);
        if (name !== null) found[name] = hashOf(one.bytes);
      }
      return found;
    },
  };
}

const MAGIC: Readonly<Record<string, string>> = { png: "\x89PNG\r\n\x1a\n", jpg: "\xff\xd8\xff\xe0" };

/** The hostile names with contents that Cloudinary takes. */
export const CLOUD_HOSTILE: Readonly<Record<string, Buffer>> = Object.fromEntries(
  Object.entries(HOSTILE)
    .filter(([name]) => [...assetOf(name, "media").publicId].length <= 255)
    .map(([name, bytes]) => {
      const magic = MAGIC[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ""] ?? "";
      const whole = Buffer.concat([Buffer.from(magic, "latin1"), bytes]);
      return [name, whole.length === 0 ? Buffer.from("1") : whole];
    }),
);
