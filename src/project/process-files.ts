/** Files that say what a server or a supervisor starts: gunicorn.conf.py, supervisord.conf, uwsgi.ini, a Procfile. Read, never run. */
import path from "node:path";
import type { ProjectFiles } from "./files.ts";
import { readText } from "./files.ts";
import { interpretModule } from "./python/interpret.ts";
import { asText, optionsOf, type Value } from "./python/values.ts";

export interface StartedBy {
  /** Shell, as if it stood in place of the command. */
  readonly text: string;
  /** Absolute. */
  readonly file: string;
  readonly line: number;
}

const PROCFILE_RUNNERS = new Set(["honcho", "foreman", "forego", "overmind", "hivemind"]);

/** What `honcho start`, `supervisord -c FILE` or `uwsgi --ini FILE` starts, in `folder` (absolute); empty for any other command. */
export function startedBy(words: readonly string[], folder: string): StartedBy[] {
  const [program = "", ...rest] = words;
  const name = path.posix.basename(program);
  const find = (named: string | undefined, usual: string) => inFolder(folder, named ?? usual);
  if (PROCFILE_RUNNERS.has(name) && rest[0] === "start")
    return web(find(after(rest, ["-f", "--procfile"]), "Procfile"));
  if (name === "supervisord") return programs(find(after(rest, ["-c", "--configuration"]), "supervisord.conf"));
  if (name === "uwsgi") {
    const ini = after(rest, ["--ini"]) ?? rest.find((word) => word.endsWith(".ini"));
    return ini === undefined ? [] : uwsgi(find(ini, ini));
  }
  return [];
}

function after(words: readonly string[], options: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const option = options.find((one) => word === one || word.startsWith(`${one}=`));
    if (option !== undefined) return word === option ? words[index + 1] : word.slice(option.length + 1);
  }
  return undefined;
}

/** In an image the repository lies elsewhere: an absolute path is looked for by its last parts. */
function inFolder(folder: string, named: string): string {
  const candidates = [path.resolve(folder, named), ...(path.isAbsolute(named) ? below(folder, named) : [])];
  return candidates.find((file) => readText(file) !== null) ?? path.resolve(folder, named);
}

/** `/app/docker/start.sh` → `docker/start.sh` and `start.sh` in the folder. */
export function below(folder: string, absolute: string): string[] {
  const parts = absolute.split("/").filter((part) => part !== "");
  return parts.map((_, index) => path.join(folder, ...parts.slice(index)));
}

function web(file: string): StartedBy[] {
  return linesOf(file).flatMap(({ text, line }) => {
    const command = /^web\s*:\s*(\S.*)$/.exec(text)?.[1];
    return command === undefined ? [] : [{ text: command, file, line }];
  });
}

/** Source: http://supervisord.org/configuration.html#program-x-section-settings */
function programs(file: string): StartedBy[] {
  const found: StartedBy[] = [];
  let [command, environment, directory, line] = ["", "", "", 1];
  const finish = () => {
    const move = directory === "" ? "" : `cd ${quoted(directory)} && `;
    if (command !== "") found.push({ text: `${move}${variables(environment)}${command}`, file, line });
    [command, environment, directory] = ["", "", ""];
  };
  for (const one of linesOf(file)) {
    if (/^\s*\[/.test(one.text)) finish();
    const [, key = "", value = ""] = /^\s*(command|environment|directory)\s*=\s*(.*)$/.exec(one.text) ?? [];
    if (key === "command") [command, line] = [value, one.line];
    else if (key === "environment") environment = value;
    else if (key === "directory") directory = value;
  }
  finish();
  return found;
}

/** `A="x",B='y'` as a shell says it. */
function variables(environment: string): string {
  const pairs = [...environment.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^,]*)/g)];
  return pairs
    .map(([, key = "", value = ""]) => `${key}=${quoted(value.trim().replace(/^(["'])(.*)\1$/, "$2"))} `)
    .join("");
}

/** Source: https://uwsgi-docs.readthedocs.io/en/latest/Options.html */
function uwsgi(file: string): StartedBy[] {
  const lines = linesOf(file).map(({ text, line }) => ({ found: /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(text), line }));
  const settingOf = (...keys: readonly string[]) => lines.find(({ found }) => keys.includes(found?.[1] ?? ""));
  const module = settingOf("module", "wsgi");
  const value = module?.found?.[2];
  if (module === undefined || value === undefined) return [];
  const environment = lines.flatMap(({ found }) => (found?.[1] === "env" && found[2] ? [found[2]] : []));
  const chdir = settingOf("chdir")?.found?.[2];
  const words = ["uwsgi", "--module", value, ...(chdir === undefined ? [] : ["--chdir", chdir])];
  return [{ text: `${variables(environment.join(","))}${words.map(quoted).join(" ")}`, file, line: module.line }];
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "")}'`;
}

function linesOf(file: string): { text: string; line: number }[] {
  const lines = (readText(file) ?? "").split(/\r\n|\n|\r/);
  return lines.map((text, index) => ({ text, line: index + 1 }));
}

/**
 * What a gunicorn configuration adds to the command line: `-c FILE`, or gunicorn.conf.py where it starts. null: there is none.
 * Source: https://docs.gunicorn.org/en/stable/settings.html
 */
export function gunicornFile(
  words: readonly string[],
  folder: string,
  files: ProjectFiles,
): { readonly text: string; readonly file: string; readonly line: number } | null {
  const named = after(words, ["-c", "--config"])?.replace(/^file:/, "") ?? "gunicorn.conf.py";
  const file = files.relative(inFolder(folder, named));
  if (!file.endsWith(".py") || files.text(file) === null) return null;
  const { names } = interpretModule(file, files, new Map());
  const module = asText(names.get("wsgi_app"));
  const chdir = asText(names.get("chdir"));
  const environment = textsIn(names.get("raw_env"));
  const text = files.text(file) ?? "";
  const line = text.slice(0, Math.max(0, text.search(/^(?:raw_env|wsgi_app|chdir)\b/m))).split("\n").length;
  return {
    text: [
      ...environment.map((pair) => `--env ${quoted(pair)}`),
      ...(chdir === null ? [] : [`--chdir ${quoted(chdir)}`]),
      ...(module === null ? [] : [quoted(module)]),
    ].join(" "),
    file,
    line,
  };
}

function textsIn(value: Value | undefined): string[] {
  const [first] = value === undefined ? [] : optionsOf(value);
  return first?.type === "list" ? first.items.map(asText).filter((text) => text !== null) : [];
}
