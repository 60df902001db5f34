/** manage.py inside the package whose settings it names: the project is the folder above. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { inspect } from "../../src/project/inspect.ts";

test.each(["", "src", "src/depot"])("found from %j", async (from) => {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), "vet-manage-")));
  try {
    const folder = path.join(base, "src/depot");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "__init__.py"), "");
    writeFileSync(
      path.join(folder, "manage.py"),
      'import os, sys\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "depot.settings")\n',
    );
    writeFileSync(path.join(folder, "settings.py"), 'ROOT_URLCONF = "depot.urls"\nINSTALLED_APPS = []\n');
    const project = await inspect({ directory: path.join(base, from), env: {} });
    expect(project.root).toBe(path.join(base, "src"));
    expect(project.settings).toMatchObject({ module: "depot.settings", file: "depot/settings.py" });
    expect(project.settings?.evidence[0]?.place.file).toBe("depot/manage.py");
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
});
