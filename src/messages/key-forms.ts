/** What is wrong with a key by its form, whichever provider it is for. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

export const keyQuoted = (variable: string): Text => ({
  en: `${variable} has quotes around it. They are not part of the key.`,
  es: `${variable} tiene comillas alrededor. No son parte de la clave.`,
});

export const keyBlank = (variable: string): Text => ({
  en: `${variable} has a space or a line break in it, probably copied along.`,
  es: `${variable} tiene un espacio o un salto de línea, seguramente copiado por accidente.`,
});

/** `place`: the file that it stands in; the variable itself where it comes from the environment. `next`: how to get it right. */
export const keyMalformed = (message: Text, variable: string, place: string | undefined, next: Text): Problem => ({
  code: "credentials-malformed",
  exit: EXIT.usage,
  message,
  place: place ?? variable,
  next,
});
