/**
 * `npm run screenshots`: answers the wizard on a terminal, in the sandbox of `npm start`, as somebody would who takes every proposal, and puts
 * what the terminal shows into docs/wizard.svg and, as text, between the transcript's markers of README.md. Real but for what is random:
 * the bucket's digits and the seconds.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openClinicSandbox } from "./clinic-sandbox.mjs";
import { CLI, prepare, ROOT } from "./prepare.mjs";
import { openPty } from "./pty.mjs";
import { terminalSvg } from "./terminal-svg.mjs";

const COLUMNS = 80;
const QUESTIONS = [
  "Where should uploads live?",
  "Name of the bucket",
  "Region of the bucket",
  "Which sites may read",
  "There is no bucket",
  "Make an IAM user",
  "Apply?",
];

prepare();
const { project, env, stop } = await openClinicSandbox();
const pty = openPty(process.execPath, ["--", CLI], {
  cwd: project,
  cols: COLUMNS,
  rows: 24,
  env: {
    ...env,
    LANG: "en_US.UTF-8",
    LC_ALL: "en_US.UTF-8",
    TERM: "xterm-256color",
    CI: undefined,
    NO_COLOR: undefined,
  },
});
try {
  for (const question of QUESTIONS) {
    // Open, and the last thing on the screen.
    await pty.waitFor(new RegExp(`◆ {2}${question.replace("?", "\\?")}(?![\\s\\S]*[◇◆■▲])`), 120_000);
    await pty.press("enter");
  }
  const { exitCode } = await pty.exited;
  if (exitCode !== 0) throw new Error(`the wizard ended with ${exitCode}:\n${pty.screen()}`);
  const command = [{ text: "$ npx vet-media-setup", width: 21, colour: null, bold: true, dim: false, inverse: false }];
  const rows = [command, ...pty.looks()].map((runs) => runs.map((run) => ({ ...run, text: fixed(run.text) })));
  const title = "vet-media-setup in a terminal";
  const description =
    "The wizard looks at a Django project, asks where uploads should live, shows its plan, applies it and proves it.";
  writeFileSync(path.join(ROOT, "docs", "wizard.svg"), terminalSvg(rows, { columns: COLUMNS, title, description }));
  const readme = path.join(ROOT, "README.md");
  const transcript = ["```text", "$ npx vet-media-setup", fixed(pty.screen()), "```"].join("\n");
  const marked = /(<!-- transcript:begin -->\n)[\s\S]*(\n<!-- transcript:end -->)/;
  writeFileSync(
    readme,
    readFileSync(readme, "utf8").replace(marked, (_, begin, end) => begin + transcript + end),
  );
  process.stdout.write("docs/wizard.svg and the transcript of README.md are those of this run.\n");
} finally {
  await pty.kill();
  await stop();
  rmSync(project, { recursive: true, force: true });
}

function fixed(text) {
  return text.replace(/(?<=santasofia-media-)[0-9a-f]{8}/g, "5f0c91ab").replace(/\bin \d+\.\d s\b/g, "in 1.4 s");
}
