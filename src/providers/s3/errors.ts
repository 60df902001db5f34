/** From whatever the SDK throws to one problem of this tool: which code, which request, what to do next. */
import { EXIT, Failure, Interrupted } from "../../lib/failure.ts";
import { networkCause } from "../../lib/network-cause.ts";
import { type RefusalId, type Refused, refusals } from "../../messages/s3-errors.ts";
import { networkFailures } from "../../messages/s3-network.ts";
import { named } from "../../messages/s3-services.ts";
import { type S3Service, serviceOf } from "./services.ts";
import { WebPageAnswer } from "./web-page.ts";

/** One request, in the words of a policy. */
export interface Request {
  readonly service: "S3" | "STS" | "IAM";
  /** `PutObject`, as the API calls it. */
  readonly operation: string;
  /** `s3:PutObject`, as a policy calls it (HeadBucket is s3:ListBucket). */
  readonly action: string;
  /** `bucket` or `bucket/key`; for STS the account. */
  readonly on: string;
  /** What a policy must name: an ARN. */
  readonly resource: string;
  readonly host: string;
  readonly region: string;
  readonly compatible: boolean;
}

/** An answer that is an error, whatever form the SDK gave it. */
export interface Refusal {
  /** The service's code; for a HEAD, which has no body, the one that its status stands for. */
  readonly code: string;
  readonly status: number;
  readonly words: string;
  /** The bucket's region, where header or body named it. */
  readonly region: string | null;
}

const S3_DOCS = "https://docs.aws.amazon.com/AmazonS3/latest";
const IAM_DOCS = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const ERRORS = `${S3_DOCS}/API/ErrorResponses.html`;

/** Codes of https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and of STS, each with its sentence and its page. */
const CODES: Readonly<Record<string, readonly [RefusalId, string]>> = {
  InvalidAccessKeyId: ["unknown-access-key", `${IAM_DOCS}/id_credentials_access-keys.html`],
  InvalidClientTokenId: ["unknown-access-key", `${IAM_DOCS}/id_credentials_access-keys.html`],
  UnrecognizedClientException: ["unknown-access-key", `${IAM_DOCS}/id_credentials_access-keys.html`],
  SignatureDoesNotMatch: ["wrong-secret", `${IAM_DOCS}/signature-v4-troubleshooting.html`],
  InvalidSignatureException: ["wrong-secret", `${IAM_DOCS}/signature-v4-troubleshooting.html`],
  IncompleteSignature: ["wrong-secret", `${IAM_DOCS}/signature-v4-troubleshooting.html`],
  ExpiredToken: ["token-expired", `${IAM_DOCS}/id_credentials_temp_use-resources.html`],
  ExpiredTokenException: ["token-expired", `${IAM_DOCS}/id_credentials_temp_use-resources.html`],
  InvalidToken: ["token-invalid", `${IAM_DOCS}/id_credentials_temp_enable-regions.html`],
  RequestTimeTooSkewed: ["clock-skew", ERRORS],
  RequestInTheFuture: ["clock-skew", ERRORS],
  RequestExpired: ["clock-skew", ERRORS],
  AccessDenied: ["access-denied", `${S3_DOCS}/userguide/troubleshoot-403-errors.html`],
  AccessDeniedException: ["access-denied", `${S3_DOCS}/userguide/troubleshoot-403-errors.html`],
  AllAccessDisabled: ["account-inactive", `${S3_DOCS}/userguide/ErrorCodeBilling.html`],
  AccountProblem: ["account-inactive", `${S3_DOCS}/userguide/ErrorCodeBilling.html`],
  NotSignedUp: ["account-inactive", `${S3_DOCS}/userguide/ErrorCodeBilling.html`],
  OptInRequired: ["account-inactive", `${S3_DOCS}/userguide/ErrorCodeBilling.html`],
  NoSuchBucket: ["no-such-bucket", ERRORS],
  NoSuchKey: ["no-such-key", ERRORS],
  NotFound: ["no-such-key", ERRORS],
  BucketAlreadyExists: ["bucket-taken", `${S3_DOCS}/userguide/bucketnamingrules.html`],
  BucketAlreadyOwnedByYou: ["bucket-already-yours", ERRORS],
  OperationAborted: ["bucket-busy", ERRORS],
  PermanentRedirect: ["wrong-region", `${S3_DOCS}/userguide/Redirects.html`],
  TemporaryRedirect: ["bucket-moving", `${S3_DOCS}/userguide/Redirects.html`],
  Redirect: ["bucket-moving", `${S3_DOCS}/userguide/Redirects.html`],
  AuthorizationHeaderMalformed: ["wrong-signing-region", ERRORS],
  IllegalLocationConstraintException: ["region-mismatch", ERRORS],
  InvalidLocationConstraint: [
    "region-not-enabled",
    "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html",
  ],
  InvalidBucketName: ["bucket-name-refused", `${S3_DOCS}/userguide/bucketnamingrules.html`],
  AccessControlListNotSupported: ["acl-not-supported", `${S3_DOCS}/userguide/about-object-ownership.html`],
  MalformedPolicy: ["request-refused", ERRORS],
  MalformedXML: ["request-refused", ERRORS],
  InvalidRequest: ["request-refused", ERRORS],
  InvalidArgument: ["request-refused", ERRORS],
  BadRequest: ["bad-request", ERRORS],
  TooManyBuckets: ["too-many-buckets", `${S3_DOCS}/userguide/BucketRestrictions.html`],
  SlowDown: ["service-busy", ERRORS],
  ServiceUnavailable: ["service-busy", ERRORS],
  InternalError: ["service-busy", ERRORS],
  NotImplemented: ["not-implemented", ERRORS],
  MethodNotAllowed: ["not-implemented", ERRORS],
  BucketNotEmpty: ["bucket-not-empty", ERRORS],
};

