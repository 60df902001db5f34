/** What the commands that build and start the app say about it: settings module, server application, installed dependency files. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Evidence } from "../model/project.ts";
import { type ProjectFiles, readText } from "./files.ts";
import { below, gunicornFile, startedBy } from "./process-files.ts";
import { type SimpleCommand, simpleCommands } from "./shell.ts";

/** A piece of shell, and where it stands. */
export interface CommandText {
  readonly text: string;
  /** `start-command`, `Procfile`, `Dockerfile`, `build-script`. */
  readonly kind: string;
  /** Relative to the project's root. */
  readonly file: string;
  /** Line of the file on which `text` begins. */
  readonly firstLine: number;
  /** For people: `render.yaml startCommand`. */
  readonly summary: string;
  /** Absolute: where it runs. */
  readonly folder: string;
  /** Files of an image, by their path there: absolute paths here. */
  readonly copied?: ReadonlyMap<string, string>;
}

export interface Install {
  readonly tool: "requirements" | "project" | "poetry" | "uv" | "pipenv";
  /** Absolute: the requirements file, or the folder of pyproject.toml or Pipfile. */
  readonly target: string;
  readonly evidence: Evidence;
}

export interface Seen {
  /** The settings module that the environment or an option names. */
  readonly settings: readonly { readonly module: string; readonly evidence: Evidence; readonly fallback?: boolean }[];
  /** Server applications: `config.wsgi`, with its file relative to the root. */
  readonly apps: readonly { readonly file: string; readonly evidence: Evidence }[];
  /** manage.py was run without saying which settings. */
  readonly managers: readonly Evidence[];
  readonly installs: readonly Install[];
  /** Variables that the commands set for what they start. */
  readonly variables: ReadonlyMap<string, string>;
}

interface Found {
  /** `fallback`: only where the environment does not name one. */
  settings: { module: string; evidence: Evidence; fallback?: boolean }[];
  apps: { file: string; evidence: Evidence }[];
  managers: Evidence[];
  installs: Install[];
  variables: Map<string, string>;
}

const SERVERS = new Set(["gunicorn", "uvicorn", "daphne", "hypercorn", "uwsgi", "waitress-serve", "granian"]);
/** Programs that only start what follows them. */
const STARTERS = new Set([
  "exec",
  "env",
  "nohup",
  "command",
  "dumb-init",
  "tini",
  "--",
  "time",
  "sudo",
  "newrelic-admin",
  "run-program",
  "ddtrace-run",
]);
const RUNNERS = new Set(["poetry", "uv", "pipenv", "pdm", "hatch", "rye"]);
const SHELLS = new Set(["sh", "bash", "zsh", "dash", "/bin/sh", "/bin/bash", "source", "."]);
const DEEPEST_SCRIPT = 4;

export function readCommands(source: CommandText, files: ProjectFiles): Seen {
  const found: Found = { settings: [], apps: [], managers: [], installs: [], variables: new Map() };
  follow(source, files, found, 0);
  return found;
}

function follow(source: CommandText, files: ProjectFiles, found: Found, depth: number): void {
  let folder = source.folder;
  for (const command of simpleCommands(source.text)) {
    const evidence: Evidence = {
      kind: source.kind,
      place: { file: source.file, line: source.firstLine + command.line - 1 },
      summary: source.summary,
    };
    const words = started(command, found, evidence);
    const [program, ...rest] = words;
    if (program === undefined) continue;
    if (program === "cd" && rest[0] !== undefined) folder = path.resolve(folder, rest[0]);
    else if (SHELLS.has(program) && /^-[a-z]*c$/.test(rest[0] ?? "") && rest[1] !== undefined) {
      follow({ ...source, text: rest[1], firstLine: evidence.place.line, folder }, files, found, depth + 1);
    } else {
      const script = scriptOf(program, rest, folder, source.copied);
      const behind = rest.indexOf("--");
      const others = script === null && depth < DEEPEST_SCRIPT ? startedBy(words, folder) : [];
      if (script !== null && depth < DEEPEST_SCRIPT) {
        followScript(script, source, folder, files, found, depth);
        // `./wait-for-it.sh db:5432 -- gunicorn …`
        if (behind >= 0)
          readProgram(
            started({ ...command, words: rest.slice(behind) }, found, evidence),
            folder,
            files,
            found,
            evidence,
          );
      } else if (others.length > 0) {
        for (const { text, file, line } of others) {
          const shown = files.relative(file);
          const summary = `${source.summary} → ${shown}`;
          follow({ ...source, text, file: shown, firstLine: line, summary, folder }, files, found, depth + 1);
        }
      } else readProgram(words, folder, files, found, evidence);
    }
  }
}

