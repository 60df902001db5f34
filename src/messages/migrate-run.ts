/** What a run of `migrate` says as a whole: while it runs, and at its end. */
import { EXIT, type Problem } from "../lib/failure.ts";
import { join, type Text } from "../lib/text.ts";
import type { Amount, Migration, MigrationProgress } from "../model/migration.ts";
import { decimal, dollars, size } from "./money.ts";

export const opening: Text = { en: "Looking at both stores", es: "Mirando los dos almacenamientos" };
export const copying = (from: string, to: string): Text => ({
  en: `Copying ${from} to ${to}`,
  es: `Copiando ${from} a ${to}`,
});
export const counting = (from: string, to: string): Text => ({
  en: `Comparing ${from} with ${to}`,
  es: `Comparando ${from} con ${to}`,
});

const files = (count: number): Text => {
  const { en, es } = decimal(count, 0);
  return { en: `${en} ${count === 1 ? "file" : "files"}`, es: `${es} ${count === 1 ? "archivo" : "archivos"}` };
};
const amount = ({ files: count, bytes }: Amount): Text => join([files(count), size(bytes)], ", ");

/** Seconds, minutes and hours, as exact as one wants to know. */
const time = (milliseconds: number): Text => {
  const seconds = milliseconds / 1000;
  if (seconds < 100) {
    const { en, es } = decimal(seconds, seconds < 10 ? 1 : 0);
    return { en: `${en} s`, es: `${es} s` };
  }
  const minutes = Math.round(seconds / 60);
  const words = minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return { en: words, es: words };
};

export const progress = (now: MigrationProgress, dryRun: boolean): Text => {
  const { done, found, counted, milliseconds } = now;
  const rate = size(milliseconds === 0 ? 0 : (done.bytes / milliseconds) * 1000);
  const of = decimal(found.files, 0);
  const parts: Text[] = [
    {
      en: `${decimal(done.files, 0).en} of ${counted ? "" : "at least "}${of.en} files`,
      es: `${decimal(done.files, 0).es} de ${counted ? "" : "al menos "}${of.es} archivos`,
    },
    size(done.bytes),
  ];
  if (!dryRun && milliseconds > 2000) parts.push({ en: `${rate.en}/s`, es: `${rate.es}/s` });
  if (counted && done.files > 0 && milliseconds > 2000) {
    // Small files take their time by number, large ones by size: whichever is further behind tells.
    const share = Math.min(done.files / found.files, found.bytes === 0 ? 1 : done.bytes / found.bytes);
    const left = share === 0 ? null : time((milliseconds * (1 - share)) / share);
    if (left !== null) parts.push({ en: `${left.en} left`, es: `faltan ${left.es}` });
  }
  return join(parts, " · ");
};

export const title = (run: Migration): Text => {
  const { from, to, dryRun, copied, toCopy, equal, milliseconds } = run;
  if (dryRun) {
    return toCopy.files === 0
      ? { en: `Nothing to copy from ${from} to ${to}`, es: `Nada que copiar de ${from} a ${to}` }
      : {
          en: `To copy from ${from} to ${to}: ${amount(toCopy).en}`,
          es: `Por copiar de ${from} a ${to}: ${amount(toCopy).es}`,
        };
  }
  if (copied.files === 0) {
    if (equal.files === 0)
      return { en: `Nothing was copied from ${from} to ${to}`, es: `No se copió nada de ${from} a ${to}` };
    return {
      en: `Nothing to copy: ${files(equal.files).en} of ${from} ${equal.files === 1 ? "is" : "are"} at ${to} already`,
      es: `Nada que copiar: ${files(equal.files).es} de ${from} ya ${equal.files === 1 ? "está" : "están"} en ${to}`,
    };
  }
  const took = time(milliseconds);
  return {
    en: `Copied ${amount(copied).en} from ${from} to ${to} in ${took.en}`,
    es: `${copied.files === 1 ? "Se copió" : "Se copiaron"} ${amount(copied).es} de ${from} a ${to} en ${took.es}`,
  };
};

