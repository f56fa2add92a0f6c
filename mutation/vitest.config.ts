import { defineConfig } from "vitest/config";

const conditions = ["@todoke/source"];

/** One adapter's conformance test and nothing else. Runs in the folder that StrykerJS copied the package to. */
export default defineConfig({
  root: process.cwd(),
  resolve: { conditions: [...conditions, "node", "import", "module", "default"] },
  ssr: { resolve: { conditions: [...conditions, "node", "module-sync", "default"] } },
  test: { include: ["src/conformance.test.ts"], testTimeout: 30_000 },
});
