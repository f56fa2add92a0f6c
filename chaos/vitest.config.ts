import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { isShort } from "./src/figures.ts";

/** A suite of its own: it kills processes for minutes. `pnpm chaos` runs it. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    name: "@todoke/chaos",
    include: ["src/**/*.test.ts"],
    testTimeout: 900_000,
    hookTimeout: 60_000,
    // In their short form they wait more than they work.
    fileParallelism: isShort,
    maxWorkers: 2,
  },
});
