/** The environment of the app as production has it, on top of what the caller's shell has. */
import type { ProofExpectation } from "../model/proof.ts";

/** Variables of the shell that reach the proof although they begin with AWS_: where the SDK sends its requests, and whom it trusts. */
const PASSED_ON = /^AWS_(?:ENDPOINT_URL(?:_\w+)?|CA_BUNDLE|CONFIG_FILE|SHARED_CREDENTIALS_FILE)$/;

/** What the generated settings read besides AWS_* and CLOUDINARY_*, all of which the SDKs read too: production has only what is planned. */
const DECIDING = new Set(["MEDIA_STORAGE", "USE_S3", "RENDER", "DJANGO_SETTINGS_MODULE"]);

/**
 * The caller's variables, without those that production will not have (a profile, a session of the person who sets up, another bucket),
 * then the planned ones. RENDER is what Render itself sets, and what makes the generated settings strict.
 */
export function productionEnvironment(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly planned: ProofExpectation["environment"];
  readonly settings: string;
  readonly onRender: boolean;
}): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.env)) {
    const foreign = (/^(?:AWS|CLOUDINARY)_/.test(name) && !PASSED_ON.test(name)) || DECIDING.has(name);
    if (value !== undefined && !foreign) environment[name] = value;
  }
  return {
    ...environment,
    ...options.planned,
    DJANGO_SETTINGS_MODULE: options.settings,
    ...(options.onRender ? { RENDER: "true" } : {}),
  };
}
