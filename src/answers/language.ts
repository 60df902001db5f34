/** The language that the person reads, and the one that files are written in: two questions that are usually one. */
import { LANGUAGES, type Lang } from "../lib/text.ts";
import type { Env } from "./environment.ts";

/**
 * LC_ALL, then LC_MESSAGES, then LANG, as POSIX orders them (XBD 8.2); a locale that is not ours is English. Where one of them names a
 * language, the list in LANGUAGE comes first: https://www.gnu.org/software/gettext/manual/html_node/The-LANGUAGE-variable.html
 */
export function localeLanguage(env: Env): { readonly lang: Lang; readonly variable: string | null } {
  for (const variable of ["LC_ALL", "LC_MESSAGES", "LANG"]) {
    const locale = env[variable];
    if (locale === undefined || locale === "") continue;
    const none = /^(?:C|POSIX)(?:\.|$)/.test(locale);
    const wished = none ? [] : (env.LANGUAGE ?? "").split(":").map(languageIn);
    const first = wished.find((lang) => lang !== null) ?? null;
    if (first !== null) return { lang: first, variable: "LANGUAGE" };
    return { lang: languageIn(locale) ?? "en", variable };
  }
  return { lang: "en", variable: null };
}

/** `es` of es_CL.UTF-8 and es_419; null: none of ours. */
function languageIn(locale: string): Lang | null {
  const code = /^[a-z]+/.exec(locale.toLowerCase())?.[0];
  return LANGUAGES.find((lang) => lang === code) ?? null;
}

/** The language of the screen: --lang, else what the answers file says, else the locale. */
export function screenLanguage(said: { readonly flag: unknown; readonly stored?: unknown; readonly env: Env }): Lang {
  for (const word of [said.flag, said.stored]) {
    const known = LANGUAGES.find((lang) => lang === word);
    if (known !== undefined) return known;
  }
  return localeLanguage(said.env).lang;
}
