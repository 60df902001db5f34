/** Why a value for S3 cannot be right by its form: bucket, region, prefix, endpoint, domain, origin, keys. */
import type { Text } from "../lib/text.ts";

export const bucketLength: Text = {
  en: "A bucket name has 3 to 63 characters.",
  es: "El nombre de un bucket tiene de 3 a 63 caracteres.",
};

export const bucketCapitals = (proposal: string): Text => ({
  en: `A bucket name has no capital letters: try ${proposal}`,
  es: `El nombre de un bucket no lleva mayúsculas: prueba ${proposal}`,
});

export const bucketDots: Text = {
  en: "No dots: the certificate of S3 does not cover a bucket name with dots, so its links would fail in browsers. Use hyphens.",
  es: "Sin puntos: el certificado de S3 no cubre un bucket con puntos en el nombre, y sus enlaces fallarían en el navegador. Usa guiones.",
};

export const bucketCharacters: Text = {
  en: "A bucket name has only lower-case letters, digits and hyphens.",
  es: "El nombre de un bucket solo lleva letras minúsculas sin tilde, dígitos y guiones.",
};

export const bucketEnds: Text = {
  en: "A bucket name starts and ends with a letter or a digit.",
  es: "El nombre de un bucket empieza y termina con una letra o un dígito.",
};

export const bucketReservedStart = (prefix: string): Text => ({
  en: `AWS keeps names that start with ${prefix} for itself.`,
  es: `AWS se reserva los nombres que empiezan con ${prefix}.`,
});

export const bucketReservedEnd = (suffix: string): Text => ({
  en: `AWS keeps names that end with ${suffix} for itself.`,
  es: `AWS se reserva los nombres que terminan en ${suffix}.`,
});

export const bucketAccountRegional: Text = {
  en: "Names that end with -an have the form <prefix>-<12-digit account>-<region>-an.",
  es: "Los nombres que terminan en -an tienen la forma <prefijo>-<cuenta de 12 dígitos>-<región>-an.",
};

export const regionForm: Text = {
  en: "A region looks like us-west-2: lower-case letters, digits and hyphens.",
  es: "Una región se escribe como us-west-2: letras minúsculas, dígitos y guiones.",
};

export const regionUnknown = (value: string, near: string | null): Text => ({
  en: `${value} is not how AWS names a region.${near === null ? "" : ` Did you mean ${near}?`}`,
  es: `AWS no tiene regiones llamadas ${value}.${near === null ? "" : ` ¿Quisiste decir ${near}?`}`,
});

export const prefixSlashes: Text = {
  en: "The prefix has no slash at its ends and no two in a row: media, or clinic/media.",
  es: "El prefijo no lleva barras en los extremos ni dos seguidas: media, o clinica/media.",
};

export const prefixDots: Text = {
  en: "The prefix has no folder named . or ..",
  es: "El prefijo no lleva carpetas llamadas . o ..",
};

export const prefixCharacters: Text = {
  en: "The prefix has only letters without accents, digits, and - _ . / so that every tool and every link can carry it.",
  es: "El prefijo solo lleva letras sin tilde, dígitos, y - _ . / para que lo admita cualquier herramienta y cualquier enlace.",
};

export const prefixLength: Text = {
  en: "The prefix has at most 200 characters: an S3 key has 1024 bytes, and the names of the files must fit too.",
  es: "El prefijo tiene 200 caracteres como máximo: una clave de S3 tiene 1024 bytes, y también deben caber los nombres de los archivos.",
};

export const endpointForm: Text = {
  en: "An endpoint is an address like https://s3.eu-central-003.backblazeb2.com, with https:// at its start.",
  es: "Un endpoint es una dirección como https://s3.eu-central-003.backblazeb2.com, con https:// al principio.",
};

export const endpointScheme: Text = {
  en: "The endpoint must start with https:// (http:// only in a private network: keys and files would travel in clear text).",
  es: "El endpoint debe empezar con https:// (http:// solo en una red privada: las claves y los archivos viajarían sin cifrar).",
};

export const endpointExtras: Text = {
  en: "The endpoint has no user, password, ? or # in it. Keys are given on their own.",
  es: "El endpoint no lleva usuario, contraseña, ? ni #. Las claves se entregan aparte.",
};

export const endpointIsAws: Text = {
  en: "This is AWS itself, which needs no endpoint: leave --endpoint-url out and give --region.",
  es: "Esto es AWS mismo, que no necesita endpoint: quita --endpoint-url e indica --region.",
};

export const domainForm: Text = {
  en: "A domain is a host name alone, like d111111abcdef8.cloudfront.net: no https://, no path, no port.",
  es: "Un dominio es solo el nombre del host, como d111111abcdef8.cloudfront.net: sin https://, sin ruta y sin puerto.",
};

export const originForm: Text = {
  en: "An origin is scheme and host, like https://clinic.example.com: no path and no slash at its end.",
  es: "Un origen es esquema y host, como https://clinica.example.com: sin ruta y sin barra al final.",
};

export const originWildcards: Text = {
  en: "S3 takes at most one * in an origin, like https://*.example.com",
  es: "S3 acepta como máximo un * por origen, como https://*.example.com",
};

export const keyCharacters = (variable: string): Text => ({
  en: `${variable} has a character that no key has: copy it again, or make a new key.`,
  es: `${variable} tiene un carácter que ninguna clave lleva: cópiala otra vez, o crea una nueva.`,
});

export const keysSwapped = (id: string, secret: string): Text => ({
  en: `${id} and ${secret} are swapped: the one that starts with AKIA or ASIA is the key ID.`,
  es: `${id} y ${secret} están intercambiadas: la que empieza con AKIA o ASIA es el ID de la clave.`,
});

export const keyCopyAgain = (variable: string): Text => ({
  en: `Set ${variable} again, with the value alone.`,
  es: `Define ${variable} otra vez, solo con el valor.`,
});
