/** Sentences of the policy command. */
import { EXIT, type Problem } from "../lib/failure.ts";

export const bucketUnknown: Problem = {
  code: "bucket-unknown",
  exit: EXIT.needsInput,
  message: {
    en: "A policy is for one bucket, and none was named",
    es: "Una política es para un bucket, y no se indicó ninguno",
  },
  place: "--bucket",
  next: {
    en: "Give --bucket NAME (or AWS_STORAGE_BUCKET_NAME), or run it where vet-media-setup.json is.",
    es: "Indica --bucket NAME (o AWS_STORAGE_BUCKET_NAME), o ejecútalo donde está vet-media-setup.json.",
  },
};
