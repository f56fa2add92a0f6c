import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take long, longest first; a clone that has never run its tests cannot know them. What begins last must be
 * short: while the last one runs alone, all other processors wait.
 */
export const longest = [
  "packages/adapter-kit/src/adapter-checks.test.ts",
  "packages/engine/src/behaviour/recovery.alone.test.ts",
  "packages/engine/src/behaviour/keyed-requests.test.ts",
  "packages/engine/src/behaviour/pacing.test.ts",
  "packages/engine/src/transfer/move-database.test.ts",
  "packages/engine/src/database/embedded-database.test.ts",
  "packages/engine/src/behaviour/quota.test.ts",
  "packages/engine/src/behaviour/paused.test.ts",
  "apps/orchestrator/src/flows/lost-answers-on-line.test.ts",
];

/**
 * Starts what is known to take long first, and else the larger files before the smaller. The files of a project stay
 * together: a process that goes from one project to another begins anew.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const places = new Map(sorted.map((file) => [file, this.#placeOf(file)]));
    const projects = new Map<string, number>();
    for (const [{ project }, place] of places) projects.set(project.name, Math.min(place, projects.get(project.name) ?? place));
    const order = (file: TestSpecification) => projects.get(file.project.name)!;
    // Stable, so that what is not listed stays as it was.
    return sorted.toSorted(
      (one, other) =>
        order(one) - order(other) || one.project.name.localeCompare(other.project.name) || places.get(one)! - places.get(other)!,
    );
  }

  #placeOf({ moduleId }: TestSpecification): number {
    const place = longest.indexOf(relative(this.ctx.config.root, moduleId));
    return place === -1 ? longest.length : place;
  }
}
