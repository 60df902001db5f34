/** Questions of Cloudinary. */
import { describeCloudinary as describe } from "../../messages/questions.ts";
import {
  cloudNameProblem,
  folderProblem,
  tidyFolder,
  tidyUploadPrefix,
  uploadPrefixProblem,
} from "../../providers/cloudinary/forms.ts";
import { text } from "../question.ts";

const ofCloudinary = { group: "cloudinary", commands: ["setup", "migrate"], persisted: true } as const;

export const CLOUDINARY = {
  cloudName: text({
    ...ofCloudinary,
    flag: "--cloud-name",
    env: ["CLOUDINARY_CLOUD_NAME"],
    description: describe.cloudName,
    placeholder: "NAME",
    example: "clinic",
    alsoReads: ["CLOUDINARY_URL"],
    problem: cloudNameProblem,
    schema: (zod) =>
      zod
        .string()
        .min(2)
        .max(128)
        .regex(/^[A-Za-z][A-Za-z0-9_-]+$/),
  }),
  folder: text({
    ...ofCloudinary,
    flag: "--folder",
    description: describe.folder,
    placeholder: "PATH",
    example: "media",
    default: "media",
    emptyAllowed: true,
    problem: folderProblem,
    tidy: tidyFolder,
  }),
  uploadPrefix: text({
    ...ofCloudinary,
    flag: "--upload-prefix",
    env: ["CLOUDINARY_UPLOAD_PREFIX"],
    description: describe.uploadPrefix,
    placeholder: "URL",
    example: "https://api-eu.cloudinary.com",
    problem: uploadPrefixProblem,
    tidy: tidyUploadPrefix,
  }),
};
