import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, dominantLineEnd, encodeText, newTextFile } from "../../src/edit/text-file.ts";
import { Failure } from "../../src/lib/failure.ts";
import { holds, tellCounts } from "./runs.ts";

tellCounts({ encodings: 7000 });

const bytes = (...values: number[]) => new Uint8Array(values);
const ascii = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

describe("decodeText", () => {
  it("takes UTF-16-LE by its mark, as a Windows `pip freeze >` writes it", () => {
    const file = decodeText(
      new Uint8Array(Buffer.concat([bytes(0xff, 0xfe), Buffer.from("Django==5.2\r\nñ\r\n", "utf16le")])),
    );
    expect(file).toEqual({ text: "Django==5.2\r\nñ\r\n", encoding: "utf-16le", bom: true, eol: "\r\n" });
  });

  it("takes UTF-16-BE by its mark", () => {
    expect(decodeText(bytes(0xfe, 0xff, 0, 0x41, 0, 0x0a))).toEqual({
      text: "A\n",
      encoding: "utf-16be",
      bom: true,
      eol: "\n",
    });
  });

  it("keeps the UTF-8 mark out of the text", () => {
    expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x41))).toEqual({ text: "A", encoding: "utf-8", bom: true, eol: "\n" });
  });

  it("keeps a second mark as text", () => {
    const twice = bytes(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x41);
    expect(decodeText(twice).text).toBe("\ufeffA");
    expect(encodeText(decodeText(twice))).toEqual(twice);
  });

  it("reads what is not UTF-8 as Latin-1", () => {
    expect(decodeText(ascii("# año\n"))).toEqual({ text: "# año\n", encoding: "latin-1", bom: false, eol: "\n" });
  });

  it("believes a PEP 263 cookie, so that an accent added to an ASCII file is what Python reads", () => {
    for (const cookie of ["latin-1", "iso-8859-1", "ISO_8859_1", "cp1252"]) {
      expect(decodeText(ascii(`#!/usr/bin/env python\n# -*- coding: ${cookie} -*-\nx = 1\n`)).encoding).toBe("latin-1");
    }
    expect(decodeText(ascii("# coding: utf-8\n")).encoding).toBe("utf-8");
    expect(decodeText(ascii("x = 1\n# coding: latin-1\n")).encoding).toBe("utf-8");
    expect(decodeText(ascii("\n\n# coding: latin-1\n")).encoding).toBe("utf-8");
    expect(decodeText(ascii("# coding: latin-10\n")).encoding).toBe("utf-8");
  });

  it("reads a view into a larger buffer, not the buffer", () => {
    expect(decodeText(ascii("xxABxx").subarray(2, 4)).text).toBe("AB");
  });
});

describe("encodeText", () => {
  it("gives back the bytes of every input", () => {
    const mark = fc.constantFrom(bytes(), bytes(0xff, 0xfe), bytes(0xfe, 0xff), bytes(0xef, 0xbb, 0xbf));
    holds(
      "encodings",
      fc.property(mark, fc.uint8Array({ maxLength: 60 }), (first, rest) => {
        const all = new Uint8Array([...first, ...rest]);
        expect(encodeText(decodeText(all))).toEqual(all);
      }),
      5000,
    );
  });

  it("gives back every text in every encoding", () => {
    holds(
      "encodings",
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("utf-8", "utf-16le", "utf-16be"), (text, encoding) => {
        const file = { text, encoding, bom: true, eol: dominantLineEnd(text) } as const;
        expect(decodeText(encodeText(file))).toEqual(file);
      }),
      2000,
    );
  });

  it("refuses what the encoding cannot hold, rather than writing question marks", () => {
    expect(() => encodeText({ ...decodeText(bytes(0xf1)), text: "ñ…" })).toThrow(Failure);
    expect(() => encodeText(newTextFile("\ud800"))).toThrow(Failure);
    expect(encodeText(newTextFile("\u{1f600}"))).toEqual(bytes(0xf0, 0x9f, 0x98, 0x80));
  });
});

describe("dominantLineEnd", () => {
  it("counts CRLF as one, and lone CR and LF apart", () => {
    expect(dominantLineEnd("")).toBe("\n");
    expect(dominantLineEnd("a")).toBe("\n");
    expect(dominantLineEnd("a\r\nb\r\nc\n")).toBe("\r\n");
    expect(dominantLineEnd("a\nb\nc\r\n")).toBe("\n");
    expect(dominantLineEnd("a\rb\rc\n")).toBe("\r");
  });
});
