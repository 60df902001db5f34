/** Parts of a shared copy: each name in one of them, always the same. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseShard, partOfName, showShard } from "../../src/lib/shard.ts";
import "../support/seed.ts";

test("every name is in exactly one part, by a rule that anybody can follow", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 10_000 }), (name, of) => {
      const first = createHash("sha256").update(name).digest().subarray(0, 6);
      expect(partOfName(name, of)).toBe(Number(BigInt(`0x${first.toString("hex")}`) % BigInt(of)) + 1);
    }),
  );
});

test("parts are about equal", () => {
  const sizes = [0, 0, 0, 0];
  for (let at = 0; at < 8000; at += 1) {
    const part = partOfName(`media/${at}.jpg`, 4) - 1;
    sizes[part] = (sizes[part] ?? 0) + 1;
  }
  for (const size of sizes) expect(Math.abs(size - 2000)).toBeLessThan(200);
});

test.each(["1/1", "2/4", "10000/10000"])("%s", (word) => {
  const shard = parseShard(word);
  expect(shard === null ? null : showShard(shard)).toBe(word);
});

test.each(["", "1", "0/1", "2/1", "1/0", "01/2", "1/10001", "-1/2", "1/2/3", "1 /2", "a/b", "1.5/2"])(
  "%j is none",
  (word) => {
    expect(parseShard(word)).toBeNull();
  },
);
