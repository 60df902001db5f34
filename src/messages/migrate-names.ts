/** What `migrate --names-from-db` says: the database that it looked at, rows without a file, files without a row, and why it could not look. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";
import type { Warning } from "../model/change.ts";
import type { Capped, DatabaseFact, ModelField, NamesFound } from "../model/named.ts";
import { decimal } from "./money.ts";

type Said = Pick<Warning, "message" | "next">;

export const loading: Text = {
  en: "Asking your Django for its file fields",
  es: "Preguntando a tu Django por sus campos de archivo",
};
export const reading: Text = { en: "Reading the names in the database", es: "Leyendo los nombres en la base de datos" };
export const comparingSource: Text = { en: "Comparing them with the source", es: "Comparándolos con el origen" };
export const comparingTarget: Text = { en: "Comparing them with the target", es: "Comparándolos con el destino" };

const number = (count: number): Text => decimal(count, 0);
const rows = (count: number): Text => ({
  en: `${number(count).en} ${count === 1 ? "row" : "rows"}`,
  es: `${number(count).es} ${count === 1 ? "fila" : "filas"}`,
});
const files = (count: number): Text => ({
  en: `${number(count).en} ${count === 1 ? "file" : "files"}`,
  es: `${number(count).es} ${count === 1 ? "archivo" : "archivos"}`,
});

const SYSTEMS: Readonly<Record<string, string>> = {
  postgresql: "PostgreSQL",
  mysql: "MySQL",
  sqlite: "SQLite",
  oracle: "Oracle",
};
/** `PostgreSQL clinic at dpg-1.oregon-postgres.render.com` */
const database = ({ engine, name, host }: DatabaseFact): Text => {
  const known = [SYSTEMS[engine] ?? engine, name].filter((part) => part !== "").join(" ");
  return { en: host === "" ? known : `${known} at ${host}`, es: host === "" ? known : `${known} en ${host}` };
};

export const title: Text = { en: "Names in the database", es: "Nombres en la base de datos" };

/** What was found before the copy. */
export const lines = (found: NamesFound): readonly Text[] => {
  const { databases, settings, orphans, missingBefore, unsafe, apart } = found;
  const looked = databases.map(database);
  const said: Text[] = [
    {
      en: `Looked at ${looked.map(({ en }) => en).join(", ")}, as ${settings} names it; only file columns were read, nothing was written`,
      es: `Se leyó ${looked.map(({ es }) => es).join(", ")}, según ${settings}; solo se leyeron las columnas de archivos, no se escribió nada`,
    },
    {
      en: `${rows(found.rows).en} ${found.rows === 1 ? "holds" : "hold"} the names of ${files(found.files).en}`,
      es: `${rows(found.rows).es} ${found.rows === 1 ? "tiene" : "tienen"} los nombres de ${files(found.files).es}`,
    },
  ];
  if (orphans.count > 0) {
    said.push({
      en: `${files(orphans.count).en} of the source ${orphans.count === 1 ? "is" : "are"} named by no row${first(orphans)} (thumbnails, files of editors, leftovers: copied all the same)`,
      es: `Ninguna fila nombra ${files(orphans.count).es} del origen${first(orphans)} (miniaturas, archivos de editores, restos: se copian igual)`,
    });
  }
  if (missingBefore.count > 0) {
    said.push({
      en: `${rows(missingBefore.count).en} ${missingBefore.count === 1 ? "names a file that is" : "name files that are"} not at the source${first(missingBefore)}`,
      es: `${rows(missingBefore.count).es} ${missingBefore.count === 1 ? "nombra un archivo que no está" : "nombran archivos que no están"} en el origen${first(missingBefore)}`,
    });
  }
  if (unsafe.count > 0) {
    said.push({
      en: `${rows(unsafe.count).en} ${unsafe.count === 1 ? "holds" : "hold"} something that is no name in a store${first(unsafe)}`,
      es: `${rows(unsafe.count).es} ${unsafe.count === 1 ? "tiene" : "tienen"} algo que no es un nombre en un almacenamiento${first(unsafe)}`,
    });
  }
  if (apart.length > 0) {
    const shown = apart.map(({ model, field, storage }) => `${model}.${field} (${storage})`).join(", ");
    said.push({
      en: `With a storage of their own, so not compared: ${shown}`,
      es: `Con un almacenamiento propio, así que no se compararon: ${shown}`,
    });
  }
  return said;
};

