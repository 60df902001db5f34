/** Every property of the editors, on ten thousand cases and more; those of render.yaml are in a file of their own, and run beside these. */
import { vi } from "vitest";

vi.setConfig({ testTimeout: 1_200_000 });

await import("./text-file.test.ts");
await import("./literals.test.ts");
await import("./python-block.test.ts");
await import("./dotenv.test.ts");
await import("./dotenv-exchange.test.ts");
await import("./gitignore.test.ts");
await import("./dependencies-exchanged.test.ts");
await import("./requirements.test.ts");
await import("./pyproject.test.ts");
