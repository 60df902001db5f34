/** The env file of the project, as an earlier run or the person left it. */
import path from "node:path";
import { explicitText, type Said } from "../answers/gather.ts";
import { QUESTIONS } from "../answers/questions.ts";
import { readVariables } from "../edit/dotenv.ts";
import { decodeText } from "../edit/text-file.ts";
import { readImage } from "../plan/file-image.ts";

/** Its name relative to the project's root, and its variables; none where there is no such file. */
export async function readStoredEnv(
  root: string,
  said: Said,
): Promise<{ readonly envFile: string; readonly storedEnv: ReadonlyMap<string, string> }> {
  const envFile = explicitText("envFile", said) ?? QUESTIONS.envFile.default ?? "";
  const image = await readImage(path.resolve(root, envFile));
  return { envFile, storedEnv: image === null ? new Map() : readVariables(decodeText(image.bytes).text) };
}
