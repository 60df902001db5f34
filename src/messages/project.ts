/** What is said about the project itself: where it is, which settings production runs, and what cannot be read. */
import { EXIT, type Problem } from "../lib/failure.ts";
import type { Text } from "../lib/text.ts";

const refused = (code: string, message: Text, next: Text, place?: string): Problem => ({
  code,
  exit: EXIT.usage,
  message,
  next,
  ...(place === undefined ? {} : { place }),
});

export const noSuchFolder = (directory: string): Problem =>
  refused(
    "no-such-folder",
    { en: `There is no folder ${directory}`, es: `No existe la carpeta ${directory}` },
    {
      en: "Give the folder that holds manage.py with --project",
      es: "Indica con --project la carpeta donde está manage.py",
    },
    "--project",
  );

export const notDjango = (directory: string, above: string | null): Problem =>
  refused(
    "not-a-django-project",
    {
      en: `${directory} is not a Django project: no manage.py of Django in it or below`,
      es: `${directory} no es un proyecto de Django: no hay un manage.py de Django ahí ni más abajo`,
    },
    above === null
      ? {
          en: "Run the command in the folder that holds manage.py, or name that folder with --project",
          es: "Ejecuta el comando en la carpeta donde está manage.py, o indícala con --project",
        }
      : {
          en: `There is one above: run the command with --project ${above}`,
          es: `Hay uno más arriba: ejecuta el comando con --project ${above}`,
        },
    "--project",
  );

export const severalProjects = (folders: readonly string[]): Problem => ({
  code: "several-projects",
  exit: EXIT.needsInput,
  message: {
    en: `There are several Django projects here: ${folders.join(", ")}`,
    es: `Aquí hay varios proyectos de Django: ${folders.join(", ")}`,
  },
  place: "--project",
  candidates: folders,
  next: {
    en: `Choose one: --project ${folders[0] ?? ""}`,
    es: `Elige uno: --project ${folders[0] ?? ""}`,
  },
});

export const settingsMissing = (given: string): Problem =>
  refused(
    "settings-missing",
    {
      en: `The settings module ${given} does not exist in this project`,
      es: `El módulo de configuración ${given} no existe en este proyecto`,
    },
    {
      en: "Give its path or its dotted name, for example --settings config/settings.py or --settings config.settings",
      es: "Indica su ruta o su nombre con puntos, por ejemplo --settings config/settings.py o --settings config.settings",
    },
    "--settings",
  );

export const settingsNotImportable = (file: string): Problem =>
  refused(
    "settings-not-importable",
    {
      en: `Python cannot import ${file}: its path is not a module name`,
      es: `Python no puede importar ${file}: su ruta no es un nombre de módulo`,
    },
    {
      en: "Name the module that production really runs, with --settings",
      es: "Indica con --settings el módulo que producción usa de verdad",
    },
    "--settings",
  );

export const declaredSettingsMissing = (module: string, place: string): Problem =>
  refused(
    "settings-missing",
    {
      en: `Production is told to run the settings ${module}, but the repository has no such module`,
      es: `Producción debe usar el módulo de configuración ${module}, pero el repositorio no tiene ese módulo`,
    },
    {
      en: `Correct the name in ${place}, add the missing file, or say which module production runs with --settings`,
      es: `Corrige el nombre en ${place}, agrega el archivo que falta, o indica con --settings qué módulo usa producción`,
    },
    place,
  );

export const settingsDoNotParse = (place: string): Problem =>
  refused(
    "settings-do-not-parse",
    {
      en: "The settings are not valid Python, so nothing is written",
      es: "La configuración no es Python válido, así que no se escribe nada",
    },
    {
      en: `Correct the syntax error at ${place} and run the command again`,
      es: `Corrige el error de sintaxis en ${place} y ejecuta el comando de nuevo`,
    },
    place,
  );

export const settingsInClasses = (place: string): Problem =>
  refused(
    "settings-in-classes",
    {
      en: "The settings are classes of django-configurations: code at the end of the module changes none of them, so nothing is written",
      es: "La configuración está en clases de django-configurations: el código al final del módulo no cambia ninguna, así que no se escribe nada",
    },
    {
      en: `Set STORAGES by hand in the class that production runs (DJANGO_CONFIGURATION), see ${place}; or name a module of plain settings with --settings`,
      es: `Define STORAGES a mano en la clase que usa producción (DJANGO_CONFIGURATION, mira ${place}); o indica con --settings un módulo de configuración sin clases`,
    },
    place,
  );

export const settingsInDynaconf = (place: string): Problem =>
  refused(
    "settings-in-dynaconf",
    {
      en: "dynaconf takes a copy of the settings before the module ends: what a block at the end sets would not count, so nothing is written",
      es: "dynaconf copia la configuración antes de que termine el módulo: lo que defina un bloque al final no contaría, así que no se escribe nada",
    },
    {
      en: `Set STORAGES by hand above ${place}; or name a module that does without dynaconf with --settings`,
      es: `Define STORAGES a mano antes de ${place}; o indica con --settings un módulo que no use dynaconf`,
    },
    place,
  );

export const unknownService = (name: string, file: string, known: readonly string[]): Problem =>
  refused(
    "unknown-service",
    {
      en: `${file} has no service ${name}`,
      es: `${file} no tiene un servicio ${name}`,
    },
    {
      en: known.length > 0 ? `It has: ${known.join(", ")}` : "Leave --service out: there is no service to choose",
      es: known.length > 0 ? `Tiene: ${known.join(", ")}` : "Quita --service: no hay ningún servicio que elegir",
    },
    "--service",
  );

export const fileAndPackage = (file: string, folder: string): Text => ({
  en: `There is both ${file} and ${folder}/: Python imports the package, and never reads the file`,
  es: `Existen ${file} y ${folder}/ a la vez: Python importa el paquete y nunca lee el archivo`,
});

export const blueprintNotAtTop = (file: string): Text => ({
  en: `${file} is not at the repository's root, where Render looks for it: it was not read`,
  es: `${file} no está en la raíz del repositorio, donde Render lo busca: no se leyó`,
});

export const storagesWithoutDefault = (place: string): Text => ({
  en: `STORAGES has no "default" (${place}): today every upload fails`,
  es: `STORAGES no tiene "default" (${place}): hoy toda subida falla`,
});

export const mediaIsTheProject = (): Text => ({
  en: "MEDIA_ROOT is the project's own folder: uploads lie among the code, and were not counted",
  es: "MEDIA_ROOT es la carpeta del propio proyecto: los archivos subidos están entre el código y no se contaron",
});

export const settingsOpaque = (file: string): Text => ({
  en: `${file} takes part of its settings from somewhere that cannot be read without running it`,
  es: `${file} toma parte de su configuración de un lugar que no se puede leer sin ejecutarlo`,
});
