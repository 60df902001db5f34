/** Every request of a whole setup, in turn: the connection breaks there for good, only there or from there on. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, expect, test } from "vitest";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();
const SETUP = ["--create-bucket", "--json", "--yes", "--region", "us-west-2"];
type Match = Parameters<typeof bench.proxy.add>[0];

afterEach(() => bench.proxy.clear());

async function sandboxWith(made: boolean): Promise<Sandbox> {
  const sandbox = await bench.sandbox({ faulty: true });
  if (made) {
    await bench.makeBucket(sandbox.bucket);
    await bench.s3.send(new PutObjectCommand({ Bucket: sandbox.bucket, Key: "media/toby.pdf", Body: "%PDF" }));
  }
  return sandbox;
}

/** How often a run asks, all in all. */
async function requestsOf(made: boolean): Promise<number> {
  const sandbox = await sandboxWith(made);
  bench.proxy.clear();
  expect((await sandbox.setup(SETUP)).code).toBe(0);
  return bench.proxy.requests.length;
}

/** Files are always back. What is left at AWS is told, and the next run puts it back. */
async function isWholeAgain(
  sandbox: Sandbox,
  before: Awaited<ReturnType<Sandbox["fingerprint"]>>,
  where: string,
  code: number | null,
) {
  const after = await sandbox.fingerprint();
  const journal = (tree: typeof after.tree) =>
    Object.fromEntries(Object.entries(tree).filter(([file]) => !file.startsWith(".vet-media-setup/")));
  expect([where, journal(after.tree)]).toEqual([where, before.tree]);
  if (code !== 5) {
    expect([where, after]).toEqual([where, before]);
    return;
  }
  bench.proxy.clear();
  const next = (await sandbox.setup([...SETUP, "--prove", "off"])).json();
  expect([where, next.exitCode, next.errors]).toEqual([where, 0, []]);
  const mended = await bench.picture(sandbox.bucket);
  expect([where, mended?.objects]).toEqual([where, before.bucket?.objects ?? []]);
}

test.each([
  ["a bucket that is made", false],
  ["a bucket in use", true],
])("%s: gone from the nth request on", { timeout: 1_200_000 }, async (_name, made) => {
  const count = await requestsOf(made);
  for (let nth = 0; nth < count; nth += 1) {
    const sandbox = await sandboxWith(made);
    const before = await sandbox.fingerprint();
    bench.proxy.clear();
    bench.proxy.add({}, { reset: true }, { skip: nth });
    const document = (await sandbox.setup(SETUP)).json();
    const where = `request ${nth + 1} of ${count}`;
    if (document.exitCode === 0) {
      // Only what sweeps up was lost, and that is said.
      expect([where, document.checks.some(({ id, status }) => id === "sweep" && status === "warn")]).toEqual([
        where,
        true,
      ]);
      continue;
    }
    expect([where, [1, 4, 5].includes(document.exitCode), document.errors.length > 0]).toEqual([where, true, true]);
    expect([where, document.errors.map(({ code }) => code)]).not.toEqual([
      where,
      expect.arrayContaining(["unexpected"]),
    ]);
    if (document.exitCode === 5) {
      const left = document.errors.some(({ code }) => code === "not-put-back" || code === "probe-left-behind");
      expect([where, left]).toEqual([where, true]);
    }
    await isWholeAgain(sandbox, before, where, document.exitCode);
    await rm(path.join(sandbox.dir), { recursive: true, force: true });
  }
});

test.each([
  ["before it is done", false],
  ["after it is done", true],
])("one kind of request that never gets its answer, %s", { timeout: 1_200_000 }, async (_name, after) => {
  const made = true;
  const recorded = await sandboxWith(made);
  bench.proxy.clear();
  expect((await recorded.setup(SETUP)).code).toBe(0);
  const kinds = new Map<string, (bucket: string) => Match>();
  for (const { method, path: target, query, headers } of bench.proxy.requests) {
    const service = headers.authorization?.includes("/sts/") ? ("sts" as const) : ("s3" as const);
    const part = /-probe-/.test(target) ? /-probe-/ : /-probe\//.test(target) ? /-probe\// : null;
    const about = /^(?:cors|publicAccessBlock|versioning|versions|list-type)/.exec(query)?.[0] ?? "";
    const presigned = query.includes("X-Amz-Signature");
    const range = headers.range !== undefined;
    kinds.set([method, service, part?.source, about, presigned, range].join(" "), (bucket) => ({
      method,
      ...(headers.authorization === undefined ? {} : { service }),
      path: part ?? new RegExp(`^/(?:${bucket}/?)?$`),
      query: presigned ? /X-Amz-Signature/ : about === "" ? /^(?!.*X-Amz-Signature)/ : new RegExp(`^${about}`),
      ...(range ? { headers: { range: /./ } } : {}),
    }));
  }
  expect(kinds.size).toBeGreaterThan(12);
  for (const [kind, match] of kinds) {
    const sandbox = await sandboxWith(made);
    const before = await sandbox.fingerprint();
    bench.proxy.clear();
    bench.proxy.add(match(sandbox.bucket), { reset: true, after });
    const document = (await sandbox.setup(SETUP)).json();
    if (document.exitCode === 0) {
      expect([kind, document.errors]).toEqual([kind, []]);
      expect([kind, (await bench.picture(sandbox.bucket))?.objects]).toEqual([kind, before.bucket?.objects]);
      continue;
    }
    expect([
      kind,
      [1, 4, 5].includes(document.exitCode),
      document.errors.map(({ code }) => code).includes("unexpected"),
    ]).toEqual([kind, true, false]);
    await isWholeAgain(sandbox, before, kind, document.exitCode);
  }
});

test("silence at its full length: the run ends by itself, and everything is as before", {
  timeout: 300_000,
}, async () => {
  const sandbox = await sandboxWith(true);
  const before = await sandbox.fingerprint();
  bench.proxy.add({ method: "PUT", query: /^cors/ }, { hang: true }, { times: 3 });
  const document = (await sandbox.setup([...SETUP, "--prove", "off"])).json();
  expect(document).toMatchObject({ exitCode: 1, errors: [{ code: "timed-out" }] });
  expect(await sandbox.fingerprint()).toEqual(before);
});
