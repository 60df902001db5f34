/** Sentences about the IAM user that setup makes for the app. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

const LIMITS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const USERS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_create.html";

export const nameForm: Text = {
  en: "A user name has 1 to 64 letters, digits or any of + = , . @ _ -",
  es: "Un nombre de usuario tiene de 1 a 64 letras, dígitos o cualquiera de + = , . @ _ -",
};

/** `temporary`: the keys at hand expire, and are not for the app at all. */
export const offer = (name: string, temporary: boolean): Text => ({
  en: `Make an IAM user for the app alone: ${name}?\n${temporary ? "Your keys expire within hours, so the app needs keys of its own." : "The app should not hold keys that can delete buckets, and yours can do more than it needs."} This user may read and write the app's files, nothing else. Its key goes into the env file; undo takes both away.`,
  es: `¿Crear un usuario IAM solo para la app: ${name}?\n${temporary ? "Tus claves vencen en unas horas, así que la app necesita unas propias." : "La app no debería tener claves que puedan borrar buckets, y las tuyas pueden más de lo que necesita."} Este usuario solo puede leer y escribir los archivos de la app. Su clave va al archivo de variables; undo quita ambos.`,
});
export const ask: Text = {
  en: "IAM user for the app alone\nIt may read and write the app's files and nothing else. Empty: none, and the app gets the keys that you use here.",
  es: "Usuario IAM solo para la app\nPuede leer y escribir los archivos de la app y nada más. Vacío: ninguno, y la app recibe las claves que usas aquí.",
};
export const kept: Text = { en: "its key is in the env file", es: "su clave está en el archivo de variables" };

export const willMake: Text = {
  en: "only the app's files; one new key",
  es: "solo los archivos de la app; clave nueva",
};
export const willKeep: Text = {
  en: "only the app's files; its key stays",
  es: "solo los archivos de la app; su clave se mantiene",
};
export const willRotate: Text = {
  en: "a second key, proved and put in place; then the first is switched off",
  es: "una segunda clave, probada y puesta en su lugar; luego se desactiva la primera",
};

export const keyOf = (name: string): Text => ({
  en: `new key of IAM user ${name}`,
  es: `clave nueva del usuario IAM ${name}`,
});
export const storedKeyOf = (name: string): Text => ({
  en: `key of IAM user ${name}, from the env file`,
  es: `clave del usuario IAM ${name}, del archivo de variables`,
});
export const waiting: Text = {
  en: "Waiting until AWS knows the new key everywhere",
  es: "Esperando a que AWS conozca la clave nueva en todas partes",
};

export const userTaken = (name: string): Problem => ({
  code: "iam-user-taken",
  exit: EXIT.failed,
  message: {
    en: `There is an IAM user ${name} that this tool did not make, so it is left alone`,
    es: `Ya hay un usuario IAM ${name} que esta herramienta no creó, así que no se toca`,
  },
  place: "--create-app-user",
  next: { en: "Choose another name.", es: "Elige otro nombre." },
  docsUrl: USERS,
});

export const noRoomForKey = (name: string): Problem => ({
  code: "iam-key-limit",
  exit: EXIT.failed,
  message: {
    en: `IAM user ${name} has two access keys already, which is all that AWS allows`,
    es: `El usuario IAM ${name} ya tiene dos claves de acceso, lo máximo que AWS permite`,
  },
  place: "--create-app-user",
  next: {
    en: `Delete the one that nothing uses: aws iam list-access-keys --user-name ${name}`,
    es: `Borra la que nada usa: aws iam list-access-keys --user-name ${name}`,
  },
  docsUrl: LIMITS,
});

export const keyOfNobody: Problem = {
  code: "iam-key-unknown",
  exit: EXIT.failed,
  message: {
    en: "The access key in the env file belongs to no IAM user of this account",
    es: "La clave de acceso del archivo de variables no es de ningún usuario IAM de esta cuenta",
  },
  place: "--rotate-key",
  next: {
    en: "Make a user for the app with --create-app-user NAME.",
    es: "Crea un usuario para la app con --create-app-user NOMBRE.",
  },
};

export const nothingToRotate: Problem = {
  code: "nothing-to-rotate",
  exit: EXIT.usage,
  message: {
    en: "--rotate-key exchanges the app's key in the env file, and there is none",
    es: "--rotate-key cambia la clave de la app en el archivo de variables, y no hay ninguna",
  },
  place: "--rotate-key",
  next: {
    en: "Make a user for the app with --create-app-user NAME.",
    es: "Crea un usuario para la app con --create-app-user NOMBRE.",
  },
};

export const notAtThisService: Problem = {
  code: "no-iam-there",
  exit: EXIT.usage,
  message: {
    en: "Only AWS has IAM users: this S3 service makes its keys on its own pages",
    es: "Solo AWS tiene usuarios IAM: este servicio S3 crea sus claves en sus propias páginas",
  },
  place: "--create-app-user",
  next: {
    en: "Make a key there that may use this bucket alone, and leave the flag out.",
    es: "Crea ahí una clave que solo pueda usar este bucket, y quita la opción.",
  },
};

export const iamRefused = (action: string, name: string): Problem => ({
  code: "iam-denied",
  exit: EXIT.failed,
  message: {
    en: `Your key may not do ${action} on user ${name}`,
    es: `Tu clave no puede hacer ${action} sobre el usuario ${name}`,
  },
  place: "--create-app-user",
  next: {
    en: "Run with the keys of somebody who may make IAM users, or have one made with the policy that policy --for app prints.",
    es: "Ejecuta con claves de alguien que pueda crear usuarios IAM, o pide uno con la política que muestra policy --for app.",
  },
});

export const notUsable = (name: string): Problem => ({
  code: "iam-key-not-usable",
  exit: EXIT.failed,
  message: {
    en: `AWS did not take the new key of ${name} within a minute`,
    es: `AWS no aceptó la clave nueva de ${name} en un minuto`,
  },
  next: { en: "Run again in a few minutes.", es: "Ejecuta de nuevo en unos minutos." },
});

export const userLeft = (name: string): Text => ({
  en: `IAM user ${name} was changed by somebody else since, so it was left`,
  es: `Otra persona cambió el usuario IAM ${name} después, así que se dejó`,
});

export const retiredKey = (name: string): Text => ({
  en: `The old key of ${name} is switched off. When the deploy runs with the new one, delete it: aws iam list-access-keys --user-name ${name}`,
  es: `La clave antigua de ${name} quedó desactivada. Cuando el deploy use la nueva, bórrala: aws iam list-access-keys --user-name ${name}`,
});

export const rotationStops: { readonly message: Text; readonly next: Text } = {
  message: {
    en: "The running app loses its files until it has the new key: the old one is switched off at the end",
    es: "La app en marcha pierde acceso a sus archivos hasta tener la clave nueva: la antigua se desactiva al final",
  },
  next: {
    en: "Be ready to paste the env file into Render and deploy, or use --push-env --deploy.",
    es: "Ten a mano pegar el archivo de variables en Render y hacer deploy, o usa --push-env --deploy.",
  },
};
