/** Every kind of question in a real pseudo-terminal, as a person would answer it. */
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

describe("select", () => {
  it("shows two-line hints, marks what cannot be chosen, and steps over it", async () => {
    const { waitFor, screen, press, exited } = ask(["select"]);
    await waitFor("Esc back");
    expect(screen()).toMatchInlineSnapshot(`
      "┌  vet-media-setup 9.9.9
      │
      ◆  Where should uploads live?
      │  ● Amazon S3     private links, versioned
      │                  about $0.02 a month for you
      │  - Cloudinary    resizes images · not available yet
      │  ○ Render disk   simplest
      └  ↑↓ move · Enter accept · Esc back"
    `);
    await press("down");
    await waitFor("● Render disk");
    expect(screen()).not.toContain("● Cloudinary");
    await press("enter");
    expect(await exited).toEqual({ exitCode: 0, signal: 0 });
    expect(answer(screen(), "select")).toBe("disk");
    expect(screen()).toContain("◇  Where should uploads live?\n│  Render disk\n");
    expect(screen()).not.toContain("Esc back");
  });

  it("fits a narrow terminal", async () => {
    const { waitFor, screen } = ask(["select"], { cols: 34 });
    await waitFor("   back");
    expect(screen()).toMatchInlineSnapshot(`
      "┌  vet-media-setup 9.9.9
      │
      ◆  Where should uploads live?
      │  ● Amazon S3
      │      private links, versioned
      │      about $0.02 a month for
      │      you
      │  - Cloudinary
      │      resizes images · not
      │      available yet
      │  ○ Render disk
      │      simplest
      └  ↑↓ move · Enter accept · Esc
         back"
    `);
  });

  it("speaks Spanish", async () => {
    const { waitFor, screen } = ask(["select"], { options: { lang: "es" } });
    await waitFor("Esc volver");
    expect(screen()).toContain("aún no disponible");
  });

  it("starts at the proposed choice", async () => {
    const { waitFor, press, screen, exited } = ask(["initial"]);
    await waitFor("● disk");
    await press("enter");
    await exited;
    expect(answer(screen(), "initial")).toBe("disk");
  });

  it("scrolls a list that is longer than the window", async () => {
    const { waitFor, press, screen, exited } = ask(["many"], { rows: 12 });
    await waitFor("● region-0");
    expect(screen()).not.toContain("region-20");
    await press(...Array.from({ length: 30 }, () => "down" as const));
    await waitFor("● region-30");
    await press("enter");
    await exited;
    expect(answer(screen(), "many")).toBe(30);
  });

  it("cannot be answered where nothing can be chosen", async () => {
    const { waitFor, press, screen, exited } = ask(["none"]);
    await waitFor("Only one");
    await press("enter", "enter");
    expect(screen()).not.toContain("answer none");
    await press("escape");
    await exited;
    expect(answer(screen(), "none")).toBe("BACK");
  });

  it("leaves the terminal in order: cursor shown, no raw mode", async () => {
    const { waitFor, press, exited, cursor, transcript } = ask(["select"]);
    await waitFor("Esc back");
    expect(cursor().hidden).toBe(true);
    await press("enter");
    await exited;
    expect(cursor().hidden).toBe(false);
    expect(transcript()).not.toContain("\u001b[?2004h");
  });
});

