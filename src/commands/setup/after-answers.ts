/** What a setup needs once the questions are answered, in one chunk of the bundle: the first question does not wait for it. */
export { carryOut, probe } from "./carry-out.ts";
export { sayFarewell } from "./farewell.ts";
export { prepare } from "./prepare.ts";
export { withProofPackages } from "./proof-packages.ts";
export { proveSetup } from "./prove-setup.ts";
