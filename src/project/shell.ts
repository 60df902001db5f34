/** Command lines of build scripts, start commands, Procfiles and Dockerfiles, taken apart into simple commands. Nothing is expanded or run. */

export interface SimpleCommand {
  /** `NAME=value` in front of the command (or after `export`, `env`). */
  readonly assignments: ReadonlyMap<string, string>;
  readonly words: readonly string[];
  /** From 1, within the text given. */
  readonly line: number;
}

interface Word {
  readonly text: string;
  readonly line: number;
  /** An operator that ends a command: `&&`, `||`, `;`, `|`, `&`, a line end, a parenthesis. */
  readonly ends: boolean;
  /** Some of it was quoted. */
  readonly quoted: boolean;
}

export function simpleCommands(source: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let assignments = new Map<string, string>();
  let words: string[] = [];
  let line = 1;
  const finish = () => {
    if (words.length > 0 || assignments.size > 0) commands.push({ assignments, words, line });
    assignments = new Map();
    words = [];
  };
  for (const word of wordsOf(source)) {
    if (word.ends) {
      finish();
      continue;
    }
    if (words.length === 0 && assignments.size === 0) line = word.line;
    const assignment = words.length === 0 ? /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word.text) : null;
    if (assignment?.[1] !== undefined) assignments.set(assignment[1], assignment[2] ?? "");
    else if (words.length > 0 || word.quoted || !KEYWORDS.has(word.text)) words.push(word.text);
  }
  finish();
  return commands;
}

/** Words of the shell's own that may stand before a command. */
const KEYWORDS = new Set(["then", "do", "else", "if", "elif", "while", "until", "!", "{", "}", "fi", "done", "time"]);

function* wordsOf(source: string): Generator<Word> {
  let line = 1;
  let startLine = 1;
  let text = "";
  let started = false;
  let quoted = false;
  let quote = "";
  const take = function* (): Generator<Word> {
    if (started) yield { text, line: startLine, ends: false, quoted };
    text = "";
    started = false;
    quoted = false;
  };
  const add = (characters: string) => {
    if (!started) startLine = line;
    started = true;
    text += characters;
  };
  for (let i = 0; i < source.length; i++) {
    const char = source[i] ?? "";
    const next = source[i + 1] ?? "";
    if (char === "\r" && next === "\n") continue;
    if (quote !== "") {
      if (char === quote) quote = "";
      else if (quote === '"' && char === "\\" && next === "\n") i++;
      else if (quote === '"' && char === "\\" && '"\\$`'.includes(next)) add(source[++i] ?? "");
      else add(char);
      if (char === "\n") line++;
    } else if (char === "'" || char === '"') {
      add("");
      quote = char;
      quoted = true;
    } else if (char === "\\") {
      const end = /^\\\r?\n/.exec(source.slice(i, i + 3))?.[0];
      if (end) {
        line++;
        i += end.length - 1;
      } else {
        add(next);
        i++;
      }
    } else if (char === "#" && !started) {
      while (i + 1 < source.length && source[i + 1] !== "\n") i++;
    } else if (char === "\n") {
      yield* take();
      yield { text: char, line, ends: true, quoted: false };
      line++;
    } else if (char === " " || char === "\t") yield* take();
    else if (";&|()".includes(char) && !isPartOfRedirection(source, i)) {
      yield* take();
      yield { text: char, line, ends: true, quoted: false };
    } else add(char);
  }
  yield* take();
}

/** `2>&1` and `&>file` are no ends of commands; nor is a parenthesis of `$(…)`, kept as text. */
function isPartOfRedirection(source: string, at: number): boolean {
  const char = source[at];
  if (char === "&") return source[at - 1] === ">" || source[at + 1] === ">";
  if (char === "(") return source[at - 1] === "$";
  if (char === ")") return source.lastIndexOf("$(", at) > source.lastIndexOf(")", at - 1);
  return false;
}
