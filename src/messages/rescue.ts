/** Files that lie on the running instance at Render, and are lost at the next deploy: how they are brought out first. */
import type { Text } from "../lib/text.ts";
import type { Warning } from "../model/change.ts";

type Said = Required<Pick<Warning, "message" | "next">>;

/** The folder that they are copied to. */
export const RESCUED = "rescued";

/** `address`: of the service, for scp. https://render.com/docs/ssh-keys */
const bringOut = (folder: string, address: string): string => `scp -s -r ${address}:${folder} ${RESCUED}`;

const free = {
  en: "A free instance has neither Shell nor SSH: before that deploy, download from the site itself what must not be lost.",
  es: "Una instancia gratuita no tiene Shell ni SSH: antes de ese deploy, descarga del propio sitio lo que no se debe perder.",
} as const satisfies Text;

export const filesOnInstance = (plan: string | null, folder: string, address: string): Said => ({
  message: {
    en: "Files uploaded to the running service so far lie on its instance, and the next deploy or restart takes them away",
    es: "Los archivos subidos hasta ahora al servicio en marcha están en su instancia, y el próximo deploy o reinicio los borra",
  },
  next:
    plan === "free"
      ? free
      : {
          en: `Bring them out before anything that deploys: ${bringOut(folder, address)}`,
          es: `Sácalos antes de cualquier cosa que despliegue: ${bringOut(folder, address)}`,
        },
});

/** The first of the numbered steps. `inImage`: nobody knows where the image keeps them. */
export const bringOutFirst = (plan: string | null, folder: string, address: string, inImage: boolean): Text => {
  if (plan === "free") return free;
  const where = inImage
    ? { en: "; the path is MEDIA_ROOT in your image", es: "; la ruta es MEDIA_ROOT en tu imagen" }
    : { en: "", es: "" };
  return {
    en: `Files already uploaded to the running service: bring them out now, the deploy takes them away (Connect › SSH shows the address${where.en}; a free instance has no SSH): ${bringOut(folder, address)}`,
    es: `Archivos ya subidos al servicio en marcha: sácalos ahora, el deploy los borra (Connect › SSH muestra la dirección${where.es}; una instancia gratuita no tiene SSH): ${bringOut(folder, address)}`,
  };
};
export const copyRescued = (command: string): Text => ({
  en: `Copy what you brought out: ${command}`,
  es: `Copia lo que sacaste: ${command}`,
});
/** Onto a disk, which is there once the app is deployed with it. */
export const rescuedToDisk = (mountPath: string, address: string): Text => ({
  en: `After that deploy copy what you brought out onto the disk: scp -s -r ${RESCUED}/. ${address}:${mountPath}`,
  es: `Después de ese deploy copia al disco lo que sacaste: scp -s -r ${RESCUED}/. ${address}:${mountPath}`,
});
