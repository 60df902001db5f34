/** Questions of Amazon S3 and of services that speak its protocol. */
import { defaults, describeS3 as describe } from "../../messages/questions.ts";
import { bucketNameProblem } from "../../providers/s3/bucket-name.ts";
import { corsOriginProblem, customDomainProblem, endpointUrlProblem, tidyOrigin } from "../../providers/s3/origins.ts";
import { prefixProblem, tidyPrefix } from "../../providers/s3/prefix.ts";
import { regionProblem } from "../../providers/s3/regions.ts";
import { tidyEndpoint } from "../../providers/s3/service-endpoint.ts";
import { userNameProblem } from "../../providers/s3/user-name.ts";
import { list, text, toggle } from "../question.ts";

const ofS3 = { group: "s3", commands: ["setup", "migrate", "policy"], persisted: true } as const;

export const S3 = {
  bucket: text({
    ...ofS3,
    flag: "--bucket",
    env: ["AWS_STORAGE_BUCKET_NAME"],
    description: describe.bucket,
    placeholder: "NAME",
    example: "clinic-media-5f0c91ab",
    problem: bucketNameProblem,
    schema: (zod) =>
      zod
        .string()
        .min(3)
        .max(63)
        .regex(/^[a-z0-9][a-z0-9-]*[a-z0-9]$/),
  }),
  region: text({
    ...ofS3,
    flag: "--region",
    env: ["AWS_S3_REGION_NAME", "AWS_REGION"],
    description: describe.region,
    placeholder: "REGION",
    example: "us-west-2",
    defaultText: defaults.nearest,
    problem: regionProblem,
    schema: (zod) =>
      zod
        .string()
        .max(32)
        .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/),
  }),
  prefix: text({
    ...ofS3,
    flag: "--prefix",
    env: ["AWS_LOCATION"],
    description: describe.prefix,
    placeholder: "PATH",
    example: "clinic/media",
    default: "media",
    emptyAllowed: true,
    problem: prefixProblem,
    tidy: tidyPrefix,
  }),
  endpointUrl: text({
    ...ofS3,
    flag: "--endpoint-url",
    env: ["AWS_S3_ENDPOINT_URL"],
    description: describe.endpointUrl,
    placeholder: "URL",
    example: "https://s3.us-west-004.backblazeb2.com",
    defaultText: defaults.aws,
    problem: endpointUrlProblem,
    tidy: tidyEndpoint,
  }),
  createBucket: toggle({
    ...ofS3,
    flag: "--create-bucket",
    commands: ["setup"],
    persisted: false,
    description: describe.createBucket,
    negatable: true,
    defaultText: defaults.askedNoUnderYes,
  }),
  corsOrigin: list({
    ...ofS3,
    flag: "--cors-origin",
    alsoReads: ["RENDER_EXTERNAL_URL"],
    commands: ["setup", "policy"],
    description: describe.corsOrigin,
    placeholder: "URL",
    example: "https://clinic.onrender.com",
    defaultText: defaults.fromProject,
    problem: corsOriginProblem,
    tidy: tidyOrigin,
  }),
  directUpload: toggle({
    ...ofS3,
    flag: "--direct-upload",
    commands: ["setup", "policy"],
    description: describe.directUpload,
    negatable: true,
    default: false,
    defaultText: defaults.off,
  }),
  customDomain: text({
    ...ofS3,
    flag: "--custom-domain",
    env: ["AWS_S3_CUSTOM_DOMAIN"],
    commands: ["setup"],
    description: describe.customDomain,
    placeholder: "DOMAIN",
    example: "d111111abcdef8.cloudfront.net",
    defaultText: defaults.none,
    problem: customDomainProblem,
  }),
  createAppUser: text({
    ...ofS3,
    flag: "--create-app-user",
    commands: ["setup", "policy"],
    persisted: false,
    description: describe.createAppUser,
    placeholder: "NAME",
    example: "clinic-media",
    defaultText: defaults.off,
    problem: userNameProblem,
  }),
  rotateKey: toggle({
    ...ofS3,
    flag: "--rotate-key",
    commands: ["setup"],
    persisted: false,
    description: describe.rotateKey,
  }),
  profile: text({
    ...ofS3,
    flag: "--profile",
    commands: ["setup", "check", "migrate", "policy", "undo"],
    alsoReads: ["AWS_PROFILE"],
    persisted: false,
    description: describe.profile,
    placeholder: "NAME",
    example: "clinic",
    defaultText: defaults.sdkChain,
  }),
};
