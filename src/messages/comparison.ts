/** The words of `compare` and of the prices in the wizard's first question. */
import { join, type Text } from "../lib/text.ts";
import type { AspectName, MonthlyCost, Price, Usage } from "../model/comparison.ts";
import { dollars, quantity, size, unitPrice } from "./money.ts";

export const TITLE: Text = { en: "The providers side by side", es: "Los proveedores lado a lado" };
export const COMPATIBLE: Text = {
  en: "Services that speak S3's protocol: --provider s3 --endpoint-url URL",
  es: "Servicios que hablan el protocolo de S3: --provider s3 --endpoint-url URL",
};
export const PRICES: Text = {
  en: "Prices in US dollars, none of them a promise: check the pages",
  es: "Precios en dólares de EE.UU., ninguno es una promesa: revisa las páginas",
};
export const recommended = (title: string): Text => ({
  en: `Recommended: ${title}, private`,
  es: `Recomendado: ${title}, privado`,
});

/** Rows of the table. */
export const COST: Text = { en: "A month", es: "Al mes" };
export const ASPECT_NAMES: Readonly<Record<AspectName, Text>> = {
  free: { en: "Free", es: "Gratis" },
  permanence: { en: "Permanent", es: "Permanente" },
  privateFiles: { en: "Private files", es: "Privacidad" },
  cdn: { en: "CDN", es: "CDN" },
  backups: { en: "Backups", es: "Respaldos" },
  transformations: { en: "Resizes images", es: "Redimensiona" },
  scaling: { en: "Scaling", es: "Escala" },
  zeroDowntime: { en: "Zero downtime", es: "Sin pausas" },
};
export const EFFORT: Text = { en: "What you need", es: "Qué necesitas" };
export const YOUR_CODE: Text = { en: "Your code", es: "Tu código" };
/** Off a terminal. */
export const BASIS: Text = { en: "usage", es: "uso" };
export const PRICE: Text = { en: "price", es: "precio" };
export const NOTES: Text = { en: "Good to know", es: "Conviene saber" };
export const NOT_CHECKED: Text = { en: "not checked: see the page", es: "sin verificar: mira la página" };

export const linesToChange = (count: number): Text =>
  count === 0
    ? { en: "stays as it is", es: "queda igual" }
    : {
        en: `${count} ${count === 1 ? "line" : "lines"} to change`,
        es: `${count} ${count === 1 ? "línea" : "líneas"} por cambiar`,
      };

/** A monthly sum in the fewest words: `about $0.02`, `free`, `$0.25 more`, `not checked`. */
export const sum = ({ usd, instead, about, onTop }: MonthlyCost): Text => {
  if (usd === null) return instead ?? { en: "unknown", es: "no se sabe" };
  if (usd === 0) return { en: "free", es: "gratis" };
  const { en, es } = dollars(usd);
  if (onTop) return { en: `${en} more`, es: `${es} más` };
  return about && usd >= 0.01 ? { en: `about ${en}`, es: `unos ${es}` } : { en, es };
};

/** `$6.90 storage + $1.04 requests`; nothing of a sum of one part. */
export const sumParts = ({ parts }: MonthlyCost): Text | null => {
  const counted = parts.filter(({ usd }) => usd >= 0.005);
  if (counted.length < 2) return null;
  return join(
    counted.map(({ what, usd }) => ({ en: `${dollars(usd).en} ${what.en}`, es: `${dollars(usd).es} ${what.es}` })),
    " + ",
  );
};

/** The second line of a choice in the wizard. `fallback` where there is nothing to count yet. */
export const hint = (cost: MonthlyCost, files: number, fallback: Text): Text => {
  if (files === 0 || cost.usd === null) return fallback;
  if (cost.usd === 0) return { en: "free for your files as they are", es: "gratis para tus archivos de hoy" };
  return join([sum(cost), cost.scope]);
};

/** `$0.023 per GB a month` */
export const price = ({ amount, unit }: Price): Text => ({
  en: `${unitPrice(amount).en} ${unit.en}`,
  es: `${unitPrice(amount).es} ${unit.es}`,
});
export const asOf = (day: string): Text => ({ en: `as of ${day}`, es: `al ${day}` });
export const notReadThere: Text = {
  en: "not read on its own page",
  es: "no leído en su propia página",
};

// What the sums are made from

export const countedHere = (folder: string, files: number, bytes: number): Text => {
  const held = size(bytes);
  const count = quantity(files);
  return {
    en: `${folder}/ holds ${count.en} ${files === 1 ? "file" : "files"}, ${held.en}, on this computer; production may hold more`,
    es: `${folder}/ tiene ${count.es} ${files === 1 ? "archivo" : "archivos"}, ${held.es}, en este equipo; producción puede tener más`,
  };
};
export const nothingHere: Text = {
  en: "No uploads on this computer to count; production may hold some",
  es: "No hay archivos subidos en este equipo; producción puede tener",
};
export const asked = ({ gb, files }: Usage): Text => ({
  en: `You asked about ${quantity(gb).en} GB: ${quantity(files).en} files of 1 MB`,
  es: `Preguntaste por ${quantity(gb).es} GB: ${quantity(files).es} archivos de 1 MB`,
});
export const eachDownloadedOnce: Text = {
  en: "Counted as if each file were written and downloaded once a month",
  es: "Contamos cada archivo como escrito y descargado una vez al mes",
};
export const askedDownloads = ({ downloads }: Usage): Text => ({
  en: `You asked about ${quantity(downloads).en} GB of downloads a month; each file counts as written once`,
  es: `Preguntaste por ${quantity(downloads).es} GB de descargas al mes; cada archivo cuenta como escrito una vez`,
});
export const askWhatIf: Text = {
  en: "Ask “what if”: --gb 20 --downloads 50",
  es: "Pregunta «¿y si…?»: --gb 20 --downloads 50",
};

export const orWithoutProject: Text = {
  en: "Or ask without a project: compare --gb 20",
  es: "O pregunta sin proyecto: compare --gb 20",
};
export const onlyRead: Text = { en: "Nothing was changed", es: "No se cambió nada" };
export const setUp = (title: string): Text => ({ en: `Set up ${title}:`, es: `Configurar ${title}:` });
