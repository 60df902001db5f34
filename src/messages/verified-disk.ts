/** A disk that is copied whole: that it may go, and how; and that a run takes it out. */
import type { Text } from "../lib/text.ts";
import type { Warning } from "../model/change.ts";

/** After the copy, on the machine that has the disk: usually not the one with the repository. */
export const diskMayGo = (mountPath: string, to: string): Text => ({
  en: `Every file of the disk at ${mountPath} is at ${to}: the disk may go. Where your repository is: npx vet-media-setup --drop-disk, then commit and push`,
  es: `Cada archivo del disco en ${mountPath} está en ${to}: el disco ya puede irse. Donde está tu repositorio: npx vet-media-setup --drop-disk, luego commit y push`,
});

export const diskVerified = (name: string, service: string, to: string): Pick<Warning, "message" | "next"> => ({
  message: {
    en: `The disk ${name} of ${service} goes: migrate has verified that its files are at ${to}. With the next sync Render deletes it`,
    es: `El disco ${name} de ${service} se va: migrate verificó que sus archivos están en ${to}. En la próxima sincronización Render lo borra`,
  },
});
