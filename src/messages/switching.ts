/** Sentences about a project that is set up already: what is in force, what can be done about it, and what another provider leaves behind. */
import type { Text } from "../lib/text.ts";
import type { ProviderId } from "../model/answers.ts";
import type { Warning } from "../model/change.ts";

type Said = Pick<Warning, "message" | "next">;

/** As facts say them; all that is known, none that has to be asked for. */
export interface StoreFacts {
  readonly provider: ProviderId;
  /** `Amazon S3` */
  readonly title: string;
  /** Bucket, cloud or mount path; null: nothing in the project says it. */
  readonly place: string | null;
  /** Region of a bucket, name of a disk. */
  readonly more: string | null;
  /** Folder in the bucket or the cloud; "" for none. */
  readonly folder: string;
  readonly isPublic: boolean;
}

const listed = (words: readonly string[], lang: "en" | "es"): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${lang === "en" ? "and" : "y"} ${words.at(-1)}`;

export const inForceTitle: Text = { en: "In force", es: "En uso" };

/** `module`: the file that Django runs; `answers`: the file of the answers, null where there is none. */
export const inForceLines = (facts: StoreFacts, module: string, answers: string | null): readonly Text[] => {
  const kind = { s3: "bucket", cloudinary: "cloud", "render-disk": "" }[facts.provider];
  const nube = { s3: "bucket", cloudinary: "nube", "render-disk": "" }[facts.provider];
  const named = (word: string) => (facts.place === null ? [] : [`${word} ${facts.place}`.trim()]);
  const more = facts.more === null ? [] : [facts.more];
  const en = [facts.title, ...named(kind), ...more, ...(facts.folder === "" ? [] : [`folder ${facts.folder}`])];
  const es = [facts.title, ...named(nube), ...more, ...(facts.folder === "" ? [] : [`carpeta ${facts.folder}`])];
  const from = [module, ...(answers === null ? [] : [answers])];
  return [
    {
      en: [...en, facts.isPublic ? "public" : "private"].join(" · "),
      es: [...es, facts.isPublic ? "público" : "privado"].join(" · "),
    },
    { en: `as ${listed(from, "en")} say${from.length === 1 ? "s" : ""}`, es: `según ${listed(from, "es")}` },
  ];
};

export const askWhatNext: Text = {
  en: "This project is set up already. What do you want to do?",
  es: "Este proyecto ya está configurado. ¿Qué quieres hacer?",
};
export const whatNext = {
  keep: {
    label: { en: "Keep it, and see that it works", es: "Mantenerlo y ver que funciona" },
    hint: { en: "your Django proves it once more", es: "tu Django lo prueba una vez más" },
  },
  change: { label: { en: "Change an answer", es: "Cambiar una respuesta" }, hint: null },
  switch: {
    label: { en: "Switch to another provider", es: "Pasar a otro proveedor" },
    hint: {
      en: "the files that are stored now stay where they are",
      es: "los archivos ya guardados se quedan donde están",
    },
  },
  check: {
    label: { en: "Check it, changing nothing", es: "Revisarlo, sin cambiar nada" },
    hint: { en: "what  vet-media-setup check  does", es: "lo que hace  vet-media-setup check" },
  },
  leave: { label: { en: "Leave it as it is", es: "Dejarlo como está" }, hint: null },
} as const satisfies Record<string, { readonly label: Text; readonly hint: Text | null }>;

export const leftAlone: Text = { en: "Nothing was changed.", es: "No se cambió nada." };

// What another provider leaves behind

export const filesStay = ({ provider, title, place, folder }: StoreFacts, copy: string | null): Said => {
  const address = [place, folder].filter((part) => part !== null && part !== "").join("/");
  const store =
    provider === "s3"
      ? {
          en: `s3://${address}: the bucket and its rules stay as they are`,
          es: `s3://${address}: el bucket y sus reglas quedan como están`,
        }
      : {
          en: `${title}${address === "" ? "" : ` (${address})`}`,
          es: `${title}${address === "" ? "" : ` (${address})`}`,
        };
  return {
    message: {
      en: `What was uploaded until now stays at ${store.en}`,
      es: `Lo subido hasta ahora se queda en ${store.es}`,
    },
    next:
      copy === null
        ? {
            en: "This version cannot copy it: until that is done, the site does not find those files.",
            es: "Esta versión no puede copiarlo: hasta que se haga, el sitio no encuentra esos archivos.",
          }
        : {
            en: `Copy it, or the site does not find those files: ${copy}`,
            es: `Cópialo, o el sitio no encontrará esos archivos: ${copy}`,
          },
  };
};

/** `onRender`: to be run in the service's Shell. `withKeys`: the old provider's keys are needed, which the app no longer has. */
export const copyStep = (command: string, onRender: boolean, withKeys: boolean): Text => {
  const keys = withKeys
    ? { en: " (with the old keys in the environment)", es: " (con las claves anteriores en el entorno)" }
    : { en: "", es: "" };
  return onRender
    ? {
        en: `After that deploy, in the service's Shell at Render${keys.en}: ${command}`,
        es: `Después de ese deploy, en el Shell del servicio en Render${keys.es}: ${command}`,
      }
    : {
        en: `Copy the files that are stored already${keys.en}: ${command}`,
        es: `Copia los archivos ya guardados${keys.es}: ${command}`,
      };
};

const shellOf = (withKeys: boolean): Text =>
  withKeys
    ? {
        en: "in the service's Shell at Render, with the old keys in the environment",
        es: "en el Shell del servicio en Render, con las claves anteriores en el entorno",
      }
    : { en: "in the service's Shell at Render", es: "en el Shell del servicio en Render" };

