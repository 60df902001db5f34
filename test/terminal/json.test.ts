import { describe, expect, it } from "vitest";
import { remember } from "../../src/lib/secrets.ts";
import { verbatim } from "../../src/lib/text.ts";
import { jsonDocument } from "../../src/terminal/json-document.ts";
import { openTerminal } from "../../src/terminal/terminal.ts";
import { BAD_RUN, CHANGES, FAILED_REPORT, GOOD_RUN, REPORT } from "./sample.ts";
import { record, stream } from "./streams.ts";

describe("the document", () => {
  it("has exactly the keys of the contract", () => {
    expect(jsonDocument({ ...REPORT, plan: CHANGES.slice(0, 4) }, "en")).toMatchInlineSnapshot(`
      {
        "checks": [
          {
            "id": "sts-identity",
            "message": "AWS says you are arn:aws:iam::123456789012:user/carla (keys from profile "default")",
            "status": "pass",
          },
          {
            "docsUrl": "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
            "id": "bucket-versioning",
            "message": "Versioning is off: a deleted file is gone",
            "next": "turn it on in the S3 console",
            "status": "warn",
          },
        ],
        "command": "setup",
        "errors": [],
        "exitCode": 0,
        "files": [
          "veteriaria/media_storage.py",
          "veteriaria/settings.py",
        ],
        "next": [
          "Render › your service › Environment › Add from .env: paste .env.render",
          "git add -A && git commit -m "Store media on S3" && git push",
          "After the deploy: npx vet-media-setup check --deployed https://santasofia.onrender.com",
        ],
        "plan": [
          {
            "action": "create",
            "kind": "bucket",
            "summary": "us-west-2, near your Render region, private",
            "target": "santasofia-media-5f0c91ab",
          },
          {
            "action": "create",
            "kind": "public-access-block",
            "summary": "all four on",
            "target": "santasofia-media-5f0c91ab",
          },
          {
            "action": "create",
            "kind": "cors",
            "summary": "GET, HEAD from https://santasofia.onrender.com",
            "target": "santasofia-media-5f0c91ab",
          },
          {
            "action": "create",
            "kind": "file",
            "summary": "",
            "target": "veteriaria/media_storage.py",
          },
        ],
        "proof": {
          "django": "5.2.7",
          "mode": "project",
          "python": "/home/carla/santasofia/.venv/bin/python",
          "status": "passed",
          "steps": [
            {
              "id": "import-settings",
              "message": "import-settings works",
              "status": "pass",
            },
            {
              "id": "default-storage",
              "message": "default-storage works",
              "status": "pass",
            },
            {
              "id": "save",
              "message": "save works",
              "status": "pass",
            },
            {
              "id": "read",
              "message": "read works",
              "status": "pass",
            },
            {
              "id": "fetch-signed",
              "message": "fetch-signed works",
              "status": "pass",
            },
            {
              "id": "fetch-unsigned",
              "message": "fetch-unsigned works",
              "status": "pass",
            },
            {
              "id": "no-overwrite",
              "message": "no-overwrite works",
              "status": "pass",
            },
            {
              "id": "delete",
              "message": "delete works",
              "status": "pass",
            },
            {
              "id": "gone",
              "message": "gone works",
              "status": "pass",
            },
          ],
        },
        "provider": "s3",
        "schemaVersion": 1,
        "status": "ok",
        "values": {
          "AWS_ACCESS_KEY_ID": {
            "source": "env",
            "value": "***",
          },
          "AWS_SECRET_ACCESS_KEY": {
            "source": "env",
            "value": "***",
          },
          "bucket": {
            "source": "prompt",
            "value": "santasofia-media-5f0c91ab",
          },
          "corsOrigin": {
            "detail": "settings.py:31",
            "source": "project",
            "value": [
              "https://santasofia.onrender.com",
            ],
          },
          "directUpload": {
            "source": "default",
            "value": false,
          },
          "prefix": {
            "source": "answers",
            "value": "",
          },
          "provider": {
            "detail": "--provider",
            "source": "flag",
            "value": "s3",
          },
          "region": {
            "detail": "near Render's oregon",
            "source": "default",
            "value": "us-west-2",
          },
        },
        "warnings": [
          {
            "code": "bypasses-storage-api",
            "message": "2 lines open files by path, which S3 and Cloudinary cannot do",
            "next": "change them before the deploy",
            "places": [
              {
                "place": "clinica/views.py:1707",
                "text": "documento.archivo.path  →  documento.archivo.open("rb")",
              },
              {
                "place": "clinica/views.py:88",
                "text": "os.remove(examen.archivo.path)  →  examen.archivo.delete(save=False)",
              },
            ],
          },
        ],
      }
    `);
  });

  it("of a failed run, in Spanish", () => {
    const { errors, proof, status, exitCode } = jsonDocument(FAILED_REPORT, "es");
    expect({ errors, proof, status, exitCode }).toMatchInlineSnapshot(`
      {
        "errors": [
          {
            "code": "access-denied",
            "docsUrl": "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html",
            "message": "El bucket rechaza esta llave
      S3 respondió AccessDenied a PutObject en santasofia-media-5f0c91ab/media/.vet-media-setup-probe
      Tu llave puede listar el bucket pero no escribir en él.",
            "next": "dale a la llave la política que imprime \`vet-media-setup policy --for app\` y vuelve a correr.",
          },
        ],
        "exitCode": 1,
        "proof": null,
        "status": "failed",
      }
    `);
  });

  it("leaves out what is not there", () => {
    const document = jsonDocument(
      { ...REPORT, errors: [{ code: "x", exit: 1, message: verbatim("m") }], checks: [] },
      "en",
    );
    expect(document.errors).toEqual([{ code: "x", message: "m" }]);
  });

  it("stars secrets by type and by name, and keeps types of other values", () => {
    const names = ["AWS_ACCESS_KEY_ID", "accessKeyId", "AWS_SESSION_TOKEN", "CLOUDINARY_URL", "CLOUDINARY_API_SECRET"];
    const values = names.map((name) => ({ name, value: "plain-string", source: "env" as const }));
    const document = jsonDocument(
      { ...REPORT, values: [...values, { name: "diskSize", value: 10, source: "flag" }] },
      "en",
    );
    expect(document.values).toEqual({
      ...Object.fromEntries(names.map((name) => [name, { value: "***", source: "env" }])),
      diskSize: { value: 10, source: "flag" },
    });
  });

  it("stays JSON whatever the secret is", () => {
    for (const secret of ["true", "null", '":"', '{\n  "', "schemaVersion", "status"]) remember(secret);
    const { stdout } = record({ json: true }, [], {
      ...REPORT,
      next: [verbatim("schemaVersion and status are words")],
    });
    const document = JSON.parse(stdout);
    expect(document.schemaVersion).toBe(1);
    expect(document.next).toEqual(["*** and *** are words"]);
  });
});

