/** Questions to git, read-only: no index refresh, no lock. Without git, or outside a repository, every answer is «no». */
import { spawn } from "node:child_process";

/** Whether git would ignore the path (or already does). */
export async function isIgnored(root: string, file: string): Promise<boolean> {
  return (await git(root, ["check-ignore", "--quiet", "--", file])).code === 0;
}

/** Whether the path is in git's index: then its content is, or will be, in the history. */
export async function isTracked(root: string, file: string): Promise<boolean> {
  return (await git(root, ["ls-files", "--error-unmatch", "--", file])).code === 0;
}

/** Runs git without optional locks. `code` is -1 where git cannot be started. */
export function git(root: string, args: readonly string[]): Promise<{ code: number; stdout: Buffer }> {
  return new Promise((resolve) => {
    const child = spawn("git", ["--no-optional-locks", ...args], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", () => resolve({ code: -1, stdout: Buffer.alloc(0) }));
    child.on("close", (code) => resolve({ code: code ?? -1, stdout: Buffer.concat(chunks) }));
  });
}
