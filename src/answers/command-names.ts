/** The commands, and which of them this version has. */
export const COMMAND_NAMES = ["setup", "check", "migrate", "undo", "compare", "policy"] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

const BUILT: ReadonlySet<CommandName> = new Set<CommandName>([
  "setup",
  "check",
  "migrate",
  "undo",
  "compare",
  "policy",
]);

export function isCommand(word: string): word is CommandName {
  return COMMAND_NAMES.some((name) => name === word);
}

/** false: it is known and documented, and calling it is refused rather than pretended. */
export function isCommandBuilt(name: CommandName): boolean {
  return BUILT.has(name);
}
