/** What only a person may decide about render.yaml: a paid plan for the service, or a whole new file. Never under --yes. */
import { textValue } from "../../answers/gathered.ts";
import { toAnswers } from "../../answers/to-answers.ts";
import * as say from "../../messages/blueprint-wishes.ts";
import type { BlueprintFile, BlueprintService, Project } from "../../model/project.ts";
import { BACK, type Prompter } from "../../model/terminal.ts";
import { type NewService, newBlueprint } from "../../plan/new-blueprint.ts";
import { readBlueprint } from "../../render/blueprint.ts";
import type { Run } from "../run.ts";
import type { Answered } from "./answer.ts";

export interface BlueprintWishes {
  /** The service that was spoken of; null: there is no render.yaml. */
  readonly service: string | null;
  readonly servicePlan: string | null;
  readonly newBlueprint: NewService | null;
}

const STARTER = "starter";
/** Render's regions; the first is its default. Source: https://render.com/docs/regions */
const REGIONS = ["oregon", "ohio", "virginia", "frankfurt", "singapore"] as const;

/** Asks once for a service (again where another one is answered). Nobody to ask, or no disk: nothing is wished. Throws Interrupted on Ctrl-C. */
export async function withWishes(run: Run, answered: Answered): Promise<Answered> {
  const { project, gathered, wishes } = answered;
  const service = project.service?.name ?? null;
  const isDisk = textValue(gathered.values, "provider") === "render-disk";
  if (run.prompter === null || !isDisk || run.invocation.options.yes) return withoutWishes(answered);
  if (wishes !== undefined && wishes.service === service) return answered;
  const asked = { service, servicePlan: null, newBlueprint: null };
  if (project.blueprint === null)
    return { ...answered, wishes: { ...asked, newBlueprint: await askNew(run.prompter, answered) } };
  const free = project.service !== null && (project.service.plan === null || project.service.plan === "free");
  return { ...answered, wishes: { ...asked, servicePlan: free ? await askPlan(run.prompter, project.service) : null } };
}

function withoutWishes(answered: Answered): Answered {
  const { wishes: _, ...others } = answered;
  return others;
}

async function askPlan(prompter: Prompter, { name, plan }: BlueprintService): Promise<string | null> {
  const yes = await prompter.confirm({ message: say.askStarter(name, plan), initial: false });
  return yes === true ? STARTER : null;
}

/** BACK anywhere: no new file. */
async function askNew(prompter: Prompter, { project, gathered }: Answered): Promise<NewService | null> {
  const how = await prompter.select<"dashboard" | "blueprint">({
    message: say.askHow,
    choices: [
      { value: "dashboard", label: say.inDashboard, hint: say.inDashboardHint },
      { value: "blueprint", label: say.inBlueprint, hint: say.inBlueprintHint },
    ],
    initial: "dashboard",
  });
  if (how !== "blueprint") return null;
  const required = (typed: string) => (typed.trim() === "" ? say.needed : null);
  const name = await prompter.text({
    message: say.askName,
    initial: project.name,
    placeholder: "clinic",
    validate: required,
  });
  if (name === BACK) return null;
  const plan = await prompter.text({
    message: say.askServicePlan,
    initial: STARTER,
    placeholder: STARTER,
    validate: planProblem,
  });
  if (plan === BACK) return null;
  const regions = REGIONS.map((value) => ({ value, label: say.regions[value] }));
  const region = await prompter.select({ message: say.askServiceRegion, choices: regions, initial: "oregon" as const });
  if (region === BACK) return null;
  const { build, start } = project.commands ?? { build: null, start: null };
  const buildCommand = await prompter.text({
    message: say.askBuild(build !== null),
    initial: build ?? "",
    placeholder: "pip install -r requirements.txt",
    validate: required,
  });
  if (buildCommand === BACK) return null;
  const startCommand = await prompter.text({
    message: say.askStart(start !== null),
    initial: start ?? "",
    placeholder: "gunicorn config.wsgi:application",
    validate: required,
  });
  if (startCommand === BACK) return null;
  const lang = textValue(gathered.values, "lang") === "es" ? "es" : "en";
  const [words, commands] = [
    { name: name.trim(), plan: plan.trim() },
    { buildCommand: buildCommand.trim(), startCommand: startCommand.trim() },
  ];
  return { ...words, region, ...commands, lang };
}

function planProblem(typed: string): ReturnType<typeof say.planWord> | null {
  const plan = typed.trim();
  if (plan === "free") return say.planFree;
  return /^[a-z0-9][a-z0-9 .-]*$/.test(plan) ? null : say.planWord();
}

/** The project as it is once the wishes have been written: with the plan, or with a render.yaml of its own. */
export function asItWillBe({ project, gathered, works, credentials, wishes }: Answered): Project {
  const { blueprint, service } = project;
  if (wishes?.servicePlan != null && blueprint !== null && service !== null) {
    const paid = { ...service, plan: wishes.servicePlan };
    const services = blueprint.services.map((one) => (one === service || one.name === service.name ? paid : one));
    return { ...project, blueprint: { ...blueprint, services }, service: paid };
  }
  if (wishes?.newBlueprint == null || blueprint !== null) return project;
  const answers = toAnswers(gathered);
  const disk = works.disk?.(answers) ?? null;
  const text = newBlueprint(project, wishes.newBlueprint, works.env(answers, credentials), disk);
  const planned: BlueprintFile = { ...readBlueprint(text, "render.yaml"), planned: true };
  const [made = null] = planned.services;
  // The disk is ours: nobody has to look at what it holds.
  return { ...project, blueprint: planned, service: made === null ? null : { ...made, disk: null } };
}
