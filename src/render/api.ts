/** Render's REST API, the few calls that we make: services, single variables, deploys, Blueprint validation. Source: https://api-docs.render.com/reference */
import { Failure, Interrupted } from "../lib/failure.ts";
import { networkCause } from "../lib/network-cause.ts";
import { pause } from "../lib/pause.ts";
import { record } from "../lib/record.ts";
import type { Secret } from "../lib/secrets.ts";
import * as say from "../messages/render-api.ts";
import { type BlueprintVerdict, verdictOf } from "./verdict.ts";

export const RENDER_API = "https://api.render.com/v1";

/** Milliseconds for one answer. */
const ANSWER_LIMIT = 30_000;
const TRIES = 4;
/** Milliseconds of the first pause where the answer names none, and the longest one that we wait for. */
const PAUSE = 250;
const LONGEST_PAUSE = 65_000;
/** The most that a page may hold: https://api-docs.render.com/reference/pagination */
const PAGE = 100;

export interface RenderAccess {
  /** `https://api.render.com/v1`, without a slash at its end. */
  readonly url: string;
  readonly key: Secret;
  readonly signal: AbortSignal;
}

export interface RenderService {
  readonly id: string;
  readonly name: string;
  /** `web_service`, `background_worker` … */
  readonly type: string;
  readonly ownerId: string;
}

export interface RenderDeploy {
  readonly id: string;
  readonly status: string;
}

/** Throws Failure for what Render refuses (exit 1), and Interrupted after an abort. No value of a variable is ever in a message. */
export class RenderApi {
  readonly #access: RenderAccess;

  constructor(access: RenderAccess) {
    this.#access = access;
  }

  /** Throws Failure where there is no such service. */
  async service(id: string): Promise<RenderService> {
    const answer = await this.#ask("GET", `/services/${encodeURIComponent(id)}`, { missing: say.noService(id) });
    if (record(answer).id !== id) throw this.#notRender();
    return serviceIn(answer);
  }

  /** Services with exactly this name, of every type and workspace that the key sees. */
  async servicesNamed(name: string): Promise<readonly RenderService[]> {
    const items = await this.#pages("/services", { name });
    return items.map((item) => serviceIn(record(item).service)).filter((service) => service.name === name);
  }

  /** Variables that the service itself has; those of groups are not among them. The values are secret. */
  async variables(serviceId: string): Promise<ReadonlyMap<string, string>> {
    const items = await this.#pages(`/services/${encodeURIComponent(serviceId)}/env-vars`, {});
    return new Map(
      items.map((item) => {
        const variable = record(record(item).envVar);
        return [String(variable.key), String(variable.value ?? "")];
      }),
    );
  }

  /** Sets this one alone. The call that takes a list deletes whatever the list does not name, and is not used. */
  async setVariable(serviceId: string, key: string, value: string): Promise<void> {
    const answer = await this.#ask("PUT", variablePath(serviceId, key), { body: { value } });
    if (answer === null || (record(answer).key ?? key) !== key) throw this.#notRender();
  }

  async deleteVariable(serviceId: string, key: string): Promise<void> {
    await this.#ask("DELETE", variablePath(serviceId, key), { missing: null });
  }

