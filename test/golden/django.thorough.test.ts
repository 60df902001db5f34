/** Every fixture on the Django that it pins, or the nearest. */
import { describe, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";
import { FIXTURES } from "./cases.ts";
import { judge } from "./django.ts";

const bench = benchForThisFile();

describe("set up, proved, and as before where nothing is chosen", () => {
  test.each(FIXTURES)("$name", async (one) => {
    await judge(bench, one);
  });
});
