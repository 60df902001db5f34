/** render.yaml in the plan: the variables of the service, its disk, and what the provider before this one has left there. */
import path from "node:path";
import { type BlueprintVariable, removeServiceEnv, setServiceEnv } from "../edit/render-yaml.ts";
import { decodeText } from "../edit/text-file.ts";
import { Secret } from "../lib/secrets.ts";
import { fileSummaries, secretInBlueprint } from "../messages/plan.ts";
import type { Project } from "../model/project.ts";
import type { EnvVar } from "../model/provider.ts";
import { readBlueprint } from "../render/blueprint.ts";
import type { FilePlan, Wanted } from "./build.ts";
import { edited, fileChange } from "./file-change.ts";
import { sameCode, sameCodeWarnings } from "./same-code.ts";

/** The variable by which the generated settings choose. */
const CHOICE = "MEDIA_STORAGE";

/** No change where there is no render.yaml, or no service of it that is ours. Throws Failure (exit 2) as the editors do. */
export async function planBlueprint(
  { root, blueprint, service }: Project,
  { env, left }: Pick<Wanted, "env" | "left">,
): Promise<FilePlan> {
  if (blueprint === null || service === null) return { changes: [], warnings: [], next: [] };
  const sharing = sameCode(blueprint, service).map(({ name }) => name);
  const variables = env.map((variable) => blueprintVariable(variable, blueprint.previews));
  const options = { file: blueprint.file, sharing };
  const change = await fileChange(
    path.resolve(root, blueprint.file),
    blueprint.file,
    fileSummaries.blueprint(variables.length),
    (file) =>
      edited(file, (text) =>
        setServiceEnv(removeServiceEnv(text, service.name, left.variables, options), service.name, variables, options),
      ),
  );
  const after = readBlueprint(change.after === null ? "" : decodeText(change.after).text, blueprint.file);
  const warnings = [...sameCodeWarnings(blueprint, after, service, CHOICE)];
  const open = env.filter(({ key, value }) => value instanceof Secret && (service.env[key] ?? "") !== "");
  if (open.length > 0) {
    const said = secretInBlueprint(
      blueprint.file,
      open.map(({ key }) => key),
    );
    warnings.push({ code: "secret-in-blueprint", ...said, mustAccept: false });
  }
  return { changes: [change], warnings, next: [] };
}

/**
 * Preview environments do not get the keys (`sync: false` is not copied there), so with them the app would not start: its own folder is enough for a preview.
 * Source: https://render.com/docs/preview-environments
 */
function blueprintVariable({ key, value }: EnvVar, previews: boolean): BlueprintVariable {
  if (value instanceof Secret || value === "") return { key, sync: false };
  return previews && key === CHOICE ? { key, value, previewValue: "local" } : { key, value };
}
