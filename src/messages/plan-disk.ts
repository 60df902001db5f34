/** Sentences about the disk, the plan and a new render.yaml in the plan of files. */
import type { Text } from "../lib/text.ts";
import type { Warning } from "../model/change.ts";

interface Disk {
  readonly name: string;
  readonly mountPath: string;
  readonly sizeGB: number | null;
}

/** None where the disk is there already, as wanted. */
export const diskChange = (there: Disk | null, wanted: Disk): readonly Text[] => {
  const size = `${wanted.sizeGB} GB`;
  if (there === null) {
    return [
      {
        en: `a disk of ${size} at ${wanted.mountPath}`,
        es: `un disco de ${size} en ${wanted.mountPath}`,
      },
    ];
  }
  if ((there.sizeGB ?? 10) === wanted.sizeGB) return [];
  return [
    {
      en: `its disk grows from ${there.sizeGB ?? 10} to ${size}`,
      es: `su disco crece de ${there.sizeGB ?? 10} a ${size}`,
    },
  ];
};

export const diskGone: Text = { en: "without its disk", es: "sin su disco" };

export const planChange = (plan: string): Text => ({ en: `plan ${plan}`, es: `plan ${plan}` });

export const newBlueprintSummary: Text = {
  en: "a new Blueprint: the web service and its disk",
  es: "un Blueprint nuevo: el servicio web y su disco",
};

export const diskKept = (name: string): Pick<Warning, "message" | "next"> => ({
  message: {
    en: `The disk ${name} stays in render.yaml: the files on it are nowhere else yet, and it costs as before`,
    es: `El disco ${name} se queda en render.yaml: sus archivos aún no están en otro lugar, y sigue costando lo mismo`,
  },
  next: {
    en: "Copy its files first. Then run setup with --drop-disk, which takes the disk out.",
    es: "Copia primero sus archivos. Después ejecuta setup con --drop-disk, que quita el disco.",
  },
});

export const diskDropped = (name: string, service: string): Pick<Warning, "message" | "next"> => ({
  message: {
    en: `--drop-disk takes the disk ${name} out of ${service}: with the next sync Render deletes it, with all its files`,
    es: `--drop-disk quita el disco ${name} de ${service}: en la próxima sincronización Render lo borra, con todos sus archivos`,
  },
  next: {
    en: "Go on only if its files are elsewhere, and have been looked at there.",
    es: "Sigue solo si sus archivos ya están en otro lugar y los revisaste ahí.",
  },
});

/** Comments of a new render.yaml. */
export const newBlueprintWords = {
  plan: {
    en: "A disk needs a paid plan; starter is the smallest ($7 a month).",
    es: "Un disco necesita un plan de pago; starter es el menor (US$7 al mes).",
  },
  asked: {
    en: "Render asks for these once, when it creates the service.",
    es: "Render pide estos valores una vez, al crear el servicio.",
  },
  database: {
    en: "The database is yours to choose: https://render.com/docs/blueprint-spec#databases",
    es: "La base de datos la eliges tú: https://render.com/docs/blueprint-spec#databases",
  },
} as const satisfies Record<string, Text>;
