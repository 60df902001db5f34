/** Settings that are not what stands in a module's names at its end: a block there would be read by nobody, so they are refused, with the line. */
import { Failure } from "../lib/failure.ts";
import { settingsInClasses, settingsInDynaconf } from "../messages/project.ts";
import type { ProjectFiles } from "./files.ts";
import { fullName, importsOf } from "./imports.ts";
import { lineOf, type Module, type Statement } from "./python/tree.ts";
import { everyExpression, everyStatement, expressionsOf } from "./python/visit.ts";

/**
 * Throws Failure exit 2 for the classes of django-configurations and for dynaconf, which takes a copy of the settings before the module ends.
 * Sources: https://django-configurations.readthedocs.io/ and https://www.dynaconf.com/django/
 */
export function refuseForeign(chain: readonly string[], files: ProjectFiles): void {
  for (const file of chain) {
    const module = files.read(file);
    const place = (at: { readonly from: number }) => `${file}:${lineOf(module.text, at.from)}`;
    const configured = classOf(module);
    if (configured) throw new Failure(settingsInClasses(place(configured)));
    const dynaconf = dynaconfOf(module);
    if (dynaconf) throw new Failure(settingsInDynaconf(place(dynaconf)));
  }
}

function classOf(module: Module): Statement | null {
  if (!/\bconfigurations\b/.test(module.text)) return null;
  const imports = importsOf(module);
  const isTheirs = [...imports.values()].some((name) => /^configurations(?:\.|$)/.test(name));
  return (isTheirs && module.body.find((statement) => statement.kind === "class")) || null;
}

function dynaconfOf(module: Module): { readonly from: number } | null {
  if (!module.text.includes("DjangoDynaconf")) return null;
  const imports = importsOf(module);
  for (const statement of everyStatement(module.body)) {
    for (const expression of expressionsOf(statement).flatMap((one) => [...everyExpression(one)])) {
      if (expression.kind === "call" && /(?:^|\.)DjangoDynaconf$/.test(fullName(expression.callee, imports) ?? ""))
        return expression;
    }
  }
  return null;
}