/** The answer to a HEAD has no body, so its status must say everything. */
const BY_STATUS: Readonly<Record<number, string>> = {
  301: "PermanentRedirect",
  307: "TemporaryRedirect",
  400: "BadRequest",
  403: "AccessDenied",
  404: "NotFound",
  405: "MethodNotAllowed",
  500: "InternalError",
  501: "NotImplemented",
  503: "ServiceUnavailable",
};

/** `NoSuch…Configuration`: there is nothing set yet. Not an error. */
export function isNotConfigured(refusal: Refusal): boolean {
  return (
    /^NoSuch(?:CORS|PublicAccessBlock|Lifecycle|Website|TagSet)?\w*Configuration$/.test(refusal.code) ||
    refusal.code === "NoSuchBucketPolicy" ||
    refusal.code === "OwnershipControlsNotFoundError"
  );
}

/** The key may not do this, or the service does not have it: for what is only nice to have, a reason to leave it out. */
export function isOutOfReach(refusal: Refusal): boolean {
  return /^(?:AccessDenied|AccessDeniedException|NotImplemented|MethodNotAllowed)$/.test(refusal.code);
}

/** What the service answered; null: the error is not an answer (network, abort, a bug). */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof WebPageAnswer) {
    return error.outOfOrder ? { code: `HTTP ${error.status}`, status: error.status, words: "", region: null } : null;
  }
  const metadata = field(error, "$metadata");
  const status = field(metadata, "httpStatusCode");
  const headers = field(field(error, "$response"), "headers");
  if (typeof status !== "number") return null;
  const named = text(field(error, "Code")) ?? text(field(error, "code")) ?? error.name;
  const nameless =
    !/^[A-Z][A-Za-z]+$/.test(named) || /^(?:Unknown|UnknownError|Error|Forbidden|S3ServiceException)$/.test(named);
  // An answer that broke off, or that nothing can be read from: the SDK gives it the status it began with.
  if (status < 300) return null;
  return {
    code: nameless ? (BY_STATUS[status] ?? `HTTP ${status}`) : named,
    status,
    words: /^UnknownError$|^Unknown$/.test(error.message) ? "" : oneLine(error.message),
    region: text(field(headers, "x-amz-bucket-region")) ?? text(field(error, "Region")) ?? regionIn(error.message),
  };
}

