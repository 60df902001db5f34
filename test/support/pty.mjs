// Drives a program in a pseudo-terminal and reads the screen that a person would see. Plain Node, so that scripts can use it too.
import { closeSync, constants, openSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";

// Both packages are CommonJS without named exports that Node could find.
const require = createRequire(import.meta.url);

/** What a key sends on a terminal. */
export const KEYS = {
  enter: "\r",
  escape: "\u001b",
  tab: "\t",
  space: " ",
  backspace: "\u007f",
  delete: "\u001b[3~",
  up: "\u001b[A",
  down: "\u001b[B",
  right: "\u001b[C",
  left: "\u001b[D",
  home: "\u001b[H",
  end: "\u001b[F",
  "ctrl-c": "\u0003",
  "ctrl-d": "\u0004",
  "ctrl-u": "\u0015",
  "ctrl-z": "\u001a",
};

/**
 * @typedef {object} Pty
 * @property {() => string} screen  All text on the terminal, scrolled-off lines included, trimmed at the right and at the end.
 * @property {() => import("./terminal-svg.mjs").Run[][]} looks  The same as it looks, row by row, a line that goes over the edge in two.
 * @property {() => { x: number, y: number, hidden: boolean }} cursor  Where the cursor is, and whether the program hid it.
 * @property {(wanted: string | RegExp, milliseconds?: number) => Promise<void>} waitFor  Until the screen shows it; the error holds the screen.
 * @property {(text: string) => void} type  Sends characters as typed or pasted.
 * @property {(...keys: (keyof typeof KEYS)[]) => Promise<void>} press  Sends keys, one after the other.
 * @property {(cols: number, rows: number) => void} resize
 * @property {Promise<{ exitCode: number, signal: number }>} exited
 * @property {() => string} transcript  Every byte that the program wrote.
 * @property {number} pid
 * @property {() => Promise<void>} kill  Ends the program, if it runs still, and frees the terminal. Always call it.
 */

/**
 * The terminal's other end is held open until everything is read: once a program that prints its last words has closed it, what the kernel has not
 * handed over by then is lost, and node-pty closes the terminal 200 ms after the program's end, read or not. A busy machine does both.
 * @param {object} child
 */
function readToTheEnd(child) {
  const held = openSync(Reflect.get(child, "_pty"), constants.O_RDWR | constants.O_NOCTTY);
  const socket = Reflect.get(child, "_socket");
  const destroy = socket.destroy.bind(socket);
  let read = 0;
  socket.on("data", () => {
    read += 1;
  });
  let ending = false;
  /** Called by node-pty when the program has ended, and by the stream itself, with an error, when there is nothing more to read. */
  socket.destroy = (/** @type {Error | undefined} */ error) => {
    if (error !== undefined || ending) return destroy(error);
    ending = true;
    void (async () => {
      for (let calm = 0, before = read; calm < 3; before = read) {
        await sleep(10);
        calm = before === read ? calm + 1 : 0;
      }
      closeSync(held);
    })();
    return socket;
  };
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, cols?: number, rows?: number }} [options]
 * @returns {Pty}
 */
