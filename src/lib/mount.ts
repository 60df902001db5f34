/** Is a folder a mount? */
import { stat } from "node:fs/promises";
import path from "node:path";

/** It is where it is another device than the folder above it: what Python's os.path.ismount says. `folder` is absolute. Throws what stat does where there is none. */
export async function isMount(folder: string): Promise<boolean> {
  const [own, above] = await Promise.all([stat(folder), stat(path.dirname(folder))]);
  return own.dev !== above.dev;
}
