/** A place that holds media by name: a folder, a bucket, a cloud. What `migrate` reads from and writes to. */
import type { Text } from "../lib/text.ts";

/** One object as a listing tells it. */
export interface Entry {
  /** As Django's database holds it: `/` between folders, every byte as it is. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Changes whenever the content does: an entity tag, or the time of a file. With name and size, it tells one version of an object from any other. */
  readonly mark: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Something at a store that cannot be copied, and why; nothing is wrong with the run. */
export interface LeftOut {
  readonly name: string;
  /** Stable, kebab-case: `link-leaves-the-folder`. */
  readonly code: string;
  readonly message: Text;
  /** It should have been copied and cannot be read: a failure, not a rule. */
  readonly failed?: boolean;
}

/** A piece of a listing, so that the first objects are copied before the last is listed. */
export interface ListedPage {
  readonly entries: readonly Entry[];
  readonly leftOut: readonly LeftOut[];
}

/** What a browser is told with an object, beside its bytes. null and absent: nothing. */
export interface ObjectHeaders {
  readonly contentType: string | null;
  readonly cacheControl: string | null;
  readonly contentEncoding?: string | null;
  readonly contentDisposition?: string | null;
  readonly contentLanguage?: string | null;
  /** The owner's own, by lower-case name without a service's prefix. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** One object, open for reading. Close it whatever happens. */
export interface OpenObject {
  readonly entry: Entry;
  /** null: the store has none (a folder). For a remote object this may be a request of its own. */
  headers(): Promise<ObjectHeaders | null>;
  /** All bytes. Throws ChangedMeanwhile if they are not those of `entry`. */
  whole(): Promise<Uint8Array>;
  /** Bytes from `start` up to, not including, `end`. */
  slice(start: number, end: number): Promise<Uint8Array>;
  /** The bytes of a chunk are there until the next one is asked for. */
  stream(): AsyncIterable<Uint8Array>;
  /** After slices or a stream: throws ChangedMeanwhile if the object is no longer the one that was opened. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** The object was changed while it was read: what was read is no version of it. */
export class ChangedMeanwhile extends Error {
  override readonly name = "ChangedMeanwhile";
}

/** The name, or what stands at its place, makes it impossible to write here; the run goes on without it. */
export class NotHere extends Error {
  override readonly name = "NotHere";
  readonly leftOut: LeftOut;

  constructor(leftOut: LeftOut) {
    super(leftOut.message.en);
    this.leftOut = leftOut;
  }
}

export interface WriteOptions {
  readonly headers: ObjectHeaders;
  /** An object of this name is there, differs, and is to be replaced. false: there must be none. */
  readonly replace: boolean;
  /** Told of writes in several steps, so that a later run can take away what a killed one left. */
  readonly track: Tracker;
}

export interface Tracker {
  /** An upload of this name is about to be asked for. Resolves when that is safely noted. */
  intending(name: string): Promise<void>;
  /** Resolves when it is safely noted. */
  begun(upload: Unfinished): Promise<void>;
  ended(upload: Unfinished): void;
}

export interface Store {
  /** As a person would write it, whole: `s3://bucket/prefix`, an absolute path. Also tells stores apart. */
  readonly address: string;
  /** Listings come in the order of the UTF-8 bytes of their names. */
  readonly ordered: boolean;
  /** Objects here carry headers: a content type and the like. */
  readonly keepsHeaders: boolean;
  /** Is it there, may it be read? `writing`: and made ready to receive. Throws Failure. Creates nothing. */
  look(use: "read" | "write"): Promise<void>;
  /** Before the first write, and only if there is one: makes the folder. */
  prepare(): Promise<void>;
  list(): AsyncIterable<ListedPage>;
  open(entry: Entry): Promise<OpenObject>;
  /** The object of this name as it is now, after ChangedMeanwhile; null: it is gone. */
  again(name: string): Promise<Entry | null>;
  /** Writes whole or not at all. Returns the entry as a listing will tell it. Throws NotHere, ChangedMeanwhile, Failure. */
  write(name: string, source: OpenObject, options: WriteOptions): Promise<Entry>;
  /** Copies without the bytes passing through here, where it can; null: it cannot, and nothing was done. */
  copyFrom?(
    source: Store,
    entry: Entry,
    rule: HeadersRule,
    options: Omit<WriteOptions, "headers">,
  ): Promise<Entry | null>;
  /** A link by which whoever has it reads this object for an hour, keys or none; where the store has such. */
  linkTo?(entry: Entry): URL;
  /** The MD5 of an object's bytes (hex) as the mark tells it; null: the mark does not tell. A different one proves nothing (encryption by KMS). */
  md5Of(entry: Entry): string | null;
  /** Bytes that still fit; null: nobody knows, or without end. */
  room(): Promise<number | null>;
  /** Called when the service says that it is asked too much. */
  onBusy(listener: () => void): void;
  /** Stops what is under way, after Ctrl-C. */
  stop(): void;
  /** Takes away what an earlier, killed run left unfinished here. */
  tidy(unfinished: readonly Unfinished[]): Promise<void>;
  close(): Promise<void>;
}

/** What the target's headers are to be, from the source's and the first bytes where they are at hand. */
export type HeadersRule = (name: string, headers: ObjectHeaders | null, start: Uint8Array | null) => ObjectHeaders;

/** A write that was begun and whose end is not known: an upload in parts. */
export interface Unfinished {
  readonly name: string;
  /** null: it was asked for, and its id is not known. */
  readonly upload: string | null;
}
