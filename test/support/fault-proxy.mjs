/**
 * An HTTP proxy before the stand-in that can answer in its stead, by rule: what AWS says and the stand-in cannot (the bucket of another
 * account, another region, an account that is not active, a clock that is off), and what networks do (a reset, a web page, silence).
 * It keeps the Host header as sent, so that signatures survive, and remembers every request.
 */
import { once } from "node:events";
import { createServer, request as forward } from "node:http";

/**
 * @typedef {object} SeenRequest
 * @property {string} method
 * @property {string} path      Decoded, without the query: `/bucket/media/x`.
 * @property {string} query     As sent, without `?`.
 * @property {Record<string, string>} headers   Names in lower case.
 * @property {boolean} ruled    A rule answered it.
 *
 * @typedef {object} Match      Every member that is there must match.
 * @property {string | RegExp} [method]
 * @property {string | RegExp} [path]
 * @property {string | RegExp} [query]
 * @property {Record<string, string | RegExp>} [headers]
 * @property {"s3" | "sts"} [service]  Told by the scope of the signature.
 *
 * @typedef {object} Answer     One of these:
 * @property {number} [status]  With `headers` and `body`, or with `code`.
 * @property {Record<string, string>} [headers]
 * @property {string} [body]
 * @property {string} [code]    An S3 or STS error of this code, in XML; `extra` is XML beside the code. A HEAD gets no body.
 * @property {string} [message]
 * @property {string} [extra]
 * @property {boolean} [html]   A web page, as a hotel's network shows it.
 * @property {boolean} [reset]  The connection breaks off.
 * @property {boolean} [hang]   Nothing, until the client gives up.
 * @property {boolean} [half]   The stand-in's own answer breaks off in its middle.
 * @property {boolean} [stall]  The same, but what follows is silence.
 * @property {readonly string[]} [drop]  The stand-in's own answer, less these headers (lower case).
 * @property {boolean} [after]  Only after the stand-in has done what was asked: its own answer is lost.
 *
 * @typedef {object} FaultProxy
 * @property {string} url
 * @property {(match: Match, answer: Answer, options?: { times?: number, skip?: number }) => void} add
 *   `times`: how often the rule answers (always); `skip`: how many matching requests pass first (none). The first rule that matches answers.
 * @property {() => void} clear     Forgets rules and requests.
 * @property {SeenRequest[]} requests
 * @property {(count: number) => Promise<void>} hanging  Resolves when so many requests have been left hanging since `clear`.
 * @property {() => void} breakOff   Breaks the connections of the requests that were left hanging: their client asks again at once.
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} target
 * @returns {Promise<FaultProxy>}
 */
