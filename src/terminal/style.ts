/** Colours and signs of one terminal. */
import pc from "picocolors";

export type Paint = (words: string) => string;

export interface Style {
  readonly colour: boolean;
  readonly title: Paint;
  readonly quiet: Paint;
  readonly good: Paint;
  readonly caution: Paint;
  readonly bad: Paint;
  readonly accent: Paint;
  /** The character under the text cursor. */
  readonly inverse: Paint;
  readonly signs: Signs;
}

export interface Signs {
  readonly start: string;
  readonly bar: string;
  readonly end: string;
  readonly done: string;
  readonly asking: string;
  readonly warning: string;
  readonly problem: string;
  readonly chosen: string;
  readonly notChosen: string;
  readonly star: string;
  readonly spinner: readonly string[];
}

const UNICODE: Signs = {
  start: "┌",
  bar: "│",
  end: "└",
  done: "◇",
  asking: "◆",
  warning: "▲",
  problem: "■",
  chosen: "●",
  notChosen: "○",
  star: "*",
  spinner: ["◒", "◐", "◓", "◑"],
};

/** The Linux console's font has none of these signs. */
const ASCII: Signs = {
  start: "+",
  bar: "|",
  end: "+",
  done: "o",
  asking: "*",
  warning: "!",
  problem: "x",
  chosen: ">",
  notChosen: " ",
  star: "*",
  spinner: ["|", "/", "-", "\\"],
};

export function styleFor(options: { colour: boolean; term: string | undefined }): Style {
  const colours = pc.createColors(options.colour);
  return {
    colour: options.colour,
    title: colours.bold,
    quiet: colours.dim,
    good: colours.green,
    caution: colours.yellow,
    bad: colours.red,
    accent: colours.cyan,
    inverse: colours.inverse,
    signs: options.term === "linux" ? ASCII : UNICODE,
  };
}

/** Code between backticks: coloured instead of quoted, where there is colour. */
export function paintCode(line: string, style: Style): string {
  return style.colour ? line.replace(/`([^`]+)`/g, (_, code: string) => style.accent(code)) : line;
}

/** One line of a unified diff in the usual colours. */
export function paintDiffLine(line: string, style: Style): string {
  if (line.startsWith("+")) return style.good(line);
  if (line.startsWith("-")) return style.bad(line);
  if (line.startsWith("@@")) return style.accent(line);
  return style.quiet(line);
}
