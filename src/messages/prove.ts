/** What the proof says: each step, the link that broke, why there is no proof, and what to do next. */
import { EXIT, type Problem } from "../lib/failure.ts";
import { type Text, verbatim } from "../lib/text.ts";

/** What the proof is doing, for a spinner. */
export const doing = {
  importing: {
    en: "Proof: importing the production settings",
    es: "Prueba: importando la configuración de producción",
  },
  storing: {
    en: "Proof: saving and reading a file through Django",
    es: "Prueba: guardando y leyendo un archivo con Django",
  },
  fetching: {
    en: "Proof: opening its link as a browser would",
    es: "Prueba: abriendo su enlace como lo haría un navegador",
  },
  asking: { en: "Asking your Python which packages it has", es: "Preguntando a tu Python qué paquetes tiene" },
  deleting: { en: "Proof: deleting what it saved", es: "Prueba: borrando lo que guardó" },
} as const satisfies Record<string, Text>;

// Packages for the proof alone

/** `a, b and c` */
const enumerated = (words: readonly string[]): Text => {
  const [last = "", ...others] = [...words].reverse();
  const before = others.reverse().join(", ");
  return before === "" ? verbatim(last) : { en: `${before} and ${last}`, es: `${before} y ${last}` };
};

/** The question, and what helps to answer it on a line of its own. */
export const askFetchPackages = (names: readonly string[]): Text => {
  const what = enumerated(names);
  const one = names.length === 1;
  return {
    en: `Your Python lacks ${what.en}. Fetch ${one ? "it" : "them"} for the proof only?\nFrom PyPI into a temporary folder, which is removed afterwards. The project's own environment is not touched.`,
    es: `A tu Python le ${one ? "falta" : "faltan"} ${what.es}. ¿${one ? "Lo" : "Los"} descargo solo para la prueba?\nDe PyPI a una carpeta temporal, que después se borra. El entorno del proyecto no se toca.`,
  };
};

export const fetchingPackages = (names: readonly string[]): Text => {
  const what = enumerated(names);
  return { en: `Fetching ${what.en} for the proof`, es: `Descargando ${what.es} para la prueba` };
};

/** `file`: where the build finds them; null: nobody knows. */
export const packagesFetched = (
  packages: readonly { readonly name: string; readonly version: string }[],
  file: string | null,
): Text => {
  const what = enumerated(packages.map(({ name, version }) => `${name} ${version}`));
  return {
    en: `${what.en} came from a temporary folder, for this proof only: your build must install ${packages.length === 1 ? "it" : "them"} for the app${file === null ? "" : `, from ${file}`}`,
    es: `${what.es}: de una carpeta temporal, solo para esta prueba. Para la app ${packages.length === 1 ? "lo" : "los"} debe instalar tu build${file === null ? "" : `, desde ${file}`}`,
  };
};

export const notFetched = (lacks: Text, why: Text): Text => ({
  en: `${lacks.en}, and pip could not fetch what is missing: ${why.en}`,
  es: `${lacks.es}, y pip no pudo descargar lo que falta: ${why.es}`,
});
export const indexOutOfReach = (why: string): Text => ({
  en: `the package index is out of reach (${why})`,
  es: `no se llega al índice de paquetes (${why})`,
});
export const pipEnded = (code: string): Text => ({
  en: `pip ended with ${code}`,
  es: `pip terminó con ${code}`,
});

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
  es: `Su enlace va a ${host}, está firmado y vence a los ${seconds} s`,
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
export const notListedForAll: Text = {
  en: "Without keys the names of other files cannot be listed",
  es: "Sin claves no se pueden listar los nombres de otros archivos",
};
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
  es: "Los archivos estáticos son de la configuración del proyecto, que no se usó",
};

export const leftBehind = (names: readonly string[]): Text => ({
  en: `Could not be deleted again, please do: ${names.join(", ")}`,
  es: `No se pudo borrar de nuevo, hazlo tú: ${names.join(", ")}`,
});

// What went wrong in Python

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
  es: `Define ${name} para esta ejecución (cualquier valor que acepte la configuración) y ejecuta de nuevo: ${name}=… vet-media-setup`,
});
export const importItYourself = (command: string): Text => ({
  en: `See why, and run again: ${command}`,
  es: `Mira por qué y ejecuta de nuevo: ${command}`,
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
  en: `Install them, and run again: ${command}`,
  es: `Instálalos y ejecuta de nuevo: ${command}`,
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