/** The problem that an error of the SDK is; Interrupted if it is the person's Ctrl-C. Secrets and signatures do not get into it. */
export function failureOf(error: unknown, request: Request, signal: AbortSignal): Failure | Interrupted {
  if (error instanceof Failure || error instanceof Interrupted) return error;
  if (signal.aborted) return new Interrupted();
  const refusal = refusalOf(error);
  return refusal === null ? unreached(error, request) : refused(refusal, request, error);
}

/** The same for a refusal at hand, optionally under a code of the caller's choice. */
function refused(refusal: Refusal, request: Request, cause?: unknown): Failure {
  const known = CODES[codeBehind(refusal)] ?? (refusal.status >= 500 ? CODES.InternalError : undefined);
  const [id, docsUrl] = known ?? (["s3-refused", ERRORS] as const);
  const service = request.compatible ? serviceOf(`https://${request.host}`) : null;
  const facts = factsOf(refusal, request, id, service);
  const { message, next } = refusals[id];
  // Another service speaks the codes of S3, and knows nothing of IAM.
  const page = service?.docsUrl ?? (request.compatible ? ERRORS : docsUrl);
  return new Failure(
    { code: id, exit: EXIT.failed, message: message(facts), next: next(facts), docsUrl: page },
    cause === undefined ? {} : { cause },
  );
}

/** STS calls it a wrong signature when it means the time in it: `Signature expired: 20261124T… is now earlier than …`. */
function codeBehind({ code, words }: Refusal): string {
  return /^Signature (?:expired|not yet current)/i.test(words) ? "RequestTimeTooSkewed" : code;
}

function factsOf(refusal: Refusal, request: Request, id: RefusalId, service: S3Service | null): Refused {
  // Words that repeat the code add nothing; those of a denial name the policy that denies, and sometimes another action (KMS).
  const telling = /because|is not authorized|kms:/i.test(refusal.words);
  const worth = id === "request-refused" || id === "s3-refused" || (id === "access-denied" && telling);
  const denied = id === "access-denied" ? /\b(?:s3|kms|sts|iam):[A-Za-z]+/.exec(refusal.words)?.[0] : undefined;
  return {
    who: request.compatible
      ? named(service?.title ?? null, request.host)
      : request.service === "S3"
        ? "S3"
        : `AWS ${request.service}`,
    operation: request.operation,
    on: request.on,
    code: refusal.code,
    words: worth ? refusal.words : "",
    action: denied ?? request.action,
    resource: request.resource,
    region: request.region,
    rightRegion: refusal.region === request.region ? null : refusal.region,
    compatible: request.compatible,
    keysUrl: service?.keysUrl ?? null,
    keyHint: service?.keyHint ?? null,
  };
}

function unreached(error: unknown, request: Request): Failure {
  const { cause, code } = networkCause(error);
  const page =
    error instanceof WebPageAnswer ||
    /Deserialization error|not valid XML|Unexpected token|char '.+' is not expected/i.test(String(error));
  const id = cause === "network-failed" && page ? "not-s3" : cause;
  const facts = { host: request.host, operation: request.operation, on: request.on, code: page ? "HTML" : code };
  const { message, next } = networkFailures[id];
  return new Failure({ code: id, exit: EXIT.failed, message: message(facts), next: next() }, { cause: error });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** AuthorizationHeaderMalformed says it in its sentence: `the region 'us-east-1' is wrong; expecting 'eu-west-1'`. */
function regionIn(message: string): string | null {
  return /expecting '([a-z0-9-]+)'/.exec(message)?.[1] ?? null;
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, " ").trim().slice(0, 500);
}
