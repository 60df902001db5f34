/** Why a value of the Render disk cannot be right by its form. Light: loaded for --help. */
import type { Text } from "../lib/text.ts";

export const mountRelative: Text = {
  en: "A mount path is absolute: it begins with /, like /opt/render/project/src/media.",
  es: "La ruta de montaje es absoluta: empieza con /, como /opt/render/project/src/media.",
};
export const mountDots: Text = {
  en: "A mount path holds no .. that leads back up.",
  es: "La ruta de montaje no lleva .. que vuelva hacia arriba.",
};
export const mountBlanks: Text = {
  en: "A mount path holds no blanks.",
  es: "La ruta de montaje no lleva espacios.",
};
export const mountLetters: Text = {
  en: "A mount path is made of letters, digits and . _ - between its slashes.",
  es: "La ruta de montaje lleva solo letras, dígitos y . _ - entre sus barras.",
};

/** Source: https://render.com/docs/disks */
export const mountForbidden = (path: string): Text => ({
  en: `Render does not mount a disk at ${path} itself. A folder below it is fine: ${path === "/" ? "" : path}/media.`,
  es: `Render no monta un disco en ${path} directamente. Una carpeta más abajo sí sirve: ${path === "/" ? "" : path}/media.`,
});
export const mountSystem = (path: string): Text => ({
  en: `${path} belongs to the operating system, and a disk there would hide it. Take /var/data/media.`,
  es: `${path} es del sistema operativo, y un disco ahí lo taparía. Usa /var/data/media.`,
});

export const nameForm: Text = {
  en: "The name of a disk has 1 to 63 letters, digits and - _ . and begins with a letter or a digit.",
  es: "El nombre de un disco tiene entre 1 y 63 letras, dígitos y - _ . y empieza con letra o dígito.",
};

export const sizeZero: Text = {
  en: "A disk has at least 1 GB.",
  es: "Un disco tiene al menos 1 GB.",
};
export const sizeFraction: Text = {
  en: "Disks are sold in whole GB: no fractions.",
  es: "Los discos se venden en GB enteros: sin decimales.",
};
export const sizeUnit: Text = {
  en: "The size is a number of GB alone, without a unit: 10.",
  es: "El tamaño es solo el número de GB, sin unidad: 10.",
};
export const sizeText: Text = {
  en: "The size is a whole number of GB, like 1.",
  es: "El tamaño es un número entero de GB, como 1.",
};
export const sizeTooLarge = (most: number): Text => ({
  en: `That is more than ${most} GB.`,
  es: `Eso supera los ${most} GB.`,
});
