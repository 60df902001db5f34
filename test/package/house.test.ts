/** Files stay short enough to be read in one go. A longer one needs a reason, written down here. (A file of tests is a list of cases, which nobody reads as one.) */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../support/prepare.mjs";

const MOST_LINES = 400;
const REASONS: Readonly<Record<string, string>> = {};

test(`no source file is longer than ${MOST_LINES} lines without a reason`, () => {
  const files = ["src", "build", "test/support", "test/bench"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((file) => path.posix.join(folder, ...file.split(path.sep)))
      .filter((file) => /\.(?:ts|mjs|py)$/.test(file)),
  );
  expect(files.length).toBeGreaterThan(250);
  const lines = (file: string) => readFileSync(path.join(ROOT, file), "utf8").split("\n").length - 1;
  const long = files.filter((file) => lines(file) > MOST_LINES && REASONS[file] === undefined);
  expect(long.map((file) => `${file}: ${lines(file)}`)).toEqual([]);
});
