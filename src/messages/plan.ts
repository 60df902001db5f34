/** Sentences about planning, applying and putting back. */
import { EXIT, type Problem } from "../lib/failure.ts";
import { join, type Text, verbatim } from "../lib/text.ts";
import type { Warning } from "../model/change.ts";
import type { BlueprintService } from "../model/project.ts";

export const anotherRun = (pid: number): Problem => ({
  code: "another-run",
  exit: EXIT.failed,
  message: {
    en: `Another vet-media-setup is working on this project${pid > 0 ? ` (process ${pid})` : ""}`,
    es: `Otro vet-media-setup está trabajando en este proyecto${pid > 0 ? ` (proceso ${pid})` : ""}`,
  },
  next: { en: "Wait until it ends, and run this again.", es: "Espera a que termine y ejecuta esto de nuevo." },
});

export const changedMeanwhile = (what: string): Problem => ({
  code: "changed-meanwhile",
  exit: EXIT.failed,
  message: {
    en: `${what} changed after the plan was made, so it was left alone`,
    es: `${what} cambió después de hacer el plan, así que no se tocó`,
  },
  place: what,
  next: {
    en: "Run again: the new plan starts from what is there now.",
    es: "Ejecuta de nuevo: el nuevo plan parte de lo que hay ahora.",
  },
});

export const outsideRepository = (file: string): Problem => ({
  code: "outside-repository",
  exit: EXIT.usage,
  message: {
    en: `${file} leads through a link out of the repository, and what lies there is never edited`,
    es: `${file} lleva por un enlace fuera del repositorio, y lo que está ahí no se edita`,
  },
  place: file,
  next: {
    en: "Put the file itself into the repository, or name another with --settings or --env-file.",
    es: "Pon el archivo dentro del repositorio, o indica otro con --settings o --env-file.",
  },
});

/** `folder`: of the submodule, as seen from the top of the repository. */
export const inSubmodule = (file: string, folder: string): Problem => ({
  code: "in-submodule",
  exit: EXIT.usage,
  message: {
    en: `${file} belongs to another git repository, in ${folder}: a commit here would not hold the change`,
    es: `${file} pertenece a otro repositorio git, en ${folder}: un commit aquí no incluiría el cambio`,
  },
  place: file,
  next: {
    en: `Run the command in the repository of ${folder}, or use --settings with a module of this repository that star-imports those settings.`,
    es: `Ejecuta el comando en el repositorio de ${folder}, o usa --settings con un módulo de este repositorio que importe esa configuración con *.`,
  },
});

export const writeRefused = (file: string, code: string): Problem => ({
  code: "write-refused",
  exit: EXIT.failed,
  message: {
    en: `${file} could not be written: ${reason(code).en}`,
    es: `No se pudo escribir ${file}: ${reason(code).es}`,
  },
  place: file,
  next: {
    en: `Make ${file} and its folder writable for you, and run again.`,
    es: `Da permiso de escritura sobre ${file} y su carpeta, y ejecuta de nuevo.`,
  },
});

/** A file that could not even be looked at; `file` as it is seen from the current folder. */
export const fileRefused = (file: string, code: string): Problem => ({
  code: "file-refused",
  exit: code === "EISDIR" ? EXIT.usage : EXIT.failed,
  message: {
    en: `${file} could not be read or written: ${reason(code).en}`,
    es: `No se pudo leer o escribir ${file}: ${reason(code).es}`,
  },
  place: file,
  next: {
    en: `Make ${file} a file that you may read and write, and run again.`,
    es: `Haz que ${file} sea un archivo que puedas leer y escribir, y ejecuta de nuevo.`,
  },
});

function reason(code: string): Text {
  const known: Record<string, Text> = {
    EACCES: { en: "permission denied", es: "permiso denegado" },
    EPERM: { en: "the system does not permit it", es: "el sistema no lo permite" },
    EROFS: { en: "the file system is read-only", es: "el sistema de archivos es de solo lectura" },
    ENOSPC: { en: "the disk is full", es: "el disco está lleno" },
    EDQUOT: { en: "your disk quota is used up", es: "se agotó tu cuota de disco" },
    EISDIR: { en: "a folder has that name", es: "hay una carpeta con ese nombre" },
    ENOENT: { en: "its folder does not exist", es: "su carpeta no existe" },
    ENOTDIR: { en: "its folder does not exist", es: "su carpeta no existe" },
  };
  return known[code] ?? verbatim(code);
}

