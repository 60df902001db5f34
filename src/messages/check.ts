/** Sentences of the check command: what was found, what it means for the user's files, and the next step. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import type { Action, RemoteKind } from "../model/change.ts";

interface Said {
  readonly message: Text;
  readonly next?: Text;
}

const RUN_SETUP: Text = {
  en: "Write it anew (the plan is shown first): npx vet-media-setup check --fix",
  es: "Vuelve a escribirlo (antes se muestra el plan): npx vet-media-setup check --fix",
};

export const notSetUp: Said = {
  message: {
    en: "Nothing is set up here: on Render, every uploaded file is lost at the next deploy or restart",
    es: "Aquí no hay nada configurado: en Render, cada archivo subido se pierde en el próximo deploy o reinicio",
  },
  next: { en: "Run npx vet-media-setup.", es: "Ejecuta npx vet-media-setup." },
};

/** What a file of ours does, and what its absence means. */
export type FileRole =
  | "module"
  | "settings"
  | "urls"
  | "requirements"
  | "env-file"
  | "env-example"
  | "gitignore"
  | "blueprint"
  | "answers";

const MEANING: Readonly<Record<FileRole, Text>> = {
  module: { en: "it decides where uploads go", es: "decide adónde van los archivos subidos" },
  settings: {
    en: "without its block Django keeps uploads on the disk that Render wipes",
    es: "sin su bloque, Django guarda los archivos en el disco que Render borra",
  },
  urls: {
    en: "without its block nobody can open the files of the disk",
    es: "sin su bloque nadie puede abrir los archivos del disco",
  },
  requirements: {
    en: "without its packages the next deploy does not start",
    es: "sin sus paquetes, el próximo deploy no arranca",
  },
  "env-file": { en: "the service needs these variables", es: "el servicio necesita estas variables" },
  "env-example": {
    en: "a colleague would not know which variables there are",
    es: "un colega no sabría qué variables hay",
  },
  gitignore: { en: "the keys could end up in git", es: "las claves podrían terminar en git" },
  blueprint: {
    en: "a new service would be made without these variables or this disk",
    es: "un servicio nuevo se crearía sin estas variables o este disco",
  },
  answers: { en: "the next run would ask again", es: "la próxima ejecución volvería a preguntar" },
};

export const fileInStep = (file: string): Text => ({
  en: `${file} is as this tool writes it`,
  es: `${file} está tal como lo escribe esta herramienta`,
});

export const fileDiffers = (file: string, role: FileRole, action: Action): Said => ({
  message: {
    en: `${file} ${action === "create" ? "is missing" : "is not as this tool writes it: edited by hand, or from other answers"}; ${MEANING[role].en}`,
    es: `${file} ${action === "create" ? "no está" : "no está como lo escribe esta herramienta: alguien lo editó o viene de otras respuestas"}; ${MEANING[role].es}`,
  },
  next: RUN_SETUP,
});

export const envFileElsewhere = (file: string): Text => ({
  en: `${file} is not here (git does not keep it): whether the service has its variables was not checked`,
  es: `${file} no está aquí (git no lo guarda): no se revisó si el servicio tiene sus variables`,
});

export const fileUnplannable = (message: Text): Text => ({
  en: `The files could not be compared: ${message.en}`,
  es: `No se pudieron comparar los archivos: ${message.es}`,
});

export const laterLine = (place: string, name: string): Said => ({
  message: {
    en: `${place} sets ${name} after our block: Django takes the later line, and uploads may go elsewhere`,
    es: `${place} define ${name} después de nuestro bloque: Django toma la última línea, y los archivos pueden ir a otro lugar`,
  },
  next: {
    en: "Move that line above the block, or take it out.",
    es: "Mueve esa línea sobre el bloque, o quítala.",
  },
});

export const nothingLater: Text = {
  en: "Nothing in the settings module overrides our block",
  es: "Nada en el módulo de configuración anula nuestro bloque",
};

export const noKeys = (title: string): Said => ({
  message: {
    en: `No keys for ${title} are here, so it was not asked`,
    es: `Aquí no hay claves de ${title}, así que no se le consultó`,
  },
  next: {
    en: "Put the keys into the environment of this run, as setup takes them.",
    es: "Pon las claves en el entorno de esta ejecución, como las toma setup.",
  },
});

const THINGS: Readonly<Record<RemoteKind, Text>> = {
  bucket: { en: "The bucket", es: "El bucket" },
  "public-access-block": { en: "The public access block", es: "El bloqueo de acceso público" },
  cors: { en: "The CORS rule", es: "La regla CORS" },
  policy: { en: "The bucket policy", es: "La política del bucket" },
  "iam-user": { en: "The IAM user", es: "El usuario IAM" },
  "render-env": { en: "A variable at Render", es: "Una variable en Render" },
  "render-deploy": { en: "The deploy", es: "El deploy" },
};

