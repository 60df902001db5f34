/** Which service of render.yaml runs this Django project. */
import path from "node:path";
import { Failure } from "../lib/failure.ts";
import { unknownService } from "../messages/project.ts";
import type { BlueprintFile, BlueprintService } from "../model/project.ts";

export interface ServiceChoice {
  /** null: none, or not clear which. */
  readonly service: BlueprintService | null;
  /** Those that may run it: the chosen one alone, or all between which it is not clear. */
  readonly possible: readonly BlueprintService[];
}

/** Runtimes that cannot be Django. Source: https://render.com/docs/blueprint-spec#runtime */
const OTHER_RUNTIMES = new Set(["static", "node", "go", "rust", "ruby", "elixir"]);

/** Throws Failure exit 2 if `wanted` is not among the services. */
export function chooseService(
  blueprint: BlueprintFile | null,
  wanted: string | undefined,
  root: string,
  top: string,
): ServiceChoice {
  const services = blueprint?.services ?? [];
  if (wanted !== undefined) {
    const named = services.find((service) => service.name === wanted);
    if (!named)
      throw new Failure(
        unknownService(
          wanted,
          blueprint?.file ?? "render.yaml",
          services.filter(isWeb).map((one) => one.name),
        ),
      );
    return { service: named, possible: [named] };
  }
  const web = services.filter((service) => isWeb(service) && !OTHER_RUNTIMES.has(service.runtime ?? ""));
  for (const test of [() => true, (one: BlueprintService) => runsIn(one, root, top), startsDjango]) {
    const left = web.filter(test);
    const [only] = left;
    if (left.length === 1 && only) return { service: only, possible: left };
  }
  const near = web.filter((one) => runsIn(one, root, top));
  return { service: null, possible: near.length > 0 ? near : web };
}

function isWeb(service: BlueprintService): boolean {
  return service.type === "web" || service.type === "pserv";
}

function runsIn(service: BlueprintService, root: string, top: string): boolean {
  return path.join(top, service.rootDir ?? ".") === root;
}

function startsDjango(service: BlueprintService): boolean {
  return /gunicorn|uvicorn|daphne|hypercorn|manage\.py|wsgi|asgi/.test(
    `${service.startCommand ?? ""} ${service.buildCommand ?? ""}`,
  );
}
