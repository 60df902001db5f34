/** Which provider, and why: one sentence a reason. */
import type { Text } from "../lib/text.ts";
import { dollars } from "./money.ts";

const NAMED_AT_MOST = 3;

/** `Documento.archivo, Examen.archivo and 2 more` */
const listed = (names: readonly string[]): Text => {
  const shown = names.slice(0, NAMED_AT_MOST).join(", ");
  const more = names.length - NAMED_AT_MOST;
  return more > 0 ? { en: `${shown} and ${more} more`, es: `${shown} y ${more} más` } : { en: shown, es: shown };
};

export const documentsNeedPrivacy = (fields: readonly string[]): Text => {
  const names = listed(fields);
  const one = fields.length === 1;
  return {
    en: `${names.en} ${one ? "takes" : "take"} any file, documents too: S3 keeps them private, behind links that expire.`,
    es: `${names.es} ${one ? "acepta" : "aceptan"} cualquier archivo, también documentos: S3 los guarda privados, con enlaces que vencen.`,
  };
};

export const privateByDefault: Text = {
  en: "It keeps files private behind links that expire, and you pay only for what you use.",
  es: "Guarda los archivos privados, con enlaces que vencen, y pagas solo lo que usas.",
};

export const anyInstances: Text = {
  en: "Every instance and service of yours reaches the files, and deploys stay without a stop.",
  es: "Todas tus instancias y servicios llegan a los archivos, y los deploys siguen sin pausa.",
};

export const imagesOnly = (count: number): Text => ({
  en:
    count === 1
      ? "It may suit: your one file field takes images only, and it resizes them."
      : `It may suit: all ${count} file fields take images only, and it resizes them.`,
  es:
    count === 1
      ? "Puede servir: tu único campo de archivo acepta solo imágenes, y las redimensiona."
      : `Puede servir: los ${count} campos de archivo aceptan solo imágenes, y las redimensiona.`,
});

export const linksNeverExpire: Text = {
  en: "Not for documents: its signed links never expire.",
  es: "No para documentos: sus enlaces firmados no vencen.",
};

export const forImages: Text = {
  en: "It suits images that are shown in several sizes; its signed links never expire.",
  es: "Sirve para imágenes que se muestran en varios tamaños; sus enlaces firmados no vencen.",
};

export const otherServices = (names: readonly string[], file: string): Text => {
  const those = listed(names);
  const one = names.length === 1;
  return {
    en: `Not if ${those.en} in ${file} ${one ? "needs" : "need"} the files: a disk belongs to one service.`,
    es: `No si ${those.es} en ${file} ${one ? "necesita" : "necesitan"} los archivos: un disco pertenece a un solo servicio.`,
  };
};

export const severalInstances = (service: string, count: number): Text => ({
  en: `Not with ${service} on up to ${count} instances: a service with a disk has one.`,
  es: `No con ${service} en hasta ${count} instancias: un servicio con disco tiene una sola.`,
});

export const simplest = (service: string, usd: number): Text => {
  const sum = dollars(usd);
  return {
    en: `The simplest: ${service} pays for its instance already, so a disk is ${sum.en} a month more.`,
    es: `Lo más simple: ${service} ya paga su instancia, así que un disco son ${sum.es} más al mes.`,
  };
};

export const needsPaidPlan = (service: string | null): Text => ({
  en: `It needs a paid instance${service === null ? "" : `, and ${service} is free now`}; deploys then stop the site for a moment.`,
  es: `Necesita una instancia de pago${service === null ? "" : `, y ${service} hoy es gratis`}; además cada deploy detiene el sitio un momento.`,
});

export const noCodeChange = (lines: number): Text => ({
  en: `It needs no change of code: ${lines === 1 ? "the line that opens files by path works" : `the ${lines} lines that open files by path work`} there, and not on the others.`,
  es: `No hay que cambiar código: ${lines === 1 ? "la línea que abre archivos por su ruta funciona" : `las ${lines} líneas que abren archivos por su ruta funcionan`} ahí, y no en los demás.`,
});