export const remoteInStep = (kind: RemoteKind, target: string): Text => ({
  en: `${THINGS[kind].en} of ${target} is as setup left it`,
  es: `${THINGS[kind].es} de ${target} está como lo dejó setup`,
});

export const remoteDiffers = (kind: RemoteKind, target: string, action: Action, wanted: Text): Said => ({
  message: {
    en: `${THINGS[kind].en} of ${target} ${action === "create" ? "is missing" : "is not as the answers want it"} (wanted: ${wanted.en})`,
    es: `${THINGS[kind].es} de ${target} ${action === "create" ? "no está" : "no está como piden las respuestas"} (se espera: ${wanted.es})`,
  },
  next: RUN_SETUP,
});

/** `places`: one for each file, with its lines. */
export const bypasses = (count: number, places: readonly string[]): Said => ({
  message: {
    en: `${count === 1 ? "1 line goes" : `${count} lines go`} round the storage API and ${count === 1 ? "fails" : "fail"} on S3 and Cloudinary: ${places.slice(0, 3).join(", ")}${places.length > 3 ? " …" : ""}`,
    es: `${count === 1 ? "1 línea esquiva" : `${count} líneas esquivan`} la API de almacenamiento y ${count === 1 ? "falla" : "fallan"} en S3 y Cloudinary: ${places.slice(0, 3).join(", ")}${places.length > 3 ? " …" : ""}`,
  },
  next: {
    en: "Each with what to write instead: npx vet-media-setup check --report paths.md",
    es: "Cada una con lo que hay que escribir: npx vet-media-setup check --report rutas.md",
  },
});

export const noBypasses: Text = {
  en: "No line was found that goes round the storage API",
  es: "No se encontró ninguna línea que esquive la API de almacenamiento",
};

export const proofPassed = (django: string): Text => ({
  en: `Your Django ${django} saved, read, opened and deleted a file through these settings`,
  es: `Tu Django ${django} guardó, leyó, abrió y borró un archivo con esta configuración`,
});
export const proofNotRun = (reason: Text): Text => ({
  en: `Your Django did not prove it: ${reason.en}`,
  es: `Tu Django no lo probó: ${reason.es}`,
});

export const checking: Text = { en: "Checking", es: "Revisando" };

export const allWell = (passed: number): Text => ({
  en: `All is well: ${passed === 1 ? "1 check" : `${passed} checks`} passed.`,
  es: `Todo está bien: ${passed === 1 ? "1 comprobación superada" : `${passed} comprobaciones superadas`}.`,
});
export const wellEnough = (passed: number, warnings: number, unchecked: number): Text => ({
  en: `Nothing failed: ${passed === 1 ? "1 check" : `${passed} checks`} passed${warnings === 0 ? "" : `, ${warnings} to look at`}${unchecked === 0 ? "" : `, ${unchecked} not done`}.`,
  es: `Nada falló: ${passed === 1 ? "1 comprobación superada" : `${passed} comprobaciones superadas`}${warnings === 0 ? "" : `, ${warnings} por mirar`}${unchecked === 0 ? "" : `, ${unchecked} sin hacer`}.`,
});

export const checkFailed = (failed: number, first: Said): Problem => ({
  code: "check-failed",
  exit: EXIT.problems,
  message: {
    en: failed === 1 ? "1 check failed" : `${failed} checks failed`,
    es: failed === 1 ? "1 comprobación falló" : `${failed} comprobaciones fallaron`,
  },
  next: first.next ?? first.message,
});

export const environmentWhole = (count: number): Text => ({
  en: `The running service has all ${count} variables`,
  es: `El servicio en marcha tiene las ${count} variables`,
});
export const environmentLacks = (key: string): Said => ({
  message: {
    en: `The running service has no ${key}: the app stops at the next start, or keeps files in the wrong place`,
    es: `El servicio en marcha no tiene ${key}: la app no arranca la próxima vez, o guarda los archivos en otro lugar`,
  },
  next: {
    en: `Render › your service › Environment: add ${key}.`,
    es: `Render › tu servicio › Environment: agrega ${key}.`,
  },
});
export const environmentDiffers = (key: string, wanted: string): Said => ({
  message: {
    en: `The running service has another ${key} than the answers say (${wanted})`,
    es: `El servicio en marcha tiene ${key} con otro valor que el de las respuestas (${wanted})`,
  },
  next: {
    en: `Render › your service › Environment: set ${key}, or run setup with the value that is right.`,
    es: `Render › tu servicio › Environment: corrige ${key}, o ejecuta setup con el valor correcto.`,
  },
});
export const diskMounted = (folder: string): Text => ({
  en: `${folder} is a mounted disk`,
  es: `${folder} es un disco montado`,
});
export const diskNotMounted = (folder: string): Said => ({
  message: {
    en: `${folder} is no mounted disk: what is saved there is lost at the next deploy`,
    es: `${folder} no es un disco montado: lo que se guarde ahí se pierde en el próximo deploy`,
  },
  next: {
    en: "Render › your service › Disks: add the disk at this mount path, and deploy.",
    es: "Render › tu servicio › Disks: agrega el disco en esa ruta de montaje y haz deploy.",
  },
});

