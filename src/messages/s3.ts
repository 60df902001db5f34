/** What is found, planned and done in S3: identity, bucket, public access block, versioning, CORS, probe, and the app's variables. */
import type { Text } from "../lib/text.ts";

interface Words {
  readonly message: Text;
  readonly next: Text;
}

// Credentials

export const halfAPair = (missing: string, detail: Text): Words => ({
  message: {
    en: `Half a key: ${missing} is missing (${detail.en}).`,
    es: `Media clave: falta ${missing} (${detail.es}).`,
  },
  next: {
    en: `Set ${missing} as well, or leave both out.`,
    es: `Define también ${missing}, o quita las dos.`,
  },
});

export const fromEnvironment: Text = { en: "environment variables", es: "variables de entorno" };
export const fromProfile = (name: string, kind: string): Text => ({
  en: `profile "${name}"${kind === "" ? "" : ` (${kind})`}`,
  es: `perfil «${name}»${kind === "" ? "" : ` (${kind})`}`,
});
export const fromWebIdentity: Text = { en: "web identity token", es: "token de identidad web" };
export const fromContainer: Text = { en: "this container's role", es: "rol de este contenedor" };
export const fromInstance: Text = { en: "this machine's EC2 role", es: "rol EC2 de esta máquina" };

export const noSuchProfile = (name: string, known: readonly string[]): Words => ({
  message: {
    en: `There is no AWS profile "${name}". ${known.length === 0 ? "There are no profiles here at all." : `There are: ${known.join(", ")}.`}`,
    es: `No existe el perfil de AWS «${name}». ${known.length === 0 ? "Aquí no hay ningún perfil." : `Existen: ${known.join(", ")}.`}`,
  },
  next: {
    en: `Make it with  aws configure --profile ${name}  or name another one.`,
    es: `Créalo con  aws configure --profile ${name}  o indica otro.`,
  },
});

export const unusableProfile = (name: string, why: string, sso: boolean): Words => ({
  message: {
    en: `The AWS profile "${name}" gives no keys: ${why}`,
    es: `El perfil de AWS «${name}» no entrega claves: ${why}`,
  },
  next: sso
    ? {
        en: `Run  aws sso login --profile ${name}  and try again.`,
        es: `Ejecuta  aws sso login --profile ${name}  y prueba otra vez.`,
      }
    : {
        en: `Check it with  aws sts get-caller-identity --profile ${name}`,
        es: `Revísalo con  aws sts get-caller-identity --profile ${name}`,
      },
});

// Identity

export const identity = (arn: string, account: string, source: Text): Text => ({
  en: `AWS says you are ${arn} (${accountUnlessIn(arn, account, "account")}keys from ${source.en})`,
  es: `Para AWS eres ${arn} (${accountUnlessIn(arn, account, "cuenta")}claves: ${source.es})`,
});
/** An ARN names its account already. */
const accountUnlessIn = (arn: string, account: string, word: string): string =>
  arn.includes(account) ? "" : `${word} ${account}, `;
export const identityElsewhere = (host: string, source: Text): Text => ({
  en: `${host} is not AWS: the probe will check the keys (from ${source.en})`,
  es: `${host} no es AWS: las claves (${source.es}) se comprueban con la prueba de escritura`,
});
export const rootKeys: Words = {
  message: {
    en: "These are the keys of the account's root user: whoever gets them owns the whole account, and the app would carry them.",
    es: "Estas son las claves del usuario raíz de la cuenta: quien las obtenga es dueño de toda la cuenta, y la app las llevaría consigo.",
  },
  next: {
    en: "Make an IAM user that may use only this bucket, and delete the root keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
    es: "Crea un usuario IAM que solo pueda usar este bucket, y elimina las claves raíz: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
  },
};
export const temporaryKeys: Words = {
  message: {
    en: "These keys expire within hours, so they are used for this setup and not written for the app.",
    es: "Estas claves vencen en unas horas: se usan para esta configuración y no se escriben para la app.",
  },
  next: {
    en: "Give the app lasting keys of its own: fill in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY at Render before the deploy.",
    es: "Dale a la app claves permanentes propias: completa AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY en Render antes del deploy.",
  },
};
export const notAnIdentity = (host: string): Words => ({
  message: {
    en: `${host} did not say whose keys these are, as AWS does.`,
    es: `${host} no dijo de quién son las claves, como lo hace AWS.`,
  },
  next: {
    en: "Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS. For a service that is not AWS use --endpoint-url.",
    es: "Revisa AWS_ENDPOINT_URL y AWS_ENDPOINT_URL_STS. Para un servicio que no es AWS usa --endpoint-url.",
  },
});

