/** --help, made from the table. At most 80 columns; zod is not loaded for it. */
import type { Lang, Text } from "../lib/text.ts";
import * as say from "../messages/help.ts";
import { COMMAND_NAMES, type CommandName, isCommand } from "./command-names.ts";
import { hasNoForm, noForm } from "./flags.ts";
import { GROUPS, type Group, type Question } from "./question.ts";
import { QUESTION_NAMES, type QuestionName, questionOf } from "./questions.ts";
import { OPTION_NAMES, optionOf } from "./run-options.ts";
import { SECRETS } from "./secret-names.ts";

const COLUMNS = 80;
/** Where the second column starts. */
const MARGIN = 26;

/** Help of one command, or of all of them. Ends with a line end. */
export function helpText(command: CommandName | null, lang: Lang): string {
  const pick = (text: Text) => text[lang];
  const sections = [
    command === null ? wrap(pick(say.program)) : commandLines(command, pick),
    [pick(say.headings.usage), ...usageLines(command, pick)],
    ...(command === null
      ? [[pick(say.headings.commands), ...COMMAND_NAMES.flatMap((name) => commandRow(name, pick))]]
      : []),
    [pick(say.headings.options), ...optionRows(command, pick)],
    ...GROUPS.filter((group) => command === null || !isOfOther(group, command)).map((group) =>
      groupLines(group, command, pick),
    ),
    ...(command === null || command === "setup" ? [wrap(pick(say.precedence)), environmentLines(pick)] : []),
    [pick(say.headings.exitCodes), ...say.exitCodes.flatMap(([code, what]) => row(code, pick(what), 8))],
    [pick(say.headings.examples), ...exampleLines(command ?? "setup", pick)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

type Pick = (text: Text) => string;

function commandLines(command: CommandName, pick: Pick): string[] {
  return wrap(`${command}: ${pick(say.commands[command])}`);
}

function usageLines(command: CommandName | null, pick: Pick): string[] {
  const word = command === null ? pick(say.usageCommand) : command === "setup" ? "[setup]" : command;
  return [`  npx vet-media-setup ${word} ${pick(say.usageTail)}`];
}

function commandRow(name: CommandName, pick: Pick): string[] {
  return row(name, `${pick(say.commands[name])}`, 12);
}

function optionRows(command: CommandName | null, pick: Pick): string[] {
  return OPTION_NAMES.flatMap((name) => {
    const { flag, short, placeholder, description, commands } = optionOf(name);
    if (command !== null && !commands.includes(command)) return [];
    const left = [short, flag].filter((word) => word !== undefined).join(", ");
    return row(placeholder === undefined ? left : `${left} ${placeholder}`, pick(description));
  });
}

/** A flag that two commands take stands, in the help of one, under its name. */
function isOfOther(group: Group, command: CommandName): boolean {
  return isCommand(group) && group !== command;
}

function groupLines(group: Group, command: CommandName | null, pick: Pick): string[] {
  const names = QUESTION_NAMES.filter((name) => {
    const question = questionOf(name);
    if (command === null) return question.group === group;
    const shown = isOfOther(question.group, command) ? command : question.group;
    return shown === group && question.commands.includes(command);
  });
  if (names.length === 0) return [];
  const secrets = SECRETS.filter((secret) => secret.group === group).map(({ env }) => env);
  const never = secrets.length === 0 ? [] : wrap(pick(say.neverFlags(secrets)), 2);
  return [pick(say.headings[group]), ...names.flatMap((name) => questionRows(name, pick)), ...never];
}

function questionRows(name: QuestionName, pick: Pick): string[] {
  const question = questionOf(name);
  const notes = [
    defaultWords(question, pick),
    question.env.length > 0 ? pick(say.fromVariables(question.env)) : "",
    question.alsoReads === undefined ? "" : pick(say.alsoReads(question.alsoReads)),
  ].filter((words) => words !== "");
  return row(flagWords(name), [pick(question.description), ...notes.map((words) => `[${words}]`)].join("\n"));
}

function flagWords(name: QuestionName): string {
  const question = questionOf(name);
  const no = hasNoForm(name) ? `, ${noForm(question.flag)}` : "";
  if (question.kind === "switch") {
    return question.flag + (question.words.length === 0 ? "" : `[=${question.words.join("|")}]`) + no;
  }
  return `${question.flag} ${question.kind === "choice" ? question.choices.join("|") : question.placeholder}${no}`;
}

function defaultWords(question: Question, pick: Pick): string {
  if (question.defaultText !== undefined) return pick(say.byDefault(pick(question.defaultText)));
  if (!("default" in question) || question.default === undefined) return "";
  return pick(say.byDefault(String(question.default)));
}

function environmentLines(pick: Pick): string[] {
  return [pick(say.headings.environment), ...say.environment.flatMap(([name, what]) => row(name, pick(what)))];
}

function exampleLines(command: CommandName, pick: Pick): string[] {
  return say.examples[command].flatMap(({ what, command: line }) => [
    `  # ${pick(what)}`,
    ...line.split("\n").map((part) => `  ${part}`),
  ]);
}

/** Two columns; a left side that is too wide stands on a line of its own. Notes in brackets stay whole. */
function row(left: string, right: string, margin = MARGIN): string[] {
  const lines = right.split("\n").reduce<string[]>((all, words) => fill(all, words, COLUMNS - margin), []);
  const indented = lines.map((line) => " ".repeat(margin) + line);
  if (left.length + 4 > margin) return [`  ${left}`, ...indented];
  return [`  ${left}`.padEnd(margin) + (lines[0] ?? ""), ...indented.slice(1)];
}

/** Adds words to the last line if all of them fit there, else on lines of their own. */
function fill(lines: readonly string[], words: string, width: number): string[] {
  const last = lines.at(-1);
  if (last !== undefined && words.startsWith("[") && last.length + 1 + words.length <= width) {
    return [...lines.slice(0, -1), `${last} ${words}`];
  }
  return [...lines, ...wrap(words, 0, width)];
}

function wrap(text: string, indent = 0, width = COLUMNS): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((words) => " ".repeat(indent) + words);
}
