/** Variables of a service at Render as remote changes: one by one, only those that differ, and put back one by one. */
import { createHash } from "node:crypto";
import { Secret } from "../lib/secrets.ts";
import * as say from "../messages/render-api.ts";
import type { ProviderId } from "../model/answers.ts";
import type { Json, RemoteActor, RemoteChange } from "../model/change.ts";
import type { EnvVar } from "../model/provider.ts";
import type { RenderApi, RenderService } from "./api.ts";

/** How a later process reaches the service again. */
interface Address {
  readonly apiUrl: string;
  readonly serviceId: string;
}

/**
 * One change for each variable that has a value; `action: "none"` where the service has it already. The journal keeps these: of a secret value
 * there is only a digest in them, of the others the value.
 */
export async function surveyVariables(
  api: RenderApi,
  service: RenderService,
  wanted: readonly EnvVar[],
  about: { readonly provider: ProviderId; readonly apiUrl: string },
): Promise<readonly RemoteChange[]> {
  const present = await api.variables(service.id);
  const address: Address = { apiUrl: about.apiUrl, serviceId: service.id };
  return wanted.flatMap(({ key, value }): RemoteChange[] => {
    const text = value instanceof Secret ? value.reveal() : value;
    if (text === "") return [];
    const secret = value instanceof Secret;
    const there = present.get(key);
    return [
      {
        type: "remote",
        provider: about.provider,
        kind: "render-env",
        target: key,
        action: there === undefined ? "create" : there === text ? "none" : "modify",
        summary: say.variableChange(service.name, secret),
        before: there === undefined ? null : noted(address, key, there, secret),
        after: noted(address, key, text, secret),
        address: { ...address },
      },
    ];
  });
}

/** `values`: what is to be set, by name; empty where a change is only taken back. `previous`: what was there before, for this process alone; actors of one run share it. */
export function variableActor(
  apiAt: (apiUrl: string) => RenderApi,
  values: ReadonlyMap<string, string>,
  previous: Map<string, string> = new Map(),
): RemoteActor {
  const look = async (change: RemoteChange): Promise<Json> => {
    const address = addressOf(change);
    const there = (await apiAt(address.apiUrl).variables(address.serviceId)).get(change.target);
    if (there === undefined) return null;
    if (!previous.has(change.target)) previous.set(change.target, there);
    return noted(address, change.target, there, isSecret(change));
  };
  return {
    observe: look,
    apply: async (change) => {
      const { apiUrl, serviceId } = addressOf(change);
      const value = values.get(change.target);
      if (value === undefined) throw new Error(`no value for ${change.target}`);
      await apiAt(apiUrl).setVariable(serviceId, change.target, value);
    },
    revert: async (change) => {
      const { apiUrl, serviceId } = addressOf(change);
      const api = apiAt(apiUrl);
      const there = await look(change);
      if (same(there, change.before)) return { kept: null };
      if (!same(there, change.after)) return { kept: say.changedAtRender(change.target) };
      if (change.before === null) await api.deleteVariable(serviceId, change.target);
      else {
        const value = plainValue(change.before) ?? rememberedBefore(change, previous);
        if (value === null) return { kept: say.previousNotKept(change.target), lost: true };
        await api.setVariable(serviceId, change.target, value);
      }
      return { kept: null };
    },
  };
}

/** What this process saw before it set the new value; null: it saw only the new one. */
function rememberedBefore(change: RemoteChange, previous: ReadonlyMap<string, string>): string | null {
  const value = previous.get(change.target);
  if (value === undefined) return null;
  return same(noted(addressOf(change), change.target, value, true), change.before) ? value : null;
}

function noted({ serviceId }: Address, key: string, value: string, secret: boolean): Json {
  if (!secret) return { value };
  return { sha256: createHash("sha256").update(`${serviceId}\0${key}\0${value}`).digest("hex") };
}

function isSecret({ after }: RemoteChange): boolean {
  return plainValue(after) === null;
}

function plainValue(noted: Json): string | null {
  if (typeof noted !== "object" || noted === null || !("value" in noted)) return null;
  return typeof noted.value === "string" ? noted.value : null;
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function addressOf({ address }: RemoteChange): Address {
  const fields = new Map(typeof address === "object" && address !== null ? Object.entries(address) : []);
  return { apiUrl: String(fields.get("apiUrl") ?? ""), serviceId: String(fields.get("serviceId") ?? "") };
}
