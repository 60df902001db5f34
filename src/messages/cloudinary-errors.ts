/** What Cloudinary refused, and what kept a request from reaching it: one sentence for each cause, with the step that follows. */
import type { NetworkCause } from "../lib/network-cause.ts";
import { join, type Text } from "../lib/text.ts";

/** The facts of one refused request. */
export interface Refused {
  readonly host: string;
  /** `ping`, `usage`, `upload` */
  readonly operation: string;
  readonly cloud: string;
  readonly status: number;
  /** Cloudinary's own words, without signatures; "" if it said nothing. */
  readonly words: string;
  /** When the limit ends, as Cloudinary says it; null: it does not say. */
  readonly until: string | null;
}

interface Sentence {
  readonly message: (refused: Refused) => Text;
  readonly next: (refused: Refused) => Text;
}

const said = (r: Refused): Text => ({
  en: `(${r.operation}: ${r.status}${r.words === "" ? "" : `, “${r.words}”`})`,
  es: `(${r.operation}: ${r.status}${r.words === "" ? "" : `, «${r.words}»`})`,
});
const told = (en: (r: Refused) => string, es: (r: Refused) => string) => (r: Refused) =>
  join([{ en: en(r), es: es(r) }, said(r)]);
const step = (en: string, es: string) => (): Text => ({ en, es });

const COPY_KEYS = step(
  "Copy cloud name, API key and API secret again, all three from the same page: https://console.cloudinary.com/app/settings/api-keys",
  "Copia otra vez cloud name, API key y API secret, los tres de la misma página: https://console.cloudinary.com/app/settings/api-keys",
);

