/** What each value is, in one line: for --help, and the JSON Schema of the answers file. */
import type { Text } from "../lib/text.ts";

export const describeCommon = {
  provider: {
    en: "where uploads live; asked, S3 is recommended",
    es: "dónde viven los archivos; se pregunta, se recomienda S3",
  },
  settings: {
    en: "settings module that production runs",
    es: "módulo de configuración que usa producción",
  },
  access: {
    en: "private: links are signed and expire; public: anyone with the link",
    es: "private: los enlaces van firmados y vencen; public: cualquiera que tenga el enlace",
  },
  envFile: {
    en: "file that receives the variables, ready to paste into Render",
    es: "archivo que recibe las variables, listo para pegar en Render",
  },
  service: { en: "web service in render.yaml", es: "servicio web en render.yaml" },
  python: { en: "Python to prove with", es: "Python con el que se hace la prueba" },
  prove: {
    en: "let your own Django save, read and delete a file: auto if it can be run, required, or off",
    es: "que tu propio Django guarde, lea y borre un archivo: auto si se puede ejecutar, required (obligatorio) u off (no)",
  },
  lang: {
    en: "language of the output, and of comments in the files when they are first written",
    es: "idioma de la salida, y de los comentarios de los archivos cuando se escriben por primera vez",
  },
} as const satisfies Record<string, Text>;

export const describeS3 = {
  bucket: { en: "bucket for the media", es: "bucket para los archivos" },
  region: { en: "region of the bucket", es: "región del bucket" },
  prefix: {
    en: "folder in the bucket; --prefix= for none",
    es: "carpeta dentro del bucket; --prefix= para ninguna",
  },
  endpointUrl: {
    en: "the service is S3-compatible and not AWS",
    es: "el servicio es compatible con S3 y no es AWS",
  },
  createBucket: {
    en: "create the bucket if it is missing",
    es: "crear el bucket si no existe",
  },
  corsOrigin: {
    en: "site whose pages may fetch the files; repeatable",
    es: "sitio cuyas páginas pueden leer los archivos; se puede repetir",
  },
  directUpload: {
    en: "let browsers upload straight to the bucket (PUT and POST)",
    es: "permitir que el navegador suba directo al bucket (PUT y POST)",
  },
  customDomain: {
    en: "CloudFront or other domain that serves the files; only with --access public",
    es: "dominio de CloudFront u otro que entrega los archivos; solo con --access public",
  },
  createAppUser: {
    en: "make a restricted IAM user for the app",
    es: "crear un usuario IAM restringido para la app",
  },
  rotateKey: {
    en: "exchange the app's key: prove a second one, switch off the first",
    es: "cambiar la clave de la app: probar una segunda y desactivar la primera",
  },
  profile: {
    en: "profile of ~/.aws to take the keys from",
    es: "perfil de ~/.aws del que se toman las claves",
  },
} as const satisfies Record<string, Text>;

export const describeCloudinary = {
  cloudName: { en: "cloud name of the account", es: "nombre de la nube (cloud name) de la cuenta" },
  folder: { en: "folder for the media", es: "carpeta para los archivos" },
  uploadPrefix: { en: "API host of another region", es: "host de la API de otra región" },
} as const satisfies Record<string, Text>;

export const describeRenderDisk = {
  mountPath: { en: "where the disk is mounted", es: "dónde se monta el disco" },
  diskName: { en: "name of the disk", es: "nombre del disco" },
  diskSize: { en: "size in GB", es: "tamaño en GB" },
  dropDisk: {
    en: "remove the disk from render.yaml, with the files on it",
    es: "quitar el disco de render.yaml, con los archivos que tenga",
  },
} as const satisfies Record<string, Text>;

export const describeRender = {
  pushEnv: {
    en: "set the variables at Render too, with RENDER_API_KEY",
    es: "definir también las variables en Render, con RENDER_API_KEY",
  },
  deploy: {
    en: "with --push-env: start a deploy, and wait until it is live",
    es: "con --push-env: iniciar un deploy y esperar a que esté en línea",
  },
  renderServiceId: { en: "service at Render", es: "servicio en Render" },
} as const satisfies Record<string, Text>;

export const describeCompare = {
  gb: { en: "what if this many GB were kept", es: "¿y si guardaras tantos GB?" },
  downloads: { en: "what if this many GB were downloaded a month", es: "¿y si se descargaran tantos GB al mes?" },
} as const satisfies Record<string, Text>;

