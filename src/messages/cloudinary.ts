/** What is found, checked and written for Cloudinary: keys, account, limits, probe, and the app's variables. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

interface Words {
  readonly message: Text;
  readonly next: Text;
}

// Credentials

export const fromEnvironment: Text = { en: "environment variables", es: "variables de entorno" };
export const typedHere: Text = { en: "this prompt", es: "escritas aquí" };

export const halfAPair = (missing: string, detail: Text): Words => ({
  message: {
    en: `Half a key: ${missing} is missing (${detail.en}).`,
    es: `Media clave: falta ${missing} (${detail.es}).`,
  },
  next: {
    en: `Set ${missing} as well, or all in one with CLOUDINARY_URL.`,
    es: `Define también ${missing}, o todo junto con CLOUDINARY_URL.`,
  },
});

/** CLOUDINARY_CLOUD_NAME and CLOUDINARY_URL name two clouds. */
export const cloudsDisagree = (url: string, other: string, place: string): Words => ({
  message: {
    en: `CLOUDINARY_URL is for the cloud ${url}, and ${place} says ${other}.`,
    es: `CLOUDINARY_URL es de la nube ${url}, y ${place} dice ${other}.`,
  },
  next: {
    en: "Cloudinary's SDK would ignore CLOUDINARY_URL there. Take away whichever is wrong.",
    es: "Ahí el SDK de Cloudinary ignoraría CLOUDINARY_URL. Quita la que esté equivocada.",
  },
});

export const credentialsMissing: Problem = {
  code: "credentials-missing",
  exit: EXIT.needsInput,
  message: { en: "No Cloudinary keys were found", es: "No se encontraron claves de Cloudinary" },
  place: "CLOUDINARY_API_KEY, CLOUDINARY_API_SECRET",
  next: {
    en: "Set CLOUDINARY_URL, or CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY and CLOUDINARY_API_SECRET: Cloudinary Console › Settings › API Keys.",
    es: "Define CLOUDINARY_URL, o CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY y CLOUDINARY_API_SECRET: consola de Cloudinary › Settings › API Keys.",
  },
  docsUrl: "https://cloudinary.com/documentation/finding_your_credentials_tutorial",
};

export const noKeysFound: Text = {
  en: "No Cloudinary keys were found on this computer. Where they are:",
  es: "No se encontraron claves de Cloudinary en este equipo. Así se encuentran:",
};
export const keySteps: readonly Text[] = [
  {
    en: "1. Open the API keys of your cloud: https://console.cloudinary.com/app/settings/api-keys (a free account is enough: https://cloudinary.com/users/register_free)",
    es: "1. Abre las API keys de tu nube: https://console.cloudinary.com/app/settings/api-keys (basta una cuenta gratuita: https://cloudinary.com/users/register_free)",
  },
  {
    en: "2. Make a key for this app with Generate New API Key. The eye beside the secret shows it.",
    es: "2. Crea una clave para esta app con Generate New API Key. El ojo junto al secreto lo muestra.",
  },
  {
    en: "3. Paste both values here, or the whole CLOUDINARY_URL. They go into the env file and nowhere else.",
    es: "3. Pega los dos valores aquí, o la CLOUDINARY_URL completa. Van al archivo de variables y a ningún otro lugar.",
  },
];
export const askApiKey: Text = {
  en: "API key, or the whole CLOUDINARY_URL\nTyped characters are hidden.",
  es: "API key, o la CLOUDINARY_URL completa\nLo que escribas queda oculto.",
};
export const askApiSecret: Text = { en: "API secret", es: "API secret" };
export const urlOfAnotherCloud = (url: string, asked: string): Text => ({
  en: `This address is for the cloud ${url}, not for ${asked}.`,
  es: `Esta dirección es de la nube ${url}, no de ${asked}.`,
});

// Questions

export const askCloudName: Text = {
  en: "Cloud name\nThe Cloudinary Console shows it at the top: https://console.cloudinary.com",
  es: "Cloud name\nLa consola de Cloudinary lo muestra arriba: https://console.cloudinary.com",
};
export const askFolder: Text = {
  en: "Folder in the cloud\nThe app keeps its files below it. Empty means none.",
  es: "Carpeta en la nube\nLa app guarda sus archivos ahí. Vacío significa ninguna.",
};
export const askUploadPrefix: Text = {
  en: "API host of another region\nOnly for accounts that Cloudinary keeps in Europe or Asia. Leave it empty otherwise.",
  es: "Host de la API de otra región\nSolo para cuentas que Cloudinary tiene en Europa o Asia. Si no, déjalo vacío.",
};

// Survey

export const giveAnother = (flag: string): Text => ({
  en: `Give another value with ${flag}`,
  es: `Indica otro valor con ${flag}`,
});

