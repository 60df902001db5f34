/** Questions of Cloudinary. */
import { describeCloudinary as describe } from "../../messages/questions.ts";
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
  }),
  folder: text({
    ...ofCloudinary,
    flag: "--folder",
    description: describe.folder,
    placeholder: "PATH",
    example: "media",
    default: "media",
  }),
  uploadPrefix: text({
    ...ofCloudinary,
    flag: "--upload-prefix",
    env: ["CLOUDINARY_UPLOAD_PREFIX"],
    description: describe.uploadPrefix,
    placeholder: "URL",
    example: "https://api-eu.cloudinary.com",
  }),
};
