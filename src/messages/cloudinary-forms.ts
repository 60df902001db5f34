/** Why a value for Cloudinary cannot be right by its form: cloud name, folder, API host, CLOUDINARY_URL, keys. */
import type { Text } from "../lib/text.ts";

export const cloudNameForm: Text = {
  en: "A cloud name has 2 to 128 letters without accents, digits and hyphens, and starts with a letter: it is shown at the top of the Cloudinary Console.",
  es: "Un cloud name tiene de 2 a 128 letras sin tilde, dígitos y guiones, y empieza con una letra: se ve arriba en la consola de Cloudinary.",
};
export const cloudNamePlaceholder: Text = {
  en: "This is the placeholder of the documentation, not a cloud name: put your own in its place, without the < >.",
  es: "Esto es el ejemplo de la documentación, no un cloud name: pon el tuyo en su lugar, sin los < >.",
};

export const folderSlashes: Text = {
  en: "The folder has no slash at its ends and no two in a row: media, or clinic/media.",
  es: "La carpeta no lleva barras en los extremos ni dos seguidas: media, o clinica/media.",
};
export const folderDots: Text = {
  en: "The folder has no part named . or ..",
  es: "La carpeta no lleva partes llamadas . o ..",
};
export const folderCharacters: Text = {
  en: "The folder has only letters without accents, digits, and - _ . / so that every link can carry it.",
  es: "La carpeta solo lleva letras sin tilde, dígitos, y - _ . / para que lo admita cualquier enlace.",
};
export const folderVersion: Text = {
  en: "Cloudinary takes v and digits (v1, v2024) for a version, not for a folder: choose another name.",
  es: "Para Cloudinary, v y dígitos (v1, v2024) es una versión y no una carpeta: elige otro nombre.",
};
export const folderLength: Text = {
  en: "The folder has at most 100 characters: a public ID has 255, and the names of the files must fit too.",
  es: "La carpeta tiene 100 caracteres como máximo: un public ID tiene 255, y también deben caber los nombres de los archivos.",
};

export const uploadPrefixForm: Text = {
  en: "The API host is an address like https://api-eu.cloudinary.com: with https:// at its start, and nothing after the host.",
  es: "El host de la API es una dirección como https://api-eu.cloudinary.com: con https:// al principio y nada después del host.",
};
export const uploadPrefixScheme: Text = {
  en: "The API host must start with https:// (http:// only on this machine: keys and files would travel in clear text).",
  es: "El host de la API debe empezar con https:// (http:// solo en este mismo equipo: las claves y los archivos viajarían sin cifrar).",
};
export const uploadPrefixExtras: Text = {
  en: "The API host has no user, password, path, ? or # in it. Keys are given on their own.",
  es: "El host de la API no lleva usuario, contraseña, ruta, ? ni #. Las claves se entregan aparte.",
};
export const uploadPrefixDelivery: Text = {
  en: "res.cloudinary.com delivers files and takes none: leave --upload-prefix out, or give the API host of your region.",
  es: "res.cloudinary.com entrega archivos y no los recibe: quita --upload-prefix, o indica el host de la API de tu región.",
};

// CLOUDINARY_URL

