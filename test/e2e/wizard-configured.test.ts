/** The wizard on a project that is set up: it says what is in force, and does what is wanted: keep, change, switch, check, or leave. */
import { expect, test } from "vitest";
import { blueprint, type Site, switchBench } from "./switching-support.ts";
import { ENGLISH as ASK, alike, openWizard, SPANISH, type Wizard, type WizardOptions } from "./wizard-support.ts";

const bench = switchBench();

async function onS3(...args: string[]): Promise<Site> {
  const site = await bench.site("clinic", { yaml: blueprint("veteriaria.wsgi") });
  expect(await site.to("s3", ...args)).toMatchObject({ exitCode: 0 });
  site.commit("On S3");
  return site;
}

const open = ({ dir, env }: Site, args: readonly string[] = [], options: WizardOptions = {}): Wizard =>
  openWizard({ dir, env }, args, options);

test("it says what is in force, and keeping it is the proof once more", async () => {
  const site = await onS3();
  const before = await site.tree();
  const wizard = open(site);
  await wizard.at(ASK.whatNext);
  expect(alike(wizard.screen()).replaceAll(site.bucket, "e2e-bucket-0-00000000")).toMatchInlineSnapshot(`
    "┌  vet-media-setup 1.0.0
    │
    ◇  Your project
    │  Django 5.2.7 · production runs veteriaria/settings.py
    │  render.yaml: clinic · 2 file fields · media/ holds 4 files, 3.2 KB
    │
    ◇  In force
    │  Amazon S3 · bucket e2e-bucket-0-00000000 · us-west-2 · folder media ·
    │  private
    │  as veteriaria/media_storage.py and vet-media-setup.json say
    │
    ▲  4 lines open files by path, which fails on S3 and Cloudinary: change them
    │  before you deploy
    │  clinica/views.py:72  open(documento.archivo.path, 'rb')
    │      →  documento.archivo.open("rb")
    │  clinica/views.py:85  open(documento.archivo.path, 'rb')
    │      →  documento.archivo.open("rb")
    │  clinica/views.py:93  os.path.exists(documento.archivo.path)
    │      →  documento.archivo.storage.exists(documento.archivo.name)
    │  clinica/views.py:94  os.remove(documento.archivo.path)
    │      →  documento.archivo.delete(save=False)
    │
    ◆  This project is set up already. What do you want to do?
    │  ● Keep it, and see that it works
    │      your Django proves it once more
    │  ○ Change an answer
    │  ○ Switch to another provider
    │      the files that are stored now stay where they are
    │  ○ Check it, changing nothing
    │      what  vet-media-setup check  does
    │  ○ Leave it as it is
    └  ↑↓ move · Enter accept · Esc back"
  `);
  await wizard.press("enter");
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.shown("◇  Plan")).toMatchInlineSnapshot(`
    "◇  Plan                                                       nothing to change
    │
    ◇  11 checks passed
    ◇  Proof: your Django 5.2.19 saved a file, read it back, opened its signed link
    │  as a browser would, let your site's pages read it, was refused without the
    │  signature, did not overwrite a namesake, and deleted it
    │  ▲ This Python has Django 5.2.19, the project asks for 5.2.7
    │
    └  Nothing to do: everything is already as you want it."
  `);
  expect(await site.tree()).toEqual(before);
});

test("leaving it alone changes nothing; Esc asks again", async () => {
  const site = await onS3("--prove", "off");
  const before = await site.tree();
  const wizard = open(site, [], { env: { LANG: "es_CL.UTF-8" } });
  // The files are in English, and so is the next run.
  await wizard.at(ASK.whatNext);
  await wizard.press("escape");
  await wizard.at(ASK.whatNext);
  for (let down = 0; down < 4; down += 1) await wizard.press("down");
  await wizard.waitFor("● Leave it as it is");
  await wizard.press("enter");
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.screen()).toContain("└  Nothing was changed.");
  expect(await site.tree()).toEqual(before);
});

test("one answer changed: what belongs to it changes, in every file, and what it replaces is gone", async () => {
  const site = await onS3("--prove", "off");
  const wizard = open(site);
  await wizard.at(ASK.whatNext);
  await wizard.press("down");
  await wizard.press("enter");
  await wizard.at(ASK.which);
  await wizard.press("down");
  await wizard.press("down");
  await wizard.waitFor("● Folder in the bucket");
  await wizard.press("enter");
  await wizard.at("Folder in the bucket");
  for (let back = 0; back < "media".length; back += 1) await wizard.press("backspace");
  await wizard.press("enter");
  await wizard.accept(ASK.apply);
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  for (const file of [".env.render", ".env.example", "render.yaml"]) {
    expect(await site.text(file)).not.toContain("AWS_LOCATION");
    expect(await site.text(file)).toContain("AWS_S3_REGION_NAME");
  }
  expect(JSON.parse(await site.text("vet-media-setup.json"))).toMatchObject({ prefix: "" });
});

