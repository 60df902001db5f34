/** What the editors and the reader of render.yaml have to say, when they refuse. Every one is exit 2: the file or the value cannot be right. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

function refusal(code: string, message: Text, next: Text, place?: string): Problem {
  return { code, exit: EXIT.usage, message, next, ...(place === undefined ? {} : { place }) };
}

/** A character as people can read it, also one that does not show: `U+2028`. */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

export const textNotEncodable = (character: string, encoding: string): Problem =>
  refusal(
    "text-not-encodable",
    {
      en: `The file is ${encoding}, which cannot hold the character ${codePoint(character)}`,
      es: `El archivo está en ${encoding}, que no puede contener el carácter ${codePoint(character)}`,
    },
    {
      en: "Save the file as UTF-8, or use a value without that character",
      es: "Guarda el archivo como UTF-8, o usa un valor sin ese carácter",
    },
  );

export const valueNotForYaml = (): Problem =>
  refusal(
    "value-not-for-yaml",
    {
      en: "The value holds half of a character pair (a lone surrogate), which YAML cannot hold",
      es: "El valor contiene la mitad de un par de caracteres (un surrogate suelto), que YAML no puede contener",
    },
    { en: "Type the value again, without that character", es: "Vuelve a escribir el valor, sin ese carácter" },
  );

export const valueNotForDotenv = (key?: string): Problem =>
  refusal(
    "value-not-for-dotenv",
    {
      en: `${key === undefined ? "The value" : `The value of ${key}`} cannot be written to a .env file so that Render and Django read the same: it holds a line end, a control character, \${ }, quotes around it, or a mix of quotes and backslashes`,
      es: `${key === undefined ? "El valor" : `El valor de ${key}`} no se puede escribir en un archivo .env de modo que Render y Django lean lo mismo: contiene un salto de línea, un carácter de control, \${ }, comillas alrededor, o una mezcla de comillas y barras invertidas`,
    },
    {
      en: "Check that the value was copied without quotes, blanks or line ends around it; keys of AWS hold none of these",
      es: "Revisa que el valor se haya copiado sin comillas, espacios ni saltos de línea alrededor; las claves de AWS no llevan nada de eso",
    },
    key,
  );

export const keyNotAVariable = (key: string): Problem =>
  refusal(
    "not-a-variable-name",
    {
      en: `${JSON.stringify(key)} cannot be the name of an environment variable`,
      es: `${JSON.stringify(key)} no puede ser el nombre de una variable de entorno`,
    },
    {
      en: "Use letters, digits and _, and begin with a letter or _",
      es: "Usa letras, dígitos y _, y empieza con una letra o _",
    },
  );

export const yamlSyntax = (place: string, reason: string): Problem =>
  refusal(
    "yaml-syntax",
    { en: `${place} is not valid YAML: ${reason}`, es: `${place} no es YAML válido: ${reason}` },
    { en: "Correct that line and run again", es: "Corrige esa línea y ejecuta de nuevo" },
    place,
  );

export const yamlDuplicateKey = (place: string, key: string): Problem =>
  refusal(
    "yaml-duplicate-key",
    {
      en: `${place} has the key ${JSON.stringify(key)} a second time; readers drop one of the two without a word`,
      es: `${place} repite la clave ${JSON.stringify(key)}; los lectores descartan una de las dos sin avisar`,
    },
    { en: "Join the two into one and run again", es: "Une las dos en una y ejecuta de nuevo" },
    place,
  );

export const yamlSeveralDocuments = (place: string): Problem =>
  refusal(
    "yaml-several-documents",
    {
      en: `${place} begins a second YAML document; Render reads one`,
      es: `${place} comienza un segundo documento YAML; Render lee uno solo`,
    },
    {
      en: "Keep one document in the file and run again",
      es: "Deja un solo documento en el archivo y ejecuta de nuevo",
    },
    place,
  );

export const yamlUnknownAlias = (place: string, alias: string): Problem =>
  refusal(
    "yaml-unknown-alias",
    {
      en: `${place} refers to *${alias}, and no anchor before it has that name`,
      es: `${place} se refiere a *${alias}, y ningún ancla anterior tiene ese nombre`,
    },
    {
      en: `Define &${alias} above that line, or correct the name`,
      es: `Define &${alias} antes de esa línea, o corrige el nombre`,
    },
    place,
  );

