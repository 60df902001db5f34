/** Sentences of the policy command. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

export const bucketUnknown: Problem = {
  code: "bucket-unknown",
  exit: EXIT.needsInput,
  message: {
    en: "A policy is for one bucket, and none was named",
    es: "Una política es para un bucket, y no se indicó ninguno",
  },
  place: "--bucket",
  next: {
    en: "Give --bucket NAME (or AWS_STORAGE_BUCKET_NAME), or run it where vet-media-setup.json is.",
    es: "Indica --bucket NOMBRE (o AWS_STORAGE_BUCKET_NAME), o ejecútalo donde está vet-media-setup.json.",
  },
};

export const originsUnknown: Problem = {
  code: "origins-unknown",
  exit: EXIT.needsInput,
  message: {
    en: "A CORS rule is for the pages of named sites, and none was named or found",
    es: "Una regla CORS es para las páginas de sitios concretos, y no se indicó ni se encontró ninguno",
  },
  place: "--cors-origin",
  next: {
    en: "Give --cors-origin https://your.site (repeatable), or run it in the project whose ALLOWED_HOSTS names it.",
    es: "Indica --cors-origin https://tu.sitio (se puede repetir), o ejecútalo en el proyecto cuyo ALLOWED_HOSTS lo nombra.",
  },
};

/** `keysUrl`: where its keys are made; null for a service that is not known here. */
export const noIamThere = (place: string, who: string, keysUrl: string | null): Problem => ({
  code: "no-iam-there",
  exit: EXIT.usage,
  place,
  message: {
    en: `IAM policies are of AWS: ${who} has none, and a key gets its rights where it is made`,
    es: `Las políticas IAM son de AWS: ${who} no las tiene, y una clave recibe sus permisos donde se crea`,
  },
  next: {
    en: `Make a key there that may read and write this bucket alone${keysUrl === null ? "" : `: ${keysUrl}`}`,
    es: `Crea ahí una clave que solo pueda leer y escribir en este bucket${keysUrl === null ? "" : `: ${keysUrl}`}`,
  },
});

export const noCorsThere = (title: string, docsUrl: string): Problem => ({
  code: "no-cors-there",
  exit: EXIT.usage,
  place: "--cors",
  message: {
    en: `${title} takes no CORS rule through S3`,
    es: `${title} no acepta reglas CORS a través de S3`,
  },
  next: {
    en: "Links, images and downloads work without one. If pages read files by script, look into the service's own documentation.",
    es: "Los enlaces, imágenes y descargas funcionan sin ella. Si tus páginas leen archivos con scripts, consulta la documentación del servicio.",
  },
  docsUrl,
});

export const replacesAllRules: { readonly message: Text; readonly next: Text } = {
  message: {
    en: "put-bucket-cors replaces all the rules that the bucket has",
    es: "put-bucket-cors reemplaza todas las reglas que tenga el bucket",
  },
  next: {
    en: "Look first, and keep in the file what is there: aws s3api get-bucket-cors --bucket NAME",
    es: "Revisa primero, y conserva en el archivo lo que haya: aws s3api get-bucket-cors --bucket NOMBRE",
  },
};
