/** What the test object went through: each step that passed, and each that shows a bucket which Django could not live with. */
import type { Text } from "../lib/text.ts";

interface Words {
  readonly message: Text;
  readonly next: Text;
}

export const probed = {
  put: { en: "A test file was written", es: "Se escribió un archivo de prueba" },
  head: { en: "Its size was read", es: "Se leyó su tamaño" },
  get: { en: "It was read back, byte for byte the same", es: "Se leyó de vuelta, idéntico byte a byte" },
  signed: { en: "Its signed link works without keys", es: "Su enlace firmado funciona sin claves" },
  unsigned: { en: "The same link without signature is refused", es: "El mismo enlace sin firma es rechazado" },
  listed: { en: "It is in the list of the folder", es: "Aparece en la lista de la carpeta" },
  deleted: { en: "It was deleted, and nothing of it is left", es: "Se borró, y no queda nada de él" },
  hidden: { en: "It was deleted, as an app deletes", es: "Se borró, como borra una app" },
  gone: { en: "A file that is not there is answered with 404", es: "Un archivo que no existe se responde con 404" },
} as const satisfies Readonly<Record<string, Text>>;

export const differentBytes = (key: string): Words => ({
  message: {
    en: `${key} came back different from what was written: something between here and the bucket changes files.`,
    es: `${key} volvió distinto de lo que se escribió: algo entre aquí y el bucket modifica los archivos.`,
  },
  next: {
    en: "Try without VPN or proxy; on an S3-compatible service check that --endpoint-url is its S3 address.",
    es: "Prueba sin VPN ni proxy; en un servicio compatible con S3 revisa que --endpoint-url sea su dirección S3.",
  },
});

export const signedLinkRefused = (host: string, answer: string): Words => ({
  message: {
    en: `The signed link of the test file was refused (${host} answered ${answer}), so nobody could open an upload.`,
    es: `El enlace firmado del archivo de prueba fue rechazado (${host} respondió ${answer}), así que nadie podría abrir un archivo subido.`,
  },
  next: {
    en: "A bucket policy may refuse all but some networks (aws:SourceIp, aws:SourceVpce), or the region is wrong: look at the bucket's policy and --region.",
    es: "Una política del bucket puede admitir solo ciertas redes (aws:SourceIp, aws:SourceVpce), o la región está mal: revisa la política del bucket y --region.",
  },
});

export const anybodyCanRead = (key: string): Words => ({
  message: {
    en: `Anybody can read ${key} without a signature: the bucket is public, and these files are to be private.`,
    es: `Cualquiera puede leer ${key} sin firma: el bucket es público, y estos archivos deben ser privados.`,
  },
  next: {
    en: "Remove the policy or ACL that makes it public (S3 console › Permissions), or use another bucket. If the files may be public: --access public.",
    es: "Quita la política o ACL que lo hace público (consola de S3 › Permisos), o usa otro bucket. Si los archivos pueden ser públicos: --access public.",
  },
});

export const notListed = (key: string): Words => ({
  message: {
    en: `${key} was written, but is not in the list of the bucket.`,
    es: `${key} se escribió, pero no aparece en la lista del bucket.`,
  },
  next: {
    en: "Run again; if it stays so, the service is not fit for Django.",
    es: "Ejecuta de nuevo; si sigue así, el servicio no sirve para Django.",
  },
});

export const stillThere = (key: string): Words => ({
  message: { en: `${key} was deleted and is still there.`, es: `${key} se borró y sigue ahí.` },
  next: {
    en: "Look whether the bucket has an object lock or retention rule.",
    es: "Revisa si el bucket tiene un bloqueo de objetos o una regla de retención.",
  },
});

export const forbiddenInsteadOfMissing = (who: string, resource: string, compatible: boolean): Words => ({
  message: {
    en: `${who} answers 403 instead of 404 for a file that is not there, because this key may not do s3:ListBucket: every save in Django would fail.`,
    es: `${who} responde 403 en vez de 404 por un archivo que no existe, porque esta clave no tiene permiso para s3:ListBucket: todo guardado en Django fallaría.`,
  },
  next: compatible
    ? { en: "Give the key permission to list the bucket.", es: "Dale a la clave permiso para listar el bucket." }
    : {
        en: `Allow s3:ListBucket on ${resource}, without a condition on s3:prefix.`,
        es: `Permite s3:ListBucket sobre ${resource}, sin condición sobre s3:prefix.`,
      },
});

export const leftBehind = (bucket: string, key: string): Words => ({
  message: {
    en: `The test file ${bucket}/${key} could not be removed.`,
    es: `El archivo de prueba ${bucket}/${key} no se pudo eliminar.`,
  },
  next: {
    en: `Delete it by hand: aws s3 rm s3://${bucket}/${key}`,
    es: `Elimínalo a mano: aws s3 rm s3://${bucket}/${key}`,
  },
});

export const versionsLeft = (bucket: string, count: number): Words => ({
  message: {
    en: `The bucket keeps versions, and this key may not remove them: ${count} of the test file (a few bytes) ${count === 1 ? "stays" : "stay"} hidden in ${bucket}.`,
    es: `El bucket guarda versiones y esta clave no puede eliminarlas: ${count} del archivo de prueba (unos bytes) ${count === 1 ? "queda oculta" : "quedan ocultas"} en ${bucket}.`,
  },
  next: {
    en: "Harmless. A lifecycle rule for noncurrent versions removes them; so would s3:ListBucketVersions and s3:DeleteObjectVersion for this key.",
    es: "No molestan. Una regla de ciclo de vida para versiones no actuales las elimina; también s3:ListBucketVersions y s3:DeleteObjectVersion para esta clave.",
  },
});

export const corsNotAnswered = (origin: string): Words => ({
  message: {
    en: `The service does not tell browsers that pages of ${origin} may read files.`,
    es: `El servicio no informa a los navegadores que las páginas de ${origin} pueden leer archivos.`,
  },
  next: {
    en: "Links, images and downloads work. If pages read files by script, set CORS in the dashboard of the service.",
    es: "Los enlaces, imágenes y descargas funcionan. Si tus páginas leen archivos con scripts, configura CORS en el panel del servicio.",
  },
});
