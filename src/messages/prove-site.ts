/** What the proof says of a disk: the folder in its place, the guard, and the view through which the site itself serves uploads. */
import type { Text } from "../lib/text.ts";
import type { Broken } from "./broken-links.ts";

const runAgain: Text = {
  en: "Run again; if it stays so, please report it",
  es: "Ejecuta de nuevo; si sigue igual, repórtalo",
};

// Steps

export const mountNotProved = (mount: string): Text => ({
  en: `A temporary folder stood in for the disk: that ${mount} is mounted can only be seen at Render, after the deploy`,
  es: `Una carpeta temporal hizo de disco: que ${mount} esté montado solo se ve en Render, después del deploy`,
});

export const guardRefused: Text = {
  en: "Without a mounted disk, saving on Render is refused and leaves nothing behind",
  es: "Sin un disco montado, en Render se rechaza guardar y no queda nada",
};

export const linkInSite = (path: string): Text => ({
  en: `Its link is a path of the site: ${path}`,
  es: `Su enlace es una ruta del sitio: ${path}`,
});

export const urlsImported = (module: string, behind: string | null): Text => ({
  en:
    behind === null
      ? `The URL configuration serves uploads with ${module}`
      : `The URL configuration serves uploads with ${module}, before the project's own ${behind}: if that one is stricter, remove the block and route it first`,
  es:
    behind === null
      ? `La configuración de URLs sirve los archivos con ${module}`
      : `La configuración de URLs sirve los archivos con ${module}, antes de ${behind}, que es del proyecto: si esa vista es más estricta, quita el bloque y ponla primero`,
});

export const urlsNotLoaded = (why: Text): Text => ({
  en: `The URL configuration cannot be loaded here: ${why.en}`,
  es: `La configuración de URLs no se puede cargar aquí: ${why.es}`,
});

export const urlsAlone: Text = {
  en: "The view of the generated module was looked at alone, without the project's URL configuration",
  es: "Se miró solo la vista del módulo generado, sin la configuración de URLs del proyecto",
};

/** `check`: the dotted name of MEDIA_ACCESS_CHECK, which was left out. */
export const signedInServed = (check: string | null): Text => ({
  en: `A made-up user who is signed in gets it: byte for byte, as a download that runs nothing${check === null ? "" : ` (${check} was left out)`}`,
  es: `Un usuario inventado, con sesión, lo recibe: igual byte a byte, como descarga que no ejecuta nada${check === null ? "" : ` (sin ${check})`}`,
});
export const anybodyServed: Text = {
  en: "Anybody gets it, as was chosen",
  es: "Cualquiera lo recibe, como se eligió",
};
export const anonymousRefused = (status: number): Text => ({
  en: `Who is not signed in does not get it (${status})`,
  es: `Quien no tiene sesión no lo recibe (${status})`,
});
export const signInNowhere = (location: string): Text => ({
  en: `Who is not signed in does not get it, but is sent to ${location}, which the site does not have: set LOGIN_URL to your sign-in page (the admin's is /admin/login/)`,
  es: `Quien no tiene sesión no lo recibe, pero se le envía a ${location}, que el sitio no tiene: define LOGIN_URL con tu página de ingreso (la del admin es /admin/login/)`,
});
export const traversalRefused: Text = {
  en: "No path leads out of the folder, and none lists it",
  es: "Ninguna ruta sale de la carpeta, y ninguna la lista",
};

export const theirsServed = (view: string): Text => ({
  en: `The project's own ${view} serves it`,
  es: `La sirve ${view}, que es del proyecto`,
});
export const theirsNotServed = (view: string, status: number): Text => ({
  en: `The project's own ${view} answered ${status} to a made-up user: see that uploads open after the deploy`,
  es: `${view}, que es del proyecto, respondió ${status} a un usuario inventado: revisa que los archivos se abran después del deploy`,
});
export const theirsRaised = (why: Text): Text => ({
  en: `The project's own view needs more than a made-up user: ${why.en}`,
  es: `La vista del proyecto necesita más que un usuario inventado: ${why.es}`,
});
export const theirsToAnybody = (view: string): Text => ({
  en: `The project's own ${view} gives private files to anybody, without a sign-in`,
  es: `${view}, que es del proyecto, entrega archivos privados a cualquiera, sin sesión`,
});
export const theirsLeadsOut = (view: string, path: string): Text => ({
  en: `The project's own ${view} leads out of the folder: ${path}`,
  es: `${view}, que es del proyecto, deja salir de la carpeta: ${path}`,
});
export const nobodyServes = (mediaUrl: string): Text => ({
  en: `Nothing in the URL configuration serves ${mediaUrl}: files are saved, but their links lead nowhere`,
  es: `Nada en la configuración de URLs sirve ${mediaUrl}: los archivos se guardan, pero sus enlaces no llevan a nada`,
});