test("a switch to Cloudinary, and back by the way out of the provider's question", async () => {
  const site = await onS3("--prove", "off");
  const wizard = open(site, [], { env: { CLOUDINARY_UPLOAD_PREFIX: bench.cloud.url } });
  await wizard.at(ASK.whatNext);
  const toSwitch = async () => {
    await wizard.press("down");
    await wizard.press("down");
    await wizard.waitFor("● Switch to another provider");
    await wizard.press("enter");
    await wizard.at(ASK.provider);
  };
  await toSwitch();
  await wizard.press("escape");
  await wizard.at(ASK.whatNext);
  await toSwitch();
  await wizard.press("down");
  await wizard.waitFor("● Cloudinary");
  await wizard.press("enter");
  await wizard.at("Cloud name");
  wizard.type(bench.cloud.cloud.cloudName);
  await wizard.waitFor(bench.cloud.cloud.cloudName);
  await wizard.press("enter");
  await wizard.at(ASK.apply);
  const shown = wizard.shown("◇  Cloud name").replace(/(127\.0\.0\.1:)\d{5}/, "$100000");
  expect(shown.replaceAll(site.bucket, "e2e-bucket-0-00000000")).toMatchInlineSnapshot(`
    "◇  Cloud name
    │  clinic-test
    │
    ▲  What was uploaded until now stays at s3://e2e-bucket-0-00000000/media: the
    │  bucket and its rules stay as they are
    │  Next: Copy it, or the site does not find those files:
    │  npx vet-media-setup migrate --from s3://e2e-bucket-0-00000000/media --to configured
    │
    ▲  AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY leave .env.render, with their
    │  values
    │  Next: Keep them at hand until the files are copied. Then take them out of
    │  Render › Environment too, and delete the key where it was made.
    │
    ▲  Cloudinary's signed links never expire: whoever has once got one can open
    │  the file as long as it exists.
    │  Next: For medical documents S3 is the better place: its links run out after
    │  minutes (--provider s3).
    │
    ▲  The 4 files of media/ (3.2 KB) stay there: this run does not move them
    │
    ◇  Plan                                                 nothing has changed yet
    │  ~ veteriaria/media_storage.py  +242 -66  where uploaded files live
    │  ~ requirements.txt             +1 -2     cloudinary, without
    │                                           django-storages, boto3
    │  ~ .env.render                  0600, git-ignored, 5 variables, 2 secret
    │  ~ .env.example                 +7 -9     the same names without values
    │  ~ render.yaml                  +7 -9     5 variables, secrets as sync: false
    │  ~ vet-media-setup.json         +3 -6     your answers, without secrets
    │
    │  Where the answers come from
    │  settings        veteriaria.settings     vet-media-setup.json:4
    │  Render service  clinic                  vet-media-setup.json:5
    │  proof           off                     vet-media-setup.json:6
    │  language        en                      vet-media-setup.json:7
    │  uploadPrefix    http://127.0.0.1:00000  CLOUDINARY_UPLOAD_PREFIX
    │  You said: provider, cloudName
    │
    ◆  Apply?
    │  ● Yes   ○ Show the diff   ○ Change an answer   ○ No
    └  ←→ move · Enter accept · Esc back"
  `);
  await wizard.press("enter");
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(await site.text("vet-media-setup.json")).not.toContain("bucket");
});

test("in Spanish, on a disk", async () => {
  const site = await bench.site("clinic", { yaml: blueprint("veteriaria.wsgi") });
  expect(await site.to("render-disk", "--prove", "off", "--lang", "es")).toMatchObject({ exitCode: 0 });
  const wizard = open(site);
  await wizard.at(SPANISH.whatNext);
  expect(wizard.shown("En uso")).toMatchInlineSnapshot(`
    "◇  En uso
    │  Render disk · /opt/render/project/src/media · media · privado
    │  según veteriaria/media_storage.py y vet-media-setup.json
    │
    ◆  Este proyecto ya está configurado. ¿Qué quieres hacer?
    │  ● Mantenerlo y ver que funciona
    │      tu Django lo prueba una vez más
    │  ○ Cambiar una respuesta
    │  ○ Pasar a otro proveedor
    │      los archivos ya guardados se quedan donde están
    │  ○ Revisarlo, sin cambiar nada
    │      lo que hace  vet-media-setup check
    │  ○ Dejarlo como está
    └  ↑↓ mover · Enter aceptar · Esc volver"
  `);
  await wizard.press("ctrl-c");
  expect(await wizard.exited).toEqual({ exitCode: 130, signal: 0 });
});
