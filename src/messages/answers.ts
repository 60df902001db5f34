/** What can be wrong with flags, variables and the answers file, and what to do about it. Nobody's value is repeated unless it is known to be harmless. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

const usage = (code: string, place: string | null, message: Text, next: Text): Problem => ({
  code,
  exit: EXIT.usage,
  message,
  ...(place === null ? {} : { place }),
  next,
});

const seeHelp: Text = {
  en: "vet-media-setup --help lists what there is.",
  es: "vet-media-setup --help muestra lo que hay.",
};

const didYouMean = (meant: string | null): Text =>
  meant === null ? seeHelp : { en: `Did you mean ${meant}?`, es: `¿Quisiste decir ${meant}?` };

// Arguments

export const unknownFlag = (flag: string, meant: string | null): Problem =>
  usage("unknown-flag", flag, { en: `There is no flag ${flag}`, es: `No existe la opción ${flag}` }, didYouMean(meant));

export const unknownCommand = (word: string | null, meant: string | null): Problem =>
  usage(
    "unknown-command",
    word,
    {
      en: word === null ? "There is an argument that is no command" : `There is no command ${word}`,
      es: word === null ? "Hay un argumento que no es un comando" : `No existe el comando ${word}`,
    },
    didYouMean(meant),
  );

export const unexpectedArgument = (word: string | null, command: string): Problem =>
  usage(
    "unexpected-argument",
    word,
    {
      en: `${command} takes no argument${word === null ? "" : ` ${word}`}`,
      es: `${command} no recibe el argumento${word === null ? "" : ` ${word}`}`,
    },
    {
      en: "Values are given with flags. Quote a value that holds blanks.",
      es: "Los valores se dan con opciones. Pon entre comillas un valor que tenga espacios.",
    },
  );

export const missingValue = (flag: string, example: string): Problem =>
  usage(
    "missing-value",
    flag,
    { en: `${flag} needs a value`, es: `${flag} necesita un valor` },
    {
      en: `For example: ${flag} ${example}. A value that starts with a dash is written ${flag}=VALUE.`,
      es: `Por ejemplo: ${flag} ${example}. Un valor que empieza con guion se escribe ${flag}=VALOR.`,
    },
  );

export const emptyValue = (flag: string, example: string): Problem =>
  usage(
    "empty-value",
    flag,
    { en: `${flag} was given an empty value`, es: `${flag} recibió un valor vacío` },
    {
      en: `Give a value (${flag} ${example}) or leave the flag out. Perhaps a variable of your shell is not set.`,
      es: `Indica un valor (${flag} ${example}) o quita la opción. Quizás una variable de tu shell no está definida.`,
    },
  );

export const givenTwice = (flag: string): Problem =>
  usage(
    "given-twice",
    flag,
    { en: `${flag} was given twice`, es: `${flag} aparece dos veces` },
    { en: "Keep one of them.", es: "Deja solo una." },
  );

export const contradicts = (flag: string, other: string): Problem =>
  usage(
    "flags-contradict",
    flag,
    { en: `${flag} contradicts ${other}`, es: `${flag} contradice a ${other}` },
    { en: "Keep one of them.", es: "Deja solo una." },
  );

export const takesNoValue = (flag: string): Problem =>
  usage(
    "takes-no-value",
    flag,
    { en: `${flag} takes no value`, es: `${flag} no recibe valor` },
    { en: `Write ${flag} alone.`, es: `Escribe solo ${flag}.` },
  );

/** A flag that is mostly written alone, and knows a word or two. */
export const takesOnly = (flag: string, words: readonly string[]): Problem => {
  const forms = [flag, ...words.map((word) => `${flag}=${word}`)];
  return usage(
    "bad-value",
    flag,
    { en: `${flag} does not know that word`, es: `${flag} no conoce esa palabra` },
    { en: `Write ${forms.join(" or ")}.`, es: `Escribe ${forms.join(" o ")}.` },
  );
};

export const secretAsFlag = (flag: string, variable: string): Problem =>
  usage(
    "secret-as-flag",
    flag,
    {
      en: `${flag} is refused: a secret on the command line ends in the shell's history and in the list of processes`,
      es: `${flag} no se acepta: un secreto en la línea de comandos queda en el historial de la shell y en la lista de procesos`,
    },
    {
      en: `Put it into the variable ${variable}, or let the tool ask for it. If it was a real key, replace it.`,
      es: `Ponlo en la variable ${variable}, o deja que la herramienta lo pregunte. Si era una clave real, cámbiala.`,
    },
  );

