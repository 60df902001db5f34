/**
 * `npm start`: installs and builds what is missing, then
 *   without arguments: the main job on real input. A copy of the example clinic under git, a local S3 + STS, and Django, all in a sandbox;
 *   with arguments:    the tool itself, in the folder where npm was called.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openClinicSandbox } from "./clinic-sandbox.mjs";
import { CLI, prepare } from "./prepare.mjs";

prepare();
const args = process.argv.slice(2);
process.exitCode =
  args.length > 0 ? await tool(args, process.env.INIT_CWD ?? process.cwd(), process.env) : await sandbox();

/** Runs the built tool on this terminal; resolves to its exit code. Ctrl-C is the tool's to handle: this process only waits. */
function tool(toolArgs, cwd, env) {
  const ignore = () => {};
  process.on("SIGINT", ignore);
  return new Promise((resolve, reject) => {
    // Without "--", Node takes --env-file for its own, wherever it stands: https://github.com/nodejs/node/issues/54232
    const child = spawn(process.execPath, ["--", CLI, ...toolArgs], { cwd, env, stdio: "inherit" });
    const forward = () => child.kill("SIGTERM");
    process.once("SIGTERM", forward);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      process.off("SIGINT", ignore);
      process.off("SIGTERM", forward);
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

async function sandbox() {
  const { project, git, env, stop } = await openClinicSandbox();
  const say = (line) => process.stdout.write(`${line}\n`);
  say(
    `Sandbox: a copy of the example clinic in ${project}, with a local S3 and STS on loopback. Nothing leaves this machine.\n`,
  );
  try {
    const interactive = process.stdin.isTTY && process.stdout.isTTY && !env.CI;
    const answers = [
      "--provider",
      "s3",
      "--bucket",
      `veteriaria-media-${randomBytes(4).toString("hex")}`,
      "--create-bucket",
      "--yes",
    ];
    const code = await tool(["setup", "--project", project, ...(interactive ? [] : answers)], project, env);
    git("add", "--all", "--intent-to-add");
    say(`\nThe result is in ${project}`);
    say(git("diff", "--stat"));
    say(`See all of it:  git -C ${project} diff`);
    return code;
  } finally {
    await stop();
  }
}
