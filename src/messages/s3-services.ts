/** Services that speak S3 and are not AWS: what is wrong with an endpoint, what a service leaves out, and where its keys are made. */
import type { Text } from "../lib/text.ts";

interface Words {
  readonly message: Text;
  readonly next: Text;
}

// Endpoints

export const endpointPlaceholder: Text = {
  en: "The endpoint still has a placeholder in it. Put your own account, project or region in its place.",
  es: "El endpoint todavía tiene un texto de ejemplo. Pon en su lugar tu cuenta, proyecto o región.",
};
export const endpointOfAnotherPurpose = (title: string, host: string, form: string): Text => ({
  en: `${host} is an address of ${title}, but not of its S3 endpoint, which looks like ${form}`,
  es: `${host} es una dirección de ${title}, pero no la de su endpoint S3, que tiene la forma ${form}`,
});
export const endpointHoldsBucket = (title: string | null, bucket: string, right: string): Text => ({
  en: `The bucket (${bucket}) does not belong into the endpoint${title === null ? "" : ` of ${title}`}: give ${right}, and the bucket with --bucket.`,
  es: `El bucket (${bucket}) no va dentro del endpoint${title === null ? "" : ` de ${title}`}: indica ${right}, y el bucket con --bucket.`,
});
export const endpointStartsWithBucket = (bucket: string, right: string): Text => ({
  en: `The host of the endpoint starts with the name of the bucket, ${bucket}; most services want ${right} there`,
  es: `El host del endpoint empieza con el nombre del bucket, ${bucket}; la mayoría de los servicios espera ahí ${right}`,
});
export const perhapsItsName: Text = {
  en: "Leave it, if that is the service's own name.",
  es: "Déjalo así, si ese es el nombre del servicio.",
};
export const endpointNeedsPath = (title: string, right: string): Text => ({
  en: `The S3 endpoint of ${title} is ${right}`,
  es: `El endpoint S3 de ${title} es ${right}`,
});
export const endpointOnlyHttps = (title: string, right: string): Text => ({
  en: `${title} answers only to HTTPS on its usual port: give ${right}`,
  es: `${title} solo responde por HTTPS en su puerto habitual: indica ${right}`,
});
export const accountIdForm: Text = {
  en: "The account ID of Cloudflare has 32 digits and letters from a to f. R2 › Overview shows it.",
  es: "El ID de cuenta de Cloudflare tiene 32 dígitos y letras de la a a la f. Aparece en R2 › Overview.",
};
export const b2RegionForm: Text = {
  en: "A region of Backblaze B2 looks like us-west-004. It stands in the bucket's Endpoint: s3.us-west-004.backblazeb2.com",
  es: "Una región de Backblaze B2 se escribe como us-west-004. Aparece en el Endpoint del bucket: s3.us-west-004.backblazeb2.com",
};
export const spacesRegionForm: Text = {
  en: "A region of Spaces has three letters and a digit, like nyc3. It stands in the bucket's address: name.nyc3.digitaloceanspaces.com",
  es: "Una región de Spaces tiene tres letras y un dígito, como nyc3. Aparece en la dirección del bucket: nombre.nyc3.digitaloceanspaces.com",
};
export const projectRefForm: Text = {
  en: "The reference of a Supabase project is the first word of its address, lower-case letters and digits.",
  es: "La referencia de un proyecto de Supabase es la primera palabra de su dirección, en minúsculas y dígitos.",
};

// Regions

