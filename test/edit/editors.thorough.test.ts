/** Every property of the editors, on ten times as many cases. */
import { vi } from "vitest";

vi.setConfig({ testTimeout: 1_200_000 });

await import("./text-file.test.ts");
await import("./literals.test.ts");
await import("./python-block.test.ts");
await import("./dotenv.test.ts");
await import("./gitignore.test.ts");
await import("./requirements.test.ts");
await import("./pyproject.test.ts");
await import("./render-yaml.properties.test.ts");
await import("./service-disk.test.ts");
