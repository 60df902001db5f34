/** What kept a request from reaching S3, as sentences: one for each cause, with the step that follows. */
import { join, type Text } from "../lib/text.ts";

const step = (en: string, es: string) => (): Text => ({ en, es });

/** What did not even reach the service. */
export interface Unreached {
  readonly host: string;
  readonly operation: string;
  readonly on: string;
  /** The system's own code or words: `ECONNRESET`. */
  readonly code: string;
}

const during = (u: Unreached): Text => ({
  en: `(${u.operation} on ${u.on}, ${u.code})`,
  es: `(${u.operation} sobre ${u.on}, ${u.code})`,
});
const lost = (en: (u: Unreached) => string, es: (u: Unreached) => string) => (u: Unreached) =>
  join([{ en: en(u), es: es(u) }, during(u)]);

export const networkFailures = {
  "host-not-found": {
    message: lost(
      (u) => `There is no host ${u.host}: no internet connection here, or the region or endpoint is mistyped.`,
      (u) =>
        `No existe el host ${u.host}: aquí no hay conexión a internet, o la región o el endpoint está mal escrito.`,
    ),
    next: step("Check the connection, --region and --endpoint-url.", "Revisa la conexión, --region y --endpoint-url."),
  },
  "connection-refused": {
    message: lost(
      (u) => `Nothing listens at ${u.host}.`,
      (u) => `Nada escucha en ${u.host}.`,
    ),
    next: step(
      "Start that service, or correct its address and port (--endpoint-url, AWS_ENDPOINT_URL).",
      "Inicia ese servicio, o corrige su dirección y puerto (--endpoint-url, AWS_ENDPOINT_URL).",
    ),
  },
  "connection-lost": {
    message: lost(
      (u) => `The connection to ${u.host} broke off three times.`,
      (u) => `La conexión con ${u.host} se cortó tres veces.`,
    ),
    next: step(
      "Try again on a steadier connection, without VPN or proxy if there is one.",
      "Inténtalo con una conexión más estable, sin VPN ni proxy si los hay.",
    ),
  },
  "timed-out": {
    message: lost(
      (u) => `${u.host} did not answer in time.`,
      (u) => `${u.host} no respondió a tiempo.`,
    ),
    next: step(
      "Check the connection, and whether a firewall lets HTTPS through.",
      "Revisa la conexión, y si un firewall deja pasar HTTPS.",
    ),
  },
  unreachable: {
    message: lost(
      (u) => `There is no way from here to ${u.host}.`,
      (u) => `Desde aquí no se puede llegar a ${u.host}.`,
    ),
    next: step("Check the network connection or the VPN.", "Revisa la conexión de red o la VPN."),
  },
  "certificate-untrusted": {
    message: lost(
      (u) =>
        `The certificate of ${u.host} is not trusted here: a company proxy that reads along, or a certificate of its own.`,
      (u) =>
        `Aquí no se confía en el certificado de ${u.host}: un proxy de empresa que intercepta, o un certificado propio.`,
    ),
    next: step(
      "Point NODE_EXTRA_CA_CERTS at the file with that authority's certificate, and run again.",
      "Apunta NODE_EXTRA_CA_CERTS al archivo con el certificado de esa autoridad, y ejecuta de nuevo.",
    ),
  },
  "certificate-of-another-host": {
    message: lost(
      (u) => `The certificate that ${u.host} shows is for another name, or has expired.`,
      (u) => `El certificado que muestra ${u.host} es de otro nombre, o está vencido.`,
    ),
    next: step(
      "Check --endpoint-url letter by letter, and the clock of this machine.",
      "Revisa --endpoint-url letra por letra, y el reloj de esta máquina.",
    ),
  },
  "not-https": {
    message: lost(
      (u) => `${u.host} does not speak HTTPS, or not a version that Node accepts.`,
      (u) => `${u.host} no habla HTTPS, o no una versión que Node acepte.`,
    ),
    next: step(
      "Check the port and whether the endpoint starts with http:// or https://.",
      "Revisa el puerto y si el endpoint empieza con http:// o https://.",
    ),
  },
  "not-s3": {
    message: lost(
      (u) =>
        `${u.host} answered with a web page and not as S3 does: the login page of this network, or an address that is not an S3 endpoint.`,
      (u) =>
        `${u.host} respondió con una página web y no como S3: el portal de acceso de esta red, o una dirección que no es un endpoint de S3.`,
    ),
    next: step(
      "Open any site in the browser to sign in to the network; if that is not it, check --endpoint-url.",
      "Abre cualquier sitio en el navegador para entrar a la red; si no es eso, revisa --endpoint-url.",
    ),
  },
  "network-failed": {
    message: lost(
      (u) => `The request to ${u.host} failed.`,
      (u) => `La petición a ${u.host} falló.`,
    ),
    next: step("Check the connection and run again.", "Revisa la conexión y ejecuta de nuevo."),
  },
} as const;
