/**
 * How others read a .env file, written from their documentation as independent judges: python-decouple's RepositoryEnv, python-dotenv with
 * interpolation and django-environ's read_env (as Python source, for `askPython`), and the npm package dotenv.
 */
export const PYTHON_READERS = `
import re
def decouple(text):
    data = {}
    for line in re.split('\\r\\n|\\n|\\r', text):
        line = line.strip()
        if not line or line.startswith('#') or '=' not in line: continue
        k, v = line.split('=', 1)
        k, v = k.strip(), v.strip()
        if len(v) >= 2 and ((v[0] == "'" and v[-1] == "'") or (v[0] == '"' and v[-1] == '"')): v = v[1:-1]
        data[k] = v
    return data
def dotenv(text):
    data = {}
    pos = 0
    while pos < len(text):
        pos = re.compile(r'\\s*').match(text, pos).end()
        if pos >= len(text): break
        m = re.compile(r"(?:export[^\\S\\r\\n]+)?([^=\\#\\s]+)[^\\S\\r\\n]*(?:=[^\\S\\r\\n]*)").match(text, pos)
        if text[pos] == '#' or not m:
            pos = re.compile(r'[^\\r\\n]*').match(text, pos).end(); continue
        pos = m.end()
        char = text[pos:pos+1]
        v = None
        if char == "'":
            v = re.compile(r"'((?:\\\\'|[^'])*)'").match(text, pos)
            value = v and re.sub(r"\\\\[\\\\']", lambda e: e.group(0)[1], v.group(1))
        elif char == '"':
            v = re.compile(r'"((?:\\\\"|[^"])*)"').match(text, pos)
            value = v and re.sub(r"\\\\[\\\\'\\"abfnrtv]", lambda e: e.group(0).encode().decode('unicode_escape'), v.group(1))
        else:
            v = re.compile(r'[^\\r\\n]*').match(text, pos)
            value = re.sub(r'\\s+#.*', '', v.group(0)).rstrip()
        if v: pos = re.compile(r'[^\\S\\r\\n]*(?:#[^\\r\\n]*)?').match(text, v.end()).end()
        if not v or (pos < len(text) and text[pos] not in '\\r\\n'):
            pos = re.compile(r'[^\\r\\n]*').match(text, pos).end(); continue
        data[m.group(1)] = re.sub(r'\\$\\{[^\\}:]*(?::-[^\\}]*)?\\}', 'EXPANDED', value)
    return data
def environ(text):
    data = {}
    for line in text.splitlines():
        m1 = re.match(r'\\A(?:export )?([A-Za-z_0-9]+)=(.*)\\Z', line)
        if not m1: continue
        k, v = m1.groups()
        m2 = re.match(r"\\A'(.*)'\\Z", v)
        m3 = re.match(r'\\A"(.*)"\\Z', v)
        if m2: v = m2.group(1)
        elif m3: v = re.sub(r'\\\\(.)', r'\\1', m3.group(1))
        else: v = re.sub(r'\\s+#.*', '', v)
        data[k] = v
    return data
`;

export function javascriptDotenv(text: string): Record<string, string> {
  const line =
    /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/gm;
  const data: Record<string, string> = {};
  for (const match of text.replace(/\r\n?/g, "\n").matchAll(line)) {
    const raw = (match[2] ?? "").trim();
    const value = raw.replace(/^(['"`])([\s\S]*)\1$/gm, "$2");
    data[match[1] ?? ""] = raw.startsWith('"') ? value.replaceAll("\\n", "\n").replaceAll("\\r", "\r") : value;
  }
  return data;
}
