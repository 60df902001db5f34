/** What the proof says: each step, the link that broke, why there is no proof, and what to do next. */
import { EXIT, type Problem } from "../lib/failure.ts";
import { type Text, verbatim } from "../lib/text.ts";

/** What the proof is doing, for a spinner. */
export const doing = {
  importing: { en: "Proof: importing the production settings", es: "Prueba: importando los settings de producción" },
  storing: {
    en: "Proof: saving and reading a file through Django",
    es: "Prueba: guardando y leyendo un archivo con Django",
  },
  fetching: {
    en: "Proof: opening its link as a browser would",
    es: "Prueba: abriendo su enlace como lo haría un navegador",
  },
  deleting: { en: "Proof: deleting what it saved", es: "Prueba: borrando lo que guardó" },
} as const satisfies Record<string, Text>;

// Steps that went well, or nearly

export const settingsImported = (module: string): Text => ({
  en: `${module} imported with the production environment`,
  es: `${module} se importó con el entorno de producción`,
});

export const importedOffRender = (module: string, why: Text): Text => ({
  en: `${module} imported, but only without RENDER=true: ${why.en}`,
  es: `${module} se importó, pero solo sin RENDER=true: ${why.es}`,
});

export const djangoVersion = (found: string): Text => verbatim(`Django ${found}`);

export const djangoNotPinned = (found: string, wanted: string): Text => ({
  en: `This Python has Django ${found}, the project asks for ${wanted}`,
  es: `Este Python tiene Django ${found}, el proyecto pide ${wanted}`,
});

export const defaultStorageIs = (backend: string): Text => ({
  en: `default_storage is ${backend}`,
  es: `default_storage es ${backend}`,
});

export const saved = (name: string): Text => ({ en: `Saved ${name}`, es: `Guardó ${name}` });
export const exists: Text = { en: "It exists", es: "Existe" };
export const sizeIs = (bytes: number): Text => ({ en: `Its size is ${bytes} bytes`, es: `Mide ${bytes} bytes` });
export const readBack: Text = { en: "Read back, byte for byte the same", es: "Lo leyó de vuelta, igual byte a byte" };
export const listed: Text = { en: "Its folder lists it", es: "Su carpeta lo lista" };
export const notListed = (why: string): Text => ({
  en: `Its folder does not list it${why === "" ? "" : ` (${why})`}; only apps that list files need that`,
  es: `Su carpeta no lo lista${why === "" ? "" : ` (${why})`}; solo lo necesitan las apps que listan archivos`,
});
export const linkSigned = (host: string, seconds: number): Text => ({
  en: `Its link goes to ${host}, is signed and expires after ${seconds} s`,
  es: `Su enlace va a ${host}, está firmado y caduca a los ${seconds} s`,
});
export const linkPlain = (host: string): Text => ({ en: `Its link goes to ${host}`, es: `Su enlace va a ${host}` });
export const linkOpened: Text = {
  en: "Opened the link as a browser would, without credentials",
  es: "Abrió el enlace como un navegador, sin credenciales",
};
export const typeIs = (type: string): Text => ({ en: `Served as ${type}`, es: `Se sirve como ${type}` });
export const typeIsNot = (type: string, wanted: string): Text => ({
  en: `Served as ${type || "nothing"} instead of ${wanted}: browsers may download it instead of showing it`,
  es: `Se sirve como ${type || "nada"} en vez de ${wanted}: el navegador puede descargarlo en vez de mostrarlo`,
});
export const rangeServed: Text = {
  en: "Parts of it can be asked for (Range)",
  es: "Se puede pedir por partes (Range)",
};
export const rangeNotServed = (status: number): Text => ({
  en: `A part of it was asked for (Range) and the answer was ${status}, not 206: videos cannot be skipped through`,
  es: `Se pidió una parte (Range) y la respuesta fue ${status}, no 206: en los videos no se podrá avanzar`,
});
export const corsAllows = (origins: readonly string[]): Text => ({
  en: `Pages of ${origins.join(", ")} may read it (CORS)`,
  es: `Las páginas de ${origins.join(", ")} pueden leerlo (CORS)`,
});
export const corsSilent = (origins: readonly string[]): Text => ({
  en: `No CORS header for ${origins.join(", ")}: images and downloads work, fetch() in a page does not. A new rule can take a minute`,
  es: `Sin encabezado CORS para ${origins.join(", ")}: las imágenes y descargas funcionan, fetch() en una página no. Una regla nueva puede tardar un minuto`,
});
export const corsNotAsked: Text = { en: "No origin was named", es: "No se nombró ningún origen" };
export const unsignedRefused = (status: number): Text => ({
  en: `Without its signature the link is refused (${status})`,
  es: `Sin su firma el enlace se rechaza (${status})`,
});
export const linksArePublic: Text = { en: "Links are public by choice", es: "Los enlaces son públicos por elección" };
export const namesakeApart: Text = {
  en: "A second file of the same name got another name; the first is intact",
  es: "Un segundo archivo del mismo nombre recibió otro nombre; el primero está intacto",
};
export const deleted: Text = { en: "Deleted both", es: "Borró los dos" };
export const gone: Text = { en: "Nothing of them is left", es: "No queda nada de ellos" };
export const staticfilesSame = (backend: string): Text => ({
  en: `Static files as before (${backend})`,
  es: `Los archivos estáticos, como antes (${backend})`,
});
export const staticfilesNotCompared: Text = {
  en: "Static files could not be compared with before",
  es: "Los archivos estáticos no se pudieron comparar con los de antes",
};
export const staticfilesIsolated: Text = {
  en: "Static files belong to the project's settings, which were not used",
  es: "Los archivos estáticos son de los settings del proyecto, que no se usaron",
};

