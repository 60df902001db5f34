/** The link of the proof that broke, and what to do about it: one for each way in which Django, S3 or the link can disappoint. */
import type { Text } from "../lib/text.ts";

export interface Broken {
  readonly reason: Text;
  readonly next: Text;
}

export const generatedRefuses = (why: Text): Broken => ({
  reason: {
    en: `The generated settings refuse the production environment: ${why.en}`,
    es: `La configuración generada rechaza el entorno de producción: ${why.es}`,
  },
  next: {
    en: "Correct the variable that is named, and run again",
    es: "Corrige la variable que se nombra y ejecuta de nuevo",
  },
});

export const storageUnusable = (why: Text): Broken => ({
  reason: { en: `default_storage cannot be made: ${why.en}`, es: `No se puede crear default_storage: ${why.es}` },
  next: {
    en: "Compare the installed django-storages with the requirements, and run again",
    es: "Compara el django-storages instalado con tus dependencias y ejecuta de nuevo",
  },
});

export const storageOverridden = (found: string, wanted: string, settings: string): Broken => ({
  reason: {
    en: `Django's default_storage is ${found}, not ${wanted}: something sets it again after the managed block`,
    es: `El default_storage de Django es ${found}, no ${wanted}: algo lo vuelve a definir después del bloque`,
  },
  next: {
    en: `Move what follows the managed block of ${settings} above it (STORAGES, DEFAULT_FILE_STORAGE), and run again`,
    es: `Mueve lo que sigue al bloque de ${settings} antes de él (STORAGES, DEFAULT_FILE_STORAGE) y ejecuta de nuevo`,
  },
});

export const storageOption = (name: string, found: string, wanted: string, settings: string): Broken => ({
  reason: {
    en: `default_storage has ${name}=${found}, not ${wanted}: something changes it after the managed block`,
    es: `default_storage tiene ${name}=${found}, no ${wanted}: algo lo cambia después del bloque`,
  },
  next: {
    en: `Look for ${name} after the managed block of ${settings} and in classes derived from the storage`,
    es: `Busca ${name} después del bloque de ${settings} y en clases derivadas del almacenamiento`,
  },
});

const OPERATIONS = {
  save: { en: "save the file", es: "guardar el archivo" },
  exists: { en: "look whether the file exists", es: "ver si el archivo existe" },
  size: { en: "ask its size", es: "preguntar su tamaño" },
  read: { en: "read it back", es: "leerlo de vuelta" },
  url: { en: "make its link", es: "crear su enlace" },
  "no-overwrite": { en: "save a second file of the same name", es: "guardar otro archivo con el mismo nombre" },
  delete: { en: "delete it", es: "borrarlo" },
  gone: { en: "look whether it is gone", es: "ver si ya no está" },
} as const satisfies Record<string, Text>;
export type Operation = keyof typeof OPERATIONS;

export const operationFailed = (operation: Operation, why: Text, code: string | null): Broken => ({
  reason: {
    en: `Django could not ${OPERATIONS[operation].en}: ${why.en}`,
    es: `Django no pudo ${OPERATIONS[operation].es}: ${why.es}`,
  },
  next: afterServiceCode(code),
});

/** What to do about a code that S3 answered. */
function afterServiceCode(code: string | null): Text {
  switch (code) {
    case "AccessDenied":
    case "403":
      return {
        en: "Give the app's key the policy of  vet-media-setup policy --for app  (s3:ListBucket included), and run again",
        es: "Dale a la clave de la app la política de  vet-media-setup policy --for app  (con s3:ListBucket) y ejecuta de nuevo",
      };
    case "NoSuchBucket":
    case "404":
      return {
        en: "The bucket that the settings name does not exist there: check its name and region",
        es: "El bucket que nombra la configuración no existe ahí: revisa su nombre y región",
      };
    case "AuthorizationRequired":
    case "NotAllowed":
      return {
        en: "Check CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY and CLOUDINARY_API_SECRET, and what the key may do (Console › Settings › API Keys)",
        es: "Revisa CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY y CLOUDINARY_API_SECRET, y lo que la clave puede hacer (consola › Settings › API Keys)",
      };
    case "InvalidAccessKeyId":
      return {
        en: "S3 does not know this access key: check AWS_ACCESS_KEY_ID, or make a new key",
        es: "S3 no conoce esta clave: revisa AWS_ACCESS_KEY_ID, o crea una nueva",
      };
    case "SignatureDoesNotMatch":
      return {
        en: "The secret does not belong to the access key: check AWS_SECRET_ACCESS_KEY",
        es: "El secreto no corresponde a la clave: revisa AWS_SECRET_ACCESS_KEY",
      };
    default:
      return {
        en: "Correct what the message names, and run again",
        es: "Corrige lo que nombra el mensaje y ejecuta de nuevo",
      };
  }
}

