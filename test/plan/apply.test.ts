/** Apply, journal and put back on a real folder: what was done can always be taken back, also by a later process. */
import { spawn } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Failure, Interrupted } from "../../src/lib/failure.ts";
import { verbatim } from "../../src/lib/text.ts";
import type { FileChange, Json, RemoteActor, RemoteChange } from "../../src/model/change.ts";
import { type Actors, applyChanges, sameJson } from "../../src/plan/apply.ts";
import { Journal, runFolders } from "../../src/plan/journal.ts";
import { takeLock } from "../../src/plan/lock.ts";
import { putBack } from "../../src/plan/put-back.ts";
import { interruptedRuns, lastCommittedRun } from "../../src/plan/recover.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "vet-plan-"));
});
afterEach(async () => {
  await chmod(root, 0o755);
  await rm(root, { recursive: true, force: true });
});

const bytes = (text: string) => Buffer.from(text, "utf8");

function file(name: string, before: string | null, after: string | null, more: Partial<FileChange> = {}): FileChange {
  return {
    type: "file",
    path: name,
    absolutePath: path.join(root, name),
    action: before === null ? "create" : after === null ? "delete" : "modify",
    summary: verbatim(name),
    before: before === null ? null : bytes(before),
    after: after === null ? null : bytes(after),
    sensitive: false,
    ...more,
  };
}

/** A provider whose whole state is one JSON value for each target. */
function remoteWorld(initial: Record<string, Json>) {
  const state: Record<string, Json> = { ...initial };
  const actor: RemoteActor = {
    observe: async (change) => state[change.target] ?? null,
    apply: async (change) => {
      state[change.target] = change.after;
    },
    revert: async (change) => {
      state[change.target] = change.before;
      return { kept: null };
    },
  };
  return { state, actors: { cors: actor } satisfies Actors };
}

const cors = (target: string, before: Json, after: Json): RemoteChange => ({
  type: "remote",
  provider: "s3",
  kind: "cors",
  target,
  action: "modify",
  summary: verbatim(target),
  before,
  after,
  address: {},
});

async function tree(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name);
    const facts = await lstat(full);
    found[path.relative(folder, full)] = entry.isFile()
      ? `${(facts.mode & 0o777).toString(8)} ${(await readFile(full)).toString("base64")}`
      : entry.isSymbolicLink()
        ? "link"
        : "folder";
  }
  return found;
}

const calm = () => new AbortController().signal;

