/** The page for whoever owns the files and does not read code: where they are, what they cost, who can read them, how to leave. Plain words, no commands but the last ones. */
import type { Text } from "../lib/text.ts";
import type { MonthlyCost } from "../model/comparison.ts";
import { sum } from "./comparison.ts";
import { quantity } from "./money.ts";

export const title = (project: string): Text => ({
  en: `The uploaded files of ${project}`,
  es: `Los archivos subidos de ${project}`,
});
export const lead: Text = {
  en: "For whoever is responsible for these files, without knowing how the site is built. The list for the developer follows below.",
  es: "Para quien responde por estos archivos, sin que tenga que saber cómo está hecho el sitio. Más abajo sigue la lista para quien programa.",
};

// Where they are

export const where: Text = { en: "Where the files are", es: "Dónde están los archivos" };
export const nowhere: Text = {
  en: "On the machine of Render that runs the site, and nowhere else. Render wipes it at every update or restart of the site: whatever was uploaded until then is lost. Ask your developer to run vet-media-setup.",
  es: "En la máquina de Render donde corre el sitio, y en ningún otro lugar. Render la borra cada vez que el sitio se actualiza o reinicia: se pierde todo lo subido hasta ese momento. Pide a quien programa que ejecute vet-media-setup.",
};
/** `region` with its city, or null where there is none to name. */
export const inBucket = (title_: string, bucket: string, region: string | null, folder: string): Text => ({
  en: `At ${title_}, in the bucket ${bucket}${region === null ? "" : `, region ${region}`}${folder === "" ? "" : `, folder ${folder}`}. A bucket is a store of files of its own, apart from the site: updates and restarts of the site do not touch it.`,
  es: `En ${title_}, en el bucket ${bucket}${region === null ? "" : `, región ${region}`}${folder === "" ? "" : `, carpeta ${folder}`}. Un bucket es un depósito de archivos aparte del sitio: las actualizaciones y los reinicios del sitio no lo tocan.`,
});
export const inCloud = (cloud: string, folder: string): Text => ({
  en: `At Cloudinary, in the cloud ${cloud}${folder === "" ? "" : `, folder ${folder}`}, apart from the site: updates and restarts of the site do not touch it.`,
  es: `En Cloudinary, en la nube ${cloud}${folder === "" ? "" : `, carpeta ${folder}`}, aparte del sitio: las actualizaciones y los reinicios del sitio no la tocan.`,
});
export const onDisk = (name: string, gb: number): Text => ({
  en: `At Render, on a disk of its own (${name}, ${gb} GB) that stays when the site is updated or restarted. If the service is deleted, the disk goes with it.`,
  es: `En Render, en un disco propio (${name}, ${gb} GB) que se conserva cuando el sitio se actualiza o reinicia. Si se elimina el servicio, el disco se va con él.`,
});
export const account = (title_: string): Text => ({
  en: `Whoever holds the account at ${title_} decides over the files: it should be in the name of the business, with an address that more than one person reads.`,
  es: `Quien tiene la cuenta en ${title_} decide sobre los archivos: conviene que esté a nombre del negocio, con un correo que lea más de una persona.`,
});

// Copies

export const copies: Text = { en: "If a file is deleted by mistake", es: "Si se borra un archivo por error" };
export const copiesS3: Text = {
  en: "It can be brought back only if the bucket keeps versions; the list below says whether it does.",
  es: "Solo se puede recuperar si el bucket guarda versiones; la lista de abajo dice si lo hace.",
};
export const copiesElsewhere: Text = {
  en: "Ask the service whether it keeps versions or backups: this tool does not know.",
  es: "Pregunta al servicio si guarda versiones o respaldos: esta herramienta no lo sabe.",
};
export const copiesCloudinary: Text = {
  en: "It can be brought back only if backups are switched on in the settings of the Cloudinary account.",
  es: "Solo se puede recuperar si los respaldos están activados en las opciones de la cuenta de Cloudinary.",
};
export const copiesDisk: Text = {
  en: "Render copies the disk every day and keeps the copies for at least 7 days, but brings back only the whole disk, not one file. A copy elsewhere is wise.",
  es: "Render copia el disco cada día y guarda las copias al menos 7 días, pero solo recupera el disco entero, no un archivo. Conviene tener una copia en otro lugar.",
};

// What it costs

export const cost: Text = { en: "What it costs", es: "Cuánto cuesta" };
export const costs = (monthly: MonthlyCost): Text => {
  const said = sum(monthly);
  if (monthly.usd === null) return { en: `${capital(said.en)}.`, es: `${capital(said.es)}.` };
  return monthly.usd === 0
    ? { en: "Nothing for the files counted here.", es: "Nada por los archivos contados aquí." }
    : { en: `${capital(said.en)} ${monthly.scope.en}.`, es: `${capital(said.es)} ${monthly.scope.es}.` };
};
export const unknownCost: Text = {
  en: "The prices of this service are not known to this tool: look at its invoice, or at its page of prices.",
  es: "Esta herramienta no conoce los precios de este servicio: mira su factura o su página de precios.",
};
export const ifMore = (gb: number, monthly: MonthlyCost): Text => {
  const said = sum(monthly);
  const held = quantity(gb);
  return {
    en: `If there were ${held.en} GB: ${said.en}${monthly.usd === null ? "" : " a month"}.`,
    es: `Si hubiera ${held.es} GB: ${said.es}${monthly.usd === null ? "" : " al mes"}.`,
  };
};
export const pricesAt = (url: string): Text => ({
  en: `Prices change; the page that counts is ${url}, and what is really paid is on the invoice.`,
  es: `Los precios cambian; la página que vale es ${url}, y lo que de verdad se paga está en la factura.`,
});

