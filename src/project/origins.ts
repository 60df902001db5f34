/** The web origins of the site, for the rule that lets browsers read uploads from them. Only concrete public https origins. */
import path from "node:path";
import type { BlueprintService, Origin } from "../model/project.ts";
import { lineOfKey } from "./commands.ts";
import type { ProjectFiles } from "./files.ts";
import { lineOf } from "./python/tree.ts";
import { optionsOf, type Value } from "./python/values.ts";
import { everyExpression, expressionsOf } from "./python/visit.ts";
import type { Settings } from "./settings-chain.ts";

export function findOrigins(options: {
  readonly settings: Settings | null;
  readonly services: readonly BlueprintService[];
  readonly top: string;
  readonly files: ProjectFiles;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Origin[] {
  const found: Origin[] = [];
  const add = (candidate: string, place: string) => {
    const origin = publicOrigin(candidate);
    if (origin !== null && !found.some((one) => one.origin === origin)) found.push({ origin, place });
  };
  const blueprint = options.files.relative(path.join(options.top, "render.yaml"));
  if (options.env.RENDER_EXTERNAL_URL) add(options.env.RENDER_EXTERNAL_URL, "RENDER_EXTERNAL_URL");
  for (const service of options.services) {
    for (const domain of service.domains) {
      add(domain, `${blueprint}:${lineOfKey(options.files.text(blueprint) ?? "", service.line, domain)}`);
    }
    for (const key of ["RENDER_EXTERNAL_URL", "SITE_URL"]) {
      const value = service.env[key];
      if (value != null)
        add(value, `${blueprint}:${lineOfKey(options.files.text(blueprint) ?? "", service.line, key)}`);
    }
  }
  const { settings } = options;
  if (settings) {
    for (const name of ["CSRF_TRUSTED_ORIGINS", "ALLOWED_HOSTS"]) {
      for (const host of textsOf(settings.value(name))) add(host, placeOf(name, host, settings));
    }
  }
  return found;
}

function textsOf(value: Value): string[] {
  return optionsOf(value).flatMap((option) => {
    if (option.type === "text") return [option.text];
    return option.type === "list" ? option.items.flatMap(textsOf) : [];
  });
}

/** The line with the host's own text, if it is written in the settings; else the line that sets the setting. */
function placeOf(setting: string, host: string, settings: Settings): string {
  const assignments = settings.assignments.filter((one) => one.name === setting);
  for (const { statement, module, file } of assignments) {
    for (const expression of expressionsOf(statement).flatMap((one) => [...everyExpression(one)])) {
      if (expression.kind === "string" && expression.value.includes(host))
        return `${file}:${lineOf(module.text, expression.from)}`;
    }
  }
  const [first] = assignments;
  return first ? `${first.file}:${first.line}` : setting;
}

/** Names that no public certificate is given for. Sources: RFC 2606, RFC 6761, RFC 6762. */
const NOT_PUBLIC = /(?:^|\.)(?:localhost|local|localdomain|test|invalid|example|internal|lan|home|corp)$/;

/**
 * `https://host[:port]` of a host or URL as people write it into their settings; null for whatever cannot be a public https origin: a wildcard, a leading
 * dot, an address, a single label, plain http.
 */
export function publicOrigin(candidate: string): string | null {
  const written = candidate.trim();
  if (written === "" || /[*\s\\@]/.test(written) || written.startsWith(".")) return null;
  const withScheme = written.includes("://") ? written : `https://${written}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return null;
  }
  const host = url.hostname.replace(/\.$/, "");
  if (url.protocol !== "https:" || host.startsWith(".") || !host.includes(".")) return null;
  if (host.startsWith("[") || /^[\d.]+$/.test(host) || NOT_PUBLIC.test(host)) return null;
  if (!host.split(".").every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))) return null;
  return `https://${host}${url.port === "" ? "" : `:${url.port}`}`;
}
