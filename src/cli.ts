#!/usr/bin/env node
/** The entry. Asked for the version alone it answers at once; everything else is loaded when it is needed. */

/** Replaced by the build. */
declare const __VERSION__: string;
const VERSION = typeof __VERSION__ === "undefined" ? "development" : __VERSION__;

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
  process.stdout.write(`${VERSION}\n`);
} else {
  const { main } = await import("./commands/main.ts");
  process.exitCode = await main(argv, VERSION);
}

export {};
