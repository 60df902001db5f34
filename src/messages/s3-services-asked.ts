/** The questions about a service that is like S3 and not AWS. First line: the question; below it where the answer is found. */
import type { Text } from "../lib/text.ts";

export const otherTitle: Text = { en: "Another S3 service", es: "Otro servicio S3" };
export const otherHint: Text = {
  en: "Cloudflare R2, Backblaze B2, DigitalOcean Spaces …\nthe same expiring links, at a price of its own",
  es: "Cloudflare R2, Backblaze B2, DigitalOcean Spaces …\nlos mismos enlaces que vencen, con su propio precio",
};

export const askWhichService: Text = {
  en: "Which service is it?\nEach has its own endpoint and regions; what it lacks of S3 is left out.",
  es: "¿Qué servicio es?\nCada uno tiene su endpoint y sus regiones; lo que no tenga de S3 se omite.",
};
export const anotherService: Text = { en: "Any other", es: "Cualquier otro" };

export const askAddress: Text = {
  en: "Address of the S3-compatible service\nIts S3 endpoint, without the bucket.",
  es: "Dirección del servicio compatible con S3\nSu endpoint S3, sin el bucket.",
};

/** By the service's id. */
export const askParts = {
  r2: {
    en: "Account ID of Cloudflare\nR2 › Overview shows it. The endpoint of the bucket's settings does too.",
    es: "ID de cuenta de Cloudflare\nAparece en R2 › Overview. También sirve el endpoint que muestran los ajustes del bucket.",
  },
  b2: {
    en: "Region of your Backblaze account\nIt stands in the bucket's Endpoint, like s3.us-west-004.backblazeb2.com. Paste that if you like.",
    es: "Región de tu cuenta de Backblaze\nAparece en el Endpoint del bucket, como s3.us-west-004.backblazeb2.com. También puedes pegarlo completo.",
  },
  spaces: {
    en: "Region of the Space\nThree letters and a digit, like nyc3. The bucket's own name does not belong here.",
    es: "Región del Space\nTres letras y un dígito, como nyc3. El nombre del bucket no va aquí.",
  },
  supabase: {
    en: "Reference of the Supabase project\nThe first word of its address; or paste the endpoint of Storage › S3.",
    es: "Referencia del proyecto de Supabase\nLa primera palabra de su dirección; o pega el endpoint de Storage › S3.",
  },
} as const satisfies Readonly<Record<string, Text>>;

export const askJurisdiction: Text = {
  en: "Was the bucket made for a jurisdiction?\nSuch a bucket has an endpoint of its own. If in doubt, it was not.",
  es: "¿El bucket se creó para una jurisdicción?\nUn bucket así tiene su propio endpoint. Si no lo sabes, no fue así.",
};
export const jurisdictions = {
  none: { en: "No", es: "No" },
  eu: { en: "European Union", es: "Unión Europea" },
  fedramp: { en: "FedRAMP", es: "FedRAMP" },
} as const satisfies Readonly<Record<string, Text>>;

/** `why`: where the proposal comes from. */
export const askRegionElsewhere = (why: Text): Text => ({
  en: `Region of the bucket\nRequests are signed for it. Take ${why.en}.`,
  es: `Región del bucket\nLas peticiones se firman para ella. Usa ${why.es}.`,
});
