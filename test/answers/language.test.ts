/** Which language a person reads, by what their shell says of itself. */
import { expect, test } from "vitest";
import { localeLanguage, screenLanguage } from "../../src/answers/language.ts";

test.each([
  [{}, "en", null],
  [{ LANG: "es_CL.UTF-8" }, "es", "LANG"],
  [{ LANG: "es" }, "es", "LANG"],
  [{ LANG: "es_419" }, "es", "LANG"],
  [{ LANG: "es_ES@euro" }, "es", "LANG"],
  [{ LANG: "ES_cl.utf8" }, "es", "LANG"],
  [{ LANG: "C" }, "en", "LANG"],
  [{ LANG: "C.UTF-8" }, "en", "LANG"],
  [{ LANG: "POSIX" }, "en", "LANG"],
  [{ LANG: "pt_BR.UTF-8" }, "en", "LANG"],
  // Estonian and Esperanto are not Spanish.
  [{ LANG: "et_EE.UTF-8" }, "en", "LANG"],
  [{ LANG: "est" }, "en", "LANG"],
  [{ LANG: "es_CL.UTF-8", LC_ALL: "C" }, "en", "LC_ALL"],
  [{ LANG: "en_US.UTF-8", LC_ALL: "es_MX.UTF-8" }, "es", "LC_ALL"],
  [{ LANG: "es_CL.UTF-8", LC_ALL: "" }, "es", "LANG"],
  [{ LANG: "en_US.UTF-8", LC_MESSAGES: "es_CL.UTF-8" }, "es", "LC_MESSAGES"],
  // As gettext has it: the list comes first, and not at all in the locale C.
  [{ LANG: "en_US.UTF-8", LANGUAGE: "es_CL:es:en" }, "es", "LANGUAGE"],
  [{ LANG: "en_US.UTF-8", LANGUAGE: "pt_BR:es" }, "es", "LANGUAGE"],
  [{ LANG: "es_CL.UTF-8", LANGUAGE: "fr:de" }, "es", "LANG"],
  [{ LANG: "es_CL.UTF-8", LANGUAGE: "" }, "es", "LANG"],
  [{ LANG: "C.UTF-8", LANGUAGE: "es" }, "en", "LANG"],
  [{ LANGUAGE: "es" }, "en", null],
])("%o speaks %s", (env, lang, variable) => {
  expect(localeLanguage(env)).toEqual({ lang, variable });
});

test("--lang before what is stored, and that before the locale", () => {
  const env = { LANG: "es_CL.UTF-8" };
  expect(screenLanguage({ flag: "en", stored: "es", env })).toBe("en");
  expect(screenLanguage({ flag: undefined, stored: "en", env })).toBe("en");
  expect(screenLanguage({ flag: undefined, env })).toBe("es");
  expect(screenLanguage({ flag: "fr", stored: 7, env })).toBe("es");
});
