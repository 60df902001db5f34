/** Versions and specifiers as pip and Poetry read them. */
import { describe, expect, test } from "vitest";
import { admits, compareReleases, release } from "../../src/lib/versions.ts";

describe("admits", () => {
  test.each([
    ["==5.2.7", "5.2.7", true],
    ["==5.2.7", "5.2.8", false],
    ["==4.2", "4.2.0", true],
    ["== 4.2.*", "4.2.30", true],
    ["==4.2.*", "4.3", false],
    ["5.2.7", "5.2.7", true],
    ["===5.2.7", "5.2.7", true],
    ["!=4.2", "4.2.0", false],
    ["!=4.*", "4.2", false],
    ["!=4.2.*", "5.0", true],
    [">=4.2,<5", "4.2.30", true],
    [">=4.2,<5", "5.0", false],
    [">=4.2 , <5.0", "4.1.13", false],
    [">4.2", "4.2", false],
    ["<=4.2", "4.2.0", true],
    ["~=4.2", "4.9", true],
    ["~=4.2", "5.0", false],
    ["~=4.2.1", "4.2.9", true],
    ["~=4.2.1", "4.3", false],
    ["~=4.2.1", "4.2.0", false],
    ["^4.2", "4.9.1", true],
    ["^4.2", "5.0", false],
    ["^0.2.3", "0.2.9", true],
    ["^0.2.3", "0.3.0", false],
    ["~4.2", "4.2.7", true],
    ["~4.2", "4.3", false],
    ["", "1.0", true],
    ["*", "1.0", true],
    [">=5.2rc1", "5.2", true],
    ["==1.10", "1.1", false],
  ])("%s and %s: %s", (specifier, version, verdict) => {
    expect(admits(specifier, version)).toBe(verdict);
  });

  test.each(["@ git+https://example.invalid/x", "^4 || ^5", "latest", ">=banana"])("%s says nothing", (specifier) => {
    expect(admits(specifier, "1.0")).toBeNull();
  });

  test("one clause that excludes decides, whatever another says", () => {
    expect(admits("<1, >=banana", "2.0")).toBe(false);
  });
});

test("releases are compared as numbers, and end in zeros", () => {
  expect(release("v5.2.7rc1")).toEqual([5, 2, 7]);
  expect(release("main")).toBeNull();
  const sorted = ["1.14.6", "1.9", "1.14", "1.14.0"].map((text) => release(text) ?? []).sort(compareReleases);
  expect(sorted).toEqual([
    [1, 9],
    [1, 14],
    [1, 14, 0],
    [1, 14, 6],
  ]);
});
