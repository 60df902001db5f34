/** What went wrong in Python, in words for people: short, with its place, and without anybody's secrets. */
import { MASK, mask } from "../lib/secrets.ts";
import type { Text } from "../lib/text.ts";
import * as say from "../messages/prove.ts";
import { DriverGone, PythonRaised } from "./driver.ts";

/** Longest message of an exception that is shown, in characters. */
const SHOWN = 300;

/** PWD alone is the folder that the shell is in. */
const SECRET_NAME = /KEY|SECRET|TOKEN|PASS|._PWD|CREDENTIAL|DSN/i;

/** A function that hides the values of variables that look like secrets, and everything that `mask` knows. */
export function hiding(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const values = Object.entries(env)
    .filter(([name, value]) => isSecret(name, value ?? ""))
    .map(([, value]) => value ?? "")
    .sort((a, b) => b.length - a.length);
  return (text) => mask(values.reduce((hidden, value) => hidden.split(value).join(MASK), text));
}

/** Short values are ordinary words. */
function isSecret(name: string, value: string): boolean {
  return (namesSecret(name) && value.length >= 8) || holdsPassword(value);
}

/** The name of a variable says that its value is a secret. */
export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A URL with a password in it: DATABASE_URL. */
export function holdsPassword(value: string): boolean {
  return /^\w+:\/\/[^/\s]*:[^/\s]+@/.test(value);
}

/** Why a command of the driver failed. Anything else than a failure of the driver is thrown again. */
export function whyOf(failure: unknown, hide: (text: string) => string): Text {
  if (failure instanceof PythonRaised) {
    const { type, message, cause } = failure.error;
    const place = placeOf(failure);
    if (cause?.kind === "missing-variable") return say.missingVariable(cause.name, place);
    if (cause?.kind === "missing-module") return say.missingPackage(cause.name, place);
    if (cause?.kind === "exit") return say.settingsExit(place);
    return say.raised(`${type}: ${shorten(hide(message))}`, place);
  }
  if (failure instanceof DriverGone) {
    if (failure.why === "timeout") return say.timedOut(Math.ceil(failure.limit / 1000));
    return say.endedByItself(shorten(hide(failure.output.trim().split("\n").at(-1) ?? "")));
  }
  throw failure;
}

/** `veteriaria/settings.py:12` */
function placeOf(failure: PythonRaised): string | null {
  const { place } = failure.error;
  return place === null ? null : `${place.file}:${place.line}`;
}

export function shorten(message: string): string {
  const oneLine = message.replace(/\s+/g, " ").trim();
  return oneLine.length > SHOWN ? `${oneLine.slice(0, SHOWN)}…` : oneLine;
}
