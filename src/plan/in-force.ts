/** Which provider a project is set up for: what its generated module says, for that is what Django runs. */
import path from "node:path";
import { decodeText } from "../edit/text-file.ts";
import type { ProviderId } from "../model/answers.ts";
import type { Project } from "../model/project.ts";
import { readImage } from "./file-image.ts";

/** Values of MEDIA_STORAGE. */
const CHOICES: Readonly<Record<string, ProviderId>> = { s3: "s3", cloudinary: "cloudinary", disk: "render-disk" };

/** null: none of ours is there. */
export async function providerInForce({ root, settings }: Project): Promise<ProviderId | null> {
  if (settings === null) return null;
  const image = await readImage(path.resolve(root, settings.folder, "media_storage.py"));
  const text = image === null ? "" : decodeText(image.bytes).text;
  if (!text.split(/\r?\n/, 1)[0]?.includes("vet-media-setup")) return null;
  const choice = /^ {4}if choice == "(\w+)":/m.exec(text)?.[1] ?? "";
  return CHOICES[choice] ?? null;
}
