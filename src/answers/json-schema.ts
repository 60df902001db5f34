/** The JSON Schema of the answers file, for editors: made from the same table as everything else. */
import * as z from "zod";
import { PERSISTED, SCHEMA_URL } from "./answers-file.ts";
import { questionOf } from "./questions.ts";
import { ZOD } from "./zod.ts";

/** Draft 2020-12, as the build writes it to dist/answers.schema.json. */
export function answersJsonSchema(): Readonly<Record<string, unknown>> {
  const keys = PERSISTED.map((name) => {
    const question = questionOf(name);
    const described = question.schema(ZOD).describe(question.description.en);
    const examples = question.kind === "text" && question.example !== "" ? { examples: [question.example] } : {};
    return [name, described.meta(examples).optional()] as const;
  });
  const document = z.strictObject({ $schema: z.string().optional(), ...Object.fromEntries(keys) });
  return {
    $id: SCHEMA_URL,
    title: "Answers of vet-media-setup",
    description: "Committed with the project. Never holds a secret: keys come from the environment or from a prompt.",
    ...z.toJSONSchema(document),
  };
}
