/** Looks at the account and the bucket without changing either, in the order in which a mistake is best explained. */
import { GetBucketVersioningCommand } from "@aws-sdk/client-s3";
import { EXIT, Failure } from "../../lib/failure.ts";
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/s3.ts";
import { everybodyReads, publicNeedsPrefix, wereRead } from "../../messages/s3-public.ts";
import { named, regionRefused } from "../../messages/s3-services.ts";
import type { S3Answers } from "../../model/answers.ts";
import type { RemoteChange, Warning } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { ProviderContext, Survey } from "../../model/provider.ts";
import { arnOf } from "./arn.ts";
import { bucketChange } from "./bucket.ts";
import { bucketNameProblem } from "./bucket-name.ts";
import { type BucketAddress, type BucketConnection, withBucket } from "./connection.ts";
import { surveyCors } from "./cors.ts";
import { hostOf } from "./endpoint.ts";
import { isOutOfReach } from "./errors.ts";
import { whoAmI } from "./identity.ts";
import { locate } from "./locate.ts";
import { corsOriginProblem, endpointUrlProblem } from "./origins.ts";
import { prefixProblem } from "./prefix.ts";
import { surveyBlock } from "./public-access-block.ts";
import { surveyPolicy } from "./public-read.ts";
import { awsRegionProblem, regionProblem } from "./regions.ts";
import { withoutBlock, withoutCors, withoutPolicy } from "./service-checks.ts";
import { regionOf, serviceOf, takesRegion } from "./services.ts";

const VERSIONING_DOCS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html";
const CORS_DOCS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html";

/** Throws Failure: 2 for a value that cannot be right, 3 for a bucket that is missing and may not be made, 1 for what is refused. */
export async function survey(answers: S3Answers, context: ProviderContext): Promise<Survey<S3Answers>> {
  refuseBadForms(answers);
  const aws = answers.endpointUrl === undefined;
  const checks: Check[] = [];
  const warnings: Warning[] = [];
  let account: string | null = null;
  if (aws) {
    const identity = await whoAmI(answers.region, context);
    account = identity.account;
    checks.push(identity.check);
    if (identity.root) warnings.push({ code: "root-credentials", ...say.rootKeys, mustAccept: true });
  }
  if (context.credentials.temporary) {
    warnings.push({ code: "temporary-credentials", ...say.temporaryKeys, mustAccept: false });
  }
  if (answers.access === "public") {
    warnings.push({ code: "public-files", ...everybodyReads(`${answers.bucket}/${answers.prefix}`), mustAccept: true });
  }
  if (answers.corsOrigin.includes("*")) warnings.push({ code: "cors-any-origin", ...say.anyOrigin, mustAccept: true });

  const located = await locate(addressOf(answers, account), context);
  const { exists } = located;
  if (!exists && answers.createBucket !== true) {
    const words = say.bucketMissing(answers.bucket);
    throw new Failure({ code: "bucket-missing", exit: EXIT.needsInput, place: "--bucket", ...words });
  }
  const address: BucketAddress = { ...located.address, made: !exists };
  if (!aws) checks.push(elsewhere(address, context));
  checks.push({
    id: "bucket",
    status: "pass",
    message: exists
      ? say.bucketFound(answers.bucket, address.region)
      : say.bucketToBeMade(answers.bucket, address.region),
  });
  return await withBucket(address, context, (bucket) => lookInside(bucket, answers, checks, warnings));
}

