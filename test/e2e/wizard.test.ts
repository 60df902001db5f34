/** The whole wizard on the clinic, in a terminal of 80×24 against the AWS stand-in: every screen that a person sees on the way. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { benchForThisFile } from "../support/sandbox.ts";
import { ENGLISH as ASK, openWizard, printedCommand } from "./wizard-support.ts";

const bench = benchForThisFile();

test("from the first question to the farewell, with a mistake, a change of mind, and the way back into CI", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const wizard = openWizard(sandbox);

  await wizard.at(ASK.provider);
  expect(wizard.shown()).toMatchInlineSnapshot(`
    "┌  vet-media-setup 1.0.0
    │
    ◇  Your project
    │  Django 5.2.7 · production runs veteriaria/settings.py (wsgi.py)
    │  no render.yaml · 2 file fields · media/ holds 4 files, 3.2 KB
    │  Today uploads are lost at every deploy
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
    ◆  Where should uploads live?
    │  ● Amazon S3            private files behind signed links that expire
    │                         less than $0.01 a month for your files · recommended
    │  ○ Cloudinary           resizes images; links never expire: no medical files
    │                         free for your files as they are
    │  ○ Render disk          simplest; one instance, a short stop at each deploy
    │                         $7.25 a month, paid instance included
    │  ○ Another S3 service   Cloudflare R2, Backblaze B2, DigitalOcean Spaces …
    │                         the same expiring links, at a price of its own
    └  ↑↓ move · Enter accept · Esc back"
  `);
  // Another one can be looked at, and left again.
  await wizard.press("down");
  await wizard.waitFor("● Cloudinary");
  await wizard.press("up");
  await wizard.waitFor("● Amazon S3");
  await wizard.press("enter");

  await wizard.at(ASK.bucket);
  expect(wizard.shown("Name of the bucket")).toMatchInlineSnapshot(`
    "◆  Name of the bucket
    │  It is yours alone in the whole of S3. Keep the proposal for a new one, or
    │  type the name of one that you have.
    │  santasofia-media-00000000
    └  Enter accept · Esc back"
  `);
  const proposed = /santasofia-media-[0-9a-f]{8}/.exec(wizard.screen())?.[0] ?? "";
  wizard.type("_");
  await wizard.waitFor("only lower-case letters");
  expect(wizard.shown("Name of the bucket")).toMatchInlineSnapshot(`
    "◆  Name of the bucket
    │  It is yours alone in the whole of S3. Keep the proposal for a new one, or
    │  type the name of one that you have.
    │  santasofia-media-00000000_
    │  A bucket name has only lower-case letters, digits and hyphens.
    └  Enter accept · Esc back"
  `);
  // Enter does not take it.
  await wizard.press("enter");
  await wizard.waitFor(/▲ {2}Name of the bucket/);
  await wizard.press("backspace");
  wizard.type("-2");
  const bucket = `${proposed}-2`;
  await wizard.waitFor(bucket);
  await wizard.press("enter");

  await wizard.at(ASK.region);
  expect(wizard.shown("Region of the bucket")).toMatchInlineSnapshot(`
    "◆  Region of the bucket
    │  Every upload goes through your app, so near it is fast. The proposal:
    │  Oregon, where Render puts a service by default. A bucket cannot move later.
    │  us-west-2
    └  Enter accept · Esc back"
  `);
  await wizard.press("enter");

  await wizard.at(ASK.origins);
  expect(wizard.shown("Which sites")).toMatchInlineSnapshot(`
    "◆  Which sites may read the files with fetch()?
    │  Images and links work without this. Only pages of these origins may load
    │  files by script (CORS).
    │  ● These: https://santasofia.onrender.com
    │      found in veteriaria/settings.py:29
    │  ○ Others, or more
    │  ○ None: write no rule
    └  ↑↓ move · Enter accept · Esc back"
  `);
  await wizard.press("enter");

  await wizard.at(ASK.create);
  expect(wizard.shown("There is no bucket")).toMatchInlineSnapshot(`
    "◆  There is no bucket santasofia-media-00000000-2 yet. Create it, private?
    │  ● Yes   ○ No
    └  y or n · Enter accept · Esc back"
  `);
  await wizard.press("enter");

  await wizard.at(ASK.appUser);
  expect(wizard.shown("Make an IAM user")).toMatchInlineSnapshot(`
    "◆  Make an IAM user for the app alone: santasofia-media-00000000-2?
    │  The app should not hold keys that can delete buckets, and yours can do more
    │  than it needs. This user may read and write the app's files, nothing else.
    │  Its key goes into the env file; undo takes both away.
    │  ● Yes   ○ No
    └  y or n · Enter accept · Esc back"
  `);
  await wizard.press("enter");

  await wizard.at(ASK.apply);
  expect(wizard.shown("◇  Make an IAM user")).toMatchInlineSnapshot(`
    "◇  Make an IAM user for the app alone: santasofia-media-00000000-2?
    │  Yes
    │
    ◇  AWS says you are arn:aws:iam::123456789012:user/administrator (keys from
    │  environment variables)
    ▲  Versioning is off: a file deleted by mistake is gone for good
    │  Next: To switch it on (old versions cost storage):
    │  aws s3api put-bucket-versioning --bucket santasofia-media-00000000-2 --region us-west-2 --versioning-configuration Status=Enabled
    │
    ▲  Files uploaded to the running service so far lie on its instance, and the
    │  next deploy or restart takes them away
    │  Next: Bring them out before anything that deploys:
    │  scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued
    │
    ▲  The 4 files of media/ (3.2 KB) stay there: this run does not move them
    │
    ◇  Plan                                                 nothing has changed yet
    │  bucket         create  santasofia-media-00000000-2  us-west-2 (Oregon)
    │  public access  create  block all public access
    │  CORS           create  GET, HEAD from https://santasofia.onrender.com
    │  IAM user       create  only the app's files; one new key
    │  + veteriaria/media_storage.py  108 lines  where uploaded files live
    │  ~ veteriaria/settings.py       +8         one managed block at the end
    │  ~ requirements.txt             +3         django-storages, boto3
    │  ~ .gitignore                   +3         keeps the keys out of git
    │  + .env.render                  0600, git-ignored, 6 variables, 2 secret
    │  ~ .env.example                 +11        the same names without values
    │  + vet-media-setup.json         11 lines   your answers, without secrets
    │
    │  Where the answers come from
    │  settings      veteriaria.settings              wsgi.py
    │  sites (CORS)  https://santasofia.onrender.com  veteriaria/settings.py:29
    │  You said: provider, bucket, region, create bucket, app's IAM user
    │
    ◆  Apply?
    │  ● Yes   ○ Show the diff   ○ Change an answer   ○ No
    └  ←→ move · Enter accept · Esc back"
  `);

  // The diff of every file, no secret in it.
  await wizard.press("right", "enter");
  await wizard.waitFor("Where uploads live: s3");
  await wizard.at(ASK.apply);
  expect(wizard.shown("requirements.txt  +")).toMatchInlineSnapshot(`
    "◇  requirements.txt  +3
    │  @@ -7,3 +7,6 @@
    │   # Base de datos
    │   dj-database-url==3.0.1
    │   # psycopg2-binary==2.9.11  # en Render: descomentar cuando se use PostgreSQL
    │  +
    │  +django-storages[s3]~=1.14.6
    │  +boto3>=1.36,<2
    │
    ◇  .gitignore  +3
    │  @@ -10,3 +10,6 @@
    │   # Django
    │   db.sqlite3
    │   staticfiles/
    │  +
    │  +# Keys for production (vet-media-setup)
    │  +/.env.render
    │
    ◇  .env.render  +12
    │  @@ -0,0 +1,12 @@
    │  +# Variables of the Render service. Paste them in the Dashboard: Environment > Add from .env. Never commit this file.
    │  +
    │  +# Where uploads live: s3
    │  +MEDIA_STORAGE=s3
    │  +# Key that the app uses, and its secret
    │  +AWS_ACCESS_KEY_ID=***
    │  +AWS_SECRET_ACCESS_KEY=***
    │  +# Bucket, and the region it is in
    │  +AWS_STORAGE_BUCKET_NAME=santasofia-media-00000000-2
    │  +AWS_S3_REGION_NAME=us-west-2
    │  +# Folder inside the bucket
    │  +AWS_LOCATION=media
    │
    ◇  .env.example  +11
    │  @@ -3,3 +3,14 @@
    │   DEBUG=True
    │   ALLOWED_HOSTS=localhost,127.0.0.1
    │   # DATABASE_URL=postgres://usuario:***@host:5432/base
    │  +
    │  +# Where uploads live: s3
    │  +MEDIA_STORAGE=
    │  +# Key that the app uses, and its secret
    │  +AWS_ACCESS_KEY_ID=
    │  +AWS_SECRET_ACCESS_KEY=
    │  +# Bucket, and the region it is in
    │  +AWS_STORAGE_BUCKET_NAME=
    │  +AWS_S3_REGION_NAME=
    │  +# Folder inside the bucket
    │  +AWS_LOCATION=
    │
    ◇  vet-media-setup.json  +11
    │  @@ -0,0 +1,11 @@
    │  +{
    │  +  "$schema": "https://unpkg.com/vet-media-setup/dist/answers.schema.json",
    │  +  "provider": "s3",
    │  +  "settings": "veteriaria.settings",
    │  +  "lang": "en",
    │  +  "bucket": "santasofia-media-00000000-2",
    │  +  "region": "us-west-2",
    │  +  "corsOrigin": [
    │  +    "https://santasofia.onrender.com"
    │  +  ]
    │  +}
    │
    ◆  Apply?
    │  ● Yes   ○ Show the diff   ○ Change an answer   ○ No
    └  ←→ move · Enter accept · Esc back"
  `);
  expect(wizard.shown("media_storage.py  +")).toContain(
    '│  +"""Where uploaded files live: an S3 bucket, or the local folder.',
  );

  // Another region, seen in the new plan; and nothing is said twice.
  await wizard.press("right", "right", "enter");
  await wizard.at(ASK.which);
  expect(wizard.shown("Which answer")).toMatchInlineSnapshot(`
    "◆  Which answer do you want to change?
    │  ● Bucket                       santasofia-media-00000000-2
    │  ○ Region                       us-west-2
    │  ○ Folder in the bucket         media
    │  ○ Who can open the files       Private
    │  ○ Sites that may read (CORS)   https://santasofia.onrender.com
    │  ○ Direct upload                no
    │  ○ IAM user for the app         santasofia-media-00000000-2
    │  ○ S3-compatible service        AWS
    │  ○ File for the variables       .env.render
    │  ○ Proof                        auto
    └  ↑↓ move · Enter accept · Esc back"
  `);
  await wizard.press("down", "enter");
  await wizard.at(ASK.region);
  await wizard.press("ctrl-u");
  wizard.type("eu-central-1");
  await wizard.press("enter");
  await wizard.at(ASK.apply);
  expect(wizard.shown("◇  Region of the bucket")).toContain("eu-central-1 (Frankfurt)");
  expect(wizard.shown("◇  Region of the bucket")).not.toContain("AWS says you are");
  expect(wizard.screen().match(/open files by path/g)).toHaveLength(1);

  // Nothing has changed before «Yes», in the tree or at AWS.
  expect((await sandbox.fingerprint()).tree).toEqual(before.tree);
  expect(await bench.picture(bucket)).toBeNull();

  await wizard.press("enter");
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.shown("◇  Apply?")).toMatchInlineSnapshot(`
    "◇  Apply?
    │  Yes
    │
    ◇  9 checks passed
    ◇  Applied in 0.0 s
    ◇  Proof: your Django 5.2.7 saved a file, read it back, opened its signed link
    │  as a browser would, let your site's pages read it, was refused without the
    │  signature, did not overwrite a namesake, deleted it, and serves static files
    │  as before
    │
    └  Uploads are safe. Five things left for you:
       1. Files already uploaded to the running service: bring them out now, the
          deploy takes them away (Connect › SSH shows the address; a free
          instance has no SSH):
          scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued
       2. Copy what you brought out:
          npx vet-media-setup migrate --from rescued --to configured
       3. Render › your service › Environment › Add from .env: paste .env.render
          (first: without it the next deploy refuses to start)
       4. Copy your 4 files:
          npx vet-media-setup migrate --from media --to configured
       5. git add -A && git commit -m "Store media on S3" && git push
       Not safe yet: clinica/views.py:72, 85, 93, 94 (fails on S3 until changed)
       Take it back:  npx vet-media-setup undo
       Same, in CI:
         npx vet-media-setup --provider s3 --bucket santasofia-media-00000000-2 --region eu-central-1 --yes"
  `);
  expect(wizard.cursor().hidden).toBe(false);
  expect(await bench.picture(bucket)).toMatchObject({ publicAccessBlock: { BlockPublicAcls: true }, objects: [] });
  const { accessKeyId, secretAccessKey } = bench.standin.root;
  expect(wizard.transcript()).not.toContain(accessKeyId);
  expect(wizard.transcript()).not.toContain(secretAccessKey);

  // The printed command does the same without a question: here, nothing.
  const args = printedCommand(wizard.screen(), "Same, in CI:");
  expect(args).toEqual(["--provider", "s3", "--bucket", bucket, "--region", "eu-central-1", "--yes"]);
  const after = await sandbox.fingerprint();
  const repeated = await sandbox.run(args);
  expect(repeated).toMatchObject({ code: 0, stderr: "" });
  expect(repeated.stdout).toContain("plan: nothing to change\n");
  expect(repeated.stdout).toContain("done: Nothing to do: everything is already as you want it.\n");
  expect(await sandbox.fingerprint()).toEqual(after);

  // In another clone it writes the very same files, but for what only the first one holds.
  const clone = await bench.sandbox();
  expect((await clone.run(args)).code).toBe(0);
  for (const file of [
    "veteriaria/media_storage.py",
    "veteriaria/settings.py",
    "requirements.txt",
    "vet-media-setup.json",
  ]) {
    expect(await readFile(path.join(clone.dir, file), "utf8"), file).toBe(
      await readFile(path.join(sandbox.dir, file), "utf8"),
    );
  }
});

test("a key that may not write: the whole failure on one screen, and everything put back", async () => {
  const reader = await bench.standin.makeUser("reader", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", NotAction: "s3:PutObject", Resource: "*" }],
  });
  const sandbox = await bench.sandbox({ keys: reader });
  const before = await sandbox.fingerprint();
  const wizard = openWizard(sandbox);
  await wizard.accept(ASK.provider, ASK.bucket, ASK.region, ASK.origins, ASK.create);
  await wizard.decline(ASK.appUser);
  await wizard.accept(ASK.apply);
  expect(await wizard.exited).toEqual({ exitCode: 1, signal: 0 });
  expect(wizard.shown("◇  Apply?")).toMatchInlineSnapshot(`
    "◇  Apply?
    │  Yes
    │
    ■  This key may not do s3:PutObject there
    │  S3 answered AccessDenied to PutObject on
    │  santasofia-media-00000000/media/.vet-media-setup-probe-00000000.
    │  Everything is as it was: the CORS rule, the public access block and the
    │  bucket santasofia-media-00000000 were put back.
    │  https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
    └  Next: Allow s3:PutObject on arn:aws:s3:::santasofia-media-00000000/media/*
       in the policy of this key (AWS console › IAM), then run again.   (exit 1)"
  `);
  const bucket = /santasofia-media-[0-9a-f]{8}/.exec(wizard.screen())?.[0] ?? "";
  expect(await sandbox.fingerprint()).toEqual(before);
  expect(await bench.picture(bucket)).toBeNull();
});
