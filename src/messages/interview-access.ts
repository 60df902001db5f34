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
    en: "only your app gives out links, signed, for 15 minutes · recommended",
    es: "solo tu app entrega enlaces, firmados, por 15 minutos · recomendado",
  },
  cloudinary: {
    en: "only your app gives out links, signed; they do not expire · recommended",
    es: "solo tu app entrega enlaces, firmados; no vencen · recomendado",
  },
  "render-disk": {
    en: "only people who are logged in to your site · recommended",
    es: "solo personas con sesión iniciada en tu sitio · recomendado",
  },
};
export const publicHint: Text = {
  en: "anybody who has the link or guesses it, for ever: for pictures of a public page",
  es: "cualquiera que tenga el enlace o lo adivine, para siempre: para fotos de una página pública",
};
export const needsFolder: Text = {
  en: "the whole bucket would be open: give a folder in it first",
  es: "quedaría abierto todo el bucket: primero indica una carpeta en él",
};
export const domainIsPublic: Text = {
  en: "--custom-domain serves public files only: leave it out first",
  es: "--custom-domain solo entrega archivos públicos: primero quítalo",
};