const sentences = {
  "unknown-api-key": {
    message: told(
      (r) => `Cloudinary does not know this API key in the cloud ${r.cloud}: it is mistyped, was deleted or disabled.`,
      (r) => `Cloudinary no conoce esta API key en la nube ${r.cloud}: está mal escrita, fue eliminada o desactivada.`,
    ),
    next: COPY_KEYS,
  },
  "key-of-another-cloud": {
    message: told(
      (r) => `The API key is good, but belongs to another cloud than ${r.cloud}.`,
      (r) => `La API key es válida, pero es de otra nube y no de ${r.cloud}.`,
    ),
    next: COPY_KEYS,
  },
  "wrong-api-secret": {
    message: told(
      () =>
        "The API secret does not belong to the API key: it is cut off, mistyped, or has quotes or a space around it.",
      () =>
        "El API secret no corresponde a la API key: está cortado, mal escrito, o lleva comillas o un espacio alrededor.",
    ),
    next: COPY_KEYS,
  },
  "unknown-cloud": {
    message: told(
      (r) => `There is no cloud ${r.cloud} at ${r.host}.`,
      (r) => `No existe la nube ${r.cloud} en ${r.host}.`,
    ),
    next: step(
      "Check --cloud-name against the top of the Console. For an account in another region give its API host with --upload-prefix.",
      "Compara --cloud-name con lo que muestra la consola arriba. Para una cuenta de otra región indica su host de API con --upload-prefix.",
    ),
  },
  "cloud-disabled": {
    message: told(
      (r) => `The cloud ${r.cloud} is disabled.`,
      (r) => `La nube ${r.cloud} está desactivada.`,
    ),
    next: step(
      "Sign in to the Console: it says why, and what brings the account back.",
      "Entra a la consola: ahí dice por qué, y cómo reactivar la cuenta.",
    ),
  },
  "keys-refused": {
    message: told(
      (r) => `Cloudinary refuses these keys for the cloud ${r.cloud}.`,
      (r) => `Cloudinary rechaza estas claves para la nube ${r.cloud}.`,
    ),
    next: COPY_KEYS,
  },
  "cloudinary-denied": {
    message: told(
      (r) => `This API key may not do that in the cloud ${r.cloud}.`,
      (r) => `Esta API key no tiene permiso para eso en la nube ${r.cloud}.`,
    ),
    next: step(
      "Give the key the role Master admin, or one that may upload, read and delete assets: Console › Settings › API Keys.",
      "Dale a la clave el rol Master admin, o uno que pueda subir, leer y borrar archivos: consola › Settings › API Keys.",
    ),
  },
  "cloudinary-rate-limit": {
    message: told(
      (r) => `Cloudinary's limit of calls is reached${r.until === null ? "" : `, until ${r.until}`}.`,
      (r) => `Se alcanzó el límite de llamadas de Cloudinary${r.until === null ? "" : `, hasta ${r.until}`}.`,
    ),
    next: step(
      "Wait and run again: the limit of the Admin API starts anew every hour (500 calls on the free plan).",
      "Espera y ejecuta de nuevo: el límite de la Admin API se renueva cada hora (500 llamadas en el plan gratuito).",
    ),
  },
  "cloudinary-busy": {
    message: told(
      (r) => `${r.host} failed several times: the fault is on Cloudinary's side.`,
      (r) => `${r.host} falló varias veces: el problema está en Cloudinary.`,
    ),
    next: step(
      "Look at https://status.cloudinary.com and run again later.",
      "Mira https://status.cloudinary.com y ejecuta de nuevo más tarde.",
    ),
  },
  "clock-skew": {
    message: told(
      () =>
        "The clock of this machine is more than an hour wrong, so that Cloudinary takes the request for an old one.",
      () => "El reloj de este equipo está mal por más de una hora, y Cloudinary toma la petición por vencida.",
    ),
    next: step(
      "Set the clock (time server on), and run again.",
      "Corrige el reloj (con hora automática) y ejecuta de nuevo.",
    ),
  },
  "cloudinary-quota": {
    message: told(
      () => "Cloudinary does not take the file: a limit of the account is reached.",
      () => "Cloudinary no acepta el archivo: se alcanzó un límite de la cuenta.",
    ),
    next: step(
      "Look at Console › Settings › Account › Usage, and free space or change the plan.",
      "Mira en la consola Settings › Account › Usage, y libera espacio o cambia de plan.",
    ),
  },
  "html-instead-of-json": {
    message: told(
      (r) =>
        `${r.host} answered with a web page where Cloudinary answers with data: that is how it refuses a wrong cloud name or key.`,
      (r) =>
        `${r.host} respondió con una página web donde Cloudinary responde con datos: así rechaza un cloud name o una clave incorrectos.`,
    ),
    next: COPY_KEYS,
  },
  "not-cloudinary": {
    message: told(
      (r) =>
        `${r.host} did not answer as Cloudinary does: the login page of this network, a proxy, or a wrong --upload-prefix.`,
      (r) =>
        `${r.host} no respondió como Cloudinary: el portal de acceso de esta red, un proxy, o un --upload-prefix equivocado.`,
    ),
    next: step(
      "Open any site in the browser to sign in to the network; if that is not it, check --upload-prefix.",
      "Abre cualquier sitio en el navegador para entrar a la red; si no es eso, revisa --upload-prefix.",
    ),
  },
  "file-too-large": {
    message: told(
      () => "Cloudinary does not take the file: it is larger than this plan allows.",
      () => "Cloudinary no acepta el archivo: es más grande de lo que permite este plan.",
    ),
    next: step(
      "Make the file smaller, or change the plan, and run again.",
      "Reduce el archivo o cambia de plan, y ejecuta de nuevo.",
    ),
  },
  "content-refused": {
    message: told(
      () => "Cloudinary does not take the file: its bytes are not what its extension says.",
      () => "Cloudinary no acepta el archivo: su contenido no es lo que dice su extensión.",
    ),
    next: step(
      "Open the file where it is: if it is damaged, leave it out; else give it the extension of what it is, in the database too.",
      "Ábrelo donde está: si está dañado, déjalo fuera; si no, dale la extensión de lo que es, también en la base de datos.",
    ),
  },
  "cloudinary-refused": {
    message: told(
      (r) => `Cloudinary refused ${r.operation}.`,
      (r) => `Cloudinary rechazó ${r.operation}.`,
    ),
    next: step(
      "Correct what its words name, and run again.",
      "Corrige lo que indican sus palabras y ejecuta de nuevo.",
    ),
  },
} as const satisfies Readonly<Record<string, Sentence>>;

