/** The answers that are missing where nobody can be asked: all at once, each with its flag and its variable. */
import { EXIT, type Problem } from "../lib/failure.ts";
import { join, type Text, verbatim } from "../lib/text.ts";

const missing = (code: string, place: string | null, message: Text, next: Text): Problem => ({
  code,
  exit: EXIT.needsInput,
  message,
  ...(place === null ? {} : { place }),
  next,
});

const give = (flag: string, variables: readonly string[]): Text => {
  if (variables.length === 0) return { en: `Give ${flag}`, es: `Indica ${flag}` };
  return {
    en: `Give ${flag}, or set ${variables.join(" or ")}`,
    es: `Indica ${flag}, o define ${variables.join(" o ")}`,
  };
};

/** How many things are missing, and the whole command that would not miss them. */
export const answersMissing = (count: number, command: string): Problem =>
  missing(
    "answers-missing",
    null,
    count === 1
      ? {
          en: "1 answer is missing, and nobody can be asked here",
          es: "Falta 1 respuesta, y aquí no hay a quién preguntar",
        }
      : {
          en: `${count} answers are missing, and nobody can be asked here`,
          es: `Faltan ${count} respuestas, y aquí no hay a quién preguntar`,
        },
    {
      en: `Nothing was changed. With its answers, the command is:  ${command}`,
      es: `No se cambió nada. Con sus respuestas, el comando es:  ${command}`,
    },
  );

export const providerMissing = (usage: string, variables: readonly string[], recommended: string): Problem => {
  const how = give(usage, variables);
  return missing(
    "missing-provider",
    "--provider",
    { en: "Where should uploads live?", es: "¿Dónde deben vivir los archivos?" },
    { en: `${how.en}. Recommended: ${recommended}.`, es: `${how.es}. Se recomienda ${recommended}.` },
  );
};

export const bucketMissing = (usage: string, variables: readonly string[], proposal: string | null): Problem => {
  const how = give(usage, variables);
  const create = {
    en: "add --create-bucket if it does not exist yet",
    es: "agrega --create-bucket si todavía no existe",
  };
  return missing(
    "missing-bucket",
    "--bucket",
    { en: "Which bucket?", es: "¿Qué bucket?" },
    {
      en: `${how.en}; ${create.en}.${proposal === null ? "" : ` A name that is likely free: ${proposal}`}`,
      es: `${how.es}; ${create.es}.${proposal === null ? "" : ` Un nombre que seguramente está libre: ${proposal}`}`,
    },
  );
};

export const settingsMissing = (
  usage: string,
  variables: readonly string[],
  candidates: readonly { readonly module: string; readonly evidence: readonly string[] }[],
  hint: string | null,
): Problem => {
  const list = candidates.map(({ module, evidence }) =>
    verbatim(evidence.length === 0 ? module : `${module} (${evidence.join(", ")})`),
  );
  const how = give(usage, variables);
  const weak: Text =
    hint === null
      ? verbatim("")
      : {
          en: ` DJANGO_SETTINGS_MODULE says ${hint} here, which may be the local one.`,
          es: ` Aquí DJANGO_SETTINGS_MODULE dice ${hint}, que puede ser el local.`,
        };
  return missing(
    "settings-unclear",
    "--settings",
    list.length === 0
      ? {
          en: "Which settings does production run? None were found.",
          es: "¿Qué módulo de configuración usa producción? No se encontró ninguno.",
        }
      : {
          en: `Which settings does production run? It may be ${join(list, ", or ").en}`,
          es: `¿Qué módulo de configuración usa producción? Puede ser ${join(list, ", o ").es}`,
        },
    { en: `${how.en}.${weak.en}`, es: `${how.es}.${weak.es}` },
  );
};

export const serviceMissing = (usage: string, file: string, candidates: readonly string[]): Problem => {
  const how = give(usage, []);
  return missing(
    "service-unclear",
    "--service",
    {
      en: `Which service of ${file} is the Django one? It may be ${candidates.join(", or ")}`,
      es: `¿Qué servicio de ${file} es el de Django? Puede ser ${candidates.join(", o ")}`,
    },
    { en: `${how.en}.`, es: `${how.es}.` },
  );
};

/** Of any other question. */
export const valueMissing = (name: string, usage: string, variables: readonly string[]): Problem => {
  const how = give(usage, variables);
  return missing(
    `missing-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    usage.split(" ")[0] ?? usage,
    { en: `${name} is not known`, es: `No se conoce ${name}` },
    { en: `${how.en}.`, es: `${how.es}.` },
  );
};
