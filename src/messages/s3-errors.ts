/** What S3 or STS refused, as sentences: one for each cause, with the step that follows. */
import { join, type Text } from "../lib/text.ts";

/** The facts of one refused request. */
export interface Refused {
  /** `S3`, `AWS STS`, or the host of an S3-compatible service. */
  readonly who: string;
  /** `PutObject` */
  readonly operation: string;
  /** `bucket/key`, `bucket`, or the account. */
  readonly on: string;
  /** The service's own code: `AccessDenied`. */
  readonly code: string;
  /** The service's own words, where they add something; "" otherwise. */
  readonly words: string;
  /** `s3:PutObject`, what a policy must allow. */
  readonly action: string;
  /** What a policy must allow it on: `arn:aws:s3:::bucket/media/*`. */
  readonly resource: string;
  readonly region: string;
  /** The region that the service itself named, if it did. */
  readonly rightRegion: string | null;
  readonly compatible: boolean;
  /** Where the service makes its keys, and what is mistaken for one there; null: not known, or AWS. */
  readonly keysUrl: string | null;
  readonly keyHint: Text | null;
}

export interface Sentence {
  readonly message: (refused: Refused) => Text;
  readonly next: (refused: Refused) => Text;
}

const answered = (r: Refused): Text => ({
  en: `${r.who} answered ${r.code} to ${r.operation} on ${r.on}.${r.words === "" ? "" : ` In its words: ${r.words}`}`,
  es: `${r.who} respondió ${r.code} a ${r.operation} sobre ${r.on}.${r.words === "" ? "" : ` En sus palabras: ${r.words}`}`,
});

/** The cause in plain words first, then who said what to which request. */
const told = (en: (r: Refused) => string, es: (r: Refused) => string) => (r: Refused) =>
  join([{ en: en(r), es: es(r) }, answered(r)]);
const fixed = (en: string, es: string) =>
  told(
    () => en,
    () => es,
  );
const step = (en: string, es: string) => (): Text => ({ en, es });

const NEW_KEY = step(
  "Make a new access key (AWS console › IAM › Users › your user › Security credentials) and give both parts of it again.",
  "Crea una clave de acceso nueva (consola de AWS › IAM › Usuarios › tu usuario › Credenciales de seguridad) y entrega otra vez sus dos partes.",
);
const link = ({ keysUrl }: Refused): string => (keysUrl === null ? "" : ` (${keysUrl})`);
const LATER = step("Wait a minute and run again.", "Espera un minuto y ejecuta de nuevo.");

