/** The questions as a person hears them. First line: the question; below it why it is asked, and what the proposal means. */
import type { Text } from "../lib/text.ts";

export const askProvider: Text = {
  en: "Where should uploads live?",
  es: "¿Dónde deben vivir los archivos?",
};
export const recommended: Text = { en: "recommended", es: "recomendado" };

export const askSettings = (hint: string | null): Text => ({
  en: `Which settings does production run?\nThe storage goes into that module; what the project says about it is not enough to decide.${hint === null ? "" : ` DJANGO_SETTINGS_MODULE says ${hint} here, often the local one.`}`,
  es: `¿Qué módulo de configuración usa producción?\nEl almacenamiento se configura en ese módulo; lo que dice el proyecto no basta para decidirlo.${hint === null ? "" : ` Aquí DJANGO_SETTINGS_MODULE dice ${hint}, que suele ser el local.`}`,
});
export const anotherModule: Text = { en: "Another module", es: "Otro módulo" };
export const typeSettings: Text = {
  en: "Name or path of the settings module\nLike config.settings.render, or config/settings/render.py",
  es: "Nombre o ruta del módulo de configuración\nPor ejemplo config.settings.render, o config/settings/render.py",
};

export const askService = (file: string): Text => ({
  en: `Which service of ${file} is the Django site?\nIt receives the variables, and its region decides which region of S3 is near.`,
  es: `¿Qué servicio de ${file} es el sitio Django?\nRecibe las variables, y su región decide qué región de S3 queda cerca.`,
});

export const askBucket: Text = {
  en: "Name of the bucket\nIt is yours alone in the whole of S3. Keep the proposal for a new one, or type the name of one that you have.",
  es: "Nombre del bucket\nEs único en todo S3. Deja la propuesta para uno nuevo, o escribe el nombre de uno que ya tengas.",
};

export const askRegion = (why: Text): Text => ({
  en: `Region of the bucket\nEvery upload goes through your app, so near it is fast. The proposal: ${why.en}. A bucket cannot move later.`,
  es: `Región del bucket\nCada archivo pasa por tu app, así que cerca de ella es más rápido. La propuesta: ${why.es}. Un bucket no se puede mover después.`,
});

export const askOrigins: Text = {
  en: "Which sites may read the files with fetch()?\nImages and links work without this. Only pages of these origins may load files by script (CORS).",
  es: "¿Qué sitios pueden leer los archivos con fetch()?\nLas imágenes y los enlaces no lo necesitan. Solo las páginas de estos orígenes podrán cargar archivos con scripts (CORS).",
};
export const useThese = (origins: readonly string[]): Text => ({
  en: `These: ${origins.join(", ")}`,
  es: `Estos: ${origins.join(", ")}`,
});
export const foundIn = (places: string): Text => ({ en: `found in ${places}`, es: `según ${places}` });
export const otherOrigins: Text = { en: "Others, or more", es: "Otros, o más" };
export const noOrigins: Text = { en: "None: write no rule", es: "Ninguno: no escribir ninguna regla" };
export const typeOrigins: Text = {
  en: "Which sites may read the files with fetch()?\nOrigins like https://clinic.onrender.com, with a blank between them. Leave it empty for none: images and links work without.",
  es: "¿Qué sitios pueden leer los archivos con fetch()?\nOrígenes como https://clinica.onrender.com, separados por un espacio. Déjalo vacío si no hay ninguno: las imágenes y los enlaces funcionan igual.",
};

export const askPrefix: Text = {
  en: "Folder in the bucket\nThe app reads and writes only below it. Empty means the whole bucket.",
  es: "Carpeta dentro del bucket\nLa app lee y escribe solo ahí. Vacío significa todo el bucket.",
};
export const askDirectUpload: Text = {
  en: "May browsers upload straight to the bucket?\nOnly if your pages have code for it. Without it, files go through Django as before.",
  es: "¿Puede el navegador subir directo al bucket?\nSolo si tus páginas tienen código para eso. Si no, los archivos pasan por Django como siempre.",
};
export const askEnvFile: Text = {
  en: "File for the variables\nIt holds the keys, git ignores it, and Render's “Add from .env” takes it whole.",
  es: "Archivo para las variables\nGuarda las claves, git lo ignora, y el «Add from .env» de Render lo acepta completo.",
};
export const askProve: Text = {
  en: "Should your own Django prove that it works?\nIt saves, reads and deletes a small file, without touching your database.",
  es: "¿Quieres que tu propio Django pruebe que funciona?\nGuarda, lee y borra un archivo pequeño, sin tocar tu base de datos.",
};
export const proveChoices: Readonly<Record<"auto" | "required" | "off", Text>> = {
  auto: { en: "If it can be run", es: "Si se puede ejecutar" },
  required: { en: "Yes, or put everything back", es: "Sí, o dejar todo como estaba" },
  off: { en: "No", es: "No" },
};

