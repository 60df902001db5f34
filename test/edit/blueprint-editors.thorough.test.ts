/** Every property of the editors of render.yaml, on ten thousand cases and more. */
import { vi } from "vitest";

vi.setConfig({ testTimeout: 1_200_000 });

await import("./render-yaml.properties.test.ts");
await import("./service-disk.test.ts");
