/** `--push-env`: the variables go to the service at Render as well, one by one, as the last part of a setup; `--deploy` starts a deploy and waits. */
import { explicit, explicitText, type Said } from "../../answers/gather.ts";
import { Failure, Interrupted } from "../../lib/failure.ts";
import { Secret } from "../../lib/secrets.ts";
import type { Text } from "../../lib/text.ts";
import * as words from "../../messages/render-api.ts";
import type { ProviderId } from "../../model/answers.ts";
import type { RemoteActor, RemoteChange, Warning } from "../../model/change.ts";
import type { Check } from "../../model/check.ts";
import type { Project } from "../../model/project.ts";
import type { EnvVar } from "../../model/provider.ts";
import { BACK } from "../../model/terminal.ts";
import type { Actors } from "../../plan/apply.ts";
import { RENDER_API, RenderApi, type RenderService } from "../../render/api.ts";
import { deployUntilLive } from "../../render/deploy.ts";
import { surveyVariables, variableActor } from "../../render/variables.ts";
import type { BlueprintVerdict } from "../../render/verdict.ts";
import type { Run } from "../run.ts";

/** Milliseconds between two looks at a deploy. */
const DEPLOY_PAUSE = 3_000;

export interface Push {
  readonly changes: readonly RemoteChange[];
  readonly checks: readonly Check[];
  readonly warnings: readonly Warning[];
  /** With a signal of its own, for putting back. */
  actors(signal: AbortSignal, tell?: Tell): Actors;
  /** Render's word on a new render.yaml; null: its API is not asked. Throws Failure where it refuses to say. */
  judge: ((text: string) => Promise<BlueprintVerdict>) | null;
  /** The workspace of the service at Render; null: none is known. */
  readonly workspace: string | null;
}

type Tell = (label: Text) => void;

export const NO_PUSH: Push = {
  changes: [],
  checks: [],
  warnings: [],
  actors: () => ({}),
  judge: null,
  workspace: null,
};

/** Reads only. Throws Failure: no key, or a service that is not clear (exit 3); what Render refuses (exit 1). */
export async function surveyPush(
  run: Run,
  project: Project,
  provider: ProviderId,
  env: readonly EnvVar[],
): Promise<Push> {
  const said: Said = { invocation: run.invocation, env: run.env, answersFile: null };
  if (explicit("pushEnv", said)?.value !== true) return NO_PUSH;
  const key = await renderKey(run);
  const apiUrl = apiUrlOf(run.env);
  const apiAt = (signal: AbortSignal) => (url: string) => new RenderApi({ url, key, signal });
  const api = apiAt(run.signal)(apiUrl);
  const wanted = explicitText("renderServiceId", said);
  return await run.reporter.during(words.asking, async () => {
    const service = await serviceFor(api, wanted, project);
    const variables = await surveyVariables(api, service, env, { provider, apiUrl });
    const deploy = explicit("deploy", said)?.value === true ? [deployChange(provider, apiUrl, service)] : [];
    const message = words.serviceFound(service.name, service.id);
    const checks: Check[] = [{ id: "render-service", status: "pass", message }];
    const previous = new Map<string, string>();
    const values = new Map(env.map(({ key: name, value }) => [name, value instanceof Secret ? value.reveal() : value]));
    return {
      changes: [...variables, ...deploy],
      checks,
      warnings: overwritten(project, service, env),
      actors: (signal, tell = () => undefined) => ({
        "render-env": variableActor(apiAt(signal), values, previous),
        "render-deploy": deployActor(apiAt(signal), signal, tell),
      }),
      judge: async (text) => await api.validateBlueprint(service.ownerId, text),
      workspace: service.ownerId,
    };
  });
}

/** For taking back what an earlier run has pushed. null: there is no key. */
export function pushedActors(run: Run): Actors | null {
  const { signal } = new AbortController();
  const word = run.env.RENDER_API_KEY?.trim() ?? "";
  if (word === "") return null;
  const key = new Secret(word);
  const apiAt = (url: string) => new RenderApi({ url, key, signal });
  return {
    "render-env": variableActor(apiAt, new Map()),
    "render-deploy": deployActor(apiAt, signal, () => undefined),
  };
}

async function renderKey(run: Run): Promise<Secret> {
  const word = run.env.RENDER_API_KEY?.trim() ?? "";
  if (word !== "") return new Secret(word);
  if (run.prompter === null) throw new Failure(words.keyMissing);
  const typed = await run.prompter.secret({ message: words.askRenderKey });
  if (typed === BACK || typed.trim() === "") throw new Interrupted();
  return new Secret(typed.trim());
}

/** Throws Failure (exit 2) for what is no address; a key goes over plain http only to this machine. */
function apiUrlOf(env: Run["env"]): string {
  const word = env.RENDER_API_URL?.trim().replace(/\/+$/, "") ?? "";
  if (word === "") return RENDER_API;
  const url = URL.canParse(word) ? new URL(word) : null;
  const safe =
    url?.protocol === "https:" || (url?.protocol === "http:" && /^(?:127\.|localhost$|\[::1\])/.test(url.hostname));
  if (!safe) throw new Failure(words.badApiUrl(word));
  return word;
}

/** By its id; otherwise by the name that it has in render.yaml, and then the only web service of that name. */
async function serviceFor(api: RenderApi, id: string | undefined, project: Project): Promise<RenderService> {
  if (id !== undefined) return await api.service(id);
  const name = project.service?.name ?? null;
  if (name === null) throw new Failure(words.serviceUnclear(null, []));
  const named = await api.servicesNamed(name);
  const [only, second] = named.filter(({ type }) => type === "web_service");
  if (only === undefined || second !== undefined) {
    throw new Failure(
      words.serviceUnclear(
        name,
        named.map((one) => one.id),
      ),
    );
  }
  return only;
}

/** A service of another name than the one in render.yaml, which gives the key a literal: its next sync wins. */
function overwritten(project: Project, service: RenderService, env: readonly EnvVar[]): readonly Warning[] {
  const declared = project.blueprint?.services.find(({ name }) => name === service.name);
  // Ours is written as it is pushed.
  if (declared === undefined || declared.name === project.service?.name) return [];
  const keys = env.filter(({ key, value }) => {
    const literal = declared.env[key] ?? null;
    return literal !== null && literal !== (value instanceof Secret ? value.reveal() : value);
  });
  if (keys.length === 0) return [];
  const said = words.blueprintOverwrites(
    project.blueprint?.file ?? "render.yaml",
    keys.map(({ key }) => key),
  );
  return [{ code: "blueprint-overwrites", ...said, mustAccept: false }];
}

function deployChange(provider: ProviderId, apiUrl: string, service: RenderService): RemoteChange {
  return {
    type: "remote",
    provider,
    kind: "render-deploy",
    target: service.name,
    action: "create",
    summary: words.serviceFound(service.name, service.id),
    before: null,
    after: { serviceId: service.id },
    address: { apiUrl, serviceId: service.id },
  };
}

/** A deploy cannot be taken back: Render goes on from it, and the variables are put back for the next one. */
function deployActor(apiAt: (url: string) => RenderApi, signal: AbortSignal, tell: Tell): RemoteActor {
  return {
    observe: async () => null,
    apply: async ({ address }) => {
      const { apiUrl, serviceId } = address as { apiUrl: string; serviceId: string };
      await deployUntilLive(apiAt(apiUrl), serviceId, { pause: DEPLOY_PAUSE, signal, tell });
    },
    revert: async ({ target }) => ({ kept: words.deployStarted(target) }),
  };
}
