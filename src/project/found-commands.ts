/** How the repository says that the app is built and started: for a render.yaml that is still to be written. */
import path from "node:path";
import type { DependencyFile, Project } from "../model/project.ts";
import type { ProjectFiles } from "./files.ts";
import type { Settings } from "./settings-chain.ts";
import { findShallow } from "./walk.ts";

const SCRIPTS = ["build.sh", "render-build.sh", "bin/render-build.sh", "scripts/build.sh"];

/** Commands for the folder of manage.py. */
export function findCommands(facts: {
  readonly root: string;
  readonly settings: Settings | null;
  readonly dependencies: DependencyFile | null;
  readonly files: ProjectFiles;
}): NonNullable<Project["commands"]> {
  return { build: build(facts), start: start(facts) };
}

function build({ dependencies, files }: Parameters<typeof findCommands>[0]): string | null {
  const script = SCRIPTS.find((name) => files.isFile(name));
  // Whether git has it as executable is not asked of everybody.
  if (script !== undefined) return `bash ${script}`;
  const install = dependencies === null ? null : installing(dependencies, files);
  return install === null
    ? null
    : `${install} && python manage.py collectstatic --no-input && python manage.py migrate`;
}

/** null: with tools that need a wrapper around every other command too. */
function installing({ format, file }: DependencyFile, files: ProjectFiles): string | null {
  if (/[^\w./-]/.test(file) || file.startsWith("../")) return null;
  if (format === "requirements") return `pip install -r ${file}`;
  if (format === "pipfile") return "pip install pipenv && pipenv install --system --deploy";
  const folder = path.posix.dirname(file);
  return format === "pyproject-pep621" && !files.isFile(path.posix.join(folder, "uv.lock"))
    ? `pip install ${folder}`
    : null;
}

function start({ root, settings, dependencies, files }: Parameters<typeof findCommands>[0]): string | null {
  const procfile = /^web\s*:\s*(\S.*)$/m.exec(files.text("Procfile") ?? "")?.[1]?.trim();
  if (procfile !== undefined) return procfile;
  const requires = new Set(Object.keys(dependencies?.requires ?? {}));
  const named = settings?.module.evidence.map(({ place }) => place.file) ?? [];
  const found = [...named, ...findShallow(root, ["wsgi.py", "asgi.py"])];
  const module = (name: string) =>
    found
      .find((file) => path.posix.basename(file) === name)
      ?.replace(/\.py$/, "")
      .replaceAll("/", ".");
  const wsgi = module("wsgi.py");
  const asgi = module("asgi.py");
  if (wsgi !== undefined && requires.has("gunicorn")) return `gunicorn ${wsgi}:application`;
  if (asgi !== undefined && requires.has("uvicorn")) return `uvicorn ${asgi}:application --host 0.0.0.0 --port $PORT`;
  if (asgi !== undefined && requires.has("daphne")) return `daphne -b 0.0.0.0 -p $PORT ${asgi}:application`;
  return null;
}
