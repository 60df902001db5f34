/** The language that the project's answers file holds, read before anything is shown. Whatever is wrong with the file is said later. */
import path from "node:path";
import { loadAnswersFile } from "../answers/answers-file.ts";
import { parseArguments } from "../answers/arguments.ts";

export async function storedLanguage(argv: readonly string[]): Promise<unknown> {
  try {
    const { options } = parseArguments(argv);
    const root = path.resolve(options.project ?? ".");
    return (await loadAnswersFile({ given: options.answers, directory: process.cwd(), root }))?.values.lang;
  } catch {
    return undefined;
  }
}
