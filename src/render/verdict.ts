/** What Render says of a Blueprint, as its API and its command line write it. Source: https://api-docs.render.com/reference/validate-blueprint */
import { record } from "../lib/record.ts";

export interface BlueprintVerdict {
  readonly valid: boolean;
  readonly errors: readonly { readonly path: string; readonly error: string; readonly line: number | null }[];
}

export function verdictOf(answer: unknown): BlueprintVerdict {
  const { valid, errors } = record(answer);
  return {
    valid: valid === true,
    errors: (Array.isArray(errors) ? errors.map(record) : []).map(({ path, error, line }) => ({
      path: String(path ?? ""),
      error: String(error ?? ""),
      line: typeof line === "number" ? line : null,
    })),
  };
}
