#!/usr/bin/env node
/** The entry. The version and the plain help are answered at once, from what the build has prepared; everything else is loaded when it is needed. */
import { readFileSync } from "node:fs";
import { localeLanguage } from "./answers/language.ts";

/** Replaced by the build. */
declare const __VERSION__: string;
const VERSION = typeof __VERSION__ === "undefined" ? "development" : __VERSION__;

const argv = process.argv.slice(2);
const ready = readyAnswer(argv);
if (ready !== null) process.stdout.write(ready);
else {
  const { main } = await import("./commands/main.ts");
  process.exitCode = await main(argv, VERSION);
}

/** The version, or `[COMMAND] --help`; null: it takes more than that to answer. */
function readyAnswer(words: readonly string[]): string | null {
  const last = words.at(-1);
  if (words.length === 1 && (last === "--version" || last === "-v")) return `${VERSION}\n`;
  if (words.length > 2 || (last !== "--help" && last !== "-h")) return null;
  // Written by the build with helpText(), for each language and command.
  const texts: unknown = JSON.parse(readFileSync(new URL("./help.json", import.meta.url), "utf8"));
  const key = `${localeLanguage(process.env).lang} ${words.length === 2 ? words[0] : ""}`;
  return new Map(Object.entries(texts ?? {})).get(key) ?? null;
}
