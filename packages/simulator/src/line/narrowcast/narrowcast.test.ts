import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { NarrowcastErrorCode } from "../../faults.ts";
import type { LineOptions } from "../../options.ts";
import type { Person } from "../../people.ts";
import type { Simulator } from "../../simulator.ts";
import { startSimulator } from "../../start-simulator.ts";
import { crowd, lineUserId } from "../../testing/cast.ts";
import { getFromLine, hello, postToLine, pushPath, type LineAnswer } from "../../testing/line-request.ts";
import { lineClient } from "../../testing/official-clients.ts";

const dayMs = 24 * 3_600_000;
const phaseMs = 60_000;
const genders = ["male", "female"] as const;
let simulator: Simulator;

/** 120 friends, half of them men, aged from 0 to 119; a third live in Tokyo. */
const friends = crowd(120, (index): Person => ({
  demographic: { gender: genders[index % 2] ?? "male", age: index, ...(index % 3 === 0 && { area: "jp_13" }) },
}));

beforeEach(() => start());
afterEach(() => simulator.close());

async function start(line: LineOptions = {}, people = friends): Promise<void> {
  simulator = await startSimulator({ people, line: { narrowcastPhaseMs: phaseMs, ...line } });
}

/** A simulator with other settings than the others have. */
async function restart(line: LineOptions, people?: readonly Person[]): Promise<void> {
  await simulator.close();
  await start(line, people);
}

const narrowcast = (selection: object = {}, headers = {}) =>
  postToLine(simulator, "/v2/bot/message/narrowcast", { messages: [hello], ...selection }, headers);

const progress = async (answer: LineAnswer) => {
  const requestId = answer.headers.get("x-line-request-id");
  return (await getFromLine(simulator, `/v2/bot/message/progress/narrowcast?requestId=${requestId}`)).body;
};

/** How many a selection reaches in the end. */
async function reach(selection: object): Promise<unknown> {
  const answer = await narrowcast(selection);
  expect(answer).toMatchObject({ status: 202, body: {} });
  simulator.advanceClock(2 * phaseMs);
  return progress(answer);
}

async function uploadAudience(ids: readonly string[]): Promise<number> {
  const upload = { description: randomUUID(), audiences: ids.map((id) => ({ id })) };
  const { body } = await postToLine(simulator, "/v2/bot/audienceGroup/upload", upload);
  simulator.advanceClock(1_000);
  return (body as { audienceGroupId: number }).audienceGroupId;
}

const filter = (demographic: object) => ({ filter: { demographic } });

test("a narrowcast waits, is sent and has succeeded, by the clock", async () => {
  const answer = await narrowcast();
  const waiting = await progress(answer);
  simulator.advanceClock(phaseMs);
  const sending = await progress(answer);
  simulator.advanceClock(phaseMs);
  const succeeded = await progress(answer);

  expect(waiting).toEqual({ phase: "waiting", acceptedTime: expect.stringMatching(/Z$/) });
  expect(sending).toMatchObject({ phase: "sending", successCount: 0, targetCount: 120 });
  expect(succeeded).toMatchObject({ phase: "succeeded", successCount: 120, failureCount: 0, targetCount: 120 });
  expect(succeeded).toHaveProperty("completedTime");
  expect(simulator.ledger()).toMatchObject([
    { endpoint: "narrowcast", to: [], audience: { type: "narrowcast", recipients: 120 } },
  ]);
});

test("LINE's own client narrowcasts and reads the progress", async () => {
  const client = lineClient(simulator);
  const request = { messages: [{ type: "text" as const, text: "Hi" }], limit: { max: 60 } };
  const { httpResponse } = await client.narrowcastWithHttpInfo(request, randomUUID());
  simulator.advanceClock(2 * phaseMs);

  const requestId = httpResponse.headers.get("x-line-request-id") ?? "";
  expect(await client.getNarrowcastProgress(requestId)).toMatchObject({ phase: "succeeded", successCount: 60 });
});

test("a repeated retry key is answered 409 and starts nothing", async () => {
  const headers = { "x-line-retry-key": randomUUID() };
  const first = await narrowcast({}, headers);
  const second = await narrowcast({}, headers);

  expect(second.status).toBe(409);
  expect(second.headers.get("x-line-accepted-request-id")).toBe(first.headers.get("x-line-request-id"));
  expect(simulator.ledger()).toHaveLength(1);
});

