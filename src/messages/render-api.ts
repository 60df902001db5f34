/** Sentences about Render's API: variables that are pushed, deploys that are followed, and what is refused. */
import { EXIT, type Problem } from "../lib/failure.ts";
import { join, type Text } from "../lib/text.ts";

const KEYS_DOCS = "https://render.com/docs/api#1-create-an-api-key";
const STATUS_PAGE: Text = {
  en: "See https://status.render.com, and run again.",
  es: "Mira https://status.render.com y ejecuta de nuevo.",
};

export const keyMissing: Problem = {
  code: "render-key-missing",
  exit: EXIT.needsInput,
  message: {
    en: "--push-env needs a key for Render's API, and there is none",
    es: "--push-env necesita una clave de la API de Render, y no hay",
  },
  place: "RENDER_API_KEY",
  next: {
    en: "Make one at Render › Account Settings › API Keys, and set RENDER_API_KEY.",
    es: "Crea una en Render › Account Settings › API Keys y define RENDER_API_KEY.",
  },
  docsUrl: KEYS_DOCS,
};

export const badApiUrl = (value: string): Problem => ({
  code: "invalid-value",
  exit: EXIT.usage,
  message: {
    en: `RENDER_API_URL is no address of an API: ${value}`,
    es: `RENDER_API_URL no es la dirección de una API: ${value}`,
  },
  place: "RENDER_API_URL",
  next: {
    en: "Leave it out, or give one like https://api.render.com/v1.",
    es: "Quítala, o da una como https://api.render.com/v1.",
  },
});

export const noService = (id: string): Problem => ({
  code: "render-service-missing",
  exit: EXIT.needsInput,
  message: {
    en: `Render knows no service ${id} for this key`,
    es: `Render no conoce el servicio ${id} con esta clave`,
  },
  place: "--render-service-id",
  next: {
    en: "Copy the id from the address of the service's page in the Dashboard: it begins with srv-.",
    es: "Copia el id de la dirección de la página del servicio en el Dashboard: empieza con srv-.",
  },
});

export const serviceUnclear = (name: string | null, candidates: readonly string[]): Problem => ({
  code: "render-service-unclear",
  exit: EXIT.needsInput,
  message:
    name === null
      ? {
          en: "It is not clear which service at Render gets the variables",
          es: "No está claro qué servicio de Render recibe las variables",
        }
      : candidates.length === 0
        ? { en: `Render has no service called ${name}`, es: `Render no tiene un servicio llamado ${name}` }
        : {
            en: `Render has ${candidates.length} services called ${name}: ${candidates.join(", ")}`,
            es: `Render tiene ${candidates.length} servicios llamados ${name}: ${candidates.join(", ")}`,
          },
  place: "--render-service-id",
  next: { en: "Name it with --render-service-id srv-….", es: "Indícalo con --render-service-id srv-…." },
  candidates,
});

/** `said`: Render's own words, if any; `path` without its query. */
export const refused = (status: number, said: string, method: string, path: string): Problem => {
  const words = said === "" ? "" : ` (${said})`;
  const where = `${method} ${path}`;
  if (status === 401) {
    return {
      code: "render-key-refused",
      exit: EXIT.failed,
      message: {
        en: `Render does not take RENDER_API_KEY${words}`,
        es: `Render no acepta RENDER_API_KEY${words}`,
      },
      place: "RENDER_API_KEY",
      next: {
        en: "It was mistyped or revoked: make a new one at Render › Account Settings › API Keys.",
        es: "Está mal escrita o fue revocada: crea otra en Render › Account Settings › API Keys.",
      },
      docsUrl: KEYS_DOCS,
    };
  }
  if (status === 403) {
    return {
      code: "render-forbidden",
      exit: EXIT.failed,
      message: {
        en: `The key may not do this at Render: ${where}${words}`,
        es: `La clave no tiene permiso para esto en Render: ${where}${words}`,
      },
      place: "RENDER_API_KEY",
      next: {
        en: "Use a key of a member of the workspace that owns the service.",
        es: "Usa la clave de un miembro del workspace dueño del servicio.",
      },
    };
  }
  if (status === 429) {
    return {
      code: "render-rate-limited",
      exit: EXIT.failed,
      message: {
        en: "Render answers that there were too many requests, also after waiting",
        es: "Render responde que hubo demasiadas solicitudes, incluso tras esperar",
      },
      next: { en: "Run again in a few minutes.", es: "Ejecuta de nuevo en unos minutos." },
    };
  }
  return {
    code: status >= 500 ? "render-down" : "render-refused",
    exit: EXIT.failed,
    message: {
      en: `Render answered HTTP ${status} to ${where}${words}`,
      es: `Render respondió HTTP ${status} a ${where}${words}`,
    },
    next: STATUS_PAGE,
  };
};

