/** Sentences of the setup command and of the command line's frame. */
import { EXIT, type Problem } from "../lib/failure.ts";
import { join, type Text, verbatim } from "../lib/text.ts";
import type { Access } from "../model/answers.ts";
import type { Project } from "../model/project.ts";
import { size } from "./money.ts";

export const unexpected = (detail: string): Problem => ({
  code: "unexpected",
  exit: EXIT.failed,
  message: { en: `Something unexpected happened: ${detail}`, es: `Pasó algo inesperado: ${detail}` },
  next: {
    en: "Run again with --verbose, and report what it prints: that is a mistake of this tool, not yours.",
    es: "Ejecuta de nuevo con --verbose e informa lo que muestre: es un error de esta herramienta, no tuyo.",
  },
});

const counted = (count: number, one: Text, many: Text): Text => {
  const word = count === 1 ? one : many;
  return { en: `${count} ${word.en}`, es: `${count} ${word.es}` };
};

const files = (count: number): Text => counted(count, { en: "file", es: "archivo" }, { en: "files", es: "archivos" });

export const everythingAsBefore = (remote: readonly string[], changed: readonly string[]): Text => {
  if (remote.length === 0 && changed.length === 0) {
    return {
      en: "Everything is as it was: nothing had been changed yet.",
      es: "Todo quedó como estaba: aún no se había cambiado nada.",
    };
  }
  const summary = putBackSummary(remote, changed);
  return { en: `Everything is as it was: ${summary.en}`, es: `Todo quedó como estaba: ${summary.es}` };
};

/** `remote`: kind and target, `cors clinic-media`. */
export const putBackSummary = (remote: readonly string[], changed: readonly string[]): Text => {
  const variables = remote.filter((name) => name.startsWith("render-env ")).length;
  const others = remote.filter((name) => !name.startsWith("render-env "));
  const parts: Text[] = others.map((name) => {
    const [kind = "", ...target] = name.split(" ");
    return REMOTE_THINGS[kind]?.(target.join(" ")) ?? verbatim(name);
  });
  if (variables > 0) {
    const [en, es] =
      variables === 1 ? ["1 variable", "1 variable"] : [`${variables} variables`, `${variables} variables`];
    parts.push({ en: `${en} at Render`, es: `${es} en Render` });
  }
  if (changed.length > 0) parts.push(files(changed.length));
  const plural = parts.length > 1 || changed.length > 1;
  const en = parts.map((part) => part.en);
  const es = parts.map((part) => part.es);
  return {
    en: `${listed(en, "and")} ${plural ? "were" : "was"} put back.`,
    es: `${plural ? "se restauraron" : "se restauró"} ${listed(es, "y")}.`,
  };
};

const REMOTE_THINGS: Readonly<Record<string, (target: string) => Text>> = {
  bucket: (target) => ({ en: `the bucket ${target}`, es: `el bucket ${target}` }),
  "public-access-block": () => ({ en: "the public access block", es: "el bloqueo de acceso público" }),
  cors: () => ({ en: "the CORS rule", es: "la regla CORS" }),
  "iam-user": (target) => ({ en: `the IAM user ${target}`, es: `el usuario IAM ${target}` }),
};

