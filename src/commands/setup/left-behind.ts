/** What becomes of what the provider in force until now has put into the repository: most of it goes, and what stays is said. */
import { SECRETS } from "../../answers/secret-names.ts";
import type { Text } from "../../lib/text.ts";
import * as say from "../../messages/switching.ts";
import type { Answers, ProviderId } from "../../model/answers.ts";
import type { Warning } from "../../model/change.ts";
import type { Place } from "../../model/project.ts";
import type { EnvVar, Owned } from "../../model/provider.ts";
import { type Left, NOTHING_LEFT } from "../../plan/left.ts";
import { type Uses, usesElsewhere } from "../../project/uses.ts";
import { providerById, titleOf } from "../../providers/registry.ts";
import type { Answered } from "./answer.ts";
import { type Copy, copyStoreCommand } from "./copy-command.ts";
import { factsOf } from "./in-force.ts";
import { movedAssets } from "./moved-assets.ts";
import { dropDisk } from "./own-disk.ts";
import { storedAnswers } from "./stored-answers.ts";

export interface LeftBehind {
  readonly left: Left;
  readonly warnings: readonly Warning[];
  /** What to do before the commit. */
  readonly before: readonly Text[];
  /** What to do once the app is deployed. */
  readonly afterwards: readonly Text[];
}

/** Reads only. `env`: the variables of the provider that is wanted. */
export async function leftBehind(answered: Answered, answers: Answers, env: readonly EnvVar[]): Promise<LeftBehind> {
  const { inForce } = answered;
  const dropped = await dropDisk(answered, answers);
  const going = {
    dropDisk: dropped.drop,
    ...(dropped.verifiedAt === undefined ? {} : { diskVerifiedAt: dropped.verifiedAt }),
  };
  const rest = { warnings: dropped.warnings, before: [], afterwards: [] };
  if (inForce === null) return { left: { ...NOTHING_LEFT, ...going }, ...rest };
  const { owns, env: envOf } = await providerById(inForce).load();
  const used = new Set(env.map(({ key }) => key));
  const comments = (owns.comments ?? []).flatMap(({ en, es }) => [en, es]);
  if (inForce === answers.provider) {
    const before = storedAnswers(answered.previous);
    const variables = before === null ? [] : envOf(before, answered.credentials).map(({ key }) => key);
    const unused = variables.filter((key) => !used.has(key));
    const moved = movedAssets(before, answers);
    return {
      left: { ...NOTHING_LEFT, variables: unused, comments, ...going },
      ...moved,
      warnings: [...dropped.warnings, ...moved.warnings],
    };
  }

  const uses = usesElsewhere(answered.project, {
    variables: owns.variables.filter((name) => !used.has(name)),
    modules: Object.values(owns.modules ?? {}).flat(),
  });
  const variables = owns.variables.filter((name) => !used.has(name) && !uses.variables.has(name));
  const packages = owns.packages.filter(({ name }) => usedBy(owns, name, uses) === null);
  const facts = factsOf(inForce, answered.previous);
  const copy = copyStoreCommand(facts, answers);
  return {
    left: {
      variables,
      kept: [...uses.variables.keys()],
      comments,
      packages,
      ...going,
    },
    warnings: [
      ...dropped.warnings,
      ...(inForce === "render-disk" ? [] : [filesStay(facts, copy?.command ?? null)]),
      ...keysLeave(answered, answers.envFile, variables),
      ...variablesKept(uses, titleOf(inForce)),
      ...packagesKept(owns, uses, titleOf(inForce)),
    ],
    ...(copy === null ? { before: [], afterwards: [] } : copySteps(copy, inForce)),
  };
}

/** A first pass before the deploy wherever both stores are there by then, and one after it for what arrived meanwhile. */
function copySteps({ command, first, onRender }: Copy, from: ProviderId): Pick<LeftBehind, "before" | "afterwards"> {
  const oldKeys = from !== "render-disk";
  if (first === null) return { before: [], afterwards: [say.copyStep(command, onRender, oldKeys)] };
  return {
    before: [say.copyFirst(first, onRender, oldKeys)],
    afterwards: [say.copyAgain(`${command} --verify`, onRender, oldKeys), ...(onRender ? [say.thenDropDisk] : [])],
  };
}

/** First place where code uses a package by one of its modules; null: nowhere. */
function usedBy({ modules = {} }: Owned, name: string, uses: Uses): Place | null {
  const places = (modules[name] ?? []).map((module) => uses.modules.get(module));
  return places.find((place) => place !== undefined) ?? null;
}

function filesStay(facts: say.StoreFacts, copy: string | null): Warning {
  return { code: "old-files-stay", ...say.filesStay(facts, copy), mustAccept: false };
}

/** Values that stand in the env file alone, perhaps: nothing of this run can bring them back. */
function keysLeave({ storedEnv }: Answered, file: string, variables: readonly string[]): readonly Warning[] {
  const secret = SECRETS.map(({ env }) => env).filter((key) => variables.includes(key) && storedEnv.get(key));
  return secret.length === 0 ? [] : [{ code: "old-keys-leave", ...say.keysLeave(file, secret), mustAccept: false }];
}

function variablesKept({ variables }: Uses, provider: string): readonly Warning[] {
  if (variables.size === 0) return [];
  const places = [...variables].map(([name, place]) => shown(name, place));
  return [{ code: "variables-kept", ...say.variablesKept([...variables.keys()], provider), places, mustAccept: false }];
}

function packagesKept(owns: Owned, uses: Uses, provider: string): readonly Warning[] {
  const kept = new Map<string, Place>();
  for (const { name } of owns.packages) {
    const place = usedBy(owns, name, uses);
    if (place !== null) kept.set(name, place);
  }
  if (kept.size === 0) return [];
  const places = [...kept].map(([name, place]) => shown(name, place));
  return [{ code: "packages-kept", ...say.packagesKept([...kept.keys()], provider), places, mustAccept: false }];
}

function shown(text: string, { file, line }: Place): { readonly place: string; readonly text: string } {
  return { place: `${file}:${line}`, text };
}
