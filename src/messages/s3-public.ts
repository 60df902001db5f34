/** Public files on S3: the bucket policy, the half-open access block, what is warned of before, and what can stand in the way. */
import type { Text } from "../lib/text.ts";

interface Words {
  readonly message: Text;
  readonly next: Text;
}

// Before anything is changed

/** A day is the max-age of the generated settings. */
export const everybodyReads = (folder: string): Words => ({
  message: {
    en: `Public access: anybody who has a link, or guesses a file's name, reads the files below ${folder}/ without signing in. A link works for as long as its file exists, and caches may show the file for up to a day after it was deleted.`,
    es: `Acceso público: cualquiera que tenga un enlace, o adivine el nombre de un archivo, lee lo que hay bajo ${folder}/ sin iniciar sesión. El enlace funciona mientras exista el archivo, y las cachés pueden mostrarlo hasta un día después de borrado.`,
  },
  next: {
    en: "Choose it for pictures that belong on a public page. Medical documents, and everything about a person, belong in --access private.",
    es: "Úsalo para imágenes que van en una página pública. Los documentos médicos, y todo lo que trate de una persona, van con --access private.",
  },
});

/** Going back to private. */
export const wereRead: Words = {
  message: {
    en: "Plain links that were shared stop working at once, but caches may show files that were read through them for up to a day.",
    es: "Los enlaces simples que se compartieron dejan de funcionar de inmediato, pero las cachés pueden mostrar hasta un día más los archivos que se leyeron por ellos.",
  },
  next: {
    en: "Behind CloudFront or another cache, clear it (invalidation) to close that gap too.",
    es: "Si hay CloudFront u otra caché delante, límpiala (invalidación) para cerrar también eso.",
  },
};

export const publicNeedsPrefix: Words = {
  message: {
    en: "Public access needs a folder in the bucket: without a prefix everybody could read the whole bucket, now and in future.",
    es: "El acceso público necesita una carpeta en el bucket: sin prefijo, cualquiera podría leer el bucket entero, hoy y en el futuro.",
  },
  next: {
    en: "Give one with --prefix media, or choose --access private.",
    es: "Indica una con --prefix media, o elige --access private.",
  },
};

// The bucket policy

export const policyToOpen = (resources: readonly string[], instead: readonly string[]): Text => ({
  en: `anybody may read ${resources.join(", ")}${instead.length === 0 ? "" : `, no longer ${instead.join(", ")}`}`,
  es: `cualquiera puede leer ${resources.join(", ")}${instead.length === 0 ? "" : `, ya no ${instead.join(", ")}`}`,
});
export const policyToClose = (resources: readonly string[]): Text => ({
  en: `remove our statement: not everybody may read ${resources.join(", ")} any more`,
  es: `quitar nuestra regla: ya no cualquiera puede leer ${resources.join(", ")}`,
});
export const policyOpen = (resources: readonly string[]): Text => ({
  en: `The bucket policy lets anybody read ${resources.join(", ")}`,
  es: `La política del bucket deja que cualquiera lea ${resources.join(", ")}`,
});
export const cloudFrontReads = (domain: string): Text => ({
  en: `CloudFront may read the bucket, so the bucket itself stays closed: files are public through ${domain} alone`,
  es: `CloudFront puede leer el bucket, así que el bucket sigue cerrado: los archivos son públicos solo por ${domain}`,
});
export const policyUnread = (code: string, arn: string, isPublic: boolean): Words => ({
  message: isPublic
    ? {
        en: `The bucket policy could not be read (${code}), so it is left as it is: what others have written there must not be lost.`,
        es: `No se pudo leer la política del bucket (${code}), así que queda como está: no se debe perder lo que otros hayan escrito ahí.`,
      }
    : {
        en: `Whether the bucket policy still has our public statement could not be read (${code})`,
        es: `No se pudo leer si la política del bucket todavía tiene nuestra regla pública (${code})`,
      },
  next: {
    en: `Allow s3:GetBucketPolicy${isPublic ? ", s3:PutBucketPolicy and s3:DeleteBucketPolicy" : ""} on ${arn}, and run again.`,
    es: `Permite s3:GetBucketPolicy${isPublic ? ", s3:PutBucketPolicy y s3:DeleteBucketPolicy" : ""} sobre ${arn}, y ejecuta de nuevo.`,
  },
});
export const policyNotOffered = (host: string, folder: string, operation: string, code: string): Words => ({
  message: {
    en: `${host} answered ${code} to ${operation}: who may read the files is not decided by a bucket policy there.`,
    es: `${host} respondió ${code} a ${operation}: ahí no decide una política del bucket quién puede leer los archivos.`,
  },
  next: {
    en: `Make ${folder}/ public in the dashboard of the service (a public bucket, or a domain of your own connected to it, given with --custom-domain), and run again: the test file shows whether it is.`,
    es: `Haz público ${folder}/ en el panel del servicio (un bucket público, o un dominio propio conectado a él, indicado con --custom-domain), y ejecuta de nuevo: el archivo de prueba muestra si lo es.`,
  },
});
export const policyUnparsable = (bucket: string): Words => ({
  message: {
    en: `The policy of ${bucket} is not one that can be added to: it is no JSON document with statements.`,
    es: `A la política de ${bucket} no se le puede agregar nada: no es un documento JSON con reglas.`,
  },
  next: {
    en: "Look at it in the console › Permissions › Bucket policy, and run again.",
    es: "Revísala en la consola › Permisos › Política de bucket, y ejecuta de nuevo.",
  },
});
export const statementOfAnother = (sid: string, bucket: string): Words => ({
  message: {
    en: `The policy of ${bucket} has a statement ${sid} that says something else than «anybody may read»; it is not this tool's.`,
    es: `La política de ${bucket} tiene una regla ${sid} que dice otra cosa que «cualquiera puede leer»; no es de esta herramienta.`,
  },
  next: {
    en: "Give that statement another Sid (S3 console › Permissions › Bucket policy), and run again.",
    es: "Ponle otro Sid a esa regla (consola de S3 › Permisos › Política de bucket), y ejecuta de nuevo.",
  },
});
export const policyChangedSince = (bucket: string): Text => ({
  en: `Other statements of the policy of ${bucket} have been changed since; they stay, only ours was put back.`,
  es: `Otras reglas de la política de ${bucket} cambiaron después; se quedan, y solo se repuso la nuestra.`,
});

