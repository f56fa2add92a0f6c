import { describe, expect, test } from "vitest";
import { startScriptedLine } from "../testing/scripted-line.ts";

test("a broadcast's numbers, with null where LINE tells none", async () => {
  const { line, received } = await startScriptedLine([
    {
      body: {
        overview: { requestId: "r", timestamp: 1_790_000_000, delivered: 19, uniqueImpression: null, uniqueClick: 30 },
        messages: [{ seq: 1, impression: 42, mediaPlayed: null }],
        clicks: [{ seq: 1, url: "https://example.com/", click: 30, uniqueClick: null, uniqueClickOfRequest: 25 }],
      },
    },
  ]);
  const statistics = await line.statistics.message("r");
  expect(statistics).toMatchObject({
    requestId: "r",
    sentAt: new Date(1_790_000_000_000),
    delivered: 19,
    overview: { uniqueImpression: null, uniqueClick: 30, uniqueMediaPlayed: null, uniqueMediaPlayed100Percent: null },
    messages: [{ seq: 1, impression: 42, uniqueImpression: null, mediaPlayed: null, mediaPlayed25Percent: null }],
  });
  expect(statistics.clicks).toEqual([
    { seq: 1, url: "https://example.com/", click: 30, uniqueClick: null, uniqueClickOfRequest: 25 },
  ]);
  expect(received[0]?.call).toBe("GET /v2/bot/insight/message/event?requestId=r");
});

test("a send that nobody has numbers of yet is null and empty, not an error", async () => {
  const { line } = await startScriptedLine([{}]);
  await expect(line.statistics.message("r")).resolves.toMatchObject({
    sentAt: null,
    delivered: null,
    messages: [],
    clicks: [],
  });
});

test("a unit is asked for by LINE's days", async () => {
  const { line, received } = await startScriptedLine([
    { body: { overview: { uniqueClick: 20 }, messages: [], clicks: [] } },
  ]);
  const period = { unit: "summer_2026", from: "2026-11-01", to: "2026-12-01" };
  await expect(line.statistics.unit(period)).resolves.toMatchObject({ overview: { uniqueClick: 20 } });
  expect(received[0]?.call).toBe(
    "GET /v2/bot/insight/message/event/aggregation?customAggregationUnit=summer_2026&from=20261101&to=20261201",
  );
});

test.each([
  ["reply", "/v2/bot/message/delivery/reply"],
  ["push", "/v2/bot/message/delivery/push"],
  ["multicast", "/v2/bot/message/delivery/multicast"],
  ["broadcast", "/v2/bot/message/delivery/broadcast"],
  ["notification-template", "/v2/bot/message/delivery/pnp/templated"],
  ["notification-flexible", "/v2/bot/message/delivery/pnp"],
] as const)("what was sent by %s is asked for at %s", async (kind, path) => {
  const { line, received } = await startScriptedLine([
    { body: { status: "ready", success: 10_000 } },
    { body: { status: "unready" } },
  ]);
  await expect(line.statistics.sent(kind, "2026-11-20")).resolves.toEqual({ status: "ready", success: 10_000 });
  await expect(line.statistics.sent(kind, "2026-11-21")).resolves.toEqual({ status: "unready", success: null });
  expect(received.map(({ call }) => call)).toEqual([`GET ${path}?date=20261120`, `GET ${path}?date=20261121`]);
});

test("a day's deliveries and followers", async () => {
  const { line, received } = await startScriptedLine([
    { body: { status: "ready", apiPush: 7, apiBroadcast: 0 } },
    { body: { status: "ready", followers: 100, targetedReaches: 60, blocks: 12 } },
  ]);
  const deliveries = await line.statistics.deliveries("2026-11-20");
  expect(deliveries).toMatchObject({ status: "ready", apiPush: 7, apiBroadcast: 0, apiReply: null, chat: null });
  await expect(line.statistics.followers("2026-11-20")).resolves.toEqual({
    status: "ready",
    followers: 100,
    targetedReaches: 60,
    blocks: 12,
  });
  expect(received.map(({ call }) => call)).toEqual([
    "GET /v2/bot/insight/message/delivery?date=20261120",
    "GET /v2/bot/insight/followers?date=20261120",
  ]);
});

test("who the friends are, in shares", async () => {
  const { line } = await startScriptedLine([
    { body: { available: true, genders: [{ gender: "male", percentage: 37.6 }, { gender: "unknown" }] } },
    { body: { available: false } },
  ]);
  await expect(line.statistics.demographics()).resolves.toMatchObject({
    available: true,
    genders: { male: 37.6, unknown: null },
    ages: {},
  });
  await expect(line.statistics.demographics()).resolves.toMatchObject({ available: false, genders: {} });
});

test("units are counted, and named page after page", async () => {
  const { line, received } = await startScriptedLine([
    { body: { numOfCustomAggregationUnits: 2 } },
    { body: { customAggregationUnits: ["a"], next: "n" } },
    { body: { customAggregationUnits: ["b"] } },
  ]);
  await expect(line.statistics.unitsUsed()).resolves.toBe(2);
  const names: string[] = [];
  for await (const name of line.statistics.unitNames()) names.push(name);
  expect(names).toEqual(["a", "b"]);
  expect(received.at(-1)?.call).toBe("GET /v2/bot/message/aggregation/list?limit=100&start=n");
});

describe("days that are none are refused without a call", () => {
  test.each(["2026-11-31", "20261121", "2026-11-21T00:00:00Z", ""])("%j", async (day) => {
    const { line, received } = await startScriptedLine([]);
    await expect(line.statistics.followers(day)).rejects.toMatchObject({
      class: "content",
      providerCode: "wrong-format",
    });
    expect(received).toEqual([]);
  });

  test.each([
    ["2026-11-21", "2026-11-20"],
    ["2026-11-01", "2026-12-02"],
  ])("from %s to %s", async (from, to) => {
    const { line } = await startScriptedLine([]);
    await expect(line.statistics.unit({ unit: "a", from, to })).rejects.toMatchObject({ providerCode: "out-of-range" });
  });
});
