import { ConfigurationError } from "@todoke/core";
import { createSharedWork } from "./create-shared-work.ts";
import type { EnginesOptions } from "./engine.ts";
import type { Engines } from "./engines.ts";
import { gaugesOfProjects } from "./observing/gauges-of-projects.ts";
import { OpenProjects } from "./projects/open-projects.ts";
import { createProjects } from "./projects/projects.ts";
import { defaultProject, projectIdForm } from "./project.ts";
import { closeSharedParts, openSharedParts, type SharedParts } from "./shared-parts.ts";
import { readClock } from "./store/read-clock.ts";
import { insertProject } from "./store/projects/write-projects.ts";
import { WorkLoop } from "./work-loop.ts";

/**
 * Opens the database for all of its projects. Those that are configured are made where they are not there. Throws
 * `ConfigurationError` as `createEngine` does.
 */
export async function openEngines(options: EnginesOptions): Promise<Engines> {
  const { engines } = await assembleEngines(options);
  return engines;
}

/** The same, with the projects that are open: for tests, which move their clock. */
export async function assembleEngines(options: EnginesOptions): Promise<{ readonly engines: Engines; readonly shared: SharedParts; readonly open: OpenProjects }> {
  const { otherProjects = { accounts: [] } } = options;
  const wrongId = [...options.projects.keys()].find((id) => !projectIdForm.test(id));
  if (wrongId !== undefined) throw new ConfigurationError("projects", `"${wrongId}" is not the id of a project: it takes 1 to 40 lower case letters, digits and hyphens, and no hyphen first`);
  const shared = await openSharedParts(options);
  const open = new OpenProjects(shared, { of: (id) => options.projects.get(id) ?? otherProjects });
  try {
    for (const id of options.projects.keys()) await insertProject(shared.database.connection, { id, name: id });
    await open.look();
  } catch (error) {
    await closeSharedParts(shared);
    throw error;
  }
  return { engines: createEngines(shared, open), shared, open };
}

function createEngines(shared: SharedParts, open: OpenProjects): Engines {
  const { database: { connection }, keys } = shared;
  const loops = [...createSharedWork(shared), ...createFollowing(shared, open)];
  return {
    start() {
      for (const loop of loops) loop.start();
      open.start();
    },
    async stop() {
      await Promise.all([...loops, open].map((each) => each.stop()));
      await closeSharedParts(shared);
    },
    of: async (projectId) => (await open.find(projectId))?.engine,
    ofAccount: (accountId) => open.withAccount(accountId)?.engine,
    look: () => open.look(),
    projects: createProjects(connection, async (id) => (await open.find(id))?.engine.apiKeys),
    authenticate: (key) => keys.holderOf(key),
    async gauges() {
      const shown = open.all.filter(({ id, context }) => id === defaultProject || context.accounts.all.length > 0);
      return gaugesOfProjects(await Promise.all(shown.map(async ({ id, engine }) => [id, await engine.gauges()] as const)));
    },
    async checkHealth() {
      await readClock(connection);
    },
  };
}

/** What learns of projects and their accounts, and of work of projects at rest. */
function createFollowing({ log, settings: { pollIntervalMs, takesUpWork } }: SharedParts, open: OpenProjects): readonly WorkLoop[] {
  const loop = (name: string, work: () => Promise<void>, intervalMs: number) =>
    new WorkLoop(name, () => work().then(() => 0), Math.max(intervalMs, pollIntervalMs), log);
  return [loop("projects", () => open.look(), 2_000), ...(takesUpWork ? [loop("projects at rest", () => open.wakeDue(), pollIntervalMs)] : [])];
}
