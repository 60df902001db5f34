/** What file systems do to a run, one row for each fault: what is arranged, and how it ends. Where it fails, everything is as before. */
import { spawnSync } from "node:child_process";
import {
  appendFile,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { benchForThisFile, type Sandbox, treeOf } from "../support/sandbox.ts";

const bench = benchForThisFile();
const SETUP = ["--create-bucket", "--json", "--yes", "--prove", "off"];

/** Folder that the run works in; null: this machine cannot arrange it. */
type Arranged = string | null;
type Row = readonly [
  fault: string,
  arrange: (sandbox: Sandbox) => Promise<Arranged>,
  exit: number,
  /** Of the problem; "" where all goes well. */
  code: string,
  /** What the sentence and its place name. */
  named: RegExp,
];

const root = process.getuid?.() === 0;

async function immutable(sandbox: Sandbox, file: string): Promise<Arranged> {
  const target = path.join(sandbox.dir, file);
  if (spawnSync("chattr", ["+i", target]).status !== 0) return null;
  onTestFinished(() => void spawnSync("chattr", ["-i", target]));
  return sandbox.dir;
}

/** The project on a small file system of its own. */
async function mounted(sandbox: Sandbox): Promise<Arranged> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "vet-mounted-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  if (!root || spawnSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", folder]).status !== 0) return null;
  onTestFinished(() => void spawnSync("umount", [folder]));
  await cp(sandbox.dir, folder, { recursive: true });
  return folder;
}

/** Of `pages` of 4096 bytes that are left, the run takes more. */
async function full(sandbox: Sandbox, pages: number): Promise<Arranged> {
  const folder = await mounted(sandbox);
  if (folder === null) return null;
  const filler = await open(path.join(folder, "media", "filler.bin"), "w");
  let size = 0;
  try {
    for (;;) size += (await filler.write(Buffer.alloc(4096))).bytesWritten;
  } catch (error) {
    expect(error).toMatchObject({ code: "ENOSPC" });
  }
  await filler.truncate(size - pages * 4096);
  await filler.close();
  return folder;
}

async function readOnly(sandbox: Sandbox): Promise<Arranged> {
  const folder = await mounted(sandbox);
  const done = folder === null ? 1 : spawnSync("mount", ["-o", "remount,ro", folder]).status;
  return done === 0 ? folder : null;
}

async function linked(sandbox: Sandbox, file: string, target: string): Promise<Arranged> {
  const at = (name: string) => path.join(sandbox.dir, name);
  await mkdir(path.dirname(at(target)), { recursive: true });
  await rename(at(file), at(target));
  await symlink(path.relative(path.dirname(at(file)), at(target)), at(file));
  return sandbox.dir;
}

async function written(sandbox: Sandbox, file: string, text: string): Promise<Arranged> {
  await writeFile(path.join(sandbox.dir, file), text);
  return sandbox.dir;
}

async function unparsable(sandbox: Sandbox): Promise<Arranged> {
  await appendFile(path.join(sandbox.dir, "veteriaria/settings.py"), "\nDEBUG = = True\n");
  return sandbox.dir;
}

/** Long lines with their reasons behind them. */
const MANY = Array.from(
  { length: 40_000 },
  (_, index) => `package-${index}==1.0.${index % 10}  # ${"why ".repeat(120)}\n`,
).join("");

