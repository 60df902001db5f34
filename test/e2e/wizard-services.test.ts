/** Another S3 service through the wizard, in a terminal: any endpoint to the end, R2 in Spanish as far as its keys. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";
import { ENGLISH, openWizard, SPANISH, type Wizard } from "./wizard-support.ts";

const bench = benchForThisFile();
/** No redirection of AWS: the endpoint is an answer. */
const env = { AWS_ENDPOINT_URL: undefined };
const SERVICES = ["Cloudflare R2", "Backblaze B2", "DigitalOcean Spaces", "Supabase Storage", "Tigris"];

/** Up from the first choice is the last one. */
async function last(wizard: Wizard, label: string): Promise<void> {
  await wizard.press("up");
  await wizard.waitFor(`● ${label}`);
  await wizard.press("enter");
}

test("any other endpoint: typed, used, proved", async () => {
  const sandbox = await bench.sandbox({ env });
  const wizard = openWizard(sandbox);
  await wizard.at(ENGLISH.provider);
  await last(wizard, "Another S3 service");
  await wizard.at("Which service is it?");
  for (const title of SERVICES) expect(wizard.screen()).toContain(title);
  await last(wizard, "Any other");
  await wizard.at("Address of the S3-compatible service");
  wizard.type("https://clinic.nyc3.digitaloceanspaces.com");
  await wizard.waitFor(/bucket \(clinic\) does not belong/);
  await wizard.press("ctrl-u");
  wizard.type(`${bench.standin.url}/`);
  await wizard.press("enter");
  await wizard.accept(ENGLISH.bucket, ENGLISH.region, ENGLISH.origins, ENGLISH.create, ENGLISH.apply);
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.screen()).toContain("is not AWS");
  const text = await readFile(path.join(sandbox.dir, ".env.render"), "utf8");
  expect(text).toContain(`AWS_S3_ENDPOINT_URL=${bench.standin.url}\n`);
  expect(JSON.parse(await readFile(path.join(sandbox.dir, "vet-media-setup.json"), "utf8"))).toMatchObject({
    provider: "s3",
    endpointUrl: bench.standin.url,
    region: "us-east-1",
  });
});

test("R2 en español: la cuenta, la jurisdicción, y cómo se crea su clave", async () => {
  const sandbox = await bench.sandbox({ env, keys: null });
  const before = await sandbox.fingerprint();
  const wizard = openWizard(sandbox, [], { env: { LANG: "es_CL.UTF-8" } });
  await wizard.at(SPANISH.provider);
  await last(wizard, "Otro servicio S3");
  await wizard.accept("¿Qué servicio es?");
  await wizard.at("ID de cuenta de Cloudflare");
  wizard.type("abc");
  await wizard.waitFor("tiene 32 dígitos");
  await wizard.press("ctrl-u");
  wizard.type("023e105f4ecef8ad9ca31a8372d0c353");
  await wizard.press("enter");
  await wizard.accept("¿El bucket se creó para una jurisdicción?", SPANISH.bucket, SPANISH.origins);
  await wizard.at(SPANISH.keyId);
  expect(wizard.shown("No se encontraron claves")).toMatchInlineSnapshot(`
    "◇  No se encontraron claves de Cloudflare R2 en este equipo. Así se crea una:
    │  1. Crea el bucket en el panel, salvo que tu clave pueda hacerlo:
    │  https://dash.cloudflare.com/?to=/:account/r2/overview
    │  2. Crea un token de API con Object Read & Write solo para ese bucket (ese
    │  token no puede crear buckets ni definir CORS):
    │  https://dash.cloudflare.com/?to=/:account/r2/api-tokens
    │  3. Pega aquí su Access Key ID y su Secret Access Key, no el token. Van al
    │  archivo de variables y a ningún otro lugar.
    │
    ◆  Access key ID
    │  Lo que escribas queda oculto.
    │
    └  Enter aceptar · Esc volver"
  `);
  await wizard.press("ctrl-c");
  expect(await wizard.exited).toEqual({ exitCode: 130, signal: 0 });
  expect(await sandbox.fingerprint()).toEqual(before);
});
