/**
 * Preloaded into the tool (NODE_OPTIONS=--import): ends the process, or lets the disk refuse, at the n-th change that it makes to a file
 * system, so that a power cut or a full disk at any moment can be had again and again.
 *   SABOTAGE_AT     which change, from 1; 0: none, only count
 *   SABOTAGE_HOW    kill: SIGKILL just before it · torn: SIGKILL when half of the bytes are written · ENOSPC, EACCES …: refused with this code
 *   SABOTAGE_LOG    file that gets one line for each change, `operation name`
 */
import { appendFileSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";

const at = Number(process.env.SABOTAGE_AT ?? "0");
const how = process.env.SABOTAGE_HOW ?? "kill";
const log = process.env.SABOTAGE_LOG;
let count = 0;

const die = () => process.kill(process.pid, "SIGKILL");

/**
 * @param {string} operation
 * @param {unknown} target
 * @returns {boolean} half of what is written now is to be the last thing that happens
 */
function change(operation, target) {
  count += 1;
  if (log !== undefined) appendFileSync(log, `${operation} ${path.basename(String(target))}\n`);
  if (count !== at) return false;
  if (how === "torn") return true;
  if (how === "kill") die();
  const error = new Error(`${how}: sabotage, ${operation} '${target}'`);
  throw Object.assign(error, { code: how, syscall: operation, path: String(target) });
}

/** @param {string | Uint8Array} data */
const half = (data) => data.slice(0, Math.floor(data.length / 2));

const { open, writeFile, appendFile } = promises;
for (const name of ["rename", "unlink", "rm", "rmdir", "mkdir", "chmod"]) {
  const original = promises[name];
  promises[name] = async (/** @type {unknown[]} */ ...args) => {
    if (change(name, args[0])) die();
    return await original(...args);
  };
}
for (const [name, original] of Object.entries({ writeFile, appendFile })) {
  promises[name] = async (target, data, options) => {
    if (!change(name, target)) return await original(target, data, options);
    await original(target, half(data), options);
    die();
  };
}
promises.open = async (target, flags, mode) => {
  if (!/[wa+]/.test(String(flags ?? "r"))) return await open(target, flags, mode);
  const torn = change("open", target);
  const handle = await open(target, flags, mode);
  if (torn) {
    const write = handle.writeFile.bind(handle);
    handle.writeFile = async (data) => {
      await write(half(data));
      die();
    };
  }
  return handle;
};
syncBuiltinESMExports();
