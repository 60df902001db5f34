/** Questions under --plain, in a real pseudo-terminal: lines in, lines out. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openPty } from "../support/pty.mjs";
import { type Bundle, bundle } from "./bundle.ts";

let program: Bundle;
let pty: ReturnType<typeof openPty> | undefined;

beforeAll(() => {
  program = bundle("ask.ts");
});
afterAll(() => program.remove());
afterEach(async () => {
  await pty?.kill();
  pty = undefined;
});

interface Setting {
  readonly options?: object;
  readonly env?: Record<string, string | undefined>;
  readonly cols?: number;
  readonly rows?: number;
}

const CALM = { ...process.env, CI: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: "xterm-256color" };

function ask(questions: readonly string[], { options = {}, env = {}, cols = 80, rows = 30 }: Setting = {}) {
  pty = openPty(process.execPath, [program.file, JSON.stringify(options), ...questions], {
    env: { ...CALM, ...env },
    cols,
    rows,
  });
  return pty;
}

/** What the program got, from the line it prints. */
function answer(screen: string, question: string): unknown {
  const shown = new RegExp(`answer ${question}: (\\S+)`).exec(screen)?.[1];
  if (shown === undefined) throw new Error(`no answer to ${question} in\n${screen}`);
  return shown === "BACK" ? "BACK" : JSON.parse(Buffer.from(shown, "hex").toString("utf8"));
}

describe("--plain", () => {
  const plain = { options: { plain: true } };

  it("asks in lines, without one cursor code", async () => {
    const { waitFor, type, screen, transcript, exited } = ask(
      ["select", "text", "prefilled", "secret", "confirm"],
      plain,
    );
    await waitFor("Number from 1 to 3");
    type("2\r");
    await waitFor("Type one of the numbers");
    type("3\r");
    await waitFor("Three to 63 small letters.");
    type("Bad\r");
    await waitFor("Only small letters");
    type("good-bucket\r");
    await waitFor("Enter for media");
    type("\r");
    await waitFor("nothing is shown");
    type("tiny\r");
    await waitFor("Too short");
    type("hidden-key-8c2x\b\u007fy\r");
    await waitFor("y or n");
    type("no\r");
    expect(await exited).toEqual({ exitCode: 0, signal: 0 });
    const shown = screen();
    expect(answer(shown, "select")).toBe("disk");
    expect(answer(shown, "text")).toBe("good-bucket");
    expect(answer(shown, "prefilled")).toBe("media");
    expect(answer(shown, "secret")).toBe("hidden-key-8cy");
    expect(answer(shown, "confirm")).toBe(false);
    expect(transcript()).not.toContain("\u001b");
    expect(transcript()).not.toContain("hidden-key");
  });

  it("looks like this", async () => {
    const { waitFor, screen } = ask(["select"], { options: { plain: true, lang: "es" } });
    await waitFor("para volver");
    expect(screen()).toMatchInlineSnapshot(`
      "Where should uploads live? (es)
        1. Amazon S3 (es): private links, versioned; about $0.02 a month for you (es)
        2. Cloudinary (es) (aún no disponible): resizes images (es)
        3. Render disk (es): simplest (es)
      Número del 1 al 3, o < para volver:"
    `);
  });

  it.each(["select", "text", "secret", "confirm"])("%s: < goes back", async (kind) => {
    const { waitFor, type, screen, exited } = ask([kind], plain);
    await waitFor("to go back");
    type("<\r");
    await exited;
    expect(answer(screen(), kind)).toBe("BACK");
  });

  it.each(["select", "secret"])("%s: Ctrl-C and Ctrl-D interrupt", async (kind) => {
    for (const key of ["ctrl-c", "ctrl-d"] as const) {
      const { waitFor, press, exited, kill } = ask([kind], plain);
      await waitFor("to go back");
      await press(key);
      expect(await exited).toEqual({ exitCode: 130, signal: 0 });
      await kill();
    }
  });

  it("keeps lines that were typed ahead for the next question", async () => {
    const { waitFor, type, screen, exited } = ask(["select", "prefilled", "confirm"], plain);
    await waitFor("to go back");
    type("1\rahead\rn\r");
    await exited;
    expect([answer(screen(), "select"), answer(screen(), "prefilled"), answer(screen(), "confirm")]).toEqual([
      "s3",
      "ahead",
      false,
    ]);
  });
});

describe("a SIGTERM that the process takes for an end", () => {
  it.each(["select", "secret"])("%s: interrupts", async (kind) => {
    const { waitFor, pid, exited } = ask([kind], { options: { plain: true } });
    await waitFor("to go back");
    process.kill(pid, "SIGTERM");
    expect(await exited).toEqual({ exitCode: 130, signal: 0 });
  });
});
