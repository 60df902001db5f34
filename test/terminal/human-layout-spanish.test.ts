/** What a person sees, whole: the layout at three widths in Spanish. */
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.ts";
import type { ReportEvent } from "../../src/model/terminal.ts";
import { BAD_RUN, FAILED_REPORT, GOOD_RUN, REPORT } from "./sample.ts";
import { record, UNCOLOURED } from "./streams.ts";

const human = (
  events: readonly ReportEvent[],
  report: Report | null = null,
  setting: Parameters<typeof record>[0] = {},
): string => record({ env: UNCOLOURED, ...setting }, events, report).stdout;

describe("a good run", () => {
  it("40 columns, Spanish", () => {
    expect(human(GOOD_RUN, REPORT, { columns: 40, lang: "es" })).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  Tu proyecto
      │  Django 5.2.7 · producción usa
      │  veteriaria/settings.py (wsgi.py, sin
      │  render.yaml)
      │  2 campos de archivo · media/ tiene 4
      │  archivos, 1,3 MB · hoy se pierden en
      │  cada deploy
      │
      ▲  2 líneas abren archivos por su ruta,
      │  algo que S3 y Cloudinary no permiten
      │  clinica/views.py:1707
      │      documento.archivo.path
      │      →  documento.archivo.open("rb")
      │  clinica/views.py:88
      │      os.remove(examen.archivo.path)
      │      →  examen.archivo.delete(save=False)
      │  Qué hacer: cámbialas antes del
      │  deploy
      │
      ◇  AWS dice que eres
      │  arn:aws:iam::123456789012:user/carla
      │  (llaves del perfil "default")
      ▲  El versionado está apagado: lo que
      │  se borra no vuelve
      │  Qué hacer: actívalo en la consola de
      │  S3
      │
      ◇  Plan        nada ha cambiado todavía
      │  bucket  crear
      │      santasofia-media-5f0c91ab
      │      us-west-2, cerca de tu región de
      │      Render, privado
      │  acceso público  crear
      │      los cuatro activados
      │  CORS  crear
      │      GET, HEAD desde
      │      https://santasofia.onrender.com
      │  + veteriaria/media_storage.py
      │      38 líneas
      │  ~ veteriaria/settings.py  +5
      │      un bloque administrado
      │  ~ requirements.txt  +2 -1
      │  + .env.render
      │      0600, fuera de git, 7 variables,
      │      2 secretas
      │  ~ .env.example  +7
      │  ~ .gitignore  +2
      │  + vet-media-setup.json  14 líneas
      │
      │  De dónde salieron las respuestas
      │  proveedor  s3
      │      --provider
      │  región  us-west-2
      │      por defecto: cerca de oregon de
      │      Render
      │  carpeta dentro  ninguno
      │      archivo de respuestas
      │  sitios (CORS)
      │      https://santasofia.onrender.com
      │      settings.py:31
      │  Lo dijiste tú: bucket
      │
      ◇  Aplicado en 2,1 s
      ◇  Prueba: tu Django 5.2.7 guardó un
      │  archivo, lo leyó de vuelta, abrió su
      │  enlace firmado como lo haría un
      │  navegador, fue rechazado sin la
      │  firma, no pisó otro archivo con el
      │  mismo nombre y lo borró
      │
      └  Tus archivos están a salvo. Te
         quedan tres pasos:
         1. Render › tu servicio ›
            Environment › Add from .env:
            pega .env.render
         2. git add -A && git commit -m "Guarda los archivos en S3" && git push
         3. Después del deploy:
            npx vet-media-setup check --deployed https://santasofia.onrender.com
         Aún no está a salvo:
           las 2 líneas de clinica/views.py
           de arriba fallarán en S3 hasta
           que las cambies
         Tus 4 archivos:
           npx vet-media-setup migrate --from media --to configured
         Deshacerlo:
           npx vet-media-setup undo
         Lo mismo, en CI:
           npx vet-media-setup --provider s3 --bucket santasofia-media-5f0c91ab --region us-west-2 --cors-origin https://santasofia.onrender.com --yes

      "
    `);
  });
  it("80 columns, Spanish", () => {
    expect(human(GOOD_RUN, REPORT, { lang: "es" })).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  Tu proyecto
      │  Django 5.2.7 · producción usa veteriaria/settings.py (wsgi.py, sin
      │  render.yaml)
      │  2 campos de archivo · media/ tiene 4 archivos, 1,3 MB · hoy se pierden en
      │  cada deploy
      │
      ▲  2 líneas abren archivos por su ruta, algo que S3 y Cloudinary no permiten
      │  clinica/views.py:1707  documento.archivo.path
      │      →  documento.archivo.open("rb")
      │  clinica/views.py:88    os.remove(examen.archivo.path)
      │      →  examen.archivo.delete(save=False)
      │  Qué hacer: cámbialas antes del deploy
      │
      ◇  AWS dice que eres arn:aws:iam::123456789012:user/carla (llaves del perfil
      │  "default")
      ▲  El versionado está apagado: lo que se borra no vuelve
      │  Qué hacer: actívalo en la consola de S3
      │
      ◇  Plan                                                nada ha cambiado todavía
      │  bucket          crear  santasofia-media-5f0c91ab  us-west-2, cerca de tu
      │                                                    región de Render, privado
      │  acceso público  crear  los cuatro activados
      │  CORS            crear  GET, HEAD desde https://santasofia.onrender.com
      │  + veteriaria/media_storage.py  38 líneas
      │  ~ veteriaria/settings.py       +5         un bloque administrado
      │  ~ requirements.txt             +2 -1
      │  + .env.render                  0600, fuera de git, 7 variables, 2 secretas
      │  ~ .env.example                 +7
      │  ~ .gitignore                   +2
      │  + vet-media-setup.json         14 líneas
      │
      │  De dónde salieron las respuestas
      │  proveedor       s3                               --provider
      │  región          us-west-2                        por defecto: cerca de
      │                                                   oregon de Render
      │  carpeta dentro  ninguno                          archivo de respuestas
      │  sitios (CORS)   https://santasofia.onrender.com  settings.py:31
      │  Lo dijiste tú: bucket
      │
      ◇  Aplicado en 2,1 s
      ◇  Prueba: tu Django 5.2.7 guardó un archivo, lo leyó de vuelta, abrió su
      │  enlace firmado como lo haría un navegador, fue rechazado sin la firma, no
      │  pisó otro archivo con el mismo nombre y lo borró
      │
      └  Tus archivos están a salvo. Te quedan tres pasos:
         1. Render › tu servicio › Environment › Add from .env: pega .env.render
         2. git add -A && git commit -m "Guarda los archivos en S3" && git push
         3. Después del deploy:
            npx vet-media-setup check --deployed https://santasofia.onrender.com
         Aún no está a salvo: las 2 líneas de clinica/views.py de arriba fallarán
                              en S3 hasta que las cambies
         Tus 4 archivos:   npx vet-media-setup migrate --from media --to configured
         Deshacerlo:       npx vet-media-setup undo
         Lo mismo, en CI:
           npx vet-media-setup --provider s3 --bucket santasofia-media-5f0c91ab --region us-west-2 --cors-origin https://santasofia.onrender.com --yes

      "
    `);
  });
  it("200 columns, Spanish", () => {
    expect(human(GOOD_RUN, REPORT, { columns: 200, lang: "es" })).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  Tu proyecto
      │  Django 5.2.7 · producción usa veteriaria/settings.py (wsgi.py, sin render.yaml)
      │  2 campos de archivo · media/ tiene 4 archivos, 1,3 MB · hoy se pierden en cada deploy
      │
      ▲  2 líneas abren archivos por su ruta, algo que S3 y Cloudinary no permiten
      │  clinica/views.py:1707  documento.archivo.path  →  documento.archivo.open("rb")
      │  clinica/views.py:88    os.remove(examen.archivo.path)  →  examen.archivo.delete(save=False)
      │  Qué hacer: cámbialas antes del deploy
      │
      ◇  AWS dice que eres arn:aws:iam::123456789012:user/carla (llaves del perfil "default")
      ▲  El versionado está apagado: lo que se borra no vuelve
      │  Qué hacer: actívalo en la consola de S3
      │
      ◇  Plan                                                 nada ha cambiado todavía
      │  bucket          crear  santasofia-media-5f0c91ab  us-west-2, cerca de tu región de Render, privado
      │  acceso público  crear  los cuatro activados
      │  CORS            crear  GET, HEAD desde https://santasofia.onrender.com
      │  + veteriaria/media_storage.py  38 líneas
      │  ~ veteriaria/settings.py       +5         un bloque administrado
      │  ~ requirements.txt             +2 -1
      │  + .env.render                  0600, fuera de git, 7 variables, 2 secretas
      │  ~ .env.example                 +7
      │  ~ .gitignore                   +2
      │  + vet-media-setup.json         14 líneas
      │
      │  De dónde salieron las respuestas
      │  proveedor       s3                               --provider
      │  región          us-west-2                        por defecto: cerca de oregon de Render
      │  carpeta dentro  ninguno                          archivo de respuestas
      │  sitios (CORS)   https://santasofia.onrender.com  settings.py:31
      │  Lo dijiste tú: bucket
      │
      ◇  Aplicado en 2,1 s
      ◇  Prueba: tu Django 5.2.7 guardó un archivo, lo leyó de vuelta, abrió su enlace firmado como lo haría
      │  un navegador, fue rechazado sin la firma, no pisó otro archivo con el mismo nombre y lo borró
      │
      └  Tus archivos están a salvo. Te quedan tres pasos:
         1. Render › tu servicio › Environment › Add from .env: pega .env.render
         2. git add -A && git commit -m "Guarda los archivos en S3" && git push
         3. Después del deploy: npx vet-media-setup check --deployed https://santasofia.onrender.com
         Aún no está a salvo: las 2 líneas de clinica/views.py de arriba fallarán en S3 hasta que las
                              cambies
         Tus 4 archivos:   npx vet-media-setup migrate --from media --to configured
         Deshacerlo:       npx vet-media-setup undo
         Lo mismo, en CI:
           npx vet-media-setup --provider s3 --bucket santasofia-media-5f0c91ab --region us-west-2 --cors-origin https://santasofia.onrender.com --yes

      "
    `);
  });
});

describe("a bad run", () => {
  it("40 columns, Spanish", () => {
    expect(human(BAD_RUN, FAILED_REPORT, { columns: 40, lang: "es" })).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  Tu proyecto
      │  Django 5.2.7 · producción usa
      │  veteriaria/settings.py (wsgi.py, sin
      │  render.yaml)
      │  2 campos de archivo · media/ tiene 4
      │  archivos, 1,3 MB · hoy se pierden en
      │  cada deploy
      │
      ■  Prueba: fallida (proyecto, Django
      │  5.2.7, 4 de 6 pasos)
      │  ✓ import-settings funciona
      │  ✓ default-storage funciona
      │  ✓ save funciona
      │  ✓ read funciona
      │  ✗ el enlace firmado respondió 403
      │  - no se llegó
      │
      ■  El bucket rechaza esta llave
      │  S3 respondió AccessDenied a
      │  PutObject en
      │  santasofia-media-5f0c91ab/media/.vet-media-setup-probe
      │  Tu llave puede listar el bucket pero
      │  no escribir en él.
      │  Todo quedó como estaba: la regla
      │  CORS y 6 archivos volvieron a su
      │  lugar.
      │  https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
      └  Qué hacer: dale a la llave la
         política que imprime
         \`vet-media-setup policy --for app\` y
         vuelve a correr.   (código 1)

      "
    `);
  });
});
