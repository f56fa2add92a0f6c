import type { Kysely } from "kysely";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type OpenDatabase } from "../database/open-database.ts";
import { defaultProject } from "../project.ts";
import { SharedClock } from "../shared-clock.ts";
import { readClock } from "../store/read-clock.ts";
import { slowLane } from "../store/slow-lane.ts";
import { testDatabases, type CreatedDatabase } from "../testing/test-databases.ts";
import type { Lane } from "./lane.ts";
import { TurnSource } from "./turns.ts";

const fail = (error: Error) => {
  throw error;
};

describe.each(testDatabases)("turns on $name", (testDatabase) => {
  let created: CreatedDatabase;
  let database: OpenDatabase;
  let connection: Kysely<unknown>;
  const clock = new SharedClock();
  let lanes = 0;

  beforeAll(async () => {
    created = await testDatabase.create();
    database = await openDatabase(created.settings, fail);
    ({ connection } = database);
    clock.observe(await readClock(connection));
  });
  afterAll(async () => {
    await database.close();
    await created.drop();
  });

  const laneOf = (requests: number, perMs: number): Lane => ({
    accountId: "line",
    endpoint: `endpoint-${(lanes += 1)}`,
    limit: { requests, perMs },
  });
  const turnTime = async (milliseconds: number) => {
    await sql`update clock_offset set milliseconds = milliseconds + ${milliseconds}`.execute(connection);
    clock.observe(await readClock(connection));
  };

  it("follow each other evenly, whoever takes them", async () => {
    const lane = laneOf(1, 1_000);
    const sources = [new TurnSource(connection, defaultProject, clock, 1), new TurnSource(connection, defaultProject, clock, 1), new TurnSource(connection, defaultProject, clock, 1)];
    const taken = await Promise.all(sources.flatMap((source) => [source.take(lane, 2, 10_000), source.take(lane, 1, 10_000)]));
    const at = taken.flatMap((turns) => turns.at).toSorted((one, other) => one - other);
    expect(at).toHaveLength(9);
    for (const [index, turn] of at.entries()) expect(Math.abs(turn - at[0]! - index * 1_000)).toBeLessThan(20);
    expect(Math.max(...taken.map(({ nextAt }) => nextAt)) - at[0]!).toBeGreaterThan(8_000);
  });

  it("are given as far as the horizon, and lapse when nobody uses them", async () => {
    const lane = laneOf(10, 1_000);
    const source = new TurnSource(connection, defaultProject, clock, 1);
    expect((await source.take(lane, 50, 500)).at).toHaveLength(5);
    expect((await source.take(lane, 50, 500)).at.length).toBeLessThan(3);
    await turnTime(60_000);
    const afterwards = await source.take(lane, 50, 500);
    expect(afterwards.at).toHaveLength(5);
    expect(afterwards.at[0]! - performance.now()).toBeLessThan(250);
  });

  it("leave a part of the documented rate unused", async () => {
    const turns = await new TurnSource(connection, defaultProject, clock, 0.5).take(laneOf(10, 1_000), 3, 1_000);
    expect(turns.apartMs).toBe(200);
    expect(turns.at[1]! - turns.at[0]!).toBeCloseTo(200, 3);
  });

  it("of a rate by the hour are given at once, remembered, and given again an hour after each", async () => {
    const lane = laneOf(4, 3_600_000);
    expect((await new TurnSource(connection, defaultProject, clock, 1).take(lane, 3, 500)).at).toHaveLength(3);
    await turnTime(1_800_000);
    const restarted = new TurnSource(connection, defaultProject, clock, 1);
    expect((await restarted.take(lane, 3, 500)).at).toHaveLength(1);
    const none = await restarted.take(lane, 1, 500);
    expect(none.at).toEqual([]);
    expect(none.nextAt - performance.now()).toBeGreaterThan(1_790_000);
    await turnTime(1_801_000);
    expect((await restarted.take(lane, 4, 500)).at).toHaveLength(3);
  });

  it("of a rate by the hour are never more than the limit, however many ask at once", async () => {
    const lane = laneOf(57, 3_600_000);
    const sources = [new TurnSource(connection, defaultProject, clock, 1), new TurnSource(connection, defaultProject, clock, 1)];
    const taken = await Promise.all(Array.from({ length: 80 }, (_, index) => sources[index % 2]!.take(lane, 1, 500)));
    expect(taken.flatMap(({ at }) => at)).toHaveLength(57);
  });

  it("come to nobody for a while after a refusal, then further apart, then as before", async () => {
    const lane = laneOf(10, 1_000);
    const source = new TurnSource(connection, defaultProject, clock, 1);
    await source.take(lane, 1, 500);
    for (let refusal = 0; refusal < 5; refusal += 1) await slowLane(connection, defaultProject, "line", lane.endpoint, 2_000);
    expect((await source.take(lane, 1, 500)).at).toEqual([]);
    await turnTime(2_000);
    const slowed = await source.take(lane, 1, 500);
    expect(slowed.at).toHaveLength(1);
    expect(slowed.apartMs).toBeGreaterThan(125);
    expect(slowed.apartMs).toBeLessThan(145);
    await turnTime(60_000);
    expect((await source.take(lane, 1, 500)).apartMs).toBe(100);
  });

  it("of a counted rate wait after a refusal too", async () => {
    const lane = laneOf(60, 3_600_000);
    const source = new TurnSource(connection, defaultProject, clock, 1);
    await source.take(lane, 1, 500);
    await slowLane(connection, defaultProject, "line", lane.endpoint, 5_000);
    const refused = await source.take(lane, 1, 500);
    expect(refused.at).toEqual([]);
    expect(refused.nextAt - performance.now()).toBeGreaterThan(4_000);
    await turnTime(5_000);
    expect((await source.take(lane, 1, 500)).at).toHaveLength(1);
  });

  it("fail for everybody who waits when the database does, and are given when it is back", async () => {
    const lane = laneOf(10, 1_000);
    const source = new TurnSource(connection, defaultProject, clock, 1);
    await source.take(lane, 1, 500);
    await sql`alter table lane rename to lane_away`.execute(connection);
    const wishes = await Promise.allSettled([source.take(lane, 1, 500), source.take(lane, 1, 500)]);
    await sql`alter table lane_away rename to lane`.execute(connection);
    expect(wishes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect((await source.take(lane, 1, 1_000)).at).toHaveLength(1);
  });
});
