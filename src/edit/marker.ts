/** Environment markers (PEP 508), as far as Render's machines decide them: Linux and CPython, any version of Python. */

/** true or false where it holds or fails on every Render machine; null where it depends on something else. */
type Truth = boolean | null;

/** What Render's native runtime answers. Versions of Python, machines and extras are left open. */
const RENDER: Readonly<Record<string, string>> = {
  sys_platform: "linux",
  platform_system: "Linux",
  os_name: "posix",
  platform_python_implementation: "CPython",
  implementation_name: "cpython",
};

/** True where the marker fails on every Render machine: a requirement for Windows alone. A marker that we cannot read counts as one that may hold. */
export function neverOnRender(marker: string): boolean {
  try {
    const tokens = [...marker.matchAll(/\s*(?:([()])|("[^"]*"|'[^']*')|([A-Za-z_.]+)|([<>=!~]=?=?))/g)].map(([token]) =>
      token.trim(),
    );
    const state = { tokens, at: 0 };
    return either(state) === false && state.at === tokens.length;
  } catch {
    return false;
  }
}

/** The marker that holds where this one fails, for a plain comparison; for others the one that Render's machines are. */
export function elsewhereOf(marker: string): string {
  const plain = /^\s*([a-z_]+)\s*==\s*("[^"]*"|'[^']*')\s*$/.exec(marker);
  return plain === null ? 'sys_platform == "linux"' : `${plain[1]} != ${plain[2]?.replaceAll("'", '"')}`;
}

interface State {
  readonly tokens: readonly string[];
  at: number;
}

function either(state: State): Truth {
  let truth = both(state);
  while (state.tokens[state.at] === "or") {
    state.at += 1;
    const other = both(state);
    truth = truth === true || other === true ? true : truth === false && other === false ? false : null;
  }
  return truth;
}

function both(state: State): Truth {
  let truth = comparison(state);
  while (state.tokens[state.at] === "and") {
    state.at += 1;
    const other = comparison(state);
    truth = truth === false || other === false ? false : truth === true && other === true ? true : null;
  }
  return truth;
}

function comparison(state: State): Truth {
  if (state.tokens[state.at] === "(") {
    state.at += 1;
    const truth = either(state);
    if (state.tokens[state.at] !== ")") throw new SyntaxError("marker");
    state.at += 1;
    return truth;
  }
  const left = operand(state);
  let operator = state.tokens[state.at] ?? "";
  state.at += 1;
  if (operator === "not" && state.tokens[state.at] === "in") {
    operator = "not in";
    state.at += 1;
  }
  const right = operand(state);
  if (left === null || right === null) return null;
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (operator === "in") return right.includes(left);
  if (operator === "not in") return !right.includes(left);
  return null;
}

/** The text of a literal or of a variable that Render fixes; null for any other variable. */
function operand(state: State): string | null {
  const token = state.tokens[state.at];
  if (token === undefined) throw new SyntaxError("marker");
  state.at += 1;
  if (/^["']/.test(token)) return token.slice(1, -1);
  return RENDER[token.replace(/^os\.name$/, "os_name").replace(/^sys\.platform$/, "sys_platform")] ?? null;
}
