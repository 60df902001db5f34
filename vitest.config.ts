import { defineConfig } from "vitest/config";

/** `*.thorough.test.ts` holds what needs longer; `npm run test:thorough` runs it. */
const thorough = process.env.VET_TEST_THOROUGH === "1";

export default defineConfig({
  test: {
    include: thorough ? ["test/**/*.thorough.test.ts"] : ["test/**/*.test.ts"],
    exclude: thorough ? ["node_modules/**"] : ["node_modules/**", "test/**/*.thorough.test.ts"],
    globalSetup: ["test/support/built.mjs"],
    setupFiles: ["test/support/seed.ts"],
    environment: "node",
    // The SDK would announce the end of Node 20 in every file.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // Ends what hangs. What is only slow on a busy machine is not a failure: speed is measured by the benchmarks.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Much of a test is waiting for a process or a pause: one more than the two cores that the tests are made for.
    maxWorkers: 3,
  },
});
