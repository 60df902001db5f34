/** The look from outside, against a small server that misbehaves in every way that a stand-in for S3 does not. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { ProofExpectation } from "../../src/model/proof.ts";
import { BrokenLink, Steps } from "../../src/prove/broken-link.ts";
import { openLink, openUnsigned } from "../../src/prove/from-outside.ts";

const content = Buffer.from("%PDF-1.4 0123456789");
const file = { content, type: "application/pdf" };
const ORIGIN = "https://clinic.onrender.com";
const OTHER = "https://www.clinic.example";

let server: Server | null = null;
const requests: IncomingMessage[] = [];
afterEach(async () => {
  requests.length = 0;
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
  server = null;
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<URL> {
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/bucket/media/x.pdf?X-Amz-Signature=feed&X-Amz-Expires=900`);
}

/** As S3 does it: signed requests only, ranges, CORS for one origin. */
function well(request: IncomingMessage, response: ServerResponse): void {
  if (!request.url?.includes("X-Amz-Signature")) {
    response.writeHead(403, { "content-type": "application/xml" }).end("<Error><Code>AccessDenied</Code></Error>");
    return;
  }
  const { origin } = request.headers;
  if (origin === ORIGIN) response.setHeader("access-control-allow-origin", origin);
  response.setHeader("content-type", "application/pdf");
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  if (range) response.writeHead(206).end(content.subarray(Number(range[1]), Number(range[2]) + 1));
  else response.end(content);
}

const never = () => new AbortController().signal;

async function open(link: URL, origins: readonly string[] = [ORIGIN]) {
  const steps = new Steps();
  await openLink(link, file, origins, never(), steps);
  return Object.fromEntries(steps.all.map((step) => [step.id, step]));
}

const expectation: ProofExpectation = { environment: {}, backend: "", origins: [], links: "expiring" };

async function refusal(promise: Promise<unknown>): Promise<BrokenLink> {
  const failure = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof BrokenLink)) throw new Error(`no broken link: ${failure}`);
  // Whatever is said, the signature is not.
  expect(JSON.stringify(failure.broken)).not.toContain("feed");
  return failure;
}

test("all is well: asked from the site's page, without credentials", async () => {
  const seen = await open(await serve(well));
  expect(Object.values(seen).map((step) => step.status)).toEqual(["pass", "pass", "pass", "pass"]);
  for (const { headers } of requests) {
    expect(headers.origin).toBe(ORIGIN);
    expect(headers.authorization).toBeUndefined();
    expect(headers.cookie).toBeUndefined();
  }
});

test("an origin without a CORS header is named, the others are not", async () => {
  const seen = await open(await serve(well), [ORIGIN, OTHER]);
  expect(seen.cors?.status).toBe("warn");
  expect(seen.cors?.message.en).toContain(OTHER);
  expect(seen.cors?.message.en).not.toContain(ORIGIN);
});

test("a CORS rule for everybody allows any origin", async () => {
  const link = await serve((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    well(Object.assign(request, { headers: { ...request.headers, origin: undefined } }), response);
  });
  expect((await open(link, [ORIGIN, OTHER])).cors?.status).toBe("pass");
});

test("no origins: no Origin header, and CORS is skipped", async () => {
  const seen = await open(await serve(well), []);
  expect(seen.cors?.status).toBe("skip");
  expect(requests.every(({ headers }) => headers.origin === undefined)).toBe(true);
});

test("ranges that are not served, and another content type, only warn", async () => {
  const link = await serve((_, response) => response.setHeader("content-type", "binary/octet-stream").end(content));
  const seen = await open(link);
  expect(seen["fetch-signed"]?.status).toBe("pass");
  expect(seen["content-type"]).toMatchObject({ status: "warn" });
  expect(seen.range?.message.en).toContain("200");
});

test("a content type with parameters is the same type", async () => {
  const link = await serve((request, response) => {
    response.setHeader("content-type", "application/pdf; charset=binary");
    response.writeHead(request.headers.range === undefined ? 200 : 206).end(content);
  });
  expect((await open(link))["content-type"]?.status).toBe("pass");
});

test("something else than the file: a portal's page, an empty answer", async () => {
  const link = await serve((_, response) => response.end("<html>Please log in</html>"));
  expect(await refusal(open(link))).toMatchObject({ step: "fetch-signed" });
});

test.each([
  [403, "SignatureDoesNotMatch", /403 SignatureDoesNotMatch/, /region/],
  [403, "AccessDenied", /403 AccessDenied/, /policy --for app/],
  [404, "NoSuchBucket", /404 NoSuchBucket/, /name and region/],
  [400, "InvalidRequest", /400 InvalidRequest/, /./],
])("a refusal: %s %s", async (status, code, reason, next) => {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>feed</Message></Error>`;
  const failure = await refusal(open(await serve((_, response) => response.writeHead(status).end(body))));
  expect(failure.step).toBe("fetch-signed");
  expect(failure.broken.reason.en).toMatch(reason);
  expect(failure.broken.next.en).toMatch(next);
});

test("a passing failure of the server or the network is asked again", async () => {
  let count = 0;
  const link = await serve((request, response) => {
    count += 1;
    if (count === 1) response.writeHead(503).end();
    else if (count === 2) response.destroy();
    else well(request, response);
  });
  expect((await open(link))["fetch-signed"]?.status).toBe("pass");
});

test("a failure that stays is named, with its host and its cause", async () => {
  const link = await serve((_, response) => response.destroy());
  const failure = await refusal(open(link));
  expect(failure.broken.reason.en).toContain(link.host);
  expect(failure.broken.reason.en).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
});

test("redirects are followed, as a browser does", async () => {
  const link = await serve((request, response) => {
    if (request.url?.startsWith("/bucket")) {
      response.writeHead(307, { location: request.url.replace("/bucket", "/moved") }).end();
    } else well(request, response);
  });
  expect((await open(link))["fetch-signed"]?.status).toBe("pass");
});

test("without the signature: refused is right, served is not", async () => {
  const steps = new Steps();
  await openUnsigned(await serve(well), expectation, never(), steps);
  expect(steps.all).toMatchObject([{ id: "fetch-unsigned", status: "pass" }]);
  expect(requests.at(-1)?.url).toBe("/bucket/media/x.pdf");
  await new Promise<void>((resolve) => server?.close(() => resolve()));

  const open = await serve((_, response) => response.end(content));
  const failure = await refusal(openUnsigned(open, expectation, never(), new Steps()));
  expect(failure).toMatchObject({ step: "fetch-unsigned" });
});

test("public by choice: nothing is asked", async () => {
  const steps = new Steps();
  await openUnsigned(await serve(well), { ...expectation, links: "public" }, never(), steps);
  expect(steps.all).toMatchObject([{ id: "fetch-unsigned", status: "skip" }]);
  expect(requests).toEqual([]);
});

test("an abort ends the request at once", async () => {
  const controller = new AbortController();
  const link = await serve(() => controller.abort());
  await expect(openLink(link, file, [], controller.signal, new Steps())).rejects.toThrow(/abort/i);
});