/** Counts beside the title, where they are not zero. */
export const counts = (run: Migration): readonly Text[] => {
  const { copied, equal, skipped, failed, dryRun, toCopy } = run;
  const lines: Text[] = [];
  if (equal.files > 0 && (copied.files > 0 || dryRun)) {
    lines.push({
      en: `There already, and equal: ${amount(equal).en}`,
      es: `${equal.files === 1 ? "Ya estaba, igual" : "Ya estaban, iguales"}: ${amount(equal).es}`,
    });
  }
  if (skipped.count > 0) {
    lines.push({
      en: `Left out: ${files(skipped.count).en}`,
      es: `${skipped.count === 1 ? "Se dejó" : "Se dejaron"} fuera: ${files(skipped.count).es}`,
    });
  }
  if (failed.count > 0)
    lines.push({
      en: `Failed: ${files(failed.count).en}`,
      es: `${failed.count === 1 ? "Falló" : "Fallaron"}: ${files(failed.count).es}`,
    });
  if (dryRun && toCopy.files > 0) lines.push(...estimate(run));
  return lines;
};

/** Between a home's upload line and a server's: a range is more honest than a number. Objects a second at 24 to 96 at once, 50 ms each. */
function estimate({ from, to, toCopy: { files: count, bytes } }: Migration): readonly Text[] {
  const fast = time(Math.max(count / 1500, bytes / 80e6) * 1000);
  const longest = Math.max(count / 300, bytes / 2e6) * 1000;
  const slow = time(longest);
  // https://aws.amazon.com/s3/pricing/: a PUT costs 0.005 USD a thousand in us-east-1.
  const cost = dollars((count / 1000) * 0.005);
  const isOf = (scheme: string) => from.startsWith(scheme) || to.startsWith(scheme);
  // https://cloudinary.com/documentation/developer_onboarding_faq: a credit is 1 GB stored, or 1 GB delivered.
  const credits = decimal(bytes / 1e9, 2);
  const [use, uso] = to.startsWith("cloudinary://") ? ["storage", "almacenamiento"] : ["bandwidth", "transferencia"];
  return [
    longest < 1000
      ? { en: "Time: less than a second", es: "Tiempo: menos de un segundo" }
      : {
          en: `Time: ${fast.en} on a server, up to ${slow.en} on a slow line`,
          es: `Tiempo: ${fast.es} en un servidor, hasta ${slow.es} con una conexión lenta`,
        },
    ...(isOf("s3://")
      ? [
          {
            en: `Requests, where S3 charges them: ${cost.en.startsWith("less") ? "" : "about "}${cost.en}`,
            es: `Peticiones, donde S3 las cobra: ${cost.es.startsWith("menos") ? "" : "cerca de "}${cost.es}`,
          },
        ]
      : []),
    ...(isOf("cloudinary://")
      ? [
          {
            en: `Cloudinary: about ${credits.en} credits of ${use}`,
            es: `Cloudinary: cerca de ${credits.es} créditos de ${uso}`,
          },
        ]
      : []),
  ];
}

export const notEnoughRoom = (room: number, needed: number): Problem => ({
  code: "disk-full",
  exit: EXIT.failed,
  message: {
    en: `The target folder has room for ${size(room).en}, and the files take ${size(needed).en}`,
    es: `En la carpeta de destino caben ${size(room).es}, y los archivos ocupan ${size(needed).es}`,
  },
  place: "--to",
  next: { en: "Make room there, or choose a larger disk.", es: "Libera espacio ahí, o elige un disco más grande." },
});