/** Both stores are there before the deploy: most of the copy is done while the site still runs as it did. */
export const copyFirst = (command: string, onRender: boolean, withKeys: boolean): Text => {
  if (onRender) {
    return {
      en: `Before the deploy, in the service's Shell at Render (with the new keys in the environment; it needs Node, else see docs/migrate.md): ${command}`,
      es: `Antes del deploy, en el Shell del servicio en Render (con las claves nuevas en el entorno; necesita Node, si no hay mira docs/migrate.md): ${command}`,
    };
  }
  return copyStep(command, false, withKeys);
};
/** What arrived between the first pass and the deploy. What is there already is skipped. */
export const copyAgain = (command: string, onRender: boolean, withKeys: boolean): Text => {
  const where = shellOf(withKeys);
  return onRender
    ? {
        en: `After that deploy once more, for what arrived meanwhile, ${where.en}: ${command}`,
        es: `Después de ese deploy una vez más, por lo que llegó entretanto, ${where.es}: ${command}`,
      }
    : {
        en: `After that deploy once more, for what arrived meanwhile (what is there is skipped): ${command}`,
        es: `Después de ese deploy una vez más, por lo que llegó entretanto (lo que ya está se omite): ${command}`,
      };
};
export const thenDropDisk: Text = {
  en: "When that says Verified, take the disk out: npx vet-media-setup --drop-disk, commit and push",
  es: "Cuando diga Verificado, quita el disco: npx vet-media-setup --drop-disk, commit y push",
};

export const keysLeave = (file: string, keys: readonly string[]): Said => ({
  message: {
    en: `${listed(keys, "en")} leave${keys.length === 1 ? "s" : ""} ${file}, with ${keys.length === 1 ? "its value" : "their values"}`,
    es: `${listed(keys, "es")} ${keys.length === 1 ? "sale" : "salen"} de ${file}, con ${keys.length === 1 ? "su valor" : "sus valores"}`,
  },
  next: {
    en: "Keep them at hand until the files are copied. Then take them out of Render › Environment too, and delete the key where it was made.",
    es: "Tenlas a mano hasta copiar los archivos. Después quítalas también de Render › Environment, y elimina la clave donde se creó.",
  },
});

export const variablesKept = (keys: readonly string[], provider: string): Said => ({
  message: {
    en: `${listed(keys, "en")} of ${provider} stay${keys.length === 1 ? "s" : ""}: your own code reads ${keys.length === 1 ? "it" : "them"} and would not start without`,
    es: `${listed(keys, "es")} de ${provider} se ${keys.length === 1 ? "queda" : "quedan"}: tu propio código ${keys.length === 1 ? "la" : "las"} lee y no arrancaría sin ${keys.length === 1 ? "ella" : "ellas"}`,
  },
  next: {
    en: "When those lines are gone, take the variables out as well.",
    es: "Cuando esas líneas ya no estén, quita también las variables.",
  },
});

export const packagesKept = (packages: readonly string[], provider: string): Said => ({
  message: {
    en: `${listed(packages, "en")}, which ${provider} brought, stay${packages.length === 1 ? "s" : ""}: your own code uses ${packages.length === 1 ? "it" : "them"}`,
    es: `${listed(packages, "es")}, que llegó con ${provider}, se ${packages.length === 1 ? "queda" : "quedan"}: tu propio código ${packages.length === 1 ? "lo usa" : "los usa"}`,
  },
});

export const diskInUse: { readonly message: Text; readonly next: Text } = {
  message: {
    en: "--drop-disk takes the disk out, and this run keeps uploads on it",
    es: "--drop-disk quita el disco, y esta ejecución guarda los archivos en él",
  },
  next: {
    en: "Leave --drop-disk out, or name another provider with --provider.",
    es: "Ejecuta sin --drop-disk, o indica otro proveedor con --provider.",
  },
};

export const noDiskToDrop: Said = {
  message: {
    en: "--drop-disk: the service has no disk in render.yaml, so there is none to take out",
    es: "--drop-disk: el servicio no tiene ningún disco en render.yaml, así que no hay nada que quitar",
  },
};

export const foreignDisk = (name: string, mountPath: string): Said => ({
  message: {
    en: `--drop-disk: nothing says that this tool made the disk ${name} at ${mountPath}, so it stays`,
    es: `--drop-disk: nada indica que esta herramienta creó el disco ${name} en ${mountPath}, así que se queda`,
  },
  next: {
    en: "If it is not needed, take its lines out of render.yaml by hand.",
    es: "Si no hace falta, quita sus líneas de render.yaml a mano.",
  },
});

// Files that contradict one another

/** `provider`: of the module. `wanted`: of this run, by `place`. */
export const moduleSaysOtherwise = (module: string, provider: string, place: string, wanted: string): Said => ({
  message: {
    en: `${module} is made for ${provider}, which is what Django runs; ${place} says ${wanted}: this run switches to ${wanted}`,
    es: `${module} está hecho para ${provider}, y es lo que usa Django; ${place} dice ${wanted}: esta ejecución pasa a ${wanted}`,
  },
  next: {
    en: `To stay with ${provider}, run again with --provider.`,
    es: `Para seguir con ${provider}, ejecuta de nuevo con --provider.`,
  },
});

export const variableSaysOtherwise = (place: string, value: string, module: string, provider: string): Said => ({
  message: {
    en: `${place} says MEDIA_STORAGE=${value}, but ${module} is made for ${provider}: with both, the app does not start. This run mends it`,
    es: `${place} dice MEDIA_STORAGE=${value}, pero ${module} está hecho para ${provider}: con ambos, la app no arranca. Esta ejecución lo arregla`,
  },
});
