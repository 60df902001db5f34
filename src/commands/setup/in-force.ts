/** What the project is set up for until now: the provider of its generated module, with the answers as its own files say them. */
import type { AnswersFile } from "../../answers/answers-file.ts";
import { gather } from "../../answers/gather.ts";
import { type GatheredValues, textValue } from "../../answers/gathered.ts";
import { Failure } from "../../lib/failure.ts";
import type { StoreFacts } from "../../messages/switching.ts";
import type { ProviderId } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import { providerById } from "../../providers/registry.ts";

/**
 * The answers of an earlier run: those of the answers file, then what render.yaml and the env file hold. Flags and the shell's environment say what is
 * wanted now, and do not count. Empty where they cannot be read.
 */
export function previousValues(
  provider: ProviderId,
  options: {
    readonly stored: AnswersFile | null;
    readonly project: Project;
    readonly storedEnv: ReadonlyMap<string, string>;
  },
): GatheredValues {
  const { stored, project, storedEnv } = options;
  const answersFile: AnswersFile = {
    file: stored?.file ?? "",
    places: stored?.places ?? {},
    values: { ...stored?.values, provider },
  };
  try {
    return gather({ invocation: { values: {} }, env: {}, answersFile, project, storedEnv }).values;
  } catch (error) {
    if (error instanceof Failure) return {};
    throw error;
  }
}

/** As far as the files of the project say it. */
export function factsOf(provider: ProviderId, previous: GatheredValues): StoreFacts {
  const names = {
    s3: { place: "bucket", more: "region", folder: "prefix" },
    cloudinary: { place: "cloudName", more: "uploadPrefix", folder: "folder" },
    "render-disk": { place: "mountPath", more: "diskName", folder: null },
  } as const;
  const { place, more, folder } = names[provider];
  return {
    provider,
    title: providerById(provider).title,
    place: textValue(previous, place) ?? null,
    more: previous[more]?.source === "default" && provider === "s3" ? null : (textValue(previous, more) ?? null),
    folder: folder === null ? "" : (textValue(previous, folder) ?? ""),
    isPublic: textValue(previous, "access") === "public",
  };
}
