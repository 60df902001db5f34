/** Questions of the Render disk. */
import { defaults, describeRenderDisk as describe } from "../../messages/questions.ts";
import { number, text } from "../question.ts";

const ofDisk = { group: "render-disk", commands: ["setup"], persisted: true } as const;

export const RENDER_DISK = {
  mountPath: text({
    ...ofDisk,
    flag: "--mount-path",
    description: describe.mountPath,
    placeholder: "PATH",
    example: "/var/data/media",
    defaultText: defaults.mount,
  }),
  diskName: text({
    ...ofDisk,
    flag: "--disk-name",
    description: describe.diskName,
    placeholder: "NAME",
    example: "media",
    default: "media",
  }),
  diskSize: number({
    ...ofDisk,
    flag: "--disk-size",
    description: describe.diskSize,
    placeholder: "GB",
    example: "1",
    default: 1,
    minimum: 1,
    maximum: 100_000,
  }),
};
