/** Amounts as people write them. */
import type { Text } from "../lib/text.ts";

/** `1,234.5` and `1.234,5`, with as many decimals as `digits` says. */
export function decimal(value: number, digits: number): Text {
  const [whole = "", fraction = ""] = value.toFixed(digits).split(".");
  const grouped = (separator: string): string => whole.replace(/\B(?=(?:\d{3})+$)/g, separator);
  return {
    en: fraction === "" ? grouped(",") : `${grouped(",")}.${fraction}`,
    es: fraction === "" ? grouped(".") : `${grouped(".")},${fraction}`,
  };
}

/** As exact as it was given: 0.023 stays 0.023, 20 has no decimals. At most three. */
export function quantity(value: number): Text {
  const digits = [0, 1, 2].find((count) => Number(value.toFixed(count)) === value) ?? 3;
  return decimal(value, digits);
}

/** A sum in US dollars: cents below a thousand, none above; `less than $0.01` rather than nothing. */
export function dollars(usd: number): Text {
  if (usd > 0 && usd < 0.01) return { en: "less than $0.01", es: "menos de US$0,01" };
  const { en, es } = decimal(usd, usd >= 1000 ? 0 : 2);
  return { en: `$${en}`, es: `US$${es}` };
}

/** A price as it is published: `$0.023`, `$7`. */
export function unitPrice(usd: number): Text {
  const digits = [0, 2, 3, 4].find((count) => Number(usd.toFixed(count)) === usd) ?? 6;
  const { en, es } = decimal(usd, digits);
  return { en: `$${en}`, es: `US$${es}` };
}

/** Bytes in the unit that fits. */
export function size(bytes: number): Text {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 || Number.isInteger(value) ? 0 : 1;
  const { en, es } = decimal(value, digits);
  return { en: `${en} ${units[unit]}`, es: `${es} ${units[unit]}` };
}