export function openPty(command, args, options = {}) {
  const { cwd = process.cwd(), env = process.env, cols = 80, rows = 40 } = options;
  const { spawn } = require("@lydell/node-pty");
  const { Terminal } = require("@xterm/headless");
  const terminal = new Terminal({ cols, rows, scrollback: 10_000, allowProposedApi: true });
  const environment = Object.fromEntries(
    Object.entries({ ...env, TERM: env.TERM ?? "xterm-256color" }).filter(([, value]) => value !== undefined),
  );
  const child = spawn(command, [...args], { name: environment.TERM, cols, rows, cwd, env: environment });
  readToTheEnd(child);

  let transcript = "";
  let pending = 0;
  let running = true;
  child.onData((/** @type {string} */ data) => {
    transcript += data;
    pending += 1;
    terminal.write(data, () => {
      pending -= 1;
    });
  });
  // A program that asks where the cursor is gets its answer, as from a real terminal.
  terminal.onData((/** @type {string} */ answer) => running && child.write(answer));
  const exited = new Promise((resolve) => {
    child.onExit(async (/** @type {{ exitCode: number, signal?: number }} */ { exitCode, signal }) => {
      running = false;
      // The last bytes may arrive after the end of the program.
      for (let calm = 0; calm < 3; calm = pending === 0 ? calm + 1 : 0) await sleep(10);
      resolve({ exitCode, signal: signal ?? 0 });
    });
  });

  const screen = () => {
    const { buffer } = terminal;
    const lines = [];
    for (let row = 0; row < buffer.active.length; row += 1) {
      const line = buffer.active.getLine(row);
      const text = line?.translateToString(true) ?? "";
      if (line?.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
      else lines.push(text);
    }
    return lines
      .map((line) => line.trimEnd())
      .join("\n")
      .trimEnd();
  };

  /** @type {Pty["looks"]} */
  const looks = () => {
    const { active } = terminal.buffer;
    const all = Array.from({ length: active.length }, (_, row) => runsIn(active.getLine(row), cols));
    while (all.length > 0 && all.at(-1)?.every(({ text }) => text.trim() === "")) all.pop();
    return all;
  };

  /** @type {Pty["waitFor"]} */
  const waitFor = async (wanted, milliseconds = 120_000) => {
    const found = () => (typeof wanted === "string" ? screen().includes(wanted) : wanted.test(screen()));
    const end = Date.now() + milliseconds;
    while (!found()) {
      if (!running) await exited;
      if (found()) return;
      if (!running || Date.now() > end) {
        const why = running ? `not within ${milliseconds} ms` : "not before the program ended";
        throw new Error(`${why}: ${wanted}\n--- the screen ---\n${screen()}\n---`);
      }
      await sleep(20);
    }
  };

  return {
    screen,
    looks,
    cursor: () => ({
      x: terminal.buffer.active.cursorX,
      y: terminal.buffer.active.cursorY,
      // xterm keeps what the program last said in its core only.
      hidden: transcript.lastIndexOf("\u001b[?25l") > transcript.lastIndexOf("\u001b[?25h"),
    }),
    waitFor,
    type: (text) => child.write(text),
    press: async (...keys) => {
      for (const key of keys) {
        const bytes = KEYS[key];
        if (bytes === undefined) throw new Error(`no such key: ${key}`);
        child.write(bytes);
        // Escape is told from the beginning of an arrow key by the pause after it (50 ms in Node's readline).
        await sleep(key === "escape" ? 120 : 15);
      }
    },
    resize: (columns, lines) => {
      child.resize(columns, lines);
      terminal.resize(columns, lines);
    },
    exited: /** @type {Pty["exited"]} */ (exited),
    transcript: () => transcript,
    pid: child.pid,
    kill: async () => {
      if (running) {
        try {
          process.kill(child.pid, "SIGKILL");
        } catch {
          // It ended by itself in this moment.
        }
      }
      await exited;
      terminal.dispose();
    },
  };
}

/** @returns {import("./terminal-svg.mjs").Run[]} */
function runsIn(/** @type {any} */ line, /** @type {number} */ cols) {
  /** @type {import("./terminal-svg.mjs").Run[]} */
  const runs = [];
  for (let column = 0; column < cols; column += 1) {
    const cell = line?.getCell(column);
    const width = cell?.getWidth() ?? 0;
    if (width === 0) continue;
    const look = {
      colour: cell.isFgPalette() ? cell.getFgColor() : null,
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
      inverse: cell.isInverse() !== 0,
    };
    const last = runs.at(-1);
    const same = last !== undefined && Object.entries(look).every(([name, value]) => Reflect.get(last, name) === value);
    if (same) {
      last.text += cell.getChars() || " ";
      last.width += width;
    } else runs.push({ text: cell.getChars() || " ", width, ...look });
  }
  return runs;
}