export const askWhichAnswer: Text = {
  en: "Which answer do you want to change?",
  es: "¿Qué respuesta quieres cambiar?",
};
export const names: Readonly<Record<string, Text>> = {
  settings: { en: "Settings module", es: "Módulo de configuración" },
  service: { en: "Render service", es: "Servicio de Render" },
  bucket: { en: "Bucket", es: "Bucket" },
  region: { en: "Region", es: "Región" },
  prefix: { en: "Folder in the bucket", es: "Carpeta dentro del bucket" },
  corsOrigin: { en: "Sites that may read (CORS)", es: "Sitios que pueden leer (CORS)" },
  cloudName: { en: "Cloud name", es: "Cloud name" },
  folder: { en: "Folder in the cloud", es: "Carpeta en la nube" },
  uploadPrefix: { en: "API host of another region", es: "Host de la API de otra región" },
  directUpload: { en: "Direct upload", es: "Subida directa" },
  createAppUser: { en: "IAM user for the app", es: "Usuario IAM para la app" },
  endpointUrl: { en: "S3-compatible service", es: "Servicio compatible con S3" },
  envFile: { en: "File for the variables", es: "Archivo para las variables" },
  prove: { en: "Proof", es: "Prueba" },
};
export const yes: Text = { en: "yes", es: "sí" };
export const no: Text = { en: "no", es: "no" };
export const none: Text = { en: "none", es: "ninguno" };

// Credentials

export const noKeysFound: Text = {
  en: "No AWS keys were found on this computer. How to make one:",
  es: "No se encontraron claves de AWS en este equipo. Así se crea una:",
};
export const keySteps: readonly Text[] = [
  {
    en: "1. Create an IAM user for this app, without console access: https://console.aws.amazon.com/iam/home#/users/create",
    es: "1. Crea un usuario IAM para esta app, sin acceso a la consola: https://console.aws.amazon.com/iam/home#/users/create",
  },
  {
    en: "2. Give it permission for S3 on the bucket alone: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html",
    es: "2. Dale permiso de S3 solo sobre el bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-policies-s3.html",
  },
  {
    en: "3. Open the user › Security credentials › Create access key › Application running outside AWS.",
    es: "3. Abre el usuario › Security credentials › Create access key › Application running outside AWS.",
  },
  {
    en: "4. Paste both values here. AWS shows the secret only once. They go into the env file and nowhere else.",
    es: "4. Pega los dos valores aquí. AWS muestra el secreto una sola vez. Van al archivo de variables y a ningún otro lugar.",
  },
];
export const noKeysFoundElsewhere: Text = {
  en: "No keys for this service were found on this computer. How to make one:",
  es: "No se encontraron claves para este servicio en este equipo. Así se crea una:",
};
export const keyStepsElsewhere: readonly Text[] = [
  {
    en: "1. Open your provider's console and make an access key for S3, limited to the bucket: R2, B2 and Spaces all can.",
    es: "1. Abre la consola de tu proveedor y crea una clave de acceso S3 limitada al bucket: R2, B2 y Spaces lo permiten.",
  },
  {
    en: "2. Paste both values here. They go into the env file and nowhere else.",
    es: "2. Pega los dos valores aquí. Van al archivo de variables y a ningún otro lugar.",
  },
];
export const askKeyId: Text = {
  en: "Access key ID\nTyped characters are hidden.",
  es: "Access key ID\nLo que escribas queda oculto.",
};
export const askKeySecret: Text = { en: "Secret access key", es: "Secret access key" };
export const askToken: Text = {
  en: "Session token\nKeys that start with ASIA are temporary and come with one.",
  es: "Session token\nLas claves que empiezan con ASIA son temporales y traen uno.",
};
export const typedHere: Text = { en: "this prompt", es: "escritas aquí" };