export const pinged = (cloud: string, host: string, source: Text): Text => ({
  en: `${host} knows the cloud ${cloud} and these keys (from ${source.en})`,
  es: `${host} conoce la nube ${cloud} y estas claves (${source.es})`,
});

export interface Usage {
  readonly plan: string;
  /** Credits; null: this plan has no such limit, or does not say. */
  readonly used: number | null;
  readonly limit: number | null;
  /** Bytes; null: it does not say. */
  readonly largestImage: number | null;
  readonly largestVideo: number | null;
  readonly largestRaw: number | null;
}

const credits = ({ used, limit }: Usage): Text | null =>
  used === null || limit === null
    ? null
    : {
        en: `${round(limit - used)} of ${round(limit)} credits left`,
        es: `quedan ${comma(limit - used)} de ${comma(limit)} créditos`,
      };
const sizes = ({ largestImage, largestVideo, largestRaw }: Usage): Text | null => {
  const parts = (
    [
      [largestImage, "images", "imágenes"],
      [largestVideo, "videos", "videos"],
      [largestRaw, "other files", "otros archivos"],
    ] as const
  ).filter(([bytes]) => bytes !== null);
  if (parts.length === 0) return null;
  const list = (at: 1 | 2) =>
    parts
      .map(([bytes, ...names]) => `${names[at - 1]} ${(at === 1 ? round : comma)((bytes ?? 0) / 1_048_576)} MB`)
      .join(", ");
  return { en: `largest: ${list(1)}`, es: `máximo: ${list(2)}` };
};
const round = (value: number): string => String(Math.round(value * 100) / 100);
const comma = (value: number): string => round(value).replace(".", ",");

/** `Free plan: 24.09 of 25 credits left; largest: images 10 MB, videos 100 MB, other files 10 MB` */
export const usageIs = (usage: Usage): Text => {
  const parts = [credits(usage), sizes(usage)].filter((part) => part !== null);
  const [en, es] = [parts.map((part) => part.en).join("; "), parts.map((part) => part.es).join("; ")];
  return {
    en: `${usage.plan} plan${en === "" ? "" : `: ${en}`}`,
    es: `Plan ${usage.plan}${es === "" ? "" : `: ${es}`}`,
  };
};
export const creditsLow: Text = {
  en: "A credit is 1 GB stored, 1 GB delivered or 1,000 transformations; at the end of them Cloudinary stops the account. See https://console.cloudinary.com/app/settings/account",
  es: "Un crédito es 1 GB guardado, 1 GB entregado o 1000 transformaciones; cuando se acaban, Cloudinary detiene la cuenta. Mira https://console.cloudinary.com/app/settings/account",
};
export const usageUnreadable = (status: number): Text => ({
  en: `Plan and limits could not be read (${status}); the key may not use the Admin API. Uploads do not need it`,
  es: `No se pudieron leer el plan y los límites (${status}); la clave quizá no puede usar la Admin API. Las subidas no la necesitan`,
});

export const linksNeverExpire: Words = {
  message: {
    en: "Cloudinary's signed links never expire: whoever has once got one can open the file as long as it exists.",
    es: "Los enlaces firmados de Cloudinary no vencen nunca: quien haya recibido uno puede abrir el archivo mientras exista.",
  },
  next: {
    en: "For medical documents S3 is the better place: its links run out after minutes (--provider s3).",
    es: "Para documentos médicos conviene S3: sus enlaces vencen en minutos (--provider s3).",
  },
};
export const everybodyReads: Words = {
  message: {
    en: "With --access public anybody who has a link, or guesses it, can open the file.",
    es: "Con --access public, cualquiera que tenga un enlace, o lo adivine, puede abrir el archivo.",
  },
  next: {
    en: "Without --access public links are signed.",
    es: "Sin --access public los enlaces van firmados.",
  },
};

// Probe

export const probed = {
  image: {
    en: "A test image was stored, and its link opens it",
    es: "Se guardó una imagen de prueba, y su enlace la abre",
  },
  unsigned: { en: "Without its signature the link is refused", es: "Sin su firma el enlace es rechazado" },
  document: {
    en: "A test PDF was stored, read back, and its link opens it",
    es: "Se guardó un PDF de prueba, se leyó de vuelta, y su enlace lo abre",
  },
  documentStored: {
    en: "A test PDF was stored and read back, byte for byte the same",
    es: "Se guardó un PDF de prueba y se leyó de vuelta, idéntico byte a byte",
  },
  deleted: {
    en: "Both were deleted, and nothing of them is left",
    es: "Se borraron los dos, y no queda nada de ellos",
  },
} as const satisfies Readonly<Record<string, Text>>;

