/** What the proof says of links that a CDN answers: Cloudinary's, whose signature never runs out. */
import type { Text } from "../lib/text.ts";
import type { Broken } from "./broken-links.ts";

export const linkSignedForEver = (host: string): Text => ({
  en: `Its link (${host}) is signed, and never expires`,
  es: `Su enlace (${host}) va firmado, y no vence nunca`,
});
export const linkToAll = (host: string): Text => ({
  en: `Its link (${host}) opens for anybody`,
  es: `Su enlace (${host}) abre para cualquiera`,
});
/** The API is reached through another host, and the proof opens links there. */
export const openedAt = (host: string, origin: string): Text => ({
  en: `Links to ${host} were opened at ${origin}, where the API is: what ${host} itself answers was not looked at`,
  es: `Los enlaces a ${host} se abrieron en ${origin}, donde está la API: no se miró lo que responde ${host}`,
});
export const documentBlocked = (status: number, words: string): Text => ({
  en: `The link of the PDF is refused (${status}${words === "" ? "" : `, ${words}`}): allow PDF and ZIP files in Cloudinary's Console › Settings › Security`,
  es: `El enlace del PDF es rechazado (${status}${words === "" ? "" : `, ${words}`}): permite los archivos PDF y ZIP en la consola de Cloudinary › Settings › Security`,
});
export const imageOpened: Text = {
  en: "The link of an image opens it, byte for byte the same",
  es: "El enlace de una imagen la abre, idéntica byte a byte",
};

const afterTheBlock: Text = {
  en: "Look for what sets the default storage after the managed block, and run again",
  es: "Busca lo que define el almacenamiento por defecto después del bloque y ejecuta de nuevo",
};

export const notSigned = (host: string): Broken => ({
  reason: {
    en: `Its link (${host}) carries no signature, as private files need`,
    es: `Su enlace (${host}) no lleva firma, como necesitan los archivos privados`,
  },
  next: afterTheBlock,
});
export const deliveryRefused = (status: number, words: string): Broken => ({
  reason: {
    en: `Its link was refused: ${status}${words === "" ? "" : `, ${words}`}`,
    es: `Su enlace fue rechazado: ${status}${words === "" ? "" : `, ${words}`}`,
  },
  next: {
    en: "Look at the Console › Settings › Security: restricted media types, allowed referrers, strict transformations",
    es: "Mira en la consola Settings › Security: restricted media types, allowed referrers, strict transformations",
  },
});
export const deliveredOther: Broken = {
  reason: {
    en: "Its link serves other bytes than those that were saved",
    es: "Su enlace entrega otros bytes que los que se guardaron",
  },
  next: {
    en: "Look for an incoming transformation in the Console's upload settings, and for a proxy between here and the CDN",
    es: "Busca una transformación de entrada en la configuración de subidas de la consola, y un proxy entre aquí y el CDN",
  },
};
export const deliveredToAll = (host: string): Broken => ({
  reason: {
    en: `Anybody can read the file: ${host} serves it without a signature too`,
    es: `Cualquiera puede leer el archivo: ${host} lo entrega también sin firma`,
  },
  next: {
    en: "Look for an upload preset or an access control rule in the Console that makes files public, and run again",
    es: "Busca en la consola un upload preset o una regla de acceso que haga públicos los archivos y ejecuta de nuevo",
  },
});
