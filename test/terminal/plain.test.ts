import { describe, expect, it, onTestFinished, vi } from "vitest";
import { EXIT } from "../../src/lib/failure.ts";
import { verbatim } from "../../src/lib/text.ts";
import type { ReportEvent } from "../../src/model/terminal.ts";
import { openTerminal } from "../../src/terminal/terminal.ts";
import { BAD_RUN, DIFFS, FAILED_REPORT, GOOD_RUN, PROBLEM, PROOF, REPORT } from "./sample.ts";
import { record, stream } from "./streams.ts";

const OFF = { terminal: false, env: {} };

describe("the plain account", () => {
  it("of a good run, English", () => {
    const { stdout, stderr } = record(OFF, GOOD_RUN, REPORT);
    expect(stderr).toBe("");
    expect(stdout).toMatchInlineSnapshot(`
      "project: Django 5.2.7 · production runs veteriaria/settings.py (wsgi.py, no render.yaml)
      project: 2 file fields · media/ holds 4 files, 1.3 MB · today they are lost at every deploy
      warning: 2 lines open files by path, which S3 and Cloudinary cannot do
      warning: clinica/views.py:1707: documento.archivo.path  →  documento.archivo.open("rb")
      warning: clinica/views.py:88: os.remove(examen.archivo.path)  →  examen.archivo.delete(save=False)
      next: change them before the deploy
      check: ok: AWS says you are arn:aws:iam::123456789012:user/carla (keys from profile "default")
      check: warning: Versioning is off: a deleted file is gone
      next: turn it on in the S3 console
      docs: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
      answer: provider = s3 (flag: --provider)
      answer: bucket = santasofia-media-5f0c91ab (you said so)
      answer: region = us-west-2 (default: near Render's oregon)
      answer: prefix = none (answers file)
      answer: corsOrigin = https://santasofia.onrender.com (project: settings.py:31)
      answer: directUpload = no (default)
      answer: AWS_ACCESS_KEY_ID = *** (environment)
      answer: AWS_SECRET_ACCESS_KEY = *** (environment)
      plan: 10 changes, nothing has changed yet
      plan: create bucket santasofia-media-5f0c91ab (us-west-2, near your Render region, private)
      plan: create public access santasofia-media-5f0c91ab (all four on)
      plan: create CORS santasofia-media-5f0c91ab (GET, HEAD from https://santasofia.onrender.com)
      plan: create veteriaria/media_storage.py (38 lines)
      plan: change veteriaria/settings.py (+5, one managed block)
      plan: change requirements.txt (+2 -1)
      plan: create .env.render (7 lines, 0600, git-ignored, 7 variables, 2 secret)
      plan: change .env.example (+7)
      plan: change .gitignore (+2)
      plan: create vet-media-setup.json (14 lines)
      applied: 10 changes in 2.1 s
      proof: passed (project, Django 5.2.7, 9 steps)
      done: Uploads are safe. Three things left for you:
      next: Render › your service › Environment › Add from .env: paste .env.render
      next: git add -A && git commit -m "Store media on S3" && git push
      next: After the deploy: npx vet-media-setup check --deployed https://santasofia.onrender.com
      not safe yet: the 2 lines of clinica/views.py above will fail on S3 until they are changed
      your 4 files: npx vet-media-setup migrate --from media --to configured
      take it back: npx vet-media-setup undo
      same, in CI: npx vet-media-setup --provider s3 --bucket santasofia-media-5f0c91ab --region us-west-2 --cors-origin https://santasofia.onrender.com --yes
      "
    `);
  });

  it("of a good run, Spanish", () => {
    expect(record({ ...OFF, lang: "es" }, GOOD_RUN, REPORT).stdout).toMatchInlineSnapshot(`
      "proyecto: Django 5.2.7 · producción usa veteriaria/settings.py (wsgi.py, sin render.yaml)
      proyecto: 2 campos de archivo · media/ tiene 4 archivos, 1,3 MB · hoy se pierden en cada deploy
      advertencia: 2 líneas abren archivos por su ruta, algo que S3 y Cloudinary no permiten
      advertencia: clinica/views.py:1707: documento.archivo.path  →  documento.archivo.open("rb")
      advertencia: clinica/views.py:88: os.remove(examen.archivo.path)  →  examen.archivo.delete(save=False)
      sigue: cámbialas antes del deploy
      comprobación: bien: AWS dice que eres arn:aws:iam::123456789012:user/carla (llaves del perfil "default")
      comprobación: advertencia: El versionado está apagado: lo que se borra no vuelve
      sigue: actívalo en la consola de S3
      documentación: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
      respuesta: provider = s3 (opción: --provider)
      respuesta: bucket = santasofia-media-5f0c91ab (lo dijiste tú)
      respuesta: region = us-west-2 (por defecto: cerca de oregon de Render)
      respuesta: prefix = ninguno (archivo de respuestas)
      respuesta: corsOrigin = https://santasofia.onrender.com (proyecto: settings.py:31)
      respuesta: directUpload = no (por defecto)
      respuesta: AWS_ACCESS_KEY_ID = *** (entorno)
      respuesta: AWS_SECRET_ACCESS_KEY = *** (entorno)
      plan: 10 cambios, nada ha cambiado todavía
      plan: crear bucket santasofia-media-5f0c91ab (us-west-2, cerca de tu región de Render, privado)
      plan: crear acceso público santasofia-media-5f0c91ab (los cuatro activados)
      plan: crear CORS santasofia-media-5f0c91ab (GET, HEAD desde https://santasofia.onrender.com)
      plan: crear veteriaria/media_storage.py (38 líneas)
      plan: cambiar veteriaria/settings.py (+5, un bloque administrado)
      plan: cambiar requirements.txt (+2 -1)
      plan: crear .env.render (7 líneas, 0600, fuera de git, 7 variables, 2 secretas)
      plan: cambiar .env.example (+7)
      plan: cambiar .gitignore (+2)
      plan: crear vet-media-setup.json (14 líneas)
      aplicado: 10 cambios en 2,1 s
      prueba: superada (proyecto, Django 5.2.7, 9 pasos)
      listo: Tus archivos están a salvo. Te quedan tres pasos:
      sigue: Render › tu servicio › Environment › Add from .env: pega .env.render
      sigue: git add -A && git commit -m "Guarda los archivos en S3" && git push
      sigue: Después del deploy: npx vet-media-setup check --deployed https://santasofia.onrender.com
      aún no está a salvo: las 2 líneas de clinica/views.py de arriba fallarán en S3 hasta que las cambies
      tus 4 archivos: npx vet-media-setup migrate --from media --to configured
      deshacerlo: npx vet-media-setup undo
      lo mismo, en CI: npx vet-media-setup --provider s3 --bucket santasofia-media-5f0c91ab --region us-west-2 --cors-origin https://santasofia.onrender.com --yes
      "
    `);
  });

  it("of a bad run puts the problem on standard error", () => {
    const { stdout, stderr } = record(OFF, BAD_RUN, FAILED_REPORT);
    expect(stdout).toMatchInlineSnapshot(`
      "project: Django 5.2.7 · production runs veteriaria/settings.py (wsgi.py, no render.yaml)
      project: 2 file fields · media/ holds 4 files, 1.3 MB · today they are lost at every deploy
      proof: failed (project, Django 5.2.7, 4 of 6 steps)
      proof: failed: fetch-signed: the signed link answered 403
      proof: skipped: delete: not reached
      "
    `);
    expect(stderr).toMatchInlineSnapshot(`
      "error: The bucket refuses this key
      error: S3 answered AccessDenied to PutObject on santasofia-media-5f0c91ab/media/.vet-media-setup-probe
      error: Your key may list the bucket but not write to it.
      state: Everything is as it was: the CORS rule and 6 files were put back.
      next: give the key the policy that \`vet-media-setup policy --for app\` prints, and run again.
      docs: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
      exit: 1
      "
    `);
  });

  it("of a bad run, Spanish", () => {
    expect(record({ ...OFF, lang: "es" }, BAD_RUN, FAILED_REPORT).stderr).toMatchInlineSnapshot(`
      "error: El bucket rechaza esta llave
      error: S3 respondió AccessDenied a PutObject en santasofia-media-5f0c91ab/media/.vet-media-setup-probe
      error: Tu llave puede listar el bucket pero no escribir en él.
      estado: Todo quedó como estaba: la regla CORS y 6 archivos volvieron a su lugar.
      sigue: dale a la llave la política que imprime \`vet-media-setup policy --for app\` y vuelve a correr.
      documentación: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
      código: 1
      "
    `);
  });

  it("does not depend on the width", () => {
    expect(record({ ...OFF, columns: 40 }, GOOD_RUN, REPORT)).toEqual(
      record({ ...OFF, columns: 200 }, GOOD_RUN, REPORT),
    );
  });

  it("prints diffs in full, as they are", () => {
    const { stdout } = record(OFF, [{ type: "diff", diffs: DIFFS.slice(1, 2) }], null);
    expect(stdout).toBe(`diff: veteriaria/settings.py (+5 -0)\n${DIFFS[1]?.lines.join("\n")}\n`);
  });

  it("shows problems that only the report knows, and none twice", () => {
    expect(record(OFF, [], FAILED_REPORT).stderr.match(/^error: The bucket refuses/gm)).toHaveLength(1);
    expect(record(OFF, BAD_RUN, FAILED_REPORT).stderr.match(/^error: The bucket refuses/gm)).toHaveLength(1);
  });

  it("names the place of a problem", () => {
    const problem = { ...PROBLEM, place: "veteriaria/settings.py:12", message: verbatim("does not parse") };
    const { stderr } = record(OFF, [{ type: "problem", problem, after: [] }], null);
    expect(stderr).toMatch(/^error: veteriaria\/settings\.py:12: does not parse\n/);
  });

  it("says that a run was interrupted", () => {
    const report = { ...FAILED_REPORT, status: "interrupted", exitCode: EXIT.interrupted, errors: [] } as const;
    expect(record(OFF, [], report).stderr).toBe("error: Interrupted\nexit: 130\n");
  });

  it("says that a proof was skipped, and why", () => {
    const proof = {
      ...PROOF,
      status: "skipped",
      steps: [],
      reason: verbatim("No Python with Django was found"),
    } as const;
    expect(record(OFF, [{ type: "proof", proof }], null).stdout).toBe(
      "proof: skipped\nproof: No Python with Django was found\n",
    );
  });

  it("says what it works on with --verbose, or where it takes so long that people wonder", async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    for (const verbose of [false, true]) {
      const stdout = stream({ isTTY: false });
      const { reporter } = openTerminal({
        json: false,
        plain: false,
        yes: false,
        lang: "en",
        verbose,
        env: {},
        stdin: stream({ isTTY: false }),
        stdout,
        stderr: stream({ isTTY: false }),
      });
      await expect(
        reporter.during(verbatim("Looking"), async (tell) => {
          tell(verbatim("Looking closer"));
          return 7;
        }),
      ).resolves.toBe(7);
      const waiting = reporter.during(
        verbatim("Waiting"),
        () => new Promise((resolve) => setTimeout(() => resolve(8), 60_000)),
      );
      await vi.advanceTimersByTimeAsync(60_000);
      await expect(waiting).resolves.toBe(8);
      await expect(reporter.during(verbatim("Failing"), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
      expect(stdout.text()).toBe(
        verbose
          ? "working: Looking\nworking: Looking closer\nworking: Waiting\nworking: Failing\n"
          : "working: Waiting\n",
      );
    }
  });
});

describe("escape bytes", () => {
  const HOSTILE = "\u001b]0;owned\u0007\u001b[2J\u009b31m\rover\b\u202etxt.exe";
  const hostile: readonly ReportEvent[] = [
    {
      type: "facts",
      topic: `topic${HOSTILE}`,
      title: verbatim(`title${HOSTILE}`),
      lines: [verbatim(`line${HOSTILE}`)],
    },
    { type: "diff", diffs: [{ path: `path${HOSTILE}`, added: 1, removed: 0, lines: [`+line${HOSTILE}`] }] },
    {
      type: "warning",
      warning: {
        code: "x",
        message: verbatim(HOSTILE),
        places: [{ place: HOSTILE, text: HOSTILE }],
        mustAccept: false,
      },
    },
    { type: "problem", problem: { ...PROBLEM, place: HOSTILE, docsUrl: HOSTILE }, after: [verbatim(HOSTILE)] },
    {
      type: "farewell",
      title: verbatim(HOSTILE),
      next: [verbatim(HOSTILE)],
      also: [{ label: verbatim(HOSTILE), command: HOSTILE }],
      unsafe: [verbatim(HOSTILE)],
    },
  ];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  const DRIVING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

  it.each([
    ["NO_COLOR", { env: { TERM: "xterm-256color", NO_COLOR: "1" } }],
    ["TERM=dumb", { env: { TERM: "dumb" } }],
    ["--plain", { plain: true }],
    ["--plain against FORCE_COLOR", { plain: true, env: { FORCE_COLOR: "1" } }],
    ["CI", { env: { CI: "true", TERM: "xterm-256color" } }],
    ["no terminal", { terminal: false, env: {} }],
  ])("there is none with %s, in a whole run and with hostile names", (_, setting) => {
    for (const events of [GOOD_RUN, BAD_RUN, hostile]) {
      const { stdout, stderr } = record(setting, events, FAILED_REPORT);
      expect(stdout.length).toBeGreaterThan(0);
      expect(stdout).not.toMatch(DRIVING);
      expect(stderr).not.toMatch(DRIVING);
    }
  });

  it("on a colour terminal, hostile names drive nothing: only our own colours are there", () => {
    const { stdout } = record({}, hostile, FAILED_REPORT);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
    expect(stdout.replace(/\u001b\[[0-9]{1,2}m/g, "")).not.toMatch(DRIVING);
    expect(stdout).toContain("\\x1b]0;owned\\x07");
    expect(stdout).toContain("\\u202etxt.exe");
  });

  it("off a terminal FORCE_COLOR colours, and moves no cursor", () => {
    const { stdout } = record(
      { terminal: false, env: { FORCE_COLOR: "1" } },
      [{ type: "diff", diffs: DIFFS.slice(2, 3) }],
      null,
    );
    expect(stdout).toContain("\u001b[31m-boto3==1.28\u001b[39m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
    expect(stdout.replace(/\u001b\[[0-9]{1,2}m/g, "")).not.toMatch(DRIVING);
  });
});
