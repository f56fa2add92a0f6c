import { insight } from "@line/bot-sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Person } from "../../people.ts";
import type { Simulator } from "../../simulator.ts";
import { startSimulator } from "../../start-simulator.ts";
import { crowd, lineCast } from "../../testing/cast.ts";
import { dateOfFirstEntry } from "../../testing/japan-date.ts";
import { getFromLine, hello, postToLine, pushPath } from "../../testing/line-request.ts";
import { lineClient } from "../../testing/official-clients.ts";

const dayMs = 24 * 3_600_000;
const withLink = { type: "text", text: "Look: https://example.com/offer" };
const members = crowd(200, (index): Person => ({
  demographic: { gender: index < 50 ? "female" : "male", age: 30, friendForDays: 40 },
}));
const ids = members.flatMap(({ lineUserId }) => lineUserId ?? []);
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({
    people: [...lineCast, ...members],
    line: { limits: "off", engagement: { impressionRate: 0.5, clickRate: 0.25 } },
  });
});
afterEach(() => simulator.close());

const insightClient = () =>
  new insight.InsightClient({ channelAccessToken: "line-token", baseURL: simulator.url });

const multicast = (count: number, customAggregationUnits: readonly string[]) =>
  postToLine(simulator, "/v2/bot/message/multicast", { to: ids.slice(0, count), messages: [withLink], customAggregationUnits });

test("a broadcast's insight tells who saw it and who clicked where", async () => {
  const broadcast = await postToLine(simulator, "/v2/bot/message/broadcast", { messages: [hello, withLink] });
  const requestId = broadcast.headers.get("x-line-request-id") ?? "";

  expect(await insightClient().getMessageEvent(requestId)).toMatchObject({
    overview: { requestId, delivered: 201, uniqueImpression: 100, uniqueClick: 50, uniqueMediaPlayed: null },
    messages: [{ seq: 1, impression: 100 }, { seq: 2, impression: 100 }],
    clicks: [{ seq: 2, url: "https://example.com/offer", click: 50, uniqueClick: 50 }],
  });
});

test("nothing is told of a narrowcast before it is sent, and nothing of fewer than twenty people", async () => {
  const answer = await postToLine(simulator, "/v2/bot/message/narrowcast", { messages: [withLink], limit: { max: 38 } });
  const path = `/v2/bot/insight/message/event?requestId=${answer.headers.get("x-line-request-id")}`;
  const before = (await getFromLine(simulator, path)).body;
  simulator.advanceClock(1_000);

  expect(before).toMatchObject({ overview: { delivered: null } });
  expect((await getFromLine(simulator, path)).body).toMatchObject({
    overview: { delivered: 38, uniqueImpression: null, uniqueClick: null },
    messages: [],
    clicks: [],
  });
});

test("what was sent under a unit's name is added up over days, without a count of people reached", async () => {
  await multicast(80, ["spring"]);
  await multicast(120, ["spring"]);
  await multicast(120, ["autumn"]);
  const date = dateOfFirstEntry(simulator);
  const { overview, messages, clicks } = await insightClient().getStatisticsPerUnit("spring", date, date);

  expect(overview).toMatchObject({ uniqueImpression: 100, uniqueClick: 50 });
  expect(overview).not.toHaveProperty("delivered");
  expect(messages).toMatchObject([{ seq: 1, uniqueImpression: 100 }]);
  expect(clicks).toMatchObject([{ url: "https://example.com/offer", uniqueClickOfRequest: 50 }]);
});

test("a unit's days are at most thirty apart", async () => {
  const path = "/v2/bot/insight/message/event/aggregation?customAggregationUnit=spring";
  const inTime = await getFromLine(simulator, `${path}&from=20260101&to=20260131`);
  const tooLong = await getFromLine(simulator, `${path}&from=20260101&to=20260201`);

  expect([inTime.status, tooLong.status]).toEqual([200, 400]);
});

test("unit names are counted and listed for the month", async () => {
  await multicast(1, ["spring"]);
  await multicast(1, ["autumn"]);
  await multicast(1, ["spring"]);
  const client = lineClient(simulator);
  const thisMonth = [await client.getAggregationUnitUsage(), await client.getAggregationUnitNameList("1")];
  simulator.advanceClock(31 * dayMs);

  expect(thisMonth).toMatchObject([
    { numOfCustomAggregationUnits: 2 },
    { customAggregationUnits: ["spring"], next: expect.any(String) },
  ]);
  expect(await client.getAggregationUnitUsage()).toMatchObject({ numOfCustomAggregationUnits: 0 });
  expect((await getFromLine(simulator, "/v2/bot/message/aggregation/list?start=x")).body).toEqual({
    message: "Invalid start param",
  });
});

test("the thousand-and-first name is left out in silence, though its message is sent", async () => {
  const to = ids[0];
  for (let number = 1; number <= 1_001; number++) {
    await postToLine(simulator, pushPath, { to, messages: [hello], customAggregationUnits: [`unit_${number}`] });
  }

  expect(simulator.ledger()).toHaveLength(1_001);
  expect(await lineClient(simulator).getAggregationUnitUsage()).toMatchObject({ numOfCustomAggregationUnits: 1_000 });
});

test.each([pushPath, "/v2/bot/message/multicast"])("a malformed unit name is refused by %s", async (path) => {
  const to = path === pushPath ? ids[0] : ids.slice(0, 1);
  const answer = await postToLine(simulator, path, { to, messages: [hello], customAggregationUnits: ["spring-sale"] });

  expect(answer).toMatchObject({ status: 400, body: { details: [{ property: "customAggregationUnits[0]" }] } });
});

test("friends are told by their traits, and followers by number, when the day is over", async () => {
  await multicast(1, []);
  const followers = () => insightClient().getNumberOfFollowers(dateOfFirstEntry(simulator));
  const early = await followers();
  simulator.advanceClock(dayMs);
  const demographics = await insightClient().getFriendsDemographics();

  expect(early).toEqual({ status: "unready" });
  expect(await followers()).toEqual({ status: "ready", followers: 202, targetedReaches: 201, blocks: 1 });
  expect(demographics).toMatchObject({ available: true, ages: expect.arrayContaining([{ age: "from30to34", percentage: 99.5 }]) });
  expect(demographics.genders).toContainEqual({ gender: "female", percentage: 24.9 });
});