/** Names told one by one. */
const TOLD = 3;
function first({ count, first: known }: Capped<{ readonly name: string }>): string {
  const names = [...new Set(known.map(({ name }) => name))].slice(0, TOLD);
  return `: ${names.join(", ")}${count > names.length ? " …" : ""}`;
}

// At the end

export const noneMissing: Text = {
  en: "Every file that a row names is at the target",
  es: "Cada archivo que nombra una fila está en el destino",
};

/** `dryRun`: they are missing at the source, and nothing was copied. */
export const rowsWithoutFile = (found: NamesFound["missingBefore"], dryRun: boolean): Said => {
  const { count } = found;
  const where = dryRun ? { en: "at the source", es: "en el origen" } : { en: "at the target", es: "en el destino" };
  return {
    message: {
      en: `${rows(count).en} of the database ${count === 1 ? "names a file that is" : "name files that are"} not ${where.en}${first(found)}`,
      es: `${rows(count).es} de la base de datos ${count === 1 ? "nombra un archivo que no está" : "nombran archivos que no están"} ${where.es}${first(found)}`,
    },
    next: {
      en: "The site cannot show them. If they are not at the source either, look for them in a backup; --report FILE names every one.",
      es: "El sitio no puede mostrarlos. Si tampoco están en el origen, búscalos en un respaldo; --report ARCHIVO los nombra todos.",
    },
  };
};
export const namesUnsafe = (found: NamesFound["unsafe"]): Said => ({
  message: {
    en: `${rows(found.count).en} ${found.count === 1 ? "holds" : "hold"} something that is no name of a file in a store${first(found)}`,
    es: `${rows(found.count).es} ${found.count === 1 ? "tiene" : "tienen"} algo que no es el nombre de un archivo en un almacenamiento${first(found)}`,
  },
  next: {
    en: "Neither S3 nor Cloudinary can open them; correct those rows. --report FILE names every one.",
    es: "Ni S3 ni Cloudinary los pueden abrir; corrige esas filas. --report ARCHIVO las nombra todas.",
  },
});
export const modelNotRead = (model: string, why: string): Said => ({
  message: {
    en: `The rows of ${model} could not be read: ${why}`,
    es: `No se pudieron leer las filas de ${model}: ${why}`,
  },
  next: {
    en: "If its table is not there yet, run its migrations; its names were not compared.",
    es: "Si su tabla aún no existe, ejecuta sus migraciones; sus nombres no se compararon.",
  },
});
export const notReadAgain = (why: Text): Said => ({
  message: {
    en: `The names could not be compared with the target: ${why.en}`,
    es: `No se pudieron comparar los nombres con el destino: ${why.es}`,
  },
  next: { en: "Run the same again: what is copied is skipped.", es: "Ejecuta lo mismo de nuevo: lo copiado se omite." },
});

// Single rows and files