// The public access block

export const blockHalf: Text = {
  en: "ACLs cannot make files public; only the bucket policy can",
  es: "Las ACL no pueden hacer públicos los archivos; solo la política del bucket",
};
export const blockHalfSummary = (on: readonly string[], off: readonly string[]): Text => {
  const en = [
    ...(off.length === 0 ? [] : [`off ${off.join(", ")}`]),
    ...(on.length === 0 ? [] : [`on ${on.join(", ")}`]),
  ];
  const es = [
    ...(off.length === 0 ? [] : [`desactiva ${off.join(", ")}`]),
    ...(on.length === 0 ? [] : [`activa ${on.join(", ")}`]),
  ];
  return {
    en: `let the bucket policy make files public (switches ${en.join("; ")})`,
    es: `dejar que la política del bucket haga públicos los archivos (${es.join("; ")})`,
  };
};

// What stands in the way

const ACCOUNT_BLOCK: Text = {
  en: "An administrator can open it for policies alone (S3 console › Block Public Access settings for this account, or the organization's policy); or put CloudFront before the closed bucket and give --custom-domain; or choose --access private.",
  es: "Un administrador puede abrirlo solo para políticas (consola de S3 › Configuración de bloqueo de acceso público de esta cuenta, o la política de la organización); o pon CloudFront delante del bucket cerrado e indica --custom-domain; o elige --access private.",
};

/** S3 itself said so. */
export const accountBlocksPolicies = (bucket: string, words: string): Words => ({
  message: {
    en: `The account blocks public access as a whole: S3 refused the public policy of ${bucket}, though the bucket's own block is open. In its words: ${words}`,
    es: `La cuenta bloquea todo acceso público: S3 rechazó la política pública de ${bucket}, aunque el bloqueo del propio bucket está abierto. En sus palabras: ${words}`,
  },
  next: ACCOUNT_BLOCK,
});

/** S3 said only AccessDenied. */
export const accountMayBlockPolicies = (bucket: string, arn: string): Words => ({
  message: {
    en: `S3 answered AccessDenied to PutBucketPolicy on ${bucket}, whose own public access block is open: either the whole account blocks public access, or this key may not do s3:PutBucketPolicy.`,
    es: `S3 respondió AccessDenied a PutBucketPolicy sobre ${bucket}, cuyo propio bloqueo de acceso público está abierto: o la cuenta entera bloquea el acceso público, o esta clave no tiene permiso para s3:PutBucketPolicy.`,
  },
  next: {
    en: `Allow s3:PutBucketPolicy on ${arn}, if it is not. ${ACCOUNT_BLOCK.en}`,
    es: `Permite s3:PutBucketPolicy sobre ${arn}, si no lo está. ${ACCOUNT_BLOCK.es}`,
  },
});

/** The policy is there, and anonymous reads are refused all the same. */
export const accountBlocksReads = (bucket: string, answer: string): Words => ({
  message: {
    en: `The policy of ${bucket} lets anybody read, its own public access block is open, and S3 still answers ${answer} to somebody without keys: the whole account blocks public access.`,
    es: `La política de ${bucket} deja leer a cualquiera, su propio bloqueo de acceso público está abierto, y S3 igual responde ${answer} a quien no tiene claves: la cuenta entera bloquea el acceso público.`,
  },
  next: ACCOUNT_BLOCK,
});

