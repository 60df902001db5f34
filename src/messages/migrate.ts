/** What `migrate` says of single files and of stores. The words of a whole run are in migrate-run.ts. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

/** Codes of the system, as people say them; others stand for themselves. */
const REASONS: Readonly<Record<string, Text>> = {
  EACCES: { en: "permission denied", es: "permiso denegado" },
  EPERM: { en: "permission denied", es: "permiso denegado" },
  ENOENT: { en: "it is not there", es: "no está" },
  ENOSPC: { en: "the disk is full", es: "el disco está lleno" },
  EDQUOT: { en: "the quota is used up", es: "la cuota está agotada" },
  EROFS: { en: "the disk is read-only", es: "el disco es de solo lectura" },
  EIO: { en: "the disk reports an error", es: "el disco informa un error" },
  EMFILE: { en: "too many files are open", es: "hay demasiados archivos abiertos" },
};
const reason = (code: string): Text => REASONS[code] ?? { en: code, es: code };

// One file that cannot be copied, or is left out.

export const unreadable = (name: string, code: string): Text => ({
  en: `${name} cannot be read: ${reason(code).en}`,
  es: `No se puede leer ${name}: ${reason(code).es}`,
});
export const notUnicode = (name: string): Text => ({
  en: `${name}: the name is not UTF-8, so no database and no bucket can hold it`,
  es: `${name}: el nombre no es UTF-8, así que ni la base de datos ni un bucket lo pueden guardar`,
});
export const notAFile = (name: string): Text => ({
  en: `${name} is no file (a socket, a pipe or a device)`,
  es: `${name} no es un archivo (es un socket, una tubería o un dispositivo)`,
});
export const linkLeaves = (name: string): Text => ({
  en: `${name} is a link that leads out of the folder; it was not followed`,
  es: `${name} es un enlace que sale de la carpeta; no se siguió`,
});
export const linkCircles = (name: string): Text => ({
  en: `${name} is a link that leads round in a circle`,
  es: `${name} es un enlace que da vueltas en círculo`,
});
export const linkToNothing = (name: string): Text => ({
  en: `${name} leads to nothing: a broken link, or a file deleted meanwhile`,
  es: `${name} no lleva a nada: un enlace roto, o un archivo borrado mientras tanto`,
});
export const folderMarker = (name: string): Text => ({
  en: `${name === "" ? "(empty name)" : name} stands for a folder and holds nothing`,
  es: `${name === "" ? "(nombre vacío)" : name} representa una carpeta y no contiene nada`,
});
export const nameLeaves = (name: string): Text => ({
  en: `${name} would lead out of the target folder`,
  es: `${name} saldría de la carpeta de destino`,
});
export const nameImpossible = (name: string): Text => ({
  en: `${name} cannot be the name of a file at the target`,
  es: `${name} no puede ser el nombre de un archivo en el destino`,
});
export const nameTooLong = (name: string, bytes: number): Text => ({
  en: `${name}: with its prefix the name is longer than the ${bytes} bytes that S3 takes`,
  es: `${name}: con su prefijo el nombre supera los ${bytes} bytes que admite S3`,
});
export const nameTaken = (name: string): Text => ({
  en: `${name}: something else stands at this name at the target (on some systems, also one that differs in capitals only)`,
  es: `${name}: en el destino ya hay otra cosa con ese nombre (en algunos sistemas, también uno que solo difiere en mayúsculas)`,
});
export const folderTaken = (name: string, folder: string): Text => ({
  en: `${name}: ${folder} is a file at the target, so nothing can be in it`,
  es: `${name}: en el destino ${folder} es un archivo, así que nada puede estar dentro`,
});
export const folderLeaves = (name: string, folder: string): Text => ({
  en: `${name}: ${folder} is a link at the target that leads out of the folder`,
  es: `${name}: en el destino ${folder} es un enlace que sale de la carpeta`,
});
export const differs = (name: string): Text => ({
  en: `${name} is at the target and differs; it was left as it is`,
  es: `${name} está en el destino y es distinto; se dejó como está`,
});
export const isEqual = (name: string): Text => ({
  en: `${name} is at the target already`,
  es: `${name} ya está en el destino`,
});
export const goneMeanwhile = (name: string): Text => ({
  en: `${name} was deleted while this ran`,
  es: `${name} se borró mientras esto se ejecutaba`,
});
export const missingThere = (name: string): Text => ({
  en: `${name} is not at the target`,
  es: `${name} no está en el destino`,
});
export const differsThere = (name: string): Text => ({
  en: `${name} differs at the target`,
  es: `${name} es distinto en el destino`,
});

type Words = Pick<Problem, "message" | "next">;

