/** A provider as one record. To add one: write a folder under providers/, and register it in providers/registry.ts. */
import type { Problem } from "../lib/failure.ts";
import type { Secret } from "../lib/secrets.ts";
import type { Text } from "../lib/text.ts";
import type { Answers, Credentials, ProviderId } from "./answers.ts";
import type { RemoteActor, RemoteChange, RemoteKind, Warning } from "./change.ts";
import type { Check } from "./check.ts";
import type { ProviderFacts } from "./comparison.ts";
import type { Project } from "./project.ts";
import type { ProofExpectation } from "./proof.ts";

/** A variable of the app's production environment. */
export interface EnvVar {
  readonly key: string;
  readonly value: string | Secret;
  /** For the comment above it in the env file, and for .env.example. */
  readonly comment?: Text;
}

/** A package the app needs, as pip takes it. */
export interface Requirement {
  /** `django-storages` */
  readonly name: string;
  readonly extras: readonly string[];
  /** `~=1.14.6`, `>=1.36,<2` */
  readonly specifier: string;
  /** What it would be if a constraints file of the project did not bound it; absent: none does. */
  readonly unbounded?: string;
}

export interface ProviderContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted on Ctrl-C: every request carries it. */
  readonly signal: AbortSignal;
  readonly credentials: Credentials;
}

/** What read-only calls to the provider found: facts, corrected answers, and the remote changes still to be made. */
export interface Survey<A extends Answers = Answers> {
  readonly answers: A;
  /** Values that the provider corrected (the bucket's region), with the reason. */
  readonly corrections: readonly { readonly name: string; readonly reason: Text }[];
  readonly checks: readonly Check[];
  readonly warnings: readonly Warning[];
  /** In the order in which they must be applied; `action: "none"` for those already as wanted. */
  readonly changes: readonly RemoteChange[];
}

/** Where keys are looked for; known before everything else is answered, so that missing keys are listed with the rest. */
export interface CredentialHints {
  readonly profile?: string;
  /** Cloudinary: keys belong to one cloud. */
  readonly cloudName?: string;
  readonly region: string;
  readonly endpointUrl?: string;
  readonly envFile: string;
}

/** What may stand in a repository because of a provider, to be taken away when another one takes over. */
export interface Owned {
  /** Every variable that `env` may give, MEDIA_STORAGE aside. */
  readonly variables: readonly string[];
  /** Every comment that `env` may give. Absent: none. */
  readonly comments?: readonly Text[];
  /** Every package line that `requirements` may add, as it is written where the project had none of its own. */
  readonly packages: readonly Requirement[];
  /** What code imports of a package, by the package's name: a project that imports one itself keeps the package. */
  readonly modules?: Readonly<Record<string, readonly string[]>>;
}

/** A persistent disk of a service. Source: https://render.com/docs/blueprint-spec#disk-fields */
export interface Disk {
  readonly name: string;
  /** Absolute, on Render's machine. */
  readonly mountPath: string;
  readonly sizeGB: number;
}

/** A user that the provider makes for the app alone, so that the app does not run with the keys of the person who sets up. */
export interface AppUser {
  readonly change: RemoteChange;
  /** Makes and takes back; what it makes is in `made` afterwards. */
  actor(context: ProviderContext): RemoteActor;
  /** The key that was made; null: not yet, or none needs to be. */
  made(): Credentials | null;
  readonly makesKey: boolean;
  /** Waits until the provider takes the key everywhere. Throws Failure after a minute. */
  ready(key: Credentials, context: ProviderContext): Promise<void>;
  /** After everything else: switches off the key that was exchanged. Steps that are left to the person. */
  retire(context: ProviderContext): Promise<readonly Text[]>;
}

/** The part of a provider that is loaded when it has been chosen. */
export interface ProviderWorks<A extends Answers = Answers> {
  /** What to say where no keys are found and nobody can be asked. Absent: AWS's. */
  readonly credentialsMissing?: Problem;
  /** Looks for keys where the provider's own tools look; null: none anywhere. `stored` is the env file's content. */
  findCredentials(
    hints: CredentialHints,
    env: ProviderContext["env"],
    stored: ReadonlyMap<string, string>,
  ): Promise<Credentials | null>;
  /** Only reads. Throws Failure where the answers cannot work (refused keys, a bucket of somebody else). `project`: as it will be, for a provider that depends on it. */
  survey(answers: A, context: ProviderContext, project?: Project): Promise<Survey<A>>;
  /** Writes, reads, links and deletes a small object, with nothing of it left. Throws Failure at the first thing refused. */
  probe(answers: A, context: ProviderContext): Promise<readonly Check[]>;
  /**
   * After a proof: removes what is left hidden of its objects (old versions). Warnings for what must stay, the one called `sweep` if it
   * could not do its work; never a failure of its own.
   */
  sweep?(answers: A, context: ProviderContext): Promise<readonly Check[]>;
  /** What it would take to give the app a user of its own; null: nobody asked for one. Only reads. */
  surveyAppUser?(answers: A, stored: ReadonlyMap<string, string>, context: ProviderContext): Promise<AppUser | null>;
  /** The name of a user that the keys at hand may make for the app, though nobody asked for one; null: none. Only reads, and never fails. */
  offerAppUser?(answers: A, stored: ReadonlyMap<string, string>, context: ProviderContext): Promise<string | null>;
  /** The app's user of an earlier run, whose key `stored` holds and which stays; null: there is none. Only reads, and never fails. */
  keptAppUser?(answers: A, stored: ReadonlyMap<string, string>, context: ProviderContext): Promise<string | null>;
  actors(context: ProviderContext): Partial<Record<RemoteKind, RemoteActor>>;

  env(answers: A, credentials: Credentials): readonly EnvVar[];
  requirements(answers: A, project: Project): readonly Requirement[];
  readonly owns: Owned;
  /** The whole text of media_storage.py, with `\n` line ends. */
  mediaStorage(answers: A, project: Project): string;
  /** The disk that the service in render.yaml must have; null or absent: none. */
  disk?(answers: A): Disk | null;
  /** Lines of the managed block in the URL configuration; null or absent: none. */
  urls?(answers: A, project: Project): readonly string[] | null;
  /** The command that copies the files of a folder to where the app will look for them; absent: there is none. */
  copyCommand?(answers: A, folder: string): string;
  /** What must be done at the provider or in its Dashboard before the commit is pushed; absent: nothing. `project`: as it will be. */
  beforehand?(answers: A, project: Project): readonly Text[];
  /** What is left to do there after that, for the last words; absent: nothing. */
  afterwards?(answers: A, project: Project): readonly Text[];
  /** `project`: what it pins decides which class is expected. */
  expectation(answers: A, credentials: Credentials, project?: Project): ProofExpectation;
}

/** The part that is light enough for --help and the first question. */
export interface Provider {
  readonly id: ProviderId;
  readonly title: string;
  /** What it can do and costs, for `compare` and for the choice. */
  readonly compare: ProviderFacts;
  load(): Promise<ProviderWorks>;
}
