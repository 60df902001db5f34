/** The models' file and image fields. */
import type { FileField } from "../model/project.ts";
import { fullName, importsOf } from "./imports.ts";
import { type Expression, lineOf, type Module, type Statement } from "./python/tree.ts";

/** Cheap first look, on the file's text: without a call of this kind, or a class imported under another name, there is no field to be found. */
export function mayHaveFields(text: string): boolean {
  if (!text.includes("FileField") && !text.includes("ImageField")) return false;
  return /(?<!\b(?:forms|serializers|filters|django_filters)\.\w*)(?:File|Image)Field(?:\s*\(|\s+as\b)/.test(text);
}

/** Fields of forms, serializers, filters and schemas have the same names and store nothing. */
const NOT_MODELS =
  /(?:^|\.)(?:forms|serializers|fields\.files|filters|django_filters|wtforms|graphene|rest_framework|marshmallow|ninja|schema|admin|widgets)(?:\.|$)/;

export function fileFieldsIn(module: Module): FileField[] {
  const imports = importsOf(module);
  const found: FileField[] = [];
  const visitClass = (statement: Statement & { kind: "class" }): void => {
    for (const inner of statement.body) {
      if (inner.kind === "class") visitClass(inner);
      if (inner.kind !== "assign" || inner.value?.kind !== "call") continue;
      const [target] = inner.targets;
      const type = fullName(inner.value.callee, imports);
      if (target?.kind !== "name" || type === null || !isFileField(type)) continue;
      if (imports.has(type.split(".")[0] ?? "") === false && !type.includes(".")) continue;
      found.push({
        place: { file: module.file, line: lineOf(module.text, inner.from) },
        model: statement.name,
        field: target.id,
        ...optionsOf(inner.value, type),
        ...(type.endsWith("ImageField") ? { image: true } : {}),
      });
    }
  };
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === "class") visitClass(statement);
      else if (statement.kind === "if") for (const branch of statement.branches) visit(branch.body);
      else if (statement.kind === "try") visit(statement.body);
    }
  };
  visit(module.body);
  return found;
}

/** `models.ImageField`, and fields of packages that extend it: ThumbnailerImageField, ResizedImageField, ProcessedImageField … */
function isFileField(type: string): boolean {
  const name = type.slice(type.lastIndexOf(".") + 1);
  const owner = type.slice(0, Math.max(0, type.lastIndexOf(".")));
  return (
    /(?:File|Image)Field$/.test(name) &&
    !/^(?:Multiple|Base64|Hybrid)/.test(name) &&
    !NOT_MODELS.test(owner) &&
    name !== "FilePathField"
  );
}

function optionsOf(
  call: Expression & { kind: "call" },
  type: string,
): { uploadTo: string | null; ownStorage: boolean } {
  const keyword = (name: string) => call.keywords.find((one) => one.name === name)?.value;
  // FileField(verbose_name, name, upload_to, storage); ImageField has width_field there.
  const isPlain = type.endsWith(".FileField");
  const uploadTo = keyword("upload_to") ?? (isPlain ? call.args[2] : undefined);
  const storage = keyword("storage") ?? (isPlain ? call.args[3] : undefined);
  const spread = call.keywords.some((one) => one.name === null);
  return {
    uploadTo: uploadTo === undefined ? (spread ? null : "") : uploadTo.kind === "string" ? uploadTo.value : null,
    ownStorage:
      storage !== undefined && !(storage.kind === "constant" && storage.value === null) && !isDefaultStorage(storage),
  };
}

function isDefaultStorage(expression: Expression): boolean {
  return expression.kind === "name" && expression.id === "default_storage";
}
