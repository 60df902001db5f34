/** Our CORS rule as plain data: what setup writes, and what `policy --cors` prints for somebody who writes it by hand. Light: no SDK. */
import type { S3Answers } from "../../model/answers.ts";
import type { Json } from "../../model/change.ts";
import type { S3Service } from "./services.ts";

/** Ours is known by it, and replaced as a whole. */
export const RULE_ID = "vet-media-setup";
/** A rule as S3 sends it, without the members that it left out. */
export type Rule = Readonly<Record<string, Json>>;

/** What a form or fetch() sends along with a file, where the service takes no `*`. */
const UPLOAD_HEADERS = ["Content-Type", "Content-MD5", "Content-Disposition", "Cache-Control"];

export function methodsFor(directUpload: boolean): readonly string[] {
  return directUpload ? ["GET", "HEAD", "PUT", "POST"] : ["GET", "HEAD"];
}

/**
 * What pages of the site need to read files by script, and no more; headers only for uploads straight from the browser.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function ruleFor(
  { corsOrigin, directUpload }: Pick<S3Answers, "corsOrigin" | "directUpload">,
  service: S3Service | null,
): Rule {
  return {
    ID: RULE_ID,
    ...(directUpload ? { AllowedHeaders: service?.anyCorsHeader === false ? UPLOAD_HEADERS : ["*"] } : {}),
    AllowedMethods: [...methodsFor(directUpload)],
    AllowedOrigins: [...corsOrigin],
    ExposeHeaders: ["ETag", "Content-Length", "Content-Disposition"],
    MaxAgeSeconds: 3600,
  };
}

/** The file that `aws s3api put-bucket-cors --cors-configuration file://…` takes. It replaces whatever rules the bucket has. */
export function corsDocument(rule: Rule): Json {
  return { CORSRules: [rule] };
}
