/** `vet-media-setup compare`: the providers side by side, priced for the project's own files or for «what if». Reads only, asks nobody. */
import { EXIT, type ExitCode, Failure } from "../lib/failure.ts";
import { join, type Text, verbatim } from "../lib/text.ts";
import * as words from "../messages/comparison.ts";
import type { SourcedValue } from "../model/answers.ts";
import type { Comparison } from "../model/comparison.ts";
import type { Project } from "../model/project.ts";
import { compareProviders } from "../providers/comparison.ts";
import { PROVIDERS } from "../providers/registry.ts";
import type { WhatIf } from "../providers/usage.ts";
import type { Run } from "./run.ts";
import { look } from "./setup/look.ts";

export async function compare(run: Run): Promise<ExitCode> {
  const { reporter, report } = run;
  const whatIf = askedOf(run);
  const project = await projectOf(run, whatIf);
  const comparison = compareProviders(project, whatIf);
  report.values = valuesOf(comparison, whatIf, project);
  report.comparison = comparison;
  reporter.emit({ type: "comparison", comparison });
  reporter.emit({ type: "farewell", title: words.onlyRead, next: [], also: commandsFor(comparison), unsafe: [] });
  return EXIT.ok;
}

function askedOf({ invocation }: Run): WhatIf {
  const { gb, downloads } = invocation.values;
  return {
    ...(typeof gb === "number" ? { gb } : {}),
    ...(typeof downloads === "number" ? { downloads } : {}),
  };
}

/** Where there is no project, `--gb` is enough to go on. Throws Failure as the inspection does. */
async function projectOf(run: Run, { gb }: WhatIf): Promise<Project | null> {
  try {
    return (await look({ ...run, prompter: null })).project;
  } catch (error) {
    if (!(error instanceof Failure) || error.problem.code !== "not-a-django-project") throw error;
    if (gb !== undefined) return null;
    const next = join([error.problem.next ?? verbatim(""), words.orWithoutProject], ". ");
    throw new Failure({ ...error.problem, next }, { cause: error });
  }
}

function valuesOf({ usage }: Comparison, whatIf: WhatIf, project: Project | null): readonly SourcedValue[] {
  const root = project?.media.root ?? null;
  return [
    whatIf.gb !== undefined
      ? { name: "gb", value: usage.gb, source: "flag", detail: verbatim("--gb") }
      : { name: "gb", value: usage.gb, source: "project", ...(root === null ? {} : { detail: verbatim(root) }) },
    whatIf.downloads !== undefined
      ? { name: "downloads", value: usage.downloads, source: "flag", detail: verbatim("--downloads") }
      : { name: "downloads", value: usage.downloads, source: "default", detail: words.eachDownloadedOnce },
  ];
}

/** How to go on with what is recommended, and with what else suits. */
function commandsFor({ recommendation }: Comparison): readonly { readonly label: Text; readonly command: string }[] {
  const suitable = new Set<string>([
    recommendation.provider,
    ...recommendation.others.filter(({ suits }) => suits).map(({ provider }) => provider),
  ]);
  return PROVIDERS.filter(({ id }) => suitable.has(id)).map(({ id, title }) => ({
    label: words.setUp(title),
    command: `npx vet-media-setup --provider ${id}`,
  }));
}
