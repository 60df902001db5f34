/** The generated settings of a disk, judged by the Django that knows both the older names and STORAGES. */
import { settingsInForce } from "./in-force.ts";

settingsInForce("django42");
