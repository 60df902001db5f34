/** The schema says the same as the table: an editor underlines nothing that the reader takes. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { PERSISTED, SCHEMA_URL } from "../../src/answers/answers-file.ts";
import { answersJsonSchema } from "../../src/answers/json-schema.ts";
import { questionOf } from "../../src/answers/questions.ts";
import { parseJsonValue } from "../../src/answers/values.ts";

const document = JSON.parse(JSON.stringify(answersJsonSchema())) as {
  readonly properties: Readonly<Record<string, { readonly description?: string; readonly enum?: readonly string[] }>>;
};

test("names itself, its keys, and refuses others", () => {
  expect(document).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: SCHEMA_URL,
    type: "object",
    additionalProperties: false,
  });
  expect(Object.keys(document.properties)).toEqual(["$schema", ...PERSISTED]);
  for (const name of PERSISTED) {
    expect(document.properties[name]?.description, name).toBe(questionOf(name).description.en);
  }
});

test("holds no secret, no one-time flag, no path of a machine", () => {
  expect(JSON.stringify(document)).not.toMatch(/secret.?access|createBucket|dropDisk|"python"|"profile"|pushEnv/i);
});

describe("agrees with the reader", () => {
  const words = [
    "s3",
    "private",
    "a-bucket",
    "A",
    "",
    "us-west-2",
    "media",
    "a b",
    "auto",
    "en",
    "cdn.example.com",
    "https://a.example.com",
    "/var/data/media",
    "x".repeat(64),
    true,
    1,
    0,
    1.5,
    null,
    [],
    ["https://a.example.com"],
    {},
  ];

  test.each(PERSISTED.map((name) => [name] as const))("%s", (name) => {
    const question = questionOf(name);
    const schema = question.schema(z);
    const taken = words.filter((word) => "value" in parseJsonValue(question, word));
    for (const word of taken) expect(schema.safeParse(word).success, JSON.stringify(word)).toBe(true);
    expect(taken.length, "something of the list is a value").toBeGreaterThan(0);
  });
});
