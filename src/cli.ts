#!/usr/bin/env node
/**
 * The entry, built as CommonJS that Node 10 can still read: a Node that is too old is told so, in a sentence. The version and the plain help are answered
 * at once, from what the build has prepared; everything else is loaded when it is needed. (CommonJS, because Node sets up its loader of modules only for
 * a program that uses one: that is most of what `--help` would wait for.)
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { localeLanguage } from "./answers/language.ts";
import { nodeTooOld } from "./messages/old-node.ts";

/** Replaced by the build: of package.json. */
declare const __VERSION__: string;
declare const __NODE_FLOOR__: string;

const argv = process.argv.slice(2);
if (isOlder(process.versions.node, __NODE_FLOOR__)) {
  process.stderr.write(`${nodeTooOld(__NODE_FLOOR__, process.versions.node)[localeLanguage(process.env).lang]}\n`);
  process.exitCode = 1;
} else {
  const ready = readyAnswer(argv);
  if (ready === null) {
    void import("./commands/main.ts")
      .then(({ main }) => main(argv, __VERSION__))
      .then((exit) => {
        process.exitCode = exit;
      });
  } else process.stdout.write(ready);
}

/** Whether version `a` (`20.11.1`) stands before `b`. */
function isOlder(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** The version, or `[COMMAND] --help`; null: it takes more than that to answer. */
function readyAnswer(words: readonly string[]): string | null {
  const last = words[words.length - 1];
  if (words.length === 1 && (last === "--version" || last === "-v")) return `${__VERSION__}\n`;
  if (words.length > 2 || (last !== "--help" && last !== "-h")) return null;
  // Written by the build with helpText(), for each language and command.
  const texts: unknown = JSON.parse(readFileSync(path.join(__dirname, "help.json"), "utf8"));
  const key = `${localeLanguage(process.env).lang} ${words.length === 2 ? words[0] : ""}`;
  return new Map<string, string>(Object.entries(texts ?? {})).get(key) ?? null;
}
