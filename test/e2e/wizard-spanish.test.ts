/** The wizard in Spanish, as a shell in Santiago asks for it: no English sentence on the screen, nor in what it writes. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";
import { SPANISH as ASK, openWizard } from "./wizard-support.ts";

const bench = benchForThisFile();

/** Words that English sentences are made of, and Spanish ones, code and the names of AWS's and Render's own menus are not. */
const ENGLISH_WORDS =
  /(?<!\p{L})(?:the|and|your|you|is|are|was|were|this|that|with|without|from|where|which|nothing|has|have|not|yet|will|what|there|it|its|of|for|or|changed|uploads|lines|files|file|yes|back|next|applied|proof|passed|step|steps|key|keys)(?!\p{L})/iu;
/** Names that Spanish speakers read in English, and code. */
const NAMES = [
  /https?:\/\/\S+/g,
  /Environment [›>] Add from \.env/g,
  /git add .*/g,
  /npx vet-media-setup .*/g,
  /aws s3(?:api)? .*/g,
  /vet-media-setup\.json/g,
  /Access key ID|Secret access key|Security credentials › Create access key › Application\s+(?:│ +)?running outside AWS/g,
  /\S+\.(?:py|txt|example|render)\b(?::[\d, ]+)?/g,
  /(?:open|documento|os)[.(].*/g,
  /[A-Z_]+=.*|\b[A-Z]+(?:_[A-Z]+)+\b/g,
];

function english(screen: string): string[] {
  const words = NAMES.reduce((text, name) => text.replace(name, "…"), screen);
  return words.split("\n").filter((line) => ENGLISH_WORDS.test(line));
}

test("from the first question to the farewell", async () => {
  const sandbox = await bench.sandbox({ keys: null });
  const { accessKeyId, secretAccessKey } = bench.standin.root;
  const wizard = openWizard(sandbox, [], { env: { LANG: "es_CL.UTF-8" } });

  await wizard.at(ASK.provider);
  expect(wizard.shown()).toMatchInlineSnapshot(`
    "┌  vet-media-setup 1.0.0
    │
    ◇  Tu proyecto
    │  Django 5.2.7 · producción usa veteriaria/settings.py (wsgi.py)
    │  sin render.yaml · 2 campos de archivo · media/ tiene 4 archivos, 3,2 KB
    │  Hoy los archivos se pierden en cada deploy
    │
    ▲  4 líneas abren archivos por su ruta, y eso falla en S3 y Cloudinary:
    │  cámbialas antes del deploy
    │  clinica/views.py:72  open(documento.archivo.path, 'rb')
    │      →  documento.archivo.open("rb")
    │  clinica/views.py:85  open(documento.archivo.path, 'rb')
    │      →  documento.archivo.open("rb")
    │  clinica/views.py:93  os.path.exists(documento.archivo.path)
    │      →  documento.archivo.storage.exists(documento.archivo.name)
    │  clinica/views.py:94  os.remove(documento.archivo.path)
    │      →  documento.archivo.delete(save=False)
    │
    ◆  ¿Dónde deben vivir los archivos?
    │  ● Amazon S3          archivos privados, con enlaces firmados que vencen
    │                       menos de US$0,01 al mes por tus archivos · recomendado
    │  ○ Cloudinary         redimensiona; sus enlaces no vencen: nada médico
    │                       gratis para tus archivos de hoy
    │  ○ Render disk        lo más simple; una instancia y pausa en cada deploy
    │                       US$7,25 al mes, con la instancia de pago
    │  ○ Otro servicio S3   Cloudflare R2, Backblaze B2, DigitalOcean Spaces …
    │                       los mismos enlaces que vencen, con su propio precio
    └  ↑↓ mover · Enter aceptar · Esc volver"
  `);
  await wizard.press("escape");
  await wizard.accept(ASK.provider);
  await wizard.at(ASK.bucket);
  wizard.type("ñ");
  await wizard.waitFor(/media-[0-9a-f]{8}ñ\n│ {2}\S/);
  expect(english(wizard.screen())).toEqual([]);
  await wizard.press("backspace", "enter");
  await wizard.at(ASK.region);
  expect(english(wizard.screen())).toEqual([]);
  await wizard.press("enter");
  await wizard.at(ASK.origins);
  expect(english(wizard.screen())).toEqual([]);
  await wizard.press("enter");
  await wizard.at(ASK.keyId);
  expect(english(wizard.screen())).toEqual([]);
  wizard.type(accessKeyId);
  await wizard.press("enter");
  await wizard.at(ASK.secret);
  wizard.type("x".repeat(40));
  await wizard.press("enter");
  await wizard.waitFor("El secreto no corresponde a esta clave de acceso");
  await wizard.at(ASK.keyId);
  wizard.type(accessKeyId);
  await wizard.press("enter");
  await wizard.at(ASK.secret);
  wizard.type(secretAccessKey);
  await wizard.press("enter");
  await wizard.accept(ASK.create);
  await wizard.at(ASK.appUser);
  expect(wizard.shown("◆  ¿Crear un usuario")).toMatchInlineSnapshot(`
    "◆  ¿Crear un usuario IAM solo para la app: santasofia-media-00000000?
    │  La app no debería tener claves que puedan borrar buckets, y las tuyas pueden
    │  más de lo que necesita. Este usuario solo puede leer y escribir los archivos
    │  de la app. Su clave va al archivo de variables; undo quita ambos.
    │  ● Sí   ○ No
    └  s o n · Enter aceptar · Esc volver"
  `);
  await wizard.press("enter");
  await wizard.at(ASK.apply);
  expect(wizard.shown("◇  El bucket")).toMatchInlineSnapshot(`
    "◇  El bucket santasofia-media-00000000 aún no existe. ¿Crearlo, privado?
    │  Sí
    │
    ◇  ¿Crear un usuario IAM solo para la app: santasofia-media-00000000?
    │  Sí
    │
    ◇  Para AWS eres arn:aws:iam::123456789012:user/administrator (claves: escritas
    │  aquí)
    ▲  El versionado está desactivado: un archivo borrado por error no se recupera
    │  Qué hacer: Para activarlo (las versiones antiguas ocupan espacio):
    │  aws s3api put-bucket-versioning --bucket santasofia-media-00000000 --region us-west-2 --versioning-configuration Status=Enabled
    │
    ▲  Los archivos subidos hasta ahora al servicio en marcha están en su
    │  instancia, y el próximo deploy o reinicio los borra
    │  Qué hacer: Sácalos antes de cualquier cosa que despliegue:
    │  scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued
    │
    ▲  Los 4 archivos de media/ (3,2 KB) se quedan ahí: esta ejecución no los mueve
    │
    ◇  Plan                                                nada ha cambiado todavía
    │  bucket          crear  santasofia-media-00000000  us-west-2 (Oregon)
    │  acceso público  crear  bloquear todo acceso público
    │  CORS            crear  GET, HEAD desde https://santasofia.onrender.com
    │  usuario IAM     crear  solo los archivos de la app; clave nueva
    │  + veteriaria/media_storage.py  109 líneas  dónde viven los archivos
    │  ~ veteriaria/settings.py       +8          un bloque administrado al final
    │  ~ requirements.txt             +3          django-storages, boto3
    │  ~ .gitignore                   +3          deja las claves fuera de git
    │  + .env.render                  0600, fuera de git, 6 variables, 2 secretas
    │  ~ .env.example                 +11         los mismos nombres sin valores
    │  + vet-media-setup.json         11 líneas   tus respuestas, sin secretos
    │
    │  De dónde salieron las respuestas
    │  configuración  veteriaria.settings              wsgi.py
    │  sitios (CORS)  https://santasofia.onrender.com  veteriaria/settings.py:29
    │  Lo dijiste tú: proveedor, bucket, región, crear bucket, usuario IAM
    │
    ◆  ¿Aplicar?
    │  ● Sí   ○ Ver las diferencias   ○ Cambiar una respuesta   ○ No
    └  ←→ mover · Enter aceptar · Esc volver"
  `);
  await wizard.press("right", "enter");
  await wizard.waitFor("Dónde viven los archivos subidos: s3");
  await wizard.at(ASK.apply);
  await wizard.press("right", "right", "enter");
  await wizard.at(ASK.which);
  await wizard.press("escape");
  await wizard.accept(ASK.apply);
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.shown("◇  ¿Aplicar?")).toMatchInlineSnapshot(`
    "◇  ¿Aplicar?
    │  Sí
    │
    ◇  9 comprobaciones superadas
    ◇  Aplicado en 0.0 s
    ◇  Prueba: tu Django 5.2.7 guardó un archivo, lo leyó de vuelta, abrió su
    │  enlace firmado como lo haría un navegador, dejó que lo lean las páginas de
    │  tu sitio, fue rechazado sin la firma, no pisó otro archivo con el mismo
    │  nombre, lo borró y sirve los archivos estáticos como antes
    │
    └  Tus archivos están a salvo. Te quedan cinco pasos:
       1. Archivos ya subidos al servicio en marcha: sácalos ahora, el deploy los
          borra (Connect › SSH muestra la dirección; una instancia gratuita no
          tiene SSH):
          scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued
       2. Copia lo que sacaste:
          npx vet-media-setup migrate --from rescued --to configured
       3. Render › tu servicio › Environment › Add from .env: pega .env.render
          (primero esto: sin él el próximo deploy no arranca)
       4. Copia tus 4 archivos:
          npx vet-media-setup migrate --from media --to configured
       5. git add -A && git commit -m "Guardar los archivos en S3" && git push
       Aún no está a salvo: clinica/views.py:72, 85, 93, 94 (así falla en S3)
       Deshacer todo:    npx vet-media-setup undo
       Lo mismo, en CI:
         npx vet-media-setup --provider s3 --bucket santasofia-media-00000000 --region us-west-2 --yes"
  `);
  const diff = wizard.screen().indexOf("◇  veteriaria/media_storage.py");
  const afterDiff = wizard.screen().indexOf("◇  ¿Aplicar?", diff);
  expect(english(wizard.screen().slice(0, diff))).toEqual([]);
  expect(english(wizard.screen().slice(afterDiff))).toEqual([]);

  const written = await readFile(path.join(sandbox.dir, ".env.render"), "utf8");
  expect(english(written)).toEqual([]);
  expect(JSON.parse(await readFile(path.join(sandbox.dir, "vet-media-setup.json"), "utf8"))).toMatchObject({
    lang: "es",
  });

  // The next run speaks as the last one wrote, whatever this shell says; with nothing to do.
  const again = openWizard(sandbox, [], {
    env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  });
  await again.accept(ASK.whatNext);
  expect(await again.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(again.screen()).toContain("└  No hay nada que hacer: todo está como lo pediste.");
  expect(english(again.screen())).toEqual([]);
});

test("a refused key, and Ctrl-C in the middle", async () => {
  const reader = await bench.standin.makeUser("lectora", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", NotAction: "s3:PutObject", Resource: "*" }],
  });
  const sandbox = await bench.sandbox({ keys: reader });
  const refused = openWizard(sandbox, ["--lang", "es"]);
  await refused.accept(ASK.provider, ASK.bucket, ASK.region, ASK.origins, ASK.create);
  await refused.decline(ASK.appUser);
  await refused.accept(ASK.apply);
  expect(await refused.exited).toEqual({ exitCode: 1, signal: 0 });
  expect(refused.shown("◇  ¿Aplicar?")).toMatchInlineSnapshot(`
    "◇  ¿Aplicar?
    │  Sí
    │
    ■  Esta clave no tiene permiso para s3:PutObject ahí
    │  S3 respondió AccessDenied a PutObject sobre
    │  santasofia-media-00000000/media/.vet-media-setup-probe-00000000.
    │  Todo quedó como estaba: se restauraron la regla CORS, el bloqueo de acceso
    │  público y el bucket santasofia-media-00000000.
    │  https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
    └  Qué hacer: Permite s3:PutObject sobre
       arn:aws:s3:::santasofia-media-00000000/media/* en la política de esta clave
       (consola de AWS › IAM), y ejecuta de nuevo.   (código 1)"
  `);
  expect(english(refused.screen())).toEqual([]);

  const stopped = openWizard(sandbox, ["--lang", "es"]);
  await stopped.at(ASK.provider);
  await stopped.press("ctrl-c");
  expect(await stopped.exited).toEqual({ exitCode: 130, signal: 0 });
  expect(stopped.shown("◇  Detenido")).toBe("◇  Detenido. No se cambió nada.\n└  (código 130)");
});
