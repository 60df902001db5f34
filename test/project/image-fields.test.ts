/** Which file fields take images only: the rest takes documents too. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Folder, projectWith } from "./project-folder.ts";

let folder: Folder;
beforeAll(async () => {
  folder = await projectWith({
    "clinic/models.py": `from django.db import models
from easy_thumbnails.fields import ThumbnailerImageField
from django.db.models import ImageField as Picture

class Patient(models.Model):
    photo = models.ImageField(upload_to="photos")
    face = ThumbnailerImageField()
    paw = Picture()
    exam = models.FileField(upload_to="exams")
`,
  });
});
afterAll(() => folder.remove());

test("image fields by their type, also under another name", async () => {
  const { fileFields } = await folder.inspect();
  expect(fileFields.map(({ field, image }) => [field, image ?? false])).toEqual([
    ["photo", true],
    ["face", true],
    ["paw", true],
    ["exam", false],
  ]);
});