export const regionFixed = (title: string, region: string): Text => ({
  en: `${title} has one region, ${region}`,
  es: `${title} tiene una sola región, ${region}`,
});
export const regionInHost = (title: string): Text => ({
  en: `as the endpoint of ${title} says`,
  es: `según el endpoint de ${title}`,
});
export const regionShownThere = (title: string): Text => ({
  en: `as ${title} shows it beside its endpoint`,
  es: `la que ${title} muestra junto a su endpoint`,
});
export const regionRefused = (title: string, region: string, right: string): Text => ({
  en: `${region} is not a region of this endpoint: ${title} signs for ${right} there.`,
  es: `${region} no es la región de este endpoint: ahí ${title} firma para ${right}.`,
});
export const regionReplaced = (place: string, region: string, title: string, right: string): Words => ({
  message: {
    en: `${place} says ${region}, which is not used: the endpoint of ${title} is in ${right}`,
    es: `${place} dice ${region}, que no se usa: el endpoint de ${title} está en ${right}`,
  },
  next: {
    en: "Nothing to do, if the endpoint is the right one.",
    es: "No hay nada que hacer, si el endpoint es el correcto.",
  },
});

// What a service does, and does not

/** Who answers, for the line that says that it is not AWS. */
export const named = (title: string | null, host: string): string => (title === null ? host : `${title} (${host})`);

export const noPublicAccessBlock = (who: string): Text => ({
  en: `${who} has no public access block as S3 has: the probe checks that a link without signature is refused`,
  es: `${who} no tiene el bloqueo de acceso público de S3: la prueba comprueba que un enlace sin firma sea rechazado`,
});
export const noBucketPolicy = (title: string): Text => ({
  en: `${title} has no bucket policies, so this tool cannot make the files public; the test file shows whether they are`,
  es: `${title} no tiene políticas de bucket, así que esta herramienta no puede hacer públicos los archivos; el archivo de prueba muestra si lo son`,
});
export const noVersions = (title: string): Text => ({
  en: `${title} keeps no versions: a file deleted by mistake is gone for good`,
  es: `${title} no guarda versiones: un archivo borrado por error no se recupera`,
});
export const noCors = (title: string): Words => ({
  message: {
    en: `The CORS rule is left out: ${title} has none of its own through S3`,
    es: `La regla CORS se omite: ${title} no la ofrece a través de S3`,
  },
  next: {
    en: "Links, images and downloads work without it. If pages read files by script, look into the service's own documentation.",
    es: "Los enlaces, imágenes y descargas funcionan igual. Si tus páginas leen archivos con scripts, consulta la documentación del servicio.",
  },
});
export const publicElsewhere = {
  r2: {
    en: "R2 serves public files from a domain of yours or from r2.dev, which is switched on in the bucket's settings: https://developers.cloudflare.com/r2/buckets/public-buckets/",
    es: "R2 entrega los archivos públicos desde un dominio tuyo o desde r2.dev, que se activa en los ajustes del bucket: https://developers.cloudflare.com/r2/buckets/public-buckets/",
  },
  b2: {
    en: "In B2 a bucket is public or private as a whole: set it to Public in the bucket's settings.",
    es: "En B2 un bucket es público o privado completo: márcalo como Public en los ajustes del bucket.",
  },
  spaces: {
    en: "In Spaces each file can be public by its ACL, or a folder by a bucket policy: https://docs.digitalocean.com/products/spaces/how-to/configure-bucket-policies/",
    es: "En Spaces cada archivo puede ser público con su ACL, o una carpeta con una política del bucket: https://docs.digitalocean.com/products/spaces/how-to/configure-bucket-policies/",
  },
  supabase: {
    en: "In Supabase a bucket is public or private as a whole, and public files have links of their own, below /storage/v1/object/public/.",
    es: "En Supabase un bucket es público o privado completo, y los archivos públicos tienen enlaces propios, bajo /storage/v1/object/public/.",
  },
  tigris: {
    en: "In Tigris a bucket is made public in its settings: https://www.tigrisdata.com/docs/buckets/public-bucket/",
    es: "En Tigris un bucket se hace público en sus ajustes: https://www.tigrisdata.com/docs/buckets/public-bucket/",
  },
} as const satisfies Readonly<Record<string, Text>>;

// Keys

