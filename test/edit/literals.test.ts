// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are hostile data, and meant as they stand
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  assertVariableName,
  dotenvValue,
  pythonLiteral,
  pythonString,
  yamlQuoted,
  yamlString,
} from "../../src/edit/literals.ts";
import { Failure } from "../../src/lib/failure.ts";
import type { Json } from "../../src/model/change.ts";
import { javascriptDotenv, PYTHON_READERS } from "./dotenv-readers.ts";
import { HOSTILE, hostileString } from "./hostile.ts";
import { askPython } from "./python-oracle.ts";
import { holds, tellCounts } from "./runs.ts";

tellCounts({ "YAML scalars": 1500 });

/** 0x20–0x7e, and letters beyond: no control, no line end of any kind. */
const ONE_VISIBLE_LINE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

function samples<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: 7 });
}

describe("pythonString", () => {
  it("is what black and ruff leave alone", () => {
    expect(pythonString("media")).toBe('"media"');
    expect(pythonString("it's")).toBe('"it\'s"');
    expect(pythonString('say "hi"')).toBe("'say \"hi\"'");
    expect(pythonString(`'"`)).toBe(`"'\\""`);
    expect(pythonString("ñandú 😀")).toBe('"ñandú 😀"');
  });

  it("shows what does not show", () => {
    expect(pythonString("a\0\n\u2028\u202e\u{e0041}\ud800")).toBe('"a\\x00\\n\\u2028\\u202e\\U000e0041\\ud800"');
  });

  it("is read back by Python as the same string, 3,000 hostile ones, each on one visible line", () => {
    const values = [...HOSTILE, ...samples(hostileString, 3000)];
    const literals = values.map(pythonString);
    for (const literal of literals) expect(literal).toMatch(ONE_VISIBLE_LINE);
    const read = askPython<string[]>("answer = [ast.literal_eval(case) for case in cases]", literals);
    expect(read).toEqual(values);
  });
});

describe("pythonLiteral", () => {
  it("writes Python's words", () => {
    expect(pythonLiteral({ a: [true, false, null, 1, 1.5, "x"], b: {} })).toBe(
      '{"a": [True, False, None, 1, 1.5, "x"], "b": {}}',
    );
    expect(() => pythonLiteral(Number.NaN)).toThrow(RangeError);
  });

  it("is read back by Python as the same value", () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    const values = samples(json, 1500).map((value) => JSON.parse(JSON.stringify(value)) as Json);
    const read = askPython<Json[]>("answer = [ast.literal_eval(case) for case in cases]", values.map(pythonLiteral));
    expect(JSON.parse(JSON.stringify(read))).toEqual(values);
  });
});

describe("yamlString", () => {
  it("leaves plain words plain", () => {
    for (const plain of ["us-east-1", "santasofia-media-5f0c91ab", "media/files", "s3", "storages.backends.s3"]) {
      expect(yamlString(plain)).toBe(plain);
    }
  });

  it("never lets a string become anything else", () => {
    for (const word of [
      "true",
      "Yes",
      "no",
      "ON",
      "off",
      "null",
      "~",
      "",
      "1",
      "1.0",
      "0x1f",
      "1e3",
      "2026-11-24",
      "1:30",
      "y",
      "=",
      "<<",
    ]) {
      expect(yamlString(word)).toBe(JSON.stringify(word));
    }
  });

  it("is read back as the same string, under both versions of YAML, in a block and in a flow", () => {
    const check = (value: string) => {
      if (/\p{Surrogate}/u.test(value)) {
        expect(() => yamlString(value)).toThrow(Failure);
        return;
      }
      for (const literal of [yamlString(value), yamlQuoted(value)]) {
        expect(literal).toMatch(ONE_VISIBLE_LINE);
        for (const version of ["1.1", "1.2"] as const) {
          expect(parse(`- key: ${literal} # c\n- {key: ${literal}, x: [${literal}, 1]}\n`, { version })).toEqual([
            { key: value },
            { key: value, x: [value, 1] },
          ]);
        }
      }
    };
    HOSTILE.forEach(check);
    holds("YAML scalars", fc.property(hostileString, check), 1500);
  });
});

describe("dotenvValue", () => {
  it("quotes only what needs it", () => {
    expect(dotenvValue("us-east-1")).toBe("us-east-1");
    expect(dotenvValue("")).toBe("");
    expect(dotenvValue("wJalr/K7+bPx=")).toBe("wJalr/K7+bPx=");
    expect(dotenvValue("a b")).toBe("'a b'");
    expect(dotenvValue("a#b")).toBe("'a#b'");
    expect(dotenvValue("it's")).toBe('"it\'s"');
    expect(dotenvValue("$HOME")).toBe("'$HOME'");
  });

  it("refuses what the readers would read differently", () => {
    for (const value of ["a\nb", "a\rb", "${HOME}", "a\0", "a\u2028b", `' " #`, "a b\\", "\ud800", '"quoted"', "''"]) {
      expect(() => dotenvValue(value), JSON.stringify(value)).toThrow(Failure);
    }
  });

  it("is read alike by python-dotenv, decouple, django-environ and the JavaScript dotenv, 4,000 hostile values", () => {
    const values: string[] = [];
    const texts: string[] = [];
    let refused = 0;
    for (const value of [...HOSTILE, ...samples(hostileString, 4000)]) {
      try {
        const text = `A=1\nKEY=${dotenvValue(value)}\nZ="it's"\n`;
        expect(javascriptDotenv(text), JSON.stringify(text)).toEqual({ A: "1", KEY: value, Z: "it's" });
        values.push(value);
        texts.push(text);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        refused += 1;
      }
    }
    const script = `${PYTHON_READERS}\nanswer = [[reader(case) for reader in (decouple, dotenv, environ)] for case in cases]`;
    const read = askPython<Record<string, string>[][]>(script, texts);
    read.forEach((readings, index) => {
      for (const reading of readings) expect(reading).toEqual({ A: "1", KEY: values[index], Z: "it's" });
    });
    expect(values.length).toBeGreaterThan(700);
    expect(refused).toBeGreaterThan(700);
  });
});

describe("assertVariableName", () => {
  it("takes only names", () => {
    for (const key of ["AWS_REGION", "_x", "a1"]) assertVariableName(key);
    for (const key of ["", "1A", "A B", "A=B", "A\nB", "A-B", "ñ", "A\n"]) {
      expect(() => assertVariableName(key)).toThrow(Failure);
    }
  });
});
