/** The questions about a Render disk as a person hears them. First line: the question; below it why it is asked, and what the proposal means. */
import type { Text } from "../lib/text.ts";

export const mountByRuntime = (docker: boolean): Text =>
  docker
    ? { en: "for an image", es: "para una imagen" }
    : { en: "where Render has the code", es: "donde Render tiene el código" };

/** Source of the price: https://render.com/pricing */
const PER_GB = 0.25;

const money = (gb: number): { en: string; es: string } => {
  const sum = (gb * PER_GB).toFixed(2);
  return { en: `$${sum}`, es: `US$${sum.replace(".", ",")}` };
};

/** `heldGB`: what the media folder holds today. */
export const askDiskSize = (proposed: number, heldGB: number): Text => {
  const held = heldGB.toFixed(1);
  const now =
    heldGB < 0.1
      ? { en: "", es: "" }
      : { en: ` You have ${held} GB now.`, es: ` Hoy tienes ${held.replace(".", ",")} GB.` };
  const whole = money(proposed);
  const sum =
    proposed === 1
      ? { en: "", es: "" }
      : { en: `: ${whole.en} for ${proposed} GB`, es: `: ${whole.es} por ${proposed} GB` };
  return {
    en: `How many GB shall the disk have?\n$0.25 per GB a month${sum.en}. It can grow later, and never shrink.${now.en}`,
    es: `¿Cuántos GB debe tener el disco?\nUS$0,25 por GB al mes${sum.es}. Después puede crecer, pero nunca achicarse.${now.es}`,
  };
};

export const askMountPath: Text = {
  en: "Where is the disk mounted?\nThe app finds it there through MEDIA_ROOT. It must be a folder of its own: the disk hides what the repository has there.",
  es: "¿Dónde se monta el disco?\nLa app lo encuentra ahí con MEDIA_ROOT. Debe ser una carpeta propia: el disco tapa lo que el repositorio tenga ahí.",
};

export const askDiskName: Text = {
  en: "Name of the disk\nOnly for Render's Dashboard and render.yaml. It cannot change later without losing the files.",
  es: "Nombre del disco\nSolo para el Dashboard de Render y render.yaml. No se puede cambiar después sin perder los archivos.",
};

export const diskNames: Readonly<Record<string, Text>> = {
  mountPath: { en: "Where the disk is mounted", es: "Dónde se monta el disco" },
  diskName: { en: "Name of the disk", es: "Nombre del disco" },
  diskSize: { en: "Size of the disk (GB)", es: "Tamaño del disco (GB)" },
};
