/** Options of a run that are no answers: where, how to report, and what to stop at. Most commands take all of them. */
import type { Text } from "../lib/text.ts";
import { describeOptions as describe } from "../messages/questions.ts";
import { COMMAND_NAMES, type CommandName } from "./command-names.ts";

interface RunOption {
  readonly flag: `--${string}`;
  readonly short?: `-${string}`;
  /** What stands for the value in help; none: the option is on or off. */
  readonly placeholder?: string;
  readonly example?: string;
  readonly commands: readonly CommandName[];
  readonly description: Text;
}

export const RUN_OPTIONS = {
  project: {
    flag: "--project",
    placeholder: "DIR",
    example: "backend",
    commands: COMMAND_NAMES,
    description: describe.project,
  },
  answers: {
    flag: "--answers",
    placeholder: "FILE",
    example: "vet-media-setup.json",
    commands: COMMAND_NAMES,
    description: describe.answers,
  },
  dryRun: { flag: "--dry-run", commands: ["setup", "migrate"], description: describe.dryRun },
  yes: { flag: "--yes", short: "-y", commands: COMMAND_NAMES, description: describe.yes },
  json: { flag: "--json", commands: COMMAND_NAMES, description: describe.json },
  jsonLines: { flag: "--json-lines", commands: ["migrate"], description: describe.jsonLines },
  quiet: { flag: "--quiet", short: "-q", commands: ["migrate"], description: describe.quiet },
  plain: { flag: "--plain", commands: COMMAND_NAMES, description: describe.plain },
  verbose: { flag: "--verbose", commands: COMMAND_NAMES, description: describe.verbose },
  help: { flag: "--help", short: "-h", commands: COMMAND_NAMES, description: describe.help },
  version: { flag: "--version", short: "-v", commands: COMMAND_NAMES, description: describe.version },
} as const satisfies Record<string, RunOption>;

type OptionName = keyof typeof RUN_OPTIONS;
export type PathOption = "project" | "answers";
export type SwitchOption = Exclude<OptionName, PathOption>;

export const OPTION_NAMES = Object.keys(RUN_OPTIONS).filter((word): word is OptionName =>
  Object.hasOwn(RUN_OPTIONS, word),
);

export function optionOf(name: OptionName): RunOption {
  return RUN_OPTIONS[name];
}

export interface RunOptions extends Readonly<Record<SwitchOption, boolean>> {
  /** As given; null: the current folder. */
  readonly project: string | null;
  /** As given; null: vet-media-setup.json of the project, if it is there. */
  readonly answers: string | null;
}
