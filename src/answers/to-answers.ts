/** From gathered values to the model's Answers. The last gate: whatever was gathered, what passes here has the right types and forms. */
import { z } from "zod";
import type { Answers } from "../model/answers.ts";
import { stringProblem } from "./forms.ts";
import { type Gathered, ofChosenProvider } from "./gathered.ts";
import { QUESTIONS } from "./questions.ts";

const common = {
  settings: QUESTIONS.settings.schema(z).refine(fits(QUESTIONS.settings.problem)),
  access: QUESTIONS.access.schema(z),
  envFile: QUESTIONS.envFile.schema(z).refine(fits(QUESTIONS.envFile.problem)),
  service: QUESTIONS.service.schema(z).refine(fits(QUESTIONS.service.problem)).exactOptional(),
  python: QUESTIONS.python.schema(z).refine(fits(QUESTIONS.python.problem)).exactOptional(),
  prove: QUESTIONS.prove.schema(z),
  lang: QUESTIONS.lang.schema(z),
  dropDisk: QUESTIONS.dropDisk.schema(z).exactOptional(),
};

const s3Answers = z.strictObject({
  ...common,
  provider: z.literal("s3"),
  bucket: QUESTIONS.bucket.schema(z).refine(fits(QUESTIONS.bucket.problem)),
  region: QUESTIONS.region.schema(z).refine(fits(QUESTIONS.region.problem)),
  prefix: QUESTIONS.prefix.schema(z).refine(fits(QUESTIONS.prefix.problem)),
  endpointUrl: QUESTIONS.endpointUrl.schema(z).refine(fits(QUESTIONS.endpointUrl.problem)).exactOptional(),
  createBucket: QUESTIONS.createBucket.schema(z).exactOptional(),
  corsOrigin: QUESTIONS.corsOrigin.schema(z).refine((origins) => origins.every(fits(QUESTIONS.corsOrigin.problem))),
  directUpload: QUESTIONS.directUpload.schema(z),
  customDomain: QUESTIONS.customDomain.schema(z).refine(fits(QUESTIONS.customDomain.problem)).exactOptional(),
  createAppUser: QUESTIONS.createAppUser.schema(z).refine(fits(QUESTIONS.createAppUser.problem)).exactOptional(),
  rotateKey: QUESTIONS.rotateKey.schema(z).exactOptional(),
  profile: QUESTIONS.profile.schema(z).refine(fits(QUESTIONS.profile.problem)).exactOptional(),
});

const cloudinaryAnswers = z.strictObject({
  ...common,
  provider: z.literal("cloudinary"),
  cloudName: QUESTIONS.cloudName.schema(z).refine(fits(QUESTIONS.cloudName.problem)),
  folder: QUESTIONS.folder.schema(z).refine(fits(QUESTIONS.folder.problem)),
  uploadPrefix: QUESTIONS.uploadPrefix.schema(z).refine(fits(QUESTIONS.uploadPrefix.problem)).exactOptional(),
});

const renderDiskAnswers = z.strictObject({
  ...common,
  provider: z.literal("render-disk"),
  mountPath: QUESTIONS.mountPath.schema(z).refine(fits(QUESTIONS.mountPath.problem)),
  diskName: QUESTIONS.diskName.schema(z).refine(fits(QUESTIONS.diskName.problem)),
  diskSize: QUESTIONS.diskSize.schema(z),
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
