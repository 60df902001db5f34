/** What the person wants, and where each value came from. Filled by answers/, read by everything after it. */
import type { Secret } from "../lib/secrets.ts";
import type { Lang, Text } from "../lib/text.ts";

/** The answers of a project, committed, without secrets. Beside manage.py. */
export const ANSWERS_FILE = "vet-media-setup.json";

/** In order of precedence, the highest first; `prompt` and `default` fill what nothing else says. */
export const SOURCES = ["flag", "env", "answers", "project", "prompt", "default"] as const;
export type Source = (typeof SOURCES)[number];

export const PROVIDER_IDS = ["s3", "cloudinary", "render-disk"] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];
export type Access = "private" | "public";
export type ProofDemand = "auto" | "required" | "off";

/** Answers that do not depend on the provider. */
export interface CommonAnswers {
  readonly provider: ProviderId;
  /** Dotted name of the settings module that production runs. */
  readonly settings: string;
  readonly access: Access;
  /** Relative to the project's root, `/` between folders. */
  readonly envFile: string;
  /** Name of the web service in render.yaml; undefined where there is no render.yaml. */
  readonly service?: string;
  /** Path of the Python to prove with; undefined: look for one. */
  readonly python?: string;
  readonly prove: ProofDemand;
  /** Language of what is written to files. */
  readonly lang: Lang;
  /** Leaving the Render disk: take it out of render.yaml, with whatever it holds. undefined: it stays. */
  readonly dropDisk?: boolean;
}

export interface S3Answers extends CommonAnswers {
  readonly provider: "s3";
  readonly bucket: string;
  readonly region: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** Set: an S3-compatible service, not AWS. */
  readonly endpointUrl?: string;
  /** undefined: not said (non-interactive: no). */
  readonly createBucket?: boolean;
  /** Web origins, `scheme://host[:port]`. Empty: no CORS rule. */
  readonly corsOrigin: readonly string[];
  readonly directUpload: boolean;
  readonly customDomain?: string;
  readonly profile?: string;
  /** Name of the IAM user that the app gets. */
  readonly createAppUser?: string;
  /** Exchange the app's key for a new one. */
  readonly rotateKey?: boolean;
}

export interface CloudinaryAnswers extends CommonAnswers {
  readonly provider: "cloudinary";
  readonly cloudName: string;
  /** Without slashes at its ends; may be empty. Public IDs begin with it. */
  readonly folder: string;
  /** API host of another region, `https://api-eu.cloudinary.com`; undefined: https://api.cloudinary.com. */
  readonly uploadPrefix?: string;
}

export interface RenderDiskAnswers extends CommonAnswers {
  readonly provider: "render-disk";
  /** Absolute path on Render's machine; the app's MEDIA_ROOT there. */
  readonly mountPath: string;
  readonly diskName: string;
  /** GB, whole. */
  readonly diskSize: number;
}

/** One member for each provider. */
export type Answers = S3Answers | CloudinaryAnswers | RenderDiskAnswers;

/** A value with its source, as the plan and the JSON document show it. */
export interface SourcedValue {
  readonly name: string;
  /** Secrets are Secret, and print as stars. */
  readonly value: string | number | boolean | readonly string[] | Secret;
  readonly source: Source;
  /** More about the source: the file and line, the variable's name, why this default. */
  readonly detail?: Text;
}

/** Keys for the provider's API, and where they were found. */
export interface Credentials {
  /** By the name of the environment variable: AWS_ACCESS_KEY_ID, CLOUDINARY_API_SECRET … Empty for a provider that needs none. */
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly source: Source;
  /** `profile "default"`, `environment`, `.env.render`. */
  readonly detail: Text;
  /** They expire: good for setting up, never to be written for the app. */
  readonly temporary: boolean;
}
