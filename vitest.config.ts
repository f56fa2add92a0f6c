import { readdirSync, existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig, type TestUserConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

/** Sources, not build output, so that a test never runs against yesterday's code. */
const conditions = ["@todoke/source"];

function workspaceProjects() {
  return ["packages", "apps", "examples"]
    .flatMap((group) => readdirSync(group).map((folder) => join(group, folder)))
    .concat("bench", "invariants", "planted")
    // A stranger's repository, which test/outside-provider.long.test.ts installs from tarballs.
    .filter((folder) => folder !== join("examples", "outside-provider") && existsSync(join(folder, "package.json")))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string };
      const include = ["src/**/*.test.ts", "test/**/*.test.ts"];
      return project(manifest.name, folder, { include, exclude: [changesItsProcess, takesLong] });
    });
}

/** Tests that put something else in the place of what a whole process shares, such as a module or its clock. */
const changesItsProcess = "**/*.alone.test.ts";

/** Tests of `pnpm test:long`. */
export const takesLong = "**/*.long.test.ts";

interface Files {
  readonly include: string[];
  readonly exclude?: string[];
  /** Each file in a process of its own. Else a process goes from file to file, which spares it loading everything anew. */
  readonly isolate?: boolean;
}

export function project(name: string, root: string, { include, exclude = [], isolate = false }: Files) {
  return {
    resolve: { conditions: [...conditions, "node", "import", "module", "default"] },
    // Vitest hands these to Node itself, where "import" and "module" would give a CommonJS package the wrong build.
    ssr: { resolve: { conditions: [...conditions, "node", "module-sync", "default"] } },
    test: { name, root, include, exclude: ["**/node_modules/**", ...exclude], passWithNoTests: true, testTimeout: 30_000, hookTimeout: 60_000, isolate },
  };
}

/** Where to put the counts for a machine to read; the reader of a terminal sees the same run. */
const reportPath = process.env["TEST_REPORT"];

export const reporters: NonNullable<TestUserConfig["reporters"]> = reportPath === undefined ? ["default"] : ["default", ["json", { outputFile: reportPath }]];

export default defineConfig({
  test: {
    // Most files wait for databases, servers and timers for longer than they compute.
    maxWorkers: availableParallelism() + 1,
    globalSetup: ["test-databases/src/keep-databases.ts"],
    sequence: { sequencer: LongestFirst },
    reporters,
    projects: [
      ...workspaceProjects(),
      project("todoke", ".", { include: ["test/**/*.test.ts"], exclude: [takesLong] }),
      project("alone", ".", { include: [`{packages,apps}/${changesItsProcess}`], exclude: ["**/dist/**"], isolate: true }),
    ],
  },
});
