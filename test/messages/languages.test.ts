/**
 * Both languages say the same: every Text under src/messages is read from the source and looked at as a pair. What a value in a sentence is
 * called must stand in both; Spanish must be Spanish, in one kind of it (tú, Latin America, one word for one thing: see CONTRIBUTING).
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL("../../src/messages/", import.meta.url));

interface Pair {
  readonly place: string;
  readonly en: ts.Expression;
  readonly es: ts.Expression;
}

function pairsOf(name: string): readonly Pair[] {
  const text = readFileSync(path.join(FOLDER, name), "utf8");
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const pairs: Pair[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const part = (lang: string) =>
        node.properties.find(
          (one): one is ts.PropertyAssignment => ts.isPropertyAssignment(one) && one.name.getText() === lang,
        )?.initializer;
      const [en, es] = [part("en"), part("es")];
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (en !== undefined && es !== undefined) pairs.push({ place: `${name}:${line}`, en, es });
    }
    // Two sentences side by side as arguments: `step("Wait.", "Espera.")`.
    if (ts.isCallExpression(node)) {
      const [en, es] = node.arguments.slice(-2);
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const sentence = (one: ts.Expression | undefined) => one !== undefined && /\w .*\w /.test(literals(one).join(""));
      const plain = (one: ts.Expression | undefined) => sentence(one) && !/\b(?:en|es):/.test(one?.getText() ?? "");
      if (plain(en) && plain(es) && en !== undefined && es !== undefined) {
        pairs.push({ place: `${name}:${line}`, en, es });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return pairs;
}

/** The words that stand in an expression, wherever in it. */
function literals(node: ts.Node): readonly string[] {
  const found: string[] = [];
  const visit = (one: ts.Node): void => {
    if (ts.isStringLiteralLike(one)) found.push(one.text);
    else if (ts.isTemplateHead(one) || ts.isTemplateMiddle(one) || ts.isTemplateTail(one)) found.push(one.text);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return found;
}

/** What is put into a sentence, by name; `x.en` and `x.es` are the same x. What only decides (`count === 1 ? …`) is left out. */
function values(node: ts.Node, deciding: "counts" | "left out"): ReadonlySet<string> {
  const found = new Set<string>();
  const name = (one: ts.Node): void => {
    if (ts.isConditionalExpression(one)) {
      if (deciding === "counts") name(one.condition);
      name(one.whenTrue);
      name(one.whenFalse);
    } else if (ts.isCallExpression(one)) {
      if (ts.isPropertyAccessExpression(one.expression)) name(one.expression.expression);
      for (const argument of one.arguments) name(argument);
    } else if (ts.isIdentifier(one)) {
      if (!/^(?:en|es|map|join|toFixed|replace|replaceAll|slice|undefined)$/.test(one.text)) found.add(one.text);
    } else ts.forEachChild(one, name);
  };
  const visit = (one: ts.Node): void => {
    if (ts.isTemplateSpan(one)) name(one.expression);
    ts.forEachChild(one, visit);
  };
  visit(node);
  return found;
}

const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));
const PAIRS = FILES.flatMap(pairsOf);
/** Values that have a name in each language. */
const CALLED: Readonly<Record<string, string>> = { use: "uso" };
const words = (node: ts.Expression) => literals(node).join(" ").trim();

/** The same in both: names of things and of places, single words, and forms. */
const SAME = new Set([
  "access key id",
  "add from .env",
  "api secret",
  "aws",
  "bucket",
  "cdn",
  "cloud name",
  "cloudinary",
  "cors",
  "deploy",
  "diff",
  "error",
  "fedramp",
  "git",
  "no",
  "plan",
  "python",
  "secret access key",
  "variables",
]);

test("there are sentences to look at", () => {
  expect(PAIRS.length).toBeGreaterThan(900);
});

test("every sentence is in both languages", () => {
  const same = PAIRS.filter(({ en, es }) => {
    const [a, b] = [words(en), words(es)];
    if (a === "" || b === "") return a !== b;
    return a === b && /\p{L}{2}/u.test(a) && !SAME.has(a.toLowerCase()) && !NAMES.test(a);
  });
  expect(same.map(({ place, en }) => `${place} ${words(en)}`)).toEqual([]);
});

/** Commands, checks, units, headings that are names of commands. */
const NAMES = /^(?:\(?,? ?\)?|migrate|check|compare|policy|.*\b(?:KB|MB|GB|min|h)\b.*|[\W\d]*s|s3:\/\/.*)$/;

test("what is put into a sentence is put into both", () => {
  const wrong = PAIRS.flatMap(({ place, en, es }) => {
    const [a, b] = [values(en, "left out"), values(es, "counts")];
    const lost = [...a].filter((name) => !b.has(name) && !b.has(CALLED[name] ?? name));
    return lost.length === 0 ? [] : [`${place} es lacks ${lost.join(", ")}`];
  });
  expect(wrong).toEqual([]);
});

describe("Spanish", () => {
  // Labels of a Console stand as they are shown there, and addresses are no sentences.
  const shown = /\S+:\/\/\S*|PDF and ZIP files delivery|Allow delivery of PDF and ZIP files/g;
  const spanish = PAIRS.map(({ place, es }) => ({ place, text: words(es).replace(shown, "") }));
  const found = (pattern: RegExp) =>
    spanish.filter(({ text }) => pattern.test(text)).map(({ place, text }) => `${place} ${pattern.exec(text)?.[0]}`);

  test.each([
    [
      "of Spain",
      /\b(?:vosotros|vuestr[oa]s?|ordenador(?:es)?|ficheros?|cog(?:er|e|es|ido)|vale[,.!]|\p{L}+(?:áis|éis))\b/iu,
    ],
    [
      "to a stranger",
      /\b(?:usted|ustedes)\b|(?:^|[.:;] )(?:Ejecute|Revise|Indique|Agregue|Use|Vea|Haga|Defina|Copie|Pegue|Elija|Corrija|Espere|Mire|Borre|Quite|Abra|Escriba)\b/u,
    ],
    [
      "another word for the same",
      /\b(?:storage (?:de|por)|settings (?:de|que|generad)|(?:los|tus|estos) settings|gestionad[oa]|caduca[nr]?|expirar?|chequeo|revisiones|setear|API de storage|archivo de entorno)\b/iu,
    ],
    ["English left in", /\b(?:the|is|are|was|were|with|without|of|which|your|nothing|cannot)\b/u],
    ["run again, said otherwise", /[Ee]jecuta otra vez|[Vv]uelve a ejecutar/],
    ["a Shell of another gender", /\bla Shell\b/],
    ["quotation marks of English", /“|”/],
  ])("has no words %s", (_name, pattern) => {
    expect(found(pattern)).toEqual([]);
  });

  test("questions and exclamations are opened, and accents are there", () => {
    const unopened = (text: string) => /\p{L}\?/u.test(text) && !text.includes("¿");
    expect(spanish.filter(({ text }) => unopened(text)).map(({ place }) => place)).toEqual([]);
    expect(spanish.filter(({ text }) => /\p{L}!(?!r\})/u.test(text)).map(({ place }) => place)).toEqual([]);
    expect(found(/\b(?:asi|aqui|ahi|despues|tambien|configuracion|comprobacion|ningun|numero|contrasena)\b/iu)).toEqual(
      [],
    );
  });
});
