/** The words that terminal/ adds of its own: labels, the plan's columns, the proof as a sentence, the keys of a prompt. */
import type { Text } from "../lib/text.ts";
import type { Source } from "../model/answers.ts";
import type { Action, RemoteKind } from "../model/change.ts";
import type { Proof } from "../model/proof.ts";

export const PLAN: Text = { en: "Plan", es: "Plan" };
export const NOTHING_CHANGED_YET: Text = { en: "nothing has changed yet", es: "nada ha cambiado todavía" };
export const NOTHING_TO_CHANGE: Text = { en: "nothing to change", es: "no hay nada que cambiar" };
export const WHERE_ANSWERS_COME_FROM: Text = {
  en: "Where the answers come from",
  es: "De dónde salieron las respuestas",
};
/** Answers by the names that the questions give them; one that is not here is shown as it is. */
export const VALUE_NAMES: Readonly<Record<string, Text>> = {
  provider: { en: "provider", es: "proveedor" },
  settings: { en: "settings", es: "configuración" },
  access: { en: "access", es: "acceso" },
  envFile: { en: "variables file", es: "archivo .env" },
  service: { en: "Render service", es: "servicio" },
  python: { en: "Python", es: "Python" },
  prove: { en: "proof", es: "prueba" },
  lang: { en: "language", es: "idioma" },
  bucket: { en: "bucket", es: "bucket" },
  region: { en: "region", es: "región" },
  prefix: { en: "folder in it", es: "carpeta dentro" },
  createBucket: { en: "create bucket", es: "crear bucket" },
  corsOrigin: { en: "sites (CORS)", es: "sitios (CORS)" },
  directUpload: { en: "direct upload", es: "subida directa" },
  endpointUrl: { en: "S3 endpoint", es: "endpoint S3" },
  customDomain: { en: "domain", es: "dominio" },
  createAppUser: { en: "app's IAM user", es: "usuario IAM" },
  profile: { en: "AWS profile", es: "perfil de AWS" },
  mountPath: { en: "mount", es: "montaje" },
  diskName: { en: "disk", es: "disco" },
  diskSize: { en: "size (GB)", es: "tamaño (GB)" },
};
export const youSaid = (names: readonly string[]): Text => ({
  en: `You said: ${names.join(", ")}`,
  es: `Lo dijiste tú: ${names.join(", ")}`,
});

export const changesPlanned = (count: number): Text => ({
  en: `${count} ${count === 1 ? "change" : "changes"}, nothing has changed yet`,
  es: `${count} ${count === 1 ? "cambio" : "cambios"}, nada ha cambiado todavía`,
});

export const ACTIONS: Readonly<Record<Action, Text>> = {
  create: { en: "create", es: "crear" },
  modify: { en: "change", es: "cambiar" },
  delete: { en: "delete", es: "borrar" },
  none: { en: "as it is", es: "sin cambios" },
};

export const REMOTE_KINDS: Readonly<Record<RemoteKind, Text>> = {
  bucket: { en: "bucket", es: "bucket" },
  "public-access-block": { en: "public access", es: "acceso público" },
  cors: { en: "CORS", es: "CORS" },
  policy: { en: "policy", es: "política" },
  "iam-user": { en: "IAM user", es: "usuario IAM" },
  "render-env": { en: "variables", es: "variables" },
  "render-deploy": { en: "deploy", es: "deploy" },
};

export const SOURCE_NAMES: Readonly<Record<Source, Text>> = {
  flag: { en: "flag", es: "opción" },
  env: { en: "environment", es: "entorno" },
  answers: { en: "answers file", es: "archivo de respuestas" },
  project: { en: "project", es: "proyecto" },
  prompt: { en: "you said so", es: "lo dijiste tú" },
  default: { en: "default", es: "por defecto" },
};

export const YES: Text = { en: "yes", es: "sí" };
export const NO: Text = { en: "no", es: "no" };
/** A list without members, an empty string. */
export const NOTHING: Text = { en: "none", es: "ninguno" };

export const linesInAll = (count: number): Text => ({
  en: count === 1 ? "1 line" : `${count} lines`,
  es: count === 1 ? "1 línea" : `${count} líneas`,
});

export const morePlaces = (count: number): Text => ({
  en: `… ${count} more: --verbose shows them all`,
  es: `… ${count} más: --verbose las muestra todas`,
});

/** Decimal point in English, comma in Spanish; under ten seconds with one decimal. */
const seconds = (milliseconds: number): { en: string; es: string } => {
  const whole = Math.max(0, milliseconds) / 1000;
  const en = whole < 10 ? whole.toFixed(1) : String(Math.round(whole));
  return { en: `${en} s`, es: `${en.replace(".", ",")} s` };
};

