/** The parts of zod that the table of questions is written in. Handed on whole, zod would bring its sentences in fifty languages into the bundle. */
import * as z from "zod";
import type { Zod } from "./question.ts";

export const ZOD: Zod = {
  array: z.array,
  boolean: z.boolean,
  enum: z.enum,
  int: z.int,
  number: z.number,
  string: z.string,
};
