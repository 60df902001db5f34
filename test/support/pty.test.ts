import { afterEach, describe, expect, it } from "vitest";
import { KEYS, openPty } from "./pty.mjs";

let pty: ReturnType<typeof openPty> | undefined;
afterEach(async () => {
  await pty?.kill();
  pty = undefined;
});

const node = (script: string, options: Parameters<typeof openPty>[2] = {}) => {
  pty = openPty(process.execPath, ["-e", script], options);
  return pty;
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("openPty", () => {
  it("is a terminal of the wanted size and kind, with the wanted environment and folder", async () => {
    const script =
      "console.log([process.stdin.isTTY, process.stdout.isTTY, process.stdout.columns, process.stdout.rows, process.env.TERM, process.env.X, process.env.HOME, process.cwd()].join())";
    const { exited, screen } = node(script, {
      cols: 61,
      rows: 17,
      cwd: "/",
      env: { X: "ñ 1", HOME: undefined, PATH: process.env.PATH },
    });
    expect(await exited).toEqual({ exitCode: 0, signal: 0 });
    expect(screen()).toBe("true,true,61,17,xterm-256color,ñ 1,,/");
  });

  it("reads the screen, not the bytes: what was overwritten is gone, what scrolled off is not", async () => {
    const { exited, screen, transcript } = node(
      'process.stdout.write("old\\rnew\\n" + "line\\n".repeat(50) + "\\x1b[31mred\\x1b[0m   \\n")',
      { rows: 10 },
    );
    await exited;
    expect(screen().split("\n")).toHaveLength(52);
    expect(screen().startsWith("new\nline\n")).toBe(true);
    expect(screen().endsWith("\nred")).toBe(true);
    expect(transcript()).toContain("old\rnew");
  });

  it("joins lines that only the terminal broke", async () => {
    const { exited, screen } = node('console.log("x".repeat(50))', { cols: 20 });
    await exited;
    expect(screen()).toBe("x".repeat(50));
  });

  it("types, presses and resizes", async () => {
    const script = `
      process.stdin.setRawMode(true); process.stdin.setEncoding("utf8"); console.log("ready");
      process.stdin.on("data", (text) => { console.log(JSON.stringify(text)); if (text === "q") process.exit(3); });
      process.stdout.on("resize", () => console.log("now " + process.stdout.columns));`;
    const { waitFor, type, press, resize, exited } = node(script);
    await waitFor("ready");
    type("é");
    await waitFor('"é"');
    await press("down");
    await waitFor(JSON.stringify(KEYS.down));
    resize(90, 20);
    await waitFor("now 90");
    type("q");
    expect(await exited).toEqual({ exitCode: 3, signal: 0 });
  });

  it("has its keys' interrupt arrive as a signal in cooked mode", async () => {
    const { waitFor, press, exited } = node(
      'process.on("SIGINT", () => process.exit(130)); console.log("ready"); setInterval(() => {}, 1000)',
    );
    await waitFor("ready");
    await press("ctrl-c");
    expect(await exited).toEqual({ exitCode: 130, signal: 0 });
  });

  it("waits no longer than told, and shows the screen", async () => {
    const { waitFor } = node('console.log("something else"); setInterval(() => {}, 1000)');
    await waitFor("something");
    await expect(waitFor("never", 50)).rejects.toThrow(/not within 50 ms: never[\s\S]*something else/);
    await expect(waitFor(/n[e]ver/, 50)).rejects.toThrow(/something else/);
  });

  it("does not wait for a program that has ended", async () => {
    const { waitFor } = node('console.log("the end")');
    await waitFor("the end");
    await expect(waitFor("never", 60_000)).rejects.toThrow(/not before the program ended[\s\S]*the end/);
  });

  it("kills a program that does not want to end", async () => {
    const { waitFor, kill, pid } = node(
      'process.on("SIGTERM", () => {}); process.on("SIGHUP", () => {}); console.log("ready"); setInterval(() => {}, 1000)',
    );
    await waitFor("ready");
    expect(alive(pid)).toBe(true);
    await kill();
    expect(alive(pid)).toBe(false);
    await kill();
  });

  it("refuses a key that it does not know", async () => {
    const { press } = node("setTimeout(() => {}, 1000)");
    await expect(press("hyper" as "enter")).rejects.toThrow("no such key");
  });
});
