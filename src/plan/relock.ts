/**
 * A lock file made anew by the project's own tool, in a copy: nothing of the project is touched, and what comes of it is a change of the plan like any other.
 */
import { access, constants, copyFile, mkdtemp, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, type TomlTable, type TomlValue } from "smol-toml";
import { decodeText, encodeText } from "../edit/text-file.ts";
import { runQuietly } from "../lib/quiet-process.ts";
import { mask } from "../lib/secrets.ts";
import { type Text, verbatim } from "../lib/text.ts";
import * as say from "../messages/locks.ts";
import { readImage } from "./file-image.ts";
import { fits } from "./locks.ts";
import type { LockOf } from "./packages.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Milliseconds for the tool: Poetry may have to fetch whole packages to know what they need. */
const LIMIT = 300_000;
/** Milliseconds in which Poetry says its version. */
const VERSION_LIMIT = 20_000;
/** Longest line of a tool that is shown, in characters. */
const SHOWN = 300;

/** What the tools read beside pyproject.toml. Sources: https://docs.astral.sh/uv/concepts/configuration-files/, https://python-poetry.org/docs/configuration/ */
const BESIDE = ["uv.toml", "poetry.toml", ".python-version", ".python-versions"];

/**
 * The tool on the PATH, absolute; null where there is none, or where a copy of two files is not all that it needs: other tools than uv and Poetry, a lock
 * file in another folder, packages of the repository itself, versions that only building tells.
 */
export async function toolFor(lock: LockOf, env: Env): Promise<string | null> {
  if (lock.tool !== "uv" && lock.tool !== "poetry") return null;
  const { absolutePath, after } = lock.made;
  if (after === null || path.resolve(path.dirname(absolutePath)) !== path.resolve(lock.folder)) return null;
  if (!standsAlone(decodeText(after).text) || LOCAL_SOURCE.test(decodeText(lock.bytes).text)) return null;
  return await onPath(lock.tool, env);
}

/** uv: `source = { editable = "libs/x" }` for all but the project itself; Poetry: `type = "directory"`. */
const LOCAL_SOURCE =
  /^source = \{ *(?:editable|directory|path|virtual) = "(?!\.")|^type = "(?:directory|file)"|^\[manifest\]\s*\nmembers/m;

/** False for a workspace, for packages by path, and for fields that the build backend fills in. */
function standsAlone(pyproject: string): boolean {
  const document = parsed(pyproject);
  const tool = table(document?.tool);
  const uv = table(tool?.uv);
  const dynamic = table(document?.project)?.dynamic;
  if (document === null || uv?.workspace !== undefined) return false;
  if (Array.isArray(dynamic) && dynamic.length > 0) return false;
  return !hasPath(uv?.sources) && !hasPath(table(tool?.poetry));
}

function hasPath(value: TomlValue | null | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasPath);
  const inner = table(value ?? undefined);
  if (inner === null) return false;
  return "path" in inner || "workspace" in inner || Object.values(inner).some(hasPath);
}

