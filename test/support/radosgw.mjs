/**
 * Starts and stops a real S3: Ceph's gateway (radosgw-server.mjs). It enforces what the AWS stand-in does not: bucket policies and the
 * public access block against one another, CORS preflights by origin and method, links that have run out. No STS, no IAM.
 * Its release 16 refuses every PutObject once BlockPublicAcls is on, so that a whole setup runs there as an S3-compatible service alone.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { needPrograms } from "./debian.mjs";

const PROGRAMS = ["monmaptool", "ceph-mon", "ceph-osd", "ceph", "radosgw", "radosgw-admin"];
const PACKAGES = ["ceph-mon", "ceph-osd", "ceph-common", "radosgw"];

/**
 * @typedef {object} Radosgw
 * @property {string} url
 * @property {{ accessKeyId: string, secretAccessKey: string }} keys  Of the owner of all buckets.
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<string | null>} null: it can be started here; else why not. */
export function radosgwMissing() {
  return needPrograms(PROGRAMS, PACKAGES);
}

/**
 * About fifteen seconds. What is uploaded is kept in memory. Rejects, with the end of Ceph's own words, where it does not come up.
 * @returns {Promise<Radosgw>}
 */
export async function startRadosgw() {
  const script = fileURLToPath(new URL("./radosgw-server.mjs", import.meta.url));
  // It ends, and everything that it started, when standard input is closed: also if this process is killed.
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints = (complaints + chunk).slice(-4000);
  });
  const first = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`radosgw did not start (${code}): ${complaints}`)));
  });
  return {
    ...JSON.parse(String(first)),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
