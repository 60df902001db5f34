/** Sentences about lock files, and about the tools that make them. */
import type { Text } from "../lib/text.ts";
import type { Warning } from "../model/change.ts";

/** `folder`: of the lock file, relative to the project's root; "" for the root itself. */
export const refreshLock = (command: string, lock: string, folder: string): Text => {
  const where = folder === "" ? { en: "", es: "" } : { en: ` in ${folder}`, es: ` en ${folder}` };
  return {
    en: `Run  ${command}${where.en}  and commit ${lock} with the rest: your build installs what ${lock} holds.`,
    es: `Ejecuta  ${command}${where.es}  y haz commit de ${lock} con el resto: tu build instala lo que dice ${lock}.`,
  };
};

/** `command`: `uv lock`. */
export const askLock = (command: string, lock: string, file: string): Text => ({
  en: `Your build installs what ${lock} holds. Run  ${command}  for the new ${file} now? It asks the package index; the result becomes part of the plan`,
  es: `Tu build instala lo que dice ${lock}. ¿Ejecuto  ${command}  para el nuevo ${file}? Consulta el índice de paquetes; el resultado pasa a ser parte del plan`,
});

export const locking = (command: string): Text => ({ en: `Running ${command}`, es: `Ejecutando ${command}` });

export const madeBy = (command: string): Text => ({ en: `made by ${command}`, es: `hecho por ${command}` });

export const lockNotMade = (command: string, lock: string, why: Text): Pick<Warning, "message" | "next"> => ({
  message: {
    en: `${command} did not work out, so ${lock} stays as it is: ${why.en}`,
    es: `${command} no funcionó, así que ${lock} queda como está: ${why.es}`,
  },
  next: {
    en: `Run  ${command}  by hand once the setup is done: until then the build does not install the new packages.`,
    es: `Ejecuta  ${command}  a mano cuando termine la configuración: hasta entonces el build no instala los paquetes nuevos.`,
  },
});

/** `seconds` that it was given. */
export const lockTooLate = (seconds: number): Text => ({
  en: `it had not ended after ${seconds} s, and was stopped`,
  es: `no terminó en ${seconds} s, y se detuvo`,
});

export const lockEnded = (how: string): Text => ({
  en: `it ended with ${how}, without a word`,
  es: `terminó con ${how}, sin decir nada`,
});

export const lockLacks: Text = {
  en: "what it made does not fit the new packages",
  es: "lo que hizo no corresponde a los paquetes nuevos",
};

export const lockFromElsewhere = (source: string): Text => ({
  en: `what it made takes packages from somewhere else than before (${source})`,
  es: `lo que hizo toma paquetes de otro lugar que antes (${source})`,
});