export const giveAnother = (flag: string): Text => ({
  en: `Give another value with ${flag}`,
  es: `Indica otro valor con ${flag}`,
});

// Bucket

export const bucketFound = (bucket: string, region: string): Text => ({
  en: `Bucket ${bucket} is there, in ${region}`,
  es: `El bucket ${bucket} existe, en ${region}`,
});
export const bucketToBeMade = (bucket: string, region: string): Text => ({
  en: `Bucket ${bucket} does not exist yet and will be made in ${region}`,
  es: `El bucket ${bucket} aún no existe y se creará en ${region}`,
});
export const bucketMissing = (bucket: string): Words => ({
  message: { en: `There is no bucket ${bucket}.`, es: `No existe el bucket ${bucket}.` },
  next: {
    en: "Add --create-bucket to make it, or give another --bucket.",
    es: "Agrega --create-bucket para crearlo, o indica otro --bucket.",
  },
});
export const regionCorrected = (bucket: string, asked: string, found: string): Text => ({
  en: `S3 says that ${bucket} is in ${found}, not in ${asked}`,
  es: `S3 indica que ${bucket} está en ${found}, no en ${asked}`,
});
export const bucketOfAnother = (bucket: string, account: string): Words => ({
  message: {
    en: `The bucket ${bucket} belongs to another AWS account, not to ${account}, whose keys these are.`,
    es: `El bucket ${bucket} es de otra cuenta de AWS, no de ${account}, a la que pertenecen estas claves.`,
  },
  next: {
    en: "Use the keys of the account that owns it, or another name for the bucket.",
    es: "Usa las claves de la cuenta dueña, u otro nombre de bucket.",
  },
});
export const bucketForbidden = (bucket: string, arn: string): Words => ({
  message: {
    en: `The bucket ${bucket} exists, but S3 answered AccessDenied to HeadBucket: it belongs to another account, or this key may not do s3:ListBucket on it.`,
    es: `El bucket ${bucket} existe, pero S3 respondió AccessDenied a HeadBucket: es de otra cuenta, o esta clave no tiene permiso para s3:ListBucket sobre él.`,
  },
  next: {
    en: `If the bucket is yours, allow s3:ListBucket on ${arn} in the policy of this key. If not, choose another name.`,
    es: `Si el bucket es tuyo, permite s3:ListBucket sobre ${arn} en la política de esta clave. Si no, elige otro nombre.`,
  },
});
export const bucketSummary = (region: string, city: string | undefined): Text => ({
  en: city === undefined ? region : `${region} (${city})`,
  es: city === undefined ? region : `${region} (${city})`,
});
export const bucketKept = (bucket: string): Text => ({
  en: `The bucket ${bucket} stays: it is not empty.`,
  es: `El bucket ${bucket} se queda: no está vacío.`,
});
export const bucketNotOurs = (bucket: string): Text => ({
  en: `The bucket ${bucket} stays: this tool did not make it.`,
  es: `El bucket ${bucket} se queda: no lo creó esta herramienta.`,
});

// Public access block

export const blockOn: Text = {
  en: "Public access to the bucket is blocked",
  es: "El acceso público al bucket está bloqueado",
};
export const blockUnreadable = (code: string, arn: string): Words => ({
  message: {
    en: `Whether the bucket blocks public access could not be read (${code}); it is left as it is.`,
    es: `No se pudo leer si el bucket bloquea el acceso público (${code}); queda como está.`,
  },
  next: {
    en: `Allow s3:GetBucketPublicAccessBlock and s3:PutBucketPublicAccessBlock on ${arn}, or check it in the S3 console › Permissions.`,
    es: `Permite s3:GetBucketPublicAccessBlock y s3:PutBucketPublicAccessBlock sobre ${arn}, o revísalo en la consola de S3 › Permisos.`,
  },
});
export const blockSummary = (open: readonly string[]): Text =>
  open.length === 4
    ? { en: "block all public access", es: "bloquear todo acceso público" }
    : {
        en: `block all public access (switches on ${open.join(", ")})`,
        es: `bloquear todo acceso público (activa ${open.join(", ")})`,
      };

// Versioning

export const versioningOn: Text = {
  en: "Versioning is on: overwritten and deleted files can be brought back",
  es: "El versionado está activo: los archivos sobrescritos o borrados se pueden recuperar",
};
export const versioningOff = (bucket: string, region: string): Words => ({
  message: {
    en: "Versioning is off: a file deleted by mistake is gone for good",
    es: "El versionado está desactivado: un archivo borrado por error no se recupera",
  },
  next: {
    en: `To switch it on (old versions cost storage): aws s3api put-bucket-versioning --bucket ${bucket} --region ${region} --versioning-configuration Status=Enabled`,
    es: `Para activarlo (las versiones antiguas ocupan espacio): aws s3api put-bucket-versioning --bucket ${bucket} --region ${region} --versioning-configuration Status=Enabled`,
  },
});
export const versioningUnreadable = (code: string, arn: string): Words => ({
  message: {
    en: `Whether versioning is on could not be read (${code})`,
    es: `No se pudo leer si el versionado está activo (${code})`,
  },
  next: {
    en: `To be told, allow s3:GetBucketVersioning on ${arn}.`,
    es: `Para saberlo, permite s3:GetBucketVersioning sobre ${arn}.`,
  },
});

