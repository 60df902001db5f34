/** One project on each Django, set up and proved by the built binary, and judged by that Django; *.thorough.test.ts does it with all. */
import { describe, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";
import { FIXTURES } from "./cases.ts";
import { judge } from "./django.ts";

const bench = benchForThisFile();
const SAMPLE = ["clinic", "cloudinary-half", "django32"];

describe.concurrent("set up, proved, and as before where nothing is chosen", () => {
  test.each(FIXTURES.filter(({ name }) => SAMPLE.includes(name)))("$name", async (one) => {
    await judge(bench, one);
  });
});