export const describeOthers = {
  from: {
    en: "store to copy from: a folder, s3://bucket/prefix, cloudinary://cloud/folder, disk or configured",
    es: "de dónde copiar: una carpeta, s3://bucket/prefijo, cloudinary://nube/carpeta, disk o configured",
  },
  to: { en: "store to copy to", es: "adónde copiar" },
  concurrency: { en: "transfers at once", es: "transferencias simultáneas" },
  verify: {
    en: "compare both sides afterwards by their listings; =bytes reads every file again",
    es: "comparar ambos lados al final por sus listados; =bytes vuelve a leer cada archivo",
  },
  resume: { en: "go on where the last run was", es: "seguir donde quedó la última vez" },
  fresh: { en: "start over", es: "empezar de nuevo" },
  overwrite: {
    en: "replace files that are there and differ",
    es: "reemplazar los archivos que ya están y son distintos",
  },
  shard: {
    en: "copy only this part of the names; run the other parts elsewhere at the same time",
    es: "copiar solo esta parte de los nombres; las demás partes se ejecutan en otro lado a la vez",
  },
  emit: {
    en: "copy nothing; write the manifest and the job with which S3 copies bucket to bucket by itself",
    es: "no copiar nada; escribir el manifiesto y el trabajo con los que S3 copia de bucket a bucket por sí mismo",
  },
  emitDir: { en: "new folder for what --emit writes", es: "carpeta nueva para lo que escribe --emit" },
  mergeReports: {
    en: "join the reports of all parts into one, and say what is missing; copies nothing",
    es: "unir los informes de todas las partes en uno y decir qué falta; no copia nada",
  },
  namesFromDb: {
    en: "also compare with the names in your database, through your Django (connects to it, reads only)",
    es: "comparar también con los nombres de tu base de datos, con tu Django (se conecta, solo lee)",
  },
  report: {
    en: "write a report to this file: of migrate .csv or .json, of check .md, or .html to print",
    es: "escribir un informe en este archivo: de migrate .csv o .json, de check .md, o .html para imprimir",
  },
  fix: {
    en: "mend what can be mended: shows the plan, and applies it as setup does",
    es: "reparar lo que se pueda: muestra el plan y lo aplica como setup",
  },
  deployed: { en: "also look at the live site", es: "revisar también el sitio publicado" },
  cors: {
    en: "print the bucket's CORS rule instead, for aws s3api put-bucket-cors",
    es: "imprimir en su lugar la regla CORS del bucket, para aws s3api put-bucket-cors",
  },
  for: {
    en: "whose permissions: the app's, or those of whoever runs setup",
    es: "permisos de quién: de la app, o de quien ejecuta setup",
  },
} as const satisfies Record<string, Text>;

export const defaults = {
  found: { en: "found", es: "se busca" },
  djangoService: { en: "the Django one", es: "el de Django" },
  venv: { en: ".venv, venv, then python3", es: ".venv, venv y después python3" },
  nearest: { en: "the nearest to your Render service", es: "la más cercana a tu servicio de Render" },
  aws: { en: "AWS", es: "AWS" },
  askedNoUnderYes: { en: "asked; no under --yes", es: "se pregunta; no con --yes" },
  fromProject: { en: "from ALLOWED_HOSTS and the like", es: "de ALLOWED_HOSTS y similares" },
  sdkChain: { en: "the SDK's own chain", es: "la cadena propia del SDK" },
  off: { en: "off", es: "no" },
  counted: { en: "what the project holds", es: "lo que tiene el proyecto" },
  onceEach: { en: "each file once", es: "cada archivo una vez" },
  none: { en: "none", es: "ninguno" },
  mount: {
    en: "/opt/render/project/src/media, with Docker /var/data/media",
    es: "/opt/render/project/src/media, con Docker /var/data/media",
  },
} as const satisfies Record<string, Text>;

export const describeOptions = {
  project: {
    en: "folder of manage.py (default: the current one)",
    es: "carpeta de manage.py (por defecto: la actual)",
  },
  answers: {
    en: "answers file (default: vet-media-setup.json of the project)",
    es: "archivo de respuestas (por defecto: vet-media-setup.json del proyecto)",
  },
  dryRun: { en: "only show the plan", es: "solo mostrar el plan" },
  yes: {
    en: "accept the plan and its warnings; ask nothing",
    es: "aceptar el plan y sus advertencias; no preguntar nada",
  },
  json: { en: "one JSON document on standard output", es: "un documento JSON en la salida estándar" },
  jsonLines: {
    en: "one JSON object on each line while it runs; the last is the document of --json",
    es: "un objeto JSON por línea mientras se ejecuta; el último es el documento de --json",
  },
  quiet: { en: "say nothing unless something is wrong", es: "no decir nada, salvo que algo salga mal" },
  plain: { en: "plain lines, no boxes and no colour", es: "líneas simples, sin cuadros ni color" },
  verbose: { en: "say more", es: "dar más detalles" },
  help: { en: "this help; after a command, that of the command", es: "esta ayuda; tras un comando, la del comando" },
  version: { en: "the version", es: "la versión" },
} as const satisfies Record<string, Text>;
