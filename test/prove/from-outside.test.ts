/** The look from outside, against a small server that misbehaves in every way that a stand-in for S3 does not. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { ProofExpectation } from "../../src/model/proof.ts";
import { BrokenLink, Steps } from "../../src/prove/broken-link.ts";
import { openLink, openUnsigned } from "../../src/prove/from-outside.ts";
import { checkPublicLink, listAsAnybody } from "../../src/prove/public-links.ts";

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

async function open(link: URL, origins: readonly string[] = [ORIGIN], changes: Partial<ProofExpectation> = {}) {
  const steps = new Steps();
  await openLink(link, file, { ...expectation, origins, ...changes }, never(), steps);
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
  await openUnsigned(await serve(well), never(), steps);
  expect(steps.all).toMatchObject([{ id: "fetch-unsigned", status: "pass" }]);
  expect(requests.at(-1)?.url).toBe("/bucket/media/x.pdf");
  await new Promise<void>((resolve) => server?.close(() => resolve()));

  const open = await serve((_, response) => response.end(content));
  const failure = await refusal(openUnsigned(open, never(), new Steps()));
  expect(failure).toMatchObject({ step: "fetch-unsigned" });
});

describe("public by choice", () => {
  const PUBLIC: Partial<ProofExpectation> = { links: "public", options: { location: "media" } };
  const LIST =
    "<?xml version='1.0'?><ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'></ListBucketResult>";
  const listed = (link: URL, steps = new Steps()) => listAsAnybody(link, "x.pdf", PUBLIC, never(), steps);
  const plain = (steps = new Steps(), changes: Partial<ProofExpectation> = {}) => ({
    steps,
    check: (url: string) => checkPublicLink(new URL(url), { ...PUBLIC, ...changes }, steps),
  });

  test("the plain link opens; the folder cannot be listed, by its own prefix or by none", async () => {
    const link = await serve((request, response) => {
      if (request.url?.includes("list-type")) response.writeHead(403).end();
      else well(request, response);
    });
    expect((await open(link, [], PUBLIC))["fetch-public"]?.status).toBe("pass");
    requests.length = 0;
    const steps = new Steps();
    await listed(link, steps);
    expect(steps.all).toMatchObject([{ id: "list-anonymous", status: "pass" }]);
    expect(requests.map(({ url }) => url)).toEqual([
      "/bucket/?list-type=2&max-keys=1&prefix=media%2F",
      "/bucket/?list-type=2&max-keys=1&prefix=",
    ]);
  });

  test("a page in the place of a list is none; a list is the link that breaks, wherever it shows", async () => {
    const page = await serve((_, response) => response.end("<html>Santa Sofía</html>"));
    await listed(page);
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    const all = await serve((request, response) => response.end(request.url?.endsWith("prefix=") ? LIST : "<html/>"));
    const failure = await refusal(listed(all));
    expect(failure.step).toBe("list-anonymous");
    expect(failure.broken.next.en).toContain("s3:ListBucket");
  });

  test("refused: neither the signature nor the app's key is blamed", async () => {
    const link = await serve((_, response) => response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>"));
    const failure = await refusal(open(link, [], PUBLIC));
    expect(failure.step).toBe("fetch-public");
    expect(failure.broken.reason.en).toContain("403 AccessDenied");
    expect(failure.broken.next.en).toMatch(/bucket policy/);
    expect(failure.broken.next.en).not.toMatch(/policy --for app/);
  });

  test("on a domain of one's own, refused or out of reach, the domain is named with what to look at", async () => {
    const own = { ...PUBLIC, options: { location: "media", custom_domain: "127.0.0.1" } };
    const refused = await refusal(open(await serve((_, response) => response.writeHead(404).end()), [], own));
    expect(refused.broken.reason.en).toMatch(/domain 127\.0\.0\.1.*404/);
    const gone = new URL("https://media.clinic.invalid/media/x.pdf");
    const domain = { ...PUBLIC, options: { location: "media", custom_domain: "media.clinic.invalid" } };
    const unreached = await refusal(open(gone, [], domain));
    expect(unreached.broken.reason.en).toMatch(/media\.clinic\.invalid.*(?:ENOTFOUND|EAI_AGAIN)/);
    expect(unreached.broken.next.en).toMatch(/DNS.*--prove off/);
  });

  test("a link that runs out, or that leads past the domain, is not one", () => {
    for (const query of ["X-Amz-Signature=feed", "Signature=feed&Expires=1", "X-Amz-Expires=900"]) {
      expect(() => plain().check(`https://b.s3.us-west-2.amazonaws.com/media/x.pdf?${query}`), query).toThrow(
        /runs out/,
      );
    }
    const own = { options: { location: "media", custom_domain: "cdn.clinic.cl" } };
    expect(() => plain(undefined, own).check("https://b.s3.us-west-2.amazonaws.com/media/x.pdf")).toThrow(/not to cdn/);
    const { steps, check } = plain(undefined, own);
    check("https://cdn.clinic.cl/media/x.pdf");
    expect(steps.all).toMatchObject([{ id: "url", status: "pass" }]);
  });
});

test("an abort ends the request at once", async () => {
  const controller = new AbortController();
  const link = await serve(() => controller.abort());
  await expect(openLink(link, file, expectation, controller.signal, new Steps())).rejects.toThrow(/abort/i);
});
