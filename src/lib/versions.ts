/** Versions of Python packages, as far as releases and their specifiers need it: PEP 440, and Poetry's caret and tilde. */

/** `5.2.7` → [5, 2, 7]; what follows the release (rc1, .post0, +local) is left out. null: no version. */
export function release(version: string): readonly number[] | null {
  const found = /^\s*v?(?:\d+!)?(\d+(?:\.\d+)*)/.exec(version);
  return found?.[1] === undefined ? null : found[1].split(".").map(Number);
}

/** Negative, zero or positive, as for sort(); `4.2` equals `4.2.0`. */
export function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Whether a specifier (`==5.2.7`, `>=4.2,<5`, `~=4.2.1`, `^4.2`, a bare `5.2.7`, "" for anything) admits a version.
 * null: it is written in a way that we do not read (a URL, an `||`), so that nothing can be said.
 * Sources: https://peps.python.org/pep-0440/#version-specifiers, https://python-poetry.org/docs/dependency-specification/
 */
export function admits(specifier: string, version: string): boolean | null {
  const candidate = release(version);
  if (candidate === null) return null;
  let verdict: boolean | null = true;
  for (const clause of specifier.split(",")) {
    const one = admitsClause(clause.trim(), candidate);
    if (one === false) return false;
    if (one === null) verdict = null;
  }
  return verdict;
}

function admitsClause(clause: string, candidate: readonly number[]): boolean | null {
  if (clause === "" || clause === "*") return true;
  const found =
    /^(===|==|~=|!=|<=|>=|<|>|\^|~|=)?\s*v?(\d+(?:\.\d+)*)(\.\*)?(?:(?:[-_.]?(?:a|b|c|rc|alpha|beta|dev|post)[-_.]?\d*)*)$/i.exec(
      clause,
    );
  if (found === null) return null;
  const bound = (found[2] ?? "").split(".").map(Number);
  const wildcard = found[3] !== undefined;
  const order = compareReleases(candidate, bound);
  switch (found[1] ?? "==") {
    case "==":
    case "===":
    case "=":
      return wildcard ? startsWith(candidate, bound) : order === 0;
    case "!=":
      return wildcard ? !startsWith(candidate, bound) : order !== 0;
    case "<=":
      return order <= 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case ">":
      return order > 0;
    case "~=":
      return order >= 0 && startsWith(candidate, bound.slice(0, Math.max(1, bound.length - 1)));
    case "~":
      return order >= 0 && startsWith(candidate, bound.slice(0, 2));
    default:
      // Caret: the first number that is not zero may not change.
      return (
        order >= 0 &&
        startsWith(
          candidate,
          bound.slice(
            0,
            Math.max(
              0,
              bound.findIndex((n) => n > 0),
            ) + 1,
          ),
        )
      );
  }
}

function startsWith(candidate: readonly number[], prefix: readonly number[]): boolean {
  return prefix.every((number, index) => (candidate[index] ?? 0) === number);
}
