/** What each provider is good at, and what it costs: two lines for the choice. Every word of them decides something. */
import type { Text } from "../lib/text.ts";

export const providerHints: Record<"s3" | "cloudinary" | "renderDisk", Text> = {
  s3: {
    en: "private files behind signed links that expire\nabout $0.023 per GB a month",
    es: "archivos privados, con enlaces firmados que vencen\nunos US$0,023 por GB al mes",
  },
  cloudinary: {
    en: "resizes images; links never expire: not for medical files\nfree up to some use a month",
    es: "redimensiona imágenes; gratis hasta cierto uso al mes\nsus enlaces no vencen: no para lo médico",
  },
  renderDisk: {
    en: "simplest; one instance, and a short stop at each deploy\na paid plan, $0.25 per GB a month",
    es: "lo más simple; una sola instancia y una pausa en cada deploy\nplan de pago y US$0,25 por GB al mes",
  },
};
