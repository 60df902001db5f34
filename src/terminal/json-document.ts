/** The document of --json: a Report as data for scripts. The README and the acceptance tests know its keys; they do not change. */
import { MASK, mask, Secret } from "../lib/secrets.ts";
import type { Lang, Text } from "../lib/text.ts";
import type { SourcedValue } from "../model/answers.ts";
import type { Json } from "../model/change.ts";
import type { Report } from "../model/report.ts";
import { comparisonJson } from "./json-comparison.ts";
import { migrationJson } from "./json-migration.ts";
import { isSecret } from "./values.ts";

const SCHEMA_VERSION = 1;

/** Keys without a value are left out, save `provider` and `proof`, which are null. */
export function jsonDocument(report: Report, lang: Lang): { readonly [key: string]: Json } {
  const say = (text: Text): string => mask(text[lang]);
  const maybe = (key: string, words: string | undefined): { readonly [key: string]: string } =>
    words === undefined ? {} : { [key]: mask(words) };
  return {
    schemaVersion: SCHEMA_VERSION,
    command: report.command,
    status: report.status,
    provider: report.provider,
    exitCode: report.exitCode,
    values: Object.fromEntries(
      report.values.map((value) => [
        value.name,
        { value: valueJson(value), source: value.source, ...maybe("detail", value.detail?.[lang]) },
      ]),
    ),
    plan: report.plan.map((change) => ({
      kind: change.type === "file" ? "file" : change.kind,
      target: mask(change.type === "file" ? change.path : change.target),
      action: change.action,
      summary: say(change.summary),
    })),
    checks: report.checks.map((check) => ({
      id: mask(check.id),
      status: check.status,
      message: say(check.message),
      ...maybe("next", check.next?.[lang]),
      ...maybe("docsUrl", check.docsUrl),
    })),
    proof:
      report.proof === null
        ? null
        : {
            status: report.proof.status,
            mode: report.proof.mode,
            python: report.proof.python === null ? null : mask(report.proof.python),
            django: report.proof.django === null ? null : mask(report.proof.django),
            steps: report.proof.steps.map((step) => ({
              id: mask(step.id),
              status: step.status,
              message: say(step.message),
            })),
            ...maybe("reason", report.proof.reason?.[lang]),
            ...maybe("next", report.proof.next?.[lang]),
          },
    warnings: report.warnings.map((warning) => ({
      code: mask(warning.code),
      message: say(warning.message),
      ...(warning.places === undefined
        ? {}
        : { places: warning.places.map(({ place, text }) => ({ place: mask(place), text: mask(text) })) }),
      ...maybe("next", warning.next?.[lang]),
    })),
    files: report.files.map(mask),
    next: report.next.map(say),
    errors: report.errors.map((problem) => ({
      code: mask(problem.code),
      message: say(problem.message),
      ...maybe("place", problem.place),
      ...maybe("next", problem.next?.[lang]),
      ...maybe("docsUrl", problem.docsUrl),
    })),
    ...(report.migrate === undefined ? {} : migrationJson(report.migrate, say)),
    ...(report.comparison === undefined ? {} : comparisonJson(report.comparison, say)),
    ...(report.policy === undefined ? {} : { policy: report.policy }),
    ...(report.cors === undefined ? {} : { cors: report.cors }),
  };
}

function valueJson(value: SourcedValue): Json {
  const inner = value.value;
  if (isSecret(value) || inner instanceof Secret) return MASK;
  if (typeof inner === "string") return mask(inner);
  return typeof inner === "number" || typeof inner === "boolean" ? inner : inner.map(mask);
}
