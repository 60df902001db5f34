/** Reads the project's own code once for file fields, storage calls and lines that bypass the storage API. */
import type { Bypass, FileField, Place } from "../model/project.ts";
import { bypassesIn, mayBypass, storageCallsIn } from "./bypasses.ts";
import { fileFieldsIn, mayHaveFields } from "./file-fields.ts";
import type { ProjectFiles } from "./files.ts";
import { templateBypasses, mayBypass as templateMayBypass } from "./templates.ts";
import type { Found } from "./walk.ts";

export interface CodeFacts {
  readonly fileFields: readonly FileField[];
  readonly bypasses: readonly Bypass[];
  readonly storageCalls: readonly Place[];
}

/** Migrations repeat the models, tests run nowhere near production. */
const NOT_PRODUCTION = /(?:^|\/)(?:migrations|tests?|testing)\/|(?:^|\/)(?:tests?|test_\w+|\w+_tests?|conftest)\.py$/;

/** `settings` are the files of the settings chain, where MEDIA_ROOT is made and not misused. */
export function readCode(
  found: Found,
  options: {
    readonly settings: readonly string[];
    readonly mediaFolder: string | null;
    readonly mediaUrl: string | null;
  },
  files: ProjectFiles,
): CodeFacts {
  const { mediaFolder } = options;
  const isUpload = (file: string) => mediaFolder !== null && mediaFolder !== "" && file.startsWith(`${mediaFolder}/`);
  const python = found.python.filter((file) => !NOT_PRODUCTION.test(file) && !isUpload(file));
  const fileFields = python.flatMap((file) =>
    mayHaveFields(files.text(file) ?? "") ? fileFieldsIn(files.read(file)) : [],
  );
  const fields = new Set(fileFields.map((one) => one.field));
  const bypasses: Bypass[] = [];
  const storageCalls: Place[] = [];
  for (const file of python) {
    if (options.settings.includes(file)) continue;
    const text = files.text(file) ?? "";
    if (mayBypass(text)) bypasses.push(...bypassesIn(files.read(file), { fields, mediaFolder }));
    if (text.includes("default_storage") || text.includes("FileSystemStorage"))
      storageCalls.push(...storageCallsIn(files.read(file)));
  }
  for (const file of found.templates) {
    if (isUpload(file)) continue;
    const text = files.text(file) ?? "";
    if (templateMayBypass(text)) bypasses.push(...templateBypasses(file, text, fields, options.mediaUrl));
  }
  return { fileFields, bypasses, storageCalls };
}
