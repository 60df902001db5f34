/** Cloudinary as a provider: what the rest of the program calls. */
import { Secret } from "../../lib/secrets.ts";
import * as say from "../../messages/cloudinary.ts";
import type { CloudinaryAnswers, Credentials } from "../../model/answers.ts";
import type { Project } from "../../model/project.ts";
import type { ProofExpectation } from "../../model/proof.ts";
import type { EnvVar, ProviderWorks } from "../../model/provider.ts";
import { findCredentials } from "./credentials.ts";
import { deliveredFrom } from "./delivery.ts";
import { API_KEY, API_SECRET, CLOUD_NAME, UPLOAD_PREFIX } from "./keys.ts";
import { expectedStorage, renderMediaStorage } from "./media-storage.ts";
import { probe } from "./probe.ts";
import { OWN_PACKAGES, requirementsFor } from "./requirements.ts";
import { survey } from "./survey.ts";
import { sweep } from "./sweep.ts";

export const works: ProviderWorks<CloudinaryAnswers> = {
  credentialsMissing: say.credentialsMissing,
  findCredentials,
  survey,
  probe,
  sweep,
  actors: () => ({}),
  env: variablesFor,
  requirements: (_answers, project) => requirementsFor(project),
  owns: {
    variables: [CLOUD_NAME, API_KEY, API_SECRET, UPLOAD_PREFIX],
    comments: Object.values(say.variables),
    packages: OWN_PACKAGES,
    modules: { cloudinary: ["cloudinary"] },
  },
  mediaStorage: renderMediaStorage,
  expectation,
};

/** In the order in which they are written to the env file. */
function variablesFor(answers: CloudinaryAnswers, { secrets }: Credentials): readonly EnvVar[] {
  return [
    { key: "MEDIA_STORAGE", value: "cloudinary", comment: say.variables.choice },
    { key: CLOUD_NAME, value: answers.cloudName, comment: say.variables.cloud },
    { key: API_KEY, value: secrets[API_KEY] ?? "" },
    { key: API_SECRET, value: secrets[API_SECRET] ?? "" },
    ...(answers.uploadPrefix === undefined
      ? []
      : [{ key: UPLOAD_PREFIX, value: answers.uploadPrefix, comment: say.variables.uploadPrefix }]),
  ];
}

/** The app's environment in production, and what its Django must then do. */
function expectation(answers: CloudinaryAnswers, credentials: Credentials, project?: Project): ProofExpectation {
  const origin = deliveredFrom(answers.uploadPrefix);
  const written = variablesFor(answers, credentials).map(({ key, value }) => [
    key,
    value instanceof Secret ? value.reveal() : value,
  ]);
  return {
    environment: Object.fromEntries(written),
    ...expectedStorage(answers, project),
    modules: ["cloudinary"],
    ...(origin === null ? {} : { deliveredFrom: origin }),
    documentsMayBeBlocked: true,
    origins: [],
  };
}