describe("apply and put back", () => {
  test("files of every action come back byte for byte, with their modes", async () => {
    await writeFile(path.join(root, "settings.py"), "a = 1\r\n", { mode: 0o640 });
    await writeFile(path.join(root, "gone.py"), "x", { mode: 0o600 });
    await writeFile(path.join(root, ".env"), "KEY=1\n", { mode: 0o644 });
    const before = await tree(root);
    const journal = await Journal.begin(root, "setup");
    const applied = await applyChanges(
      [
        file("settings.py", "a = 1\r\n", "a = 2\r\n"),
        file("new.py", null, "n"),
        file("gone.py", "x", null),
        file(".env", "KEY=1\n", "KEY=2\n", { mode: 0o600, enforceMode: true, sensitive: true }),
        file("same.py", null, null, { action: "none" }),
      ],
      { journal, actors: {}, top: root, signal: calm() },
    );
    expect(applied).toBe(4);
    expect(await readFile(path.join(root, "settings.py"), "utf8")).toBe("a = 2\r\n");
    expect((await stat(path.join(root, "settings.py"))).mode & 0o777).toBe(0o640);
    expect((await stat(path.join(root, ".env"))).mode & 0o777).toBe(0o600);
    const outcome = await putBack(journal, {});
    expect(outcome.failed).toEqual([]);
    expect(outcome.files).toHaveLength(4);
    expect(await tree(root)).toEqual(before);
  });

  test("remote and file changes are put back in reverse by another process's journal", async () => {
    await writeFile(path.join(root, "a.txt"), "1");
    const world = remoteWorld({ bucket: { rules: ["old"] } });
    const journal = await Journal.begin(root, "setup");
    await applyChanges([cors("bucket", { rules: ["old"] }, { rules: ["old", "ours"] }), file("a.txt", "1", "2")], {
      journal,
      actors: world.actors,
      top: root,
      signal: calm(),
    });
    expect(world.state.bucket).toEqual({ rules: ["old", "ours"] });
    const [found] = await interruptedRuns(root);
    expect(found).toBeDefined();
    if (found === undefined) return;
    const outcome = await putBack(found, world.actors);
    expect(outcome.remote).toEqual(["cors bucket"]);
    expect(world.state.bucket).toEqual({ rules: ["old"] });
    expect(await readFile(path.join(root, "a.txt"), "utf8")).toBe("1");
    expect(await runFolders(root)).toEqual([]);
  });

  test("a file that changed after the plan is refused and left alone", async () => {
    await writeFile(path.join(root, "a.txt"), "edited meanwhile");
    const journal = await Journal.begin(root, "setup");
    const attempt = applyChanges([file("a.txt", "1", "2")], { journal, actors: {}, top: root, signal: calm() });
    await expect(attempt).rejects.toMatchObject({ problem: { code: "changed-meanwhile", place: "a.txt" } });
    expect(await readFile(path.join(root, "a.txt"), "utf8")).toBe("edited meanwhile");
    expect(journal.steps).toEqual([]);
  });

  test("a remote rule that changed after the plan is refused", async () => {
    const world = remoteWorld({ bucket: "theirs now" });
    const journal = await Journal.begin(root, "setup");
    const attempt = applyChanges([cors("bucket", "before", "ours")], {
      journal,
      actors: world.actors,
      top: root,
      signal: calm(),
    });
    await expect(attempt).rejects.toMatchObject({ problem: { code: "changed-meanwhile" } });
    expect(world.state.bucket).toBe("theirs now");
  });

  test("a file edited after the run is kept, and said", async () => {
    await writeFile(path.join(root, "a.txt"), "1");
    const journal = await Journal.begin(root, "setup");
    await applyChanges([file("a.txt", "1", "2")], { journal, actors: {}, top: root, signal: calm() });
    await writeFile(path.join(root, "a.txt"), "2 and mine");
    const outcome = await putBack(journal, {});
    expect(outcome.kept).toHaveLength(1);
    expect(await readFile(path.join(root, "a.txt"), "utf8")).toBe("2 and mine");
  });

  test("a link stays a link and its target is edited; one that leaves the repository is refused", async () => {
    await mkdir(path.join(root, "repo"));
    await writeFile(path.join(root, "repo", "real.txt"), "1");
    await symlink("real.txt", path.join(root, "repo", "link.txt"));
    await writeFile(path.join(root, "outside.txt"), "1");
    await symlink("../outside.txt", path.join(root, "repo", "escape.txt"));
    const top = path.join(root, "repo");
    const journal = await Journal.begin(top, "setup");
    const inRepo = (name: string) => ({ ...file(`repo/${name}`, "1", "2"), path: name });
    await applyChanges([inRepo("link.txt")], { journal, actors: {}, top, signal: calm() });
    expect((await lstat(path.join(top, "link.txt"))).isSymbolicLink()).toBe(true);
    expect(await readFile(path.join(top, "real.txt"), "utf8")).toBe("2");
    const attempt = applyChanges([inRepo("escape.txt")], { journal, actors: {}, top, signal: calm() });
    await expect(attempt).rejects.toMatchObject({ problem: { code: "outside-repository" } });
    expect(await readFile(path.join(root, "outside.txt"), "utf8")).toBe("1");
    await putBack(journal, {});
    expect(await readFile(path.join(top, "real.txt"), "utf8")).toBe("1");
    expect((await lstat(path.join(top, "link.txt"))).isSymbolicLink()).toBe(true);
  });

  test("a folder that does not exist: a sentence, not a stack, and nothing in the journal's way", async () => {
    const journal = await Journal.begin(root, "setup");
    const attempt = applyChanges([file("no/such/.env", null, "x")], { journal, actors: {}, top: root, signal: calm() });
    await expect(attempt).rejects.toMatchObject({ problem: { code: "write-refused", exit: 1 } });
    expect((await putBack(journal, {})).failed).toEqual([]);
    expect(await tree(root)).toEqual({});
  });

  test("an aborted signal stops between two changes", async () => {
    const control = new AbortController();
    const journal = await Journal.begin(root, "setup");
    const world = remoteWorld({});
    const stopping: RemoteActor = {
      ...world.actors.cors,
      apply: async (change) => {
        await world.actors.cors.apply(change);
        control.abort();
      },
    };
    const attempt = applyChanges([cors("one", null, "x"), file("a.txt", null, "1")], {
      journal,
      actors: { cors: stopping },
      top: root,
      signal: control.signal,
    });
    await expect(attempt).rejects.toBeInstanceOf(Interrupted);
    expect(await tree(root)).not.toHaveProperty("a.txt");
    await putBack(journal, world.actors);
    expect(world.state.one).toBeNull();
  });

  test("what cannot be put back is reported, the rest still is, and the journal stays for another try", async () => {
    await writeFile(path.join(root, "a.txt"), "1");
    const world = remoteWorld({ bucket: "old" });
    const broken: RemoteActor = {
      ...world.actors.cors,
      revert: async () => {
        throw new Failure({ code: "network", exit: 1, message: verbatim("no route") });
      },
    };
    const journal = await Journal.begin(root, "setup");
    await applyChanges([cors("bucket", "old", "new"), file("a.txt", "1", "2")], {
      journal,
      actors: world.actors,
      top: root,
      signal: calm(),
    });
    const first = await putBack(journal, { cors: broken });
    expect(first.failed).toHaveLength(1);
    expect(first.failed[0]?.en).toContain("no route");
    expect(await readFile(path.join(root, "a.txt"), "utf8")).toBe("1");
    expect(world.state.bucket).toBe("new");
    const [again] = await interruptedRuns(root);
    if (again === undefined) throw new Error("the journal is gone");
    expect((await putBack(again, world.actors)).failed).toEqual([]);
    expect(world.state.bucket).toBe("old");
    expect(await runFolders(root)).toEqual([]);
  });

  test("committed runs are found newest last, and are no interrupted runs", async () => {
    for (const name of ["one.txt", "two.txt"]) {
      const journal = await Journal.begin(root, "setup");
      await applyChanges([file(name, null, name)], { journal, actors: {}, top: root, signal: calm() });
      await journal.commit();
    }
    expect(await interruptedRuns(root)).toEqual([]);
    const last = await lastCommittedRun(root);
    if (last === null) throw new Error("nothing to undo");
    await putBack(last, {});
    expect(await tree(root)).toHaveProperty("one.txt");
    expect(await tree(root)).not.toHaveProperty("two.txt");
  });

  test("a journal cut in the middle of a line is read up to there", async () => {
    await writeFile(path.join(root, "a.txt"), "1");
    const journal = await Journal.begin(root, "setup");
    await applyChanges([file("a.txt", "1", "2")], { journal, actors: {}, top: root, signal: calm() });
    const log = path.join(journal.folder, "journal.jsonl");
    const text = await readFile(log, "utf8");
    for (let length = text.indexOf("\n") + 1; length < text.length; length += 1) {
      await writeFile(log, text.slice(0, length));
      const read = await Journal.read(root, journal.folder);
      expect(read.state).toBe("open");
      expect(read.steps.length).toBeLessThanOrEqual(1);
    }
  });

  test("before-images and the journal are readable by the owner alone, and git ignores them", async () => {
    await writeFile(path.join(root, ".env"), "SECRET=hunter2\n", { mode: 0o644 });
    const journal = await Journal.begin(root, "setup");
    await applyChanges([file(".env", "SECRET=hunter2\n", "SECRET=hunter3\n", { sensitive: true })], {
      journal,
      actors: {},
      top: root,
      signal: calm(),
    });
    const found = await tree(path.join(root, ".vet-media-setup"));
    for (const [name, what] of Object.entries(found)) {
      if (what !== "folder") expect(what.split(" ")[0], name).toBe("600");
    }
    expect((await stat(path.join(root, ".vet-media-setup"))).mode & 0o777).toBe(0o700);
    expect(await readFile(path.join(root, ".vet-media-setup", ".gitignore"), "utf8")).toBe("*\n");
    expect(await readFile(path.join(journal.folder, "journal.jsonl"), "utf8")).not.toContain("hunter");
  });
});

