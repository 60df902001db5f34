/** What a person sees, whole: the layout at three widths in English. */
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.ts";
import type { ReportEvent } from "../../src/model/terminal.ts";
import { width } from "../../src/terminal/width.ts";
import { BAD_RUN, FAILED_REPORT, GOOD_RUN, REPORT } from "./sample.ts";
import { record, UNCOLOURED } from "./streams.ts";

const human = (
  events: readonly ReportEvent[],
  report: Report | null = null,
  setting: Parameters<typeof record>[0] = {},
): string => record({ env: UNCOLOURED, ...setting }, events, report).stdout;

describe("a good run", () => {
  it("40 columns, English", () => {
    expect(human(GOOD_RUN, REPORT, { columns: 40 })).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  Your project
      │  Django 5.2.7 · production runs
      │  veteriaria/settings.py (wsgi.py, no
      │  render.yaml)
      │  2 file fields · media/ holds 4
      │  files, 1.3 MB · today they are lost
      │  at every deploy
      │
      ▲  2 lines open files by path, which S3
      │  and Cloudinary cannot do
      │  clinica/views.py:1707
      │      documento.archivo.path
      │      →  documento.archivo.open("rb")
      │  clinica/views.py:88
      │      os.remove(examen.archivo.path)
      │      →  examen.archivo.delete(save=False)
      │  Next: change them before the deploy
      │
      ◇  AWS says you are
      │  arn:aws:iam::123456789012:user/carla
      │  (keys from profile "default")
      ▲  Versioning is off: a deleted file is
      │  gone
      │  Next: turn it on in the S3 console
      │
      ◇  Plan         nothing has changed yet
      │  bucket  create
      │      santasofia-media-5f0c91ab
      │      us-west-2, near your Render
      │      region, private
      │  public access  create
      │      all four on
      │  CORS  create
      │      GET, HEAD from
      │      https://santasofia.onrender.com
      │  + veteriaria/media_storage.py
      │      38 lines
      │  ~ veteriaria/settings.py  +5
      │      one managed block
      │  ~ requirements.txt  +2 -1
      │  + .env.render
      │      0600, git-ignored, 7 variables,
      │      2 secret
      │  ~ .env.example  +7
      │  ~ .gitignore  +2
      │  + vet-media-setup.json  14 lines
      │
      │  Where the answers come from
      │  provider  s3
      │      --provider
      │  region  us-west-2
      │      default: near Render's oregon
      │  folder in it  none
      │      answers file
      │  sites (CORS)
      │      https://santasofia.onrender.com
      │      settings.py:31
      │  You said: bucket
      │
      ◇  Applied in 2.1 s
      ◇  Proof: your Django 5.2.7 saved a
      │  file, read it back, opened its
      │  signed link as a browser would, was
      │  refused without the signature, did
      │  not overwrite a namesake, and
      │  deleted it
      │
      └  Uploads are safe. Three things
         left for you:
         1. Render › your service ›
            Environment › Add from .env:
            paste .env.render
         2. git add -A && git commit -m "Store media on S3" && git push
         3. After the deploy:
            npx vet-media-setup check --deployed https://santasofia.onrender.com
         Not safe yet:
           the 2 lines of clinica/views.py
           above will fail on S3 until they
           are changed
         Your 4 files:
           npx vet-media-setup migrate --from media --to configured
         Take it back:
           npx vet-media-setup undo
         Same, in CI:
           npx vet-media-setup --provider s3 --bucket santasofia-media-5f0c91ab --region us-west-2 --cors-origin https://santasofia.onrender.com --yes

      "
    `);
  });
  it("80 columns, English", () => {
    expect(human(GOOD_RUN, REPORT)).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  Your project
      │  Django 5.2.7 · production runs veteriaria/settings.py (wsgi.py, no
      │  render.yaml)
      │  2 file fields · media/ holds 4 files, 1.3 MB · today they are lost at every
      │  deploy
      │
      ▲  2 lines open files by path, which S3 and Cloudinary cannot do
      │  clinica/views.py:1707  documento.archivo.path
      │      →  documento.archivo.open("rb")
      │  clinica/views.py:88    os.remove(examen.archivo.path)
      │      →  examen.archivo.delete(save=False)
      │  Next: change them before the deploy
      │
      ◇  AWS says you are arn:aws:iam::123456789012:user/carla (keys from profile
      │  "default")
      ▲  Versioning is off: a deleted file is gone
      │  Next: turn it on in the S3 console
      │
      ◇  Plan                                                 nothing has changed yet
      │  bucket         create  santasofia-media-5f0c91ab  us-west-2, near your
      │                                                    Render region, private
      │  public access  create  all four on
      │  CORS           create  GET, HEAD from https://santasofia.onrender.com
      │  + veteriaria/media_storage.py  38 lines
      │  ~ veteriaria/settings.py       +5        one managed block
      │  ~ requirements.txt             +2 -1
      │  + .env.render                  0600, git-ignored, 7 variables, 2 secret
      │  ~ .env.example                 +7
      │  ~ .gitignore                   +2
      │  + vet-media-setup.json         14 lines
      │
      │  Where the answers come from
      │  provider      s3                               --provider
      │  region        us-west-2                        default: near Render's oregon
      │  folder in it  none                             answers file
      │  sites (CORS)  https://santasofia.onrender.com  settings.py:31
      │  You said: bucket
      │
      ◇  Applied in 2.1 s
      ◇  Proof: your Django 5.2.7 saved a file, read it back, opened its signed link
      │  as a browser would, was refused without the signature, did not overwrite a
      │  namesake, and deleted it
      │
      └  Uploads are safe. Three things left for you:
         1. Render › your service › Environment › Add from .env: paste .env.render
         2. git add -A && git commit -m "Store media on S3" && git push
         3. After the deploy:
            npx vet-media-setup check --deployed https://santasofia.onrender.com
         Not safe yet: the 2 lines of clinica/views.py above will fail on S3 until
                       they are changed
         Your 4 files:  npx vet-media-setup migrate --from media --to configured
         Take it back:  npx vet-media-setup undo
         Same, in CI:
           npx vet-media-setup --provider s3 --bucket santasofia-media-5f0c91ab --region us-west-2 --cors-origin https://santasofia.onrender.com --yes

      "
    `);
  });
  it("200 columns, English", () => {
    expect(human(GOOD_RUN, REPORT, { columns: 200 })).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  Your project
      │  Django 5.2.7 · production runs veteriaria/settings.py (wsgi.py, no render.yaml)
      │  2 file fields · media/ holds 4 files, 1.3 MB · today they are lost at every deploy
      │
      ▲  2 lines open files by path, which S3 and Cloudinary cannot do
      │  clinica/views.py:1707  documento.archivo.path  →  documento.archivo.open("rb")
      │  clinica/views.py:88    os.remove(examen.archivo.path)  →  examen.archivo.delete(save=False)
      │  Next: change them before the deploy
      │
      ◇  AWS says you are arn:aws:iam::123456789012:user/carla (keys from profile "default")
      ▲  Versioning is off: a deleted file is gone
      │  Next: turn it on in the S3 console
      │
      ◇  Plan                                                  nothing has changed yet
      │  bucket         create  santasofia-media-5f0c91ab  us-west-2, near your Render region, private
      │  public access  create  all four on
      │  CORS           create  GET, HEAD from https://santasofia.onrender.com
      │  + veteriaria/media_storage.py  38 lines
      │  ~ veteriaria/settings.py       +5        one managed block
      │  ~ requirements.txt             +2 -1
      │  + .env.render                  0600, git-ignored, 7 variables, 2 secret
      │  ~ .env.example                 +7
      │  ~ .gitignore                   +2
      │  + vet-media-setup.json         14 lines
      │
      │  Where the answers come from
      │  provider      s3                               --provider
      │  region        us-west-2                        default: near Render's oregon
      │  folder in it  none                             answers file
      │  sites (CORS)  https://santasofia.onrender.com  settings.py:31
      │  You said: bucket
      │
      ◇  Applied in 2.1 s
      ◇  Proof: your Django 5.2.7 saved a file, read it back, opened its signed link as a browser would, was
      │  refused without the signature, did not overwrite a namesake, and deleted it
      │
      └  Uploads are safe. Three things left for you:
         1. Render › your service › Environment › Add from .env: paste .env.render
         2. git add -A && git commit -m "Store media on S3" && git push
         3. After the deploy: npx vet-media-setup check --deployed https://santasofia.onrender.com
         Not safe yet: the 2 lines of clinica/views.py above will fail on S3 until they are changed
         Your 4 files:  npx vet-media-setup migrate --from media --to configured
         Take it back:  npx vet-media-setup undo
         Same, in CI:
           npx vet-media-setup --provider s3 --bucket santasofia-media-5f0c91ab --region us-west-2 --cors-origin https://santasofia.onrender.com --yes

      "
    `);
  });
  it.each([40, 80, 200])("is no wider than %i columns, but for what must not be broken", (columns) => {
    for (const lang of ["en", "es"] as const) {
      for (const line of human(GOOD_RUN, REPORT, { columns, lang }).split("\n")) {
        const alone = /^[│└ ]*(\d\. )?(`[^`]+`|(→ +)?\S+|(npx|git) .*)$/.test(line);
        if (!alone) expect(width(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });
});

describe("a bad run", () => {
  it("80 columns, English", () => {
    expect(human(BAD_RUN, FAILED_REPORT)).toMatchInlineSnapshot(`
      "┌  vet-media-setup 1.0.0
      │
      ◇  Your project
      │  Django 5.2.7 · production runs veteriaria/settings.py (wsgi.py, no
      │  render.yaml)
      │  2 file fields · media/ holds 4 files, 1.3 MB · today they are lost at every
      │  deploy
      │
      ■  Proof: failed (project, Django 5.2.7, 4 of 6 steps)
      │  ✓ import-settings works
      │  ✓ default-storage works
      │  ✓ save works
      │  ✓ read works
      │  ✗ the signed link answered 403
      │  - not reached
      │
      ■  The bucket refuses this key
      │  S3 answered AccessDenied to PutObject on
      │  santasofia-media-5f0c91ab/media/.vet-media-setup-probe
      │  Your key may list the bucket but not write to it.
      │  Everything is as it was: the CORS rule and 6 files were put back.
      │  https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
      └  Next: give the key the policy that \`vet-media-setup policy --for app\`
         prints, and run again.   (exit 1)

      "
    `);
  });
});