test.each([
  ["one gender", { type: "gender", oneOf: ["male"] }, 60],
  ["an age from and below", { type: "age", gte: "age_15", lt: "age_70" }, 55],
  ["both of two", { type: "operator", and: [{ type: "gender", oneOf: ["female"] }, { type: "age", gte: "age_15" }] }, 53],
  ["either of two", { type: "operator", or: [{ type: "area", oneOf: ["jp_13"] }, { type: "gender", oneOf: ["male"] }] }, 80],
  ["all but some", { type: "operator", not: { type: "area", oneOf: ["jp_13"] } }, 80],
])("a filter selects %s", async (_what, demographic, targetCount) => {
  expect(await reach(filter(demographic))).toMatchObject({ phase: "succeeded", targetCount });
});

test("nobody is selected by what LINE does not know of them", async () => {
  const selection = filter({ type: "subscriptionPeriod", gte: "day_7" });

  expect(await reach(selection)).toMatchObject({ phase: "failed", errorCode: 2, targetCount: 0 });
});

test("audiences are combined, and those in them who are no friends are passed over", async () => {
  const ids = friends.flatMap((friend) => friend.lineUserId ?? []);
  const first = await uploadAudience([...ids.slice(0, 10), lineUserId("ffff")]);
  const second = await uploadAudience(ids.slice(5, 30));
  const audience = (audienceGroupId: number) => ({ type: "audience", audienceGroupId });
  const recipient = { type: "operator", and: [audience(second), { type: "operator", not: audience(first) }] };

  expect(await reach({ recipient: audience(first) })).toMatchObject({ phase: "succeeded", successCount: 10 });
  expect(await reach({ recipient })).toMatchObject({ phase: "succeeded", successCount: 20 });
});

test("a redelivery goes to those whom an earlier narrowcast reached, for 14 days", async () => {
  const earlier = await narrowcast({ limit: { max: 70 } });
  const recipient = { type: "redelivery", requestId: earlier.headers.get("x-line-request-id") };
  const tooEarly = await narrowcast({ recipient });
  simulator.advanceClock(2 * phaseMs);
  const reached = await reach({ recipient });
  simulator.advanceClock(14 * dayMs);
  const tooLate = await narrowcast({ recipient });

  const refusal = { status: 400, body: { message: `Invalid request id: ${recipient.requestId}` } };
  expect(reached).toMatchObject({ phase: "succeeded", successCount: 70 });
  expect([tooEarly, tooLate]).toMatchObject([refusal, refusal]);
});

const gender = { type: "gender", oneOf: ["male"] };

test.each([
  ["filter.demographic.type", filter({ type: "mood" })],
  ["filter.demographic.oneOf[1]", filter({ type: "gender", oneOf: ["male", "man"] })],
  ["filter.demographic.oneOf[0]", filter({ type: "area", oneOf: ["jp_48"] })],
  ["filter.demographic.gte", filter({ type: "age", gte: "age_17" })],
  ["filter.demographic.gte", filter({ type: "age", gte: "age_30", lt: "age_20" })],
  ["filter.demographic", filter({ type: "age" })],
  ["filter.demographic.and", filter({ type: "operator", and: [] })],
  ["filter.demographic", filter({ type: "operator", and: [gender], or: [gender] })],
  ["filter.demographic.not.type", filter({ type: "operator", not: {} })],
  ["filter.demographic", filter({ type: "operator", or: Array(11).fill(gender) })],
  ["recipient.type", { recipient: { type: "friends" } }],
  ["limit.max", { limit: { max: 0 } }],
  ["messages", { messages: [] }],
])("what is wrong is named: %s", async (property, selection) => {
  const answer = await narrowcast(selection);

  expect(answer).toMatchObject({ status: 400, body: { details: [{ property }] } });
  expect(simulator.ledger()).toEqual([]);
});

test("an unknown audience, and one that is not ready yet, are refused by their number", async () => {
  const upload = { description: "Everybody", audiences: [] };
  const { body } = await postToLine(simulator, "/v2/bot/audienceGroup/upload", upload);
  const { audienceGroupId } = body as { audienceGroupId: number };
  const answers = await Promise.all(
    [7, audienceGroupId].map((id) => narrowcast({ recipient: { type: "audience", audienceGroupId: id } })),
  );

  expect(answers.map((answer) => answer.body)).toEqual([
    { message: "Invalid audience group id: 7" },
    { message: `Invalid audience group id: ${audienceGroupId}` },
  ]);
});

