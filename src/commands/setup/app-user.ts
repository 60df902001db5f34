/** A user of the app's own, on `--create-app-user` or offered: it gets keys, which are made when the plan is applied and are the ones that are proved. */
import { randomBytes } from "node:crypto";
import { Secret } from "../../lib/secrets.ts";
import { rotationStops, storedKeyOf, waiting } from "../../messages/app-user.ts";
import { surveying } from "../../messages/setup.ts";
import type { Credentials } from "../../model/answers.ts";
import type { AppUser, ProviderContext } from "../../model/provider.ts";
import type { Run } from "../run.ts";
import type { Surveyed } from "./survey.ts";

/** The survey with the app's user in it, if there is to be one. Reads only. Throws Failure as the provider does. */
export async function surveyAppUser(run: Run, surveyed: Surveyed): Promise<Surveyed> {
  const { answered, survey, context } = surveyed;
  const { answers } = survey;
  if (answers.provider !== "s3" || (answers.createAppUser === undefined && answers.rotateKey !== true)) return surveyed;
  const look = async () => (await answered.works.surveyAppUser?.(answers, answered.storedEnv, context)) ?? null;
  const appUser = await run.reporter.during(surveying, look);
  if (appUser === null) return surveyed;
  const warnings = answers.rotateKey ? [{ code: "key-rotation", ...rotationStops, mustAccept: true }] : [];
  return {
    ...surveyed,
    appUser,
    answered: {
      ...answered,
      appCredentials: appUser.makesKey ? notYetMade(answered.credentials) : stored(surveyed, appUser),
    },
    survey: { ...survey, changes: [...survey.changes, appUser.change], warnings: [...survey.warnings, ...warnings] },
  };
}

/** The same once the user's change is applied: with the key that was made, when the provider takes it. */
export async function withMadeKey(run: Run, surveyed: Surveyed): Promise<Surveyed> {
  const key = surveyed.appUser?.made() ?? null;
  if (surveyed.appUser === undefined || key === null) return surveyed;
  const { appUser, context, answered } = surveyed;
  await run.reporter.during(waiting, () => appUser.ready(key, context));
  return { ...surveyed, answered: { ...answered, appCredentials: key } };
}

/** The old key is switched off, last of all. Steps that are left to the person. */
export async function retireKey(surveyed: Surveyed, context: ProviderContext): ReturnType<AppUser["retire"]> {
  return (await surveyed.appUser?.retire(context)) ?? [];
}

/** Stands in the plan for what is not there yet; masked wherever it would be shown. */
function notYetMade({ secrets, detail }: Credentials): Credentials {
  const names = Object.keys(secrets).filter((name) => name !== "AWS_SESSION_TOKEN");
  const made = names.map((name) => [name, new Secret(`made-when-applied-${randomBytes(8).toString("hex")}`)] as const);
  return { secrets: Object.fromEntries(made), source: "default", detail, temporary: false };
}

function stored({ answered }: Surveyed, { change }: AppUser): Credentials {
  const names = Object.keys(answered.credentials.secrets).filter((name) => name !== "AWS_SESSION_TOKEN");
  const found = names.map((name) => [name, new Secret(answered.storedEnv.get(name) ?? "")] as const);
  return {
    secrets: Object.fromEntries(found),
    source: "project",
    detail: storedKeyOf(change.target),
    temporary: false,
  };
}