describe("text", () => {
  it("validates while typing, and takes no bad answer", async () => {
    const { waitFor, type, press, screen, exited } = ask(["text"]);
    await waitFor("my-bucket");
    expect(screen()).toContain("◆  Bucket\n│  Three to 63 small letters.\n│  my-bucket\n└  Enter accept");
    expect(screen()).not.toContain("Only small letters");
    type("Bad Name");
    await waitFor("│  Bad Name\n│  Only small letters, digits and hyphens");
    await press("enter");
    await waitFor("▲  Bucket");
    expect(screen()).not.toContain("answer text");
    await press("ctrl-u");
    type("santasofia-media");
    await waitFor("│  santasofia-media\n└");
    expect(screen()).not.toContain("Only small letters");
    await press("enter");
    await exited;
    expect(answer(screen(), "text")).toBe("santasofia-media");
  });

  it("says on Enter what is wrong with nothing", async () => {
    const { waitFor, press, screen } = ask(["text"]);
    await waitFor("my-bucket");
    await press("enter");
    await waitFor("Only small letters");
    expect(screen()).toContain("▲  Bucket");
  });

  it("can be edited in the middle, and keeps what was there", async () => {
    const { waitFor, type, press, screen, exited } = ask(["prefilled"]);
    await waitFor("│  media");
    await press("left", "left");
    type("X");
    await press("backspace", "home");
    type("ñ🐶");
    await waitFor("│  ñ🐶media");
    await press("enter");
    await exited;
    expect(answer(screen(), "prefilled")).toBe("ñ🐶media");
  });

  it("takes a long value on a narrow terminal without breaking the frame", async () => {
    const { waitFor, type, press, screen, exited } = ask(["prefilled"], { cols: 30 });
    await waitFor("│  media");
    const long = "/a-very-long-prefix/that-goes-on/and-on/until-the-third-line";
    type(long);
    await waitFor("third-line");
    await press("backspace", "enter");
    await exited;
    expect(answer(screen(), "prefilled")).toBe(`media${long}`.slice(0, -1));
    expect(screen().match(/Prefix/g)).toHaveLength(1);
  });

  it("redraws when the window changes its size", async () => {
    const { waitFor, type, press, resize, screen, exited } = ask(["prefilled"]);
    await waitFor("│  media");
    resize(50, 20);
    type("-new");
    await waitFor("media-new");
    await press("enter");
    await exited;
    expect(answer(screen(), "prefilled")).toBe("media-new");
  });
});

describe("secret", () => {
  const SECRET = "s3cr3t/Key+with=signs";

  it("never shows a character of it, typed, pasted or answered", async () => {
    const { waitFor, type, press, screen, transcript, exited } = ask(["secret"]);
    await waitFor("Secret access key");
    type("qwert");
    await waitFor("│  *****\n│  Too short\n");
    await press("ctrl-u");
    type(`${SECRET}\r`);
    await exited;
    expect(answer(screen(), "secret")).toBe(SECRET);
    expect(screen()).toContain("◇  Secret access key\n│  ********\nanswer");
    const before = transcript().split("answer secret")[0] ?? "";
    for (let start = 0; start + 3 <= SECRET.length; start += 1) {
      expect(before).not.toContain(SECRET.slice(start, start + 3));
    }
    expect(before).not.toContain("qwe");
  });

  it("takes a paste in one piece, also of 2000 characters", async () => {
    const { waitFor, type, press, screen, exited } = ask(["secret"], { cols: 40 });
    await waitFor("Secret access key");
    const long = "0123456789abcdef".repeat(125);
    type(long);
    await waitFor("*".repeat(30));
    await press("enter");
    await exited;
    expect(answer(screen(), "secret")).toBe(long);
  });

  it("may be edited", async () => {
    const { waitFor, type, press, screen, exited } = ask(["secret"]);
    await waitFor("Secret access key");
    type("abcdefghX");
    await press("backspace", "left");
    type("é");
    await press("enter");
    await exited;
    expect(answer(screen(), "secret")).toBe("abcdefgéh");
  });
});

describe("confirm", () => {
  it.each([
    ["Enter takes the proposal", ["enter"], "", true],
    ["an arrow changes it", ["right", "enter"], "", false],
    ["n answers at once", [], "n", false],
    ["Y answers at once", [], "Y", true],
    ["other letters are nothing", ["enter"], "xq", true],
  ] as const)("%s", async (_, keys, letters, expected) => {
    const { waitFor, type, press, screen, exited } = ask(["confirm"]);
    await waitFor("● Yes   ○ No");
    if (letters !== "") type(letters);
    await press(...keys);
    await exited;
    expect(answer(screen(), "confirm")).toBe(expected);
    expect(screen()).toContain(`◇  Create it?\n│  ${expected ? "Yes" : "No"}\nanswer`);
  });

  it("understands s and n in Spanish", async () => {
    const { waitFor, type, screen, exited } = ask(["confirm", "confirm"], { options: { lang: "es" } });
    await waitFor("● Sí   ○ No");
    type("n");
    await waitFor("answer confirm");
    await waitFor(/answer confirm: \S+\n[\s\S]*● Sí/);
    type("s");
    await exited;
    expect(
      [...screen().matchAll(/answer confirm: (\S+)/g)].map(([, hex]) => Buffer.from(hex ?? "", "hex").toString()),
    ).toEqual(["false", "true"]);
  });
});