/** The lock's new bytes; or why there are none, in one line. Throws Interrupted after an abort. Nothing is left of the copy or the tool in any case. */
export async function relock(
  lock: LockOf,
  program: string,
  { env, signal, limit = LIMIT }: { readonly env: Env; readonly signal: AbortSignal; readonly limit?: number },
): Promise<{ readonly bytes: Uint8Array } | { readonly why: Text }> {
  const base = await realpath(await mkdtemp(path.join(tmpdir(), "vet-media-setup-lock-")));
  try {
    const at = (name: string) => path.join(base, name);
    await writeFile(at(path.basename(lock.made.absolutePath)), lock.made.after ?? "");
    await writeFile(at(lock.name), lock.bytes);
    for (const name of BESIDE) await copyFile(path.join(lock.folder, name), at(name)).catch(() => undefined);
    const run = { program, folder: base, env: environmentFor(env, base), signal };
    const args = lock.tool === "uv" ? ["lock"] : await poetryLock(run);
    const { how, late, output } = await runQuietly({ ...run, args, limit });
    if (late) return { why: say.lockTooLate(Math.ceil(limit / 1000)) };
    if (how !== 0) return { why: whyToolFailed(output, env) ?? say.lockEnded(String(how)) };
    const made = await readImage(at(lock.name));
    return made === null ? { why: say.lockLacks } : judged(lock, made.bytes);
  } finally {
    await rm(base, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Poetry 1 keeps the pinned versions only with --no-update, which Poetry 2 does not know: it is the installed one that counts. */
async function poetryLock(run: Omit<Parameters<typeof runQuietly>[0], "args" | "limit">): Promise<readonly string[]> {
  const { output } = await runQuietly({ ...run, args: ["--version", "--no-ansi"], limit: VERSION_LIMIT });
  const first = /version\s+(\d+)\./i.exec(output)?.[1] === "1";
  return ["lock", "--no-interaction", "--no-ansi", ...(first ? ["--no-update"] : [])];
}

/** A tool that ends well may still have made something else than was asked for: taken packages from a mirror that only this machine knows. */
function judged(lock: LockOf, bytes: Uint8Array): { readonly bytes: Uint8Array } | { readonly why: Text } {
  const before = decodeText(lock.bytes);
  const after = decodeText(bytes);
  if (parsed(after.text) === null || !fits(after.text, lock.wanted, lock.gone)) return { why: say.lockLacks };
  const known = new Set(sourcesIn(before.text));
  const strange = sourcesIn(after.text).find((source) => !known.has(source));
  if (known.size > 0 && strange !== undefined) return { why: say.lockFromElsewhere(plainly(strange)) };
  if (before.eol !== "\r\n" || after.eol === "\r\n") return { bytes };
  return { bytes: encodeText({ ...after, text: after.text.replace(/\n/g, "\r\n"), eol: "\r\n" }) };
}

/** uv says it of every package; Poetry only of what is not from PyPI. */
function sourcesIn(lock: string): readonly string[] {
  return lock.match(/^(?:source = .*|url = ".*")$/gm) ?? [];
}

/** The environment of the tools, by name: what they need to find Python, packages and certificates, and what is addressed to them. */
const PASSED_ON =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|SHELL|XDG_\w+|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NETRC|PYENV_\w+|\w+_PROXY|UV_\w+|POETRY_\w+|SYSTEMROOT|SYSTEMDRIVE|COMSPEC|PATHEXT|WINDIR|APPDATA|LOCALAPPDATA|USERPROFILE|HOMEDRIVE|HOMEPATH|PROGRAM\w+)$/i;

/** Each would make the tool do something else, or somewhere else. */
const MISLEADING =
  /^(?:UV_(?:PROJECT|PROJECT_ENVIRONMENT|WORKING_DIR\w*|FROZEN|LOCKED|NO_SYNC|DRY_RUN|UPGRADE\w*|RESOLUTION|PRERELEASE|PYTHON|SYSTEM_PYTHON|PUBLISH_\w+|INSTALL_\w+|NO_PROJECT|ENV_FILE)|POETRY_(?:VIRTUALENVS_\w+|PYPI_TOKEN_\w+|ACTIVE))$/i;

/** Without anybody's secrets but the ones that are addressed to the tool. Neither makes an environment, and uv brings no Python along. */
function environmentFor(env: Env, folder: string): Readonly<Record<string, string>> {
  const passed = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && PASSED_ON.test(name) && !MISLEADING.test(name) ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(passed),
    TMPDIR: folder,
    TEMP: folder,
    TMP: folder,
    UV_PYTHON_DOWNLOADS: "never",
    UV_NO_PROGRESS: "1",
    NO_COLOR: "1",
    POETRY_VIRTUALENVS_CREATE: "false",
    POETRY_VIRTUALENVS_PATH: path.join(folder, "environments"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/** The line of the tool's output that says why; null: it said nothing. */
function whyToolFailed(output: string, env: Env): Text | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
  const bare = output.replace(/\u001b\[[\d;]*m/g, "");
  const lines = bare.split(/\r?\n|\r/).flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const telling = lines.filter((line) => /^(?:(?:error|cause|caused by):|×|╰─▶)\s/i.test(line)).slice(0, 3);
  const told = telling.length > 0 ? telling.join(" ") : lines.at(-1);
  return told === undefined ? null : verbatim(plainly(told, env));
}

/** One line, not too long, without passwords in addresses or in what the tool was given. */
function plainly(text: string, env: Env = {}): string {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= 6 && /PASSWORD|TOKEN|SECRET|KEY/i.test(name) ? [value] : [],
  );
  const hidden = secrets.reduce((line, secret) => line.split(secret).join("•••"), text);
  const line = mask(hidden.replace(/(\w:\/\/)[^/\s@]+@/g, "$1").replace(/\s+/g, " "));
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

/** Folders of the PATH that are not absolute do not count: the project's own folder must not say what is run. */
async function onPath(tool: string, env: Env): Promise<string | null> {
  const windows = process.platform === "win32";
  const variable = Object.keys(env).find((name) => (windows ? name.toUpperCase() : name) === "PATH") ?? "PATH";
  for (const folder of (env[variable] ?? "").split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const file = path.join(folder, windows ? `${tool}.exe` : tool);
    try {
      await access(file, constants.X_OK);
      if ((await stat(file)).isFile()) return file;
    } catch {
      // Not here.
    }
  }
  return null;
}

function parsed(text: string): TomlTable | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function table(value: TomlValue | undefined): TomlTable | null {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date) ? value : null;
}
