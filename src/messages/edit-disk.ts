/** What the editor of a service's disk has to say, when it refuses. Every one is exit 2: nothing was written. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

interface Disk {
  readonly name: string;
  readonly mountPath: string;
}

const refusal = (code: string, place: string, message: Text, next: Text): Problem => ({
  code,
  exit: EXIT.usage,
  message,
  place,
  next,
});

/** Source: https://render.com/docs/disks (a disk belongs to one service, which can have one). */
export const blueprintDiskElsewhere = (place: string, service: string, there: Disk, wanted: Disk): Problem =>
  refusal(
    "disk-elsewhere",
    place,
    {
      en: `${service} already has a disk, ${JSON.stringify(there.name)} at ${there.mountPath}: a service has one, and ${JSON.stringify(wanted.name)} at ${wanted.mountPath} would take its place, with all its files lost`,
      es: `${service} ya tiene un disco, ${JSON.stringify(there.name)} en ${there.mountPath}: un servicio tiene uno solo, y ${JSON.stringify(wanted.name)} en ${wanted.mountPath} lo reemplazaría y se perderían sus archivos`,
    },
    {
      en: `Leave out --mount-path and --disk-name (or give ${there.mountPath} and ${there.name}): uploads then go to the disk that is there.`,
      es: `Quita --mount-path y --disk-name (o indica ${there.mountPath} y ${there.name}): así los archivos van al disco que ya existe.`,
    },
  );

/** Source: https://render.com/docs/disks (size). */
export const blueprintDiskSmaller = (place: string, service: string, size: number, wanted: number): Problem =>
  refusal(
    "disk-smaller",
    place,
    {
      en: `The disk of ${service} has ${size} GB, and Render makes none smaller: ${wanted} GB is refused`,
      es: `El disco de ${service} tiene ${size} GB y Render no los achica: ${wanted} GB no se puede`,
    },
    {
      en: `Give ${size} or more with --disk-size, or leave it out.`,
      es: `Indica ${size} o más con --disk-size, o quítalo.`,
    },
  );

export const blueprintDiskShape = (place: string, service: string): Problem =>
  refusal(
    "blueprint-shape",
    place,
    {
      en: `The \`disk\` of ${service} is not a mapping of name, mountPath and sizeGB`,
      es: `El \`disk\` de ${service} no es un mapa con name, mountPath y sizeGB`,
    },
    {
      en: "Correct it (https://render.com/docs/blueprint-spec), or delete it, and run again.",
      es: "Corrígelo (https://render.com/docs/blueprint-spec) o bórralo, y ejecuta de nuevo.",
    },
  );

export const blueprintDiskIntricate = (place: string, service: string): Problem =>
  refusal(
    "blueprint-too-intricate",
    place,
    {
      en: `${service} is written in a way (an anchor, a merge key) that its disk cannot be changed in without touching more`,
      es: `${service} está escrito de un modo (un ancla, una clave de fusión) que no permite cambiar su disco sin tocar algo más`,
    },
    {
      en: "Change the disk of that service by hand (the file is as it was), and run again.",
      es: "Cambia el disco de ese servicio a mano (el archivo quedó como estaba) y ejecuta de nuevo.",
    },
  );

export const blueprintPlanIntricate = (place: string, service: string, plan: string): Problem =>
  refusal(
    "blueprint-too-intricate",
    place,
    {
      en: `${service} is written in a way (an anchor, a merge key) that its plan cannot be changed in without touching more`,
      es: `${service} está escrito de un modo (un ancla, una clave de fusión) que no permite cambiar su plan sin tocar algo más`,
    },
    {
      en: `Write  plan: ${plan}  into that service by hand, and run again.`,
      es: `Escribe  plan: ${plan}  en ese servicio a mano y ejecuta de nuevo.`,
    },
  );
