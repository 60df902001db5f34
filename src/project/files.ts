/** The project's files as text and as modules, each read once. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { decodeText } from "../edit/text-file.ts";
import { relativePath } from "../lib/paths.ts";
import { isIgnoredNow } from "./git.ts";
import type { ModuleSource } from "./python/interpret.ts";
import { parseModule } from "./python/parse.ts";
import type { Module } from "./python/tree.ts";

export class ProjectFiles implements ModuleSource {
  /** Absolute: the folder of manage.py, which Django puts on Python's path. */
  readonly root: string;
  readonly #underGit: boolean;
  readonly #deployed = new Map<string, boolean>();
  readonly #texts = new Map<string, string | null>();
  readonly #modules = new Map<string, Module>();

  constructor(root: string, underGit: boolean) {
    this.root = root;
    this.#underGit = underGit;
  }

  /** Render builds from git: what git ignores is not there. */
  isDeployed(file: string): boolean {
    const known = this.#deployed.get(file);
    if (known !== undefined) return known;
    const deployed = !this.#underGit || !isIgnoredNow(this.root, file);
    this.#deployed.set(file, deployed);
    return deployed;
  }

  /** Text of a file, relative to the root (`../` leads above it); null if there is none or it is no file. */
  text(file: string): string | null {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const text = readText(path.join(this.root, file));
    this.#texts.set(file, text);
    return text;
  }

  /** The file's bytes as Latin-1: enough to look for ASCII words, at a fraction of the cost; "" if it cannot be read. Not kept. */
  glance(file: string): string {
    try {
      return readFileSync(path.join(this.root, file), "latin1");
    } catch {
      return "";
    }
  }

  isFile(file: string): boolean {
    return statSync(path.join(this.root, file), { throwIfNoEntry: false })?.isFile() ?? false;
  }

  isFolder(folder: string): boolean {
    return statSync(path.join(this.root, folder), { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  read(file: string): Module {
    const known = this.#modules.get(file);
    if (known) return known;
    const module = parseModule(file, this.text(file) ?? "");
    this.#modules.set(file, module);
    return module;
  }

  absolute(file: string): string {
    return path.join(this.root, file).split(path.sep).join("/");
  }

  /** As Python finds it: a package (a folder with `__init__.py`) before a file of the same name. */
  resolve(fromFile: string, level: number, module: string): string | null {
    const parts = module === "" ? [] : module.split(".");
    let base: string[] = [];
    if (level > 0) {
      base = fromFile.split("/").slice(0, -1);
      for (let i = 1; i < level; i++) {
        if (base.length === 0) return null;
        base.pop();
      }
    }
    return this.moduleFile([...base, ...parts].join("/"));
  }

  matching(fromFile: string, pattern: string): readonly string[] {
    const folder = path.posix.join(path.posix.dirname(fromFile), path.posix.dirname(pattern));
    const name = path.posix.basename(pattern);
    if (/[*?[\]]/.test(folder) || folder.startsWith("..")) return [];
    if (!/[*?[]/.test(name)) return this.isFile(path.posix.join(folder, name)) ? [path.posix.join(folder, name)] : [];
    if (/[[\]]/.test(name) || !this.isFolder(folder)) return [];
    const parts = name.split(/([*?])/).map((part) => (part === "*" ? ".*" : part === "?" ? "." : literally(part)));
    const shape = new RegExp(`^${parts.join("")}$`);
    return readdirSync(path.join(this.root, folder))
      .filter((one) => shape.test(one))
      .sort()
      .map((one) => path.posix.join(folder, one))
      .filter((file) => this.isFile(file));
  }

  /** File of the module at `config/settings` (no extension), relative to the root. */
  moduleFile(location: string): string | null {
    if (location === "") return this.isFile("__init__.py") ? "__init__.py" : null;
    if (this.isFile(`${location}/__init__.py`)) return `${location}/__init__.py`;
    return this.isFile(`${location}.py`) ? `${location}.py` : null;
  }

  /** Relative to the root, `/` between folders. */
  relative(absolute: string): string {
    return relativePath(this.root, absolute);
  }
}

function literally(text: string): string {
  return text.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
}

export function readText(absolute: string): string | null {
  try {
    return decodeText(readFileSync(absolute)).text;
  } catch {
    return null;
  }
}
