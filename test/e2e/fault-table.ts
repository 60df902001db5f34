/**
 * What networks and services do to a run, and what it says then: one line for each fault, one column for each service.
 * The code is that of the problem which the run ends with (exit 1, everything as before); with a stroke, one of two. THROUGH: tried again,
 * and all goes well; null: this service cannot fail so.
 */
import type { startFaultProxy } from "../support/fault-proxy.mjs";

type Proxy = Awaited<ReturnType<typeof startFaultProxy>>;
export type Match = Parameters<Proxy["add"]>[0];
export type Answer = NonNullable<Parameters<Proxy["add"]>[1]>;

export const SERVICES = ["s3", "cloudinary", "render"] as const;
export type Service = (typeof SERVICES)[number];

export const THROUGH = "goes through";
type Ending = string | null;

/** What happens to a request: an answer of the proxy, to each service in its own words; or no proxy is there at all. */
type What = Answer | Readonly<Record<Service, Answer>> | "a closed port" | "an unknown host";

export interface Fault {
  readonly name: string;
  readonly what: What;
  /** It passes by itself after this many requests. */
  readonly times: number;
  readonly ends: Readonly<Record<Service, Ending>>;
}

const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value),
});
/** Each service in its own words: S3's code, Cloudinary's sentence, Render's. */
const said = (status: number, code: string, words: string, headers: Record<string, string> = {}) => ({
  s3: { status, code, headers },
  cloudinary: json(status, { error: { message: words } }, headers),
  render: json(status, { id: "x", message: words }, headers),
});
const page = (status: number, headers: Record<string, string> = {}): Answer => ({ status, html: true, headers });
const SKEWED = {
  s3: { status: 403, code: "RequestTimeTooSkewed" },
  cloudinary: json(400, { error: { message: "Stale request - reported time is 2026-11-24 10:00:00 +0000" } }),
  render: {},
};
const REVOKED = {
  s3: { status: 400, code: "ExpiredToken" },
  cloudinary: json(401, { error: { message: "unknown api_key" } }),
  render: json(401, { message: "Unauthorized" }),
};
const RESET: Answer = { reset: true };
const HALF: Answer = { half: true };
const BUSY = said(503, "SlowDown", "Please reduce your request rate");
const LATER = said(429, "SlowDown", "Too many requests", { "retry-after": "1" });
const AT_ONCE = said(429, "SlowDown", "Too many requests", { "retry-after": "0" });

// biome-ignore format: it is a table
const ROWS: readonly (readonly [name: string, what: What, times: number, s3: Ending, cloudinary: Ending, render: Ending])[] = [
  ["a port where nobody listens",               "a closed port",            9e9, "connection-refused", "connection-refused",   "render-unreachable"],
  ["a host that DNS does not know",             "an unknown host",          9e9, "host-not-found",     "host-not-found",       "render-unreachable"],
  ["a connection that is reset, always",        RESET,                      9e9, "connection-lost",    "connection-lost",      "render-unreachable"],
  ["a connection that is reset, once",          RESET,                        1, THROUGH,              THROUGH,                THROUGH],
  ["half an answer, always",                    HALF,                       9e9, "connection-lost",    "connection-lost",      "render-unreachable"],
  ["half an answer, once",                      HALF,                         1, THROUGH,              THROUGH,                THROUGH],
  ["silence",                                   { hang: true },             9e9, "timed-out",          "timed-out",            "render-unreachable"],
  ["silence, once",                             { hang: true },               1, THROUGH,              THROUGH,                THROUGH],
  ["half an answer, and then silence",          { stall: true },            9e9, "connection-lost|timed-out",         "timed-out",            "render-unreachable"],
  ["500",                                       said(500, "InternalError", "Internal error"), 9e9, "service-busy", "cloudinary-busy", "render-down"],
  ["503 SlowDown, always",                      BUSY,                       9e9, "service-busy",       "cloudinary-busy",      "render-down"],
  ["503 SlowDown, twice",                       BUSY,                         2, THROUGH,              THROUGH,                THROUGH],
  ["429 with Retry-After, once",                LATER,                        1, THROUGH,              THROUGH,                THROUGH],
  ["429 with Retry-After, always",              AT_ONCE,                    9e9, "service-busy",       "cloudinary-rate-limit", "render-rate-limited"],
  ["a clock that is off",                       SKEWED,                     9e9, "clock-skew",         "clock-skew",           null],
  ["keys that expire or are revoked",           REVOKED,                    9e9, "token-expired",      "unknown-api-key",      "render-key-refused"],
  ["a captive portal: its page with 200",       page(200),                  9e9, "not-s3",             "not-cloudinary",       "render-unreachable"],
  ["a captive portal: its page with 511",       page(511),                  9e9, "not-s3",             "not-cloudinary",       "render-unreachable"],
  ["a captive portal: a redirect to its page",  page(302, { location: "http://login.invalid/" }), 9e9, "not-s3", "not-cloudinary", "render-unreachable"],
  ["a proxy that forbids, with a page",         page(403),                  9e9, "not-s3",             "html-instead-of-json", "render-unreachable"],
  ["a gateway out of order, with a page",       page(502),                  9e9, "service-busy",       "cloudinary-busy",      "render-down"],
  ["200, and nothing",                          { status: 200, body: "" },  9e9, "not-an-identity",           "not-cloudinary",       "render-unreachable"],
  ["200, and JSON of somebody else",            json(200, { hello: 1 }),    9e9, "not-s3",             "not-cloudinary",       "render-unreachable"],
];

export const FAULTS: readonly Fault[] = ROWS.map(([name, what, times, s3, cloudinary, render]) => ({
  name,
  what,
  times,
  ends: { s3, cloudinary, render },
}));

/** A change that the run makes, for faults that strike in its midst; what puts back meets them no more. */
export const CHANGE: Readonly<Record<Service, Match>> = {
  s3: { method: "PUT", query: /^cors/ },
  cloudinary: { method: "POST", path: /\/raw\/upload$/ },
  render: { method: "PUT", path: /\/env-vars\/CLOUDINARY_CLOUD_NAME$/ },
};
/** How often one request is tried. */
const TRIES: Readonly<Record<Service, number>> = { s3: 3, cloudinary: 3, render: 4 };

/** How often a fault meets the one request that changes something. A login page or a refused key is met once: it is not tried again. */
export function timesAtChange({ what, times }: Fault, service: Service): number {
  const answer = typeof what === "string" ? {} : "s3" in what ? what[service] : what;
  const { status = 0 } = answer;
  const final = (status >= 300 && status < 500 && status !== 429) || (answer.html === true && status !== 502);
  return Math.min(times, final ? 1 : TRIES[service]);
}

/** A success without a body is what S3 says to a change. */
export const canStrikeAtChange = ({ what, name }: Fault): boolean =>
  typeof what !== "string" && !name.startsWith("200, ");

/** The proxy's answer to this service; null: nobody is there to answer. */
export function answerOf({ what }: Fault, service: Service): Answer | null {
  if (typeof what === "string") return null;
  return "s3" in what ? what[service] : what;
}
