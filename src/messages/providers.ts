/** What each provider is good at and costs, in two lines; PROVIDERS shows them at the choice. */
import type { Text } from "../lib/text.ts";

export const providerHints: Record<"s3" | "cloudinary" | "renderDisk", Text> = {
  s3: {
    en: "private files behind signed links that expire; about $0.023 per GB a month (us-east-1)",
    es: "archivos privados con enlaces firmados que vencen; unos US$0,023 por GB al mes (us-east-1)",
  },
  cloudinary: {
    en: "resizes images; its links never expire, so not for medical files",
    es: "redimensiona imágenes; sus enlaces no vencen, así que no es para archivos médicos",
  },
  renderDisk: {
    en: "simplest; needs a paid plan plus $0.25 per GB a month, one instance, a short stop at each deploy",
    es: "lo más simple; requiere un plan de pago más US$0,25 por GB al mes, una sola instancia y una pausa en cada deploy",
  },
};
