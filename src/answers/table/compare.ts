/** What `compare` can be asked «what if» about. */
import { defaults, describeCompare as describe } from "../../messages/questions.ts";
import { number } from "../question.ts";

/** Up to 50 TB: the prices that we know end there. */
const ofCompare = {
  group: "compare",
  commands: ["compare"],
  placeholder: "GB",
  fractions: true,
  minimum: 0,
  maximum: 50_000,
} as const;

export const COMPARE = {
  gb: number({
    ...ofCompare,
    flag: "--gb",
    description: describe.gb,
    example: "20",
    defaultText: defaults.counted,
  }),
  downloads: number({
    ...ofCompare,
    flag: "--downloads",
    description: describe.downloads,
    example: "50",
    defaultText: defaults.onceEach,
  }),
};