// Who can read them

export const readers: Text = { en: "Who can read them", es: "Quién puede leerlos" };
export const readersExpire: Text = {
  en: "Only whoever sees them on the site. Each link to a file works for 15 minutes and then no more; without such a link nobody gets in, search engines included.",
  es: "Solo quien los ve en el sitio. Cada enlace a un archivo sirve 15 minutos y después ya no; sin ese enlace no entra nadie, tampoco los buscadores.",
};
export const readersSigned: Text = {
  en: "Whoever sees them on the site, and whoever was sent a link: links to Cloudinary never expire. Without a link nobody gets in. For medical documents that is not enough.",
  es: "Quien los ve en el sitio, y quien haya recibido un enlace: los de Cloudinary no vencen nunca. Sin enlace no entra nadie. Para documentos médicos eso no basta.",
};
export const readersSignedIn: Text = {
  en: "Whoever is signed in to the site and knows the file's address. Whether everybody who is signed in may see every file is for the site to decide: ask your developer.",
  es: "Quien inició sesión en el sitio y conoce la dirección del archivo. Si todas las personas con sesión pueden ver todos los archivos lo decide el sitio: pregunta a quien programa.",
};
export const readersAnybody: Text = {
  en: "Anybody who has a link, without signing in, for as long as the file exists. Documents about a person do not belong here.",
  es: "Cualquiera que tenga un enlace, sin iniciar sesión, mientras exista el archivo. Aquí no deben estar documentos sobre una persona.",
};
export const keyHolders: Text = {
  en: "Besides them: the people with access to the account, and whoever holds the keys of the site.",
  es: "Además: las personas con acceso a la cuenta, y quien tenga las claves del sitio.",
};

// Is all well

export const state: Text = { en: "Is everything in order?", es: "¿Está todo en orden?" };
export const stateIs = (failed: number, warned: number, unchecked: number): Text => {
  const notDone: Text =
    unchecked === 0
      ? { en: "", es: "" }
      : {
          en: ` ${unchecked === 1 ? "One thing was" : `${unchecked} things were`} not looked at.`,
          es: ` ${unchecked === 1 ? "Una cosa quedó" : `${unchecked} cosas quedaron`} sin revisar.`,
        };
  if (failed > 0) {
    return {
      en: `No: ${failed === 1 ? "one thing is" : `${failed} things are`} not right. The list below says what, and what to do.${notDone.en}`,
      es: `No: ${failed === 1 ? "una cosa no está" : `${failed} cosas no están`} bien. La lista de abajo dice cuál y qué hacer.${notDone.es}`,
    };
  }
  if (warned > 0) {
    return {
      en: `Nothing failed; ${warned === 1 ? "one thing deserves" : `${warned} things deserve`} a look (list below).${notDone.en}`,
      es: `Nada falló; ${warned === 1 ? "una cosa merece" : `${warned} cosas merecen`} una mirada (lista de abajo).${notDone.es}`,
    };
  }
  return {
    en: `Yes: everything that was looked at is as it should be.${notDone.en}`,
    es: `Sí: todo lo que se revisó está como debe.${notDone.es}`,
  };
};

// How to leave

export const leaving: Text = { en: "How to leave", es: "Cómo irse" };
export const nothingLocked: Text = {
  en: "The files are yours, under the names that the site gave them, and nothing but these services is needed to get them. Ask your developer to:",
  es: "Los archivos son tuyos, con los nombres que les dio el sitio, y para sacarlos no hace falta nada más que estos servicios. Pide a quien programa:",
};
export const copyOut = (command: string): Text => ({
  en: `copy all of them into a folder (nothing is deleted): ${command}`,
  es: `copiarlos todos a una carpeta (no se borra nada): ${command}`,
});
export const inShell: Text = {
  en: ", in the Shell of the service at Render",
  es: ", en el Shell del servicio en Render",
};
export const moveOn: Text = {
  en: "move the site to another provider: npx vet-media-setup --provider NAME",
  es: "pasar el sitio a otro proveedor: npx vet-media-setup --provider NOMBRE",
};
export const lastStep = (title_: string): Text => ({
  en: `only when the copy has been looked at: delete the files at ${title_}, and the account if nothing else needs it. Until then it goes on costing.`,
  es: `solo cuando alguien haya revisado la copia: borrar los archivos en ${title_}, y la cuenta si nada más la necesita. Hasta entonces se sigue pagando.`,
});
export const lastStepDisk: Text = {
  en: "only when the copy has been looked at: delete the disk at Render. Until then it goes on costing.",
  es: "solo cuando alguien haya revisado la copia: eliminar el disco en Render. Hasta entonces se sigue pagando.",
};

export const forDeveloper: Text = { en: "For the developer", es: "Para quien programa" };

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
