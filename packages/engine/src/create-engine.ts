import { createSharedWork } from "./create-shared-work.ts";
import type { Engine, EngineOptions } from "./engine.ts";
import type { EngineContext } from "./engine-context.ts";
import { openProject } from "./project-engine.ts";
import { defaultProject } from "./project.ts";
import { closeSharedParts, openSharedParts } from "./shared-parts.ts";
import { readClock } from "./store/read-clock.ts";

/**
 * Opens a database for its default project alone; `openEngines` does for all of them. Brings its schema up to date and takes
 * over what a dead process left behind. Throws `ConfigurationError` when the embedded folder is in use, the database was moved
 * away or the settings contradict each other.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { engine } = await assembleEngine(options);
  return engine;
}

/** The same, with what all of its parts share: for tests, which look at rows and move its clock. */
export async function assembleEngine(options: EngineOptions): Promise<{ readonly engine: Engine; readonly context: EngineContext }> {
  const shared = await openSharedParts(options);
  try {
    const project = await openProject(shared, defaultProject, options);
    const loops = createSharedWork(shared);
    const engine: Engine = {
      ...project.engine,
      start() {
        for (const loop of loops) loop.start();
        project.start();
      },
      async stop() {
        await Promise.all([...loops, project].map((each) => each.stop()));
        await closeSharedParts(shared);
      },
      authenticate: (key) => shared.keys.holderOf(key),
      async checkHealth() {
        await readClock(shared.database.connection);
      },
    };
    return { engine, context: project.context };
  } catch (error) {
    await closeSharedParts(shared);
    throw error;
  }
}