export const unreachable = (host: string, why: string): Problem => ({
  code: "render-unreachable",
  exit: EXIT.failed,
  message: { en: `${host} could not be reached (${why})`, es: `No se pudo llegar a ${host} (${why})` },
  next: {
    en: "Check the network of this machine, and run again.",
    es: "Revisa la red de este equipo y ejecuta de nuevo.",
  },
});

export const noJson = (host: string): Problem => ({
  code: "render-unreachable",
  exit: EXIT.failed,
  message: {
    en: `${host} answered with a page and not as Render's API does: something on the way answered for it`,
    es: `${host} respondió con una página y no como la API de Render: algo en el camino respondió por ella`,
  },
  next: {
    en: "Sign in to this network first (a hotel, a proxy), and run again.",
    es: "Primero inicia sesión en esta red (un hotel, un proxy) y ejecuta de nuevo.",
  },
});

export const asking: Text = { en: "Asking Render", es: "Consultando a Render" };
export const pushing: Text = { en: "Setting the variables at Render", es: "Definiendo las variables en Render" };
export const deploying = (status: string): Text => ({
  en: `Waiting for the deploy at Render (${status})`,
  es: `Esperando el deploy en Render (${status})`,
});

export const serviceFound = (name: string, id: string): Text => ({
  en: `Render service ${name} (${id})`,
  es: `Servicio de Render ${name} (${id})`,
});

export const variableChange = (service: string, secret: boolean): Text => ({
  en: `on ${service}${secret ? ", secret" : ""}`,
  es: `en ${service}${secret ? ", secreta" : ""}`,
});

export const blueprintOverwrites = (file: string, keys: readonly string[]): { message: Text; next: Text } => ({
  message: {
    en: `${file} gives ${keys.join(", ")} another value: the next sync of the Blueprint overwrites what is pushed`,
    es: `${file} da otro valor a ${keys.join(", ")}: la próxima sincronización del Blueprint reemplaza lo que se envía`,
  },
  next: {
    en: "Let the value in render.yaml be the same, or write sync: false there.",
    es: "Deja el mismo valor en render.yaml, o escribe ahí sync: false.",
  },
});

export const previousNotKept = (key: string): Text => ({
  en: `${key} at Render keeps its new value: the one before was secret, and is kept nowhere`,
  es: `${key} en Render conserva su valor nuevo: el anterior era secreto y no se guarda en ninguna parte`,
});
/** After everything else was put back; `lines`: one `previousNotKept` for each variable. */
export const valueLost = (lines: readonly Text[]): Problem & { readonly next: Text } => ({
  code: "render-value-lost",
  exit: EXIT.notPutBack,
  message: join(lines, "; "),
  next: {
    en: "If the service needs the value of before, put it in again: Render › your service › Environment. Otherwise set it up again with --push-env.",
    es: "Si el servicio necesita el valor anterior, vuelve a ponerlo: Render › tu servicio › Environment. Si no, configúralo de nuevo con --push-env.",
  },
});

export const changedAtRender = (key: string): Text => ({
  en: `${key} at Render was changed since, so it was left as it is`,
  es: `${key} en Render se cambió después, así que se dejó tal cual`,
});

export const deployStarted = (id: string): Text => ({
  en: `The deploy ${id} has been started`,
  es: `Se inició el deploy ${id}`,
});
export const deployFailed = (id: string, status: string): Problem => ({
  code: "deploy-failed",
  exit: EXIT.failed,
  message: {
    en: `The deploy ${id} did not come live: ${status}`,
    es: `El deploy ${id} no quedó en línea: ${status}`,
  },
  next: {
    en: "Look at its logs: Render › your service › Events.",
    es: "Mira sus logs: Render › tu servicio › Events.",
  },
});

export const blueprintValid = (file: string): Text => ({
  en: `Render finds ${file} valid`,
  es: `Render da por válido ${file}`,
});
export const blueprintInvalid = (file: string, errors: readonly string[]): Text => ({
  en: `Render would refuse ${file}: ${errors.join("; ")}`,
  es: `Render rechazaría ${file}: ${errors.join("; ")}`,
});
export const askRenderKey: Text = { en: "Key for Render's API", es: "Clave de la API de Render" };
