/** Before npm packs: of a fresh clone, of `npm install git+…`, of a working tree. Always a new build; the packages of the lock file first, where they are not there. */
import { install } from "../test/support/prepare.mjs";

install();
await import("../build.mjs");
