/** Public files through a domain that is there: links go to it, the proof opens them there, and a list is asked of it in vain. */
import { expect, test } from "vitest";
import { startOwnDomain } from "../support/own-domain.mjs";
import { benchForThisFile } from "../support/sandbox.ts";

const bench = benchForThisFile();
const DOMAIN = "127.93.4.44";

test("set up and proved through the domain; what it serves to everybody may not be a list", async ({ skip }) => {
  const sandbox = await bench.sandbox();
  const domain = await startOwnDomain(DOMAIN, `${bench.proxy.url}/${sandbox.bucket}`);
  if (typeof domain === "string") {
    console.warn(`NOT TESTED, a domain before the bucket: ${domain}`);
    return skip();
  }
  try {
    const env = { NODE_EXTRA_CA_CERTS: domain.certificate };
    const args = ["--access", "public", "--custom-domain", DOMAIN, "--json", "--yes", "--prove", "required"];
    const before = await sandbox.fingerprint();
    const done = await sandbox.setup([...args, "--create-bucket"], { env });
    expect(done.json(), done.stdout).toMatchObject({ exitCode: 0, proof: { status: "passed", mode: "project" } });
    expect(done.json().checks.find(({ id }) => id === "probe-domain")).toMatchObject({ status: "pass" });
    const steps = new Map(done.json().proof?.steps.map((step) => [step.id, step]));
    expect(steps.get("url")?.message).toContain(DOMAIN);
    for (const id of ["fetch-public", "range", "cors", "list-anonymous"]) {
      expect([id, steps.get(id)?.status]).toEqual([id, "pass"]);
    }
    expect(domain.paths.filter((path) => path.startsWith("/media/.vet-media-setup-")).length).toBeGreaterThan(2);
    expect(domain.paths).toContain("/?list-type=2&max-keys=1&prefix=media%2F");

    const list = { body: "<ListBucketResult></ListBucketResult>" };
    bench.proxy.add({ query: "list-type=2&max-keys=1&prefix=" }, list);
    const again = await sandbox.run(["--json", "--yes"], { env });
    expect(again.json()).toMatchObject({ exitCode: 4, proof: { status: "failed" } });
    expect(again.json().proof?.reason).toContain(`${DOMAIN} shows their names`);
    bench.proxy.clear();

    expect((await sandbox.run(["undo", "--json"])).json()).toMatchObject({ exitCode: 0 });
    expect(await sandbox.fingerprint()).toEqual(before);
  } finally {
    await domain.stop();
  }
});
