/** Asks who can open the files. What does not go with the other answers cannot be chosen, and says why. */
import * as say from "../messages/interview-access.ts";
import type { Access, ProviderId } from "../model/answers.ts";
import type { Back, Choice, Prompter } from "../model/terminal.ts";
import { PROVIDERS } from "../providers/registry.ts";
import { type GatheredValues, textValue } from "./gathered.ts";

export async function askAccess(prompter: Prompter, values: GatheredValues): Promise<Access | Back> {
  const provider: ProviderId = PROVIDERS.find(({ id }) => id === textValue(values, "provider"))?.id ?? "s3";
  const wholeBucket = provider === "s3" && values.prefix?.value === "";
  const { customDomain } = values;
  const ownDomain = provider === "s3" && (customDomain?.source === "flag" || customDomain?.source === "env");
  const choices: Choice<Access>[] = [
    {
      value: "private",
      label: say.accessLabels.private,
      hint: ownDomain ? say.domainIsPublic : say.privateHints[provider],
      disabled: ownDomain,
    },
    {
      value: "public",
      label: say.accessLabels.public,
      hint: wholeBucket ? say.needsFolder : say.publicHint,
      disabled: wholeBucket,
    },
  ];
  const initial = values.access?.value === "public" ? "public" : "private";
  return await prompter.select<Access>({ message: say.askAccess, choices, initial });
}
