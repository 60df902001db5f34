/** What a service that is not AWS leaves out, as checks that say so: nothing of it is asked of the service, and nothing fails for it. */
import * as say from "../../messages/s3-services.ts";
import type { S3Answers } from "../../model/answers.ts";
import type { Check } from "../../model/check.ts";
import type { CorsSurvey } from "./cors.ts";
import type { PolicySurvey } from "./public-read.ts";
import type { S3Service } from "./services.ts";

/** Beside the bucket: the public access block and the versions that S3 would have. `host`: of a service that is not known here. */
export function withoutBlock(service: S3Service | null, host: string, answers: S3Answers): readonly Check[] {
  const checks: Check[] = [];
  if (answers.access === "private") {
    const message = say.noPublicAccessBlock(service?.title ?? host);
    checks.push({ id: "public-access-block", status: "skip", message });
  }
  if (service?.versions === false) {
    checks.push({ id: "versioning", status: "skip", message: say.noVersions(service.title), docsUrl: service.docsUrl });
  }
  return checks;
}

/** In place of a bucket policy, where the service has none: how files are made public there. */
export function withoutPolicy(service: S3Service, answers: S3Answers): PolicySurvey {
  if (answers.access === "private") return { readers: "nobody", change: null, check: null };
  const words = { message: say.noBucketPolicy(service.title), next: service.publicAccess };
  return {
    readers: "anybody",
    change: null,
    check: { id: "policy", status: "warn", ...words, docsUrl: service.docsUrl },
  };
}

/** In place of a CORS rule, where the service takes none through S3. */
export function withoutCors(service: S3Service, answers: S3Answers): CorsSurvey {
  if (answers.corsOrigin.length === 0) return { change: null, check: null, leftOut: null };
  const leftOut: Check = { id: "cors", status: "warn", ...say.noCors(service.title), docsUrl: service.docsUrl };
  return { change: null, check: null, leftOut };
}