export async function startFaultProxy(target) {
  const upstream = new URL(target);
  /** @type {{ match: Match, answer: Answer, times: number, skip: number }[]} */
  let rules = [];
  /** @type {SeenRequest[]} */
  const requests = [];
  let hung = 0;
  /** @type {import("node:http").ServerResponse[]} */
  let silent = [];
  /** @type {(() => void)[]} */
  let waiters = [];

  const server = createServer((incoming, outgoing) => {
    const seen = see(incoming);
    requests.push(seen);
    const rule = rules.find((one) => matches(one.match, seen) && isDue(one));
    if (rule === undefined) {
      pass(
        incoming,
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
          answer.pipe(outgoing);
        },
        () => outgoing.destroy(),
      );
      return;
    }
    rule.times -= 1;
    seen.ruled = true;
    const { drop } = rule.answer;
    if (drop !== undefined) {
      pass(
        incoming,
        (answer) => {
          const kept = Object.entries(answer.headers).filter(([name]) => !drop.includes(name));
          outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
          answer.pipe(outgoing);
        },
        () => outgoing.destroy(),
      );
      return;
    }
    if (rule.answer.half || rule.answer.stall) {
      pass(
        incoming,
        (answer) => void breakInTheMiddle(answer, outgoing, rule.answer),
        () => outgoing.destroy(),
      );
    } else if (rule.answer.after) {
      pass(
        incoming,
        (answer) => answer.resume().on("end", () => reply(rule.answer, seen, outgoing)),
        () => outgoing.destroy(),
      );
    } else if (rule.answer.reset) {
      outgoing.destroy();
    } else {
      incoming.resume().on("end", () => reply(rule.answer, seen, outgoing));
    }
  });

  /**
   * @param {import("node:http").IncomingMessage} incoming
   * @param {(answer: import("node:http").IncomingMessage) => void} answered
   * @param {() => void} failed
   */
  function pass(incoming, answered, failed) {
    const { hostname, port } = upstream;
    const headers = incoming.rawHeaders;
    const onward = forward(
      { hostname, port, method: incoming.method, path: incoming.url, headers, agent: false },
      answered,
    );
    onward.on("error", failed);
    incoming.pipe(onward);
  }

  /**
   * Half of the body; where there is none, half of the status line.
   * @param {import("node:http").IncomingMessage} answer
   * @param {import("node:http").ServerResponse} outgoing
   * @param {Answer} how
   */
  async function breakInTheMiddle(answer, outgoing, how) {
    const chunks = [];
    for await (const chunk of answer) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const end = () => {
      if (how.half) outgoing.destroy();
      else leaveHanging(outgoing);
    };
    if (body.length === 0) {
      outgoing.socket?.write("HTTP/1.1 20", end);
      return;
    }
    const { "transfer-encoding": _, ...headers } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, { ...headers, "content-length": body.length });
    outgoing.write(body.subarray(0, Math.floor(body.length / 2)), end);
  }

  /** @param {import("node:http").ServerResponse} outgoing */
  function leaveHanging(outgoing) {
    hung += 1;
    silent.push(outgoing);
    for (const wake of waiters.splice(0)) wake();
  }

  /**
   * @param {Answer} answer
   * @param {SeenRequest} seen
   * @param {import("node:http").ServerResponse} outgoing
   */
  function reply(answer, seen, outgoing) {
    if (answer.reset) {
      outgoing.destroy();
      return;
    }
    if (answer.hang) {
      leaveHanging(outgoing);
      return;
    }
    const body = answer.html
      ? "<!DOCTYPE html><html><body>Welcome! Sign in.</body></html>"
      : (answer.body ?? errorBody(answer, seen));
    const type = answer.html ? "text/html; charset=utf-8" : "application/xml";
    const named = answer.html ? {} : { "x-amz-request-id": "PROXY0000000000000" };
    outgoing.writeHead(answer.status ?? 200, {
      "content-type": type,
      ...named,
      ...answer.headers,
      "content-length": Buffer.byteLength(body),
    });
    outgoing.end(seen.method === "HEAD" ? undefined : body);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    add: (match, answer, { times = Number.POSITIVE_INFINITY, skip = 0 } = {}) => {
      rules.push({ match, answer, times, skip });
    },
    clear: () => {
      rules = [];
      requests.length = 0;
      hung = 0;
    },
    requests,
    hanging: async (count) => {
      while (hung < count) await new Promise((resolve) => waiters.push(() => resolve(undefined)));
    },
    breakOff: () => {
      for (const answer of silent) answer.destroy();
      silent = [];
    },
    stop: async () => {
      waiters = [];
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Whether a rule answers this time; counts down the requests that pass before it does.
 * @param {{ times: number, skip: number }} rule
 */
function isDue(rule) {
  if (rule.skip === 0) return rule.times > 0;
  rule.skip -= 1;
  return false;
}

/**
 * @param {import("node:http").IncomingMessage} incoming
 * @returns {SeenRequest}
 */
function see(incoming) {
  const [path = "", query = ""] = (incoming.url ?? "").split(/\?(.*)/s);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  return { method: incoming.method ?? "", path: decodeURIComponent(path), query, headers, ruled: false };
}

/**
 * @param {Match} match
 * @param {SeenRequest} seen
 */
function matches(match, seen) {
  const service = /\/(s3|sts|iam)\/aws4_request/.exec(
    `${seen.headers.authorization ?? ""} ${decodeURIComponent(seen.query)}`,
  )?.[1];
  return (
    fits(match.method, seen.method) &&
    fits(match.path, seen.path) &&
    fits(match.query, seen.query) &&
    (match.service === undefined || match.service === service) &&
    Object.entries(match.headers ?? {}).every(([name, value]) => fits(value, seen.headers[name.toLowerCase()] ?? ""))
  );
}

/**
 * @param {string | RegExp | undefined} wanted
 * @param {string} found
 */
function fits(wanted, found) {
  return wanted === undefined || (typeof wanted === "string" ? wanted === found : wanted.test(found));
}

/**
 * The error bodies of S3 (a bare Error) and of STS (an ErrorResponse around it).
 * @param {Answer} answer
 * @param {SeenRequest} seen
 */
function errorBody(answer, seen) {
  if (answer.code === undefined) return "";
  const sts = /\/sts\/aws4_request/.test(seen.headers.authorization ?? "");
  const error = `<Code>${answer.code}</Code><Message>${answer.message ?? answer.code}</Message>${answer.extra ?? ""}`;
  const body = sts
    ? `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>${error}</Error><RequestId>PROXY</RequestId></ErrorResponse>`
    : `<Error>${error}<RequestId>PROXY</RequestId><HostId>PROXY</HostId></Error>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}
