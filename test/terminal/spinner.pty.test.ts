/** The spinner in a real pseudo-terminal: it moves, it leaves nothing behind, and Ctrl-C belongs to the process's own handler. */
import { spawn } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPty } from "../support/pty.mjs";
import { type Bundle, bundle } from "./bundle.ts";

let program: Bundle;
let pty: ReturnType<typeof openPty> | undefined;

beforeAll(() => {
  program = bundle("work.ts");
});
afterAll(() => program.remove());
afterEach(async () => {
  await pty?.kill();
  pty = undefined;
});

const CALM = { ...process.env, CI: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: "xterm-256color" };

function work(args: readonly string[], env: Record<string, string> = {}) {
  pty = openPty(process.execPath, [program.file, ...args], { env: { ...CALM, ...env } });
  return pty;
}

describe("during", () => {
  it("shows its label, lets events through above it, and is gone afterwards", async () => {
    const { exited, screen, transcript, cursor } = work([]);
    expect(await exited).toEqual({ exitCode: 0, signal: 0 });
    expect(screen()).toBe("┌  vet-media-setup\n│\n◇  Applied in 2.1 s\nthe work gave: worked");
    for (const label of ["Looking at the bucket", "Inside", "Still looking"]) expect(transcript()).toContain(label);
    expect(cursor().hidden).toBe(false);
  });

  it("leaves Ctrl-C to the process's own handler, which ends it with 130", async () => {
    const { waitFor, press, exited, screen, cursor } = work(["--forever"]);
    await waitFor("Still looking");
    expect(cursor().hidden).toBe(true);
    await press("ctrl-c");
    expect(await exited).toEqual({ exitCode: 130, signal: 0 });
    expect(screen()).toContain("handler got SIGINT");
    expect(cursor().hidden).toBe(false);
  });

  it("does not care about Esc, Enter or letters", async () => {
    const { waitFor, press, type, exited, screen } = work(["--long"]);
    await waitFor("Still looking");
    await press("escape", "enter");
    type("q");
    expect(await exited).toEqual({ exitCode: 0, signal: 0 });
    expect(screen()).toContain("the work gave: worked");
  });

  it("is a line that stays under NO_COLOR, without an escape byte", async () => {
    const { exited, screen, transcript } = work([], { NO_COLOR: "1" });
    await exited;
    expect(screen()).toBe(
      [
        "┌  vet-media-setup",
        "│  Looking at the bucket …",
        "│",
        "◇  Applied in 2.1 s",
        "│  Inside …",
        "│  Looking at the bucket …",
        "│  Still looking …",
        "the work gave: worked",
      ].join("\n"),
    );
    expect(transcript()).not.toContain("\u001b");
  });

  it("is silent under --plain, unless it lets people wait", async () => {
    const { exited, screen, transcript } = work(["--plain"]);
    await exited;
    expect(screen()).toBe("applied: 3 changes in 2.1 s\nthe work gave: worked");
    expect(transcript()).not.toContain("\u001b");
  });
});

describe("a reader that goes away", () => {
  it("does not stop the work, and shows no stack", async () => {
    const child = spawn(process.execPath, [program.file, "--plain"], { stdio: ["ignore", "pipe", "pipe"] });
    const errors: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    // What `| head -1` does: close the pipe after the first line.
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, errors: Buffer.concat(errors).toString() }).toEqual({ code: 0, errors: "" });
  });
});