export const keepsChanging = (name: string): Words => ({
  message: {
    en: `${name} changed each time that it was read`,
    es: `${name} cambió cada vez que se leyó`,
  },
  next: { en: "Run again when nobody writes to it.", es: "Ejecuta de nuevo cuando nadie escriba en él." },
});
export const damaged = (name: string): Words => ({
  message: {
    en: `${name} arrived other than it was sent: its checksum differs`,
    es: `${name} llegó distinto de como se envió: su suma de verificación no coincide`,
  },
  next: { en: "Run again; what has arrived whole stays.", es: "Ejecuta de nuevo; lo que llegó entero se queda." },
});
export const noEtag = (name: string): Words => ({
  message: {
    en: `${name}: the answer to its upload was not one of S3`,
    es: `${name}: la respuesta a su subida no era de S3`,
  },
  next: { en: "Check --endpoint-url, and the network's proxy.", es: "Revisa --endpoint-url y el proxy de la red." },
});
export const notWritten = (name: string, code: string): Words => ({
  message: {
    en: `${name} could not be written: ${reason(code).en}`,
    es: `No se pudo escribir ${name}: ${reason(code).es}`,
  },
  next: {
    en: "Make the target folder writable for you, and run again.",
    es: "Da permiso de escritura sobre la carpeta de destino y ejecuta de nuevo.",
  },
});
export const diskFull = (code: string): Problem => ({
  code: "disk-full",
  exit: EXIT.failed,
  message: {
    en: `The target folder takes no more: ${reason(code).en}`,
    es: `La carpeta de destino no admite más: ${reason(code).es}`,
  },
  next: {
    en: "Make room there, or choose a larger disk, and run the same again: it goes on where it was.",
    es: "Libera espacio ahí, o elige un disco más grande, y ejecuta lo mismo: sigue donde estaba.",
  },
});

// A store.

const storeForms: Text = {
  en: "A store is a folder, s3://bucket/prefix, cloudinary://cloud/folder, disk (the mount of the Render disk), or configured (what vet-media-setup.json says).",
  es: "Un almacenamiento es una carpeta, s3://bucket/prefijo, cloudinary://cloud/carpeta, disk (el disco montado de Render), o configured (lo que dice vet-media-setup.json).",
};
const store = (code: string, flag: string, message: Text, next: Text = storeForms): Problem => ({
  code,
  exit: EXIT.usage,
  message,
  place: flag,
  next,
});

export const storeMissing = (flag: string): Problem => ({
  ...store("answers-missing", flag, {
    en: `${flag} is missing: migrate copies from one store to another`,
    es: `Falta ${flag}: migrate copia de un almacenamiento a otro`,
  }),
  exit: EXIT.needsInput,
});
export const storeUnknown = (flag: string, value: string): Problem =>
  store("invalid-store", flag, {
    en: `${flag} ${value} is no store: ${value.split(":")[0]}:// is not known`,
    es: `${flag} ${value} no es un almacenamiento: no se conoce ${value.split(":")[0]}://`,
  });
export const bucketMalformed = (flag: string, value: string): Problem =>
  store("invalid-store", flag, {
    en: `${flag} ${value} names no bucket: 3 to 63 lower-case letters, digits, dots and hyphens`,
    es: `${flag} ${value} no nombra un bucket: de 3 a 63 minúsculas, dígitos, puntos y guiones`,
  });
export const prefixMalformed = (flag: string, value: string): Problem =>
  store("invalid-store", flag, {
    en: `${flag} ${value} has a part of its path that is empty, . or ..`,
    es: `${flag} ${value} tiene una parte de la ruta vacía, . o ..`,
  });
export const nothingConfigured = (flag: string): Problem =>
  store(
    "not-configured",
    flag,
    {
      en: `${flag} configured: there is no vet-media-setup.json that says where media live`,
      es: `${flag} configured: no hay un vet-media-setup.json que diga dónde están los archivos`,
    },
    {
      en: "Run npx vet-media-setup first, name the project with --project, or name the store itself.",
      es: "Ejecuta antes npx vet-media-setup, indica el proyecto con --project, o nombra el almacenamiento.",
    },
  );
export const sameStore = (from: string, to: string): Problem =>
  store(
    "same-store",
    "--to",
    {
      en: from === to ? `--from and --to are the same: ${to}` : `One of the stores is inside the other: ${from}, ${to}`,
      es:
        from === to
          ? `--from y --to son lo mismo: ${to}`
          : `Uno de los almacenamientos está dentro del otro: ${from}, ${to}`,
    },
    { en: "Name another place to copy to.", es: "Nombra otro lugar de destino." },
  );
export const folderMissing = (given: string): Problem =>
  store(
    "folder-missing",
    "--from",
    { en: `There is no folder ${given}`, es: `No existe la carpeta ${given}` },
    {
      en: "Check its spelling; a relative path counts from the folder that you are in.",
      es: "Revisa cómo está escrita; una ruta relativa se cuenta desde la carpeta en la que estás.",
    },
  );