export const refusals = {
  "unknown-access-key": {
    message: (r) =>
      r.who === "AWS STS"
        ? fixed(
            "AWS does not know this access key: it is mistyped, was deleted or switched off, or belongs to another provider or to a region that the account has not enabled.",
            "AWS no conoce esta clave de acceso: está mal escrita, fue eliminada o desactivada, o es de otro proveedor o de una región que la cuenta no tiene habilitada.",
          )(r)
        : fixed(
            "The access key is not known there: it is mistyped, was deleted or switched off, or belongs to another provider.",
            "Allí no conocen la clave de acceso: está mal escrita, fue eliminada o desactivada, o es de otro proveedor.",
          )(r),
    next: (r) =>
      r.compatible
        ? join([
            {
              en: `Copy the key for ${r.who} again from its dashboard${link(r)}: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must both be its own.`,
              es: `Copia otra vez la clave de ${r.who} desde su panel${link(r)}: AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY deben ser las suyas.`,
            },
            ...(r.keyHint === null ? [] : [r.keyHint]),
          ])
        : NEW_KEY(),
  },
  "wrong-secret": {
    message: fixed(
      "The secret does not belong to this access key: it is cut off, mistyped, or of another key; or something between here and there changes the requests.",
      "El secreto no corresponde a esta clave de acceso: está cortado, mal escrito o es de otra clave; o algo en el camino modifica las peticiones.",
    ),
    next: (r) => ({
      en: `Give AWS_SECRET_ACCESS_KEY again, copied whole and without quotes. A secret is shown only once: if it is lost, make a new key${link(r)}.`,
      es: `Entrega AWS_SECRET_ACCESS_KEY otra vez, copiado completo y sin comillas. Un secreto se muestra una sola vez: si lo perdiste, crea una clave nueva${link(r)}.`,
    }),
  },
  "token-expired": {
    message: fixed("The temporary credentials have expired.", "Las credenciales temporales ya vencieron."),
    next: step(
      "Get new ones (for example: aws sso login) and run again.",
      "Consigue otras (por ejemplo: aws sso login) y ejecuta de nuevo.",
    ),
  },
  "token-invalid": {
    message: fixed(
      "The session token does not go with this key, is incomplete, or comes from an STS endpoint that this region does not accept.",
      "El token de sesión no corresponde a esta clave, está incompleto, o viene de un endpoint de STS que esta región no acepta.",
    ),
    next: step(
      "Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN from one and the same login; for a lasting key, unset AWS_SESSION_TOKEN.",
      "Define AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY y AWS_SESSION_TOKEN del mismo inicio de sesión; con una clave permanente, quita AWS_SESSION_TOKEN.",
    ),
  },
  "clock-skew": {
    message: fixed(
      "This machine's clock is more than 15 minutes off, and requests are signed with the time.",
      "El reloj de esta máquina tiene más de 15 minutos de diferencia, y las peticiones se firman con la hora.",
    ),
    next: step(
      "Set the clock (turn on automatic time) and run again.",
      "Ajusta el reloj (activa la hora automática) y ejecuta de nuevo.",
    ),
  },
  "access-denied": {
    message: told(
      (r) => `This key may not do ${r.action} there.`,
      (r) => `Esta clave no tiene permiso para ${r.action} ahí.`,
    ),
    next: (r) =>
      r.compatible && r.operation === "CreateBucket"
        ? {
            en: `Make the bucket in the dashboard of ${r.who}, or use a key that may make buckets, and run again.`,
            es: `Crea el bucket en el panel de ${r.who}, o usa una clave que pueda crear buckets, y ejecuta de nuevo.`,
          }
        : r.compatible
          ? {
              en: `Give the key read and write permission on ${r.on.split("/")[0]} in the dashboard of ${r.who}, then run again.`,
              es: `Dale a la clave permiso de lectura y escritura sobre ${r.on.split("/")[0]} en el panel de ${r.who}, y ejecuta de nuevo.`,
            }
          : {
              en: `Allow ${r.action} on ${r.resource} in the policy of this key (AWS console › IAM), then run again.`,
              es: `Permite ${r.action} sobre ${r.resource} en la política de esta clave (consola de AWS › IAM), y ejecuta de nuevo.`,
            },
  },
  "account-inactive": {
    message: fixed(
      "The AWS account is not active: not fully signed up, without a valid payment method, or suspended.",
      "La cuenta de AWS no está activa: falta terminar el registro, no tiene un medio de pago válido, o está suspendida.",
    ),
    next: step(
      "Sign in as the account's owner, finish what AWS Billing asks for, and run again.",
      "Entra como titular de la cuenta, completa lo que pide AWS Billing, y ejecuta de nuevo.",
    ),
  },
  "no-such-bucket": {
    message: told(
      (r) => `There is no bucket ${r.on.split("/")[0]}: mistyped, or of another provider.`,
      (r) => `No existe el bucket ${r.on.split("/")[0]}: está mal escrito, o es de otro proveedor.`,
    ),
    next: step(
      "Give the right --bucket, or --create-bucket to make it.",
      "Indica el --bucket correcto, o --create-bucket para crearlo.",
    ),
  },
  "no-such-key": {
    message: told(
      (r) => `The object ${r.on} is not there.`,
      (r) => `El objeto ${r.on} no está.`,
    ),
    next: step(
      "Something removes objects from this bucket (a lifecycle rule, another program): stop it, and run again.",
      "Algo está eliminando objetos de este bucket (una regla de ciclo de vida, otro programa): deténlo y ejecuta de nuevo.",
    ),
  },
  "bucket-taken": {
    message: told(
      (r) => `The name ${r.on} is taken by somebody else: bucket names are shared by all of AWS.`,
      (r) => `El nombre ${r.on} ya lo tiene otra cuenta: los nombres de bucket son comunes a todo AWS.`,
    ),
    next: (r) => ({
      en: `Choose another name, for example ${r.on.slice(0, 54)}-${suffixOf(r.on)}`,
      es: `Elige otro nombre, por ejemplo ${r.on.slice(0, 54)}-${suffixOf(r.on)}`,
    }),
  },
  "bucket-already-yours": {
    message: told(
      (r) => `The bucket ${r.on} appeared in your own account while this ran.`,
      (r) => `El bucket ${r.on} apareció en tu propia cuenta mientras esto se ejecutaba.`,
    ),
    next: step("Run again: it will be used as it is.", "Ejecuta de nuevo: se usará tal como está."),
  },
  "bucket-busy": {
    message: told(
      (r) =>
        `Another operation on ${r.on} is still going on; a bucket that was just deleted keeps its name busy for a while.`,
      (r) =>
        `Todavía hay otra operación en curso sobre ${r.on}; un bucket recién eliminado deja su nombre ocupado un tiempo.`,
    ),
    next: step(
      "Wait some minutes (up to an hour after a deletion) and run again, or choose another name.",
      "Espera unos minutos (hasta una hora si se acaba de eliminar) y ejecuta de nuevo, o elige otro nombre.",
    ),
  },
  "wrong-region": {
    message: told(
      (r) => `The bucket is not in ${r.region}${r.rightRegion === null ? "" : `, but in ${r.rightRegion}`}.`,
      (r) => `El bucket no está en ${r.region}${r.rightRegion === null ? "" : `, sino en ${r.rightRegion}`}.`,
    ),
    next: (r) => ({
      en: `Run again with --region ${r.rightRegion ?? "and the region that the S3 console shows for the bucket"}`,
      es: `Ejecuta de nuevo con --region ${r.rightRegion ?? "y la región que la consola de S3 muestra para el bucket"}`,
    }),
  },
  "bucket-moving": {
    message: fixed(
      "The bucket is too new: its address is still spreading through AWS.",
      "El bucket es demasiado nuevo: su dirección todavía se está propagando en AWS.",
    ),
    next: LATER,
  },
  "wrong-signing-region": {
    message: told(
      (r) =>
        `The request was signed for ${r.region}${r.rightRegion === null ? ", which is not the bucket's region" : `, and ${r.rightRegion} was expected`}.`,
      (r) =>
        `La petición se firmó para ${r.region}${r.rightRegion === null ? ", que no es la región del bucket" : `, y se esperaba ${r.rightRegion}`}.`,
    ),
    next: (r) => ({
      en: `Run again with --region ${r.rightRegion ?? "and the bucket's own region"}`,
      es: `Ejecuta de nuevo con --region ${r.rightRegion ?? "y la región del bucket"}`,
    }),
  },
  "region-mismatch": {
    message: told(
      (r) => `The bucket was asked for in ${r.region} through the address of another region.`,
      (r) => `El bucket se pidió en ${r.region} a través de la dirección de otra región.`,
    ),
    next: step(
      "Unset AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_S3, or give the --region of that address.",
      "Quita AWS_ENDPOINT_URL y AWS_ENDPOINT_URL_S3, o indica el --region de esa dirección.",
    ),
  },
  "region-not-enabled": {
    message: told(
      (r) =>
        `${r.region} is not a region where this account may have buckets: the name is wrong, or the region has to be enabled first.`,
      (r) =>
        `${r.region} no es una región donde esta cuenta pueda tener buckets: el nombre está mal, o primero hay que habilitar la región.`,
    ),
    next: step(
      "Choose another --region, or enable this one (AWS console › Account › AWS Regions).",
      "Elige otro --region, o habilita este (consola de AWS › Cuenta › Regiones de AWS).",
    ),
  },
  "bucket-name-refused": {
    message: told(
      (r) => `${r.on.split("/")[0]} is not accepted as the name of a bucket.`,
      (r) => `No se acepta ${r.on.split("/")[0]} como nombre de bucket.`,
    ),
    next: step(
      "Use 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
      "Usa de 3 a 63 letras minúsculas, dígitos y guiones, con letra o dígito en los dos extremos.",
    ),
  },
  "acl-not-supported": {
    message: fixed(
      "The bucket has ACLs switched off, as all new ones do, and the request carried one.",
      "El bucket tiene las ACL desactivadas, como todos los nuevos, y la petición llevaba una.",
    ),
    next: step(
      "Leave default_acl and AWS_DEFAULT_ACL at None: the bucket's policy decides who may read.",
      "Deja default_acl y AWS_DEFAULT_ACL en None: quién puede leer lo decide la política del bucket.",
    ),
  },
  "request-refused": {
    message: told(
      (r) => `${r.who} did not take the request as it was written.`,
      (r) => `${r.who} no aceptó la petición tal como estaba escrita.`,
    ),
    next: step(
      "If its words do not explain it, report this with the output of --verbose.",
      "Si sus palabras no lo explican, repórtalo con la salida de --verbose.",
    ),
  },
  "bad-request": {
    message: fixed(
      "The request was refused without a reason, which S3 does for an expired token or for the address of a wrong region.",
      "La petición fue rechazada sin dar motivo, lo que S3 hace con un token vencido o con la dirección de una región equivocada.",
    ),
    next: step(
      "Check --region, and renew the credentials if they are temporary.",
      "Revisa --region, y renueva las credenciales si son temporales.",
    ),
  },
  "too-many-buckets": {
    message: fixed(
      "The account has as many buckets as its quota allows.",
      "La cuenta ya tiene todos los buckets que permite su cuota.",
    ),
    next: step(
      "Use a bucket that is there already, or ask for more (AWS console › Service Quotas › Amazon S3).",
      "Usa un bucket que ya exista, o pide más (consola de AWS › Service Quotas › Amazon S3).",
    ),
  },
  "service-busy": {
    message: told(
      (r) => `${r.who} is overloaded or has a fault of its own; it was asked three times.`,
      (r) => `${r.who} está sobrecargado o tiene una falla propia; se le pidió tres veces.`,
    ),
    next: LATER,
  },
  "not-implemented": {
    message: told(
      (r) => `${r.who} does not offer ${r.operation}.`,
      (r) => `${r.who} no ofrece ${r.operation}.`,
    ),
    next: (r) =>
      r.compatible
        ? step(
            "Leave out the option that needs it, or set it in the dashboard of the service.",
            "Quita la opción que lo necesita, o configúralo en el panel del servicio.",
          )()
        : step(
            "If the endpoint is not AWS, say so with --endpoint-url.",
            "Si el endpoint no es de AWS, indícalo con --endpoint-url.",
          )(),
  },
  "bucket-not-empty": {
    message: told(
      (r) => `The bucket ${r.on} is not empty.`,
      (r) => `El bucket ${r.on} no está vacío.`,
    ),
    next: step(
      "Look at what is in it; empty and delete it by hand if you do not need it.",
      "Mira qué contiene; vacíalo y elimínalo a mano si no lo necesitas.",
    ),
  },
  "s3-refused": {
    message: told(
      (r) => `${r.who} refused the request.`,
      (r) => `${r.who} rechazó la petición.`,
    ),
    next: step(
      "Look the code up in the list of S3 error responses; run with --verbose for more.",
      "Busca el código en la lista de respuestas de error de S3; ejecuta con --verbose para ver más.",
    ),
  },
} as const satisfies Readonly<Record<string, Sentence>>;

export type RefusalId = keyof typeof refusals;

/** Six hex digits made of the name itself: the same proposal each time, and no second name that everybody tries. */
function suffixOf(name: string): string {
  let hash = 0;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) % 0xff_ff_ff;
  return hash.toString(16).padStart(6, "0");
}
