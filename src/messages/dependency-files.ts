/** Sentences about packages that the plan cannot put where the build takes them from. */
import type { Text } from "../lib/text.ts";
import type { Warning } from "../model/change.ts";

type Said = Pick<Warning, "message" | "next">;

export const noDependencyFile = (packages: readonly string[]): Said => ({
  message: {
    en: "No requirements.txt, pyproject.toml or Pipfile lists what your build installs, so the packages were added nowhere",
    es: "Ningún requirements.txt, pyproject.toml ni Pipfile dice qué instala tu build, así que los paquetes no se agregaron",
  },
  next: {
    en: `Add ${packages.join(" and ")} to whatever your build installs.`,
    es: `Agrega ${packages.join(" y ")} a lo que instale tu build.`,
  },
});

/** Why a file is not edited. */
const NOT_EDITED: Readonly<Record<"conda" | "pixi" | "setuptools" | "dynamic", Text>> = {
  conda: { en: "an environment of conda", es: "un entorno de conda" },
  pixi: { en: "a manifest of Pixi", es: "un manifiesto de Pixi" },
  setuptools: { en: "for setuptools, and may hold code", es: "para setuptools, y puede tener código" },
  dynamic: { en: "leaves its dependencies to the build backend", es: "deja sus dependencias al backend de build" },
};

/** `where`: the line under which they go, as `environment.yml:4`; `lines`: as the file wants them. */
export const fileNotEdited = (
  kind: keyof typeof NOT_EDITED,
  file: string,
  where: string,
  lines: readonly string[],
): Said => ({
  message: {
    en: `${file} lists what your build installs (${NOT_EDITED[kind].en}): this tool does not edit it, so the packages were added nowhere`,
    es: `${file} dice qué instala tu build (${NOT_EDITED[kind].es}): esta herramienta no lo edita, así que los paquetes no se agregaron`,
  },
  next:
    kind === "dynamic"
      ? {
          en: `Add by hand to what the backend reads (${where} leaves it to it):  ${lines.join("  and  ")}`,
          es: `Agrega a mano a lo que lee el backend (${where} se lo deja):  ${lines.join("  y  ")}`,
        }
      : {
          en: `Add by hand at ${where}:  ${lines.join("  and  ")}`,
          es: `Agrega a mano en ${where}:  ${lines.join("  y  ")}`,
        },
});

/** `place`: `constraints.txt:3`; `specifier`: as it stands there, `wanted`: what the setup is made for. */
export const constrained = (name: string, place: string, specifier: string, wanted: string): Said => ({
  message: {
    en: `${place} holds ${name} at ${specifier}, and this setup is made for ${wanted}: pip installs what that line admits`,
    es: `${place} deja ${name} en ${specifier}, y esta configuración está hecha para ${wanted}: pip instala lo que esa línea admite`,
  },
  next: {
    en: `Write  ${name}${wanted}  there, and what goes with it; or try with care what the older one does.`,
    es: `Escribe ahí  ${name}${wanted}  , y lo que vaya con ello; o prueba con cuidado qué hace la versión anterior.`,
  },
});