export const noKeysFoundFor = (title: string): Text => ({
  en: `No keys for ${title} were found on this computer. How to make one:`,
  es: `No se encontraron claves de ${title} en este equipo. Así se crea una:`,
});
/** What is tried in place of a key. */
export const keyHints = {
  r2: {
    en: "R2 wants the Access Key ID and the Secret Access Key of an API token, not the token itself.",
    es: "R2 espera el Access Key ID y el Secret Access Key de un token de API, no el token mismo.",
  },
  b2: {
    en: "The master key of Backblaze does not work with S3: make an application key.",
    es: "La master key de Backblaze no funciona con S3: crea una application key.",
  },
} as const satisfies Readonly<Record<string, Text>>;
/** How to make a key at each service, for the prompt and for failures. */
export const keySteps = {
  r2: [
    {
      en: "1. Make the bucket in the dashboard, unless your key may do it: https://dash.cloudflare.com/?to=/:account/r2/overview",
      es: "1. Crea el bucket en el panel, salvo que tu clave pueda hacerlo: https://dash.cloudflare.com/?to=/:account/r2/overview",
    },
    {
      en: "2. Create an API token with Object Read & Write on that bucket alone (such a token cannot make buckets or set CORS): https://dash.cloudflare.com/?to=/:account/r2/api-tokens",
      es: "2. Crea un token de API con Object Read & Write solo para ese bucket (ese token no puede crear buckets ni definir CORS): https://dash.cloudflare.com/?to=/:account/r2/api-tokens",
    },
    {
      en: "3. Paste its Access Key ID and Secret Access Key here, not the token itself. They go into the env file and nowhere else.",
      es: "3. Pega aquí su Access Key ID y su Secret Access Key, no el token. Van al archivo de variables y a ningún otro lugar.",
    },
  ],
  b2: [
    {
      en: "1. Add an application key: the master key does not work with S3: https://secure.backblaze.com/app_keys.htm",
      es: "1. Agrega una application key: la master key no funciona con S3: https://secure.backblaze.com/app_keys.htm",
    },
    {
      en: "2. Give it Read and Write on the bucket alone, and tick Allow List All Bucket Names.",
      es: "2. Dale Read and Write solo sobre el bucket, y marca Allow List All Bucket Names.",
    },
    {
      en: "3. Paste both values here: the keyID, then the applicationKey. They go into the env file and nowhere else.",
      es: "3. Pega los dos valores aquí: primero el keyID, después el applicationKey. Van al archivo de variables y a ningún otro lugar.",
    },
  ],
  spaces: [
    {
      en: "1. Create an access key, with Limited Access to the bucket: https://cloud.digitalocean.com/spaces/access_keys",
      es: "1. Crea una clave de acceso, con Limited Access al bucket: https://cloud.digitalocean.com/spaces/access_keys",
    },
    {
      en: "2. Give it Read/Write/Delete. Paste both values here. They go into the env file and nowhere else.",
      es: "2. Dale Read/Write/Delete. Pega los dos valores aquí. Van al archivo de variables y a ningún otro lugar.",
    },
  ],
  supabase: [
    {
      en: "1. Switch on the S3 protocol: https://supabase.com/dashboard/project/_/storage/s3",
      es: "1. Activa el protocolo S3: https://supabase.com/dashboard/project/_/storage/s3",
    },
    {
      en: "2. Make an access key there. It opens every bucket of the project: keep it on the server.",
      es: "2. Crea ahí una clave de acceso. Abre todos los buckets del proyecto: no debe salir del servidor.",
    },
    {
      en: "3. Paste both values here. They go into the env file and nowhere else.",
      es: "3. Pega los dos valores aquí. Van al archivo de variables y a ningún otro lugar.",
    },
  ],
  tigris: [
    {
      en: "1. Create an access key for the bucket alone: https://console.storage.dev",
      es: "1. Crea una clave de acceso solo para el bucket: https://console.storage.dev",
    },
    {
      en: "2. Paste both values here: the one with tid_, then the one with tsec_. They go into the env file and nowhere else.",
      es: "2. Pega los dos valores aquí: primero el que empieza con tid_, después el de tsec_. Van al archivo de variables y a ningún otro lugar.",
    },
  ],
} as const satisfies Readonly<Record<string, readonly Text[]>>;
