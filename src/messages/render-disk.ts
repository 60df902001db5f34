/** The Render disk: what is found, what is refused, and what is left to do. Sources: https://render.com/docs/disks, https://render.com/docs/blueprint-spec */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

interface Said {
  readonly message: Text;
  readonly next?: Text;
}

const listed = (names: readonly string[]): string => names.join(", ");
const refused = (code: string, place: string | null, message: Text, next: Text): Problem => ({
  code,
  exit: EXIT.usage,
  message,
  ...(place === null ? {} : { place }),
  next,
});

export const noKeys: Text = { en: "a disk needs no keys", es: "un disco no necesita claves" };

// Refused

export const notAService = (service: string, type: string, place: string): Problem =>
  refused(
    "disk-impossible",
    place,
    {
      en: `${service} is of type ${type}, which cannot have a disk: only paid web services, private services and workers can`,
      es: `${service} es de tipo ${type}, que no puede tener disco: solo pueden los servicios web, privados y workers de pago`,
    },
    {
      en: "Name the service that runs Django with --service, or choose another provider.",
      es: "Indica con --service el servicio que ejecuta Django, o elige otro proveedor.",
    },
  );

export const hidesCode = (mountPath: string, file: string): Problem =>
  refused(
    "mount-hides-code",
    "--mount-path",
    {
      en: `A disk at ${mountPath} would hide ${file}: the app's own code lies there, and would not start`,
      es: `Un disco en ${mountPath} taparía ${file}: ahí está el código de la app, que ya no arrancaría`,
    },
    {
      en: "Give a folder of its own with --mount-path, like /var/data/media.",
      es: "Indica con --mount-path una carpeta propia, como /var/data/media.",
    },
  );

export const hidesStatic = (mountPath: string, staticRoot: string): Problem =>
  refused(
    "mount-hides-static",
    "--mount-path",
    {
      en: `A disk at ${mountPath} would hide STATIC_ROOT (${staticRoot}): collectstatic fills it during the build, where no disk is`,
      es: `Un disco en ${mountPath} taparía STATIC_ROOT (${staticRoot}): collectstatic lo llena en el build, donde no hay disco`,
    },
    {
      en: "Give a folder of its own with --mount-path, like /var/data/media.",
      es: "Indica con --mount-path una carpeta propia, como /var/data/media.",
    },
  );

export const otherUse = (mountPath: string, what: string, place: string): Problem =>
  refused(
    "disk-in-other-use",
    place,
    {
      en: `${what} lies below ${mountPath} too: with uploads there, the site would hand it out to whoever asks for it by name`,
      es: `${what} también está dentro de ${mountPath}: con los archivos ahí, el sitio lo entregaría a quien lo pida por su nombre`,
    },
    {
      en: "Give that another home (a database service), or keep uploads elsewhere: --provider s3.",
      es: "Dale otro lugar a eso (una base de datos aparte), o guarda los archivos en otra parte: --provider s3.",
    },
  );

export const badForm = (flag: string, why: Text): Problem =>
  refused(
    "invalid-value",
    flag,
    { en: `${flag} cannot be right: ${why.en}`, es: `${flag} no puede estar bien: ${why.es}` },
    { en: `Give another with ${flag}.`, es: `Indica otro valor con ${flag}.` },
  );

// Warnings

export const needsPaidPlan = (service: string, plan: string | null): Said => ({
  message: {
    en: `${service} ${plan === null ? "names no plan" : `is on the plan ${plan}`}, and Render gives a disk only to paid ones: this deploy would be refused`,
    es: `${service} ${plan === null ? "no indica plan" : `usa el plan ${plan}`} y Render solo da disco a los de pago: el deploy sería rechazado`,
  },
  next: {
    en: "Write  plan: starter  ($7 a month, and $0.25 per GB for the disk) into that service, if that is what you want.",
    es: "Escribe  plan: starter  (US$7 al mes, más US$0,25 por GB del disco) en ese servicio, si eso quieres.",
  },
});

export const paidPlanFirst = (file: string, service: string): Text => ({
  en: `Before you push: give ${service} a paid plan in ${file} (plan: starter, $7 a month). Render refuses a disk without one.`,
  es: `Antes del push: pon un plan de pago a ${service} en ${file} (plan: starter, US$7 al mes). Sin eso, Render rechaza el disco.`,
});

export const planUnknown = (service: string, plan: string): Said => ({
  message: {
    en: `We do not know the plan ${plan} of ${service}: a disk needs a paid one`,
    es: `No conocemos el plan ${plan} de ${service}: un disco necesita uno de pago`,
  },
  next: { en: "Compare it with https://render.com/pricing.", es: "Compáralo con https://render.com/pricing." },
});

export const oneInstance = (service: string, count: number): Said => ({
  message: {
    en: `${service} ${count > 1 ? `may run ${count} instances` : "scales by itself"}, and a service with a disk runs one: this deploy would be refused`,
    es: `${service} ${count > 1 ? `puede correr ${count} instancias` : "escala solo"}, y un servicio con disco corre una sola: el deploy sería rechazado`,
  },
  next: {
    en: "Take numInstances and scaling out of that service, or keep uploads on S3.",
    es: "Quita numInstances y scaling de ese servicio, o guarda los archivos en S3.",
  },
});

