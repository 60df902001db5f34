/** What the project's own Django was seen to do with a file. */
import type { Text } from "../lib/text.ts";

export interface ProofStep {
  /** django-version, packages (if some were fetched for the proof), import-settings, default-storage, save, exists, size, read, list, url, fetch-signed, content-type, range, cors, fetch-unsigned, no-overwrite, delete, gone, staticfiles; clean-up if something is left */
  readonly id: string;
  readonly status: "pass" | "warn" | "fail" | "skip";
  readonly message: Text;
}

export interface Proof {
  readonly status: "passed" | "failed" | "skipped";
  /** `project`: through the project's own settings; `isolated`: the generated module in a minimal project. */
  readonly mode: "project" | "isolated";
  /** Path of the Python that ran; null if none was found. */
  readonly python: string | null;
  readonly django: string | null;
  readonly steps: readonly ProofStep[];
  /** Why it was skipped or isolated, or which link broke; and what to do. */
  readonly reason?: Text;
  readonly next?: Text;
}

/**
 * What a link must be. `expiring`: its signature runs out, and without it the file is refused (S3). `signed`: the same, without an end (Cloudinary).
 * `public`: anybody may read, nobody may list. `view`: a path of the site itself, served by a view (disk).
 */
export type Links = "expiring" | "signed" | "public" | "view";

/** What a proof must find, said by the provider. */
export interface ProofExpectation {
  /** Environment of the app in production: MEDIA_STORAGE and the rest, secrets revealed. Handed to the child, never printed. */
  readonly environment: Readonly<Record<string, string>>;
  /** Dotted class that default_storage must be an instance of, by its `__mro__`. */
  readonly backend: string;
  readonly links: Links;
  /** Origins of the site that must be allowed to read by fetch(). */
  readonly origins: readonly string[];
  /** Attributes that the storage object must have: `bucket_name`, `location`, `file_overwrite` … No secret among them. */
  readonly options?: Readonly<Record<string, string | number | boolean | null>>;
}