export const badValue = (place: string, why: Text, example: string | null): Problem =>
  usage(
    "bad-value",
    place,
    { en: `${place} cannot be right: ${why.en}`, es: `${place} no puede estar bien: ${why.es}` },
    example === null
      ? { en: "Correct it, and run again.", es: "Corrígelo y ejecuta de nuevo." }
      : {
          en: `Correct it, and run again. For example: ${example}`,
          es: `Corrígelo y ejecuta de nuevo. Por ejemplo: ${example}`,
        },
  );

export const wrongCommand = (flag: string, command: string, takers: readonly string[]): Problem =>
  usage(
    "flag-of-another-command",
    flag,
    {
      en: `${flag} is not a flag of ${command}: it belongs to ${takers.join(", ")}`,
      es: `${flag} no es una opción de ${command}: es de ${takers.join(", ")}`,
    },
    { en: "Leave it out.", es: "Quítala." },
  );

/** `chosen` null: nobody has chosen yet. */
export const wrongProvider = (flag: string, owner: string, chosen: string | null): Problem =>
  usage(
    "flag-of-another-provider",
    flag,
    chosen === null
      ? {
          en: `${flag} belongs to ${owner}, and no provider was chosen`,
          es: `${flag} es de ${owner}, y no se eligió proveedor`,
        }
      : {
          en: `${flag} belongs to ${owner}, and the provider is ${chosen}`,
          es: `${flag} es de ${owner}, y el proveedor es ${chosen}`,
        },
    chosen === null
      ? { en: `Leave it out, or add --provider ${owner}.`, es: `Quítala, o agrega --provider ${owner}.` }
      : { en: `Leave it out, or choose --provider ${owner}.`, es: `Quítala, o elige --provider ${owner}.` },
  );

// The answers file

export const answersFileMissing = (file: string): Problem =>
  usage(
    "answers-file-missing",
    "--answers",
    { en: `There is no answers file ${file}`, es: `No existe el archivo de respuestas ${file}` },
    {
      en: "Correct the path, or leave --answers out: vet-media-setup.json of the project is read by itself.",
      es: "Corrige la ruta, o quita --answers: vet-media-setup.json del proyecto se lee por sí solo.",
    },
  );

export const answersFileUnreadable = (file: string, reason: string): Problem =>
  usage(
    "answers-file-unreadable",
    file,
    { en: `${file} cannot be read: ${reason}`, es: `No se puede leer ${file}: ${reason}` },
    { en: "Check that it is a file, and its permissions.", es: "Revisa que sea un archivo, y sus permisos." },
  );

export const answersFileSyntax = (place: string, what: Text): Problem =>
  usage(
    "answers-file-syntax",
    place,
    { en: `${place}: ${what.en}`, es: `${place}: ${what.es}` },
    {
      en: "The answers file is JSON, in UTF-8. Correct that line; nothing was changed.",
      es: "El archivo de respuestas es JSON, en UTF-8. Corrige esa línea; no se cambió nada.",
    },
  );

export const unknownKey = (place: string, key: string, meant: string | null): Problem =>
  usage(
    "unknown-key",
    place,
    { en: `${place}: there is no answer named ${key}`, es: `${place}: no existe una respuesta llamada ${key}` },
    meant === null
      ? { en: "Delete that line.", es: "Borra esa línea." }
      : { en: `Did you mean ${meant}?`, es: `¿Quisiste decir ${meant}?` },
  );

export const oneTimeKey = (place: string, key: string, flag: string): Problem =>
  usage(
    "not-an-answer",
    place,
    {
      en: `${place}: ${key} is for one run or one machine, and is not kept in the answers file`,
      es: `${place}: ${key} es de una ejecución o de una máquina, y no se guarda en el archivo de respuestas`,
    },
    { en: `Delete that line, and give ${flag} when you run.`, es: `Borra esa línea, y usa ${flag} al ejecutar.` },
  );

export const secretInAnswers = (place: string, key: string, variable: string): Problem =>
  usage(
    "secret-in-answers-file",
    place,
    {
      en: `${place}: ${key} is a secret, and the answers file is committed to git`,
      es: `${place}: ${key} es un secreto, y el archivo de respuestas se guarda en git`,
    },
    {
      en: `Delete that line, put the value into the variable ${variable}, and replace the key if the file was ever pushed.`,
      es: `Borra esa línea, pon el valor en la variable ${variable}, y cambia la clave si el archivo alguna vez se subió.`,
    },
  );