function followScript(
  script: string,
  source: CommandText,
  folder: string,
  files: ProjectFiles,
  found: Found,
  depth: number,
): void {
  const text = readText(script);
  if (text === null) return;
  const file = files.relative(script);
  const summary = source.summary.includes(file) ? source.summary : `${source.summary} → ${file}`;
  follow({ ...source, text, file, firstLine: 1, summary, folder }, files, found, depth + 1);
}

/** The command without what only sets variables or starts it; DJANGO_SETTINGS_MODULE noted on the way. */
function started(command: SimpleCommand, found: Found, evidence: Evidence): readonly string[] {
  const note = (key: string, written: string) => {
    // `${NAME:-word}`: the word, where the environment has no NAME.
    const value = written.replaceAll(/\$\{[A-Za-z_]\w*:?[-=]([^${}]*)\}/g, "$1");
    if (/[$`]/.test(value)) return;
    const fallback = value === written ? {} : { fallback: true };
    if (value === written) found.variables.set(key, value);
    if (key === "DJANGO_SETTINGS_MODULE" && value !== "") found.settings.push({ module: value, evidence, ...fallback });
  };
  if (command.words[0] === ":") {
    const filled = /^\$\{([A-Za-z_]\w*):?=[^${}]*\}$/.exec(command.words[1] ?? "");
    if (filled?.[1] !== undefined) note(filled[1], filled[0]);
    return [];
  }
  for (const [key, value] of command.assignments) note(key, value);
  let words = [...command.words];
  for (;;) {
    const [first, second] = words;
    if (first === undefined) return words;
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(first);
    if (assignment?.[1] !== undefined) note(assignment[1], assignment[2] ?? "");
    else if (first === "export") {
      words = words.slice(1);
      continue;
    } else if (RUNNERS.has(first) && second === "run") {
      words = words.slice(2);
      while (words[0]?.startsWith("-") && words[0] !== "--") words = words.slice(1);
      continue;
    } else if (/^python[\d.]*$/.test(path.posix.basename(first)) && second === "-m") {
      words = words.slice(2);
      continue;
    } else if (!STARTERS.has(path.posix.basename(first))) return words;
    words = words.slice(1);
  }
}

/** A script of the repository that the command runs: `./build.sh`, `bash start.sh`, `sh -e entrypoint.sh`. */
function scriptOf(
  program: string,
  rest: readonly string[],
  folder: string,
  copied: ReadonlyMap<string, string> = new Map(),
): string | null {
  const named = SHELLS.has(program) ? rest.find((word) => !word.startsWith("-")) : program;
  if (named === undefined || !(SHELLS.has(program) || named.includes("/") || named.endsWith(".sh"))) return null;
  const candidates = [copied.get(named) ?? "", path.resolve(folder, named)];
  // In an image the repository lies at the WORKDIR: `/app/entrypoint.sh` is ours.
  if (path.isAbsolute(named)) candidates.push(...below(folder, named));
  return candidates.find((file) => isFile(file) && !file.endsWith(".py")) ?? null;
}

function readProgram(
  words: readonly string[],
  folder: string,
  files: ProjectFiles,
  found: Found,
  evidence: Evidence,
): void {
  const program = path.posix.basename(words[0] ?? "");
  const rest = words.slice(1);
  const managePath = words.find((word) => path.posix.basename(word) === "manage.py");
  if (managePath !== undefined || program === "django-admin") {
    const named = optionValue(words, ["--settings"]);
    if (named !== null) found.settings.push({ module: named, evidence });
    else if (managePath !== undefined) found.managers.push(evidence);
  } else if (SERVERS.has(program)) {
    const configured = program === "gunicorn" ? gunicornFile(rest, folder, files) : null;
    if (configured !== null && configured.text !== "") {
      const place = { file: configured.file, line: configured.line };
      const theirs = simpleCommands(`gunicorn ${configured.text}`)[0]?.words ?? [];
      // The command line wins: https://docs.gunicorn.org/en/stable/configure.html
      const before = found.apps.length;
      readServer(rest, folder, files, found, evidence);
      const own = found.apps.length > before ? theirs.filter((word) => !/^[\w.]+(?::\w+)?$/.test(word)) : theirs;
      readServer(own, folder, files, found, { ...evidence, place, summary: configured.file });
    } else readServer(rest, folder, files, found, evidence);
  } else if (/^pip[\d.]*$/.test(program) || program === "pip-sync")
    readPip(program === "pip-sync" ? ["-r", ...rest] : rest, folder, found, evidence);
  else if (program === "uv" && rest[0] === "pip")
    readPip(rest[1] === "sync" ? ["install", "-r", ...rest.slice(2)] : rest.slice(1), folder, found, evidence);
  else if (program === "uv" && rest[0] === "sync") found.installs.push({ tool: "uv", target: folder, evidence });
  else if (program === "poetry" && rest[0] === "install")
    found.installs.push({ tool: "poetry", target: folder, evidence });
  else if (program === "pipenv" && (rest[0] === "install" || rest[0] === "sync")) {
    found.installs.push({ tool: "pipenv", target: folder, evidence });
  }
}

function readServer(
  words: readonly string[],
  folder: string,
  files: ProjectFiles,
  found: Found,
  evidence: Evidence,
): void {
  for (const option of ["--env", "-e"]) {
    words.forEach((word, index) => {
      const value =
        word === option ? words[index + 1] : word.startsWith(`${option}=`) ? word.slice(option.length + 1) : undefined;
      const setting = value === undefined ? null : /^DJANGO_SETTINGS_MODULE=(.+)$/.exec(value);
      if (setting?.[1] !== undefined) found.settings.push({ module: setting[1], evidence });
    });
  }
  const base = path.resolve(folder, optionValue(words, ["--chdir", "--app-dir", "--pythonpath"]) ?? ".");
  const candidates = [optionValue(words, ["--module", "-w"]), ...words].filter((word) => word !== null);
  for (const word of candidates) {
    const module = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?::[A-Za-z_][\w.]*(?:\(\))?)?$/.exec(word)?.[1];
    if (module === undefined) continue;
    for (const start of [base, files.root]) {
      const location = path.join(start, ...module.split("."));
      const file = files.moduleFile(files.relative(location));
      if (file === null || files.isFile(`${files.relative(location)}/__init__.py`)) continue;
      found.apps.push({ file, evidence });
      return;
    }
  }
}

function readPip(words: readonly string[], folder: string, found: Found, evidence: Evidence): void {
  if (!words.includes("install") && words[0] !== "-r") return;
  words.forEach((word, index) => {
    const next = words[index + 1];
    const attached = /^(?:-r|--requirement=)(.+)$/.exec(word)?.[1];
    const file = word === "-r" || word === "--requirement" ? next : attached;
    if (file !== undefined) {
      found.installs.push({ tool: "requirements", target: path.resolve(folder, file), evidence });
    } else if (/^\.{1,2}\/?(?:\[.*\])?$/.test(word)) {
      found.installs.push({ tool: "project", target: path.resolve(folder, word.replace(/\[.*$/, "")), evidence });
    }
  });
}

/** Value of `--name value` or `--name=value`. */
function optionValue(words: readonly string[], names: readonly string[]): string | null {
  for (const [index, word] of words.entries()) {
    for (const name of names) {
      if (word === name) return words[index + 1] ?? null;
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
    }
  }
  return null;
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}
