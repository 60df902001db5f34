/** What each provider is and can do, in words short enough for a column of a table. */
import type { Text } from "../lib/text.ts";
import type { Aspect, AspectName, Standing } from "../model/comparison.ts";
import { quantity } from "./money.ts";

const YES: Text = { en: "yes", es: "sí" };
const NO: Text = { en: "no", es: "no" };
const aspect = (is: Standing, text: Text): Aspect => ({ is, text });
const yes = (text: Text = YES): Aspect => aspect("yes", text);
const no = (text: Text = NO): Aspect => aspect("no", text);
const partly = (text: Text): Aspect => aspect("partly", text);

/** Nobody has read it on a page of the provider: better to say so than to guess. */
export const notChecked: Text = { en: "not checked", es: "sin verificar" };
const NOT_CHECKED: Aspect = aspect("unknown", notChecked);

const expiringLinks = yes({ en: "yes: links that expire", es: "sí: enlaces que vencen" });
const anyInstances = yes({ en: "any number of instances", es: "cuantas instancias quieras" });

export const units = {
  gbMonth: { en: "per GB a month", es: "por GB al mes" },
  gbMonthOfRegion: { en: "per GB a month (us-east-1)", es: "por GB al mes (us-east-1)" },
  gbDownloaded: { en: "per GB downloaded beyond 100 GB a month", es: "por GB descargado sobre 100 GB al mes" },
  gbOutbound: {
    en: "per GB sent beyond what the workspace includes",
    es: "por GB enviado sobre lo que incluye el workspace",
  },
  thousandWrites: { en: "per 1,000 writes", es: "cada 1.000 escrituras" },
  thousandReads: { en: "per 1,000 reads", es: "cada 1.000 lecturas" },
  millionWrites: { en: "per million writes", es: "por millón de escrituras" },
  millionReads: { en: "per million reads", es: "por millón de lecturas" },
  starter: { en: "a month for the smallest paid instance", es: "al mes por la instancia de pago más chica" },
} as const satisfies Record<string, Text>;

/** A plan of Cloudinary: `a month for Plus, 225 credits`. */
export const planUnit = (name: string, credits: number): Text => ({
  en: `a month for ${name}, ${credits} credits`,
  es: `al mes por ${name}, ${credits} créditos`,
});

interface Words {
  readonly goodFor: Text;
  readonly pricing: Text;
  readonly aspects: Readonly<Record<AspectName, Aspect>>;
  readonly effort: Text;
  readonly notes: readonly Text[];
}

export const s3: Words = {
  goodFor: {
    en: "private files behind signed links that expire",
    es: "archivos privados, con enlaces firmados que vencen",
  },
  pricing: { en: "about $0.023 per GB a month", es: "unos US$0,023 por GB al mes" },
  aspects: {
    free: partly({ en: "100 GB of downloads a month", es: "100 GB de descargas al mes" }),
    permanence: yes(),
    privateFiles: expiringLinks,
    cdn: no({ en: "no: CloudFront is apart", es: "no: CloudFront va aparte" }),
    backups: partly({ en: "versions, if you turn them on", es: "versiones, si las activas" }),
    transformations: no(),
    scaling: anyInstances,
    zeroDowntime: yes(),
  },
  effort: { en: "AWS account and a key", es: "cuenta de AWS y una clave" },
  notes: [
    {
      en: "The free tier of 5 GB is only for AWS accounts made before 2025-07-15; newer ones get credits for 6 months.",
      es: "La capa gratis de 5 GB es solo para cuentas de AWS creadas antes del 2025-07-15; las nuevas reciben créditos por 6 meses.",
    },
  ],
};

export const cloudinary: Words = {
  goodFor: {
    en: "resizes images; links never expire: no medical files",
    es: "redimensiona; sus enlaces no vencen: nada médico",
  },
  pricing: { en: "free up to 25 credits a month", es: "gratis hasta 25 créditos al mes" },
  aspects: {
    free: yes({ en: "25 credits a month", es: "25 créditos al mes" }),
    permanence: yes(),
    privateFiles: partly({ en: "signed links that never expire", es: "enlaces firmados que no vencen" }),
    cdn: yes(),
    backups: partly({ en: "a setting of the account", es: "una opción de la cuenta" }),
    transformations: yes(),
    scaling: anyInstances,
    zeroDowntime: yes(),
  },
  effort: { en: "account and three variables", es: "cuenta y tres variables" },
  notes: [
    {
      en: "A credit is 1 GB kept, 1 GB downloaded or 1,000 transformations; copies that it makes of your images count as kept.",
      es: "Un crédito es 1 GB guardado, 1 GB descargado o 1.000 transformaciones; las copias que genera de tus imágenes cuentan como guardadas.",
    },
    {
      en: "A free account does not deliver PDF and ZIP files until you allow it in its Console.",
      es: "Una cuenta gratis no entrega archivos PDF ni ZIP hasta que lo permites en su Console.",
    },
  ],
};

export const renderDisk: Words = {
  goodFor: {
    en: "simplest; one instance, a short stop at each deploy",
    es: "lo más simple; una instancia y pausa en cada deploy",
  },
  pricing: { en: "a paid plan, $0.25 per GB a month", es: "plan de pago y US$0,25 por GB al mes" },
  aspects: {
    free: no({ en: "nothing: a paid plan", es: "nada: plan de pago" }),
    permanence: yes({ en: "as long as the service", es: "mientras viva el servicio" }),
    privateFiles: yes({ en: "yes: behind your login", es: "sí: tras tu login" }),
    cdn: no(),
    backups: partly({ en: "daily, 7+ days; all or nothing", es: "diarios, 7+ días; todo o nada" }),
    transformations: no(),
    scaling: no({ en: "one instance; never shrinks", es: "una instancia; no se achica" }),
    zeroDowntime: no({ en: "no: a short stop", es: "no: una pausa corta" }),
  },
  effort: { en: "no account, no key", es: "sin cuenta ni clave" },
  notes: [
    {
      en: "Builds, pre-deploy commands, one-off jobs and other services do not see the disk.",
      es: "Los builds, los comandos pre-deploy, los one-off jobs y los demás servicios no ven el disco.",
    },
  ],
};

