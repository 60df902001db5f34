/** One run for each service under a fault: S3, Cloudinary, and Render's API at the end of a Cloudinary setup, each behind a proxy that can fail. */
import { afterAll, beforeAll, expect } from "vitest";
import type { JsonDocument } from "../support/cli.ts";
import { startCloudinaryEmulator } from "../support/cloudinary-emulator.mjs";
import { startFaultProxy } from "../support/fault-proxy.mjs";
import { startRenderEmulator } from "../support/render-emulator.mjs";
import type { Bench, Sandbox } from "../support/sandbox.ts";
import { answerOf, type Fault, type Match, type Service, THROUGH } from "./fault-table.ts";

type Cloudinary = Awaited<ReturnType<typeof startCloudinaryEmulator>>;
type Render = Awaited<ReturnType<typeof startRenderEmulator>>;
type Proxy = Awaited<ReturnType<typeof startFaultProxy>>;

const NODE_OPTIONS = `--import=${new URL("./impatient.mjs", import.meta.url).href}`;
const QUICK = ["--json", "--yes", "--prove", "off"];
/** A secret that was at Render before, and the address of a database. */
const AT_RENDER = { DATABASE_URL: "postgres://u:p@db/x", CLOUDINARY_API_SECRET: "the-one-before" };
/** The port was somebody's a moment ago. */
async function nowhereOf(what: "a closed port" | "an unknown host"): Promise<string> {
  if (what === "an unknown host") return "https://no-such-host.invalid";
  const server = await startFaultProxy("http://127.0.0.1");
  await server.stop();
  return server.url;
}

export interface FaultBench {
  readonly cloudinary: Cloudinary;
  readonly render: Render;
  proxyOf(service: Service): Proxy;
  /** Runs a whole setup against the fault, judges how it ends, and that everything is as before where it fails. */
  strike(fault: Fault, service: Service, match: Match, times?: number): Promise<JsonDocument>;
}

/** Call it once at the top of a test file, after `benchForThisFile`. */
export function faultBench(bench: Bench): FaultBench {
  const parts: {
    cloudinary?: Cloudinary;
    render?: Render;
    proxies?: Readonly<Record<"cloudinary" | "render", Proxy>>;
  } = {};
  let count = 0;
  const part = <K extends keyof typeof parts>(name: K): NonNullable<(typeof parts)[K]> => {
    const found = parts[name];
    if (found === undefined) throw new Error(`${name} is there only while tests run`);
    return found as NonNullable<(typeof parts)[K]>;
  };

  beforeAll(async () => {
    const [cloudinary, render] = await Promise.all([startCloudinaryEmulator(), startRenderEmulator()]);
    Object.assign(parts, { cloudinary, render });
    parts.proxies = { cloudinary: await startFaultProxy(cloudinary.url), render: await startFaultProxy(render.url) };
  });
  afterAll(async () => {
    const servers = [parts.proxies?.cloudinary, parts.proxies?.render, parts.cloudinary, parts.render];
    await Promise.all(servers.map((server) => server?.stop()));
  });

  const proxyOf = (service: Service) => (service === "s3" ? bench.proxy : part("proxies")[service]);

  return {
    get cloudinary() {
      return part("cloudinary");
    },
    get render() {
      return part("render");
    },
    proxyOf,
    strike: async (fault, service, match, times = fault.times) => {
      count += 1;
      const { cloudinary, render } = { cloudinary: part("cloudinary"), render: part("render") };
      const sandbox = await bench.sandbox({ faulty: service === "s3" });
      if (service === "s3") await bench.makeBucket(sandbox.bucket);
      const id = `srv-fault${count}`;
      const atRender = render.addService({ id, name: id, variables: AT_RENDER });
      const nowhere = typeof fault.what === "string" ? await nowhereOf(fault.what) : null;
      const addressOf = (one: Service, healthy: string) => (one === service ? (nowhere ?? proxyOf(one).url) : healthy);
      const { apiKey, apiSecret, cloudName } = cloudinary.cloud;
      const prefix = addressOf("cloudinary", cloudinary.url);
      const env =
        service === "s3"
          ? nowhere === null
            ? {}
            : { AWS_ENDPOINT_URL: nowhere }
          : {
              CLOUDINARY_API_KEY: apiKey,
              CLOUDINARY_API_SECRET: apiSecret,
              RENDER_API_KEY: render.key,
              RENDER_API_URL: `${addressOf("render", new URL(render.url).origin)}/v1`,
            };
      const args =
        service === "s3"
          ? ["setup", "--provider", "s3", "--bucket", sandbox.bucket, "--region", "us-west-2"]
          : ["setup", "--provider", "cloudinary", "--cloud-name", cloudName, "--upload-prefix", prefix];
      const push = service === "render" ? ["--push-env", "--render-service-id", id] : [];

      const before = await picture(sandbox);
      const proxy = proxyOf(service);
      proxy.clear();
      const answer = answerOf(fault, service);
      if (answer !== null) proxy.add(match, answer, { times });
      const done = await sandbox.run([...args, ...push, ...QUICK], { env: { ...env, NODE_OPTIONS } });
      const document = done.json();
      if (answer !== null) expect(proxy.requests.some(({ ruled }) => ruled)).toBe(true);
      proxy.clear();

      const ending = fault.ends[service];
      const expected = ending?.split("|") ?? [];
      const told = document.errors.map(({ code, message }) =>
        expected.includes(code) ? ending : `${code}: ${message}`,
      );
      expect(told).toEqual(ending === THROUGH ? [] : [ending]);
      expect(document.exitCode).toBe(ending === THROUGH ? 0 : 1);
      expect(done.stderr + done.stdout).not.toMatch(/^\s+at .*:\d+:\d+/m);
      if (ending !== THROUGH) {
        const [error] = document.errors;
        expect(error?.message).toMatch(/\w{3}.*\w{3}/);
        expect(error?.next).toMatch(/\w{3}/);
        expect(document.files).toEqual([]);
        expect(await picture(sandbox)).toEqual(before);
      }
      expect(cloudinary.assets()).toEqual([]);
      return document;

      async function picture(of: Sandbox) {
        return { ...(await of.fingerprint()), atRender: Object.fromEntries(atRender.variables) };
      }
    },
  };
}