describe("standard output", () => {
  it.each([true, false])("holds one document and nothing else (terminal: %s)", (terminal) => {
    const { stdout, stderr } = record({ json: true, terminal }, [...GOOD_RUN, ...BAD_RUN], REPORT);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, status: "ok" });
    expect(stdout.endsWith("}\n")).toBe(true);
    expect(stderr).toBe("");
  });

  it("stays so with --verbose: the account goes to standard error", () => {
    const { stdout, stderr } = record({ json: true, verbose: true }, GOOD_RUN, REPORT);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1 });
    expect(stderr).toContain("proof: passed");
  });

  it("gets nothing while work goes on, and one document if closed twice", async () => {
    const stdout = stream({ isTTY: true });
    const { reporter, prompter } = openTerminal({
      json: true,
      plain: false,
      yes: false,
      lang: "en",
      verbose: false,
      env: {},
      stdin: stream({ isTTY: true }),
      stdout,
      stderr: stream({ isTTY: true }),
    });
    expect(prompter).toBeNull();
    await expect(reporter.during(verbatim("Looking"), async (tell) => tell(verbatim("more")))).resolves.toBeUndefined();
    expect(stdout.text()).toBe("");
    reporter.close(REPORT);
    reporter.close(REPORT);
    expect(() => JSON.parse(stdout.text())).not.toThrow();
  });
});