/** The warning of a proof that had to do without it. */
export const urlsNotProved = (reason: Text): Text => ({
  en: `Your own URL configuration was not proved: ${reason.en}`,
  es: `No se probó tu propia configuración de URLs: ${reason.es}`,
});

// The link of the chain that broke

export const guardSaved = (name: string): Broken => ({
  reason: {
    en: `Without a mounted disk, ${name} was saved all the same: at Render it would be lost at the next deploy`,
    es: `Sin un disco montado, ${name} se guardó igual: en Render se perdería en el próximo deploy`,
  },
  next: {
    en: "Remove what replaces the storage after the managed block of the settings, and run again",
    es: "Quita lo que reemplaza el almacenamiento después del bloque de la configuración y ejecuta de nuevo",
  },
});
export const guardLeft = (what: string): Broken => ({
  reason: {
    en: `Without a mounted disk saving is refused, but ${what} was made`,
    es: `Sin un disco montado se rechaza guardar, pero se creó ${what}`,
  },
  next: runAgain,
});
export const guardOther = (why: Text): Broken => ({
  reason: {
    en: `Without a mounted disk saving fails, but not with the words that say what to do: ${why.en}`,
    es: `Sin un disco montado falla guardar, pero no con las palabras que dicen qué hacer: ${why.es}`,
  },
  next: runAgain,
});

export const linkNotInSite = (link: string): Broken => ({
  reason: {
    en: `Its link is no path of the site: ${link}`,
    es: `Su enlace no es una ruta del sitio: ${link}`,
  },
  next: {
    en: "Remove the MEDIA_URL or base_url that is set after the managed block, and run again",
    es: "Quita el MEDIA_URL o base_url que se define después del bloque y ejecuta de nuevo",
  },
});
export const urlsRefuse = (why: Text): Broken => ({
  reason: {
    en: `The managed block of the URL configuration fails: ${why.en}`,
    es: `El bloque de la configuración de URLs falla: ${why.es}`,
  },
  next: {
    en: "See that this module has a list called urlpatterns at its end, and run again",
    es: "Revisa que el módulo termine con una lista urlpatterns y ejecuta de nuevo",
  },
});
export const otherViewServes = (found: string | null, wanted: string): Broken => ({
  reason:
    found === null
      ? {
          en: "No pattern of the URL configuration answers to the link of the file",
          es: "Ningún patrón de la configuración de URLs responde al enlace del archivo",
        }
      : {
          en: `The link of the file leads to ${found}, not to ${wanted}`,
          es: `El enlace del archivo lleva a ${found}, no a ${wanted}`,
        },
  next: {
    en: "Move what follows the managed block of the URL configuration above it, or route MEDIA_URL to serve_media of media_storage.py before it, and run again",
    es: "Mueve lo que sigue al bloque de la configuración de URLs antes de él, o lleva MEDIA_URL a serve_media de media_storage.py antes de esa vista, y ejecuta de nuevo",
  },
});
export const viewFailed = (why: Text): Broken => ({
  reason: {
    en: `The view that serves uploads fails: ${why.en}`,
    es: `Falla la vista que sirve los archivos: ${why.es}`,
  },
  next: {
    en: "Correct what the message names, and run again",
    es: "Corrige lo que nombra el mensaje y ejecuta de nuevo",
  },
});
export const viewAnswered = (status: number): Broken => ({
  reason: {
    en: `The view that serves uploads answered ${status} to a user who is signed in`,
    es: `La vista que sirve los archivos respondió ${status} a un usuario con sesión`,
  },
  next: runAgain,
});
export const viewServesOther: Broken = {
  reason: {
    en: "The view that serves uploads sends something else than the file",
    es: "La vista que sirve los archivos envía otra cosa",
  },
  next: runAgain,
};
export const viewUnsafe = (header: string): Broken => ({
  reason: {
    en: `The file is served without ${header}: what somebody uploads could run as the site's own`,
    es: `El archivo se sirve sin ${header}: lo que alguien suba podría correr como si fuera del sitio`,
  },
  next: {
    en: "Remove what changes the answers of the generated view, and run again",
    es: "Quita lo que cambia las respuestas de la vista generada y ejecuta de nuevo",
  },
});
export const viewToAnybody: Broken = {
  reason: {
    en: "Anybody can read the file: the view serves it without a sign-in too",
    es: "Cualquiera puede leer el archivo: la vista lo sirve también sin sesión",
  },
  next: runAgain,
};
export const viewToNobody = (status: number): Broken => ({
  reason: {
    en: `Files are public by choice, but who is not signed in gets ${status}`,
    es: `Los archivos son públicos por elección, pero quien no tiene sesión recibe ${status}`,
  },
  next: runAgain,
});
export const viewLeadsOut = (path: string, status: number): Broken => ({
  reason: {
    en: `The view that serves uploads answers ${status} to ${path}, where 404 is the only safe answer`,
    es: `La vista que sirve los archivos responde ${status} a ${path}, donde solo 404 es seguro`,
  },
  next: runAgain,
});
