/** Modules so long that the parser comes to its limit: Python takes them, and so do we; an error in one is still found, on its line. */
import { expect, test } from "vitest";
import { parseModule } from "../../src/project/python/parse.ts";

const line = (index: number) =>
  `NAME_${index} = ast.literal_eval(os.environ.get("NAME_${index}", "False"))  # of ${index}\n\n`;
const LONG = Array.from({ length: 500 }, (_, index) => line(index)).join("");

test("a long module is read to its end", () => {
  const module = parseModule("settings.py", LONG);
  expect(module.errorLine).toBeNull();
  expect(module.body).toHaveLength(500);
  expect(module.body.at(-1)).toMatchObject({ kind: "assign", targets: [{ kind: "name", id: "NAME_499" }] });
});

test.each(["<<<<<<< HEAD", "X = (1", "print 'x'", "X = 1 Y = 2", "  X = 1", "else:"])(
  "an error in it is found: %s",
  (wrong) => {
    const lines = LONG.split("\n");
    lines.splice(900, 0, wrong);
    expect(parseModule("settings.py", lines.join("\n")).errorLine).toBe(901);
  },
);