describe("lock", () => {
  test("a second run is refused while the first lives, and leaves no trace once released", async () => {
    const lock = await takeLock(root);
    await expect(takeLock(root)).rejects.toMatchObject({ problem: { code: "another-run" } });
    await lock.release();
    expect(await tree(root)).toEqual({});
  });

  test("the lock of a dead process is taken over", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    const pid = child.pid;
    await new Promise((resolve) => child.on("exit", resolve));
    await mkdir(path.join(root, ".vet-media-setup"));
    await writeFile(path.join(root, ".vet-media-setup", "lock"), JSON.stringify({ pid, started: "1" }));
    const lock = await takeLock(root);
    await lock.release();
  });

  test("the lock of a number that another process has since is taken over", async () => {
    await mkdir(path.join(root, ".vet-media-setup"));
    await writeFile(path.join(root, ".vet-media-setup", "lock"), JSON.stringify({ pid: process.pid, started: "1" }));
    if (process.platform !== "linux") return;
    const lock = await takeLock(root);
    await lock.release();
  });

  test("a lock file that was cut while it was written is nobody's", async () => {
    await mkdir(path.join(root, ".vet-media-setup"));
    await writeFile(path.join(root, ".vet-media-setup", "lock"), '{"pid":');
    const lock = await takeLock(root);
    await lock.release();
  });
});

test("sameJson does not mind the order of keys, and minds everything else", () => {
  expect(sameJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(sameJson({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  expect(sameJson(null, {})).toBe(false);
});
