/** Properties look at the same cases in every run, so that a red run is somebody's change. VET_TEST_SEED=<number> looks at others. */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.VET_TEST_SEED ?? 20261124) });
