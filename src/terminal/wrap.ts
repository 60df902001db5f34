/** Breaks sentences at spaces to fit a width, and never inside a path, an URL or a command. */
import { width } from "./width.ts";

/**
 * A command at the end of a next step, `After the deploy: npx … --deployed https://…`: it is kept on one line so that it can be copied.
 * Something of a command line (an option, `&&`, npx) must be in it; «git tracks .env.render» is a sentence.
 */
const COMMAND_TAIL =
  /(?:^|: +)((?:npx |vet-media-setup |aws s3 |scp )\S.*|(?:git|npm|python3?|pip3?|aws|source|export|cd) .*(?: --?[A-Za-z]|&&).*)$/;

/** It ends with a command to copy: nothing may follow on its line. */
export function endsWithCommand(text: string): boolean {
  return COMMAND_TAIL.test(text.slice(text.lastIndexOf("\n") + 1));
}

/** Pieces that stay whole: words, and code between backticks with its spaces. Each knows the spaces before it. */
function pieces(line: string): { space: string; word: string }[] {
  const tail = COMMAND_TAIL.exec(line)?.[1];
  const head = tail === undefined ? line : line.slice(0, line.length - tail.length);
  const found = [...head.matchAll(/( *)((?:`[^`]+`|[^ `]|`)+)/g)].map(([, space = "", word = ""]) => ({ space, word }));
  if (tail !== undefined) found.push({ space: / *$/.exec(head)?.[0] ?? "", word: tail });
  return found;
}

/**
 * Lines no wider than `columns`, save where one piece alone is wider: it stands on its own line, whole, and the terminal carries it
 * over without a break that would be copied. Spaces inside a line are kept; the indentation of a line is kept for its continuation.
 * No-break spaces hold their neighbours together, and become ordinary ones.
 */
export function wrap(text: string, columns: number): string[] {
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line, Math.max(columns, 8)))
    .map((line) => line.replaceAll("\u00a0", " "));
}

function wrapLine(line: string, columns: number): string[] {
  const lines: string[] = [];
  const indent = /^ */.exec(line)?.[0] ?? "";
  let current: string | null = null;
  for (const { space, word } of pieces(line)) {
    if (current === null) current = indent + word;
    else if (width(current) + space.length + width(word) <= columns) current += space + word;
    else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current ?? ""];
}

/** Wrapped text whose first line starts with `first`, and the others with as many spaces. */
export function hang(first: string, text: string, columns: number): string[] {
  const margin = width(first);
  return wrap(text, columns - margin).map((line, index) =>
    `${index === 0 ? first : " ".repeat(margin)}${line}`.trimEnd(),
  );
}