describe("leaving a question", () => {
  it.each(["select", "text", "secret", "confirm"])("%s: Esc goes back, and the next question works", async (kind) => {
    const { waitFor, press, screen, exited } = ask([kind, "initial"]);
    await waitFor("Esc back");
    await press("escape");
    await waitFor("● disk");
    expect(answer(screen(), kind)).toBe("BACK");
    expect(screen()).toContain("back to the question before");
    await press("enter");
    expect(await exited).toEqual({ exitCode: 0, signal: 0 });
  });

  it.each(["select", "text", "secret", "confirm"])("%s: Ctrl-C and Ctrl-D interrupt", async (kind) => {
    for (const key of ["ctrl-c", "ctrl-d"] as const) {
      const { waitFor, press, screen, cursor, exited, kill } = ask([kind]);
      await waitFor("Esc back");
      await press(key);
      expect(await exited).toEqual({ exitCode: 130, signal: 0 });
      expect(screen()).toContain("interrupted");
      expect(screen()).not.toContain("answer");
      expect(screen()).toContain("■  ");
      expect(cursor().hidden).toBe(false);
      await kill();
    }
  });

  it.each(["select", "secret"])("%s: a SIGTERM that the process takes for an end interrupts", async (kind) => {
    const { waitFor, pid, exited, cursor, screen } = ask([kind]);
    await waitFor("Esc back");
    process.kill(pid, "SIGTERM");
    expect(await exited).toEqual({ exitCode: 130, signal: 0 });
    expect(screen()).toContain("interrupted");
    expect(cursor().hidden).toBe(false);
  });

  it("an arrow key is not taken for Esc", async () => {
    const { waitFor, press, screen, exited } = ask(["select"]);
    await waitFor("Esc back");
    await press("down", "up", "down", "enter");
    await exited;
    expect(answer(screen(), "select")).toBe("disk");
  });
});

describe("under NO_COLOR", () => {
  it("no prompt uses a colour", async () => {
    const { waitFor, press, exited, transcript } = ask(["select", "confirm"], { env: { NO_COLOR: "1" } });
    await waitFor("Esc back");
    await press("enter");
    await waitFor("● Yes");
    await press("enter");
    await exited;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
    expect(transcript()).not.toMatch(/\u001b\[[0-9;]*m/);
  });
});

describe("where nobody may be asked", () => {
  it.each([
    ["--yes", { options: { yes: true } }],
    ["CI", { env: { CI: "1" } }],
    ["TERM=dumb", { env: { TERM: "dumb" } }],
  ])("%s: there is no prompter, at a terminal neither", async (_, setting) => {
    const { exited, screen } = ask(["select"], setting);
    expect(await exited).toEqual({ exitCode: 0, signal: 0 });
    expect(screen()).toContain("cannot ask (interactive: false)");
  });
});

describe("keys pressed during work", () => {
  it("do not answer the next question", async () => {
    const { waitFor, type, press, screen, exited } = ask(["work", "confirm"]);
    await waitFor("Working hard");
    type("n\rn");
    await waitFor("● Yes   ○ No");
    await press("enter");
    await exited;
    expect(answer(screen(), "confirm")).toBe(true);
  });

  it("do not empty a proposal", async () => {
    const { waitFor, type, press, screen, exited } = ask(["work", "prefilled"]);
    await waitFor("Working hard");
    type("\r\rx");
    await waitFor("│  media");
    await press("enter");
    await exited;
    expect(answer(screen(), "prefilled")).toBe("media");
  });

  it("still interrupt, if it is Ctrl-C", async () => {
    const { waitFor, press, exited } = ask(["work", "confirm"]);
    await waitFor("Working hard");
    await press("ctrl-c");
    // This program has no handler of SIGINT: the signal itself ends it.
    expect(await exited).toEqual({ exitCode: 0, signal: 2 });
  });
});
