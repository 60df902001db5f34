/** Words inside the generated media_storage.py for Cloudinary, by the name that its template uses. In errors, Python fills in `{NAME}`. */
import type { Text } from "../lib/text.ts";
import { everyModule } from "./generated.ts";

export const cloudinaryModule = {
  ...everyModule,
  title: {
    en: "Where uploaded files live: Cloudinary, or the local folder.",
    es: "Dónde viven los archivos subidos: Cloudinary, o la carpeta local.",
  },
  intro: {
    en: "The settings call configure() at their end. MEDIA_STORAGE in the environment decides (cloudinary or local); the cloud and its keys come from the CLOUDINARY_* variables.",
    es: "La configuración llama a configure() al final. Decide MEDIA_STORAGE en el entorno (cloudinary o local); la nube y sus claves vienen de las variables CLOUDINARY_*.",
  },
  typePrivate: {
    en: "authenticated: only signed links open a file. upload would make it public.",
    es: "authenticated: solo abren enlaces firmados. Con upload sería público.",
  },
  typePublic: {
    en: "upload: whoever has the link can open a file. authenticated asks for a signed one.",
    es: "upload: quien tenga el enlace abre el archivo. authenticated pide una firma.",
  },
  formats: {
    en: "By extension, the resource type. Whatever is not here (PDF, docx) is raw.",
    es: "El tipo de recurso, por extensión. Lo que no está aquí (PDF, docx) es raw.",
  },
  unsafe: {
    en: "What a public ID may not hold, or Cloudinary would change in it.",
    es: "Lo que un public ID no admite, o que Cloudinary cambiaría en él.",
  },
  legacy: {
    en: "Files that django-cloudinary-storage has stored: public, and named without an extension.",
    es: "Archivos que guardó django-cloudinary-storage: públicos y sin extensión en el nombre.",
  },
  unknown: {
    en: "MEDIA_STORAGE is {choice!r}, but these settings are made for cloudinary (or local). Correct it, or run vet-media-setup again to change the provider.",
    es: "MEDIA_STORAGE es {choice!r}, pero esta configuración es para cloudinary (o local). Corrígelo, o ejecuta vet-media-setup otra vez para cambiar de proveedor.",
  },
  homeless: {
    en: "MEDIA_STORAGE is not set, and uploads on Render's own disk are lost at every deploy. In Render, under your service's Environment, set MEDIA_STORAGE=cloudinary and the CLOUDINARY_* variables of {ENV_FILE}. MEDIA_STORAGE=local accepts the loss (previews, CI).",
    es: "Falta MEDIA_STORAGE, y lo que se sube al disco propio de Render se pierde en cada deploy. En Render, en Environment de tu servicio, define MEDIA_STORAGE=cloudinary y las variables CLOUDINARY_* de {ENV_FILE}. MEDIA_STORAGE=local acepta la pérdida (previews, CI).",
  },
  missing: {
    en: "MEDIA_STORAGE=cloudinary needs {names}. Set what is missing where the app runs (Render: your service's Environment; the values are in {ENV_FILE}).",
    es: "MEDIA_STORAGE=cloudinary necesita {names}. Define lo que falta donde corre la app (Render: Environment de tu servicio; los valores están en {ENV_FILE}).",
  },
  storage: {
    en: "Files in Cloudinary, under the very names that Django chooses.",
    es: "Archivos en Cloudinary, con los mismos nombres que elige Django.",
  },
  large: {
    en: "One request takes 100 MB: what is larger goes in pieces.",
    es: "Una petición admite 100 MB: lo que es mayor va en partes.",
  },
  namesake: {
    en: "Cloudinary itself refuses a taken name, also to two at the same time.",
    es: "El propio Cloudinary rechaza un nombre ya usado, también a dos a la vez.",
  },
  readOnly: {
    en: "Cloudinary files are opened for reading only",
    es: "Los archivos de Cloudinary son de solo lectura",
  },
  invalidate: {
    en: "invalidate: the copies on Cloudinary's CDN go too, within minutes.",
    es: "invalidate: las copias en el CDN de Cloudinary también, en minutos.",
  },
  listing: {
    en: "Through the Admin API: some hundred calls an hour.",
    es: "Usa la Admin API: unos cientos de llamadas por hora.",
  },
  link: {
    en: "Signed links never expire: only for who may see the file.",
    es: "Los enlaces firmados no vencen: no los muestres a cualquiera.",
  },
  download: {
    en: "The original, past CDN caches, PDF blocks and hourly limits.",
    es: "El original, sin caché del CDN, bloqueo de PDF ni límite horario.",
  },
  answered: {
    en: "Cloudinary answered {error.code} for {name}: {why}",
    es: "Cloudinary respondió {error.code} para {name}: {why}",
  },
  asset: {
    en: "Resource type, type and public ID of the file of this name.",
    es: "Tipo de recurso, tipo y public ID del archivo de este nombre.",
  },
  noExtension: {
    en: "Images and videos have no extension in their public ID, so it is made a part of the name: foto.jpg is foto-jpg, and foto.png stays another file.",
    es: "El public ID de imágenes y videos no lleva extensión; pasa a ser parte del nombre: foto.jpg es foto-jpg, y foto.png sigue siendo otro archivo.",
  },
  outside: {
    en: "{name!r} is outside the uploads",
    es: "{name!r} queda fuera de la carpeta",
  },
  lazy: {
    en: "The SDK reads the settings when imported: not before they are whole.",
    es: "El SDK lee la configuración al importarse: no antes de estar lista.",
  },
} as const satisfies Record<string, Text>;
