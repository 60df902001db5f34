/** The words of --help that are not a question's own. */
import type { Text } from "../lib/text.ts";

export const program: Text = {
  en: "Keeps the uploads of a Django app on Render: chooses, configures and proves its media storage.",
  es: "Conserva los archivos subidos de una app Django en Render: elige, configura y prueba su almacenamiento.",
};

export const headings = {
  usage: { en: "Usage", es: "Uso" },
  commands: { en: "Commands", es: "Comandos" },
  options: { en: "Options", es: "Opciones" },
  common: { en: "Your project", es: "Tu proyecto" },
  s3: { en: "Amazon S3, and services that speak its protocol", es: "Amazon S3 y servicios que hablan su protocolo" },
  cloudinary: { en: "Cloudinary", es: "Cloudinary" },
  "render-disk": { en: "Render disk", es: "Disco de Render" },
  render: { en: "Render, hands-free", es: "Render, automático" },
  migrate: { en: "migrate", es: "migrate" },
  check: { en: "check", es: "check" },
  compare: { en: "compare", es: "compare" },
  policy: { en: "policy", es: "policy" },
  exitCodes: { en: "Exit codes", es: "Códigos de salida" },
  examples: { en: "Examples", es: "Ejemplos" },
  environment: { en: "Also from the environment", es: "También del entorno" },
} as const satisfies Record<string, Text>;

export const usageCommand: Text = { en: "[COMMAND]", es: "[COMANDO]" };
export const usageTail: Text = { en: "[options]", es: "[opciones]" };

export const commands = {
  setup: {
    en: "choose a provider, show the plan, apply it, prove it (the default)",
    es: "elegir un proveedor, mostrar el plan, aplicarlo, probarlo (el que se usa si no indicas otro)",
  },
  check: { en: "re-examine what is set up; read-only", es: "volver a examinar lo configurado; solo lectura" },
  migrate: {
    en: "copy existing media from one store to another",
    es: "copiar los archivos de un almacenamiento a otro",
  },
  undo: { en: "put back what the last setup changed", es: "deshacer lo que cambió el último setup" },
  compare: {
    en: "the providers side by side, priced for this project's media",
    es: "los proveedores lado a lado, con precios para los archivos de este proyecto",
  },
  policy: {
    en: "print the least-privilege IAM policies, or the CORS rule",
    es: "mostrar las políticas IAM con los permisos mínimos, o la regla CORS",
  },
} as const satisfies Record<string, Text>;

export const byDefault = (value: string): Text => ({ en: `default: ${value}`, es: `por defecto: ${value}` });
export const fromVariables = (names: readonly string[]): Text => ({
  en: `env: ${names.join(", ")}`,
  es: `entorno: ${names.join(", ")}`,
});
export const alsoReads = (names: readonly string[]): Text => ({
  en: `looks at ${names.join(", ")}`,
  es: `mira ${names.join(", ")}`,
});
export const neverFlags = (names: readonly string[]): Text => ({
  en: `Never a flag, only the environment or a masked prompt: ${names.join(", ")}`,
  es: `Nunca como opción, solo del entorno o de una pregunta oculta: ${names.join(", ")}`,
});

export const precedence: Text = {
  en: "A value comes from its flag, else its variable, else vet-media-setup.json, else the project, else you are asked, else its default.",
  es: "Un valor sale de su opción; si no, de su variable; si no, de vet-media-setup.json; si no, del proyecto; si no, se te pregunta; si no, es el valor por defecto.",
};

export const environment: readonly (readonly [name: string, what: Text])[] = [
  [
    "AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, _STS, _IAM",
    {
      en: "the SDK's own: send every call of AWS elsewhere; never written to a file",
      es: "propias del SDK: envían todas las llamadas de AWS a otro lugar; nunca se escriben en un archivo",
    },
  ],
  [
    "NO_COLOR, FORCE_COLOR, TERM=dumb",
    { en: "without colour, with colour, plain lines", es: "sin color, con color, líneas simples" },
  ],
  ["CI", { en: "nothing is asked", es: "no se pregunta nada" }],
];

