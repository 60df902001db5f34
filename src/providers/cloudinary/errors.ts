/** From an answer of Cloudinary's API that is an error, or from none at all, to one problem of this tool. */
import { EXIT, Failure, Interrupted } from "../../lib/failure.ts";
import { networkCause } from "../../lib/network-cause.ts";
import { networkFailures, type RefusalId, refusals } from "../../messages/cloudinary-errors.ts";

/** Which request, for sentences. */
export interface Request {
  readonly host: string;
  /** `ping`, `upload`: as the documentation calls it. */
  readonly operation: string;
  readonly cloud: string;
}

export interface Refusal {
  readonly status: number;
  /** Cloudinary's own words; "" if it said nothing. */
  readonly words: string;
  /** A web page came, or nothing that can be read. */
  readonly page: boolean;
  /** X-FeatureRateLimit-Reset, as it was sent. */
  readonly until: string | null;
}

const DOCS = "https://cloudinary.com/documentation";
const KEYS_DOCS = `${DOCS}/finding_your_credentials_tutorial`;
const LIMITS_DOCS = `${DOCS}/developer_onboarding_faq`;
const ERRORS_DOCS = `${DOCS}/admin_api#error_handling`;

/** By status and words; the first that fits. What Cloudinary says is written down nowhere: these are words that it was seen to use. */
const CASES: readonly (readonly [number | null, RegExp, RefusalId, string])[] = [
  [null, /cloud_name mismatch|api_key.*(?:not|doesn.t) belong/i, "key-of-another-cloud", KEYS_DOCS],
  [
    null,
    /(?:invalid|unknown) cloud[_ ]?name|cloud[_ ]?name .*(?:not found|does not exist)/i,
    "unknown-cloud",
    KEYS_DOCS,
  ],
  [null, /(?:cloud|account|product environment).*(?:disabled|suspended|blocked)/i, "cloud-disabled", KEYS_DOCS],
  [null, /(?:unknown|invalid) api[_ ]?key|api[_ ]?key.*(?:disabled|inactive)/i, "unknown-api-key", KEYS_DOCS],
  [null, /api[_ ]?secret mismatch|invalid api[_ ]?secret|invalid signature/i, "wrong-api-secret", KEYS_DOCS],
  [null, /^stale request/i, "clock-skew", ERRORS_DOCS],
  [
    400,
    /file size too large|maximum (?:image )?(?:file )?size is|too many (?:mega)?pixels/i,
    "file-too-large",
    LIMITS_DOCS,
  ],
  [
    400,
    /invalid image file|unsupported (?:video|image|audio) (?:format|file)|unsupported file|not a valid (?:image|video)|corrupt/i,
    "content-refused",
    `${DOCS}/formats_supported_for_transformation`,
  ],
  [null, /quota|(?:account|plan|usage) limit|storage limit/i, "cloudinary-quota", LIMITS_DOCS],
  [401, /./s, "keys-refused", KEYS_DOCS],
  [403, /(?:)/, "cloudinary-denied", `${DOCS}/permissions_overview`],
];

/** The problem that a refusal is. Signatures do not get into it. */
export function refused(refusal: Refusal, request: Request): Failure {
  const [id, docsUrl] = caseOf(refusal);
  const facts = { ...request, status: refusal.status, words: clean(refusal.words), until: refusal.until };
  const { message, next } = refusals[id];
  return new Failure({ code: id, exit: EXIT.failed, message: message(facts), next: next(facts), docsUrl });
}

function caseOf({ status, words, page }: Refusal): readonly [RefusalId, string] {
  if (status === 420 || status === 429) return ["cloudinary-rate-limit", `${DOCS}/admin_api#usage_limits`];
  // https://datatracker.ietf.org/doc/html/rfc6585#section-6
  if (status === 511) return ["not-cloudinary", `${DOCS}/ts_admin_api_authentication_issues`];
  if (status >= 500) return ["cloudinary-busy", ERRORS_DOCS];
  // https://cloudinary.com/documentation/ts_admin_api_authentication_issues: a page means that the keys or the cloud are wrong.
  if (page)
    return [status >= 400 ? "html-instead-of-json" : "not-cloudinary", `${DOCS}/ts_admin_api_authentication_issues`];
  for (const [only, pattern, id, docsUrl] of CASES) {
    if ((only === null || only === status) && pattern.test(words)) return [id, docsUrl];
  }
  return status === 401 ? ["keys-refused", KEYS_DOCS] : ["cloudinary-refused", ERRORS_DOCS];
}

/** `Invalid Signature 4f2a…. String to sign - '…'` names what was signed, which helps nobody here. */
function clean(words: string): string {
  return words
    .replace(/(invalid signature) \S+.*$/is, "$1")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}

/** An answer in JSON, and yet not Cloudinary's. */
export function notCloudinary(request: Request): Failure {
  return refused({ status: 200, words: "", page: true, until: null }, request);
}

/** The problem that a request without an answer is; Interrupted if it is the person's Ctrl-C. */
export function unreached(error: unknown, request: Request, signal: AbortSignal): Failure | Interrupted {
  if (error instanceof Failure || error instanceof Interrupted) return error;
  if (signal.aborted) return new Interrupted();
  const { cause, code } = networkCause(error);
  const { message, next } = networkFailures[cause];
  const facts = { host: request.host, operation: request.operation, code };
  return new Failure({ code: cause, exit: EXIT.failed, message: message(facts), next: next() }, { cause: error });
}