// The link that broke

export interface Broken {
  readonly reason: Text;
  readonly next: Text;
}

/** An exception of Python, already masked: `ImproperlyConfigured: …`. */
export const raised = (words: string, place: string | null): Text =>
  verbatim(place === null ? words : `${words} (${place})`);

export const timedOut = (seconds: number): Text => ({
  en: `no answer within ${seconds} s`,
  es: `sin respuesta en ${seconds} s`,
});
export const endedByItself = (output: string): Text => ({
  en: output === "" ? "Python ended by itself" : `Python ended by itself: ${output}`,
  es: output === "" ? "Python terminó solo" : `Python terminó solo: ${output}`,
});

export const generatedRefuses = (why: Text): Broken => ({
  reason: {
    en: `The generated settings refuse the production environment: ${why.en}`,
    es: `Los settings generados rechazan el entorno de producción: ${why.es}`,
  },
  next: {
    en: "Correct the variable that is named, and run again",
    es: "Corrige la variable que se nombra y ejecuta otra vez",
  },
});

export const storageUnusable = (why: Text): Broken => ({
  reason: { en: `default_storage cannot be made: ${why.en}`, es: `No se puede crear default_storage: ${why.es}` },
  next: {
    en: "Compare the installed django-storages with the requirements, and run again",
    es: "Compara el django-storages instalado con los requirements y ejecuta otra vez",
  },
});

export const storageOverridden = (found: string, wanted: string, settings: string): Broken => ({
  reason: {
    en: `Django's default_storage is ${found}, not ${wanted}: something sets it again after the managed block`,
    es: `El default_storage de Django es ${found}, no ${wanted}: algo lo vuelve a definir después del bloque`,
  },
  next: {
    en: `Move what follows the managed block of ${settings} above it (STORAGES, DEFAULT_FILE_STORAGE), and run again`,
    es: `Mueve lo que sigue al bloque de ${settings} antes de él (STORAGES, DEFAULT_FILE_STORAGE) y ejecuta otra vez`,
  },
});

export const storageOption = (name: string, found: string, wanted: string, settings: string): Broken => ({
  reason: {
    en: `default_storage has ${name}=${found}, not ${wanted}: something changes it after the managed block`,
    es: `default_storage tiene ${name}=${found}, no ${wanted}: algo lo cambia después del bloque`,
  },
  next: {
    en: `Look for ${name} after the managed block of ${settings} and in classes derived from the storage`,
    es: `Busca ${name} después del bloque de ${settings} y en clases derivadas del storage`,
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
        es: "Dale a la clave de la app la política de  vet-media-setup policy --for app  (con s3:ListBucket) y ejecuta otra vez",
      };
    case "NoSuchBucket":
    case "404":
      return {
        en: "The bucket that the settings name does not exist there: check its name and region",
        es: "El bucket que nombran los settings no existe ahí: revisa su nombre y región",
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
        es: "Corrige lo que nombra el mensaje y ejecuta otra vez",
      };
  }
}