const listed = (parts: readonly string[], and: string): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} ${and} ${parts.at(-1)}`;

export const notEverythingPutBack = (failed: readonly Text[]): Problem => ({
  code: "not-put-back",
  exit: EXIT.notPutBack,
  message: {
    en: `Not everything could be put back: ${join(failed, "; ").en}`,
    es: `No todo se pudo dejar como estaba: ${join(failed, "; ").es}`,
  },
  next: {
    en: "The before-images are in .vet-media-setup/runs. Mend what the message names, and run vet-media-setup again: it goes on putting back.",
    es: "Las copias previas están en .vet-media-setup/runs. Arregla lo que dice el mensaje y ejecuta vet-media-setup otra vez: seguirá restaurando.",
  },
});

export const planNotAccepted: Problem = {
  code: "plan-not-accepted",
  exit: EXIT.needsInput,
  message: {
    en: "Nobody has accepted the plan, so nothing was changed",
    es: "Nadie aceptó el plan, así que no se cambió nada",
  },
  place: "--yes",
  next: {
    en: "Add --yes to accept it, or --dry-run to only see it.",
    es: "Agrega --yes para aceptarlo, o --dry-run para solo verlo.",
  },
};

export const interruptedRun: Problem = {
  code: "interrupted-run",
  exit: EXIT.needsInput,
  message: {
    en: "An earlier run was cut before it ended, and its changes are half done",
    es: "Una ejecución anterior se cortó antes de terminar y dejó cambios a medias",
  },
  place: "--yes",
  next: {
    en: "Run setup with --yes: it first puts everything back.",
    es: "Ejecuta setup con --yes: primero deja todo como estaba.",
  },
};

export const interruptedRunFound: Text = {
  en: "An earlier run was cut before it ended. It is put back first.",
  es: "Una ejecución anterior se cortó antes de terminar. Primero se deja todo como estaba.",
};

export const askPutBack: Text = {
  en: "An earlier run was cut before it ended. Put back what it changed, and go on?",
  es: "Una ejecución anterior se cortó antes de terminar. ¿Dejar todo como estaba y seguir?",
};

export const noUploads = (project: Project): Text => ({
  en: `${project.name} has no file fields and no other uploads that we can see: there is no media to keep, and nothing was changed.`,
  es: `${project.name} no tiene campos de archivo ni otras subidas que podamos ver: no hay archivos que guardar, y no se cambió nada.`,
});

export const yourProject: Text = { en: "Your project", es: "Tu proyecto" };
export const inspecting: Text = { en: "Looking at your project", es: "Revisando tu proyecto" };
export const surveying: Text = { en: "Asking the provider", es: "Consultando al proveedor" };
export const surveyingProject: Text = {
  en: "Looking at render.yaml and the repository",
  es: "Revisando render.yaml y el repositorio",
};
export const applying: Text = { en: "Applying", es: "Aplicando" };
/** `title` of the provider. */
export const probing = (title: string): Text => ({
  en: `Trying ${title} with a test file`,
  es: `Probando ${title} con un archivo de prueba`,
});
export const proving: Text = { en: "Proving with your Django", es: "Probando con tu Django" };
export const puttingBack: Text = { en: "Putting everything back", es: "Dejando todo como estaba" };

/** `configured`: the settings hold our block already, whatever stands above it. `inForce`: and it is said by itself what that has configured. */
export const projectFacts = (project: Project, configured: boolean, inForce = false): Text[] => {
  const lines: Text[] = [];
  const django = project.django?.specifier ?? "?";
  const settings = project.settings;
  if (settings !== null) {
    const named = settings.evidence[0]?.summary;
    const evidence = named === undefined || named === settings.module ? "" : ` (${named})`;
    lines.push({
      en: `Django ${django} · production runs ${settings.file}${evidence}`,
      es: `Django ${django} · producción usa ${settings.file}${evidence}`,
    });
  }
  const fields = project.fileFields.length;
  const { media } = project;
  const held: Text =
    media.files > 0
      ? {
          en: ` · ${media.root ?? "media"}/ holds ${files(media.files).en}, ${size(media.bytes).en}`,
          es: ` · ${media.root ?? "media"}/ tiene ${files(media.files).es}, ${size(media.bytes).es}`,
        }
      : verbatim("");
  lines.push({
    en: `${blueprintFact(project).en} · ${fields} file field${fields === 1 ? "" : "s"}${held.en}`,
    es: `${blueprintFact(project).es} · ${fields} campo${fields === 1 ? "" : "s"} de archivo${held.es}`,
  });
  if (configured || inForce) {
    if (inForce) return lines;
    lines.push({
      en: "An earlier run has configured where uploads live",
      es: "Una ejecución anterior ya configuró dónde viven los archivos",
    });
  } else if (project.storage.default === "filesystem") {
    lines.push({ en: "Today uploads are lost at every deploy", es: "Hoy los archivos se pierden en cada deploy" });
  }
  return lines;
};

const blueprintFact = ({ blueprint, service }: Project): Text => {
  if (blueprint === null) return { en: "no render.yaml", es: "sin render.yaml" };
  return verbatim(service === null ? blueprint.file : `${blueprint.file}: ${service.name}`);
};

export const bypassWarning = (count: number): Text => ({
  en: `${count === 1 ? "1 line opens" : `${count} lines open`} files by path, which fails on S3 and Cloudinary: change ${count === 1 ? "it" : "them"} before you deploy`,
  es: `${count === 1 ? "1 línea abre" : `${count} líneas abren`} archivos por su ruta, y eso falla en S3 y Cloudinary: cámbia${count === 1 ? "la" : "las"} antes del deploy`,
});

/** Off Render, with nothing chosen, the settings stay as they were: there the lines may count. */
export const deadLines = (count: number): Text => ({
  en: `${count === 1 ? "1 older storage line does" : `${count} older storage lines do`} not count on Render any more`,
  es: `${count === 1 ? "1 línea antigua de almacenamiento ya no cuenta" : `${count} líneas antiguas de almacenamiento ya no cuentan`} en Render`,
});

export const dirtyTree = (count: number): Text => ({
  en: `git has ${count === 1 ? "1 uncommitted change" : `${count} uncommitted changes`}: ours will mix with yours in the next commit`,
  es: `git tiene ${count === 1 ? "1 cambio" : `${count} cambios`} sin commit: los nuestros se mezclarán con los tuyos en el próximo commit`,
});

export const ownStorageFields = (count: number): Text => ({
  en: `${count === 1 ? "1 field names" : `${count} fields name`} a storage of its own, which stays as it is`,
  es: `${count === 1 ? "1 campo indica" : `${count} campos indican`} su propio almacenamiento, que se mantiene igual`,
});

export const mediaNotMoved = (folder: string, count: number, bytes: number): Text => ({
  en: `The ${files(count).en} of ${folder}/ (${size(bytes).en}) ${count === 1 ? "stays" : "stay"} there: this run does not move ${count === 1 ? "it" : "them"}`,
  es: `${count === 1 ? "El archivo" : `Los ${files(count).es}`} de ${folder}/ (${size(bytes).es}) se ${count === 1 ? "queda" : "quedan"} ahí: esta ejecución no ${count === 1 ? "lo" : "los"} mueve`,
});

export const askApply: Text = { en: "Apply?", es: "¿Aplicar?" };
export const askCreateBucket = (bucket: string, access: Access): Text =>
  access === "private"
    ? {
        en: `There is no bucket ${bucket} yet. Create it, private?`,
        es: `El bucket ${bucket} aún no existe. ¿Crearlo, privado?`,
      }
    : {
        en: `There is no bucket ${bucket} yet. Create it? The files in its folder will be public.`,
        es: `El bucket ${bucket} aún no existe. ¿Crearlo? Los archivos de su carpeta serán públicos.`,
      };
export const applyChoices = {
  yes: { en: "Yes", es: "Sí" },
  diff: { en: "Show the diff", es: "Ver las diferencias" },
  change: { en: "Change an answer", es: "Cambiar una respuesta" },
  no: { en: "No", es: "No" },
} as const;

export const nothingToDo: Text = {
  en: "Nothing to do: everything is already as you want it.",
  es: "No hay nada que hacer: todo está como lo pediste.",
};

export const dryRunDone: Text = {
  en: "Dry run: nothing was changed, and nothing was proved.",
  es: "Simulación: no se cambió nada, y no se probó nada.",
};

/** `left`: how many things are left for the person. */
export const uploadsSafe = (left: number): Text =>
  join([{ en: "Uploads are safe.", es: "Tus archivos están a salvo." }, leftForYou(left)]);
export const uploadsConfigured = (left: number): Text =>
  join([
    {
      en: "Uploads are configured, but your Django did not prove it.",
      es: "Las subidas quedaron configuradas, pero tu Django no lo probó.",
    },
    leftForYou(left),
  ]);
const leftForYou = (left: number): Text => {
  const en = [
    "Nothing",
    "One thing",
    "Two things",
    "Three things",
    "Four things",
    "Five things",
    "Six things",
    "Seven things",
  ][left];
  const es = [
    "No te queda nada",
    "Te queda un paso",
    "Te quedan dos pasos",
    "Te quedan tres pasos",
    "Te quedan cuatro pasos",
    "Te quedan cinco pasos",
    "Te quedan seis pasos",
    "Te quedan siete pasos",
  ][left];
  return { en: `${en ?? `${left} things`} left for you:`, es: `${es ?? `Te quedan ${left} pasos`}:` };
};
export const noChangeMade: Text = { en: "Nothing was changed.", es: "No se cambió nada." };

export const nextEnvironment = (envFile: string): Text => ({
  en: `Render › your service › Environment › Add from .env: paste ${envFile} (first: without it the next deploy refuses to start)`,
  es: `Render › tu servicio › Environment › Add from .env: pega ${envFile} (primero esto: sin él el próximo deploy no arranca)`,
});
export const nextCopy = (count: number, command: string): Text => ({
  en: `Copy your ${files(count).en}: ${command}`,
  es: `Copia ${count === 1 ? "tu archivo" : `tus ${files(count).es}`}: ${command}`,
});
/** `title` of the provider. */
export const nextCommit = (title: string): Text => ({
  en: `git add -A && git commit -m "Store media on ${title}" && git push`,
  es: `git add -A && git commit -m "Guardar los archivos en ${title}" && git push`,
});
export const nextAppKeys = (envFile: string): Text => ({
  en: `Put long-lived keys of an IAM user for the app into ${envFile}: yours expire, so they were not written.`,
  es: `Pon en ${envFile} claves permanentes de un usuario IAM para la app: las tuyas vencen, así que no se escribieron.`,
});
/** `title` of the provider. */
export const unsafeBypasses = (places: string, title: string): Text => ({
  en: `${places} (fails on ${title} until changed)`,
  es: `${places} (así falla en ${title})`,
});
export const alsoUndo: Text = { en: "Take it back:", es: "Deshacer todo:" };
export const alsoRepeat: Text = { en: "Same, in CI:", es: "Lo mismo, en CI:" };

export const proofRequired = (reason: Text, next: Text | undefined): Problem => ({
  code: "proof-not-passed",
  exit: EXIT.problems,
  message: {
    en: `--prove required asks for a proof by your own Django, and there was none: ${reason.en}`,
    es: `--prove required pide una prueba con tu propio Django, y no la hubo: ${reason.es}`,
  },
  place: "--prove",
  next: next ?? {
    en: "Give it the Python of your project (--python .venv/bin/python) with the packages installed, or use --prove auto.",
    es: "Indícale el Python de tu proyecto (--python .venv/bin/python) con los paquetes instalados, o usa --prove auto.",
  },
});

export const proofFailed = (reason: Text, next: Text | undefined): Problem => ({
  code: "proof-failed",
  exit: EXIT.problems,
  message: { en: `The proof failed: ${reason.en}`, es: `La prueba falló: ${reason.es}` },
  next: next ?? {
    en: "Mend what it names, and run again.",
    es: "Arregla lo que indica y ejecuta de nuevo.",
  },
});

/** The proof's own files, which neither Django nor we could delete again. */
export const testFilesLeft = (left: Text): Problem => ({
  code: "probe-left-behind",
  exit: EXIT.notPutBack,
  message: left,
  next: {
    en: "Their names start with .vet-media-setup-, below the prefix. Run again when it can be reached: every run sweeps them up.",
    es: "Sus nombres empiezan con .vet-media-setup-, bajo el prefijo. Ejecuta de nuevo cuando haya conexión: cada ejecución los recoge.",
  },
});

export const proofOff: Text = { en: "switched off by --prove off", es: "desactivada con --prove off" };

export const proofNotInProject = (reason: Text): Text => ({
  en: `Your own settings were not proved: ${reason.en}`,
  es: `No se probó tu propia configuración: ${reason.es}`,
});

export const settingsUnclear = (candidates: readonly string[]): Problem => ({
  code: "settings-unclear",
  exit: EXIT.needsInput,
  message: {
    en: `It is not clear which settings production runs${candidates.length > 0 ? `: ${candidates.join(", ")}` : ""}`,
    es: `No está claro qué módulo de configuración usa producción${candidates.length > 0 ? `: ${candidates.join(", ")}` : ""}`,
  },
  place: "--settings",
  next: {
    en: "Name the module with --settings (or VET_MEDIA_SETTINGS).",
    es: "Indica el módulo con --settings (o VET_MEDIA_SETTINGS).",
  },
});

export const stopped: Text = { en: "Stopped", es: "Detenido" };
export const stoppedBefore: Text = { en: "Stopped. Nothing was changed.", es: "Detenido. No se cambió nada." };

export const verboseStack: Text = { en: "Where it happened", es: "Dónde ocurrió" };

export const askingDjango: Text = {
  en: "Asking your Django how it serves static files",
  es: "Preguntando a tu Django cómo sirve los archivos estáticos",
};

export const credentialsMissing: Problem = {
  code: "credentials-missing",
  exit: EXIT.needsInput,
  message: { en: "No AWS keys were found", es: "No se encontraron claves de AWS" },
  place: "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY",
  next: {
    en: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile (AWS_PROFILE).",
    es: "Define AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY, o indica un perfil con --profile (AWS_PROFILE).",
  },
  docsUrl: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
};

export const askProject: Text = {
  en: "There are several Django projects here. Which one?",
  es: "Aquí hay varios proyectos de Django. ¿Cuál?",
};

export const keysReplaced = (file: string, keys: readonly string[]): { message: Text; next: Text } => ({
  message: {
    en: `${file} already holds other keys (${keys.join(", ")}), and this run replaces them with yours`,
    es: `${file} ya tiene otras claves (${keys.join(", ")}), y esta ejecución las reemplaza por las tuyas`,
  },
  next: {
    en: "If those belong to the app alone, take yours out of the environment and run again: the stored ones are then used.",
    es: "Si esas son solo de la app, quita las tuyas del entorno y ejecuta de nuevo: se usarán las guardadas.",
  },
});
