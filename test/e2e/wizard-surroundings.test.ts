/** The wizard where the terminal is narrow, has no colour or no cursor, or is only half there. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { width } from "../../src/terminal/width.ts";
import { benchForThisFile } from "../support/sandbox.ts";
import { ENGLISH as ASK, alike, openShell, openWizard, SPANISH, TO_CREATE } from "./wizard-support.ts";

const bench = benchForThisFile();
const all = [...TO_CREATE, "create", "appUser", "apply"] as const;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const COLOUR = /\u001b\[[0-9;]*m/;

test("--plain on a terminal: lines to read aloud, numbers to choose by, < to go back", async () => {
  const sandbox = await bench.sandbox();
  const wizard = openWizard(sandbox, ["--plain"], { cols: 100 });
  const answer = async (question: string, line: string): Promise<void> => {
    const words = question.replace(/[?()]/g, "\\$&");
    // The last thing on the screen is the prompt of this question, still empty.
    await wizard.waitFor(new RegExp(`${words}(?:(?!go back:)[\\s\\S])*go back:$`), 180_000);
    wizard.type(`${line}\r`);
  };
  await answer(ASK.provider, "5");
  await answer("Type one of the numbers", "1");
  await answer(ASK.bucket, "Santa Sofía");
  await answer("A bucket name", sandbox.bucket);
  await answer(ASK.region, "<");
  await answer(`Enter for ${sandbox.bucket}`, "");
  await answer(ASK.region, "");
  await answer(ASK.origins, "");
  await answer(ASK.create, "y");
  await answer(ASK.appUser, "y");
  await answer(ASK.apply, "");
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  // Not one escape byte, and nothing is drawn twice.
  expect(wizard.transcript()).not.toContain("\u001b");
  expect(alike(wizard.screen()).replaceAll(sandbox.bucket, "BUCKET")).toMatchInlineSnapshot(`
    "project: Django 5.2.7 · production runs veteriaria/settings.py (wsgi.py)
    project: no render.yaml · 2 file fields · media/ holds 4 files, 3.2 KB
    project: Today uploads are lost at every deploy
    warning: 4 lines open files by path, which fails on S3 and Cloudinary: change them before you deploy
    warning: clinica/views.py:72: open(documento.archivo.path, 'rb')  →  documento.archivo.open("rb")
    warning: clinica/views.py:85: open(documento.archivo.path, 'rb')  →  documento.archivo.open("rb")
    warning: clinica/views.py:93: os.path.exists(documento.archivo.path)  →  documento.archivo.storage.exists(documento.archivo.name)
    warning: clinica/views.py:94: os.remove(documento.archivo.path)  →  documento.archivo.delete(save=False)
    Where should uploads live?
      1. Amazon S3: private files behind signed links that expire; less than $0.01 a month for your
         files · recommended
      2. Cloudinary: resizes images; links never expire: no medical files; free for your files as they
         are
      3. Render disk: simplest; one instance, a short stop at each deploy; $7.25 a month, paid instance
         included
      4. Another S3 service: Cloudflare R2, Backblaze B2, DigitalOcean Spaces …; the same expiring
         links, at a price of its own
    Number from 1 to 4, Enter for 1, or < to go back: 5
    Type one of the numbers that can be chosen, from 1 to 4
    Number from 1 to 4, Enter for 1, or < to go back: 1
    Name of the bucket
    It is yours alone in the whole of S3. Keep the proposal for a new one, or type the name of one that
    you have.
    Type it, Enter for santasofia-media-00000000, or < to go back: Santa Sofía
    A bucket name has only lower-case letters, digits and hyphens.
    Type it, Enter for santasofia-media-00000000, or < to go back: BUCKET
    Region of the bucket
    Every upload goes through your app, so near it is fast. The proposal: Oregon, where Render puts a
    service by default. A bucket cannot move later.
    Type it, Enter for us-west-2, or < to go back: <
    Name of the bucket
    It is yours alone in the whole of S3. Keep the proposal for a new one, or type the name of one that
    you have.
    Type it, Enter for BUCKET, or < to go back:
    Region of the bucket
    Every upload goes through your app, so near it is fast. The proposal: Oregon, where Render puts a
    service by default. A bucket cannot move later.
    Type it, Enter for us-west-2, or < to go back:
    Which sites may read the files with fetch()?
    Images and links work without this. Only pages of these origins may load files by script (CORS).
      1. These: https://santasofia.onrender.com: found in veteriaria/settings.py:29
      2. Others, or more
      3. None: write no rule
    Number from 1 to 3, Enter for 1, or < to go back:
    There is no bucket BUCKET yet. Create it, private?
    y or n, Enter for y, or < to go back: y
    Make an IAM user for the app alone: BUCKET?
    The app should not hold keys that can delete buckets, and yours can do more than it needs. This user
    may read and write the app's files, nothing else. Its key goes into the env file; undo takes both
    away.
    y or n, Enter for y, or < to go back: y
    check: ok: AWS says you are arn:aws:iam::123456789012:user/administrator (keys from environment variables)
    check: ok: Bucket BUCKET does not exist yet and will be made in us-west-2
    check: warning: Versioning is off: a file deleted by mistake is gone for good
    next: To switch it on (old versions cost storage): aws s3api put-bucket-versioning --bucket BUCKET --region us-west-2 --versioning-configuration Status=Enabled
    docs: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
    warning: Files uploaded to the running service so far lie on its instance, and the next deploy or restart takes them away
    next: Bring them out before anything that deploys: scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued
    warning: The 4 files of media/ (3.2 KB) stay there: this run does not move them
    answer: provider = s3 (you said so)
    answer: settings = veteriaria.settings (project: wsgi.py)
    answer: access = private (default)
    answer: envFile = .env.render (default)
    answer: prove = auto (default)
    answer: lang = en (default: LANG)
    answer: bucket = BUCKET (you said so)
    answer: region = us-west-2 (you said so)
    answer: prefix = media (default)
    answer: createBucket = yes (you said so)
    answer: corsOrigin = https://santasofia.onrender.com (project: veteriaria/settings.py:29)
    answer: directUpload = no (default)
    answer: createAppUser = BUCKET (you said so)
    answer: AWS_ACCESS_KEY_ID = *** (environment variables)
    answer: AWS_SECRET_ACCESS_KEY = *** (environment variables)
    plan: 11 changes, nothing has changed yet
    plan: create bucket BUCKET (us-west-2 (Oregon))
    plan: create public access BUCKET (block all public access)
    plan: create CORS BUCKET (GET, HEAD from https://santasofia.onrender.com)
    plan: create IAM user BUCKET (only the app's files; one new key)
    plan: create veteriaria/media_storage.py (108 lines, where uploaded files live)
    plan: change veteriaria/settings.py (+8, one managed block at the end)
    plan: change requirements.txt (+3, django-storages, boto3)
    plan: change .gitignore (+3, keeps the keys out of git)
    plan: create .env.render (12 lines, 0600, git-ignored, 6 variables, 2 secret)
    plan: change .env.example (+11, the same names without values)
    plan: create vet-media-setup.json (11 lines, your answers, without secrets)
    Apply?
      1. Yes
      2. Show the diff
      3. Change an answer
      4. No
    Number from 1 to 4, Enter for 1, or < to go back:
    check: ok: A test file was written
    check: ok: Its size was read
    check: ok: It was read back, byte for byte the same
    check: ok: Its signed link works without keys
    check: ok: The same link without signature is refused
    check: ok: It is in the list of the folder
    check: ok: It was deleted, and nothing of it is left
    check: ok: A file that is not there is answered with 404
    applied: 11 changes in 0.0 s
    proof: passed (project, Django 5.2.7, 18 steps)
    done: Uploads are safe. Five things left for you:
    next: Files already uploaded to the running service: bring them out now, the deploy takes them away (Connect › SSH shows the address; a free instance has no SSH): scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued
    next: Copy what you brought out: npx vet-media-setup migrate --from rescued --to configured
    next: Render › your service › Environment › Add from .env: paste .env.render (first: without it the next deploy refuses to start)
    next: Copy your 4 files: npx vet-media-setup migrate --from media --to configured
    next: git add -A && git commit -m "Store media on S3" && git push
    not safe yet: clinica/views.py:72, 85, 93, 94 (fails on S3 until changed)
    take it back: npx vet-media-setup undo
    same, in CI: npx vet-media-setup --provider s3 --bucket BUCKET --region us-west-2 --yes"
  `);
});

test("NO_COLOR: the same wizard, without a colour", async () => {
  const sandbox = await bench.sandbox();
  const wizard = openWizard(sandbox, [], { env: { NO_COLOR: "1" } });
  await wizard.accept(...all.map((name) => ASK[name]));
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.transcript().replaceAll("\u001b[7m", "").replaceAll("\u001b[27m", "")).not.toMatch(COLOUR);
  expect(wizard.screen()).toContain("└  Uploads are safe. Five things left for you:");
});

test("colour where nobody forbids it", async () => {
  const sandbox = await bench.sandbox();
  const wizard = openWizard(sandbox);
  await wizard.at(ASK.provider);
  expect(wizard.transcript()).toMatch(COLOUR);
});

test("TERM=dumb: nobody can be asked; all that is missing, and exit 3", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const wizard = openWizard(sandbox, [], { env: { TERM: "dumb" } });
  expect(await wizard.exited).toEqual({ exitCode: 3, signal: 0 });
  expect(wizard.transcript()).not.toContain("\u001b");
  expect(wizard.screen()).toContain("error: --provider: ");
  expect(wizard.screen()).toContain("error: --bucket: ");
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("CI with a terminal: never waits", async () => {
  const sandbox = await bench.sandbox();
  const wizard = openWizard(sandbox, [], { env: { CI: "true" } });
  expect(await wizard.exited).toEqual({ exitCode: 3, signal: 0 });
  expect(wizard.transcript()).not.toContain("\u001b");
});

test("--yes on a terminal: the whole run without a question, as a person sees it", async () => {
  const sandbox = await bench.sandbox();
  const wizard = openWizard(sandbox, ["--provider", "s3", "--bucket", sandbox.bucket, "--create-bucket", "--yes"]);
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.screen()).not.toContain("◆");
  expect(wizard.screen()).toContain("└  Uploads are safe. Five things left for you:");
});

test.each([
  [40, "en"],
  [40, "es"],
  [80, "es"],
  [120, "en"],
] as const)("%i columns, %s: no line is wider, but for what must be copied whole", async (cols, lang) => {
  const sandbox = await bench.sandbox();
  const ask = lang === "en" ? ASK : SPANISH;
  const wizard = openWizard(sandbox, ["--lang", lang], { cols });
  const seen: string[] = [];
  for (const name of all) {
    await wizard.at(ask[name]);
    seen.push(...wizard.shown(`◆  ${ask[name].slice(0, 10)}`).split("\n"));
    await wizard.press("enter");
  }
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  for (const line of [...seen, ...wizard.screen().split("\n")]) {
    const whole = /^[│└◇◆ ]*(?:\d\. |→ +)?(?:\S+|(?:npx|git|aws|scp) .*|→ {2}.*)$/.test(line);
    if (!whole) expect(width(line), line).toBeLessThanOrEqual(cols);
  }
});

test("40 columns: the plan and the farewell", async () => {
  const sandbox = await bench.sandbox();
  const wizard = openWizard(sandbox, [], { cols: 40 });
  await wizard.accept(...all.slice(0, -1).map((name) => ASK[name]));
  await wizard.at(ASK.apply);
  expect(wizard.shown("◇  Plan")).toMatchInlineSnapshot(`
    "◇  Plan         nothing has changed yet
    │  bucket  create
    │      santasofia-media-00000000
    │      us-west-2 (Oregon)
    │  public access  create
    │      block all public access
    │  CORS  create
    │      GET, HEAD from
    │      https://santasofia.onrender.com
    │  IAM user  create
    │      only the app's files; one new
    │      key
    │  + veteriaria/media_storage.py
    │      108 lines
    │      where uploaded files live
    │  ~ veteriaria/settings.py  +8
    │      one managed block at the end
    │  ~ requirements.txt  +3
    │      django-storages, boto3
    │  ~ .gitignore  +3
    │      keeps the keys out of git
    │  + .env.render
    │      0600, git-ignored, 6 variables,
    │      2 secret
    │  ~ .env.example  +11
    │      the same names without values
    │  + vet-media-setup.json  11 lines
    │      your answers, without secrets
    │
    │  Where the answers come from
    │  settings  veteriaria.settings
    │      wsgi.py
    │  sites (CORS)
    │      https://santasofia.onrender.com
    │      veteriaria/settings.py:29
    │  You said: provider, bucket, region,
    │  create bucket, app's IAM user
    │
    ◆  Apply?
    │  ● Yes
    │  ○ Show the diff
    │  ○ Change an answer
    │  ○ No
    └  ↑↓ move · Enter accept · Esc back"
  `);
  await wizard.press("enter");
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(wizard.shown("└  Uploads")).toMatchInlineSnapshot(`
    "└  Uploads are safe. Five things left
       for you:
       1. Files already uploaded to the
          running service: bring them out
          now, the deploy takes them away
          (Connect › SSH shows the
          address; a free instance has no
          SSH):
          scp -s -r SERVICE@ssh.REGION.render.com:/opt/render/project/src/media rescued
       2. Copy what you brought out:
          npx vet-media-setup migrate --from rescued --to configured
       3. Render › your service ›
          Environment › Add from .env:
          paste .env.render (first:
          without it the next deploy
          refuses to start)
       4. Copy your 4 files:
          npx vet-media-setup migrate --from media --to configured
       5. git add -A && git commit -m "Store media on S3" && git push
       Not safe yet:
         clinica/views.py:72, 85, 93, 94
         (fails on S3 until changed)
       Take it back:
         npx vet-media-setup undo
       Same, in CI:
         npx vet-media-setup --provider s3 --bucket santasofia-media-00000000 --region us-west-2 --yes"
  `);
});

test("standard output is a pipe: plain words into it, and no question", async () => {
  const sandbox = await bench.sandbox();
  const before = await sandbox.fingerprint();
  const shell = openShell(
    sandbox,
    '{ $TOOL; echo "exit $?"; } > ../piped-$$.txt; cat ../piped-$$.txt; rm ../piped-$$.txt',
  );
  expect(await shell.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(shell.screen()).toContain("exit 3");
  expect(shell.screen()).toContain("error: --bucket: Which bucket?");
  expect(shell.screen()).toContain("project: Django 5.2.7");
  expect(shell.transcript()).not.toContain("\u001b");
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("standard input is /dev/null: all missing answers at once, exit 3, on a terminal too", async () => {
  const sandbox = await bench.sandbox({ keys: null });
  const before = await sandbox.fingerprint();
  const shell = openShell(sandbox, "exec $TOOL </dev/null");
  expect(await shell.exited).toEqual({ exitCode: 3, signal: 0 });
  expect(alike(shell.screen().slice(shell.screen().indexOf("■")))).toMatchInlineSnapshot(`
    "■  3 answers are missing, and nobody can be asked here
    │  Next: Nothing was changed. With its answers, the command is:
    │  npx vet-media-setup --provider s3 --bucket santasofia-media-00000000 --create-bucket --yes
    │
    ■  Where should uploads live?
    │  Next: Give --provider s3|cloudinary|render-disk, or set VET_MEDIA_PROVIDER.
    │  Recommended: s3.
    │
    ■  Which bucket?
    │  Next: Give --bucket NAME, or set AWS_STORAGE_BUCKET_NAME; add
    │  --create-bucket if it does not exist yet. A name that is likely free:
    │  santasofia-media-00000000
    │
    ■  No AWS keys were found
    │  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
    │  https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
    └  Next: Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile
       with --profile (AWS_PROFILE).   (exit 3)"
  `);
  expect(await sandbox.fingerprint()).toEqual(before);
});

test("a window that is made narrower while a question is open", async () => {
  const sandbox = await bench.sandbox();
  const wizard = openWizard(sandbox, [], { cols: 100 });
  await wizard.at(ASK.provider);
  wizard.resize(50, 24);
  await wizard.accept(...all.map((name) => ASK[name]));
  expect(await wizard.exited).toEqual({ exitCode: 0, signal: 0 });
  expect(await readFile(path.join(sandbox.dir, ".env.render"), "utf8")).toContain("MEDIA_STORAGE=s3\n");
});
