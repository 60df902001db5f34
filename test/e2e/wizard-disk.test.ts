/** The wizard for a Render disk, in a terminal: what it asks, what it offers for money, and what it writes only when told. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { diskProject, WEB } from "./disk-project.ts";
import { openWizard } from "./wizard-support.ts";

const ASK = {
  provider: "Where should uploads live?",
  size: "How many GB shall the disk have?",
  mount: "Where is the disk mounted?",
  apply: "Apply?",
  how: "There is no render.yaml. How is the disk made?",
};
const yamlOf = async (dir: string) => parse(await readFile(path.join(dir, "render.yaml"), "utf8")).services[0];

test("size with its price, the mount, and a paid plan that is written when the person says so", async () => {
  const project = await diskProject(WEB.replace("plan: starter # paid", "plan: free # for now"));
  const wizard = openWizard({ dir: project.dir, env: {} }, ["--prove", "off"]);
  await wizard.at(ASK.provider);
  await wizard.press("down", "down");
  await wizard.waitFor("● Render disk");
  await wizard.press("enter");
  await wizard.at(ASK.size);
  expect(wizard.shown(ASK.size)).toMatchInlineSnapshot(`
    "◆  How many GB shall the disk have?
    │  $0.25 per GB a month. It can grow later, and never shrink.
    │  1
    └  Enter accept · Esc back"
  `);
  wizard.type(".5");
  await wizard.waitFor("whole GB");
  await wizard.press("backspace", "backspace");
  await wizard.press("enter");
  await wizard.at(ASK.mount);
  expect(wizard.shown(ASK.mount)).toMatchInlineSnapshot(`
    "◆  Where is the disk mounted?
    │  The app finds it there through MEDIA_ROOT. It must be a folder of its own:
    │  the disk hides what the repository has there.
    │  /opt/render/project/src/media
    └  Enter accept · Esc back"
  `);
  await wizard.press("enter");
  await wizard.at("clinic is on the plan free");
  expect(wizard.shown("clinic is on the plan free")).toMatchInlineSnapshot(`
    "◆  clinic is on the plan free, and Render gives a disk only to paid ones. Write
    │  plan: starter  into render.yaml?
    │  It costs $7 a month from the next sync on, besides the disk.
    │  ○ Yes   ● No
    └  y or n · Enter accept · Esc back"
  `);
  wizard.type("y");
  await wizard.at(ASK.apply);
  expect(wizard.shown("nothing has changed yet").replace(/\d+ lines/, "N lines")).toMatchInlineSnapshot(`
    "◇  Plan                                                 nothing has changed yet
    │  + core/media_storage.py  N lines  where uploaded files live
    │  ~ core/settings.py       +8         one managed block at the end
    │  ~ core/urls.py           +8         one managed block that serves uploads
    │  ~ .gitignore             +3         keeps the keys out of git
    │  + .env.render            0600, git-ignored, 2 variables
    │  + .env.example           4 lines    the same names without values
    │  ~ render.yaml            +9 -1      2 variables · plan starter · a disk of 1
    │                                      GB at /opt/render/project/src/media
    │  + vet-media-setup.json   9 lines    your answers, without secrets
    │
    │  Where the answers come from
    │  settings        core.settings  wsgi.py
    │  Render service  clinic         render.yaml:3
    │  proof           off            --prove
    │  You said: provider, mount, size (GB)
    │
    ◆  Apply?
    │  ● Yes   ○ Show the diff   ○ Change an answer   ○ No
    └  ←→ move · Enter accept · Esc back"
  `);
  // The answers of a disk, and none of S3.
  await wizard.press("right", "right", "enter");
  await wizard.at("Which answer do you want to change?");
  expect(wizard.shown("Which answer")).not.toMatch(/Bucket|Region|CORS|upload/);
  await wizard.waitFor("Size of the disk (GB)");
  await wizard.press("enter");
  await wizard.at(ASK.size);
  await wizard.press("backspace");
  wizard.type("3");
  await wizard.press("enter");
  await wizard.accept(ASK.apply);
  await wizard.waitFor("Take it back");
  expect(await wizard.exited).toMatchObject({ exitCode: 0 });
  expect(await yamlOf(project.dir)).toMatchObject({
    plan: "starter",
    disk: { name: "media", mountPath: "/opt/render/project/src/media", sizeGB: 3 },
  });
  expect(await readFile(path.join(project.dir, "render.yaml"), "utf8")).toContain("plan: starter # for now");
});

test("No to the plan: it stays free, with the warning in the plan", async () => {
  const project = await diskProject(WEB.replace("plan: starter # paid", "plan: free"));
  const wizard = openWizard({ dir: project.dir, env: {} }, ["--provider", "render-disk", "--prove", "off"]);
  await wizard.accept(ASK.size, ASK.mount, "clinic is on the plan free");
  await wizard.at(ASK.apply);
  await wizard.waitFor("deploy would be refused");
  await wizard.press("enter");
  await wizard.waitFor("Take it back");
  expect((await yamlOf(project.dir)).plan).toBe("free");
});

test("without render.yaml: a whole one, found in the project, if that is wanted", async () => {
  const project = await diskProject(null, { Procfile: "web: gunicorn core.wsgi:application --threads 4\n" });
  const before = await project.tree();
  const wizard = openWizard({ dir: project.dir, env: {} }, ["--provider", "render-disk", "--prove", "off"]);
  await wizard.accept(ASK.size, ASK.mount);
  await wizard.at(ASK.how);
  expect(wizard.shown(ASK.how)).toMatchInlineSnapshot(`
    "◆  There is no render.yaml. How is the disk made?
    │  A Blueprint makes a new service with everything it needs. A service that you
    │  have gets its disk in the Dashboard.
    │  ● I add it in Render's Dashboard
    │      the steps are named at the end
    │  ○ Write a render.yaml for a new service
    │      web service, commands, variables, disk
    └  ↑↓ move · Enter accept · Esc back"
  `);
  await wizard.press("down", "enter");
  await wizard.accept("Name of the service");
  await wizard.at("Plan of the service");
  for (const _ of "starter") await wizard.press("backspace");
  wizard.type("free");
  await wizard.waitFor("cannot have a disk");
  for (const _ of "free") await wizard.press("backspace");
  wizard.type("standard");
  await wizard.press("enter");
  await wizard.accept("Region of the service", "Build command", "Start command");
  await wizard.at(ASK.apply);
  await wizard.waitFor("a new Blueprint");
  await wizard.press("enter");
  await wizard.waitFor("Take it back");
  expect(wizard.screen()).toMatch(/New › Blueprint/);
  expect(wizard.screen()).not.toMatch(/paste \.env\.render|Add disk/);
  expect(await wizard.exited).toMatchObject({ exitCode: 0 });
  expect(await yamlOf(project.dir)).toMatchObject({
    type: "web",
    runtime: "python",
    plan: "standard",
    region: "oregon",
    startCommand: "gunicorn core.wsgi:application --threads 4",
    disk: { name: "media", mountPath: "/opt/render/project/src/media", sizeGB: 1 },
  });
  const again = (await project.setup("--yes", "--json")).json();
  expect(again.files).toEqual([]);
  expect((await project.run("undo", "--yes")).code).toBe(0);
  expect(await project.tree()).toEqual(before);
});

test("the Dashboard is the proposal: nothing is written beside the project's own files", async () => {
  const project = await diskProject(null);
  const wizard = openWizard({ dir: project.dir, env: {} }, ["--provider", "render-disk", "--prove", "off"]);
  await wizard.accept(ASK.size, ASK.mount, ASK.how, ASK.apply);
  await wizard.waitFor("Take it back");
  expect(existsSync(path.join(project.dir, "render.yaml"))).toBe(false);
  expect(wizard.screen().replace(/\s*│?\s+/g, " ")).toContain("Disks › Add disk: name media");
});