export const r2: Words = {
  goodFor: { en: "S3's protocol, and downloads are free", es: "el protocolo de S3, y las descargas son gratis" },
  pricing: { en: "$0.015 per GB a month beyond 10 GB", es: "US$0,015 por GB al mes sobre los 10 GB" },
  aspects: {
    free: yes({ en: "10 GB, and all downloads", es: "10 GB, y todas las descargas" }),
    permanence: yes(),
    privateFiles: expiringLinks,
    cdn: partly({ en: "for public files, on your own domain", es: "para archivos públicos, con dominio propio" }),
    backups: NOT_CHECKED,
    transformations: no(),
    scaling: anyInstances,
    zeroDowntime: yes(),
  },
  effort: { en: "account, a bucket and a key", es: "cuenta, un bucket y una clave" },
  notes: [
    {
      en: "It has no ACLs and no bucket policy; what is kept is billed in whole GB.",
      es: "No tiene ACL ni políticas de bucket; lo guardado se cobra por GB entero.",
    },
  ],
};

export const b2: Words = {
  goodFor: { en: "S3's protocol", es: "el protocolo de S3" },
  pricing: { en: "its price was not checked", es: "no verificamos su precio" },
  aspects: {
    free: NOT_CHECKED,
    permanence: yes(),
    privateFiles: expiringLinks,
    cdn: NOT_CHECKED,
    backups: NOT_CHECKED,
    transformations: no(),
    scaling: anyInstances,
    zeroDowntime: yes(),
  },
  effort: { en: "account, a bucket and a key", es: "cuenta, un bucket y una clave" },
  notes: [
    {
      en: "An application key is needed, not the master key; an account belongs to one region.",
      es: "Hace falta una application key, no la clave maestra; la cuenta pertenece a una sola región.",
    },
  ],
};

export const spaces: Words = {
  goodFor: { en: "S3's protocol, with a CDN", es: "el protocolo de S3, con CDN" },
  pricing: { en: "its price was not checked", es: "no verificamos su precio" },
  aspects: {
    free: NOT_CHECKED,
    permanence: yes(),
    privateFiles: expiringLinks,
    cdn: yes({ en: "yes, built in", es: "sí, incluido" }),
    backups: NOT_CHECKED,
    transformations: no(),
    scaling: anyInstances,
    zeroDowntime: yes(),
  },
  effort: { en: "account, a bucket and a key", es: "cuenta, un bucket y una clave" },
  notes: [],
};

// What a monthly sum is made of

export const parts = {
  storage: { en: "storage", es: "almacenamiento" },
  requests: { en: "requests", es: "peticiones" },
  downloads: { en: "downloads", es: "descargas" },
  disk: { en: "disk", es: "disco" },
  instance: { en: "paid instance", es: "instancia de pago" },
} as const satisfies Record<string, Text>;

/** What a monthly sum stands for. */
export const scopes = {
  files: { en: "a month for your files", es: "al mes por tus archivos" },
  withInstance: { en: "a month, paid instance included", es: "al mes, con la instancia de pago" },
  instancePaid: { en: "a month: you pay for the instance already", es: "al mes: ya pagas la instancia" },
  plan: (name: string): Text => ({ en: `a month: the ${name} plan`, es: `al mes: el plan ${name}` }),
} as const;

export const largerPlan: Text = { en: "a larger plan", es: "un plan mayor" };

export const planPart = (name: string): Text => ({ en: `${name} plan`, es: `plan ${name}` });

export const s3Estimate: Text = {
  en: "At the prices of us-east-1; other regions have others.",
  es: "A precios de us-east-1; otras regiones tienen otros.",
};

export const creditsUsed = (credits: number, included: number | null): Text => {
  const used = quantity(Math.ceil(credits * 10) / 10);
  return included === null
    ? {
        en: `${used.en} credits a month, more than the plans we know: ask Cloudinary.`,
        es: `${used.es} créditos al mes, más que los planes que conocemos: consulta a Cloudinary.`,
      }
    : {
        en: `${used.en} of ${included} credits a month, before any transformation.`,
        es: `${used.es} de ${included} créditos al mes, sin contar transformaciones.`,
      };
};

export const diskSum: Readonly<Record<"paid" | "free" | "unknown", (gb: number) => Text>> = {
  paid: (gb) => ({
    en: `A disk of ${gb} GB. Your service pays for its instance already.`,
    es: `Un disco de ${gb} GB. Tu servicio ya paga su instancia.`,
  }),
  free: (gb) => ({
    en: `A disk of ${gb} GB, and a paid instance: yours is free now.`,
    es: `Un disco de ${gb} GB y una instancia de pago: la tuya hoy es gratis.`,
  }),
  unknown: (gb) => ({
    en: `A disk of ${gb} GB, and a paid instance, if you do not pay for one already.`,
    es: `Un disco de ${gb} GB y una instancia de pago, si todavía no pagas una.`,
  }),
};

export const outboundNotCounted: Text = {
  en: "Downloads count towards the outbound bandwidth of your Render workspace, which is not in this sum.",
  es: "Las descargas cuentan como ancho de banda saliente de tu workspace de Render, que no está en esta suma.",
};

export const pricesNotChecked: Text = {
  en: "Its prices were not checked: see the page.",
  es: "No verificamos sus precios: mira su página.",
};
