/** The plan of one service in render.yaml, exchanged in place or put in, by splicing. Source: https://render.com/docs/blueprint-spec#plan */
import { isDeepStrictEqual } from "node:util";
import { isScalar, type Pair } from "yaml";
import { Failure } from "../lib/failure.ts";
import { blueprintPlanIntricate } from "../messages/edit-disk.ts";
import { BlueprintDocument } from "../render/document.ts";
import { yamlString } from "./literals.ts";
import { ServicePlace } from "./service-place.ts";
import { indentAt, insertLines, splice } from "./splice.ts";
import { dominantLineEnd } from "./text-file.ts";
import { placeOfPair, placeOfValue } from "./yaml-places.ts";

/** A new key goes behind the last of these that the service has: what it is, and then what it costs. */
const BEFORE = ["type", "name", "runtime", "env"];

/**
 * The text with `plan` of the service called `service` set: in place, with the comment behind it, or on a new line. Throws Failure (exit 2) for a file that
 * `readBlueprint` refuses, no such service or two of that name, and where another service would change along.
 */
export function setServicePlan(
  text: string,
  service: string,
  plan: string,
  options: { readonly file?: string } = {},
): string {
  const place = new ServicePlace(new BlueprintDocument(text, options.file ?? "render.yaml"), service);
  const { document } = place;
  if (document.scalar(place.service, "plan") === plan) return text;
  const changed = withPlan(place, `${yamlString(plan)}`);
  const meant = document.toJS();
  const plain = BlueprintDocument.servicesOf(meant).find((one) => one.name === service);
  if (plain !== undefined) plain.plan = plan;
  if (isDeepStrictEqual(new BlueprintDocument(changed, document.file).toJS(), meant)) return changed;
  throw new Failure(blueprintPlanIntricate(document.placeOf(place.service), service, plan));
}

function withPlan({ service, text }: ServicePlace, plan: string): string {
  const own = (name: string): Pair | undefined =>
    service.items.find((pair) => isScalar(pair.key) && pair.key.value === name);
  const there = own("plan");
  if (there !== undefined) {
    const { start, end, empty } = placeOfValue(there);
    return splice(text, start, end, (empty ? " " : "") + plan);
  }
  const behind = BEFORE.map(own).findLast((pair) => pair !== undefined) ?? service.items.at(-1);
  if (behind === undefined) return text;
  const { start, end } = placeOfPair(behind);
  if (service.flow === true) return splice(text, end, end, `, plan: ${plan}`);
  return insertLines(text, end, [`${indentAt(text, start)}plan: ${plan}`], dominantLineEnd(text));
}
