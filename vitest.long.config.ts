import { defineConfig } from "vitest/config";
import { project, reporters, takesLong } from "./vitest.config.ts";

/**
 * Tests that take long: they install packed packages as strangers would, run whole programs, measure rates, and try many
 * histories of one delivery.
 */
export default defineConfig({
  test: {
    // Each keeps several processes busy.
    maxWorkers: 2,
    globalSetup: ["test-databases/src/keep-databases.ts"],
    reporters,
    projects: [project("long", ".", { include: [takesLong], exclude: ["**/dist/**"], isolate: true })],
  },
});
