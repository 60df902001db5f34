/** A large repository: 50,000 files with `.venv`, `node_modules` and 2 GB of uploads, looked at by the built tool, beside its bare start. */
import { spawnSync } from "node:child_process";
import { closeSync, cpSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CLI, ROOT } from "../support/prepare.mjs";

const RUNS = 7;
/** Files by folder; what the project itself holds is the rest. */
const FOLDERS = { ".venv/lib/python3.12/site-packages": 30_000, node_modules: 15_000 };
const OWN = 3_000;
const UPLOADS = 2_000;
const MEGABYTE = 1 << 20;

/** 100 files a folder. */
function fill(folder, count, name, write) {
  for (let index = 0; index < count; index += 1) {
    const below = path.join(folder, `part${Math.floor(index / 100)}`);
    if (index % 100 === 0) mkdirSync(below, { recursive: true });
    write(path.join(below, name(index)), index);
  }
}

function sparse(file) {
  const handle = openSync(file, "w");
  ftruncateSync(handle, MEGABYTE);
  closeSync(handle);
}

/** Makes the repository in a new folder, and returns it. Uploads are sparse: 2 GB that take no room. */
function makeRepository() {
  const folder = mkdtempSync(path.join(tmpdir(), "vet-bench-inspect-"));
  cpSync(path.join(ROOT, "test", "fixtures", "bypasses"), folder, { recursive: true });
  for (const [below, count] of Object.entries(FOLDERS)) {
    fill(
      path.join(folder, below),
      count,
      (index) => `m${index}.${index % 2 ? "py" : "js"}`,
      (file) => writeFileSync(file, "from django.db import models\nx = models.FileField()\nopen(x.path)\n"),
    );
  }
  fill(
    path.join(folder, "apps"),
    OWN,
    (index) => `module${index}.py`,
    (file, index) =>
      writeFileSync(file, `"""Module ${index}."""\n\n\ndef run(request):\n    return request.path\n`.repeat(20)),
  );
  fill(path.join(folder, "media"), UPLOADS, (index) => `scan${index}.pdf`, sparse);
  writeFileSync(path.join(folder, ".gitignore"), ".venv/\nnode_modules/\nmedia/\n");
  const git = (...args) =>
    spawnSync("git", ["-c", "user.name=b", "-c", "user.email=b@example.com", ...args], { cwd: folder });
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "first");
  return folder;
}

function time(args, cwd) {
  const before = process.hrtime.bigint();
  const done = spawnSync(process.execPath, [CLI, ...args], { cwd, encoding: "utf8" });
  const took = Number(process.hrtime.bigint() - before) / 1e6;
  if (done.status !== 0) throw new Error(`${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return took;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Prints medians of the start alone, of the small project, and of the large one; the last two differ by what size costs. */
export function inspectLarge() {
  const large = makeRepository();
  const small = path.join(ROOT, "test", "fixtures", "bypasses");
  try {
    const subjects = [
      ["start (--version)", ["--version"], small],
      ["compare, 20 files", ["compare", "--json"], small],
      ["compare, 50,000 files and 2 GB", ["compare", "--json"], large],
    ];
    const times = subjects.map(() => []);
    for (let run = -1; run < RUNS; run += 1) {
      subjects.forEach(([, args, cwd], index) => {
        const took = time(args, cwd);
        if (run >= 0) times[index].push(took);
      });
    }
    const [start] = times.map(median);
    subjects.forEach(([name], index) => {
      const took = median(times[index]);
      process.stdout.write(
        `${name.padEnd(34)} ${took.toFixed(0).padStart(6)} ms   beyond start ${(took - start).toFixed(0).padStart(5)} ms\n`,
      );
    });
  } finally {
    rmSync(large, { recursive: true, force: true });
  }
}
