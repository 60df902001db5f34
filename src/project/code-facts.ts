/** Reads the project's own code once for file fields, storage calls and lines that bypass the storage API. */
import type { Bypass, FileField, Place } from "../model/project.ts";
import { bypassesIn, mayBypass, mayCallStorage, namesOneOf, storageCallsIn } from "./bypasses.ts";
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
  // Bypasses are recognised by the names of the fields, so every file is looked at once for both before any is read for bypasses.
  const suspects: {
    readonly file: string;
    readonly bypass: ReturnType<typeof mayBypass>;
    readonly storage: boolean;
  }[] = [];
  const fileFields: FileField[] = [];
  for (const file of found.python) {
    if (NOT_PRODUCTION.test(file)) continue;
    const glance = files.glance(file);
    if (mayHaveFields(glance)) fileFields.push(...fileFieldsIn(files.read(file)));
    const storage = mayCallStorage(glance);
    const bypass = mayBypass(glance);
    if ((bypass !== null || storage) && !options.settings.includes(file)) suspects.push({ file, bypass, storage });
  }
  const fields = new Set(fileFields.map((one) => one.field));
  const bypasses: Bypass[] = [];
  const storageCalls: Place[] = [];
  const namesField = namesOneOf(fields);
  for (const { file, bypass, storage } of suspects) {
    if (bypass === "folder" || (bypass === "path" && namesField(files.glance(file))))
      bypasses.push(...bypassesIn(files.read(file), { fields, mediaFolder: options.mediaFolder }));
    if (storage) storageCalls.push(...storageCallsIn(files.read(file)));
  }
  for (const file of found.templates) {
    if (!templateMayBypass(files.glance(file))) continue;
    bypasses.push(...templateBypasses(file, files.text(file) ?? "", fields, options.mediaUrl));
  }
  return { fileFields, bypasses, storageCalls };
}
