/** Decided once for a run: may we ask, how do we report, and do we use colour. Pure functions of what surrounds the process. */

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly plain: boolean;
  readonly yes: boolean;
  readonly jsonLines?: boolean;
  readonly quiet?: boolean;
}

const switchedOn = (value: string | undefined): boolean =>
  value !== undefined && value !== "" && value !== "0" && value.toLowerCase() !== "false";

const isDumb = (env: Surroundings["env"]): boolean => env.TERM === "dumb";

/** A prompt can be answered: a person sits at both ends, and did not say that nobody does. */
export function isInteractive(options: OutputOptions, around: Surroundings): boolean {
  return (
    around.stdinIsTerminal &&
    around.stdoutIsTerminal &&
    !options.yes &&
    !options.json &&
    options.jsonLines !== true &&
    options.quiet !== true &&
    !switchedOn(around.env.CI) &&
    !isDumb(around.env)
  );
}

export function reporterKind(
  options: OutputOptions,
  around: Surroundings,
): "json" | "json-lines" | "quiet" | "plain" | "human" {
  if (options.json) return "json";
  if (options.jsonLines === true) return "json-lines";
  if (options.quiet === true) return "quiet";
  const plain = options.plain || !around.stdoutIsTerminal || switchedOn(around.env.CI) || isDumb(around.env);
  return plain ? "plain" : "human";
}

/**
 * Colour, from the strongest word to the weakest: --plain, NO_COLOR (https://no-color.org: set and not empty),
 * FORCE_COLOR (https://force-color.org; "0" and "false" turn it off), TERM=dumb, and whether standard output is a terminal.
 */
export function wantsColour(options: OutputOptions, around: Surroundings): boolean {
  const { NO_COLOR, FORCE_COLOR } = around.env;
  if (options.plain || options.json || options.jsonLines === true) return false;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return switchedOn(FORCE_COLOR);
  return around.stdoutIsTerminal && !isDumb(around.env);
}
