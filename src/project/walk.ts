/** One walk over the project's folders: names only, nothing opened, and never into what is not the project's own. */
import { type Dirent, readdirSync } from "node:fs";
import path from "node:path";

/** Folders that hold other people's code, caches or copies; and those that begin with a dot (`.git`, `.venv`, `.history`, `.tox` …). */
const FOREIGN = new Set([
  "node_modules",
  "bower_components",
  "site-packages",
  "__pycache__",
  "venv",
  "virtualenv",
  "htmlcov",
]);

export interface Found {
  /** Relative to the folder walked, `/` between folders, in order of name. */
  readonly python: readonly string[];
  readonly templates: readonly string[];
  /** Every manage.py. */
  readonly managers: readonly string[];
  readonly blueprints: readonly string[];
}

const TEMPLATE = /\.(?:html?|jinja2?|j2|djhtml)$/i;
/** Other text is a template only in a folder of templates. */
const TEXT_TEMPLATE = /(?:^|\/)(?:templates|jinja2)\/.*\.(?:txt|xml|svg|js|css|md)$/i;

/**
 * Walks `root`, leaving out the folders named in `skip` (absolute). Links are not followed. Folders that cannot be read count as empty.
 * A folder with a `pyvenv.cfg` is a virtual environment, whatever its name.
 */
export function walk(root: string, skip: ReadonlySet<string> = new Set()): Found {
  const python: string[] = [];
  const templates: string[] = [];
  const managers: string[] = [];
  const blueprints: string[] = [];
  const visit = (folder: string, prefix: string): void => {
    const entries = entriesOf(folder);
    if (prefix !== "" && entries.some((entry) => entry.name === "pyvenv.cfg")) return;
    for (const entry of entries) {
      const { name } = entry;
      if (entry.isDirectory()) {
        if (name.startsWith(".") || FOREIGN.has(name)) continue;
        const below = folder + path.sep + name;
        if (!skip.has(below)) visit(below, `${prefix}${name}/`);
      } else if (name.endsWith(".py")) {
        python.push(prefix + name);
        if (name === "manage.py") managers.push(prefix + name);
      } else if (TEMPLATE.test(name) || TEXT_TEMPLATE.test(prefix + name)) templates.push(prefix + name);
      else if (name === "render.yaml" || name === "render.yml") blueprints.push(prefix + name);
    }
  };
  visit(root, "");
  return {
    python: python.sort(),
    templates: templates.sort(),
    managers: managers.sort(),
    blueprints: blueprints.sort(),
  };
}

/**
 * The files of these names in `root` and the two levels of packages below it, relative to it: where Django projects keep wsgi.py and asgi.py. Cheap: only
 * folders with Python code in them are looked into.
 */
export function findShallow(root: string, names: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (folder: string, prefix: string, depth: number): void => {
    const entries = entriesOf(folder);
    for (const name of names)
      if (entries.some((entry) => entry.name === name && entry.isFile())) found.push(prefix + name);
    if (depth === 2 || (depth > 0 && !entries.some((entry) => entry.name.endsWith(".py")))) return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith(".") || FOREIGN.has(entry.name)) continue;
      visit(folder + path.sep + entry.name, `${prefix}${entry.name}/`, depth + 1);
    }
  };
  visit(root, "", 0);
  return found.sort();
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
