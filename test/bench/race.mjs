/**
 * Commands beside one another, in turns: each round runs every one of them once, so that a machine that slows down slows all of them. Told are the
 * wall-clock time and the processor time (user and system) of whole processes. On a machine that others use too, the second is the steadier figure.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const RUNS = Number(process.env.VET_BENCH_RUNS ?? 5);
const MEASURED = fileURLToPath(new URL("./measured.py", import.meta.url));

/**
 * @typedef {{ wall: number, cpu: number, memory: number }} Took  Seconds, seconds, bytes at most.
 * @typedef {{ name: string, command: string, args: readonly string[], rival?: boolean, once?: boolean }} Subject  The first is ours; of the rivals
 *   the warm-up round keeps the fastest; `once`: one run is enough to know.
 */

/** @param {string} python @param {string} command @param {readonly string[]} args @param {string} cwd @param {Record<string, string>} env @returns {Took} */
export function measured(python, command, args, cwd, env) {
  const done = spawnSync(python, ["-I", MEASURED, command, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", HOME: cwd, AWS_EC2_METADATA_DISABLED: "true", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(" ")}: exit ${done.status}\n${done.stdout}${done.stderr}`);
  return JSON.parse(done.stdout);
}

const sorted = (values) => [...values].sort((a, b) => a - b);
export const median = (values) => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * @param {string} title
 * @param {{ python: string, env: Record<string, string>, subjects: readonly Subject[], target?: number }} race  `target`: the ratio that is wanted.
 * @param {(name: string, cwd: string) => Promise<void>} check  Throws unless everything arrived.
 * @returns {Promise<string>} A row of the table of all ratios.
 */
export async function race(title, { python, env, subjects, target = 0.9 }, check) {
  /** @type {Map<string, Took[]>} */
  const took = new Map(subjects.map(({ name }) => [name, []]));
  let racing = [...subjects];
  for (let round = 0; round <= RUNS; round += 1) {
    for (const { name, command, args, once } of racing) {
      if (once && round > 1) continue;
      const cwd = mkdtempSync(path.join(tmpdir(), "vet-bench-migrate-"));
      const one = measured(python, command, args, cwd, env);
      await check(name, cwd);
      rmSync(cwd, { recursive: true, force: true });
      took.get(name)?.push(one);
    }
    if (round > 0) continue;
    // The first round warms the caches, and tells which setting of a rival is its best.
    const rivals = racing.filter(({ rival }) => rival);
    const [best] = [...rivals].sort((a, b) => (took.get(a.name)?.[0]?.wall ?? 0) - (took.get(b.name)?.[0]?.wall ?? 0));
    racing = racing.filter((one) => !one.rival || one === best);
    for (const one of racing) took.set(one.name, []);
  }
  const [ours, ...others] = racing.map((one) => ({ ...one, took: took.get(one.name) ?? [] }));
  const rival = others.find((one) => one.rival);
  console.log(`\n${title}, ${RUNS} interleaved runs`);
  for (const one of [ours, ...others]) {
    const wall = one.took.map((each) => each.wall);
    console.log(
      `  ${one.name.padEnd(24)} wall: median ${seconds(median(wall))}, best ${seconds(Math.min(...wall))}   processor: median ${seconds(median(one.took.map((each) => each.cpu)))}   memory at most ${Math.round(Math.max(...one.took.map((each) => each.memory)) / 1e6)} MB`,
    );
  }
  if (rival === undefined) return "";
  const pairs = ours.took.map((each, index) => each.wall / (rival.took[index]?.wall ?? Number.NaN));
  const best = Math.min(...ours.took.map(({ wall }) => wall)) / Math.min(...rival.took.map(({ wall }) => wall));
  const cpu = median(ours.took.map((each) => each.cpu)) / median(rival.took.map((each) => each.cpu));
  return `${title.padEnd(48)} ${median(pairs).toFixed(2)}   ${best.toFixed(2)}   ${cpu.toFixed(2)}   ${target.toFixed(2)}   ${rival.name}`;
}

export const TABLE_HEAD = `${"ours / the best rival".padEnd(48)} pairs  best  cpu    wanted`;

const seconds = (value) => `${value.toFixed(2).padStart(6)} s`;
