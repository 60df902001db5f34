import { describe, expect, it } from "vitest";
import { isInteractive, reporterKind, type Surroundings, wantsColour } from "../../src/terminal/interactive.ts";

const OPTIONS = { json: false, plain: false, yes: false };
const around = (env: Record<string, string> = {}, stdin = true, stdout = true): Surroundings => ({
  env: { TERM: "xterm-256color", ...env },
  stdinIsTerminal: stdin,
  stdoutIsTerminal: stdout,
});

describe("whether to ask", () => {
  it("asks a person at a terminal", () => {
    expect(isInteractive(OPTIONS, around())).toBe(true);
    expect(isInteractive({ ...OPTIONS, plain: true }, around())).toBe(true);
  });

  it.each([
    ["standard input is a pipe", OPTIONS, around({}, false, true)],
    ["standard output is a file", OPTIONS, around({}, true, false)],
    ["--yes", { ...OPTIONS, yes: true }, around()],
    ["--json", { ...OPTIONS, json: true }, around()],
    ["CI=true", OPTIONS, around({ CI: "true" })],
    ["CI=1", OPTIONS, around({ CI: "1" })],
    ["CI=woodpecker", OPTIONS, around({ CI: "woodpecker" })],
    ["TERM=dumb", OPTIONS, around({ TERM: "dumb" })],
  ])("does not ask: %s", (_, options, surroundings) => {
    expect(isInteractive(options, surroundings)).toBe(false);
  });

  it.each(["", "0", "false", "False"])("takes CI=%j for not set", (CI) => {
    expect(isInteractive(OPTIONS, around({ CI }))).toBe(true);
  });
});

describe("which reporter", () => {
  it("is human only on a terminal that can do it", () => {
    expect(reporterKind(OPTIONS, around())).toBe("human");
    expect(reporterKind({ ...OPTIONS, yes: true }, around())).toBe("human");
    expect(reporterKind(OPTIONS, around({ NO_COLOR: "1" }))).toBe("human");
    expect(reporterKind({ ...OPTIONS, plain: true }, around())).toBe("plain");
    expect(reporterKind(OPTIONS, around({ TERM: "dumb" }))).toBe("plain");
    expect(reporterKind(OPTIONS, around({ CI: "true" }))).toBe("plain");
    expect(reporterKind(OPTIONS, around({}, true, false))).toBe("plain");
    expect(reporterKind(OPTIONS, around({ FORCE_COLOR: "1" }, true, false))).toBe("plain");
    expect(reporterKind({ json: true, plain: true, yes: true }, around())).toBe("json");
  });
});

describe("colour", () => {
  it.each<[boolean, Record<string, string>, boolean]>([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { NO_COLOR: "0" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { FORCE_COLOR: "false" }, false],
    [false, { FORCE_COLOR: "" }, false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [true, { TERM: "dumb" }, false],
    [true, { TERM: "dumb", FORCE_COLOR: "1" }, true],
  ])("terminal %s, %j: %s", (terminal, env, expected) => {
    expect(wantsColour(OPTIONS, around(env, terminal, terminal))).toBe(expected);
  });

  it("never comes with --plain or --json", () => {
    expect(wantsColour({ ...OPTIONS, plain: true }, around({ FORCE_COLOR: "1" }))).toBe(false);
    expect(wantsColour({ ...OPTIONS, json: true }, around({ FORCE_COLOR: "1" }))).toBe(false);
  });
});
