/** The fixtures in the order of the table in docs/projects.md, with what is special about each. */

export interface Shape {
  readonly fixture: string;
  /** For the table. */
  readonly words: string;
}

export const SHAPES: readonly Shape[] = [
  { fixture: "clinic", words: "views that open uploads by path; no render.yaml" },
  { fixture: "utf16-requirements", words: "requirements in UTF-16 with CRLF" },
  { fixture: "utf16-no-newline", words: "the same without a final newline" },
  {
    fixture: "bom-requirements",
    words: "two requirements with a BOM, the installed one not at the root; a list at the level of its key",
  },
  { fixture: "settings-package", words: "a settings package, chosen in render.yaml; comments in render.yaml" },
  {
    fixture: "chosen-in-init",
    words: "`__init__` chooses by a variable; a group shared by a web service and a worker",
  },
  { fixture: "file-and-package", words: "a file and a package of one name" },
  { fixture: "asgi-and-wsgi", words: "asgi and wsgi name different modules" },
  { fixture: "local-default", words: "wsgi names settings with DEBUG on; others beside them have it off" },
  { fixture: "apps-sum", words: "apps as a sum of lists, append inside try" },
  { fixture: "apps-comprehension", words: "apps filtered by a comprehension" },
  { fixture: "dead-legacy", words: "Django 5.2 with the removed names" },
  { fixture: "django32", words: "Django 3.2" },
  { fixture: "django41", words: "Django 4.1" },
  { fixture: "cloudinary-half", words: "Cloudinary half configured by hand" },
  { fixture: "storages-under-flag", words: '`STORAGES["default"] = …` under a flag' },
  { fixture: "guide-s3", words: "an S3 block pasted by hand" },
  { fixture: "below-root", words: "below the root, in a folder with a space" },
  { fixture: "declared-missing", words: "a declared settings module that does not exist" },
  { fixture: "class-settings", words: "settings in the classes of django-configurations" },
  { fixture: "poetry", words: "Poetry" },
  { fixture: "uv", words: "uv" },
  { fixture: "pipfile", words: "Pipfile" },
  { fixture: "crlf-settings", words: "settings in CRLF without a final newline" },
  { fixture: "no-uploads", words: "an app without uploads" },
  { fixture: "base-dir-string", words: "a BASE_DIR that is a string" },
  { fixture: "requirements-chain", words: "requirements that only include others" },
  {
    fixture: "start-command",
    words: "`&&`, `VAR=value` and `--chdir` in the start command; a service without envVars",
  },
  { fixture: "asgi-uvicorn", words: "asgi with uvicorn" },
  { fixture: "docker-daphne", words: "Docker with daphne" },
  { fixture: "docker-entrypoint", words: "Docker with an entrypoint script that exports the settings" },
  { fixture: "render-two-web", words: "two web services" },
  { fixture: "render-services-twice", words: "the key `services` twice" },
  { fixture: "render-anchors", words: "anchors and aliases; a list at the level of its key" },
  { fixture: "render-flow", words: "flow style; a disk already there, at another path" },
  { fixture: "bypasses", words: "lines that bypass the storage API, of every kind" },
];
