/** Uploads on a disk through gunicorn, on the older Djangos. */
import { serveUploads } from "./serving.ts";

serveUploads("django32");
serveUploads("django42");
