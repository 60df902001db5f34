/** What a parser of JSON, YAML or TOML gave, taken for an object. */

/** The value's fields by their names; none where it is no object. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
