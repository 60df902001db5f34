/**
 * Words inside the files that are generated for a Render disk: comments, and the errors that the module raises. In errors, `{NAME}` is filled
 * in by Python when it happens. Comments of the URL configuration's block keep to ASCII, for files in any encoding.
 */
import type { Text } from "../lib/text.ts";
import { everyModule } from "./generated.ts";

/** Comment of the managed block in the URL configuration, by who may read. */
export const urlsBlock = {
  private: {
    en: "Uploaded files: served by media_storage.py, to people who are signed in.",
    es: "Archivos subidos: los sirve media_storage.py a los usuarios conectados.",
  },
  public: {
    en: "Uploaded files: served by media_storage.py, to anybody.",
    es: "Archivos subidos: los sirve media_storage.py a cualquiera.",
  },
} as const satisfies Record<string, Text>;

/** Words of the generated media_storage.py, by the name that its template uses. */
export const diskModule = {
  ...everyModule,
  title: {
    en: "Where uploaded files live: a disk at Render, or the local folder.",
    es: "Dónde viven los archivos subidos: un disco en Render, o la carpeta local.",
  },
  intro: {
    en: "The settings call configure() at their end. MEDIA_STORAGE in the environment decides (disk or local), and MEDIA_ROOT says where the disk is mounted. The URL configuration calls media_urls(), for Django itself serves no uploads in production.",
    es: "La configuración llama a configure() al final. Decide MEDIA_STORAGE en el entorno (disk o local), y MEDIA_ROOT dice dónde está montado el disco. La configuración de URLs llama a media_urls(), porque Django no sirve archivos subidos en producción.",
  },
  hook: {
    en: 'To say who may read which file, name a function in the settings, MEDIA_ACCESS_CHECK = "package.module.may_read": may_read(request, name) answers True or False. The name is the one in the database, documents/x.pdf.',
    es: 'Para decidir quién lee qué archivo, nombra una función en la configuración, MEDIA_ACCESS_CHECK = "paquete.modulo.may_read": may_read(request, name) responde True o False. El nombre es el de la base de datos, documentos/x.pdf.',
  },
  images: {
    en: "Shown in the browser. Never SVG, HTML or XML: they can hold scripts, which would run as the site's own.",
    es: "Se ven en el navegador. Nunca SVG, HTML ni XML: pueden traer scripts, que correrían como si fueran del sitio.",
  },
  types: {
    en: "The rest is downloaded as plain bytes: no script and no style among it.",
    es: "El resto se descarga como bytes: nada vale como script ni como estilo.",
  },
  unknown: {
    en: "MEDIA_STORAGE (or the older USE_S3) asks for {choice!r}, but these settings are made for disk (or local). Correct it, or run vet-media-setup again to change the provider.",
    es: "MEDIA_STORAGE (o el antiguo USE_S3) pide {choice!r}, pero esta configuración es para disk (o local). Corrígelo, o ejecuta vet-media-setup otra vez para cambiar de proveedor.",
  },
  wiped: {
    en: "Render wipes everything but the disk at every deploy.",
    es: "Render borra en cada deploy todo lo que no está en el disco.",
  },
  homeless: {
    en: "MEDIA_STORAGE is not set, and uploads outside the service's disk are lost at every deploy. In Render, under your service's Environment, set MEDIA_STORAGE=disk and the MEDIA_ROOT of {ENV_FILE}. MEDIA_STORAGE=local accepts the loss (previews, CI).",
    es: "Falta MEDIA_STORAGE, y lo que se sube fuera del disco del servicio se pierde en cada deploy. En Render, en Environment de tu servicio, define MEDIA_STORAGE=disk y el MEDIA_ROOT de {ENV_FILE}. MEDIA_STORAGE=local acepta la pérdida (previews, CI).",
  },
  folder: {
    en: "MEDIA_STORAGE=disk needs MEDIA_ROOT, the absolute path where the disk is mounted, but it is {root!r}. Set it where the app runs (Render: your service's Environment; the value is in {ENV_FILE}).",
    es: "MEDIA_STORAGE=disk necesita MEDIA_ROOT, la ruta absoluta donde está montado el disco, pero es {root!r}. Defínelo donde corre la app (Render: Environment de tu servicio; el valor está en {ENV_FILE}).",
  },
  unmounted: {
    en: "No disk is mounted at {self.location}, so the file was not saved: it would be lost at the next deploy. In Render, add a disk with this mount path to the service (Disks), or correct MEDIA_ROOT. Builds, pre-deploy commands, cron and one-off jobs never see the disk.",
    es: "No hay un disco montado en {self.location}, y el archivo no se guardó: se perdería en el próximo deploy. En Render, agrega al servicio un disco con esa ruta de montaje (Disks), o corrige MEDIA_ROOT. Los builds, pre-deploy, cron y jobs nunca ven el disco.",
  },
  logged: {
    en: "With DEBUG off, Django by itself writes no exception to the log.",
    es: "Con DEBUG apagado, Django por sí solo no registra la excepción.",
  },
  urls: {
    en: "Patterns that serve uploads; none while they live elsewhere.",
    es: "Patrones que sirven lo subido; ninguno si vive en otro lugar.",
  },
  serve: {
    en: "Answer with an uploaded file, to whoever may read it.",
    es: "Responde con un archivo subido, a quien puede leerlo.",
  },
  asynchronous: {
    en: "Under ASGI Django would read a plain file whole before it sends it.",
    es: "Con ASGI, Django leería el archivo entero antes de enviarlo.",
  },
  public: {
    en: "Anybody may read, under Django's LoginRequiredMiddleware too.",
    es: "Cualquiera puede leer, también con el LoginRequiredMiddleware de Django.",
  },
  storage: {
    en: "Saves on the mounted disk, and never where files get lost.",
    es: "Guarda en el disco montado, nunca donde se pierde lo subido.",
  },
  kind: {
    en: "A path or a string, whichever the app is used to.",
    es: "Una ruta o un texto, lo que la app ya usaba.",
  },
  address: {
    en: "A path of the site stays; a link to another store ends.",
    es: "Una ruta del sitio queda; un enlace a otro servicio termina.",
  },
  late: {
    en: "Imported late: it needs the models, which need the settings.",
    es: "Se importa tarde: usa los modelos, y ellos la configuración.",
  },
  find: {
    en: "The path of an upload, or 404: nothing outside MEDIA_ROOT.",
    es: "La ruta de un archivo subido, o 404: nada fuera de MEDIA_ROOT.",
  },
  oneName: {
    en: "One name for each file, so that a check of names cannot be deceived.",
    es: "Un solo nombre por archivo, para que no se pueda engañar al control.",
  },
  inside: {
    en: "A link that leads out of the folder is no upload.",
    es: "Un enlace que sale de la carpeta no es un archivo subido.",
  },
  harmless: {
    en: "Whatever somebody uploads: it runs nothing, and is what it says.",
    es: "Se suba lo que se suba: no ejecuta nada, y es lo que dice ser.",
  },
} as const satisfies Record<string, Text>;
