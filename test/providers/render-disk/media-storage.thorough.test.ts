/** The generated settings of a disk, judged by a Django before STORAGES and by one after the older names. */
import { settingsInForce } from "./in-force.ts";

settingsInForce("django32");
settingsInForce("django52");
