/** Sentences of the undo command. */
import type { Text } from "../lib/text.ts";

export const nothingToUndo: Text = { en: "Nothing left to undo.", es: "No queda nada por deshacer." };

export const askUndo: Text = { en: "Put all of this back?", es: "¿Dejar todo esto como estaba?" };

export const undone = (summary: Text): Text => ({ en: `Undone: ${summary.en}`, es: `Deshecho: ${summary.es}` });

export const allUndone: Text = {
  en: "The project is as it was before the first setup.",
  es: "El proyecto quedó como antes del primer setup.",
};

export const moreToUndo: Text = {
  en: "The last setup is undone. Run undo again to go one setup deeper.",
  es: "El último setup quedó deshecho. Ejecuta undo otra vez para deshacer el anterior.",
};

export const bucketGone = (bucket: string): Text => ({
  en: `The bucket ${bucket} does not exist any more: nothing of it was put back`,
  es: `El bucket ${bucket} ya no existe: nada suyo se dejó como estaba`,
});