// The test object

export const nobodyReads = (key: string, answer: string, arn: string): Words => ({
  message: {
    en: `Not everybody can read ${key}: without keys the answer is ${answer}, for the bucket policy or the public access block does not allow it.`,
    es: `No cualquiera puede leer ${key}: sin claves la respuesta es ${answer}, porque no lo permite la política del bucket o el bloqueo de acceso público.`,
  },
  next: {
    en: `Allow this key s3:GetBucketPolicy, s3:PutBucketPolicy, s3:GetBucketPublicAccessBlock and s3:PutBucketPublicAccessBlock on ${arn}, so that setup can open the folder, and run again.`,
    es: `Permite a esta clave s3:GetBucketPolicy, s3:PutBucketPolicy, s3:GetBucketPublicAccessBlock y s3:PutBucketPublicAccessBlock sobre ${arn}, para que la configuración pueda abrir la carpeta, y ejecuta de nuevo.`,
  },
});
export const notPublicElsewhere = (host: string, answer: string, folder: string): Words => ({
  message: {
    en: `${host} does not let everybody read the test file: without keys it answers ${answer}.`,
    es: `${host} no deja que cualquiera lea el archivo de prueba: sin claves responde ${answer}.`,
  },
  next: {
    en: `Make ${folder}/ public in the dashboard of the service, or connect a domain to the bucket and give it with --custom-domain. Until then the app's links are refused.`,
    es: `Haz público ${folder}/ en el panel del servicio, o conecta un dominio al bucket e indícalo con --custom-domain. Hasta entonces los enlaces de la app serán rechazados.`,
  },
});
export const domainSilent = (domain: string, answer: Text): Words => ({
  message: {
    en: `${domain} does not show the test file: ${answer.en}.`,
    es: `${domain} no muestra el archivo de prueba: ${answer.es}.`,
  },
  next: {
    en: "Until it does, the app's links are broken. A new domain or CloudFront distribution can take up to an hour; then check its DNS record, its certificate, and that its origin is this bucket without a folder before the path.",
    es: "Mientras tanto, los enlaces de la app no funcionan. Un dominio o una distribución de CloudFront nuevos pueden tardar hasta una hora; después revisa su registro DNS, su certificado, y que su origen sea este bucket sin carpeta antes de la ruta.",
  },
});
/** `code` of a failure of the network: `host-not-found`. */
export const unreached = (code: string): Text => ({
  en: `it cannot be reached from here (${code})`,
  es: `no se puede alcanzar desde aquí (${code})`,
});
export const servesOther: Text = { en: "it serves something else", es: "sirve otra cosa" };
export const everybodyLists = (bucket: string): Words => ({
  message: {
    en: `Anybody can list ${bucket}: with the list of names every file can be found, not only those whose link was given.`,
    es: `Cualquiera puede listar ${bucket}: con la lista de nombres se encuentra cualquier archivo, no solo los que se compartieron.`,
  },
  next: {
    en: "Take s3:ListBucket for everybody out of the bucket policy, and public read out of its ACL (console › Permissions); elsewhere switch file listing off. Then run again.",
    es: "Quita s3:ListBucket para todos de la política del bucket, y la lectura pública de su ACL (consola › Permisos); en otros servicios desactiva el listado de archivos. Después ejecuta de nuevo.",
  },
});
export const everybodyWrites = (operation: "overwrite" | "delete", bucket: string): Words => ({
  message:
    operation === "overwrite"
      ? {
          en: `Anybody can overwrite files in ${bucket}: the test file was replaced without keys.`,
          es: `Cualquiera puede sobrescribir archivos en ${bucket}: el archivo de prueba se reemplazó sin claves.`,
        }
      : {
          en: `Anybody can delete files in ${bucket}: the test file was deleted without keys.`,
          es: `Cualquiera puede borrar archivos en ${bucket}: el archivo de prueba se borró sin claves.`,
        },
  next: {
    en: "Take s3:PutObject and s3:DeleteObject for everybody out of the bucket policy, and public write out of its ACL, and run again.",
    es: "Quita s3:PutObject y s3:DeleteObject para todos de la política del bucket, y la escritura pública de su ACL, y ejecuta de nuevo.",
  },
});

export const publiclyProbed = {
  read: { en: "Anybody can read it by its plain link", es: "Cualquiera puede leerlo con su enlace simple" },
  domain: { en: "Anybody can read it through the domain", es: "Cualquiera puede leerlo por el dominio" },
  list: { en: "Without keys the folder cannot be listed", es: "Sin claves no se puede listar la carpeta" },
  write: {
    en: "Without keys it can neither be overwritten nor deleted",
    es: "Sin claves no se puede sobrescribir ni borrar",
  },
} as const satisfies Readonly<Record<string, Text>>;
