/** The one sentence of a Node that is too old to read the rest. */
import type { Text } from "../lib/text.ts";

export const nodeTooOld = (floor: string, found: string): Text => ({
  en: `vet-media-setup needs Node ${floor} or newer, and this is Node ${found}.
Next: install a newer one from https://nodejs.org (with nvm: nvm install --lts), and run the same command again.`,
  es: `vet-media-setup necesita Node ${floor} o más nuevo, y este es Node ${found}.
Sigue: instala uno más nuevo desde https://nodejs.org (con nvm: nvm install --lts) y repite el mismo comando.`,
});