const runAgain: Text = {
  en: "Run again; if it stays so, please report it",
  es: "Ejecuta de nuevo; si sigue igual, repórtalo",
};

export const nameChanged = (wanted: string, found: string): Broken => ({
  reason: {
    en: `Saved under ${found} instead of ${wanted}: names in the database would not be Django's`,
    es: `Se guardó como ${found} y no como ${wanted}: los nombres en la base no serían los de Django`,
  },
  next: runAgain,
});
export const doesNotExist: Broken = {
  reason: { en: "It was saved, and then does not exist", es: "Se guardó, y después no existe" },
  next: runAgain,
};
export const sizeDiffers = (found: number, wanted: number): Broken => ({
  reason: {
    en: `It has ${found} bytes where ${wanted} were saved`,
    es: `Tiene ${found} bytes y se guardaron ${wanted}`,
  },
  next: runAgain,
});
export const contentDiffers: Broken = {
  reason: { en: "What is read back differs from what was saved", es: "Lo que se lee no es lo que se guardó" },
  next: runAgain,
};

export const linkNotAbsolute = (link: string): Broken => ({
  reason: { en: `Its link is no web address: ${link}`, es: `Su enlace no es una dirección web: ${link}` },
  next: {
    en: "Check the storage that the settings end with",
    es: "Revisa el almacenamiento con el que termina la configuración",
  },
});
export const linkNotSigned = (host: string): Broken => ({
  reason: {
    en: `Its link (${host}) carries no signature that expires, as private files need`,
    es: `Su enlace (${host}) no lleva una firma que venza, como necesitan los archivos privados`,
  },
  next: {
    en: "Remove what turns signing off after the managed block: custom_domain, querystring_auth, signature_version",
    es: "Quita lo que apaga la firma después del bloque: custom_domain, querystring_auth, signature_version",
  },
});
export const linkRefused = (status: number, code: string | null): Broken => ({
  reason: {
    en: `Its link was refused: ${status}${code === null ? "" : ` ${code}`}`,
    es: `Su enlace fue rechazado: ${status}${code === null ? "" : ` ${code}`}`,
  },
  next:
    code === "SignatureDoesNotMatch" || code === "PermanentRedirect" || code === "TemporaryRedirect"
      ? {
          en: "Check that the region is the bucket's own, and run again",
          es: "Revisa que la región sea la del bucket y ejecuta de nuevo",
        }
      : afterServiceCode(code),
});
export const publicLinkSigned = (host: string): Broken => ({
  reason: {
    en: `Its link (${host}) carries a signature that runs out, and public links must not`,
    es: `Su enlace (${host}) lleva una firma que vence, y los enlaces públicos no deben`,
  },
  next: {
    en: "Remove what turns signing on after the managed block: querystring_auth, AWS_QUERYSTRING_AUTH",
    es: "Quita lo que activa la firma después del bloque: querystring_auth, AWS_QUERYSTRING_AUTH",
  },
});
export const linkElsewhere = (host: string, domain: string): Broken => ({
  reason: {
    en: `Its link goes to ${host}, not to ${domain}`,
    es: `Su enlace va a ${host}, no a ${domain}`,
  },
  next: {
    en: "Set AWS_S3_CUSTOM_DOMAIN to the domain alone, or remove what sets custom_domain after the managed block",
    es: "Define AWS_S3_CUSTOM_DOMAIN solo con el dominio, o quita lo que define custom_domain después del bloque",
  },
});
export const publicLinkRefused = (status: number, code: string | null): Broken => ({
  reason: {
    en: `Not everybody can read it: its plain link was refused: ${status}${code === null ? "" : ` ${code}`}`,
    es: `No cualquiera puede leerlo: su enlace simple fue rechazado: ${status}${code === null ? "" : ` ${code}`}`,
  },
  next: {
    en: "Make the folder public where the files are: on AWS by bucket policy and public access block (run again with keys that may), elsewhere in the dashboard of the service; or choose --access private",
    es: "Haz pública la carpeta donde están los archivos: en AWS con la política del bucket y el bloqueo de acceso público (ejecuta de nuevo con claves que puedan), en otros servicios en su panel; o elige --access private",
  },
});
const DOMAIN_NEXT: Text = {
  en: "Check its DNS record and its certificate, and that its origin is this bucket, without a folder before the path. What is new can take up to an hour: then run again. Until then leave --custom-domain out, or skip this proof with --prove off",
  es: "Revisa su registro DNS y su certificado, y que su origen sea este bucket, sin carpeta antes de la ruta. Lo nuevo puede tardar hasta una hora: después ejecuta de nuevo. Mientras tanto quita --custom-domain, u omite esta prueba con --prove off",
};
export const domainRefused = (host: string, status: number, code: string | null): Broken => ({
  reason: {
    en: `The domain ${host} does not serve the file: ${status}${code === null ? "" : ` ${code}`}`,
    es: `El dominio ${host} no entrega el archivo: ${status}${code === null ? "" : ` ${code}`}`,
  },
  next: DOMAIN_NEXT,
});
export const domainUnreachable = (host: string, why: string): Broken => ({
  reason: {
    en: `The domain ${host}, which is to serve the files, cannot be reached: ${why}`,
    es: `No se puede alcanzar el dominio ${host}, que debe entregar los archivos: ${why}`,
  },
  next: DOMAIN_NEXT,
});
export const listedForAll = (host: string): Broken => ({
  reason: {
    en: `Anybody can list the files: ${host} shows their names without keys`,
    es: `Cualquiera puede listar los archivos: ${host} muestra sus nombres sin claves`,
  },
  next: {
    en: "Take s3:ListBucket for everybody out of the bucket policy, public read out of its ACL, or switch file listing off in the dashboard, and run again",
    es: "Quita s3:ListBucket para todos de la política del bucket, la lectura pública de su ACL, o desactiva el listado en el panel, y ejecuta de nuevo",
  },
});
export const linkUnreachable = (host: string, why: string): Broken => ({
  reason: { en: `Its link could not be opened: ${host}: ${why}`, es: `No se pudo abrir su enlace: ${host}: ${why}` },
  next: {
    en: "Check the network, a proxy, and the endpoint, and run again",
    es: "Revisa la red, el proxy y el endpoint, y ejecuta de nuevo",
  },
});
export const linkServesOther: Broken = {
  reason: { en: "Its link serves something else than the file", es: "Su enlace sirve otra cosa que el archivo" },
  next: { en: "Check the endpoint, and what stands in front of it", es: "Revisa el endpoint y lo que haya delante" },
};
export const unsignedServed = (host: string): Broken => ({
  reason: {
    en: `Anybody can read the file: ${host} serves it without a signature too`,
    es: `Cualquiera puede leer el archivo: ${host} lo sirve también sin firma`,
  },
  next: {
    en: "Remove the bucket policy that allows public reads, block public access, and run again",
    es: "Quita la política del bucket que permite lecturas públicas, bloquea el acceso público y ejecuta de nuevo",
  },
});
export const overwritten: Broken = {
  reason: {
    en: "A second file of the same name replaced the first: uploads of two people would overwrite one another",
    es: "Un segundo archivo del mismo nombre reemplazó al primero: lo que suban dos personas se sobrescribiría",
  },
  next: {
    en: "Remove what sets file_overwrite (AWS_S3_FILE_OVERWRITE) after the managed block, and run again",
    es: "Quita lo que define file_overwrite (AWS_S3_FILE_OVERWRITE) después del bloque y ejecuta de nuevo",
  },
};
export const notGone: Broken = {
  reason: { en: "It was deleted, and still exists", es: "Se borró, y sigue existiendo" },
  next: {
    en: "Give the app's key s3:DeleteObject, delete what is left below .vet-media-setup-probe/, and run again",
    es: "Dale a la clave de la app s3:DeleteObject, borra lo que quedó en .vet-media-setup-probe/ y ejecuta de nuevo",
  },
};
export const staticfilesChanged = (before: string, after: string): Broken => ({
  reason:
    before === after
      ? {
          en: `The options of the static files' storage (${after}) changed`,
          es: `Cambiaron las opciones del almacenamiento de archivos estáticos (${after})`,
        }
      : {
          en: `The static files' storage changed: ${before} before, ${after} now`,
          es: `Cambió el almacenamiento de archivos estáticos: antes ${before}, ahora ${after}`,
        },
  next: {
    en: 'Name the wanted one in STORAGES["staticfiles"] above the managed block, and run again',
    es: 'Nombra el que quieres en STORAGES["staticfiles"] antes del bloque y ejecuta de nuevo',
  },
});

export const staticfilesBroken = (before: string): Broken => ({
  reason: {
    en: `The static files' storage (${before} before) cannot be made any more`,
    es: `El almacenamiento de archivos estáticos (antes ${before}) ya no se puede crear`,
  },
  next: runAgain,
});
