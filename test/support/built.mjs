/** Tests of the built binary must never run an old one: builds before the first test if a source is newer. */
import { build } from "./prepare.mjs";

export function setup() {
  build();
}
