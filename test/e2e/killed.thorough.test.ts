/** kill -9 before every record of the journal, in runs that change more than files and the bucket: the next command puts everything back. */
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startRenderEmulator } from "../support/render-emulator.mjs";
import { benchForThisFile, type Sandbox } from "../support/sandbox.ts";

const bench = benchForThisFile();
const NODE_OPTIONS = `--import=${new URL("./sabotage.mjs", import.meta.url).href}`;
const SETUP = ["--create-bucket", "--json", "--yes", "--prove", "off"];
let render: Awaited<ReturnType<typeof startRenderEmulator>>;
let iam: IAMClient;
let count = 0;

beforeAll(async () => {
  render = await startRenderEmulator();
  iam = new IAMClient({ endpoint: bench.standin.url, region: "us-east-1", credentials: bench.standin.root });
});
afterAll(async () => {
  iam.destroy();
  await render.stop();
});

/** A sandbox, the run that is killed in it, all that it can change, and what makes it whole again. */
interface Scene {
  readonly sandbox: Sandbox;
  run(env: Readonly<Record<string, string>>): ReturnType<Sandbox["run"]>;
  picture(): Promise<unknown>;
  mend(): ReturnType<Sandbox["run"]>;
}

const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
  "--push-env": async () => {
    const id = `srv-killed${++count}`;
    const { variables } = render.addService({ id, name: id, variables: { MEDIA_STORAGE: "local", SECRET_KEY: "x" } });
    const sandbox = await bench.sandbox({ env: { RENDER_API_URL: render.url, RENDER_API_KEY: render.key } });
    return {
      sandbox,
      run: (env) => sandbox.setup([...SETUP, "--push-env", "--render-service-id", id], { env }),
      picture: async () => ({ ...(await sandbox.fingerprint()), render: Object.fromEntries(variables) }),
      mend: () => sandbox.run(["undo", "--yes", "--json"]),
    };
  },
  "--create-app-user": async () => {
    const UserName = `killed-app-${++count}`;
    const sandbox = await bench.sandbox();
    const exists = () =>
      iam.send(new GetUserCommand({ UserName })).then(
        () => true,
        () => false,
      );
    return {
      sandbox,
      run: (env) => sandbox.setup([...SETUP, "--create-app-user", UserName], { env }),
      picture: async () => ({ ...(await sandbox.fingerprint()), user: await exists() }),
      mend: () => sandbox.run(["undo", "--yes", "--json"]),
    };
  },
};

/** Which of the run's changes to the disk are records of the journal, counted from 1. */
async function records({ sandbox, run }: Scene): Promise<readonly number[]> {
  const SABOTAGE_LOG = path.join(tmpdir(), `${sandbox.bucket}.log`);
  expect((await run({ NODE_OPTIONS, SABOTAGE_LOG })).code).toBe(0);
  const lines = (await readFile(SABOTAGE_LOG, "utf8")).trimEnd().split("\n");
  await rm(SABOTAGE_LOG);
  return lines.flatMap((line, index) => (line === "appendFile journal.jsonl" ? [index + 1] : []));
}

const killed = (at: number) => ({ NODE_OPTIONS, SABOTAGE_AT: String(at), SABOTAGE_HOW: "kill" });

test.each(Object.entries(scenes))("%s", { timeout: 900_000 }, async (name, open) => {
  const all = await records(await open());
  expect(all.length).toBeGreaterThan(15);
  for (const at of all) {
    const scene = await open();
    const before = await scene.picture();
    const cut = await scene.run(killed(at));
    expect([at, cut.signal]).toEqual([at, "SIGKILL"]);
    const mended = (await scene.mend()).json();
    expect([at, mended.exitCode, mended.errors]).toEqual([at, 0, []]);
    expect([at, await scene.picture()]).toEqual([at, before]);
  }
  console.log(`${name}: killed before each of ${all.length} records`);
});

test("check --fix", { timeout: 900_000 }, async () => {
  const broken = async (): Promise<Scene> => {
    const sandbox = await bench.sandbox();
    expect((await sandbox.setup(SETUP)).code).toBe(0);
    await appendFile(path.join(sandbox.dir, "veteriaria/media_storage.py"), "# mine\n");
    await writeFile(path.join(sandbox.dir, "requirements.txt"), "Django==5.2.7\n");
    const fix = (env = {}) => sandbox.run(["check", "--fix", "--yes", "--json", "--prove", "off"], { env });
    return {
      sandbox,
      run: fix,
      // The names of bucket and run are others each time.
      picture: async () => {
        const { tree, bucket } = await sandbox.fingerprint();
        const mine = Object.entries(tree).filter(([file]) => /\.py$|requirements\.txt$|\.gitignore$/.test(file));
        return { tree: Object.fromEntries(mine), bucket };
      },
      mend: fix,
    };
  };
  const whole = await broken();
  const all = await records(whole);
  const after = await whole.picture();
  for (const at of all) {
    const scene = await broken();
    expect((await scene.run(killed(at))).signal).toBe("SIGKILL");
    const mended = (await scene.mend()).json();
    expect([at, mended.exitCode, mended.errors]).toEqual([at, 0, []]);
    expect([at, await scene.picture()]).toEqual([at, after]);
  }
  console.log(`check --fix: killed before each of ${all.length} records`);
});
