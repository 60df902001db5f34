/** A secret planted in every string of every event and of the report must come out of no reporter, whole or in parts. */
import { describe, expect, it } from "vitest";
import { MASK, remember, Secret } from "../../src/lib/secrets.ts";
import type { Report } from "../../src/model/report.ts";
import type { ReportEvent } from "../../src/model/terminal.ts";
import { BAD_RUN, DIFFS, FAILED_REPORT, GOOD_RUN, REPORT } from "./sample.ts";
import { record } from "./streams.ts";

/** Words that decide between cases: with a secret in them an event would be another event. */
const FIXED = new Set(["type", "status", "action", "kind", "source", "mode", "provider", "command", "name", "id"]);

/** A deep copy with ` secret` behind every string that is free text. */
function planted<T>(value: T, secret: string, key = ""): T {
  if (value instanceof Secret || value instanceof Uint8Array) return value;
  if (typeof value === "string") return (FIXED.has(key) ? value : `${value} ${secret} `) as T;
  if (Array.isArray(value)) return value.map((member) => planted(member, secret)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, planted(member, secret, name)])) as T;
}

const SECRETS = [
  "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  'with spaces, that a "wrap" could cut in two',
  "ñandú-動物病院-🐶🐶🐶🐶-clave",
  "AKIAIOSFODNN7EXAMPLE",
];

const EVENTS: readonly ReportEvent[] = [...GOOD_RUN, { type: "diff", diffs: DIFFS }, ...BAD_RUN];

/** Every part of eight characters: what is left if a mask, a cut or a wrap hit the middle. */
const parts = (secret: string): string[] =>
  Array.from({ length: Math.max(1, secret.length - 7) }, (_, start) => secret.slice(start, start + 8));

describe.each(SECRETS)("the secret %j", (secret) => {
  it.each([
    ["human", {}],
    ["human, narrow", { columns: 23 }],
    ["human without colour", { env: { NO_COLOR: "1" }, columns: 40 }],
    ["human, verbose", { verbose: true }],
    ["plain", { plain: true }],
    ["plain, verbose, Spanish", { plain: true, verbose: true, lang: "es" as const }],
    ["json", { json: true }],
    ["json, verbose", { json: true, verbose: true }],
  ])("does not leave by way of the reporter: %s", (_, setting) => {
    remember(secret);
    for (const report of [REPORT, FAILED_REPORT] as Report[]) {
      const { stdout, stderr } = record(setting, planted(EVENTS, secret), planted(report, secret));
      const all = stdout + stderr;
      // The planting worked: stars stand where the secret was.
      expect(all.split(MASK).length).toBeGreaterThan(10);
      const flat = all.replace(/\n[│└ ]*/g, "");
      for (const part of parts(secret)) {
        expect(all).not.toContain(part);
        expect(flat).not.toContain(part);
      }
    }
  });
});
