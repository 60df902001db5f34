/** Ends a process together with everything that it started. */
import { type ChildProcess, spawn } from "node:child_process";

/**
 * How to spawn a process that `endGroup` can end: in a group of its own, so that all it starts can be ended with it, and so that Ctrl-C reaches
 * only us.
 */
export const IN_OWN_GROUP = { detached: process.platform !== "win32", windowsHide: true } as const;

/** At once, and without a word to them. Nothing happens where nobody of the group is left. */
export function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    const kill = spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    kill.on("error", () => {});
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody of the group is left.
  }
}
