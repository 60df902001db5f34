// A terminal's screen as an SVG: text, colours and weight, for light and dark, with nothing from elsewhere. Pure: the same rows give the same bytes.

/**
 * @typedef {{ text: string, width: number, colour: number | null, bold: boolean, dim: boolean, inverse: boolean }} Run
 *   Cells beside one another that look alike; `width` in cells, `colour` 0 to 15 of the terminal's palette, null for its own.
 */

const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
const SIZE = 14;
const CELL = 8.4;
const LINE = 19;
const MARGIN = 18;

/** Of the sixteen colours those that the tool uses, on white and on black, each with a contrast of 4.5 or more. */
const COLOURS = {
  1: ["#b42318", "#ff8a80"],
  2: ["#17723a", "#6fd08c"],
  3: ["#8a5a00", "#e6c07b"],
  4: ["#1d4ed8", "#82aaff"],
  5: ["#8b3fa8", "#d7a6f2"],
  6: ["#0b6e7f", "#67d4e4"],
  8: ["#5f6773", "#9aa4b2"],
};
const BASE = {
  text: ["#1f2328", "#e6edf3"],
  quiet: ["#5f6773", "#9aa4b2"],
  paper: ["#ffffff", "#0d1117"],
  edge: ["#d0d7de", "#30363d"],
};

/**
 * @param {readonly (readonly Run[])[]} rows
 * @param {{ columns: number, title: string, description: string }} words
 */
export function terminalSvg(rows, { columns, title, description }) {
  const width = Math.ceil(columns * CELL + 2 * MARGIN);
  const height = rows.length * LINE + 2 * MARGIN;
  const lines = rows.flatMap((runs, row) => line(runs, MARGIN + row * LINE + SIZE));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    "<style>",
    `text { font: ${SIZE}px ${FONT}; white-space: pre; fill: ${BASE.text[0]} }`,
    ...rules(0),
    ".b { font-weight: 600 }",
    `@media (prefers-color-scheme: dark) { text { fill: ${BASE.text[1]} } ${rules(1).join(" ")} }`,
    "</style>",
    `<rect class="paper" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}

/** @param {0 | 1} mode */
function rules(mode) {
  const colours = Object.entries(COLOURS).map(([number, pair]) => `.c${number} { fill: ${pair[mode]} }`);
  return [
    ...colours,
    `.q { fill: ${BASE.quiet[mode]} }`,
    `.paper { fill: ${BASE.paper[mode]}; stroke: ${BASE.edge[mode]} }`,
  ];
}

/** Each run has its place and its width, so that columns stand where they stood, whichever font there is. */
function line(/** @type {readonly Run[]} */ runs, /** @type {number} */ y) {
  let column = 0;
  const spans = [];
  for (const run of runs) {
    const blank = run.text.trim() === "";
    if (!blank) {
      const lead = run.text.length - run.text.trimStart().length;
      const text = run.text.trim();
      const cells = run.width - (run.text.length - text.length);
      const names = [
        run.colour !== null && run.colour in COLOURS ? `c${run.colour}` : run.dim ? "q" : "",
        run.bold ? "b" : "",
      ];
      const shown = names.filter((name) => name !== "").join(" ");
      const at = `x="${number(MARGIN + (column + lead) * CELL)}" textLength="${number(cells * CELL)}" lengthAdjust="spacingAndGlyphs"`;
      spans.push(`<tspan ${at}${shown === "" ? "" : ` class="${shown}"`}>${escaped(text)}</tspan>`);
    }
    column += run.width;
  }
  return spans.length === 0 ? [] : [`<text y="${y}">${spans.join("")}</text>`];
}

const number = (/** @type {number} */ value) => String(Math.round(value * 10) / 10);

const escaped = (/** @type {string} */ text) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