export const hidesFiles = (mountPath: string, count: number, docker: boolean): Said => ({
  message: {
    en: `${count === 1 ? "1 file" : `${count} files`} in git ${count === 1 ? "lies" : "lie"} below ${mountPath}: the empty disk hides ${count === 1 ? "it" : "them"} on the live site`,
    es: `${count === 1 ? "1 archivo" : `${count} archivos`} de git ${count === 1 ? "está" : "están"} dentro de ${mountPath}: el disco vacío ${count === 1 ? "lo" : "los"} tapará en el sitio publicado`,
  },
  next: {
    en: `After the first deploy copy ${count === 1 ? "it" : "them"} to the disk${docker ? " (scp)" : " (scp, or magic-wormhole in Render's Shell)"}: then the old addresses work again.`,
    es: `Después del primer deploy cópia${count === 1 ? "lo" : "los"} al disco${docker ? " (scp)" : " (scp, o magic-wormhole en el Shell de Render)"}: así las direcciones de siempre vuelven a funcionar.`,
  },
});

export const notShared = (names: readonly string[], service: string): Said => ({
  message: {
    en: `${listed(names)} ${names.length === 1 ? "runs" : "run"} the same code and cannot see the disk of ${service}: no other service, cron or one-off job can`,
    es: `${listed(names)} ${names.length === 1 ? "corre" : "corren"} el mismo código y no ${names.length === 1 ? "ve" : "ven"} el disco de ${service}: ningún otro servicio, cron ni job puede verlo`,
  },
  next: {
    en: "If they read or write uploads, take S3 or Cloudinary.",
    es: "Si leen o escriben archivos subidos, usa S3 o Cloudinary.",
  },
});

export const insideStatic = (mountPath: string, staticRoot: string): Said => ({
  message: {
    en: `The disk at ${mountPath} lies inside STATIC_ROOT (${staticRoot}): whatever serves static files would hand uploads out to everybody`,
    es: `El disco en ${mountPath} queda dentro de STATIC_ROOT (${staticRoot}): lo que sirve los estáticos entregaría los archivos a cualquiera`,
  },
  next: {
    en: "Give a folder outside of it with --mount-path.",
    es: "Indica con --mount-path una carpeta fuera de ahí.",
  },
});

/** `isFree`: the mount can be chosen still, for no disk is there. */
export const mediaRootMoves = (now: string, mountPath: string, isFree: boolean): Said => ({
  message: {
    en: `The settings keep uploads in ${now}; on Render MEDIA_ROOT becomes ${mountPath}`,
    es: `La configuración guarda los archivos en ${now}; en Render MEDIA_ROOT pasa a ser ${mountPath}`,
  },
  ...(isFree
    ? {
        next: {
          en: `To keep the folder, run again with --mount-path ${now}`,
          es: `Para conservar la carpeta, ejecuta de nuevo con --mount-path ${now}`,
        },
      }
    : {}),
});

export const folderWrittenOut = (folder: string, count: number): Said => ({
  message: {
    en: `${count === 1 ? "1 line names" : `${count} lines name`} the folder ${folder}/ itself, and ${count === 1 ? "looks" : "look"} there and not on the disk`,
    es: `${count === 1 ? "1 línea nombra" : `${count} líneas nombran`} la carpeta ${folder}/ directamente, y ${count === 1 ? "busca" : "buscan"} ahí y no en el disco`,
  },
  next: {
    en: "Ask the storage or settings.MEDIA_ROOT there, or keep the folder with --mount-path.",
    es: "Usa ahí el almacenamiento o settings.MEDIA_ROOT, o conserva la carpeta con --mount-path.",
  },
});

export const buildTouchesMedia: Said = {
  message: {
    en: "Commands of the build or before the deploy touch the uploads, and the disk is not there yet: what they write is lost",
    es: "Hay comandos del build o previos al deploy que tocan los archivos subidos, y ahí aún no está el disco: lo que escriban se pierde",
  },
  next: {
    en: "Do that in the start command, or once in Render's Shell.",
    es: "Hazlo en el comando de inicio, o una vez en el Shell de Render.",
  },
};

export const previewsWithoutDisk: Text = {
  en: "Preview environments do not see these files: they get MEDIA_STORAGE=local, and keep theirs until the next deploy",
  es: "Los entornos de preview no ven estos archivos: reciben MEDIA_STORAGE=local y guardan los suyos hasta el próximo deploy",
};

export const wasThere = (name: string, mountPath: string): Said => ({
  message: {
    en: `The disk ${name} at ${mountPath} was there before: whatever else lies on it could be read through the site as well`,
    es: `El disco ${name} en ${mountPath} ya existía: cualquier otra cosa que tenga también se podría leer a través del sitio`,
  },
  next: {
    en: `Look first: Render › your service › Shell: ls -la ${mountPath}`,
    es: `Revisa antes: Render › tu servicio › Shell: ls -la ${mountPath}`,
  },
});

