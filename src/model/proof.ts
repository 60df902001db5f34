/** What the project's own Django was seen to do with a file. */
import type { Text } from "../lib/text.ts";
import type { Access } from "./answers.ts";

export interface ProofStep {
  /** django-version, packages (if some were fetched for the proof), import-settings, default-storage, mount and guard (a disk), save, exists, size, read, list, url, fetch-signed (fetch-public), content-type, range, cors, fetch-unsigned (list-anonymous), no-overwrite, import-urls, view-signed-in, view-anonymous, view-traversal (a disk), delete, gone, staticfiles; clean-up if something is left */
  readonly id: string;
  readonly status: "pass" | "warn" | "fail" | "skip";
  readonly message: Text;
}

export interface Proof {
  readonly status: "passed" | "failed" | "skipped";
  /** `project`: through the project's own settings; `isolated`: the generated module in a minimal project, or (`withoutUrls`) its view alone. */
  readonly mode: "project" | "isolated";
  /** Path of the Python that ran; null if none was found. */
  readonly python: string | null;
  readonly django: string | null;
  readonly steps: readonly ProofStep[];
  /** Why it was skipped or isolated, or which link broke; and what to do. */
  readonly reason?: Text;
  readonly next?: Text;
}

/** Isolated in one part alone: the settings are the project's own, its URL configuration could not be loaded. */
export function withoutUrls({ mode, steps }: Proof): boolean {
  return mode === "isolated" && steps.some(({ id, status }) => id === "import-urls" && status === "warn");
}

/**
 * What a link must be. `expiring`: its signature runs out, and without it the file is refused (S3). `signed`: the same, without an end (Cloudinary).
 * `public`: anybody may read, nobody may list. `view`: a path of the site itself, served by a view (disk).
 */
export type Links = "expiring" | "signed" | "public" | "view";

/** A disk of the service, and the view that serves its files. */
export interface DiskExpectation {
  /** Where it is mounted on Render's machine. The proof uses a temporary folder in its place. */
  readonly mount: string;
  readonly access: Access;
  /** Who answers below MEDIA_URL: our managed block, the project's own views, or nobody that the inspection could find. */
  readonly servedBy: "us" | "them" | "unknown";
}

/** What a proof must find, said by the provider. */
export interface ProofExpectation {
  /** Environment of the app in production: MEDIA_STORAGE and the rest, secrets revealed. Handed to the child, never printed. */
  readonly environment: Readonly<Record<string, string>>;
  /** Dotted class that default_storage must be an instance of, by its `__mro__`. */
  readonly backend: string;
  readonly links: Links;
  /** Origins of the site that must be allowed to read by fetch(). */
  readonly origins: readonly string[];
  /** Python modules that the storage cannot do without; absent: what `backend` says. */
  readonly modules?: readonly string[];
  /** Origin that answers for the host of the links, where the service is reached through a proxy or is a local stand-in; absent: that host. */
  readonly deliveredFrom?: string;
  /** An account may refuse links to PDF and ZIP files (401): then an image must open, and the refusal is a warning. */
  readonly documentsMayBeBlocked?: boolean;
  /** Attributes that the storage object must have: `bucket_name`, `location`, `file_overwrite` … No secret among them. */
  readonly options?: Readonly<Record<string, string | number | boolean | null>>;
  /** Where links are `view`. */
  readonly disk?: DiskExpectation;
}
