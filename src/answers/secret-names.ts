/** Secrets: never a flag, never in the answers file. They come from the environment or from a masked prompt. */
import type { Group } from "./question.ts";

export interface SecretName {
  readonly env: string;
  readonly group: Group;
}

export const SECRETS: readonly SecretName[] = [
  { env: "AWS_ACCESS_KEY_ID", group: "s3" },
  { env: "AWS_SECRET_ACCESS_KEY", group: "s3" },
  { env: "AWS_SESSION_TOKEN", group: "s3" },
  { env: "CLOUDINARY_URL", group: "cloudinary" },
  { env: "CLOUDINARY_API_KEY", group: "cloudinary" },
  { env: "CLOUDINARY_API_SECRET", group: "cloudinary" },
  { env: "RENDER_API_KEY", group: "render" },
];

/** As people write them, without dashes, underscores and capitals; the variable that is meant. */
const SPELLINGS: Readonly<Record<string, string>> = {
  accesskey: "AWS_ACCESS_KEY_ID",
  accesskeyid: "AWS_ACCESS_KEY_ID",
  keyid: "AWS_ACCESS_KEY_ID",
  awsaccesskey: "AWS_ACCESS_KEY_ID",
  awskey: "AWS_ACCESS_KEY_ID",
  secret: "AWS_SECRET_ACCESS_KEY",
  secretkey: "AWS_SECRET_ACCESS_KEY",
  secretaccesskey: "AWS_SECRET_ACCESS_KEY",
  awssecret: "AWS_SECRET_ACCESS_KEY",
  awssecretkey: "AWS_SECRET_ACCESS_KEY",
  password: "AWS_SECRET_ACCESS_KEY",
  credentials: "AWS_SECRET_ACCESS_KEY",
  token: "AWS_SESSION_TOKEN",
  sessiontoken: "AWS_SESSION_TOKEN",
  securitytoken: "AWS_SESSION_TOKEN",
  awssecuritytoken: "AWS_SESSION_TOKEN",
  apikey: "CLOUDINARY_API_KEY",
  apisecret: "CLOUDINARY_API_SECRET",
  cloudinarykey: "CLOUDINARY_API_KEY",
  cloudinarysecret: "CLOUDINARY_API_SECRET",
  renderkey: "RENDER_API_KEY",
  rendertoken: "RENDER_API_KEY",
};

const squeeze = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The variable for a secret that somebody gave as a flag or as a key of the answers file; null: it is no secret's name. */
export function secretVariable(word: string): string | null {
  const name = squeeze(word);
  if (Object.hasOwn(SPELLINGS, name)) return SPELLINGS[name] ?? null;
  return SECRETS.find((secret) => squeeze(secret.env) === name)?.env ?? null;
}
