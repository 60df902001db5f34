/** The proof ends when it must: nothing goes on running, nothing is left in the bucket. */
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Interrupted } from "../../src/lib/failure.ts";
import { prove } from "../../src/prove/prove.ts";
import { brokenSteps, openProofBench, type ProofBench, running, SETTINGS } from "../support/proof-bench.ts";

let bench: ProofBench;
beforeAll(async () => {
  bench = await openProofBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.newBucket());
// Whatever happened in a test: not one object, and no version of one, is left in the bucket.
afterEach(async () => expect(await bench.objects()).toEqual([]));

describe("a command that does not end", () => {
  test("in the settings: their fault is named, and the generated module is proved alone", async () => {
    const { options, project } = await bench.clinic({ settings: `${SETTINGS}\nwhile True: pass\n` });
    const proof = await prove({ ...options, commandLimit: 2_500 });
    expect(proof).toMatchObject({ status: "passed", mode: "isolated" });
    expect(proof.reason?.en).toContain("no answer within 3 s");
    expect(running(project.root)).toEqual([]);
  });

  test("in the storage: a broken link, and nothing of it stays", async () => {
    const { options, project } = await bench.clinic({
      files: {
        "clinic/endless.py": `
import time
from storages.backends.s3 import S3Storage

class Endless(S3Storage):
    def exists(self, name):
        if self.__dict__.get("saved"):
            time.sleep(600)
        return super().exists(name)

    def _save(self, name, content):
        self.saved = True
        return super()._save(name, content)
`,
      },
      after: `STORAGES["default"]["BACKEND"] = "clinic.endless.Endless"`,
    });
    const proof = await prove({ ...options, commandLimit: 2_500 });
    expect(proof.status).toBe("failed");
    expect(brokenSteps(proof)).toEqual(["exists"]);
    expect(proof.reason?.en).toContain("no answer within 3 s");
    expect(running(project.root)).toEqual([]);
  });
});

describe("an abort", () => {
  /** Aborts as soon as the file appears that the project writes. */
  const when = async (file: string, controller: AbortController) => {
    while (
      !(await readFile(file).then(
        () => true,
        () => false,
      ))
    )
      await new Promise((resolve) => setTimeout(resolve, 30));
    controller.abort();
  };

  test("in an endless loop of the settings ends it at once, with all that it started", async () => {
    const sign = join(tmpdir(), `vet-sign-${process.pid}-loop`);
    bench.keep(sign);
    const loop = `
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", ${JSON.stringify("child-of-")} + str(BASE_DIR)])
open(${JSON.stringify(sign)}, "w").close()
while True:
    pass
`;
    const { options, project } = await bench.clinic({ settings: SETTINGS + loop });
    const controller = new AbortController();
    const proof = prove({ ...options, signal: controller.signal });
    await Promise.all([when(sign, controller), expect(proof).rejects.toBeInstanceOf(Interrupted)]);
    expect(running(project.root)).toEqual([]);
  });

  test("after a save deletes what was saved", async () => {
    const sign = join(tmpdir(), `vet-sign-${process.pid}-size`);
    bench.keep(sign);
    const { options, project } = await bench.clinic({
      files: {
        "clinic/slow.py": `
import time
from storages.backends.s3 import S3Storage

class Slow(S3Storage):
    def size(self, name):
        open(${JSON.stringify(sign)}, "w").close()
        time.sleep(600)
`,
      },
      after: `STORAGES["default"]["BACKEND"] = "clinic.slow.Slow"`,
    });
    const controller = new AbortController();
    const proof = prove({ ...options, signal: controller.signal });
    await Promise.all([when(sign, controller), expect(proof).rejects.toBeInstanceOf(Interrupted)]);
    expect(running(project.root)).toEqual([]);
  });

  test("before it begins: nothing is started", async () => {
    const { options } = await bench.clinic();
    await expect(prove({ ...options, signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Interrupted);
  });
});