export const blueprintShape = (place: string, what: string, expected: "mapping" | "list"): Problem =>
  refusal(
    "blueprint-shape",
    {
      en: `${place}: ${what} is not a ${expected}`,
      es: `${place}: ${what} no es ${expected === "list" ? "una lista" : "un mapa de claves"}`,
    },
    {
      en: "Compare the file with https://render.com/docs/blueprint-spec and run again",
      es: "Compara el archivo con https://render.com/docs/blueprint-spec y ejecuta de nuevo",
    },
    place,
  );

export const blockBroken = (place: string, how: "begin-alone" | "end-alone" | "twice" | "indented"): Problem => {
  const reason: Record<typeof how, Text> = {
    "begin-alone": {
      en: "the managed block begins here and has no end",
      es: "aquí empieza el bloque administrado y no tiene final",
    },
    "end-alone": {
      en: "the managed block ends here and has no beginning",
      es: "aquí termina el bloque administrado y no tiene comienzo",
    },
    twice: { en: "a second managed block begins here", es: "aquí empieza un segundo bloque administrado" },
    indented: {
      en: "the managed block has been indented; it only works at the outer level",
      es: "el bloque administrado quedó con sangría; solo funciona en el nivel exterior",
    },
  };
  const text = reason[how];
  return refusal(
    "managed-block-broken",
    { en: `${place}: ${text.en}`, es: `${place}: ${text.es}` },
    {
      en: "Delete the lines of the block, both marker lines included, and run again: it is written anew",
      es: "Borra las líneas del bloque, con sus dos líneas de marca, y ejecuta de nuevo: se escribe de nuevo",
    },
    place,
  );
};

export const dotenvUnclosed = (place: string): Problem =>
  refusal(
    "dotenv-unclosed-quote",
    {
      en: `${place}: the value begins with a quote that is not closed; lines added below would be read as part of it`,
      es: `${place}: el valor empieza con una comilla que no se cierra; las líneas agregadas debajo se leerían como parte de él`,
    },
    { en: "Close the quote and run again", es: "Cierra la comilla y ejecuta de nuevo" },
    place,
  );

export const pathNotForGitignore = (path: string): Problem =>
  refusal(
    "path-not-for-gitignore",
    {
      en: `The path ${JSON.stringify(path)} cannot be written to .gitignore`,
      es: `La ruta ${JSON.stringify(path)} no se puede escribir en .gitignore`,
    },
    { en: "Choose another file name", es: "Elige otro nombre de archivo" },
  );

export const blueprintNoService = (file: string, name: string, names: readonly string[]): Problem =>
  refusal(
    "blueprint-no-service",
    {
      en: `${file} has no service ${JSON.stringify(name)}`,
      es: `${file} no tiene un servicio ${JSON.stringify(name)}`,
    },
    names.length === 0
      ? {
          en: "Add the service to the file, or remove the file and set the variables in Render's Dashboard",
          es: "Agrega el servicio al archivo, o quita el archivo y define las variables en el Dashboard de Render",
        }
      : {
          en: `Give one of these with --service: ${names.join(", ")}`,
          es: `Indica uno de estos con --service: ${names.join(", ")}`,
        },
    "--service",
  );

export const blueprintServiceTwice = (place: string, name: string): Problem =>
  refusal(
    "blueprint-service-twice",
    {
      en: `${place} has a second service called ${JSON.stringify(name)}`,
      es: `${place} tiene un segundo servicio llamado ${JSON.stringify(name)}`,
    },
    {
      en: "Give each service a name of its own and run again",
      es: "Dale a cada servicio un nombre propio y ejecuta de nuevo",
    },
    place,
  );