export const notOurs = (file: string): Problem => ({
  code: "file-not-generated",
  exit: EXIT.usage,
  message: {
    en: `${file} is there already, and vet-media-setup did not write it`,
    es: `${file} ya existe, y no lo escribió vet-media-setup`,
  },
  place: `${file}:1`,
  next: { en: `Rename ${file}, and run again.`, es: `Cambia el nombre de ${file} y ejecuta de nuevo.` },
});

/** `twin`: the name that is there; `file`: the one that we would make. */
export const caseTwin = (file: string, twin: string): Problem => ({
  code: "case-twin",
  exit: EXIT.usage,
  message: {
    en: `${file} would stand beside ${twin}, which differs in upper and lower case only: on macOS and Windows the two are one file`,
    es: `${file} quedaría junto a ${twin}, que solo difiere en mayúsculas y minúsculas: en macOS y Windows los dos son un mismo archivo`,
  },
  place: twin,
  next: { en: `Rename ${twin}, and run again.`, es: `Cambia el nombre de ${twin} y ejecuta de nuevo.` },
});

export const trackedEnvFile = (file: string): Problem => ({
  code: "env-file-tracked",
  exit: EXIT.usage,
  message: {
    en: `git tracks ${file}, so no secret is written to it`,
    es: `git sigue ${file}, así que no se escribe ningún secreto en él`,
  },
  place: file,
  next: {
    en: `Stop tracking it (git rm --cached ${file}), or name another with --env-file. If it was ever pushed with a key in it, replace that key.`,
    es: `Deja de seguirlo (git rm --cached ${file}) o indica otro con --env-file. Si alguna vez se subió con una clave, reemplaza esa clave.`,
  },
});

export const compileAgain = (command: string, file: string): Text => ({
  en: `Run  ${command}  again: it made ${file}, and fills in the versions of what was added.`,
  es: `Ejecuta de nuevo  ${command}  : así se hizo ${file}, y completa las versiones de lo agregado.`,
});

export const sourceUnknown = (
  command: string,
  file: string,
  source: string | null,
  packages: readonly string[],
): Text => ({
  en: `Add ${packages.join(" and ")} to ${source ?? "the files"} that  ${command}  reads: it made ${file}, and drops them from it next time.`,
  es: `Agrega ${packages.join(" y ")} a ${source ?? "los archivos"} que lee  ${command}  : así se hizo ${file}, y la próxima vez los quita.`,
});

export const secretInBlueprint = (file: string, keys: readonly string[]): Pick<Warning, "message" | "next"> => ({
  message: {
    en: `${file} held the value of ${keys.join(", ")}: taken out, it still stands in git's history`,
    es: `${file} tenía el valor de ${keys.join(", ")}: aunque se quite, queda en el historial de git`,
  },
  next: {
    en: "Make a new key, put it into the Dashboard, and delete the old one where it was made.",
    es: "Crea una clave nueva, ponla en el Dashboard y elimina la anterior donde se creó.",
  },
});

/** `count` lines of the settings. */
export const keyInCode = (count: number): { readonly message: Text; readonly next: Text } => ({
  message: {
    en: `${count === 1 ? "1 line of the settings holds a key" : `${count} lines of the settings hold a key`} in plain sight: whoever has the repository, or ever had it, has the key`,
    es: `${count === 1 ? "1 línea de la configuración tiene una clave" : `${count} líneas de la configuración tienen una clave`} a la vista: quien tenga el repositorio, o lo haya tenido, tiene la clave`,
  },
  next: {
    en: "Make a new key, let the settings read it from the environment, and delete the old one where it was made: git's history keeps it.",
    es: "Crea una clave nueva, haz que la configuración la lea del entorno y elimina la anterior donde se creó: el historial de git la conserva.",
  },
});

