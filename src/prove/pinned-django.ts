/** Is the Django that proves the one that production installs? */
import { admits } from "../lib/versions.ts";
import * as say from "../messages/prove.ts";
import type { VersionFact } from "../model/project.ts";
import type { Steps } from "./broken-link.ts";

/** A difference only warns: the storage API is the same within what Django supports. */
export function checkPinnedDjango(found: string, wanted: VersionFact | null, steps: Steps): void {
  const other = wanted !== null && admits(wanted.specifier, found) === false;
  if (other) steps.add("django-version", "warn", say.djangoNotPinned(found, wanted.specifier));
  else steps.pass("django-version", say.djangoVersion(found));
}