/** The API is reached through another host, and so is delivery, for us alone. */
export const deliveredBy = (links: string, origin: string): Text => ({
  en: `Links name ${links}; as the API host is not Cloudinary's own, this run opened them at ${origin}`,
  es: `Los enlaces nombran ${links}; como el host de la API no es de Cloudinary, esta ejecución los abrió en ${origin}`,
});

export const documentsBlocked = (status: number, words: string): Words => ({
  message: {
    en: `Cloudinary stores PDF and ZIP files of this account, but does not deliver them (${status}${words === "" ? "" : `, ${words}`}): their links would not open.`,
    es: `Cloudinary guarda los PDF y ZIP de esta cuenta, pero no los entrega (${status}${words === "" ? "" : `, ${words}`}): sus enlaces no abrirían.`,
  },
  next: allowDocuments,
});
const allowDocuments: Text = {
  en: "Free accounts begin like this. In the Console: Settings › Security › PDF and ZIP files delivery › Allow delivery of PDF and ZIP files; then run again: https://console.cloudinary.com/app/settings/security",
  es: "Las cuentas gratuitas empiezan así. En la consola: Settings › Security › PDF and ZIP files delivery › Allow delivery of PDF and ZIP files; luego ejecuta de nuevo: https://console.cloudinary.com/app/settings/security",
};
export const linkRefused = (status: number, words: string): Words => ({
  message: {
    en: `The link of the test image was refused (${status}${words === "" ? "" : `, ${words}`}), so nobody could open an upload.`,
    es: `El enlace de la imagen de prueba fue rechazado (${status}${words === "" ? "" : `, ${words}`}), así que nadie podría abrir un archivo subido.`,
  },
  next: {
    en: "Look at Console › Settings › Security: restricted media types, allowed referrers, strict transformations.",
    es: "Mira en la consola Settings › Security: restricted media types, allowed referrers, strict transformations.",
  },
});
export const differentBytes = (what: string): Words => ({
  message: {
    en: `${what} came back different from what was stored: something between here and Cloudinary changes files.`,
    es: `${what} volvió distinto de lo que se guardó: algo entre aquí y Cloudinary modifica los archivos.`,
  },
  next: {
    en: "Try without VPN or proxy; look for an incoming transformation in the Console's upload settings.",
    es: "Prueba sin VPN ni proxy; busca una transformación de entrada en la configuración de subidas de la consola.",
  },
});
export const movedId = (asked: string, got: string): Words => ({
  message: {
    en: `Cloudinary stored ${asked} as ${got}: names in the database would not find their files.`,
    es: `Cloudinary guardó ${asked} como ${got}: los nombres en la base no encontrarían sus archivos.`,
  },
  next: {
    en: "Look for a default upload preset in Console › Settings › Upload that sets a folder or public ID, or choose another --folder.",
    es: "Busca un upload preset por defecto en la consola › Settings › Upload que fije carpeta o public ID, o elige otra --folder.",
  },
});
export const anybodyCanRead = (id: string): Words => ({
  message: {
    en: `Anybody can open ${id} without a signature, and these files are to be private.`,
    es: `Cualquiera puede abrir ${id} sin firma, y estos archivos deben ser privados.`,
  },
  next: {
    en: "Look for an upload preset or an access control rule in the Console that makes files public. If they may be public: --access public.",
    es: "Busca en la consola un upload preset o una regla de acceso que haga públicos los archivos. Si pueden ser públicos: --access public.",
  },
});
export const stillThere = (id: string): Words => ({
  message: { en: `${id} was deleted and is still there.`, es: `${id} se borró y sigue ahí.` },
  next: {
    en: "Give the API key the right to delete assets, delete the folder in the Media Library, and run again.",
    es: "Dale a la API key permiso para borrar archivos, borra la carpeta en la Media Library y ejecuta de nuevo.",
  },
});
export const leftBehind = (ids: readonly string[]): Words => ({
  message: {
    en: `Test files could not be removed: ${ids.join(", ")}.`,
    es: `No se pudieron eliminar archivos de prueba: ${ids.join(", ")}.`,
  },
  next: {
    en: "Delete them in the Media Library: https://console.cloudinary.com",
    es: "Bórralos en la Media Library: https://console.cloudinary.com",
  },
});

// The app's variables

export const variables = {
  choice: { en: "Where uploads live: cloudinary", es: "Dónde viven los archivos subidos: cloudinary" },
  cloud: {
    en: "Cloud at Cloudinary, with the key of the app and its secret",
    es: "Nube en Cloudinary, con la clave de la app y su secreto",
  },
  uploadPrefix: { en: "API host of the account's region", es: "Host de la API en la región de la cuenta" },
} as const satisfies Readonly<Record<string, Text>>;
