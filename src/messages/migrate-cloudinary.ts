/** What `migrate` says of Cloudinary as a store. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import { size as sizeText } from "./money.ts";

type Words = Pick<Problem, "message" | "next">;

// One file.

export const onlyABackup = (name: string): Text => ({
  en: `${name} was deleted at Cloudinary; only its backup is left`,
  es: `${name} se borró en Cloudinary; solo queda su copia de respaldo`,
});
export const nameTwice = (name: string, place: string): Text => ({
  en: `${name}: a second file would have this name (${place}); it was left out`,
  es: `${name}: un segundo archivo tendría este nombre (${place}); se dejó fuera`,
});
export const idTooLong = (name: string, characters: number): Text => ({
  en: `${name}: its public ID would be longer than the ${characters} characters that Cloudinary takes`,
  es: `${name}: su public ID superaría los ${characters} caracteres que admite Cloudinary`,
});
export const emptyFile = (name: string): Text => ({
  en: `${name} is empty, and Cloudinary takes no empty file`,
  es: `${name} está vacío, y Cloudinary no admite archivos vacíos`,
});
export const otherId = (name: string, publicId: string): Text => ({
  en: `${name}: Cloudinary would not keep its name, and stored it as ${publicId}; it was taken away again`,
  es: `${name}: Cloudinary no conservó su nombre y lo guardó como ${publicId}; se volvió a quitar`,
});
export const tooLarge = (name: string, bytes: number, largest: number): Problem => ({
  code: "file-too-large",
  exit: EXIT.failed,
  message: {
    en: `${name} has ${sizeText(bytes).en}, and this plan of Cloudinary takes up to ${sizeText(largest).en}; nothing was sent`,
    es: `${name} pesa ${sizeText(bytes).es}, y este plan de Cloudinary admite hasta ${sizeText(largest).es}; no se envió nada`,
  },
  next: {
    en: "Make the file smaller, or change the plan, and run again.",
    es: "Reduce el archivo o cambia de plan, y ejecuta de nuevo.",
  },
});

// The cloud.

export const limitsTitle: Text = { en: "Cloudinary's limits", es: "Límites de Cloudinary" };
export const noListing = (cloud: string): Words => ({
  message: {
    en: `The listing of the cloud ${cloud} was not one of Cloudinary`,
    es: `El listado de la nube ${cloud} no era de Cloudinary`,
  },
  next: { en: "Check --upload-prefix, and the network's proxy.", es: "Revisa --upload-prefix y el proxy de la red." },
});
export const noFacts = (cloud: string): Problem => ({
  code: "not-cloudinary",
  exit: EXIT.failed,
  message: {
    en: `The cloud ${cloud} did not say what it stored`,
    es: `La nube ${cloud} no dijo qué guardó`,
  },
  next: { en: "Check --upload-prefix, and the network's proxy.", es: "Revisa --upload-prefix y el proxy de la red." },
});

const form = (flag: string, en: string, es: string): Problem => ({
  code: "invalid-store",
  exit: EXIT.usage,
  message: { en: `${flag}: ${en}`, es: `${flag}: ${es}` },
  place: flag,
  next: {
    en: "For example: cloudinary://my-cloud/media, cloudinary://my-cloud/media?access=public",
    es: "Por ejemplo: cloudinary://mi-nube/media, cloudinary://mi-nube/media?access=public",
  },
});
export const cloudMalformed = (flag: string): Problem =>
  form(
    flag,
    "cloudinary:// is followed by the name of a cloud, and no key: keys come from the environment",
    "después de cloudinary:// va el nombre de una nube, sin claves: las claves vienen del entorno",
  );
export const folderMalformed = (flag: string, why: Text): Problem => form(flag, why.en, why.es);
export const folderPath: Text = {
  en: "the folder has an empty part, or one that is . or ..",
  es: "la carpeta tiene una parte vacía, o una que es . o ..",
};
export const optionUnknown = (flag: string): Problem =>
  form(
    flag,
    "behind ? only access=private, access=public and, to read, names=public-id are known",
    "después de ? solo se conocen access=private, access=public y, para leer, names=public-id",
  );

export const keysMissing = (cloud: string, missing: readonly string[]): Problem => ({
  code: "credentials-missing",
  exit: EXIT.needsInput,
  message: {
    en: `There are no keys for the cloud ${cloud}: ${missing.join(", ")}`,
    es: `No hay claves para la nube ${cloud}: ${missing.join(", ")}`,
  },
  next: {
    en: "Set CLOUDINARY_URL, or the three variables CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY and CLOUDINARY_API_SECRET.",
    es: "Define CLOUDINARY_URL, o las tres variables CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY y CLOUDINARY_API_SECRET.",
  },
});
export const keysOfAnother = (cloud: string, others: readonly string[], flag: string): Problem => ({
  code: "clouds-disagree",
  exit: EXIT.needsInput,
  message: {
    en: `${flag} names the cloud ${cloud}, and the keys that are here are of ${others.join(", ")}`,
    es: `${flag} nombra la nube ${cloud}, y las claves que hay son de ${others.join(", ")}`,
  },
  place: flag,
  candidates: [cloud, ...others],
  next: {
    en: "Correct the cloud, or give its keys. For two clouds, one may be in CLOUDINARY_URL and the other in the three variables or the env file.",
    es: "Corrige la nube, o da sus claves. Con dos nubes, una puede ir en CLOUDINARY_URL y la otra en las tres variables o en el archivo de variables.",
  },
});

/** Two stores that are one, and would not be if each said its access. */
export const sameCloud = (address: string): Problem => ({
  code: "same-store",
  exit: EXIT.usage,
  message: {
    en: `--from and --to are the same, or one is inside the other: ${address}`,
    es: `--from y --to son lo mismo, o uno está dentro del otro: ${address}`,
  },
  place: "--to",
  next: {
    en: "Name another place. To bring files from one kind of access to the other, say both: --from 'cloudinary://…?access=public' --to 'cloudinary://…?access=private'",
    es: "Indica otro lugar. Para pasar archivos de un tipo de acceso al otro, indica ambos: --from 'cloudinary://…?access=public' --to 'cloudinary://…?access=private'",
  },
});