export const notAFolder = (given: string): Problem => ({
  code: "not-a-folder",
  exit: EXIT.usage,
  message: { en: `${given} is not a folder`, es: `${given} no es una carpeta` },
  place: given,
  next: storeForms,
});
export const folderUnreadable = (given: string, code: string): Problem => ({
  code: "folder-unreadable",
  exit: EXIT.failed,
  message: { en: `${given} cannot be read: ${reason(code).en}`, es: `No se puede leer ${given}: ${reason(code).es}` },
  place: given,
  next: {
    en: "Make the folder readable for you, and run again.",
    es: "Da permiso de lectura sobre la carpeta y ejecuta de nuevo.",
  },
});
export const notMounted = (mountPath: string): Problem => ({
  code: "disk-not-mounted",
  exit: EXIT.usage,
  message: {
    en: `No disk is mounted at ${mountPath} on this machine`,
    es: `En esta máquina no hay ningún disco montado en ${mountPath}`,
  },
  place: mountPath,
  next: {
    en: "Run this on Render, in the Shell of the service that has the disk; elsewhere, name a folder.",
    es: "Ejecútalo en Render, en el Shell del servicio que tiene el disco; en otra parte, nombra una carpeta.",
  },
});
export const noDisk = (flag: string): Problem =>
  store(
    "not-configured",
    flag,
    {
      en: `${flag} disk: nothing says where the disk is mounted`,
      es: `${flag} disk: nada dice dónde está montado el disco`,
    },
    {
      en: "Name the mount path as a folder, for example /var/data/media.",
      es: "Nombra la ruta de montaje como carpeta, por ejemplo /var/data/media.",
    },
  );
export const bucketNotThere = (bucket: string): Problem => ({
  code: "bucket-missing",
  exit: EXIT.needsInput,
  message: { en: `There is no bucket ${bucket}`, es: `No existe el bucket ${bucket}` },
  place: `s3://${bucket}`,
  next: {
    en: "Check its name; npx vet-media-setup --create-bucket makes one.",
    es: "Revisa el nombre; npx vet-media-setup --create-bucket crea uno.",
  },
});
export const listedOutOfOrder = (address: string, before: string, after: string): Problem => ({
  code: "listed-out-of-order",
  exit: EXIT.failed,
  message: {
    en: `${address} lists its objects in an order of its own (${after} after ${before}), so what is missing cannot be told`,
    es: `${address} lista sus objetos en un orden propio (${after} después de ${before}), así que no se puede saber qué falta`,
  },
  next: {
    en: "Report this with the name of the service. Nothing of what was copied is lost.",
    es: "Infórmanos con el nombre del servicio. No se pierde nada de lo copiado.",
  },
});

// The ledger and the report file.

const ledgerWay: Text = {
  en: "Make it readable and writable for you, or start over with --fresh.",
  es: "Da permiso de lectura y escritura sobre él, o empieza de nuevo con --fresh.",
};
const ledger = (file: string, code: string, en: string, es: string): Problem => ({
  code,
  exit: EXIT.failed,
  message: { en, es },
  place: file,
  next: ledgerWay,
});
export const ledgerRefused = (file: string, code: string): Problem =>
  ledger(
    file,
    "ledger-refused",
    `The ledger of this copy cannot be written: ${reason(code).en}`,
    `No se puede escribir el registro de esta copia: ${reason(code).es}`,
  );
export const ledgerUnreadable = (file: string, code: string): Problem =>
  ledger(
    file,
    "ledger-unreadable",
    `The ledger of this copy cannot be read: ${reason(code).en}`,
    `No se puede leer el registro de esta copia: ${reason(code).es}`,
  );
export const ledgerOfOthers = (file: string): Problem =>
  ledger(
    file,
    "ledger-of-others",
    "The ledger of this copy is one of other stores",
    "El registro de esta copia es de otros almacenamientos",
  );
export const reportForm = (file: string): Problem => ({
  code: "invalid-value",
  exit: EXIT.usage,
  message: {
    en: `--report ${file}: its name must end in .csv or .json`,
    es: `--report ${file}: el nombre debe terminar en .csv o .json`,
  },
  place: "--report",
  next: { en: "For example: --report migrate.csv", es: "Por ejemplo: --report migrate.csv" },
});
export const reportRefused = (file: string, code: string): Problem => ({
  code: "write-refused",
  exit: EXIT.failed,
  message: {
    en: `The report ${file} could not be written: ${reason(code).en}`,
    es: `No se pudo escribir el informe ${file}: ${reason(code).es}`,
  },
  place: "--report",
  next: {
    en: "Name a file in a folder that you may write to.",
    es: "Indica un archivo en una carpeta donde puedas escribir.",
  },
});
export const freshAndResume: Problem = {
  code: "contradiction",
  exit: EXIT.usage,
  message: { en: "--resume and --fresh contradict each other", es: "--resume y --fresh se contradicen" },
  place: "--fresh",
  next: {
    en: "To go on is the default; --fresh forgets what earlier runs noted.",
    es: "Seguir es lo normal; --fresh olvida lo que anotaron las ejecuciones anteriores.",
  },
};