  async startDeploy(serviceId: string): Promise<RenderDeploy> {
    const answer = await this.#ask("POST", `/services/${encodeURIComponent(serviceId)}/deploys`, {
      body: { clearCache: "do_not_clear" },
    });
    return deployIn(answer);
  }

  async deploy(serviceId: string, deployId: string): Promise<RenderDeploy> {
    const path = `/services/${encodeURIComponent(serviceId)}/deploys/${encodeURIComponent(deployId)}`;
    return deployIn(await this.#ask("GET", path, {}));
  }

  /** What Render says of a Blueprint, without doing anything with it. */
  async validateBlueprint(ownerId: string, text: string): Promise<BlueprintVerdict> {
    const form = new FormData();
    form.set("ownerId", ownerId);
    form.set("file", new Blob([text], { type: "application/yaml" }), "render.yaml");
    return verdictOf(await this.#ask("POST", "/blueprints/validate", { form }));
  }

  /** What answers is not Render, or not any more: nothing that it says counts. */
  #notRender(): Failure {
    return new Failure(say.noJson(new URL(this.#access.url).host));
  }

  async #pages(path: string, query: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    let cursor: string | null = null;
    for (;;) {
      const words = new URLSearchParams({ ...query, limit: String(PAGE), ...(cursor === null ? {} : { cursor }) });
      const page = await this.#ask("GET", `${path}?${words}`, {});
      if (!Array.isArray(page)) throw this.#notRender();
      const items: readonly unknown[] = page;
      found.push(...items);
      const last: unknown = record(items.at(-1)).cursor;
      // A short page need not be the last one; an empty one is.
      if (items.length === 0 || typeof last !== "string" || last === cursor) return found;
      cursor = last;
    }
  }

  /** `missing`: what 404 means; null: it is as good as done. */
  async #ask(
    method: "GET" | "PUT" | "POST" | "DELETE",
    path: string,
    options: {
      readonly body?: unknown;
      readonly form?: FormData;
      readonly missing?: ReturnType<typeof say.noService> | null;
    },
  ): Promise<unknown> {
    const { url, key, signal } = this.#access;
    for (let attempt = 1; ; attempt += 1) {
      let response: Response;
      let text: string;
      try {
        response = await fetch(url + path, {
          method,
          headers: {
            Authorization: `Bearer ${key.reveal()}`,
            Accept: "application/json",
            ...(options.body === undefined ? {} : { "Content-Type": "application/json" }),
          },
          ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
          ...(options.form === undefined ? {} : { body: options.form }),
          redirect: "manual",
          signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT)]),
        });
        text = await response.text();
      } catch (error) {
        if (signal.aborted) throw new Interrupted();
        if (attempt < TRIES) {
          await pause(PAUSE * 2 ** attempt, signal);
          continue;
        }
        throw new Failure(say.unreachable(new URL(url).host, networkCause(error).code), { cause: error });
      }
      if (response.ok) return parsed(text, url);
      if (response.status === 404 && options.missing === null) return null;
      if (isLoginPage(response)) throw this.#notRender();
      if ((response.status === 429 || response.status >= 500) && attempt < TRIES) {
        await pause(pauseOf(response.headers.get("retry-after")) ?? PAUSE * 2 ** attempt, signal);
        continue;
      }
      if (response.status === 404 && options.missing !== undefined && options.missing !== null) {
        throw new Failure(options.missing);
      }
      throw new Failure(say.refused(response.status, messageIn(text), method, path.split("?")[0] ?? path));
    }
  }
}

function variablePath(serviceId: string, key: string): string {
  return `/services/${encodeURIComponent(serviceId)}/env-vars/${encodeURIComponent(key)}`;
}

/** A redirect, or a page where Render refuses in JSON; a gateway of Render's that is out of order has one too, but not with 511 (RFC 6585). */
function isLoginPage({ status, headers }: Response): boolean {
  if (status === 511 || (status >= 300 && status < 400)) return true;
  return status < 500 && /^\s*text\/html/i.test(headers.get("content-type") ?? "");
}

/** Seconds, or a date: https://datatracker.ietf.org/doc/html/rfc9110#field.retry-after */
function pauseOf(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_PAUSE) : null;
}

function parsed(text: string, url: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(say.noJson(new URL(url).host), { cause: error });
  }
}

/** `{"id": …, "message": "…"}`; never a body that we do not know. */
function messageIn(text: string): string {
  try {
    const { message } = record(JSON.parse(text));
    return typeof message === "string" ? message.slice(0, 200) : "";
  } catch {
    return "";
  }
}

function serviceIn(value: unknown): RenderService {
  const { id, name, type, ownerId } = record(value);
  return { id: String(id), name: String(name), type: String(type), ownerId: String(ownerId) };
}

function deployIn(value: unknown): RenderDeploy {
  const found = record(value);
  const { id, status } = found.deploy === undefined ? found : record(found.deploy);
  return { id: String(id ?? ""), status: String(status ?? "") };
}
