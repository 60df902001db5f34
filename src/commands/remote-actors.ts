/** Reaches the provider again to put back what an earlier run changed there: with keys from where the SDK and the env file have them. */
import { loadAnswersFile } from "../answers/answers-file.ts";
import { explicitText } from "../answers/gather.ts";
import type { RemoteChange } from "../model/change.ts";
import type { Actors } from "../plan/apply.ts";
import type { Journal } from "../plan/journal.ts";
import { providerById } from "../providers/registry.ts";
import type { Run } from "./run.ts";
import { pushedActors } from "./setup/push-env.ts";
import { readStoredEnv } from "./stored-env.ts";

/** Nothing remote in the journal: no keys are needed. null: they are needed, and there are none. */
export async function actorsFor(run: Run, root: string, journal: Journal): Promise<Actors | null> {
  const changes = journal.steps
    .filter((step) => step.state !== "reverted")
    .map((step) => step.change)
    .filter((change): change is RemoteChange => change.type === "remote");
  const atRender = changes.filter(({ kind }) => kind.startsWith("render-"));
  const pushed = atRender.length === 0 ? {} : pushedActors(run);
  const first = changes.find((change) => !atRender.includes(change));
  if (first === undefined || pushed === null) return pushed;
  const { invocation, env } = run;
  const answersFile = await loadAnswersFile({ given: invocation.options.answers, directory: run.directory, root });
  const said = { invocation, env, answersFile };
  const { envFile, storedEnv } = await readStoredEnv(root, said);
  const works = await providerById(first.provider).load();
  const credentials = await works.findCredentials(
    { ...addressOf(first), ...profileOf(explicitText("profile", said)), envFile },
    env,
    storedEnv,
  );
  if (credentials === null) return null;
  // Putting back is not interrupted by the Ctrl-C that may have caused it.
  return { ...works.actors({ env, credentials, signal: new AbortController().signal }), ...pushed };
}

function profileOf(profile: string | undefined): { readonly profile?: string } {
  return profile === undefined ? {} : { profile };
}

function addressOf({ address }: RemoteChange): { readonly region: string; readonly endpointUrl?: string } {
  const fields =
    typeof address === "object" && address !== null && !Array.isArray(address)
      ? new Map(Object.entries(address))
      : new Map();
  const region: unknown = fields.get("region");
  const endpointUrl: unknown = fields.get("endpointUrl");
  return {
    region: typeof region === "string" ? region : "us-east-1",
    ...(typeof endpointUrl === "string" ? { endpointUrl } : {}),
  };
}