export const appliedIn = (milliseconds: number): Text => {
  const time = seconds(milliseconds);
  return { en: `Applied in ${time.en}`, es: `Aplicado en ${time.es}` };
};

export const appliedChanges = (count: number, milliseconds: number): Text => {
  const time = seconds(milliseconds);
  return {
    en: `${count} ${count === 1 ? "change" : "changes"} in ${time.en}`,
    es: `${count} ${count === 1 ? "cambio" : "cambios"} en ${time.es}`,
  };
};

/* The proof */

/** What a passed step adds to the sentence «your Django … »; a step that is not here is told only in the list. */
export const PROOF_PHRASES: Readonly<Record<string, Text>> = {
  save: { en: "saved a file", es: "guardó un archivo" },
  read: { en: "read it back", es: "lo leyó de vuelta" },
  "fetch-signed": {
    en: "opened its signed link as a browser would",
    es: "abrió su enlace firmado como lo haría un navegador",
  },
  "fetch-public": {
    en: "opened its public link as a browser would",
    es: "abrió su enlace público como lo haría un navegador",
  },
  cors: { en: "let your site's pages read it", es: "dejó que lo lean las páginas de tu sitio" },
  "fetch-unsigned": { en: "was refused without the signature", es: "fue rechazado sin la firma" },
  "list-anonymous": { en: "could not list the folder without keys", es: "no pudo listar la carpeta sin claves" },
  guard: { en: "was refused without a disk", es: "fue rechazado sin un disco" },
  "view-signed-in": { en: "got it from the site itself", es: "lo recibió del propio sitio" },
  "view-traversal": { en: "got nothing from outside the folder", es: "no recibió nada de fuera de la carpeta" },
  "no-overwrite": { en: "did not overwrite a namesake", es: "no pisó otro archivo con el mismo nombre" },
  delete: { en: "deleted it", es: "lo borró" },
  staticfiles: { en: "serves static files as before", es: "sirve los archivos estáticos como antes" },
};

export const proofSentence = (django: string | null, phrases: readonly Text[]): Text => {
  const version = django === null ? "" : ` ${django}`;
  return {
    en: `Proof: your Django${version} ${inOneBreath(
      phrases.map(({ en }) => en),
      ", and ",
    )}`,
    es: `Prueba: tu Django${version} ${inOneBreath(
      phrases.map(({ es }) => es),
      " y ",
    )}`,
  };
};
const inOneBreath = (phrases: readonly string[], and: string): string =>
  phrases.length < 2 ? phrases.join("") : `${phrases.slice(0, -1).join(", ")}${and}${phrases.at(-1)}`;

export const PROOF_PASSED: Text = { en: "Proof: passed", es: "Prueba: superada" };
export const PROOF_FAILED: Text = { en: "Proof: failed", es: "Prueba: fallida" };
export const PROOF_SKIPPED: Text = { en: "Proof: skipped", es: "Prueba: omitida" };
export const PROOF_ISOLATED: Text = {
  en: "This was a minimal project with the generated module, not your own settings",
  es: "Fue un proyecto mínimo con el módulo generado, no con tu propia configuración",
};
export const PROOF_URLS_APART: Text = {
  en: "These were your own settings, but the view of the generated module alone, not your own URL configuration",
  es: "Fue tu propia configuración, pero solo la vista del módulo generado, no tu propia configuración de URLs",
};

export const PROOF_STATUSES: Readonly<Record<Proof["status"], Text>> = {
  passed: { en: "passed", es: "superada" },
  failed: { en: "failed", es: "fallida" },
  skipped: { en: "skipped", es: "omitida" },
};
export const PROOF_MODES: Readonly<Record<Proof["mode"], Text>> = {
  project: { en: "project", es: "proyecto" },
  isolated: { en: "isolated", es: "aislada" },
};
export const steps = (count: number): Text => ({
  en: count === 1 ? "1 step" : `${count} steps`,
  es: count === 1 ? "1 paso" : `${count} pasos`,
});
export const stepsPassed = (passed: number, count: number): Text => ({
  en: `${passed} of ${steps(count).en}`,
  es: `${passed} de ${steps(count).es}`,
});

export const stepsSkipped = (count: number): Text => ({ en: `${count} skipped`, es: `${count} sin hacer` });

/** In place of checks that went well, a line each. */
export const checksPassed = (count: number): Text => ({
  en: count === 1 ? "1 check passed" : `${count} checks passed`,
  es: count === 1 ? "1 comprobación superada" : `${count} comprobaciones superadas`,
});

/** One word for a check or a step of the proof. */
export const STATUS_WORDS: Readonly<Record<"pass" | "warn" | "fail" | "skip", Text>> = {
  pass: { en: "ok", es: "bien" },
  warn: { en: "warning", es: "advertencia" },
  fail: { en: "failed", es: "falla" },
  skip: { en: "skipped", es: "omitido" },
};