/** `read`: not only the listings. */
export const verified = (extra: number, read: boolean): Text => {
  const more = {
    en:
      extra === 0
        ? ""
        : ` The target holds ${files(extra).en} more, which ${extra === 1 ? "is" : "are"} not at the source.`,
    es:
      extra === 0
        ? ""
        : ` En el destino hay ${files(extra).es} más, que no ${extra === 1 ? "está" : "están"} en el origen.`,
  };
  if (read) {
    return {
      en: `Verified: both stores were listed and every file was read again at both; the bytes are the same.${more.en}`,
      es: `Verificado: se listaron ambos almacenamientos y cada archivo se volvió a leer en los dos; los bytes son los mismos.${more.es}`,
    };
  }
  return {
    en: `Verified: both stores were listed again, and every file is at the target.${more.en}`,
    es: `Verificado: se volvieron a listar ambos almacenamientos y cada archivo está en el destino.${more.es}`,
  };
};
export const notVerified = (differences: number): Text => ({
  en: `Not verified: ${files(differences).en} ${differences === 1 ? "is" : "are"} missing or different at the target`,
  es: `Sin verificar: ${files(differences).es} ${differences === 1 ? "falta o es distinto" : "faltan o son distintos"} en el destino`,
});
export const notVerifiedProblem = (differences: number, first: string): Problem => ({
  code: "not-verified",
  exit: EXIT.failed,
  message: join([notVerified(differences), { en: `the first is ${first}`, es: `el primero es ${first}` }], ": "),
  next: {
    en: "See which in the report (--report FILE); --overwrite replaces those that differ.",
    es: "Mira cuáles en el informe (--report ARCHIVO); --overwrite reemplaza los que son distintos.",
  },
});

export const leftOut = (count: number): Text => ({
  en: `${files(count).en} ${count === 1 ? "was" : "were"} left out`,
  es: `${files(count).es} ${count === 1 ? "se dejó" : "se dejaron"} fuera`,
});
export const more = (count: number): Text => ({ en: `… ${files(count).en} more`, es: `… ${files(count).es} más` });
export const overwriteWould: Text = {
  en: "--overwrite replaces those that differ",
  es: "--overwrite reemplaza los que son distintos",
};

export const failure = (code: string, message: Text, name: string): Problem => ({
  code,
  exit: EXIT.failed,
  message,
  place: name,
});
export const moreFailures = (count: number): Problem => ({
  code: "more-failures",
  exit: EXIT.failed,
  message: { en: `${files(count).en} more failed`, es: `${count === 1 ? "Falló" : "Fallaron"} ${files(count).es} más` },
  next: {
    en: "Run the same again: what is there is skipped. --report FILE names every one.",
    es: "Ejecuta lo mismo de nuevo: lo que ya está se omite. --report ARCHIVO los nombra todos.",
  },
});
export const tryAgain: Text = {
  en: "Run the same again: what is there is skipped, and only the rest is tried",
  es: "Ejecuta lo mismo de nuevo: lo que ya está se omite y solo se intenta el resto",
};

export const interrupted: Text = { en: "Stopped", es: "Detenido" };
export const interruptedLines = (run: Migration): readonly Text[] => [
  {
    en: `${amount(run.copied).en} ${run.copied.files === 1 ? "was" : "were"} copied whole; nothing is left half-written.`,
    es: `${run.copied.files === 1 ? "Se copió completo" : "Se copiaron completos"} ${amount(run.copied).es}; nada quedó a medio escribir.`,
  },
  { en: "To go on, run the same command again.", es: "Para seguir, ejecuta el mismo comando otra vez." },
];

export const reportWritten = (file: string): Text => ({
  en: `Every file is in ${file}`,
  es: `Cada archivo está en ${file}`,
});
export const dryRunDone: Text = { en: "Nothing was copied or written", es: "No se copió ni se escribió nada" };
export const done: Text = { en: "Done", es: "Listo" };
export const nothingThere = (from: string): Text => ({
  en: `${from} holds no files: nothing to copy`,
  es: `${from} no tiene archivos: nada que copiar`,
});
