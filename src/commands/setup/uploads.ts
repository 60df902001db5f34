/** Does the app keep uploads at all? */
import type { Project } from "../../model/project.ts";

/** Apps that bring file fields of their own, which are not in the project's code. */
const UPLOADING_APPS =
  /^(?:wagtail\.(?:images|documents)|filer|easy_thumbnails|photologue|ckeditor_uploader|django_ckeditor_5|django_summernote|tinymce|filebrowser|oscar|mezzanine|cms|djangocms_\w+|cloudinary)(?:\.|$)/;

/** Fields, calls of the storage API, lines that open uploads, or an app that brings its own: any of them is enough. */
export function hasUploads(project: Project): boolean {
  const { fileFields, storageCalls = [], bypasses, installedApps } = project;
  const seen = fileFields.length + storageCalls.length + bypasses.length;
  return seen > 0 || installedApps.names.some((app) => UPLOADING_APPS.test(app));
}
