/** What `migrate --shard` and `--merge-reports` say. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import type { Amount } from "../model/migration.ts";
import { decimal, size } from "./money.ts";

export const shardForm: Text = {
  en: "a part and the number of parts, such as 2/4: from 1/4 to 4/4",
  es: "una parte y el número de partes, como 2/4: de 1/4 a 4/4",
};

export const shardTitle = (shard: string): Text => ({
  en: `Part ${shard} of the names`,
  es: `Parte ${shard} de los nombres`,
});

/** Two flags that ask for different runs. */
export const notTogether = (flag: string, other: string): Problem => ({
  code: "contradiction",
  exit: EXIT.usage,
  message: { en: `${flag} cannot be combined with ${other}`, es: `${flag} no se combina con ${other}` },
  place: flag,
  next: {
    en: `Run it without ${other}, or ${other} by itself.`,
    es: `Ejecútalo sin ${other}, o ${other} por separado.`,
  },
});

export const merging: Text = { en: "Reading the reports", es: "Leyendo los informes" };

export const merged = (given: number, of: number): Text => ({
  en: `Reports of ${given} of ${of} parts, joined`,
  es: `Informes de ${given} de ${of} partes, unidos`,
});
export const copiedAmount = ({ files, bytes }: Amount): Text => ({
  en: `Copied: ${decimal(files, 0).en} ${files === 1 ? "file" : "files"}, ${size(bytes).en}`,
  es: `Copiados: ${decimal(files, 0).es} ${files === 1 ? "archivo" : "archivos"}, ${size(bytes).es}`,
});
export const mergedVerified: Text = { en: "Verified: every part", es: "Verificado: todas las partes" };
export const mergedAllGood: Text = {
  en: "Every part is there, and nothing failed",
  es: "Están todas las partes y nada falló",
};

const again: Text = {
  en: "Run that part again with --report, then join the reports again.",
  es: "Ejecuta esa parte otra vez con --report y vuelve a unir los informes.",
};

export const notAReport = (file: string): Problem => ({
  code: "not-a-report",
  exit: EXIT.usage,
  message: {
    en: `${file} is not a report of migrate --shard I/N, or that run was cut before its end`,
    es: `${file} no es un informe de migrate --shard I/N, o esa ejecución se cortó antes de terminar`,
  },
  place: "--merge-reports",
  next: again,
});
export const reportUnread = (file: string, code: string): Problem => ({
  code: "report-unreadable",
  exit: EXIT.usage,
  message: { en: `${file} cannot be read (${code})`, es: `No se puede leer ${file} (${code})` },
  place: "--merge-reports",
  next: { en: "Check the path of the report.", es: "Revisa la ruta del informe." },
});
export const otherParts = (file: string, one: string, other: string): Problem => ({
  code: "reports-of-different-runs",
  exit: EXIT.usage,
  message: {
    en: `${file} is of another run than the first report: ${other}, not ${one}`,
    es: `${file} es de otra ejecución que el primer informe: ${other}, no ${one}`,
  },
  place: "--merge-reports",
  next: {
    en: "Join only the reports of one pair of stores and one number of parts.",
    es: "Une solo los informes de un mismo par de almacenamientos y un mismo número de partes.",
  },
});
export const isInput = (file: string): Problem => ({
  code: "same-file",
  exit: EXIT.usage,
  message: {
    en: `--report ${file} is one of the reports to be joined`,
    es: `--report ${file} es uno de los informes que se van a unir`,
  },
  place: "--report",
  next: { en: "Give the joined report a name of its own.", es: "Dale un nombre propio al informe unido." },
});

export const shardsMissing = (missing: readonly string[]): Problem => ({
  code: "shards-missing",
  exit: EXIT.failed,
  message: { en: `There is no report of ${listed(missing)}`, es: `No hay informe de ${listed(missing)}` },
  next: {
    en: "Run what is missing with --shard and --report, then join all reports again.",
    es: "Ejecuta lo que falta con --shard y --report, y vuelve a unir todos los informes.",
  },
});
export const shardTwice = (shard: string, files: readonly string[]): Problem => ({
  code: "shards-overlap",
  exit: EXIT.failed,
  message: {
    en: `${files.join(", ")} are all of part ${shard}: its files are counted more than once`,
    es: `${files.join(", ")} son todos de la parte ${shard}: sus archivos se cuentan más de una vez`,
  },
  next: { en: "Give only the last report of each part.", es: "Da solo el último informe de cada parte." },
});
export const foreignNames = (file: string, count: number, first: string): Problem => ({
  code: "shards-overlap",
  exit: EXIT.failed,
  message: {
    en: `${file} names ${count} ${count === 1 ? "file" : "files"} of other parts; the first is ${first}`,
    es: `${file} nombra ${count} ${count === 1 ? "archivo" : "archivos"} de otras partes; el primero es ${first}`,
  },
  next: again,
});
export const shardIncomplete = (file: string, shard: string): Problem => ({
  code: "shard-incomplete",
  exit: EXIT.failed,
  message: {
    en: `Part ${shard} (${file}) stopped before its end`,
    es: `La parte ${shard} (${file}) se detuvo antes de terminar`,
  },
  next: again,
});
export const shardTrouble = (failed: number, different: number, missing: number): Problem => ({
  code: "shards-failed",
  exit: EXIT.failed,
  message: {
    en: `Over all parts: failed ${failed}, different at the target ${different}, missing there ${missing}`,
    es: `Entre todas las partes: fallaron ${failed}, distintos en el destino ${different}, faltan ahí ${missing}`,
  },
  next: {
    en: "Run those parts again: what is there is skipped. The reports name every file.",
    es: "Ejecuta esas partes otra vez: lo que ya está se omite. Los informes nombran cada archivo.",
  },
});

/** Twenty names are enough to act on. */
function listed(words: readonly string[]): string {
  return words.length <= 20 ? words.join(", ") : `${words.slice(0, 20).join(", ")} …`;
}