export const siteAnswers = (origin: string, status: number): Text => ({
  en: `${origin} answers (HTTP ${status})`,
  es: `${origin} responde (HTTP ${status})`,
});
export const siteDown = (origin: string, why: string): Said => ({
  message: { en: `${origin} does not answer as a site: ${why}`, es: `${origin} no responde como un sitio: ${why}` },
  next: {
    en: "Look at the logs of the last deploy: Render › your service › Logs.",
    es: "Mira los logs del último deploy: Render › tu servicio › Logs.",
  },
});
export const mediaOpens = (what: string): Text => ({
  en: `A browser on the site gets a media file (${what})`,
  es: `Un navegador en el sitio recibe un archivo (${what})`,
});
export const mediaRefused = (what: string, why: string): Said => ({
  message: {
    en: `A browser on the site does not get a media file (${what}): ${why}`,
    es: `Un navegador en el sitio no recibe un archivo (${what}): ${why}`,
  },
  next: {
    en: "Run npx vet-media-setup check with the app's keys: it names the broken link.",
    es: "Ejecuta npx vet-media-setup check con las claves de la app: nombra el eslabón roto.",
  },
});
export const noMediaOnPage = (origin: string): Said => ({
  message: {
    en: `No media file is linked on the page at ${origin}, so none was opened`,
    es: `La página ${origin} no enlaza ningún archivo, así que no se abrió ninguno`,
  },
  next: {
    en: "Give the address of a page that shows an uploaded file, or the address of the file itself.",
    es: "Da la dirección de una página que muestre un archivo subido, o la del archivo mismo.",
  },
});
export const corsOfMedia = (origin: string): Said => ({
  message: {
    en: `The file opens as a picture or a download, and fetch() from ${origin} is not allowed to read it`,
    es: `El archivo se abre como imagen o descarga, pero fetch() desde ${origin} no puede leerlo`,
  },
  next: {
    en: `If your pages read files with fetch(), run setup with --cors-origin ${origin}.`,
    es: `Si tus páginas leen archivos con fetch(), ejecuta setup con --cors-origin ${origin}.`,
  },
});

export const reportWritten = (file: string): Text => ({
  en: `The report is in ${file}`,
  es: `El informe está en ${file}`,
});
export const reportRefused = (file: string, code: string): Problem => ({
  code: "report-refused",
  exit: EXIT.failed,
  message: { en: `${file} could not be written (${code})`, es: `No se pudo escribir ${file} (${code})` },
  place: "--report",
  next: { en: "Name another file with --report.", es: "Indica otro archivo con --report." },
});

/** Headings of the developer's part of the report file. */
export const report = {
  findings: { en: "What was checked", es: "Qué se revisó" },
  columns: [
    { en: "", es: "" },
    { en: "what", es: "qué" },
    { en: "next step", es: "siguiente paso" },
  ],
  bypasses: { en: "Lines that go round the storage API", es: "Líneas que esquivan la API de almacenamiento" },
  bypassesWords: {
    en: "These lines look for uploads on the machine that runs the app. On S3 and Cloudinary they raise NotImplementedError or miss the file. The storage call below each of them works on every storage.",
    es: "Estas líneas buscan los archivos subidos en la máquina donde corre la aplicación. Con S3 y Cloudinary lanzan NotImplementedError o no encuentran el archivo. La llamada de abajo funciona con cualquier almacenamiento.",
  },
  bypassLine: { en: "line", es: "línea" },
  leaving: { en: "Taking it back", es: "Deshacer" },
  leavingWords: {
    en: "npx vet-media-setup undo takes the setup back. npx vet-media-setup --provider NAME moves to another provider. Files that were uploaded stay where they are until somebody copies or deletes them.",
    es: "npx vet-media-setup undo deshace la configuración. npx vet-media-setup --provider NOMBRE cambia de proveedor. Los archivos ya subidos se quedan donde están hasta que alguien los copie o los borre.",
  },
} as const;

export const signs: Readonly<Record<"pass" | "warn" | "fail" | "skip", Text>> = {
  pass: { en: "ok", es: "bien" },
  warn: { en: "look", es: "mirar" },
  fail: { en: "failed", es: "falló" },
  skip: { en: "not checked", es: "sin revisar" },
};
