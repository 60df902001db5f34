/** Questions about render.yaml that only a person may answer: what costs money, and a whole new file. */
import type { Text } from "../lib/text.ts";

/** Source of the price: https://render.com/pricing */
export const askStarter = (service: string, plan: string | null): Text => ({
  en: `${service} ${plan === null ? "names no plan" : `is on the plan ${plan}`}, and Render gives a disk only to paid ones. Write  plan: starter  into render.yaml?\nIt costs $7 a month from the next sync on, besides the disk.`,
  es: `${service} ${plan === null ? "no indica plan" : `usa el plan ${plan}`} y Render solo da disco a los de pago. ¿Escribir  plan: starter  en render.yaml?\nCuesta US$7 al mes desde la próxima sincronización, además del disco.`,
});

export const askHow: Text = {
  en: "There is no render.yaml. How is the disk made?\nA Blueprint makes a new service with everything it needs. A service that you have gets its disk in the Dashboard.",
  es: "No hay render.yaml. ¿Cómo se crea el disco?\nUn Blueprint crea un servicio nuevo con todo lo necesario. Un servicio que ya tienes recibe su disco en el Dashboard.",
};
export const inDashboard: Text = { en: "I add it in Render's Dashboard", es: "Lo agrego yo en el Dashboard de Render" };
export const inDashboardHint: Text = { en: "the steps are named at the end", es: "al final se indican los pasos" };
export const inBlueprint: Text = {
  en: "Write a render.yaml for a new service",
  es: "Escribir un render.yaml para un servicio nuevo",
};
export const inBlueprintHint: Text = {
  en: "web service, commands, variables, disk",
  es: "servicio web, comandos, variables, disco",
};

export const askName: Text = { en: "Name of the service", es: "Nombre del servicio" };
export const askServicePlan: Text = {
  en: "Plan of the service\nA disk needs a paid one. starter is the smallest, at $7 a month.",
  es: "Plan del servicio\nUn disco necesita uno de pago. starter es el menor: US$7 al mes.",
};
export const askServiceRegion: Text = {
  en: "Region of the service\nIt cannot move later.",
  es: "Región del servicio\nNo se puede mover después.",
};
export const regions = {
  oregon: { en: "Oregon, USA", es: "Oregón, EE. UU." },
  ohio: { en: "Ohio, USA", es: "Ohio, EE. UU." },
  virginia: { en: "Virginia, USA", es: "Virginia, EE. UU." },
  frankfurt: { en: "Frankfurt, Germany", es: "Fráncfort, Alemania" },
  singapore: { en: "Singapore", es: "Singapur" },
} as const satisfies Record<string, Text>;

export const askBuild = (found: boolean): Text => ({
  en: `Build command\n${found ? "Found in the project." : "It installs the packages, collects static files and migrates."}`,
  es: `Comando de build\n${found ? "Encontrado en el proyecto." : "Instala los paquetes, junta los estáticos y migra."}`,
});
export const askStart = (found: boolean): Text => ({
  en: `Start command\n${found ? "Found in the project." : "The server that runs your wsgi or asgi application."}`,
  es: `Comando de inicio\n${found ? "Encontrado en el proyecto." : "El servidor que ejecuta tu aplicación wsgi o asgi."}`,
});

export const needed: Text = { en: "It is empty.", es: "Está vacío." };
export const planFree: Text = { en: "The free plan cannot have a disk.", es: "El plan free no puede tener disco." };
export const planWord = (): Text => ({
  en: "A plan is a word like starter, standard or pro plus.",
  es: "Un plan es una palabra como starter, standard o pro plus.",
});
