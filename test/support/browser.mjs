/**
 * A headless Chromium that opens a page of ours, and what the page's script found. The page itself reports back to the server that it came
 * from, so that nothing is needed to drive the browser.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { needPrograms, programOnPath } from "./debian.mjs";

const NAMES = ["chromium", "google-chrome-stable", "google-chrome", "chromium-browser"];
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Milliseconds until the page must have reported. */
const PATIENCE = 60_000;

const browser = () => NAMES.map(programOnPath).find((found) => found !== null) ?? null;

/** @returns {Promise<string | null>} null: there is one; else why not. */
export async function browserMissing() {
  return browser() === null ? await needPrograms(["chromium"], ["chromium"]) : null;
}

/**
 * @typedef {object} Site
 * @property {string} origin  Its own: each site has another port.
 * @property {(body: string) => Promise<any>} run  Opens a page of this site in a new browser; `body` is that of an async function, and what
 *   it returns (as JSON) is what comes back. Rejects where the page does not report.
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Site>} */
export async function startSite() {
  let page = "";
  /** @type {(report: string) => void} */
  let reported = () => {};
  const server = createServer((request, response) => {
    if (request.method === "POST") {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        response.end();
        reported(body);
      });
    } else if (request.url === "/") {
      response.setHeader("content-type", "text/html; charset=utf-8").end(page);
    } else response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    origin,
    run: async (body) => {
      page = `<!DOCTYPE html><script>
(async () => { ${body} })()
  .catch((error) => ({ threw: String(error) }))
  .then((found) => fetch("/report", { method: "POST", body: JSON.stringify(found ?? null) }));
</script>`;
      const report = new Promise((resolve) => {
        reported = resolve;
      });
      return JSON.parse(await open(origin, report));
    },
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * @param {string} url
 * @param {Promise<any>} report
 * @returns {Promise<string>}
 */
async function open(url, report) {
  const program = browser();
  if (program === null) throw new Error("no browser");
  const profile = mkdtempSync(path.join(tmpdir(), "vet-browser-"));
  const env = { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile };
  // A group of its own: the browser is many processes.
  const child = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, url], {
    env,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints = (complaints + chunk).slice(-2000);
  });
  const ended = once(child, "exit");
  let timer;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the page did not report: ${complaints}`)), PATIENCE);
      child.once("exit", (code) => reject(new Error(`the browser ended (${code}): ${complaints}`)));
    });
    return await Promise.race([report, late]);
  } finally {
    clearTimeout(timer);
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {}
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