// CORS

export const corsReady = (origins: readonly string[]): Text => ({
  en: `Pages of ${origins.join(", ")} may read files`,
  es: `Las páginas de ${origins.join(", ")} pueden leer archivos`,
});
export const corsToBeSet = (methods: readonly string[], origins: readonly string[]): Text => ({
  en: `${methods.join(", ")} from ${origins.join(", ")}`,
  es: `${methods.join(", ")} desde ${origins.join(", ")}`,
});
export const corsToBeRemoved: Text = {
  en: "remove our rule: no origins are named",
  es: "quitar nuestra regla: no hay orígenes indicados",
};
export const noOrigins: Words = {
  message: {
    en: "No web origin of the site is known, so no CORS rule is set: only scripts that fetch() files need one",
    es: "No se conoce ningún origen web del sitio, así que no se define regla CORS: solo la necesitan los scripts que leen archivos con fetch()",
  },
  next: {
    en: "If pages read files by script: run again with --cors-origin https://your-site.onrender.com",
    es: "Si tus páginas leen archivos con scripts: ejecuta de nuevo con --cors-origin https://tu-sitio.onrender.com",
  },
};
export const corsLeftOut = (who: string, operation: string, code: string): Words => ({
  message: {
    en: `The CORS rule is left out: ${who} answered ${code} to ${operation}.`,
    es: `La regla CORS se omite: ${who} respondió ${code} a ${operation}.`,
  },
  next: {
    en: "Links, images and downloads work without it. If pages read files by script, set the rule in the provider's console, or allow s3:GetBucketCORS and s3:PutBucketCORS.",
    es: "Los enlaces, imágenes y descargas funcionan igual. Si tus páginas leen archivos con scripts, define la regla en la consola del proveedor, o permite s3:GetBucketCORS y s3:PutBucketCORS.",
  },
});
export const anyOrigin: Words = {
  message: {
    en: "The CORS rule admits pages of every site (*). Signed links stay the only way to a private file, but any page that has one can read it.",
    es: "La regla CORS admite páginas de cualquier sitio (*). Los enlaces firmados siguen siendo la única vía a un archivo privado, pero cualquier página que tenga uno puede leerlo.",
  },
  next: {
    en: "Name your site instead: --cors-origin https://your-site.onrender.com",
    es: "Mejor indica tu sitio: --cors-origin https://tu-sitio.onrender.com",
  },
};
export const tooManyRules = (bucket: string): Words => ({
  message: {
    en: `${bucket} has 100 CORS rules already, as many as S3 allows.`,
    es: `${bucket} ya tiene 100 reglas CORS, el máximo que permite S3.`,
  },
  next: {
    en: "Remove one that is no longer needed (S3 console › Permissions › CORS).",
    es: "Elimina alguna que ya no se use (consola de S3 › Permisos › CORS).",
  },
});
export const corsChangedSince = (bucket: string): Text => ({
  en: `Other CORS rules of ${bucket} have been changed since; they stay, only ours was put back.`,
  es: `Otras reglas CORS de ${bucket} cambiaron después; se quedan, y solo se repuso la nuestra.`,
});
export const blockChangedSince = (bucket: string): Text => ({
  en: `The public access block of ${bucket} has been changed since by somebody else; it stays.`,
  es: `El bloqueo de acceso público de ${bucket} fue cambiado después por alguien más; se queda.`,
});

// The app's variables

export const variables = {
  choice: { en: "Where uploads live: s3", es: "Dónde viven los archivos subidos: s3" },
  keyId: { en: "Key that the app uses, and its secret", es: "Clave que usa la app, y su secreto" },
  bucket: { en: "Bucket, and the region it is in", es: "Bucket, y la región donde está" },
  location: { en: "Folder inside the bucket", es: "Carpeta dentro del bucket" },
  endpoint: {
    en: "The S3-compatible service; leave out for AWS",
    es: "El servicio compatible con S3; sin esta variable es AWS",
  },
  domain: { en: "Domain that serves the public files", es: "Dominio que sirve los archivos públicos" },
} as const satisfies Readonly<Record<string, Text>>;
