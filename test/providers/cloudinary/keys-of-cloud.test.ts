/** Keys of one named cloud, among all that are there: never those of another. */
import { describe, expect, test } from "vitest";
import { Failure } from "../../../src/lib/failure.ts";
import { keysOfCloud } from "../../../src/providers/cloudinary/keys-of-cloud.ts";

type Env = Readonly<Record<string, string>>;
const three = (cloud: string, key: string): Env => ({
  CLOUDINARY_CLOUD_NAME: cloud,
  CLOUDINARY_API_KEY: key,
  CLOUDINARY_API_SECRET: "aBcDeFgHiJkLmNoPqRsTuVwXyZ1",
});
const url = (cloud: string, key: string): Env => ({
  CLOUDINARY_URL: `cloudinary://${key}:aBcDeFgHiJkLmNoPqRsTuVwXyZ1@${cloud}`,
});

function keyOf(cloud: string, env: Env, stored: Env = {}): string | readonly string[] {
  const found = keysOfCloud(cloud, env, { file: ".env.render", variables: new Map(Object.entries(stored)) });
  return "others" in found ? found.others : (found.credentials.secrets.CLOUDINARY_API_KEY?.reveal() ?? "");
}

describe("the keys that are taken", () => {
  test.each<[string, string, Env, Env, string | readonly string[]]>([
    ["the three variables", "one", three("one", "111111"), {}, "111111"],
    [
      "CLOUDINARY_URL, beside three variables of another",
      "two",
      { ...three("one", "111111"), ...url("two", "222222") },
      {},
      "222222",
    ],
    [
      "the env file, beside both",
      "three",
      { ...three("one", "111111"), ...url("two", "222222") },
      three("three", "333333"),
      "333333",
    ],
    ["CLOUDINARY_URL in the env file", "four", {}, url("four", "444444"), "444444"],
    [
      "a pair that names no cloud",
      "any",
      { CLOUDINARY_API_KEY: "555555", CLOUDINARY_API_SECRET: "aBcDeFgHiJkLmNoPqRsTuVwXyZ1" },
      {},
      "555555",
    ],
    [
      "the cloud's own before a pair that names none",
      "two",
      { CLOUDINARY_API_KEY: "555555", CLOUDINARY_API_SECRET: "aBcDeFgHiJkLmNoPqRsTuVwXyZ1", ...url("two", "222222") },
      {},
      "222222",
    ],
    [
      "none of another cloud",
      "none",
      { ...three("one", "111111"), ...url("two", "222222") },
      three("one", "333333"),
      ["one", "two"],
    ],
    ["none at all", "none", {}, {}, []],
  ])("%s", (_name, cloud, env, stored, expected) => {
    expect(keyOf(cloud, env, stored)).toEqual(expected);
  });

  test("half a pair, and an address that is none, are told", () => {
    expect(() => keyOf("one", { CLOUDINARY_API_KEY: "111111" })).toThrow(Failure);
    expect(() => keyOf("one", { CLOUDINARY_URL: "cloudinary://nonsense" })).toThrow(Failure);
  });
});
