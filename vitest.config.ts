import { defineConfig } from "vitest/config";

/** `*.thorough.test.ts` holds what needs longer; `npm run test:thorough` runs it. */
const thorough = process.env.VET_TEST_THOROUGH === "1";

export default defineConfig({
  test: {
    include: thorough ? ["test/**/*.thorough.test.ts"] : ["test/**/*.test.ts"],
    exclude: thorough ? ["node_modules/**"] : ["node_modules/**", "test/**/*.thorough.test.ts"],
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
