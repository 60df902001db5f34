/** The instructions of a Dockerfile that say how the app is built and started. Source: https://docs.docker.com/reference/dockerfile/ */
import path from "node:path";

interface Instruction {
  readonly text: string;
  readonly firstLine: number;
}

export interface Dockerfile {
  /** Relative to the project's root. */
  readonly file: string;
  /** Of the last stage. */
  readonly env: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
  readonly runs: readonly Instruction[];
  readonly command: (Instruction & { readonly instruction: string }) | null;
  readonly entrypoint: (Instruction & { readonly instruction: string }) | null;
  /** Where the last stage works; null: it does not say, or in words that only the build knows. */
  readonly workdir: string | null;
  /** COPY and ADD of the last stage: where a file of the build context lies in the image → its path in the context. */
  readonly copied: ReadonlyMap<string, string>;
  /** `python:3.12-slim`, of the last stage whose image is Python's. */
  readonly pythonImage: { readonly tag: string; readonly line: number } | null;
}

export function readDockerfile(text: string, file: string): Dockerfile {
  const env = new Map<string, { value: string; line: number }>();
  let runs: Instruction[] = [];
  let command: Dockerfile["command"] = null;
  let entrypoint: Dockerfile["entrypoint"] = null;
  let pythonImage: Dockerfile["pythonImage"] = null;
  let workdir: string | null = null;
  let copied = new Map<string, string>();
  for (const { keyword, rest, line } of instructions(text)) {
    if (keyword === "FROM") {
      const image = /(?:^|\/)python:(\S+)/.exec(rest)?.[1];
      if (image !== undefined) pythonImage = { tag: image, line };
      command = null;
      entrypoint = null;
      workdir = null;
      copied = new Map();
    } else if (keyword === "ENV") for (const [key, value] of pairs(rest)) env.set(key, { value, line });
    else if (keyword === "COPY" || keyword === "ADD") copied = new Map([...copied, ...copies(rest, workdir)]);
    else if (keyword === "WORKDIR") workdir = folderIn(workdir, rest);
    else if (keyword === "RUN") runs = [...runs, { text: rest.replace(/^(?:--\S+\s+)+/, ""), firstLine: line }];
    else if (keyword === "CMD") command = { text: shellForm(rest), firstLine: line, instruction: "CMD" };
    else if (keyword === "ENTRYPOINT")
      entrypoint = { text: shellForm(rest), firstLine: line, instruction: "ENTRYPOINT" };
  }
  return { file, env, runs, command, entrypoint, workdir, copied, pythonImage };
}

/** A relative one goes on from the one before. Source: https://docs.docker.com/reference/dockerfile/#workdir */
function folderIn(before: string | null, rest: string): string | null {
  const folder = rest.replace(/^(["'])(.*)\1$/, "$2");
  if (folder.includes("$") || (before === null && !folder.startsWith("/"))) return null;
  return path.posix.resolve(before ?? "/", folder);
}

function instructions(text: string): { keyword: string; rest: string; line: number }[] {
  const found: { keyword: string; rest: string; line: number }[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let whole = lines[index] ?? "";
    if (/^\s*(?:#|$)/.test(whole)) continue;
    // Comment lines inside a continued instruction are dropped, as Docker drops them; line numbers inside are not needed to the line.
    while (/\\\s*$/.test(whole) && index + 1 < lines.length) {
      const next = lines[++index] ?? "";
      whole = whole.replace(/\\\s*$/, /^\s*#/.test(next) ? "\\" : ` ${next}`);
    }
    const split = /^\s*([A-Za-z]+)\s+([\s\S]*)$/.exec(whole);
    if (split?.[1] !== undefined) found.push({ keyword: split[1].toUpperCase(), rest: (split[2] ?? "").trim(), line });
  }
  return found;
}

/** `COPY --chown=x ./compose/start /start`, and into a folder. What comes from another stage is none of ours. */
function copies(rest: string, workdir: string | null): [string, string][] {
  const words = (rest.startsWith("[") ? rest.replaceAll(/[[\]",]/g, " ") : rest)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.some((word) => word.startsWith("--from"))) return [];
  const plain = words.filter((word) => !word.startsWith("--"));
  const target = plain.pop();
  if (target === undefined) return [];
  return plain.map((source) => {
    const folder = target.endsWith("/") || target === "." || plain.length > 1;
    const place = path.posix.resolve(workdir ?? "/", target, folder ? path.posix.basename(source) : "");
    return [place, source];
  });
}

/** `["gunicorn", "config.wsgi"]` as a shell would be told it. */
function shellForm(rest: string): string {
  if (!rest.startsWith("[")) return rest;
  try {
    const words: unknown = JSON.parse(rest);
    if (!Array.isArray(words)) return rest;
    return words.map((word) => `'${String(word).replaceAll("'", `'"'"'`)}'`).join(" ");
  } catch {
    return rest;
  }
}

/** `ENV A=1 B="x y"`, or the old form `ENV A 1`. */
function pairs(rest: string): [string, string][] {
  const old = /^([A-Za-z_]\w*)\s+(.*)$/.exec(rest);
  if (old?.[1] !== undefined) return [[old[1], old[2] ?? ""]];
  return [...rest.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)].map(([, key = "", value = ""]) => [
    key,
    value.replace(/^(["'])([\s\S]*)\1$/, "$2"),
  ]);
}