export const exitCodes: readonly (readonly [code: string, what: Text])[] = [
  ["0", { en: "done, or nothing to do", es: "listo, o no había nada que hacer" }],
  ["1", { en: "failed, and what had been changed was put back", es: "falló, y lo que se había cambiado se restauró" }],
  [
    "2",
    {
      en: "bad usage, a value that cannot be right, a project that is refused",
      es: "uso incorrecto, un valor que no puede estar bien, un proyecto que no se acepta",
    },
  ],
  [
    "3",
    {
      en: "answers are missing: values, keys, a bucket that does not exist",
      es: "faltan respuestas: valores, claves, un bucket que no existe",
    },
  ],
  [
    "4",
    {
      en: "check or the proof found a problem; after a failed proof all is put back",
      es: "check o la prueba encontró un problema; si la prueba falla, todo se restaura",
    },
  ],
  [
    "5",
    {
      en: "failed, and not everything could be put back; it says what, and how",
      es: "falló, y no todo se pudo restaurar; dice qué, y cómo",
    },
  ],
  ["130", { en: "interrupted, and put back", es: "interrumpido, y restaurado" }],
];

interface Example {
  readonly what: Text;
  readonly command: string;
}

const wizard: Example = {
  what: { en: "Ask, show the plan, apply it, prove it", es: "Preguntar, mostrar el plan, aplicarlo, probarlo" },
  command: "npx vet-media-setup",
};
const inCi: Example = {
  what: { en: "The same in CI, without a question", es: "Lo mismo en CI, sin preguntas" },
  command: "npx vet-media-setup --provider s3 --bucket clinic-media-5f0c91ab --yes",
};
const dryRun: Example = {
  what: {
    en: "Only look: the plan as JSON, nothing is written",
    es: "Solo mirar: el plan como JSON, sin escribir nada",
  },
  command: "npx vet-media-setup --provider s3 --bucket clinic-media-5f0c91ab \\\n  --dry-run --json",
};

export const examples = {
  setup: [wizard, inCi, dryRun],
  check: [
    {
      what: { en: "After a deploy", es: "Después de un deploy" },
      command: "npx vet-media-setup check --deployed https://clinic.onrender.com",
    },
    {
      what: {
        en: "A page to print: for the owner, and the lines to change",
        es: "Una página para imprimir: para el dueño, y las líneas por cambiar",
      },
      command: "npx vet-media-setup check --report media.html",
    },
    { what: { en: "For scripts", es: "Para scripts" }, command: "npx vet-media-setup check --json" },
  ],
  migrate: [
    {
      what: { en: "Count first", es: "Primero contar" },
      command: "npx vet-media-setup migrate --from media --to configured --dry-run",
    },
    {
      what: { en: "Copy, then compare both sides", es: "Copiar y luego comparar ambos lados" },
      command: "npx vet-media-setup migrate --from media --to configured --verify",
    },
    {
      what: { en: "From one bucket to another", es: "De un bucket a otro" },
      command: "npx vet-media-setup migrate --from s3://old/media --to s3://new/media",
    },
  ],
  undo: [
    { what: { en: "Ask, then put back", es: "Preguntar y restaurar" }, command: "npx vet-media-setup undo" },
    { what: { en: "Without a question", es: "Sin preguntas" }, command: "npx vet-media-setup undo --yes" },
    {
      what: { en: "Of a project elsewhere", es: "De un proyecto en otra carpeta" },
      command: "npx vet-media-setup undo --project backend",
    },
  ],
  compare: [
    { what: { en: "Side by side", es: "Lado a lado" }, command: "npx vet-media-setup compare" },
    {
      what: { en: "What if there were more", es: "¿Y si hubiera más?" },
      command: "npx vet-media-setup compare --gb 20 --downloads 50",
    },
    { what: { en: "For scripts", es: "Para scripts" }, command: "npx vet-media-setup compare --json" },
  ],
  policy: [
    { what: { en: "For the app", es: "Para la app" }, command: "npx vet-media-setup policy --for app" },
    {
      what: { en: "For whoever runs setup", es: "Para quien ejecuta setup" },
      command: "npx vet-media-setup policy --for setup",
    },
    {
      what: { en: "CORS, to be set by hand", es: "CORS, para definirlo a mano" },
      command: "npx vet-media-setup policy --cors > cors.json",
    },
  ],
} as const satisfies Record<keyof typeof commands, readonly Example[]>;
