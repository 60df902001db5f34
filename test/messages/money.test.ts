import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimal, dollars, quantity, size, unitPrice } from "../../src/messages/money.ts";
import "../support/seed.ts";

describe("a sum in dollars", () => {
  test.each([
    [0, "$0.00", "US$0,00"],
    [0.000001, "less than $0.01", "menos de US$0,01"],
    [0.0099, "less than $0.01", "menos de US$0,01"],
    [0.01, "$0.01", "US$0,01"],
    [0.25, "$0.25", "US$0,25"],
    [7.25, "$7.25", "US$7,25"],
    [99, "$99.00", "US$99,00"],
    [999.994, "$999.99", "US$999,99"],
    [1000, "$1,000", "US$1.000"],
    [1234567.8, "$1,234,568", "US$1.234.568"],
  ])("%d", (usd, en, es) => {
    expect(dollars(usd)).toEqual({ en, es });
  });

  test("is never nothing where something is due, and never an exponent", () => {
    const amounts = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(amounts, (usd) => {
        const { en } = dollars(usd);
        expect(en).toMatch(/^(?:less than \$0\.01|\$\d{1,3}(?:,\d{3})*(?:\.\d\d)?)$/);
        if (usd > 0) expect(en).not.toBe("$0.00");
      }),
    );
  });
});

test.each([
  [0.0004, "$0.0004", "US$0,0004"],
  [0.023, "$0.023", "US$0,023"],
  [0.25, "$0.25", "US$0,25"],
  [4.5, "$4.50", "US$4,50"],
  [7, "$7", "US$7"],
])("the price %d as it is published", (usd, en, es) => {
  expect(unitPrice(usd)).toEqual({ en, es });
});

test.each([
  [0, "0", "0"],
  [20, "20", "20"],
  [0.5, "0.5", "0,5"],
  [0.125, "0.125", "0,125"],
  [1000, "1,000", "1.000"],
  [50_000_000, "50,000,000", "50.000.000"],
])("the quantity %d as exact as it was given", (value, en, es) => {
  expect(quantity(value)).toEqual({ en, es });
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [3200, "3.2 KB"],
  [1_300_000, "1.3 MB"],
  [250e9, "250 GB"],
  [5e15, "5,000 TB"],
])("%d bytes", (bytes, en) => {
  expect(size(bytes).en).toBe(en);
});

test("both languages say the same number", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), fc.integer({ min: 0, max: 4 }), (value, digits) => {
      const { en, es } = decimal(value, digits);
      expect(Number(en.replaceAll(",", ""))).toBe(Number(es.replaceAll(".", "").replace(",", ".")));
    }),
  );
});