/** `held`: GB. */
export const tooSmall = (held: number, size: number): Said => ({
  message: {
    en: `The media folder holds ${held.toFixed(1)} GB already: a disk of ${size} GB is full with that`,
    es: `La carpeta de archivos ya tiene ${held.toFixed(1).replace(".", ",")} GB: un disco de ${size} GB queda lleno con eso`,
  },
  next: { en: "Give more with --disk-size.", es: "Indica más con --disk-size." },
});

export const nobodyServes: Said = {
  message: {
    en: "The URL configuration was not found, so nothing serves the files: their links will answer 404",
    es: "No se encontró la configuración de URLs, así que nada sirve los archivos: sus enlaces darán 404",
  },
  next: {
    en: "Add the routes of media_urls() in media_storage.py to your urlpatterns.",
    es: "Agrega a tu urlpatterns las rutas de media_urls() de media_storage.py.",
  },
};

export const servedAlready = (place: string): Said => ({
  message: {
    en: `Your own route serves uploads with DEBUG off (${place}): no other is added, and it alone decides who may see them`,
    es: `Tu propia ruta sirve los archivos con DEBUG apagado (${place}): no se agrega otra, y solo ella decide quién puede verlos`,
  },
  next: {
    en: "If they are private, see that it asks for a login and sends nosniff.",
    es: "Si son privados, revisa que pida iniciar sesión y envíe nosniff.",
  },
});

// Checks

export const planPaid = (service: string, plan: string): Text => ({
  en: `${service} is on the plan ${plan}, which can have a disk`,
  es: `${service} usa el plan ${plan}, que puede tener disco`,
});
export const mountFree = (mountPath: string): Text => ({
  en: `${mountPath} hides nothing of the repository`,
  es: `${mountPath} no tapa nada del repositorio`,
});
export const diskThere = (name: string, mountPath: string): Text => ({
  en: `The service has its disk already: ${name} at ${mountPath}`,
  es: `El servicio ya tiene su disco: ${name} en ${mountPath}`,
});
export const dockerUser = (mountPath: string): Text => ({
  en: `If the image runs as a user other than root, that user needs to write to ${mountPath}`,
  es: `Si la imagen corre con un usuario que no es root, ese usuario debe poder escribir en ${mountPath}`,
});
export const nothingTried: Text = {
  en: "Nothing was written to Render: a disk exists only beside the running service",
  es: "No se escribió nada en Render: un disco solo existe junto al servicio en marcha",
};

// Variables

export const variables = {
  choice: { en: "Where uploads live: disk (Render) or local", es: "Dónde viven los archivos: disk (Render) o local" },
  root: { en: "Where the disk is mounted", es: "Dónde está montado el disco" },
} as const satisfies Record<string, Text>;

// Afterwards

export const syncBlueprint: Text = {
  en: "With that push Render syncs render.yaml: it makes the disk and deploys. From then on each deploy stops the old instance before the new one starts.",
  es: "Con ese push Render sincroniza render.yaml: crea el disco y hace el deploy. Desde entonces cada deploy detiene la instancia anterior antes de iniciar la nueva.",
};

/** Of a render.yaml that Render does not know yet. */
export const newBlueprintSync: Text = {
  en: "Then Render › New › Blueprint, and choose this repository: it makes the service with its disk, and asks for the values that render.yaml does not hold.",
  es: "Después Render › New › Blueprint, y elige este repositorio: crea el servicio con su disco y pide los valores que render.yaml no contiene.",
};

/** Without a render.yaml that could say it. */
export const addDisk = (name: string, mountPath: string, size: number): Text => ({
  en: `Before you push: Render › your service › Disks › Add disk: name ${name}, mount path ${mountPath}, ${size} GB (the service must be on a paid plan, with one instance).`,
  es: `Antes del push: Render › tu servicio › Disks › Add disk: nombre ${name}, mount path ${mountPath}, ${size} GB (el servicio debe estar en un plan de pago, con una sola instancia).`,
});

export const backups: Text = {
  en: "Render keeps a snapshot of the disk a day, for at least 7 days, and restores it whole or not at all: keep copies elsewhere too.",
  es: "Render guarda una copia del disco al día, al menos 7 días, y la restaura entera o nada: guarda también copias en otro lugar.",
};

/** Source: https://render.com/docs/disks#transferring-files */
export const copyFiles = (count: number, folder: string, mountPath: string, region: string | null): Text => {
  const command = `scp -s -r ${folder}/. SERVICE@ssh.${region ?? "REGION"}.render.com:${mountPath}`;
  return {
    en: `After that deploy copy your ${count === 1 ? "file" : `${count} files`} (the service's Connect › SSH says its address): ${command}`,
    es: `Después de ese deploy copia ${count === 1 ? "tu archivo" : `tus ${count} archivos`} (Connect › SSH del servicio muestra su dirección): ${command}`,
  };
};
