/** Render's API: paging, patience, refusals in words, and variables put and taken back one by one. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Failure } from "../../src/lib/failure.ts";
import { Secret } from "../../src/lib/secrets.ts";
import { RenderApi } from "../../src/render/api.ts";
import { deployUntilLive } from "../../src/render/deploy.ts";
import { surveyVariables, variableActor } from "../../src/render/variables.ts";
import { startRenderEmulator } from "../support/render-emulator.mjs";

type Emulator = Awaited<ReturnType<typeof startRenderEmulator>>;
let emulator: Emulator;
let count = 0;

beforeAll(async () => {
  emulator = await startRenderEmulator();
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.calm());

const access = (over: { key?: Secret; url?: string } = {}) => ({
  url: emulator.url,
  key: new Secret(emulator.key),
  signal: new AbortController().signal,
  ...over,
});
const api = (over = {}) => new RenderApi(access(over));

function service(variables: Record<string, string> = {}) {
  count += 1;
  return emulator.addService({ id: `srv-${count}`, name: `clinic-${count}`, variables });
}

async function refusal(work: Promise<unknown>): Promise<Failure["problem"]> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Failure)) throw new Error(`no Failure: ${String(error)}`);
  return error.problem;
}

describe("reading", () => {
  test("every page of the variables is read", async () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`KEY_${index}`, String(index)]));
    const { id } = service(many);
    expect(Object.fromEntries(await api().variables(id))).toEqual(many);
  });

  test("a service is found by its exact name among those that hold the word", async () => {
    const { name, id } = service();
    emulator.addService({ id: "srv-other", name: `${name}-worker` });
    expect((await api().servicesNamed(name)).map((one) => one.id)).toEqual([id]);
  });

  test("429 is waited for as long as Render says; a cut connection and 503 are tried again", async () => {
    const { id } = service({ A: "1" });
    emulator.fail((method) => method === "GET", 429, { headers: { "retry-after": "0" }, times: 2 });
    emulator.fail((method) => method === "GET", 0, { times: 1 });
    expect((await api().variables(id)).get("A")).toBe("1");
  });
});

describe("refusals are sentences with a next step", () => {
  test.each([
    [401, "render-key-refused"],
    [403, "render-forbidden"],
    [400, "render-refused"],
  ])("HTTP %i", async (status, code) => {
    const { id } = service();
    emulator.fail(() => true, status, { times: 9 });
    const problem = await refusal(api().variables(id));
    expect(problem.code).toBe(code);
    expect(problem.next?.en).not.toBe("");
    expect(problem.message.es).not.toBe(problem.message.en);
  });

  test("a key that is refused is not in the sentence", async () => {
    const key = "rnd_wrongwrongwrongwrong";
    const problem = await refusal(api({ key: new Secret(key) }).service("srv-1"));
    expect(JSON.stringify(problem)).not.toContain(key);
  });

  test("no such service; a page of a captive portal; nobody there", async () => {
    expect((await refusal(api().service("srv-nobody"))).code).toBe("render-service-missing");
    emulator.fail(() => true, 200, {
      body: "<html>Welcome to the hotel</html>",
      headers: { "content-type": "text/html" },
    });
    expect((await refusal(api().variables("srv-1"))).message.en).toContain("something on the way");
    expect((await refusal(api({ url: "http://127.0.0.1:1" }).variables("srv-1"))).code).toBe("render-unreachable");
  });
});

describe("variables", () => {
  const secret = "s3cr3t-of-the-clinic";
  const wanted = [
    { key: "MEDIA_STORAGE", value: "s3" },
    { key: "AWS_SECRET_ACCESS_KEY", value: new Secret(secret) },
    { key: "AWS_STORAGE_BUCKET_NAME", value: "clinic-media" },
    { key: "EMPTY", value: "" },
  ];
  const values = new Map([
    ["MEDIA_STORAGE", "s3"],
    ["AWS_SECRET_ACCESS_KEY", secret],
    ["AWS_STORAGE_BUCKET_NAME", "clinic-media"],
  ]);

  async function surveyed(present: Record<string, string>) {
    const found = service(present);
    const about = { provider: "s3", apiUrl: emulator.url } as const;
    const changes = await surveyVariables(api(), await api().service(found.id), wanted, about);
    return { found, changes, actor: variableActor((url) => api({ url }), values) };
  }

  test("only those that differ, and no secret in what the journal keeps", async () => {
    const { changes } = await surveyed({ MEDIA_STORAGE: "s3", AWS_SECRET_ACCESS_KEY: "the-old-secret" });
    expect(changes.map(({ target, action }) => `${action} ${target}`)).toEqual([
      "none MEDIA_STORAGE",
      "modify AWS_SECRET_ACCESS_KEY",
      "create AWS_STORAGE_BUCKET_NAME",
    ]);
    const text = JSON.stringify(changes);
    for (const word of [secret, "the-old-secret"]) expect(text).not.toContain(word);
  });

  test("set one by one, everything else untouched, and put back in the same process with the secret that was there", async () => {
    const before = { DATABASE_URL: "postgres://x", AWS_SECRET_ACCESS_KEY: "the-old-secret" };
    const { found, changes, actor } = await surveyed(before);
    for (const change of changes) {
      if (change.action === "none") continue;
      expect(await actor.observe(change)).toEqual(change.before);
      await actor.apply(change);
    }
    expect(Object.fromEntries(found.variables)).toEqual({ ...before, ...Object.fromEntries(values) });
    for (const change of [...changes].reverse()) expect(await actor.revert(change)).toEqual({ kept: null });
    expect(Object.fromEntries(found.variables)).toEqual(before);
    expect(emulator.world.replacedAll).toBe(0);
  });

  test("in a later process the old secret is nowhere: the new one stays, and that is said; what was new goes", async () => {
    const { found, changes, actor } = await surveyed({ AWS_SECRET_ACCESS_KEY: "the-old-secret" });
    for (const change of changes) if (change.action !== "none") await actor.apply(change);
    const later = variableActor((url) => api({ url }), new Map());
    const kept = [];
    for (const change of [...changes].reverse()) kept.push((await later.revert(change)).kept?.en ?? null);
    expect(kept).toEqual([null, expect.stringContaining("AWS_SECRET_ACCESS_KEY"), null]);
    expect(Object.fromEntries(found.variables)).toEqual({ AWS_SECRET_ACCESS_KEY: secret });
  });

  test("what somebody changed since is left, and said", async () => {
    const { found, changes, actor } = await surveyed({});
    for (const change of changes) await actor.apply(change);
    found.variables.set("MEDIA_STORAGE", "local");
    const [first] = changes;
    expect(first === undefined ? null : (await actor.revert(first)).kept?.en).toContain("MEDIA_STORAGE");
    expect(found.variables.get("MEDIA_STORAGE")).toBe("local");
  });
});

describe("a deploy", () => {
  const following = { pause: 1, signal: new AbortController().signal, tell: () => {} };

  test("is followed to live", async () => {
    const { id } = service();
    emulator.world.deployStatuses = ["queued", "build_in_progress", "update_in_progress", "live"];
    expect(await deployUntilLive(api(), id, following)).toMatch(/^dep-/);
  });

  test.each(["build_failed", "update_failed", "pre_deploy_failed", "canceled", "deactivated"])(
    "%s is a failure",
    async (end) => {
      const { id } = service();
      emulator.world.deployStatuses = ["queued", end];
      expect((await refusal(deployUntilLive(api(), id, following))).message.en).toContain(end);
    },
  );
});

test("a Blueprint is judged", async () => {
  expect(await api().validateBlueprint("tea-1", "services: []\n")).toEqual({ valid: true, errors: [] });
  emulator.world.blueprintErrors = [{ path: "services[0].plan", error: "disk needs a paid plan", line: 3 }] as never[];
  expect(await api().validateBlueprint("tea-1", "services: []\n")).toMatchObject({
    valid: false,
    errors: [{ line: 3 }],
  });
  emulator.world.blueprintErrors = [];
});
