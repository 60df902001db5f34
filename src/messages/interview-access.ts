/** The question who can open the files, as the wizard asks it from its summary. */
import type { Text } from "../lib/text.ts";
import type { Access, ProviderId } from "../model/answers.ts";

export const askAccess: Text = {
  en: "Who can open the files?\nPrivate is right for exam results and for whatever concerns a person. It can be opened later; what was public once may have been copied.",
  es: "¿Quién puede abrir los archivos?\nPrivado es lo correcto para resultados de exámenes y todo lo que trate de una persona. Siempre se puede abrir más tarde; lo que fue público alguna vez, alguien pudo copiarlo.",
};
export const accessName: Text = { en: "Who can open the files", es: "Quién puede abrir los archivos" };
export const accessLabels: Readonly<Record<Access, Text>> = {
  private: { en: "Private", es: "Privado" },
  public: { en: "Public", es: "Público" },
};
export const privateHints: Readonly<Record<ProviderId, Text>> = {
  s3: {
    en: "signed links from your app, for 15 minutes ·\u00a0recommended",
    es: "enlaces firmados por tu app, por 15 minutos ·\u00a0recomendado",
  },
  cloudinary: {
    en: "signed links from your app, which never expire ·\u00a0recommended",
    es: "enlaces firmados por tu app, que no vencen ·\u00a0recomendado",
  },
  "render-disk": {
    en: "only people who are logged in to your site ·\u00a0recommended",
    es: "solo personas con sesión iniciada en tu sitio ·\u00a0recomendado",
  },
};
export const publicHint: Text = {
  en: "anybody with the link, for ever: for pictures of a public page",
  es: "quien tenga el enlace, para siempre: fotos de páginas públicas",
};
export const needsFolder: Text = {
  en: "the whole bucket would be open: give a folder in it first",
  es: "quedaría abierto todo el bucket: primero indica una carpeta en él",
};
export const domainIsPublic: Text = {
  en: "--custom-domain serves public files only: leave it out first",
  es: "--custom-domain solo entrega archivos públicos: primero quítalo",
};
