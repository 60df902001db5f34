/** Amazon S3, and services like it, as a provider: what the rest of the program calls. */

import { Secret } from "../../lib/secrets.ts";
import { shellWord } from "../../lib/shell-word.ts";
import { addressAt } from "../../lib/store-address.ts";
import { variables } from "../../messages/s3.ts";
import type { Credentials, S3Answers } from "../../model/answers.ts";
import type { ProofExpectation } from "../../model/proof.ts";
import type { EnvVar, ProviderContext, ProviderWorks } from "../../model/provider.ts";
import { appUserActor, surveyAppUser } from "./app-user.ts";
import { keptAppUser, offerAppUser } from "./app-user-offer.ts";
import { bucketActor } from "./bucket.ts";
import type { BucketAddress } from "./connection.ts";
import { corsActor } from "./cors.ts";
import { findCredentials } from "./credentials.ts";
import { whoAmI } from "./identity.ts";
import { KEY_ID, KEY_SECRET, TOKEN } from "./keys.ts";
import { expectedStorage, renderMediaStorage } from "./media-storage.ts";
import { policyActor } from "./policy-actor.ts";
import { probe, sweep } from "./probe.ts";
import { blockActor } from "./public-access-block.ts";
import { OWN_PACKAGES, requirementsFor } from "./requirements.ts";
import { addressOf, survey } from "./survey.ts";

const OWN_VARIABLES = [
  KEY_ID,
  KEY_SECRET,
  "AWS_STORAGE_BUCKET_NAME",
  "AWS_S3_REGION_NAME",
  "AWS_LOCATION",
  "AWS_S3_ENDPOINT_URL",
  "AWS_S3_CUSTOM_DOMAIN",
];

export const works: ProviderWorks<S3Answers> = {
  findCredentials,
  survey,
  probe: async (answers, context) => await probe(answers, await reached(answers, context), context),
  sweep: async (answers, context) => await sweep(() => reached(answers, context), context),
  actors: (context) => ({
    bucket: bucketActor(context),
    "public-access-block": blockActor(context),
    policy: policyActor(context),
    cors: corsActor(context),
    "iam-user": appUserActor(context),
  }),
  surveyAppUser,
  offerAppUser,
  keptAppUser,
  env: variablesFor,
  requirements: (_answers, project) => requirementsFor(project),
  owns: {
    variables: OWN_VARIABLES,
    comments: Object.values(variables),
    packages: OWN_PACKAGES,
    modules: { "django-storages": ["storages"], boto3: ["boto3", "botocore", "s3transfer"] },
  },
  mediaStorage: renderMediaStorage,
  expectation,
  copyCommand,
};

async function reached(answers: S3Answers, context: ProviderContext): Promise<BucketAddress> {
  const account = answers.endpointUrl === undefined ? (await whoAmI(answers.region, context)).account : null;
  return addressOf(answers, account);
}

/** In the order in which they are written to the env file. Keys that expire are left empty: the app would stop working within hours. */
function variablesFor(answers: S3Answers, credentials: Credentials): readonly EnvVar[] {
  const key = (name: string) => (credentials.temporary ? "" : (credentials.secrets[name] ?? ""));
  return [
    { key: "MEDIA_STORAGE", value: "s3", comment: variables.choice },
    { key: KEY_ID, value: key(KEY_ID), comment: variables.keyId },
    { key: KEY_SECRET, value: key(KEY_SECRET) },
    { key: "AWS_STORAGE_BUCKET_NAME", value: answers.bucket, comment: variables.bucket },
    { key: "AWS_S3_REGION_NAME", value: answers.region },
    ...(answers.prefix === "" ? [] : [{ key: "AWS_LOCATION", value: answers.prefix, comment: variables.location }]),
    ...(answers.endpointUrl === undefined
      ? []
      : [{ key: "AWS_S3_ENDPOINT_URL", value: answers.endpointUrl, comment: variables.endpoint }]),
    ...(answers.customDomain === undefined
      ? []
      : [{ key: "AWS_S3_CUSTOM_DOMAIN", value: answers.customDomain, comment: variables.domain }]),
  ];
}

/**
 * The app's environment in production. Keys that expire are good enough for the proof, with their token. An S3-compatible service
 * is not required to answer CORS; the probe has said whether it does.
 */
function expectation(answers: S3Answers, credentials: Credentials): ProofExpectation {
  const written = variablesFor(answers, credentials).map(({ key, value }) => [
    key,
    value instanceof Secret ? value.reveal() : value,
  ]);
  const keys = [KEY_ID, KEY_SECRET, TOKEN].flatMap((name) => {
    const secret = credentials.secrets[name];
    return secret === undefined ? [] : [[name, secret.reveal()]];
  });
  return {
    environment: Object.fromEntries([...written, ...keys]),
    ...expectedStorage(answers),
    origins: answers.endpointUrl === undefined ? answers.corsOrigin.map(concrete) : [],
  };
}

/** A page that the rule admits: `https://*.example.com` stands for one of its subdomains. */
function concrete(origin: string): string {
  return origin === "*" ? "https://example.com" : origin.replace("*", "www");
}

/** With the AWS CLI, which takes the keys from where we found them. */
function copyCommand(answers: S3Answers, folder: string): string {
  const target = addressAt("s3", answers.bucket, answers.prefix);
  const endpoint = answers.endpointUrl === undefined ? [] : ["--endpoint-url", answers.endpointUrl];
  const profile = answers.profile === undefined ? [] : ["--profile", answers.profile];
  return ["aws", "s3", "sync", folder, target, ...endpoint, ...profile].map(shellWord).join(" ");
}
