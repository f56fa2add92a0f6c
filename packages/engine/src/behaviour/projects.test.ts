import { describe, expect, it } from "vitest";
import type { ProjectOptions } from "../engine.ts";
import { assembleEngines } from "../open-engines.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, newAddress, until } from "../testing/test-engine.ts";

const hour = 3_600_000;

describe.each(testDatabases.slice(-1))("projects on $name", (database) => {
  it("rest while they have nothing to do, and send in time what was scheduled by then", async () => {
    const created = await database.create();
    const line = createScriptedChannel({ channel: "line", kind: "line" });
    const projects = new Map<string, ProjectOptions>([["shop-b", { accounts: [{ id: "b", adapters: [line.adapter] }] }]]);
    const { engines, open } = await assembleEngines({ database: created.settings, projects, settings: { pollIntervalMs: 50 } });
    const project = (await open.find("shop-b"))!;
    const address = newAddress();
    const message = await project.engine.submit({ to: [{ addresses: { line: address } }], content: { type: "text", text: "Hello" }, sendAt: new Date(Date.now() + hour).toISOString() });
    engines.start();
    expect(project.isResting).toBe(true);
    await advance(2 * hour, { context: project.context, connection: project.context.connection });
    await until("the message is sent", async () => (await project.engine.message(message.id))?.status === "completed");
    expect(line.callsTo(address)).toHaveLength(1);
    expect(project.isResting).toBe(false);
    await engines.stop();
    await created.drop();
  });

  it("are there for every process, and so are changes of their accounts", async () => {
    const created = await database.create();
    const line = createScriptedChannel({ channel: "line", kind: "line" });
    const { engines, open } = await assembleEngines({
      database: created.settings,
      projects: new Map(),
      otherProjects: { accounts: ({ pausedAt }) => (pausedAt.size === 0 ? [] : [{ id: "late", adapters: [line.adapter] }]) },
    });
    engines.start();
    expect(await engines.of("shop-c")).toBeUndefined();
    await engines.projects.create({ id: "shop-c", name: "Shop C" });
    const before = (await engines.of("shop-c"))!;
    expect(engines.ofAccount("late")).toBeUndefined();
    await before.storedAccounts.pause("late");
    await until("the project has another engine", () => engines.ofAccount("late") !== undefined);
    expect(await engines.of("shop-c")).not.toBe(before);
    await expect(engines.projects.create({ id: "shop-c", name: "again" })).rejects.toMatchObject({ code: "project-exists" });
    await expect(engines.projects.create({ id: "Shop C", name: "none" })).rejects.toMatchObject({ code: "invalid-request" });
    expect(open.all.map(({ id }) => id).toSorted()).toEqual(["default", "shop-c"]);
    await engines.stop();
    await created.drop();
  });
});