test("a filter needs an account with a hundred friends, and fifty recipients", async () => {
  const few = await reach(filter({ type: "age", lt: "age_45" }));
  await restart({}, friends.slice(0, 99));
  const small = await narrowcast(filter(gender));

  expect(few).toMatchObject({ phase: "failed", errorCode: 2 });
  expect(small).toMatchObject({ status: 403, body: { message: "Your account does not have enough friends" } });
});

test("a combined audience of clickers with fewer than fifty friends fails by code 4", async () => {
  await restart({ engagement: { clickRate: 0.5 } });
  const messages = [{ type: "text", text: "Look: https://example.com/offer" }];
  const broadcast = await postToLine(simulator, "/v2/bot/message/broadcast", { messages });
  const requestId = broadcast.headers.get("x-line-request-id");
  const created = await postToLine(simulator, "/v2/bot/audienceGroup/click", { description: "Clickers", requestId });
  const clickers = { type: "audience", audienceGroupId: (created.body as { audienceGroupId: number }).audienceGroupId };
  const uploaded = { type: "audience", audienceGroupId: await uploadAudience([lineUserId("1")]) };
  for (const { lineUserId: id = "" } of friends.slice(0, 11)) simulator.setPerson(id, { line: "blocked" });

  const answer = await reach({ recipient: { type: "operator", or: [clickers, uploaded] } });
  expect(answer).toMatchObject({ phase: "failed", errorCode: 4 });
});

test.each([1, 2, 3, 4, 5] as const)("code %i can be forced, and reaches nobody", async (errorCode: NarrowcastErrorCode) => {
  simulator.addFault({ endpoint: "narrowcast", fault: { kind: "progress", errorCode } });

  expect(await reach({})).toMatchObject({ phase: "failed", errorCode, failedDescription: expect.any(String) });
  expect(await lineClient(simulator).getMessageQuotaConsumption()).toEqual({ totalUsage: 0 });
});

test("a success can leave some out", async () => {
  simulator.addFault({ endpoint: "narrowcast", fault: { kind: "progress", failureCount: 3 } });

  expect(await reach({})).toMatchObject({ phase: "succeeded", successCount: 117, failureCount: 3, targetCount: 120 });
});

test("while a narrowcast runs, the quota that it may need is reserved for it", async () => {
  await restart({ monthlyQuota: 120 });
  const to = friends[0]?.lineUserId;
  const push = () => postToLine(simulator, pushPath, { to, messages: [hello] });
  const usage = () => lineClient(simulator).getMessageQuotaConsumption();
  const audienceGroupId = await uploadAudience([lineUserId("700000001")]);
  await narrowcast({ recipient: { type: "audience", audienceGroupId } });
  const during = { push: await push(), usage: await usage() };
  simulator.advanceClock(2 * phaseMs);
  const after = { push: await push(), usage: await usage() };

  expect(during).toMatchObject({
    push: { status: 429, body: { message: "You have reached your monthly limit." } },
    usage: { totalUsage: 0 },
  });
  expect(after).toMatchObject({ push: { status: 200 }, usage: { totalUsage: 2 } });
});

test("over the quota a narrowcast is refused, sent to part, or called off, as its limit says", async () => {
  await restart({ monthlyQuota: 80 });
  const whole = await narrowcast();
  const forbidden = await reach({ limit: { upToRemainingQuota: true, forbidPartialDelivery: true } });
  const partial = await reach({ limit: { upToRemainingQuota: true } });

  expect(whole).toMatchObject({ status: 429, body: { message: "You have reached your monthly limit." } });
  expect(forbidden).toMatchObject({ phase: "failed", errorCode: 5 });
  expect(partial).toMatchObject({ phase: "succeeded", successCount: 80 });
});

test("a partial delivery can only be forbidden where it is possible", async () => {
  expect(await narrowcast({ limit: { forbidPartialDelivery: true } })).toMatchObject({
    status: 400,
    body: { message: "The option forbidPartialDelivery must be used with upToRemainingQuota." },
  });
});

test("the progress can be asked for during 14 days, and only of a narrowcast", async () => {
  const answer = await narrowcast();
  const broadcast = await postToLine(simulator, "/v2/bot/message/broadcast", { messages: [hello] });
  simulator.advanceClock(13.9 * dayMs);
  const early = await progress(answer);
  simulator.advanceClock(0.2 * dayMs);

  expect(early).toMatchObject({ phase: "succeeded" });
  expect(await progress(answer)).toEqual({ message: "Not found" });
  expect(await progress(broadcast)).toEqual({ message: "Not found" });
  expect((await getFromLine(simulator, "/v2/bot/message/progress/narrowcast?requestId=7")).status).toBe(400);
});
