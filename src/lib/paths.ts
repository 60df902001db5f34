/** Paths as people read them, and the question whether one lies below another. */
import path from "node:path";

/** `file` relative to `folder`, with `/` on every system. `on`: the system's own rules. */
export function relativePath(folder: string, file: string, on: path.PlatformPath = path): string {
  return on.relative(folder, file).split(on.sep).join("/");
}

/** Whether `file` is `folder` or lies below it; both absolute. */
export function isInside(folder: string, file: string, on: path.PlatformPath = path): boolean {
  const relative = on.relative(folder, file);
  return relative === "" || (!relative.startsWith(`..${on.sep}`) && relative !== ".." && !on.isAbsolute(relative));
}