export const jsonProblems = {
  notUtf8: { en: "the text is not UTF-8", es: "el texto no está en UTF-8" },
  notAnObject: { en: "the answers are not a JSON object { … }", es: "las respuestas no son un objeto JSON { … }" },
  ends: { en: "the text ends too early", es: "el texto termina antes de tiempo" },
  unexpected: { en: "this is not JSON", es: "esto no es JSON" },
  comma: { en: "a comma, or the end of the list, is missing here", es: "aquí falta una coma, o el final de la lista" },
  colon: { en: "a colon is missing here", es: "aquí faltan dos puntos" },
  key: { en: "a key in double quotes is missing here", es: "aquí falta una clave entre comillas dobles" },
  trailingComma: { en: "there is a comma before the end", es: "sobra una coma antes del final" },
  after: { en: "there is text after the end", es: "sobra texto después del final" },
  string: { en: "this string is not JSON", es: "este texto entre comillas no es JSON" },
  unclosed: { en: "this string is not closed on its line", es: "este texto no se cierra en su línea" },
  number: { en: "this number is not JSON", es: "este número no es JSON" },
  comment: { en: "JSON has no comments", es: "JSON no tiene comentarios" },
  deep: { en: "too many lists in one another", es: "demasiadas listas una dentro de otra" },
} as const satisfies Record<string, Text>;

export const duplicateKey = (key: string): Text => ({
  en: `${key} is there twice`,
  es: `${key} está dos veces`,
});

// Values that do not go together

export const customDomainPrivate = (place: string): Problem =>
  usage(
    "custom-domain-is-not-private",
    place,
    {
      en: `${place} does not go with private access: on a custom domain django-storages stops signing the links, so private files would either be public or not open at all`,
      es: `${place} no va con acceso privado: con un dominio propio django-storages deja de firmar los enlaces, y los archivos privados quedarían públicos o no abrirían`,
    },
    {
      en: "Leave the custom domain out, or choose --access public if everybody may read every file.",
      es: "Quita el dominio propio, o elige --access public si cualquiera puede leer todos los archivos.",
    },
  );

export const publicWithoutPrefix = (place: string, words: { readonly message: Text; readonly next: Text }): Problem =>
  usage("public-needs-prefix", place, words.message, words.next);

export const customDomainIgnored = (place: string): Text => ({
  en: `${place} names a custom domain, which is not used: links of private files would not be signed`,
  es: `${place} indica un dominio propio, que no se usa: los enlaces de archivos privados no irían firmados`,
});

export const directUploadWithoutOrigins: Text = {
  en: "Direct upload needs the origin of your site, and none was found: no rule is written, and browsers will be refused",
  es: "La subida directa necesita el origen de tu sitio, y no se encontró ninguno: no se escribe ninguna regla, y el navegador será rechazado",
};

export const giveOrigins: Text = {
  en: "Give --cors-origin https://your.site",
  es: "Indica --cors-origin https://tu.sitio",
};

export const projectValueIgnored = (place: string, why: Text): Text => ({
  en: `${place} is not used: ${why.en}`,
  es: `${place} no se usa: ${why.es}`,
});

export const projectValueNext = (flag: string): Text => ({
  en: `Correct it there, or give ${flag}.`,
  es: `Corrígelo ahí, o indica ${flag}.`,
});

export const langStored = (stored: string, file: string): Text => ({
  en: `Comments in the files stay in "${stored}", as ${file} says; --lang changes what you read here`,
  es: `Los comentarios de los archivos siguen en "${stored}", como dice ${file}; --lang cambia lo que lees aquí`,
});

export const changeLangThere = (file: string): Text => ({
  en: `To change them too, set "lang" in ${file}.`,
  es: `Para cambiarlos también, cambia "lang" en ${file}.`,
});

// Why a default is what it is

export const regionNear = (city: string, renderRegion: string | null): Text =>
  renderRegion === null
    ? {
        en: `${city}, where Render puts a service by default`,
        es: `${city}, donde Render pone un servicio si no indicas región`,
      }
    : {
        en: `${city}, nearest to your Render region, ${renderRegion}`,
        es: `${city}, la más cercana a tu región de Render, ${renderRegion}`,
      };

export const regionOfEndpoint: Text = {
  en: "what most S3-compatible services expect",
  es: "lo que espera la mayoría de los servicios compatibles con S3",
};

export const noOriginsFound: Text = {
  en: "no origin of the site was found, so no CORS rule is written",
  es: "no se encontró ningún origen del sitio, así que no se escribe regla CORS",
};