export const blueprintSharedVariables = (place: string, service: string, others: readonly string[]): Problem =>
  refusal(
    "blueprint-shared-variables",
    {
      en: `${place}: the envVars of ${service} are shared through an anchor with ${others.join(", ")}; a change would reach them too`,
      es: `${place}: las envVars de ${service} se comparten por un ancla con ${others.join(", ")}; un cambio también les llegaría`,
    },
    {
      en: `Write the list out for ${service}, or move what they share to an envVarGroups entry, and run again`,
      es: `Escribe la lista propia de ${service}, o mueve lo compartido a envVarGroups, y ejecuta de nuevo`,
    },
    place,
  );

export const blueprintTooIntricate = (place: string, service: string, key: string): Problem =>
  refusal(
    "blueprint-too-intricate",
    {
      en: `${place}: the envVars of ${service} are written in a way that ${key} cannot be changed in without touching more`,
      es: `${place}: las envVars de ${service} están escritas de un modo que no permite cambiar ${key} sin tocar algo más`,
    },
    {
      en: `Change ${key} in that service by hand (the file is as it was), and run again`,
      es: `Cambia ${key} a mano en ese servicio (el archivo quedó como estaba), y ejecuta de nuevo`,
    },
    place,
  );

export const textWithNul = (file: string): Problem =>
  refusal(
    "text-with-nul",
    {
      en: `${file} holds NUL characters: it is no text, or UTF-16 without a byte order mark, which pip cannot read either`,
      es: `${file} contiene caracteres NUL: no es texto, o es UTF-16 sin marca de orden de bytes, que pip tampoco puede leer`,
    },
    { en: "Save it as UTF-8 and run again", es: "Guárdalo como UTF-8 y ejecuta de nuevo" },
    file,
  );

export const requirementsHashed = (place: string, lines: readonly string[], source: string, command: string): Problem =>
  refusal(
    "requirements-hashed",
    {
      en: `${place} pins hashes, and pip then refuses every line without one: we cannot add ${lines.join(", ")}`,
      es: `${place} fija hashes, y pip entonces rechaza toda línea que no los tenga: no podemos agregar ${lines.join(", ")}`,
    },
    {
      en: `Add ${lines.map((line) => `"${line}"`).join(" and ")} to ${source}, run  ${command}  and then run this again`,
      es: `Agrega ${lines.map((line) => `"${line}"`).join(" y ")} a ${source}, ejecuta  ${command}  y luego repite esto`,
    },
    place,
  );

export const requirementsContinued = (place: string): Problem =>
  refusal(
    "requirements-continued",
    {
      en: `${place}: the last line ends with a backslash and would go on into what we add`,
      es: `${place}: la última línea termina con una barra invertida y seguiría en lo que agregamos`,
    },
    { en: "Remove the backslash and run again", es: "Quita la barra invertida y ejecuta de nuevo" },
    place,
  );

export const tomlSyntax = (place: string, reason: string): Problem =>
  refusal(
    "toml-syntax",
    { en: `${place} is not valid TOML: ${reason}`, es: `${place} no es TOML válido: ${reason}` },
    { en: "Correct that line and run again", es: "Corrige esa línea y ejecuta de nuevo" },
    place,
  );

export const dependenciesDynamic = (place: string, lines: readonly string[]): Problem =>
  refusal(
    "dependencies-dynamic",
    {
      en: `${place} says that the dependencies come from elsewhere (dynamic)`,
      es: `${place} dice que las dependencias vienen de otra parte (dynamic)`,
    },
    {
      en: `Add ${lines.map((line) => `"${line}"`).join(" and ")} to the file that they come from, and run again`,
      es: `Agrega ${lines.map((line) => `"${line}"`).join(" y ")} al archivo de donde vienen, y ejecuta de nuevo`,
    },
    place,
  );

export const dependenciesIntricate = (file: string, lines: readonly string[]): Problem =>
  refusal(
    "dependencies-intricate",
    {
      en: `${file} lists its dependencies in a form that we cannot add to safely`,
      es: `${file} declara sus dependencias en una forma a la que no podemos agregar con seguridad`,
    },
    {
      en: `Add ${lines.map((line) => `"${line}"`).join(" and ")} with the tool that you use (poetry add, uv add, pipenv install), and run again`,
      es: `Agrega ${lines.map((line) => `"${line}"`).join(" y ")} con la herramienta que uses (poetry add, uv add, pipenv install), y ejecuta de nuevo`,
    },
    file,
  );