const runAgain: Text = {
  en: "Run again; if it stays so, please report it",
  es: "Ejecuta otra vez; si sigue igual, repórtalo",
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
    es: "Revisa el storage con el que terminan los settings",
  },
});
export const linkNotSigned = (host: string): Broken => ({
  reason: {
    en: `Its link (${host}) carries no signature that expires, as private files need`,
    es: `Su enlace (${host}) no lleva una firma que caduque, como necesitan los archivos privados`,
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
          es: "Revisa que la región sea la del bucket y ejecuta otra vez",
        }
      : afterServiceCode(code),
});
export const linkUnreachable = (host: string, why: string): Broken => ({
  reason: { en: `Its link could not be opened: ${host}: ${why}`, es: `No se pudo abrir su enlace: ${host}: ${why}` },
  next: {
    en: "Check the network, a proxy, and the endpoint, and run again",
    es: "Revisa la red, el proxy y el endpoint, y ejecuta otra vez",
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
    es: "Quita la política del bucket que permite lecturas públicas, bloquea el acceso público y ejecuta otra vez",
  },
});
export const overwritten: Broken = {
  reason: {
    en: "A second file of the same name replaced the first: uploads of two people would overwrite one another",
    es: "Un segundo archivo del mismo nombre reemplazó al primero: lo que suban dos personas se sobrescribiría",
  },
  next: {
    en: "Remove what sets file_overwrite (AWS_S3_FILE_OVERWRITE) after the managed block, and run again",
    es: "Quita lo que define file_overwrite (AWS_S3_FILE_OVERWRITE) después del bloque y ejecuta otra vez",
  },
};
export const notGone: Broken = {
  reason: { en: "It was deleted, and still exists", es: "Se borró, y sigue existiendo" },
  next: {
    en: "Give the app's key s3:DeleteObject, delete what is left below .vet-media-setup-probe/, and run again",
    es: "Dale a la clave de la app s3:DeleteObject, borra lo que quedó en .vet-media-setup-probe/ y ejecuta otra vez",
  },
};
export const staticfilesChanged = (before: string, after: string): Broken => ({
  reason:
    before === after
      ? {
          en: `The options of the static files' storage (${after}) changed`,
          es: `Cambiaron las opciones del storage de archivos estáticos (${after})`,
        }
      : {
          en: `The static files' storage changed: ${before} before, ${after} now`,
          es: `Cambió el storage de archivos estáticos: antes ${before}, ahora ${after}`,
        },
  next: {
    en: 'Name the wanted one in STORAGES["staticfiles"] above the managed block, and run again',
    es: 'Nombra el que quieres en STORAGES["staticfiles"] antes del bloque y ejecuta otra vez',
  },
});

export const staticfilesBroken = (before: string): Broken => ({
  reason: {
    en: `The static files' storage (${before} before) cannot be made any more`,
    es: `El storage de archivos estáticos (antes ${before}) ya no se puede crear`,
  },
  next: runAgain,
});

export const leftBehind = (names: readonly string[]): Text => ({
  en: `Could not be deleted again, please do: ${names.join(", ")}`,
  es: `No se pudo borrar de nuevo, hazlo tú: ${names.join(", ")}`,
});

// Why the generated module was proved alone

export const importFailed = (module: string, why: Text): Text => ({
  en: `${module} cannot be imported here: ${why.en}`,
  es: `${module} no se puede importar aquí: ${why.es}`,
});
export const missingVariable = (name: string, place: string | null): Text => ({
  en: `${name} is not set${place === null ? "" : ` (${place})`}`,
  es: `${name} no está definida${place === null ? "" : ` (${place})`}`,
});
export const missingPackage = (name: string, place: string | null): Text => ({
  en: `this Python has no ${name}${place === null ? "" : ` (${place})`}`,
  es: `este Python no tiene ${name}${place === null ? "" : ` (${place})`}`,
});
export const settingsExit = (place: string | null): Text => ({
  en: `it ends the program with sys.exit()${place === null ? "" : ` (${place})`}`,
  es: `termina el programa con sys.exit()${place === null ? "" : ` (${place})`}`,
});
export const setForThisRun = (name: string): Text => ({
  en: `Set ${name} for this run (any value that the settings accept), then run again: ${name}=… vet-media-setup`,
  es: `Define ${name} para esta ejecución (cualquier valor que acepten los settings) y ejecuta otra vez: ${name}=… vet-media-setup`,
});
export const importItYourself = (command: string): Text => ({
  en: `See it with  ${command}  and run again`,
  es: `Míralo con  ${command}  y ejecuta otra vez`,
});

// Why there is no proof

export const noPython: Text = { en: "No Python was found", es: "No se encontró Python" };
export const noDjango = (python: string): Text => ({
  en: `${python} has no Django`,
  es: `${python} no tiene Django`,
});
export const lacksPackages = (python: string, names: readonly string[]): Text => ({
  en: `${python} does not have ${names.join(", ")} yet`,
  es: `${python} todavía no tiene ${names.join(", ")}`,
});
export const cannotStart = (python: string, why: Text): Text => ({
  en: `${python} could not run the proof: ${why.en}`,
  es: `${python} no pudo ejecutar la prueba: ${why.es}`,
});
export const installThenRun = (command: string): Text => ({
  en: `${command}  and run again`,
  es: `${command}  y ejecuta otra vez`,
});
export const namePython: Text = {
  en: "Install Python 3 and the project's packages, or name a Python that has them with --python",
  es: "Instala Python 3 y los paquetes del proyecto, o nombra un Python que los tenga con --python",
};

export const pythonUnusable = (path: string): Problem => ({
  code: "python-unusable",
  exit: EXIT.usage,
  message: {
    en: `${path} is not a Python 3.6 or newer that runs`,
    es: `${path} no es un Python 3.6 o más nuevo que funcione`,
  },
  place: "--python",
  next: {
    en: "Name the python of the project's virtual environment, such as .venv/bin/python",
    es: "Nombra el python del entorno virtual del proyecto, como .venv/bin/python",
  },
});
