/** What the rows of the project's database say of the files that `migrate` copies. */
import type { Text } from "../lib/text.ts";

/** A database as a person knows it, without user and password. */
export interface DatabaseFact {
  readonly alias: string;
  /** `postgresql`, `sqlite` … */
  readonly engine: string;
  /** A file's is absolute. */
  readonly name: string;
  readonly host: string;
}

export interface ModelField {
  /** `clinica.Mascota` */
  readonly model: string;
  readonly field: string;
}

/** A name of a row, of which there is something to say. */
export interface NamedRow extends ModelField {
  readonly name: string;
  readonly code: string;
  readonly message: Text;
}

/** Of many the first thousands; `count` is of all. */
export interface Capped<T> {
  readonly count: number;
  readonly first: readonly T[];
}

/** An object that no row names. */
export interface Orphan {
  readonly name: string;
  readonly code: string;
  readonly message: Text;
}

export interface NamesFound {
  readonly settings: string;
  readonly databases: readonly DatabaseFact[];
  /** That hold a name. */
  readonly rows: number;
  /** Names, each counted once. */
  readonly files: number;
  /** At the source. They are copied all the same. */
  readonly orphans: Capped<Orphan>;
  /** Rows whose file is not at the source. */
  readonly missingBefore: Capped<NamedRow>;
  /** Rows whose file is not at the target, once all is copied; null: it was not looked at. */
  readonly missingAfter: Capped<NamedRow> | null;
  /** Rows that hold something which is no name of a file in a store. */
  readonly unsafe: Capped<NamedRow>;
  /** Fields with a storage of their own: not counted. */
  readonly apart: readonly (ModelField & { readonly storage: string })[];
  /** Models whose rows could not be read. */
  readonly notRead: readonly { readonly model: string; readonly message: string }[];
}
