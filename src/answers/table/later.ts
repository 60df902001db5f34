/** Questions of providers and commands that this version names and does not have. They parse, so that saying so is plain. */
import {
  defaults,
  describeCloudinary,
  describeOthers,
  describeRender,
  describeRenderDisk,
} from "../../messages/questions.ts";
import { choice, number, text, toggle } from "../question.ts";

const ofCloudinary = { group: "cloudinary", commands: ["setup", "migrate"], persisted: true } as const;
const ofDisk = { group: "render-disk", commands: ["setup"], persisted: true } as const;
const ofRender = { group: "render", commands: ["setup"], built: false } as const;
const ofMigrate = { group: "migrate", commands: ["migrate"], built: false } as const;

export const LATER = {
  cloudName: text({
    ...ofCloudinary,
    flag: "--cloud-name",
    env: ["CLOUDINARY_CLOUD_NAME"],
    description: describeCloudinary.cloudName,
    placeholder: "NAME",
    example: "clinic",
  }),
  folder: text({
    ...ofCloudinary,
    flag: "--folder",
    description: describeCloudinary.folder,
    placeholder: "PATH",
    example: "media",
    default: "media",
  }),
  uploadPrefix: text({
    ...ofCloudinary,
    flag: "--upload-prefix",
    env: ["CLOUDINARY_UPLOAD_PREFIX"],
    description: describeCloudinary.uploadPrefix,
    placeholder: "URL",
    example: "https://api-eu.cloudinary.com",
  }),
  mountPath: text({
    ...ofDisk,
    flag: "--mount-path",
    description: describeRenderDisk.mountPath,
    placeholder: "PATH",
    example: "/var/data/media",
    defaultText: defaults.mount,
  }),
  diskName: text({
    ...ofDisk,
    flag: "--disk-name",
    description: describeRenderDisk.diskName,
    placeholder: "NAME",
    example: "media",
    default: "media",
  }),
  diskSize: number({
    ...ofDisk,
    flag: "--disk-size",
    description: describeRenderDisk.diskSize,
    placeholder: "GB",
    example: "1",
    default: 1,
    minimum: 1,
    maximum: 100_000,
  }),
  dropDisk: toggle({ ...ofDisk, flag: "--drop-disk", persisted: false, description: describeRenderDisk.dropDisk }),
  pushEnv: toggle({ ...ofRender, flag: "--push-env", description: describeRender.pushEnv, defaultText: defaults.off }),
  renderServiceId: text({
    ...ofRender,
    flag: "--render-service-id",
    description: describeRender.renderServiceId,
    placeholder: "ID",
    example: "srv-cukouhrtq21c73e9scng",
  }),
  from: text({
    ...ofMigrate,
    flag: "--from",
    description: describeOthers.from,
    placeholder: "STORE",
    example: "media",
  }),
  to: text({ ...ofMigrate, flag: "--to", description: describeOthers.to, placeholder: "STORE", example: "configured" }),
  concurrency: number({
    ...ofMigrate,
    flag: "--concurrency",
    description: describeOthers.concurrency,
    placeholder: "N",
    example: "16",
    minimum: 1,
    maximum: 1024,
  }),
  verify: toggle({ ...ofMigrate, flag: "--verify", description: describeOthers.verify }),
  resume: toggle({ ...ofMigrate, flag: "--resume", description: describeOthers.resume }),
  fresh: toggle({ ...ofMigrate, flag: "--fresh", description: describeOthers.fresh }),
  overwrite: toggle({ ...ofMigrate, flag: "--overwrite", description: describeOthers.overwrite }),
  report: text({
    flag: "--report",
    group: "migrate",
    commands: ["migrate", "check"],
    built: false,
    description: describeOthers.report,
    placeholder: "FILE",
    example: "report.md",
  }),
  deployed: text({
    flag: "--deployed",
    group: "check",
    commands: ["check"],
    built: false,
    description: describeOthers.deployed,
    placeholder: "URL",
    example: "https://clinic.onrender.com",
  }),
  for: choice({
    flag: "--for",
    group: "policy",
    commands: ["policy"],
    built: false,
    description: describeOthers.for,
    choices: ["app", "setup"],
    example: "app",
  }),
};
