/** From gathered values to the model's Answers. The last gate: whatever was gathered, what passes here has the right types and forms. */
import * as z from "zod";
import type { Answers } from "../model/answers.ts";
import { stringProblem } from "./forms.ts";
import { type Gathered, ofChosenProvider } from "./gathered.ts";
import { QUESTIONS } from "./questions.ts";
import { ZOD } from "./zod.ts";

const common = {
  settings: QUESTIONS.settings.schema(ZOD).refine(fits(QUESTIONS.settings.problem)),
  access: QUESTIONS.access.schema(ZOD),
  envFile: QUESTIONS.envFile.schema(ZOD).refine(fits(QUESTIONS.envFile.problem)),
  service: QUESTIONS.service.schema(ZOD).refine(fits(QUESTIONS.service.problem)).exactOptional(),
  python: QUESTIONS.python.schema(ZOD).refine(fits(QUESTIONS.python.problem)).exactOptional(),
  prove: QUESTIONS.prove.schema(ZOD),
  lang: QUESTIONS.lang.schema(ZOD),
  dropDisk: QUESTIONS.dropDisk.schema(ZOD).exactOptional(),
};

const s3Answers = z.strictObject({
  ...common,
  provider: z.literal("s3"),
  bucket: QUESTIONS.bucket.schema(ZOD).refine(fits(QUESTIONS.bucket.problem)),
  region: QUESTIONS.region.schema(ZOD).refine(fits(QUESTIONS.region.problem)),
  prefix: QUESTIONS.prefix.schema(ZOD).refine(fits(QUESTIONS.prefix.problem)),
  endpointUrl: QUESTIONS.endpointUrl.schema(ZOD).refine(fits(QUESTIONS.endpointUrl.problem)).exactOptional(),
  createBucket: QUESTIONS.createBucket.schema(ZOD).exactOptional(),
  corsOrigin: QUESTIONS.corsOrigin.schema(ZOD).refine((origins) => origins.every(fits(QUESTIONS.corsOrigin.problem))),
  directUpload: QUESTIONS.directUpload.schema(ZOD),
  customDomain: QUESTIONS.customDomain.schema(ZOD).refine(fits(QUESTIONS.customDomain.problem)).exactOptional(),
  createAppUser: QUESTIONS.createAppUser.schema(ZOD).refine(fits(QUESTIONS.createAppUser.problem)).exactOptional(),
  rotateKey: QUESTIONS.rotateKey.schema(ZOD).exactOptional(),
  profile: QUESTIONS.profile.schema(ZOD).refine(fits(QUESTIONS.profile.problem)).exactOptional(),
});

const cloudinaryAnswers = z.strictObject({
  ...common,
  provider: z.literal("cloudinary"),
  cloudName: QUESTIONS.cloudName.schema(ZOD).refine(fits(QUESTIONS.cloudName.problem)),
  folder: QUESTIONS.folder.schema(ZOD).refine(fits(QUESTIONS.folder.problem)),
  uploadPrefix: QUESTIONS.uploadPrefix.schema(ZOD).refine(fits(QUESTIONS.uploadPrefix.problem)).exactOptional(),
});

const renderDiskAnswers = z.strictObject({
  ...common,
  provider: z.literal("render-disk"),
  mountPath: QUESTIONS.mountPath.schema(ZOD).refine(fits(QUESTIONS.mountPath.problem)),
  diskName: QUESTIONS.diskName.schema(ZOD).refine(fits(QUESTIONS.diskName.problem)),
  diskSize: QUESTIONS.diskSize.schema(ZOD),
});

/** One member for each provider. */
const answersSchema = z.discriminatedUnion("provider", [s3Answers, cloudinaryAnswers, renderDiskAnswers]);

/**
 * Nothing may be missing any more: ask, or throw `needsInput`, before.
 * Throws Error (a mistake of ours, never the person's) that names the answers and not their values.
 */
export function toAnswers(gathered: Pick<Gathered, "values">): Answers {
  const plain = Object.fromEntries(
    Object.entries(ofChosenProvider(gathered.values)).map(([name, found]) => [name, found.value]),
  );
  const parsed = answersSchema.safeParse(plain);
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".") || issue.code))];
  throw new Error(`the gathered answers are not whole: ${names.join(", ")}`);
}

/** Every string goes through here, whatever its own rules are. */
function fits(problem: (value: string) => unknown): (value: string) => boolean {
  return (value) => stringProblem(value) === null && problem(value) === null;
}