async function lookInside(
  bucket: BucketConnection,
  answers: S3Answers,
  checks: Check[],
  warnings: readonly Warning[],
): Promise<Survey<S3Answers>> {
  const { address } = bucket;
  const changes: RemoteChange[] = [bucketChange(address)];
  const aws = address.endpointUrl === null;
  const service = serviceOf(address.endpointUrl);
  const policy =
    service?.bucketPolicy === false ? withoutPolicy(service, answers) : await surveyPolicy(bucket, answers);
  const block = aws ? await surveyBlock(bucket, policy.readers) : { change: null, check: null };
  // A closed block refuses the policy, and a policy that somebody else left open refuses to be written behind it.
  const inOrder = policy.readers === "anybody" ? [block, policy] : [policy, block];
  for (const { change } of inOrder) if (change !== null) changes.push(change);
  const wasPublic = answers.access === "private" && policy.change !== null;
  for (const { check } of [block, policy]) if (check !== null) checks.push(check);
  if (aws) checks.push(await versioning(bucket));
  else checks.push(...withoutBlock(service, bucket.request("GetPublicAccessBlock", {}).host, answers));
  const cors = service?.cors === false ? withoutCors(service, answers) : await surveyCors(bucket, answers);
  if (cors.change !== null) changes.push(cors.change);
  for (const check of [cors.check, cors.leftOut]) if (check !== null) checks.push({ docsUrl: CORS_DOCS, ...check });

  const corrections: { name: keyof S3Answers & string; reason: ReturnType<typeof say.regionCorrected> }[] = [];
  if (address.region !== answers.region) {
    const reason = say.regionCorrected(answers.bucket, answers.region, address.region);
    corrections.push({ name: "region", reason });
  }
  // What cannot be set must not be demanded afterwards, by the proof of this run or by the next run.
  if (cors.leftOut !== null) corrections.push({ name: "corsOrigin", reason: cors.leftOut.message });
  const corrected: S3Answers = {
    ...answers,
    region: address.region,
    ...(cors.leftOut === null ? {} : { corsOrigin: [] }),
  };
  const past: readonly Warning[] = wasPublic ? [{ code: "files-were-public", ...wereRead, mustAccept: false }] : [];
  return { answers: corrected, corrections, checks, warnings: [...warnings, ...past], changes };
}

/** Versioning is left as it is; that it could be switched on is said, with the command. */
async function versioning(bucket: BucketConnection): Promise<Check> {
  const { bucket: name, region, made } = bucket.address;
  const off: Check = {
    id: "versioning",
    status: "warn",
    ...say.versioningOff(name, region),
    docsUrl: VERSIONING_DOCS,
  };
  if (made) return off;
  const answer = await bucket.attempt("GetBucketVersioning", {}, (client, options) =>
    client.send(new GetBucketVersioningCommand(bucket.target), options),
  );
  if (!answer.ok) {
    if (!isOutOfReach(answer.refusal)) throw answer.failure;
    return {
      id: "versioning",
      status: "skip",
      ...say.versioningUnreadable(answer.refusal.code, arnOf(bucket.address)),
    };
  }
  return answer.value.Status === "Enabled" ? { id: "versioning", status: "pass", message: say.versioningOn } : off;
}

function elsewhere(address: BucketAddress, context: ProviderContext): Check {
  const who = named(serviceOf(address.endpointUrl)?.title ?? null, hostOf(address, context.env));
  const message = say.identityElsewhere(who, context.credentials.detail);
  return { id: "s3-compatible", status: "pass", message };
}

export function addressOf(answers: S3Answers, account: string | null): BucketAddress {
  return {
    bucket: answers.bucket,
    region: answers.region,
    endpointUrl: answers.endpointUrl ?? null,
    account,
    prefix: answers.prefix,
    made: false,
  };
}

/** Answers were checked where they were given; whoever calls this with others (a hand-made answers file) is told the same here. */
function refuseBadForms(answers: S3Answers): void {
  const aws = answers.endpointUrl === undefined;
  const problems = [
    ["--bucket", bucketNameProblem(answers.bucket)],
    ["--region", aws ? awsRegionProblem(answers.region) : (regionProblem(answers.region) ?? otherRegion(answers))],
    ["--prefix", prefixProblem(answers.prefix)],
    ["--endpoint-url", answers.endpointUrl === undefined ? null : endpointUrlProblem(answers.endpointUrl)],
    ...answers.corsOrigin.map((origin) => ["--cors-origin", corsOriginProblem(origin)] as const),
  ] as const;
  if (answers.access === "public" && answers.prefix === "") {
    throw new Failure({ code: "public-needs-prefix", exit: EXIT.usage, place: "--prefix", ...publicNeedsPrefix });
  }
  for (const [place, message] of problems) {
    if (message !== null)
      throw new Failure({ code: "invalid-value", exit: EXIT.usage, message, place, next: say.giveAnother(place) });
  }
}

function otherRegion({ endpointUrl = "", region }: S3Answers): Text | null {
  const title = serviceOf(endpointUrl)?.title ?? "";
  return takesRegion(endpointUrl, region) ? null : regionRefused(title, region, regionOf(endpointUrl) ?? "");
}
