/** A `uv` or `poetry` for a folder of the PATH that does what it is told, and writes down how it was called. */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

export interface ToolCall {
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** pyproject.toml as it found it. */
  readonly pyproject: string;
}

/** `body`: JavaScript with `fs`, `lock` (name of the lock file) and `made` (its text with all that pyproject.toml asks for). `bin`: the folder for the PATH. */
export async function fakeLockTool(folder: string, tool: "uv" | "poetry", body = "fs.writeFileSync(lock, made);") {
  const bin = path.join(folder, "bin");
  const record = path.join(folder, "calls.jsonl");
  await mkdir(bin, { recursive: true });
  const script = `#!${process.execPath}
const fs = require("node:fs");
const lock = "${tool}.lock";
const args = process.argv.slice(2);
const pyproject = fs.readFileSync("pyproject.toml", "utf8");
fs.appendFileSync(${JSON.stringify(record)}, JSON.stringify({ args, folder: process.cwd(), env: process.env, pyproject }) + "\\n");
const names = ["django", "django-storages", "boto3"].filter((name) => pyproject.includes(name));
const made = fs.readFileSync(lock, "utf8").split("\\n\\n[[package]]")[0] + "\\n" + names.map((name) => \`\\n[[package]]\\nname = "\${name}"\\nversion = "1"\\n\`).join("");
if (args[0] === "--version") console.log("Poetry (version 1.8.5)");
else { ${body} }
`;
  await writeFile(path.join(bin, tool), script, { mode: 0o755 });
  const calls = async (): Promise<readonly ToolCall[]> =>
    existsSync(record)
      ? (await readFile(record, "utf8"))
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as ToolCall)
      : [];
  return { bin, calls };
}
