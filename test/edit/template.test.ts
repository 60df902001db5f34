/** Templates: values end as literals, sentences fit the page, and a mistake in a template is loud. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillTemplate, pythonComment } from "../../src/edit/template.ts";

describe("fillTemplate", () => {
  test("values become literals, and their braces nothing", () => {
    const values = { hostile: '"""{{evil}} \\ {0}\n', none: null, list: [1, true, "ñ"] };
    expect(fillTemplate("A = {{py hostile}}\nB = {{py none}}\nC = {{py list}}\n", { ...values, evil: "x" })).toBe(
      `A = '"""{{evil}} \\\\ {0}\\n'\nB = None\nC = [1, True, "ñ"]\n`,
    );
  });

  test("a name that is missing, and a helper that is not ours, are errors", () => {
    expect(() => fillTemplate("{{missing}}", {})).toThrow(/missing/);
    expect(() => fillTemplate("{{lookup this 'constructor'}}", {})).toThrow();
    expect(() => fillTemplate("{{shell words}}", { words: "x" })).toThrow();
  });

  test("a sentence becomes literals that Python joins; only pieces with a field are f-strings", () => {
    const words = `${"word ".repeat(20)}and {NAME} is "quoted" here ${"more ".repeat(10)}`;
    const lines = fillTemplate("{{sentence words 12}}", { words }).split("\n");
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(79);
      expect(line).toMatch(line.includes("{NAME}") ? /^ {12}f["']/ : /^ {12}["']/);
    }
    const joined = lines
      .map((line) =>
        line
          .trim()
          .replace(/^f?["']|["']$/g, "")
          .replaceAll('\\"', '"'),
      )
      .join("");
    expect(joined).toBe(words.trim());
  });
});

test("a comment keeps its words in order, and fits PEP 8 as far as words can", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zñ.]{1,30}$/), { minLength: 1 }), fc.nat(12), (words, indent) => {
      const lines = pythonComment(words.join(" "), indent);
      expect(lines.map((line) => line.slice(indent + 2)).join(" ")).toBe(words.join(" "));
      for (const line of lines) {
        expect(line.startsWith(`${" ".repeat(indent)}# `)).toBe(true);
        expect(line.length).toBeLessThanOrEqual(79);
      }
    }),
  );
});
