/** Questions of the Render disk. */
import { defaults, describeRenderDisk as describe } from "../../messages/questions.ts";
import {
  diskNameProblem,
  diskSizeProblem,
  LARGEST_GB,
  mountPathProblem,
  tidyMountPath,
} from "../../providers/render-disk/forms.ts";
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
    problem: mountPathProblem,
    tidy: tidyMountPath,
    schema: (zod) =>
      zod
        .string()
        .min(2)
        .regex(/^\/(?!.*(?:^|\/)\.\.(?:\/|$))\S+$/),
  }),
  diskName: text({
    ...ofDisk,
    flag: "--disk-name",
    description: describe.diskName,
    placeholder: "NAME",
    example: "media",
    default: "media",
    problem: diskNameProblem,
    schema: (zod) => zod.string().min(1).max(63),
  }),
  diskSize: number({
    ...ofDisk,
    flag: "--disk-size",
    description: describe.diskSize,
    placeholder: "GB",
    example: "1",
    default: 1,
    minimum: 1,
    maximum: LARGEST_GB,
    problem: diskSizeProblem,
  }),
};
