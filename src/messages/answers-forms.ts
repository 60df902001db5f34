/** Why a value cannot be right by its form, for the values that are not a provider's own. */
import type { Text } from "../lib/text.ts";

export const unprintable: Text = {
  en: "It holds a line break or another character that cannot be printed.",
  es: "Contiene un salto de línea u otro carácter que no se puede mostrar.",
};

export const tooLong = (most: number): Text => ({
  en: `It is too long: ${most} characters at most.`,
  es: `Es demasiado largo: ${most} caracteres como máximo.`,
});

export const empty: Text = { en: "It is empty.", es: "Está vacío." };

export const blanks: Text = {
  en: "It has a blank at its start or end.",
  es: "Tiene un espacio al principio o al final.",
};

export const settingsForm: Text = {
  en: "A settings module is a dotted name or a path: config.settings.render, or config/settings/render.py",
  es: "Un módulo de configuración es un nombre con puntos o una ruta: config.settings.render, o config/settings/render.py",
};

export const envFileRelative: Text = {
  en: "The env file is a path below the project, written with /, like .env.render",
  es: "El archivo de variables es una ruta dentro del proyecto, escrita con /, como .env.render",
};

export const envFileTaken = (name: string): Text => ({
  en: `${name} has another use and must not receive secrets.`,
  es: `${name} tiene otro uso y no debe recibir secretos.`,
});

export const siteForm: Text = {
  en: "A site is an address with https:// (or http://) and without a password: https://clinic.onrender.com",
  es: "Un sitio es una dirección con https:// (o http://) y sin contraseña: https://clinica.onrender.com",
};

export const notAmong = (choices: readonly string[], meant: string | null): Text => ({
  en: `It is one of ${choices.join(", ")}.${meant === null ? "" : ` Did you mean ${meant}?`}`,
  es: `Puede ser ${choices.join(", ")}.${meant === null ? "" : ` ¿Quisiste decir ${meant}?`}`,
});

export const notANumber = (minimum: number, maximum: number): Text => ({
  en: `It is a whole number from ${minimum} to ${maximum}.`,
  es: `Es un número entero de ${minimum} a ${maximum}.`,
});

export const notADecimal = (minimum: number, maximum: number): Text => ({
  en: `It is a number from ${minimum} to ${maximum}, like 20 or 0.5.`,
  es: `Es un número de ${minimum} a ${maximum}, como 20 o 0.5 (con punto).`,
});

export const notASwitch: Text = { en: "It is true or false.", es: "Es true o false." };

export const wrongType = (wanted: "text" | "list" | "choice" | "switch" | "number"): Text => {
  const words: Record<typeof wanted, Text> = {
    text: { en: "a string", es: "un texto entre comillas" },
    choice: { en: "a string", es: "un texto entre comillas" },
    list: { en: "a list of strings", es: "una lista de textos" },
    switch: { en: "true or false", es: "true o false" },
    number: { en: "a number", es: "un número" },
  };
  return { en: `It must be ${words[wanted].en}.`, es: `Debe ser ${words[wanted].es}.` };
};
