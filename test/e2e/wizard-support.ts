/** The built wizard in a terminal: opened in a sandbox, answered question by question, and its screen as text that two runs share. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { CLI } from "../support/prepare.mjs";
import { openPty, type Pty } from "../support/pty.mjs";
import type { Sandbox } from "../support/sandbox.ts";

export interface Wizard extends Pty {
  /** Until this question is open: the last one on the screen, and not yet answered. */
  at(question: string): Promise<void>;
  /** Waits for each question in turn and accepts its proposal. */
  accept(...questions: readonly string[]): Promise<void>;
  /** Waits for a question to be answered with yes or no, and says no. */
  decline(question: string): Promise<void>;
  /** The screen from the last line that holds `from` (all of it if not given), with what differs between two runs made alike. */
  shown(from?: string): string;
}

export interface WizardOptions {
  readonly cols?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Where the tool is started. */
type Place = Pick<Sandbox, "dir" | "env">;

/** The questions of a clinic without render.yaml, in their order, as far as an administrator with keys is asked. */
export const ENGLISH = {
  whatNext: "This project is set up already. What do you want to do?",
  provider: "Where should uploads live?",
  bucket: "Name of the bucket",
  region: "Region of the bucket",
  origins: "Which sites may read the files with fetch()?",
  create: "There is no bucket",
  appUser: "Make an IAM user for the app alone",
  apply: "Apply?",
  which: "Which answer do you want to change?",
  keyId: "Access key ID",
  secret: "Secret access key",
} as const;
export const SPANISH: Readonly<Record<keyof typeof ENGLISH, string>> = {
  whatNext: "Este proyecto ya está configurado. ¿Qué quieres hacer?",
  provider: "¿Dónde deben vivir los archivos?",
  bucket: "Nombre del bucket",
  region: "Región del bucket",
  origins: "¿Qué sitios pueden leer los archivos con fetch()?",
  create: "El bucket",
  appUser: "¿Crear un usuario IAM solo para la app",
  apply: "¿Aplicar?",
  which: "¿Qué respuesta quieres cambiar?",
  keyId: "Access key ID",
  secret: "Secret access key",
};
export const TO_CREATE = ["provider", "bucket", "region", "origins"] as const;

const HOME = realpathSync(mkdtempSync(path.join(tmpdir(), "vet-wizard-home-")));
process.once("exit", () => rmSync(HOME, { recursive: true, force: true }));

/** `vet-media-setup ARGS` in the sandbox's project, on a terminal of 80×24. */
export function openWizard(sandbox: Place, args: readonly string[] = [], options: WizardOptions = {}): Wizard {
  return wizardOn(sandbox, process.execPath, [CLI, ...args], options);
}

/** The same through a shell on that terminal: `$TOOL` is the tool. */
export function openShell(sandbox: Place, script: string, options: WizardOptions = {}): Wizard {
  const tool = `${process.execPath} ${CLI}`;
  return wizardOn(sandbox, "/bin/sh", ["-c", script.replaceAll("$TOOL", tool)], options);
}

function wizardOn(sandbox: Place, command: string, args: readonly string[], options: WizardOptions): Wizard {
  const { cols = 80, rows = 24, env = {} } = options;
  const pty = openPty(command, args, {
    cwd: sandbox.dir,
    cols,
    rows,
    env: {
      PATH: process.env.PATH,
      HOME,
      LANG: "en_US.UTF-8",
      TERM: "xterm-256color",
      AWS_EC2_METADATA_DISABLED: "true",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
      ...sandbox.env,
      ...env,
    },
  });
  onTestFinished(() => pty.kill());

  const at = async (question: string): Promise<void> => {
    const words = question.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "[\\s│]+");
    // No other sign may follow: the question is the last thing on the screen.
    await pty.waitFor(new RegExp(`◆ {2}${words}(?![\\s\\S]*[◇◆■▲])`), 180_000);
  };
  return {
    ...pty,
    at,
    accept: async (...questions) => {
      for (const question of questions) {
        await at(question);
        await pty.press("enter");
      }
    },
    decline: async (question) => {
      await at(question);
      await pty.press("right", "enter");
    },
    shown: (from) => {
      const lines = alike(pty.screen()).split("\n");
      const start = from === undefined ? 0 : lines.findLastIndex((line) => line.includes(from));
      if (start === -1) throw new Error(`the screen does not show ${from}:\n${pty.screen()}`);
      return lines.slice(start).join("\n");
    },
  };
}

/** Random digits, times and ports replaced by ones of the same width, so that columns stay where they are. */
export function alike(screen: string): string {
  return screen
    .replace(/(santasofia-media-)[0-9a-f]{8}/g, "$100000000")
    .replace(/(-probe-)[0-9a-f]{8}/g, "$100000000")
    .replace(/\b(en|in) \d+([.,]\d)? s\b/g, "$1 0.0 s")
    .replace(/(vet-media-setup) \d+\.\d+\.\d+/g, "$1 1.0.0");
}

/** The command that a farewell prints after this label, as words for the tool. */
export function printedCommand(screen: string, label: string): string[] {
  const after = screen.slice(screen.indexOf(label) + label.length);
  const command = /npx vet-media-setup (.*)/.exec(after)?.[1];
  if (command === undefined) throw new Error(`no command after ${label}:\n${screen}`);
  // What a shell makes of it.
  const done = spawnSync("/bin/sh", ["-c", `printf '%s\\n' ${command}`], { encoding: "utf8" });
  return done.stdout.trimEnd().split("\n");
}
