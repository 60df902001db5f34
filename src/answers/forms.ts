/** Why a value cannot be right by its form, for the values that are not a provider's own. Light: loaded for --help. */
import type { Text } from "../lib/text.ts";
import * as say from "../messages/answers-forms.ts";

const LONGEST = 1024;
/** Control characters, line separators, and halves of a surrogate pair: no value has a use for them, and files and screens suffer. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/** Holds for every string, whatever it says. */
export function stringProblem(value: string): Text | null {
  if (UNPRINTABLE.test(value)) return say.unprintable;
  return value.length > LONGEST ? say.tooLong(LONGEST) : null;
}

const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

/** `config.settings.render`, or a path of any name, `config (new)/settings.py`; whether it exists is for the inspection to say. */
export function settingsProblem(value: string): Text | null {
  return /[/\\]|\.py$/.test(value) || DOTTED.test(value) ? null : say.settingsForm;
}

/** Files that this tool or others read, and that must never receive a secret. */
const TAKEN =
  /^(?:\.env\.example|\.gitignore|render\.ya?ml|vet-media-setup\.json|requirements.*\.txt|pyproject\.toml|pipfile|procfile|manage\.py|.*\.pyc?)$/i;

/** The env file: below the project, written with `/`, and not a file that has another use. */
export function envFileProblem(value: string): Text | null {
  const folders = value.split("/");
  const name = folders.at(-1) ?? "";
  if (value.includes("\\") || /^[A-Za-z]:/.test(value) || value.startsWith("/") || value.startsWith("~")) {
    return say.envFileRelative;
  }
  if (folders.some((folder) => folder === "..") || name === "" || name === ".") return say.envFileRelative;
  if (folders.some((folder) => folder === "")) return say.envFileRelative;
  if (folders.some((folder) => /^\.(?:git|vet-media-setup)$/i.test(folder)) || TAKEN.test(name)) {
    return say.envFileTaken(name);
  }
  return null;
}

/** `./config/.env.render` and `config/.env.render` are the same file. */
export function tidyPath(value: string): string {
  return value
    .split("/")
    .filter((folder) => folder !== ".")
    .join("/");
}

/** A name in render.yaml: Render takes any, and so do we; https://render.com/docs/blueprint-spec */
export function nameProblem(value: string): Text | null {
  return value.trim() === value ? null : say.blanks;
}

/** Address of a live site or of a page or file of it. */
export function siteProblem(value: string): Text | null {
  if (!URL.canParse(value)) return say.siteForm;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === "" && password === "" ? null : say.siteForm;
}
