/** Asks which S3-compatible service it is, and for the part of its endpoint that only the person knows. */
import { type Text, verbatim } from "../lib/text.ts";
import * as say from "../messages/s3-services-asked.ts";
import { BACK, type Back, type Prompter } from "../model/terminal.ts";
import { type EndpointPart, endpointPart, tidyEndpoint } from "../providers/s3/service-endpoint.ts";
import { type S3Service, SERVICES, type ServiceId, serviceById, serviceOf } from "../providers/s3/services.ts";
import { questionOf } from "./questions.ts";
import { parseWord } from "./values.ts";

type Chosen = ServiceId | "other" | "aws";

/**
 * The endpoint; null: AWS itself, which only `withAws` offers. `before` is the endpoint so far, the proposal. BACK from the first question
 * is BACK; from the others it goes one question back. Throws Interrupted on Ctrl-C.
 */
export async function askEndpointOfService(
  prompter: Prompter,
  before: string | undefined,
  withAws: boolean,
): Promise<string | null | Back> {
  let initial: Chosen = before === undefined ? (withAws ? "aws" : "r2") : (serviceOf(before)?.id ?? "other");
  for (;;) {
    const chosen = await prompter.select<Chosen>({
      message: say.askWhichService,
      choices: [
        ...(withAws ? [{ value: "aws" as const, label: verbatim("Amazon S3") }] : []),
        ...SERVICES.map(({ id, title, form }) => ({ value: id, label: verbatim(title), hint: verbatim(form) })),
        { value: "other" as const, label: say.anotherService },
      ],
      initial,
    });
    if (chosen === BACK) return BACK;
    if (chosen === "aws") return null;
    initial = chosen;
    const own = before !== undefined && (serviceOf(before)?.id ?? "other") === chosen ? before : "";
    const endpoint = chosen === "other" ? await askAddress(prompter, own) : await askPart(prompter, chosen, own);
    if (endpoint !== BACK) return endpoint;
  }
}

/** The whole address of a service that is not known here. */
async function askAddress(prompter: Prompter, initial: string): Promise<string | Back> {
  const question = questionOf("endpointUrl");
  const judge = (typed: string): Text | null => {
    const parsed = parseWord(question, typed.trim());
    return "problem" in parsed ? parsed.problem : null;
  };
  const placeholder = "https://s3.example.com";
  const typed = await prompter.text({ message: say.askAddress, initial, placeholder, validate: judge });
  return typed === BACK ? BACK : tidyEndpoint(typed.trim());
}

async function askPart(prompter: Prompter, id: ServiceId, initial: string): Promise<string | Back> {
  const service = serviceById(id);
  const part = endpointPart(service);
  if (part === null) return service.form;
  for (;;) {
    const typed = await prompter.text({
      message: say.askParts[part.service],
      initial,
      placeholder: part.example,
      validate: (word) => {
        const found = endpointFrom(part, service, word);
        return typeof found === "string" ? null : found.problem;
      },
    });
    if (typed === BACK) return BACK;
    const endpoint = endpointFrom(part, service, typed);
    if (typeof endpoint !== "string") throw new Error("the prompt for an endpoint took what its judge refuses");
    if (id !== "r2" || tidyEndpoint(typed.trim()) === endpoint) return endpoint;
    const placed = await askJurisdiction(prompter, endpoint);
    if (placed !== BACK) return placed;
  }
}

/** The part alone, or the whole endpoint, pasted from the dashboard. */
function endpointFrom(part: EndpointPart, service: S3Service, word: string): string | { readonly problem: Text } {
  const typed = word.trim();
  const whole = tidyEndpoint(typed);
  if (serviceOf(whole)?.id === service.id) {
    const parsed = parseWord(questionOf("endpointUrl"), whole);
    return "problem" in parsed ? parsed : whole;
  }
  return part.endpoint(typed) ?? { problem: part.problem };
}

/** Buckets made for a jurisdiction are reached at its endpoint alone: https://developers.cloudflare.com/r2/api/tokens/ */
async function askJurisdiction(prompter: Prompter, endpoint: string): Promise<string | Back> {
  const chosen = await prompter.select<"" | "eu" | "fedramp">({
    message: say.askJurisdiction,
    choices: [
      { value: "", label: say.jurisdictions.none },
      { value: "eu", label: say.jurisdictions.eu },
      { value: "fedramp", label: say.jurisdictions.fedramp },
    ],
    initial: "",
  });
  if (chosen === BACK || chosen === "") return chosen === BACK ? BACK : endpoint;
  return endpoint.replace(".r2.", `.${chosen}.r2.`);
}
