/** Answers and a small project for the tests of Cloudinary. */

import { Secret } from "../../../src/lib/secrets.ts";
import type { CloudinaryAnswers, Credentials } from "../../../src/model/answers.ts";
import type { Project } from "../../../src/model/project.ts";
import { API_KEY, API_SECRET } from "../../../src/providers/cloudinary/keys.ts";
import { renderMediaStorage } from "../../../src/providers/cloudinary/media-storage.ts";
import { managedBlock } from "../../../src/providers/settings-block.ts";
import { projectAt, writeTree } from "../../support/django-project.ts";

export function answersFor(over: Partial<CloudinaryAnswers> = {}): CloudinaryAnswers {
  return {
    provider: "cloudinary",
    settings: "clinic.settings",
    access: "private",
    envFile: ".env.render",
    prove: "auto",
    lang: "en",
    cloudName: "clinic-test",
    folder: "media",
    ...over,
  };
}

export function credentialsOf(apiKey: string, apiSecret: string): Credentials {
  return {
    secrets: { [API_KEY]: new Secret(apiKey), [API_SECRET]: new Secret(apiSecret) },
    source: "env",
    detail: { en: "environment variables", es: "variables de entorno" },
    temporary: false,
  };
}

const BASE = `
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "test"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.staticfiles", "records"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
`;

/** A project with one model, set up for these answers. Hands back its folder. */
export async function writeProject(
  over: { answers?: Partial<CloudinaryAnswers>; project?: Partial<Project>; settings?: string } = {},
): Promise<string> {
  const project = projectAt("/nowhere", over.project);
  return await writeTree({
    "clinic/__init__.py": "",
    "clinic/settings.py": `${BASE}${over.settings ?? ""}\n${managedBlock(project, "en").join("\n")}\n`,
    "clinic/media_storage.py": renderMediaStorage(answersFor(over.answers), project),
    "records/__init__.py": "",
    "records/models.py": `
from django.db import models


class Record(models.Model):
    file = models.FileField(upload_to="informes/%Y", max_length=60)
`,
  });
}
