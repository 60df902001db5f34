/** What driver.py can be asked, and what it answers. The other half of this table is COMMANDS in driver.py. */
import type { DatabaseFact, ModelField } from "../model/named.ts";

/** A command's own fields, and its answer. */
export interface Commands {
  /** Who are you, and which of these modules (`needs`) do you lack? Imports nothing of the project. */
  readonly hello: {
    readonly asks: { readonly needs: readonly string[] };
    readonly answers: { readonly python: string; readonly django: string | null; readonly missing: readonly string[] };
  };
  /** Do you have pip, and which packages, by name and version? null: installed from a URL or a folder. */
  readonly packages: {
    readonly asks: object;
    readonly answers: { readonly pip: boolean; readonly installed: Readonly<Record<string, string | null>> };
  };
  /** Import what DJANGO_SETTINGS_MODULE names. */
  readonly "import-settings": { readonly asks: object; readonly answers: object };
  /** Import the generated module (an absolute path) alone, into minimal settings. */
  readonly "import-isolated": { readonly asks: { readonly file: string }; readonly answers: object };
  /** Is the default storage of one of these classes? */
  readonly "describe-default-storage": {
    readonly asks: { readonly expected: readonly string[] };
    readonly answers: {
      /** Dotted names of the class and its bases. */
      readonly mro: readonly string[];
      readonly expected: boolean;
      readonly options: Readonly<Record<string, string | number | boolean | null>>;
    };
  };
  readonly "describe-staticfiles": {
    readonly asks: object;
    /** Options as a digest: they can hold secrets. */
    readonly answers: { readonly backend: string; readonly options: string };
  };
  /** Content in base64. */
  readonly save: {
    readonly asks: { readonly name: string; readonly content: string };
    readonly answers: { readonly name: string };
  };
  readonly exists: { readonly asks: Named; readonly answers: { readonly exists: boolean } };
  readonly size: { readonly asks: Named; readonly answers: { readonly size: number } };
  readonly read: { readonly asks: Named; readonly answers: { readonly content: string } };
  readonly url: { readonly asks: Named; readonly answers: { readonly url: string } };
  readonly listdir: {
    readonly asks: { readonly folder: string };
    readonly answers: { readonly folders: readonly string[]; readonly files: readonly string[] };
  };
  readonly delete: { readonly asks: Named; readonly answers: object };
  /** `save` as on Render, whatever the environment of the process says. */
  readonly "save-unmounted": Commands["save"];
  /** An absolute path, which counts as a mounted disk from now on, in this process. */
  readonly "count-as-mount": { readonly asks: { readonly folder: string }; readonly answers: object };
  /** Load the apps and the URL configuration; `alone`: only the generated module's patterns, without any app. `module`: its dotted name. */
  readonly "import-urls": {
    readonly asks: { readonly module: string; readonly alone: boolean };
    readonly answers: {
      readonly mediaUrl: string;
      /** MEDIA_ACCESS_CHECK, which is left out from now on: it may ask the database. */
      readonly accessCheck: string | null;
      /** Dotted view of the project's own that would serve uploads if the generated one did not come first. */
      readonly behind: string | null;
    };
  };
  /** A GET of a decoded path, answered by the view that the URL configuration names, past the middleware. After `import-urls`. */
  readonly request: {
    readonly asks: { readonly path: string; readonly signedIn: boolean };
    readonly answers: SiteAnswer;
  };
  /** Load the apps, and find the file fields. Connects to nothing. After `import-settings`; never in a proof. */
  readonly "open-names": {
    readonly asks: object;
    readonly answers: {
      readonly databases: readonly DatabaseFact[];
      readonly fields: readonly ModelField[];
      /** They keep their files in another storage than the default one. */
      readonly apart: readonly (ModelField & { readonly storage: string })[];
    };
  };
  readonly "reach-databases": {
    readonly asks: object;
    readonly answers: {
      readonly unreachable: null | {
        readonly kind: "no-file" | "refused";
        readonly message: string;
        readonly database: DatabaseFact;
      };
    };
  };
  /** The next rows that hold a name, with the number of the field in `fields`. `broken`: models whose rows could not be read, told at the end. */
  readonly "next-names": {
    readonly asks: { readonly fresh: boolean };
    readonly answers: {
      readonly rows: readonly (readonly [number, string])[];
      readonly ended: boolean;
      readonly broken: readonly { readonly model: string; readonly message: string }[];
    };
  };
}

/** Names of headers in lower case, content in base64. `view`: null if no pattern matches. */
export interface SiteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string;
  readonly view: string | null;
  /** Of a redirection: whether its path is one that the site has no view for. */
  readonly leadsNowhere?: boolean;
}

interface Named {
  readonly name: string;
}

export type CommandName = keyof Commands;
export type Command<K extends CommandName> = { readonly do: K } & Commands[K]["asks"];
export type CommandAnswer<K extends CommandName> = Commands[K]["answers"];

/** An exception in Python. Its message can hold secrets: mask it before it is shown. */
export interface PythonError {
  readonly type: string;
  readonly module: string;
  readonly message: string;
  /** Deepest line of the project's own code. */
  readonly place: { readonly file: string; readonly line: number } | null;
  readonly cause: { readonly kind: "missing-variable" | "missing-module" | "exit"; readonly name: string } | null;
  /** What S3 answered: `AccessDenied`. */
  readonly code: string | null;
}
