/**
 * `npm run bench`: how long the built tool takes, as whole processes, next to others in the same run.
 *   npm run bench                       start-up, a cold npx, and a whole setup without proof against a local S3
 *   npm run bench -- start [--write]    the same; --write puts the figures into README.md and README.es.md
 *   npm run bench -- inspect            looking at a repository of 50,000 files with 2 GB of uploads
 *   npm run bench -- migrate            copying, beside rclone and the AWS CLI; names of cases (migrate.mjs) choose some
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { prepare, ROOT } from "../support/prepare.mjs";

prepare();
const [what = "start", ...options] = process.argv.slice(2);
if (what === "migrate") await (await import("./migrate.mjs")).migrateBench(options);
else if (what === "inspect") (await import("./inspect.mjs")).inspectLarge();
else {
  const { coldNpx, startUp, wholeSetup } = await import("./start.mjs");
  const told = [];
  for (const measure of [startUp, wholeSetup, coldNpx]) {
    const lines = await measure();
    console.log(lines.join("\n"));
    told.push(...lines);
  }
  if (options.includes("--write")) for (const name of ["README.md", "README.es.md"]) write(path.join(ROOT, name), told);
}

/** Between the two marks of the file. */
function write(file, lines) {
  if (!existsSync(file)) return;
  const text = readFileSync(file, "utf8");
  const block = /(<!-- bench:begin -->\n)[\s\S]*?(<!-- bench:end -->)/;
  if (!block.test(text)) return;
  writeFileSync(
    file,
    text.replace(block, (_, begin, end) => `${begin}\`\`\`text\n${lines.join("\n")}\n\`\`\`\n${end}`),
  );
}