// biome-ignore format: it is a table
const ROWS: readonly Row[] = [
  ["a read-only file",                            (it) => immutable(it, "requirements.txt"),                        1, "write-refused", /requirements\.txt/],
  ["a read-only folder",                          (it) => immutable(it, "veteriaria"),                              1, "write-refused", /veteriaria\//],
  ["a read-only file system",                     readOnly,                                                         1, "write-refused", /is read-only/],
  ["a full disk, from the start",                 (it) => full(it, 1),                                              1, "write-refused", /disk is full/],
  ["a full disk, half way",                       (it) => full(it, 19),                                             1, "write-refused", /disk is full/],
  ["settings that are a link: the target is edited", (it) => linked(it, "veteriaria/settings.py", "conf/prod.py"),  0, "", /./],
  ["requirements that are a link: the target is edited", (it) => linked(it, "requirements.txt", "deps/base.txt"),   0, "", /./],
  ["a twin in other case of a file to be made",   (it) => written(it, "veteriaria/Media_Storage.py", "# ours\n"),  2, "case-twin", /Media_Storage\.py/],
  ["a twin in other case of the env file",        (it) => written(it, ".ENV.render", "A=1\n"),                     2, "case-twin", /\.ENV\.render/],
  ["settings that Python cannot read",            unparsable,                                                       2, "settings-do-not-parse", /veteriaria\/settings\.py:\d+/],
  ["requirements of 20 MB",                       (it) => written(it, "requirements.txt", `Django==5.2.7\n${MANY}`), 0, "", /./],
];

test.for(ROWS)("%s", async ([_fault, arrange, exit, code, named], { skip }) => {
  const sandbox = await bench.sandbox();
  const cwd = await arrange(sandbox);
  // Only where a machine has no such file system: the other tests of a disk (sabotage.mjs) need none.
  if (cwd === null) return skip("this machine has no such file system, or may not make one (chattr, mount)");
  const before = await treeOf(cwd);
  const document = (await sandbox.setup(SETUP, { cwd })).json();
  expect(document.errors.map((error) => error.code)).toEqual(code === "" ? [] : [code]);
  expect(document.exitCode).toBe(exit);
  const after = await treeOf(cwd);
  if (exit !== 0) {
    const [error] = document.errors;
    expect(`${error?.place} ${error?.message}`).toMatch(named);
    expect(error?.next).toMatch(/\w{3}/);
    expect(after).toEqual(before);
    expect(await bench.picture(sandbox.bucket)).toBeNull();
    return;
  }
  for (const [file, what] of Object.entries(before)) if (what.startsWith("link ")) expect(after[file]).toBe(what);
  const undone = (await sandbox.run(["undo", "--json"], { cwd })).json();
  expect(undone).toMatchObject({ exitCode: 0, errors: [] });
  expect(await treeOf(cwd)).toEqual(before);
});

test("what a link points to is what holds our lines", async () => {
  const sandbox = await bench.sandbox();
  await linked(sandbox, "requirements.txt", "deps/base.txt");
  expect((await sandbox.setup(SETUP)).json()).toMatchObject({ exitCode: 0, errors: [] });
  expect((await lstat(path.join(sandbox.dir, "requirements.txt"))).isSymbolicLink()).toBe(true);
  expect(await readFile(path.join(sandbox.dir, "deps/base.txt"), "utf8")).toContain("django-storages[s3]");
  expect((await sandbox.setup(SETUP)).json()).toMatchObject({ exitCode: 0, files: [] });
});

test("a file that changed between plan and apply is left alone: everything as before, and a new run takes it up", async () => {
  const sandbox = await bench.sandbox({ faulty: true });
  bench.proxy.add({ method: "PUT", path: /-probe-/ }, { hang: true }, { times: 1 });
  const running = sandbox.start(SETUP);
  await bench.proxy.hanging(1);
  await appendFile(path.join(sandbox.dir, "requirements.txt"), "requests==2.32.0\n");
  const edited = await treeOf(sandbox.dir);
  bench.proxy.breakOff();
  const document = (await running.ended).json();
  expect(document).toMatchObject({ exitCode: 1, errors: [{ code: "changed-meanwhile", place: "requirements.txt" }] });
  const after = await treeOf(sandbox.dir);
  expect(after["requirements.txt"]).toBe(edited["requirements.txt"]);
  expect(await bench.picture(sandbox.bucket)).toBeNull();
  expect((await sandbox.setup(SETUP)).json()).toMatchObject({ exitCode: 0 });
});
