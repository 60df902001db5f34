/**
 * `npm run screenshots`: answers the wizard on a terminal, in the sandbox of `npm start`, as somebody would who takes every proposal, once in
 * each language, and puts what the terminal shows into a picture of docs/ and, as text, between the transcript's markers of that language's README.
 * Real but for what is random: the bucket's digits and the seconds.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openClinicSandbox } from "./clinic-sandbox.mjs";
import { CLI, prepare, ROOT } from "./prepare.mjs";
import { openPty } from "./pty.mjs";
import { terminalSvg } from "./terminal-svg.mjs";

const COLUMNS = 80;
const RUNS = [
  {
    locale: "en_US.UTF-8",
    readme: "README.md",
    picture: "wizard.svg",
    title: "vet-media-setup in a terminal",
    description:
      "The wizard looks at a Django project, asks where uploads should live, shows its plan, applies it and proves it.",
    questions: [
      "Where should uploads live?",
      "Name of the bucket",
      "Region of the bucket",
      "Which sites may read",
      "There is no bucket",
      "Make an IAM user",
      "Apply?",
    ],
  },
  {
    locale: "es_CL.UTF-8",
    readme: "README.es.md",
    picture: "wizard.es.svg",
    title: "vet-media-setup en una terminal",
    description:
      "El asistente mira un proyecto Django, pregunta dónde deben vivir los archivos, muestra su plan, lo aplica y lo prueba.",
    questions: [
      "¿Dónde deben vivir los archivos?",
      "Nombre del bucket",
      "Región del bucket",
      "¿Qué sitios pueden leer",
      "El bucket",
      "¿Crear un usuario IAM",
      "¿Aplicar?",
    ],
  },
];

prepare();
for (const run of RUNS) await record(run);

async function record({ locale, readme, picture, title, description, questions }) {
  const { project, env, stop } = await openClinicSandbox();
  const pty = openPty(process.execPath, ["--", CLI], {
    cwd: project,
    cols: COLUMNS,
    rows: 24,
    env: { ...env, LANG: locale, LC_ALL: locale, TERM: "xterm-256color", CI: undefined, NO_COLOR: undefined },
  });
  try {
    for (const question of questions) {
      // Open, and the last thing on the screen.
      await pty.waitFor(new RegExp(`◆ {2}${question.replace("?", "\\?")}(?![\\s\\S]*[◇◆■▲])`), 120_000);
      await pty.press("enter");
    }
    const { exitCode } = await pty.exited;
    if (exitCode !== 0) throw new Error(`the wizard ended with ${exitCode}:\n${pty.screen()}`);
    const command = [
      { text: "$ npx vet-media-setup", width: 21, colour: null, bold: true, dim: false, inverse: false },
    ];
    const rows = [command, ...pty.looks()].map((runs) => runs.map((run) => ({ ...run, text: fixed(run.text) })));
    writeFileSync(path.join(ROOT, "docs", picture), terminalSvg(rows, { columns: COLUMNS, title, description }));
    const transcript = ["```text", "$ npx vet-media-setup", fixed(pty.screen()), "```"].join("\n");
    const page = path.join(ROOT, readme);
    const marked = /(<!-- transcript:begin -->\n)[\s\S]*(\n<!-- transcript:end -->)/;
    writeFileSync(
      page,
      readFileSync(page, "utf8").replace(marked, (_, begin, end) => begin + transcript + end),
    );
    process.stdout.write(`docs/${picture} and the transcript of ${readme} are those of this run.\n`);
  } finally {
    await pty.kill();
    await stop();
    rmSync(project, { recursive: true, force: true });
  }
}

function fixed(text) {
  return text
    .replace(/(?<=santasofia-media-)[0-9a-f]{8}/g, "5f0c91ab")
    .replace(/(?<=\b(?:in|en) )\d+([.,])\d(?= s\b)/g, (_, point) => `1${point}4`);
}
