/** The commands. */
export const COMMAND_NAMES = ["setup", "check", "migrate", "undo", "compare", "policy"] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

export function isCommand(word: string): word is CommandName {
  return COMMAND_NAMES.some((name) => name === word);
}
