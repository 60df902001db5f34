/** What is around the uploads of a disk, on the older Djangos. */
import { aroundUploads } from "./around.ts";

aroundUploads("django32");
aroundUploads("django42");
