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

const TEMPLATE = /\.(?:html?|txt|xml|jinja2?|j2|djhtml|svg)$/i;

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
        const below = path.join(folder, name);
        if (!skip.has(below)) visit(below, `${prefix}${name}/`);
      } else if (name.endsWith(".py")) {
        python.push(prefix + name);
        if (name === "manage.py") managers.push(prefix + name);
      } else if (TEMPLATE.test(name)) templates.push(prefix + name);
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

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