const holder = ({ model, field }: ModelField): string => `${model}.${field}`;
export const notAtSource = (name: string, by: ModelField): Text => ({
  en: `${holder(by)} names ${name}, which is not at the source`,
  es: `${holder(by)} nombra ${name}, que no está en el origen`,
});
export const notAtTarget = (name: string, by: ModelField): Text => ({
  en: `${holder(by)} names ${name}, which is not at the target`,
  es: `${holder(by)} nombra ${name}, que no está en el destino`,
});
export const noRow = (name: string): Text => ({ en: `No row names ${name}`, es: `Ninguna fila nombra ${name}` });
export const otherForm = (name: string): Text => ({
  en: `A row names ${name} with its accents in another Unicode form: Django does not find this one by it`,
  es: `Una fila nombra ${name} con los acentos en otra forma Unicode: con ella Django no encuentra este archivo`,
});
export const isAddress = (name: string, by: ModelField): Text => ({
  en: `${holder(by)} holds ${name}, an address and not the name of a file`,
  es: `${holder(by)} tiene ${name}, una dirección y no el nombre de un archivo`,
});
export const isAbsolute = (name: string, by: ModelField): Text => ({
  en: `${holder(by)} holds ${name}, a path of one machine: no other store can open it`,
  es: `${holder(by)} tiene ${name}, una ruta de una máquina: ningún otro almacenamiento la puede abrir`,
});
export const leadsOut = (name: string, by: ModelField): Text => ({
  en: `${holder(by)} holds ${name}, which leads out of the media folder`,
  es: `${holder(by)} tiene ${name}, que sale de la carpeta de archivos`,
});

// Why it could not look

const refused = (code: string, message: Text, next: Text): Problem => ({
  code,
  exit: EXIT.failed,
  message,
  place: "--names-from-db",
  next,
});

export const otherSettings: Text = {
  en: "Name settings that work on this machine with --settings, or run this where the database is: in the Shell of the service at Render. Without --names-from-db files are copied all the same.",
  es: "Indica con --settings una configuración que funcione en esta máquina, o ejecuta esto donde está la base de datos: en el Shell del servicio en Render. Sin --names-from-db los archivos se copian igual.",
};
export const noPython = (next: Text): Problem =>
  refused(
    "python-missing",
    {
      en: "--names-from-db needs the project's Python, and none was found",
      es: "--names-from-db necesita el Python del proyecto, y no se encontró ninguno",
    },
    next,
  );
export const noDjango = (python: string, next: Text): Problem =>
  refused("django-missing", { en: `${python} has no Django`, es: `${python} no tiene Django` }, next);
export const appNotLoaded = (settings: string, why: Text, next: Text): Problem =>
  refused(
    "app-not-loaded",
    {
      en: `The app could not be loaded with ${settings}: ${why.en}`,
      es: `No se pudo cargar la app con ${settings}: ${why.es}`,
    },
    next,
  );
export const noDatabaseFile = (found: DatabaseFact): Problem =>
  refused(
    "database-missing",
    { en: `There is no database file ${found.name}`, es: `No existe el archivo de base de datos ${found.name}` },
    otherSettings,
  );
export const unreachable = (found: DatabaseFact, why: string): Problem =>
  refused(
    "database-unreachable",
    {
      en: `The database cannot be reached (${database(found).en}): ${why}`,
      es: `No se puede llegar a la base de datos (${database(found).es}): ${why}`,
    },
    otherSettings,
  );
export const namesNotRead = (why: Text): Problem =>
  refused(
    "names-not-read",
    { en: `The names could not be read: ${why.en}`, es: `No se pudieron leer los nombres: ${why.es}` },
    {
      en: "Run again; without --names-from-db files are copied all the same.",
      es: "Ejecuta de nuevo; sin --names-from-db los archivos se copian igual.",
    },
  );
export const nothingRead = (model: string, why: string): Problem =>
  refused(
    "names-not-read",
    { en: `No row could be read; of ${model}: ${why}`, es: `No se pudo leer ninguna fila; de ${model}: ${why}` },
    {
      en: "Is it the right database? If its tables are not there yet, run its migrations. Without --names-from-db files are copied all the same.",
      es: "¿Es la base de datos correcta? Si aún no tiene sus tablas, ejecuta sus migraciones. Sin --names-from-db los archivos se copian igual.",
    },
  );
export const noFields: Problem = refused(
  "no-file-fields",
  {
    en: "No model of the app has a file field in the default storage",
    es: "Ningún modelo de la app tiene un campo de archivo en el almacenamiento por defecto",
  },
  { en: "Run again without --names-from-db.", es: "Ejecuta de nuevo sin --names-from-db." },
);