export const urlQuoted = (variable: string): Text => ({
  en: `${variable} has quotes around it. They are not part of it.`,
  es: `${variable} tiene comillas alrededor. No son parte del valor.`,
});
export const urlWithName: Text = {
  en: "CLOUDINARY_URL holds its own name too: the Console shows CLOUDINARY_URL=cloudinary://…, and only what follows the = belongs in it.",
  es: "CLOUDINARY_URL contiene también su propio nombre: la consola muestra CLOUDINARY_URL=cloudinary://…, y solo va lo que sigue al =.",
};
export const urlBlank: Text = {
  en: "CLOUDINARY_URL has a space or a line break in it, probably copied along.",
  es: "CLOUDINARY_URL tiene un espacio o un salto de línea, seguramente copiado por accidente.",
};
export const urlPlaceholder: Text = {
  en: "CLOUDINARY_URL still has a placeholder (< >) of the documentation or the Console in it: put your own key, secret and cloud name there, without the < >.",
  es: "CLOUDINARY_URL todavía tiene un ejemplo (< >) de la documentación o de la consola: pon ahí tu clave, tu secreto y tu cloud name, sin los < >.",
};
export const urlStars: Text = {
  en: "CLOUDINARY_URL has stars where the secret belongs: the Console hides it until you click the eye beside it.",
  es: "CLOUDINARY_URL tiene asteriscos en lugar del secreto: la consola lo oculta hasta que haces clic en el ojo.",
};
export const urlScheme: Text = {
  en: "CLOUDINARY_URL must start with cloudinary:// (cloudinary://API_KEY:API_SECRET@CLOUD_NAME).",
  es: "CLOUDINARY_URL debe empezar con cloudinary:// (cloudinary://API_KEY:API_SECRET@CLOUD_NAME).",
};
const PARTS = {
  key: { en: "the API key", es: "la API key" },
  secret: { en: "the API secret", es: "el API secret" },
  cloud: { en: "the cloud name", es: "el cloud name" },
} as const satisfies Record<string, Text>;
export const urlIncomplete = (missing: readonly (keyof typeof PARTS)[]): Text => ({
  en: `CLOUDINARY_URL lacks ${missing.map((part) => PARTS[part].en).join(" and ")}: it has the form cloudinary://API_KEY:API_SECRET@CLOUD_NAME.`,
  es: `En CLOUDINARY_URL falta ${missing.map((part) => PARTS[part].es).join(" y ")}: su forma es cloudinary://API_KEY:API_SECRET@CLOUD_NAME.`,
});
export const urlEncoding: Text = {
  en: "CLOUDINARY_URL has a % or an @ in its key or secret that is not percent-encoded: write %25 for %, %40 for @, %3A for :, %2F for /.",
  es: "CLOUDINARY_URL tiene un % o un @ sin codificar en la clave o el secreto: escribe %25 por %, %40 por @, %3A por :, %2F por /.",
};
export const urlCloudName: Text = {
  en: "What follows the @ in CLOUDINARY_URL is not a cloud name.",
  es: "Lo que sigue al @ en CLOUDINARY_URL no es un cloud name.",
};
export const urlUploadPrefix = (why: Text): Text => ({
  en: `upload_prefix in CLOUDINARY_URL: ${why.en}`,
  es: `upload_prefix en CLOUDINARY_URL: ${why.es}`,
});

// Keys

export const keyPlaceholder = (variable: string): Text => ({
  en: `${variable} still holds a placeholder of the documentation: put your own value there, without the < >.`,
  es: `${variable} todavía tiene un ejemplo de la documentación: pon tu propio valor, sin los < >.`,
});
export const keyStars = (variable: string): Text => ({
  en: `${variable} has stars where the secret belongs: the Console hides it until you click the eye beside it.`,
  es: `${variable} tiene asteriscos en lugar del secreto: la consola lo oculta hasta que haces clic en el ojo.`,
});
export const keyCharacters = (variable: string): Text => ({
  en: `${variable} has a character that no key of Cloudinary has: copy it again.`,
  es: `${variable} tiene un carácter que ninguna clave de Cloudinary lleva: cópiala otra vez.`,
});
export const keyIsUrl = (variable: string): Text => ({
  en: `${variable} holds a whole cloudinary:// address. That one belongs in CLOUDINARY_URL.`,
  es: `${variable} contiene una dirección cloudinary:// completa. Esa va en CLOUDINARY_URL.`,
});
export const keysSwapped: Text = {
  en: "The API key and the API secret are swapped: the key is the one that has only digits.",
  es: "La API key y el API secret están intercambiados: la key es la que solo tiene dígitos.",
};
export const keyIsSecret = (variable: string): Text => ({
  en: `${variable} looks like an API secret (27 letters and digits). An API key has only digits.`,
  es: `${variable} parece un API secret (27 letras y dígitos). Una API key solo tiene dígitos.`,
});
export const secretIsKey = (variable: string): Text => ({
  en: `${variable} has only digits, as an API key has: the secret is the longer one, which the Console hides.`,
  es: `${variable} solo tiene dígitos, como una API key: el secreto es el más largo, que la consola oculta.`,
});
export const copyAgain = (variable: string): Text => ({
  en: `Copy it again from the Console (Settings › API Keys) and set ${variable} to the value alone.`,
  es: `Cópialo otra vez de la consola (Settings › API Keys) y define ${variable} solo con el valor.`,
});