/* What is left, and what went wrong */

export const nextIs = (next: Text): Text => ({ en: `Next: ${next.en}`, es: `Qué hacer: ${next.es}` });
/** Held together by a no-break space. */
export const exitCode = (code: number): Text => ({ en: `(exit\u00a0${code})`, es: `(código\u00a0${code})` });
export const INTERRUPTED: Text = { en: "Interrupted", es: "Interrumpido" };
export const NOT_SAFE_YET: Text = { en: "Not safe yet:", es: "Aún no está a salvo:" };

/* First words of a line off a terminal. Scripts read --json; these are for people, so they are in their language. */

export const LABELS = {
  plan: { en: "plan", es: "plan" },
  answer: { en: "answer", es: "respuesta" },
  diff: { en: "diff", es: "diff" },
  applied: { en: "applied", es: "aplicado" },
  proof: { en: "proof", es: "prueba" },
  warning: { en: "warning", es: "advertencia" },
  check: { en: "check", es: "comprobación" },
  error: { en: "error", es: "error" },
  state: { en: "state", es: "estado" },
  next: { en: "next", es: "sigue" },
  docs: { en: "docs", es: "documentación" },
  done: { en: "done", es: "listo" },
  also: { en: "also", es: "además" },
  unsafe: { en: "not safe yet", es: "aún no está a salvo" },
  working: { en: "working", es: "trabajando" },
  exit: { en: "exit", es: "código" },
} as const satisfies Readonly<Record<string, Text>>;

/** Topics of `facts`, in the other language; one that is not here is shown as it is. */
export const TOPICS: Readonly<Record<string, Text>> = {
  project: { en: "project", es: "proyecto" },
  credentials: { en: "credentials", es: "credenciales" },
  identity: { en: "identity", es: "identidad" },
  git: { en: "git", es: "git" },
  recovery: { en: "recovery", es: "recuperación" },
  undone: { en: "undone", es: "deshecho" },
  interrupted: { en: "stopped", es: "detenido" },
  "in force": { en: "in force", es: "en uso" },
  stack: { en: "stack", es: "traza" },
};

/* Prompts */

export const CONFIRM_YES: Text = { en: "Yes", es: "Sí" };
export const CONFIRM_NO: Text = { en: "No", es: "No" };
/** Letters that answer a confirmation at once. */
export const YES_LETTERS: Text = { en: "y", es: "sy" };
export const NO_LETTERS: Text = { en: "n", es: "n" };
export const NOT_SELECTABLE: Text = { en: "not available yet", es: "aún no disponible" };
export const LEFT_EMPTY: Text = { en: "(left empty)", es: "(vacío)" };
export const WENT_BACK: Text = { en: "back to the question before", es: "de vuelta a la pregunta anterior" };
export const CHOOSE_KEYS: Text = {
  en: "↑↓ move · Enter accept · Esc back",
  es: "↑↓ mover · Enter aceptar · Esc volver",
};
export const CHOOSE_BESIDE_KEYS: Text = {
  en: "←→ move · Enter accept · Esc back",
  es: "←→ mover · Enter aceptar · Esc volver",
};
export const CONFIRM_KEYS: Text = { en: "y or n · Enter accept · Esc back", es: "s o n · Enter aceptar · Esc volver" };
export const TYPE_KEYS: Text = { en: "Enter accept · Esc back", es: "Enter aceptar · Esc volver" };

export const chooseByNumber = (count: number, chosen: number | null): Text => ({
  en: `Number from 1 to ${count}${chosen === null ? "" : `, Enter for ${chosen}`}, or < to go back:`,
  es: `Número del 1 al ${count}${chosen === null ? "" : `, Enter para ${chosen}`}, o < para volver:`,
});
export const notANumberOfTheList = (count: number): Text => ({
  en: `Type one of the numbers that can be chosen, from 1 to ${count}`,
  es: `Escribe uno de los números que se pueden elegir, del 1 al ${count}`,
});
export const typeOrKeep = (initial: string): Text => ({
  en: initial === "" ? "Type it, or < to go back:" : `Type it, Enter for ${initial}, or < to go back:`,
  es: initial === "" ? "Escríbelo, o < para volver:" : `Escríbelo, Enter para ${initial}, o < para volver:`,
});
export const TYPE_SECRET: Text = {
  en: "Type or paste it (nothing is shown), or < to go back:",
  es: "Escríbelo o pégalo (no se muestra nada), o < para volver:",
};
export const yesOrNo = (initial: boolean): Text => ({
  en: `y or n, Enter for ${initial ? "y" : "n"}, or < to go back:`,
  es: `s o n, Enter para ${initial ? "s" : "n"}, o < para volver:`,
});
export const ANSWER_YES_OR_NO: Text = { en: "Answer y or n", es: "Responde s o n" };
