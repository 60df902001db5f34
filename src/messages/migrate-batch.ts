/** What `migrate --emit s3-batch` says. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

/** Stand in job.json until somebody fills them in. */
export const ACCOUNT = "ACCOUNT_ID";
export const ROLE = "ROLE_NAME";

export const writing: Text = { en: "Writing the manifest", es: "Escribiendo el manifiesto" };

export const onlyBuckets: Problem = {
  code: "batch-needs-buckets",
  exit: EXIT.usage,
  message: {
    en: "S3 Batch Operations copy from one Amazon S3 bucket to another, and nothing else",
    es: "S3 Batch Operations copia de un bucket de Amazon S3 a otro, y nada más",
  },
  place: "--emit",
  next: {
    en: "For other stores run migrate itself; --shard I/N lets several machines share the work.",
    es: "Para otros almacenamientos ejecuta migrate; con --shard I/N varias máquinas se reparten el trabajo.",
  },
};
export const prefixImpossible = (from: string, to: string): Problem => ({
  code: "batch-prefix",
  exit: EXIT.usage,
  message: {
    en: `S3 Batch Operations can only put a folder before the whole key: ${from} cannot become ${to}`,
    es: `S3 Batch Operations solo puede anteponer una carpeta a la clave completa: ${from} no puede pasar a ${to}`,
  },
  place: "--to",
  next: {
    en: "Keep the prefix of the source at the end of the target's, or run migrate, which can rename it.",
    es: "Conserva el prefijo del origen al final del prefijo de destino, o ejecuta migrate, que sí puede cambiarlo.",
  },
});
export const alreadyThere = (file: string): Problem => ({
  code: "file-exists",
  exit: EXIT.usage,
  message: { en: `${file} is there already; nothing is overwritten`, es: `${file} ya existe; no se sobrescribe nada` },
  place: "--emit-dir",
  next: {
    en: "Name another folder with --emit-dir, or move that file.",
    es: "Indica otra carpeta con --emit-dir, o mueve ese archivo.",
  },
});
export const notWritten = (file: string, code: string): Problem => ({
  code: "write-refused",
  exit: EXIT.failed,
  message: { en: `${file} could not be written (${code})`, es: `No se pudo escribir ${file} (${code})` },
  place: "--emit-dir",
  next: { en: "Name a folder that you can write to.", es: "Indica una carpeta en la que puedas escribir." },
});

export const title = (count: number, folder: string): Text => ({
  en: `A manifest of ${count} ${count === 1 ? "object" : "objects"} and its job are in ${folder}; nothing was copied`,
  es: `Un manifiesto de ${count} ${count === 1 ? "objeto" : "objetos"} y su trabajo están en ${folder}; no se copió nada`,
});
export const nothing: Text = {
  en: "Everything is at the target already: no job is needed",
  es: "Todo está ya en el destino: no hace falta ningún trabajo",
};
export const lines = (folder: string): readonly Text[] => [
  {
    en: `Fill in ${ACCOUNT} and ${ROLE} in ${folder}/job.json: your account, and a role that S3 Batch Operations may assume, that reads the source and writes the target.`,
    es: `Completa ${ACCOUNT} y ${ROLE} en ${folder}/job.json: tu cuenta y un rol que S3 Batch Operations pueda asumir, que lea el origen y escriba en el destino.`,
  },
  {
    en: "The job copies headers as they are, and replaces what came to the target meanwhile.",
    es: "El trabajo copia los encabezados tal cual y reemplaza lo que haya llegado mientras tanto al destino.",
  },
  {
    en: "If the bucket encrypts with KMS, put the ETag that put-object prints into job.json.",
    es: "Si el bucket cifra con KMS, pon en job.json el ETag que imprime put-object.",
  },
];
export const tooLarge = (count: number): Text => ({
  en: `${count} larger than 5 GB ${count === 1 ? "is" : "are"} not in it: run migrate afterwards, which copies what is left`,
  es: `${count} de más de 5 GB no ${count === 1 ? "está" : "están"} en él: ejecuta migrate después, que copia lo que falte`,
});
export const left: Text = { en: "Two things left for you:", es: "Te quedan dos pasos:" };
export const afterwards: readonly Text[] = [
  {
    en: "Run the commands in commands.txt there, then confirm the job in the console",
    es: "Ejecuta ahí los comandos de commands.txt y confirma el trabajo en la consola",
  },
  {
    en: "When it has ended, run migrate with --verify and the same stores: it compares all, and copies what is left",
    es: "Cuando termine, ejecuta migrate con --verify y los mismos almacenamientos: compara todo y copia lo que falte",
  },
];