export const otherServicesShare = (names: readonly string[], service: string): Pick<Warning, "message"> => ({
  message: {
    en: `${names.join(", ")} ${names.length === 1 ? "shares its" : "share their"} envVars with ${service} through an anchor in render.yaml, and ${names.length === 1 ? "gets" : "get"} the same variables`,
    es: `${names.join(", ")} ${names.length === 1 ? "comparte" : "comparten"} sus envVars con ${service} por un ancla en render.yaml, y ${names.length === 1 ? "recibe" : "reciben"} las mismas variables`,
  },
});

/** Source of `fromService`: https://render.com/docs/blueprint-spec#environment-variables */
export const otherServicesNeed = (
  names: readonly string[],
  service: BlueprintService,
): Pick<Warning, "message" | "next"> => ({
  message: {
    en: `${names.join(", ")} ${names.length === 1 ? "runs" : "run"} the same code on Render: without these variables ${names.length === 1 ? "it does" : "they do"} not start`,
    es: `${names.join(", ")} ${names.length === 1 ? "corre" : "corren"} el mismo código en Render: sin estas variables no ${names.length === 1 ? "arranca" : "arrancan"}`,
  },
  next: {
    en: `Give ${names.join(", ")} the same variables too: in the Dashboard, or in render.yaml, each with  fromService: {name: ${service.name}, type: ${service.type}, envVarKey: …}`,
    es: `Da también a ${names.join(", ")} las mismas variables: en el Dashboard, o en render.yaml, cada una con  fromService: {name: ${service.name}, type: ${service.type}, envVarKey: …}`,
  },
});

export const couldNotPutBack = (what: string, why: string): Text => ({
  en: `${what} could not be put back (${why})`,
  es: `No se pudo dejar ${what} como estaba (${why})`,
});

export const leftAsItIs = (what: string): Text => ({
  en: `${what} was edited since, so it was left as it is`,
  es: `${what} se editó después, así que se dejó tal cual`,
});

export const theirsKept = (what: string): Text => ({
  en: `${what} was edited since: only our part was taken out`,
  es: `${what} se editó después: solo se quitó nuestra parte`,
});

/** What each planned file is for. */
export const fileSummaries = {
  mediaStorage: { en: "where uploaded files live", es: "dónde viven los archivos" },
  settings: { en: "one managed block at the end", es: "un bloque administrado al final" },
  urls: { en: "one managed block that serves uploads", es: "un bloque administrado que sirve los archivos" },
  requirements: (names: readonly string[], gone: readonly string[]): Text => {
    if (gone.length === 0) return verbatim(names.join(", "));
    const without = { en: `without ${gone.join(", ")}`, es: `sin ${gone.join(", ")}` };
    return names.length === 0 ? without : join([verbatim(names.join(", ")), without], ", ");
  },
  envFile: (variables: number, secrets: number): Text => ({
    en: `git-ignored, ${variables} variables${secrets > 0 ? `, ${secrets} secret` : ""}`,
    es: `fuera de git, ${variables} variables${secrets === 0 ? "" : secrets === 1 ? ", 1 secreta" : `, ${secrets} secretas`}`,
  }),
  envExample: { en: "the same names without values", es: "los mismos nombres sin valores" },
  gitignore: { en: "keeps the keys out of git", es: "deja las claves fuera de git" },
  blueprint: (keys: number, secrets: number): Text => ({
    en: `${keys} variables${secrets > 0 ? ", secrets as sync: false" : ""}`,
    es: `${keys} variables${secrets > 0 ? ", los secretos como sync: false" : ""}`,
  }),
  answers: { en: "your answers, without secrets", es: "tus respuestas, sin secretos" },
} as const;

export const envFileHeader = (lang: "en" | "es"): string =>
  ({
    en: "Variables of the Render service. Paste them in the Dashboard: Environment > Add from .env. Never commit this file.",
    es: "Variables del servicio en Render. Pégalas en el Dashboard: Environment > Add from .env. Nunca subas este archivo a git.",
  })[lang];

export const ignoreComment = (lang: "en" | "es"): string =>
  ({
    en: "Keys for production (vet-media-setup)",
    es: "Claves de producción (vet-media-setup)",
  })[lang];