export type RefusalId = keyof typeof sentences;
export const refusals: Readonly<Record<RefusalId, Sentence>> = sentences;

/** What did not even reach Cloudinary. */
export interface Unreached {
  readonly host: string;
  readonly operation: string;
  /** The system's own code: `ECONNRESET`. */
  readonly code: string;
}

const lost = (en: (host: string) => string, es: (host: string) => string) => (u: Unreached) =>
  join([
    { en: en(u.host), es: es(u.host) },
    { en: `(${u.operation}, ${u.code})`, es: `(${u.operation}, ${u.code})` },
  ]);

export const networkFailures: Readonly<
  Record<NetworkCause, { readonly message: (u: Unreached) => Text; readonly next: () => Text }>
> = {
  "host-not-found": {
    message: lost(
      (host) => `There is no host ${host}: no internet connection here, or --upload-prefix is mistyped.`,
      (host) => `No existe el host ${host}: aquí no hay conexión a internet, o --upload-prefix está mal escrito.`,
    ),
    next: step("Check the connection and --upload-prefix.", "Revisa la conexión y --upload-prefix."),
  },
  "connection-refused": {
    message: lost(
      (host) => `Nothing listens at ${host}.`,
      (host) => `Nada escucha en ${host}.`,
    ),
    next: step(
      "Correct its address and port (--upload-prefix, CLOUDINARY_UPLOAD_PREFIX), or leave them out.",
      "Corrige su dirección y puerto (--upload-prefix, CLOUDINARY_UPLOAD_PREFIX), o quítalos.",
    ),
  },
  "connection-lost": {
    message: lost(
      (host) => `The connection to ${host} broke off several times.`,
      (host) => `La conexión con ${host} se cortó varias veces.`,
    ),
    next: step(
      "Try again on a steadier connection, without VPN or proxy if there is one.",
      "Inténtalo con una conexión más estable, sin VPN ni proxy si los hay.",
    ),
  },
  "timed-out": {
    message: lost(
      (host) => `${host} did not answer in time.`,
      (host) => `${host} no respondió a tiempo.`,
    ),
    next: step(
      "Check the connection, and whether a firewall lets HTTPS through.",
      "Revisa la conexión, y si un firewall deja pasar HTTPS.",
    ),
  },
  unreachable: {
    message: lost(
      (host) => `There is no way from here to ${host}.`,
      (host) => `Desde aquí no se puede llegar a ${host}.`,
    ),
    next: step("Check the network connection or the VPN.", "Revisa la conexión de red o la VPN."),
  },
  "certificate-untrusted": {
    message: lost(
      (host) =>
        `The certificate of ${host} is not trusted here: a company proxy that reads along, or a certificate of its own.`,
      (host) =>
        `Aquí no se confía en el certificado de ${host}: un proxy de empresa que intercepta, o un certificado propio.`,
    ),
    next: step(
      "Point NODE_EXTRA_CA_CERTS at the file with that authority's certificate, and run again.",
      "Apunta NODE_EXTRA_CA_CERTS al archivo con el certificado de esa autoridad, y ejecuta de nuevo.",
    ),
  },
  "certificate-of-another-host": {
    message: lost(
      (host) => `The certificate that ${host} shows is for another name, or has expired.`,
      (host) => `El certificado que muestra ${host} es de otro nombre, o está vencido.`,
    ),
    next: step(
      "Check --upload-prefix letter by letter, and the clock of this machine.",
      "Revisa --upload-prefix letra por letra, y el reloj de este equipo.",
    ),
  },
  "not-https": {
    message: lost(
      (host) => `${host} does not speak HTTPS, or not a version that Node accepts.`,
      (host) => `${host} no habla HTTPS, o no una versión que Node acepte.`,
    ),
    next: step(
      "Check the port, and whether --upload-prefix starts with http:// or https://.",
      "Revisa el puerto, y si --upload-prefix empieza con http:// o https://.",
    ),
  },
  "network-failed": {
    message: lost(
      (host) => `The request to ${host} failed.`,
      (host) => `La petición a ${host} falló.`,
    ),
    next: step("Check the connection and run again.", "Revisa la conexión y ejecuta de nuevo."),
  },
};
