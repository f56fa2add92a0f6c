import { describe, expect, it } from "vitest";
import type { CallResult } from "../health/call-tally.ts";
import { defaultProject } from "../project.ts";
import { openLane } from "../store/lane-turns.ts";
import { readLaneShares } from "../store/read-lane-shares.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { sharedTestDatabases, testDatabases, type CreatedDatabase } from "../testing/test-databases.ts";
import { advance, openTestEngine, type TestEngine } from "../testing/test-engine.ts";

const second = 1_000;

const { adapter } = createScriptedChannel({ channel: "sms", kind: "phone" });
const accounts = [{ id: "first", adapters: [adapter] }];

/** An engine that does nothing by itself, and the moves of health that it logged. */
async function openQuiet(database: CreatedDatabase): Promise<TestEngine & { readonly moves: readonly string[] }> {
  const moves: string[] = [];
  const note = (fields: object) => {
    if ("to" in fields) moves.push(String(fields.to));
  };
  const log = { info: note, warn: note, error() {} };
  return { ...(await openTestEngine({ accounts, database: database.settings, log })), moves };
}

const results = (calls: number, failed: number) =>
  Array.from({ length: calls }, (_, index) => ({ end: index % 2 === 0 && index / 2 < failed ? "failed" : "answered", tookMs: 1 }) as const);

describe.each(sharedTestDatabases)("the health of accounts in two processes on $name", (database) => {
  it("is made of what both saw, moves once, and holds for both", async () => {
    const created = await database.create();
    const [one, two] = [await openQuiet(created), await openQuiet(created)];
    for (const engine of [one, two]) for (const result of results(12, 6)) engine.context.health.record("first", result);
    await one.context.health.look();
    expect(one.context.health.conditionOf("first").state).toBe("healthy");
    await Promise.all([two.context.health.look(), one.context.health.look()]);
    for (const engine of [one, two]) await engine.context.health.look();
    for (const engine of [one, two]) expect(engine.context.health.conditionOf("first").state).toBe("unhealthy");
    expect([...one.moves, ...two.moves]).toEqual(["unhealthy"]);
    await two.engine.health.pin("first", "use");
    await one.context.health.look();
    expect(one.context.health.conditionOf("first").pin).toBe("use");
    await Promise.all([one.engine.stop(), two.engine.stop()]);
    await created.drop();
  });
});

describe.each(testDatabases)("the health of accounts on $name", (database) => {
  it("survives a restart, and so does an operator's word", async () => {
    const created = await database.create();
    const before = await openQuiet(created);
    for (const result of results(10, 0)) before.context.health.record("first", { ...result, end: "lost" });
    await before.context.health.look();
    await before.engine.health.pin("first", "avoid");
    const known = await before.engine.health.of("first");
    expect(known).toMatchObject({ state: "unhealthy", pin: "avoid", lastMinute: { calls: 10, failed: 0, lost: 10, slow: 0 } });
    await before.engine.stop();
    const after = await openQuiet(created);
    expect(after.context.health.conditionOf("first")).toEqual({ state: "unhealthy", pin: "avoid" });
    expect(await after.engine.health.of("first")).toEqual(known);
    await after.engine.stop();
    await created.drop();
  });

  it("forgets calls after a minute, and does not count those of an earlier state", async () => {
    const created = await database.create();
    const engine = await openQuiet(created);
    const { health } = engine.context;
    const look = async (count: number, result: CallResult) => {
      for (let made = 0; made < count; made += 1) health.record("first", result);
      await health.look();
      return health.conditionOf("first").state;
    };
    expect(await look(9, { end: "failed", tookMs: 1 })).toBe("healthy");
    expect(await look(1, { end: "answered", tookMs: 1 })).toBe("healthy");
    await advance(70 * second, engine);
    expect(await look(9, { end: "failed", tookMs: 1 })).toBe("healthy");
    expect((await engine.engine.health.of("first"))!.lastMinute).toEqual({ calls: 9, failed: 9, lost: 0, slow: 0 });
    await openLane(engine.connection, defaultProject, "first", "push");
    const share = async () => (await readLaneShares(engine.connection, defaultProject))[0]!.share;
    expect(await look(1, { end: "answered", tookMs: 6_000 })).toBe("unhealthy");
    // Whoever is not well is called at a tenth of the rate, and from then on slowly more.
    expect(await share()).toBeCloseTo(0.1, 1);
    expect(await look(100, { end: "answered", tookMs: 1 })).toBe("unhealthy");
    await advance(31 * second, engine);
    expect(await look(0, { end: "answered", tookMs: 1 })).toBe("probation");
    await health.look();
    expect(health.conditionOf("first").state).toBe("probation");
    expect(await look(9, { end: "answered", tookMs: 1 })).toBe("probation");
    expect(await look(1, { end: "answered", tookMs: 1 })).toBe("healthy");
    expect(await share()).toBeCloseTo(0.1, 1);
    await advance(20 * second, engine);
    expect(await share()).toBeCloseTo(0.5, 1);
    await advance(60 * second, engine);
    expect(await share()).toBe(1);
    expect(engine.moves).toEqual(["unhealthy", "probation", "healthy"]);
    await engine.engine.stop();
    await created.drop();
  });
});
