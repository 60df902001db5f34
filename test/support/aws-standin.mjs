/** Starts and stops the local AWS (aws-standin.py) for the sandbox and the tests. Loopback only, on a free port. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { venv } from "./venv.mjs";

/**
 * @typedef {{ accessKeyId: string, secretAccessKey: string }} Keys
 * @typedef {object} AwsStandin
 * @property {string} url      Answers S3, STS and IAM: what AWS_ENDPOINT_URL takes.
 * @property {Keys} root       Keys of an administrator (user `administrator` of account 123456789012); they outlive reset().
 * @property {(name: string, policyDocument: object | null) => Promise<Keys>} makeUser  A user with this policy, or with none.
 * @property {(name: string, policyDocument: object) => Promise<Keys & { sessionToken: string }>} makeSession  Keys of a new role, which expire.
 * @property {() => Promise<void>} reset   No bucket and no other user any more.
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<AwsStandin>} */
export async function startAwsStandin() {
  const python = await venv("standin");
  const script = fileURLToPath(new URL("./aws-standin.py", import.meta.url));
  // -B: no __pycache__ beside the script. No AWS_* of the caller may change how moto behaves.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|MOTO|PYTHON)/.test(name)));
  const child = spawn(python, ["-B", script], { env, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints = (complaints + chunk).slice(-4000);
  });

  /** @type {{ resolve(answer: any): void, reject(error: Error): void }[]} */
  const waiting = [];
  const answer = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const said = JSON.parse(line);
    const next = waiting.shift();
    if (said.error) next?.reject(new Error(said.error));
    else next?.resolve(said);
  });
  child.stdin.on("error", () => {});
  child.once("error", (error) => {
    for (const one of waiting.splice(0)) one.reject(error);
  });
  child.once("exit", (code) => {
    for (const one of waiting.splice(0)) one.reject(new Error(`the AWS stand-in ended (${code}): ${complaints}`));
  });
  /** @param {object} command */
  const ask = (command) => {
    const answered = answer();
    child.stdin.write(`${JSON.stringify(command)}\n`);
    return answered;
  };

  const { port, root } = await answer();
  return {
    url: `http://127.0.0.1:${port}`,
    root,
    makeUser: (name, policy) => ask({ do: "make-user", name, policy }),
    makeSession: (name, policy) => ask({ do: "make-session", name, policy }),
    reset: async () => {
      await ask({ do: "reset" });
    },
    stop: async () => {
      child.stdin.end();
      child.kill();
      await ended;
    },
  };
}
