import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { startSimulator, type Simulator } from "@todoke/simulator";
import { createLine, type Line } from "./index.ts";
import { startWebhookReceiver } from "./testing/webhook-receiver.ts";

const userId = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const group = `C${"e".repeat(32)}`;
const people = Array.from({ length: 120 }, (_, number) => ({
  lineUserId: userId(number),
  demographic: { gender: number % 2 === 0 ? "male" : "female" } as const,
}));
const ids = people.map(({ lineUserId }) => lineUserId);

let simulator: Simulator;
let line: Line;

beforeEach(async () => {
  simulator = await startSimulator({
    people,
    line: {
      channelAccessToken: "line-token",
      monthlyQuota: 1000,
      groups: [{ groupId: group, members: 2, memberIds: ids.slice(0, 2) }],
    },
  });
  line = createLine({ channelAccessToken: "line-token", apiBaseUrl: simulator.url, dataApiBaseUrl: simulator.url });
  return async () => {
    await line.close();
    await simulator.close();
  };
});

async function all(items: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("a send to people whom nobody listed", () => {
  test("a broadcast reaches every friend, spends the quota, and is counted", async () => {
    const button = { label: "Open", url: "https://example.com/" };
    const content = { type: "buttons", text: "Sale", buttons: [button] } as const;
    const { requestId = "" } = await line.broadcast({ content });
    expect(simulator.ledger()).toMatchObject([{ endpoint: "broadcast", requestId }]);
    await expect(line.quota()).resolves.toMatchObject({ limit: 1000, used: 120 });
    simulator.advanceClock(60_000);
    await expect(line.statistics.message(requestId)).resolves.toMatchObject({
      requestId,
      delivered: 120,
      overview: { uniqueImpression: 60, uniqueClick: null },
    });
  });

  test("a narrowcast to an audience goes through its phases to its end", async () => {
    const { audienceGroupId } = await line.audiences.create({ description: "first", ids: ids.slice(0, 30) });
    await line.audiences.add({ audienceGroupId, ids: ids.slice(30, 50) });
    await line.audiences.addFile({ audienceGroupId, ids: ids.slice(50, 60) });
    simulator.advanceClock(60_000);
    const audience = await line.audiences.get(audienceGroupId);
    expect(audience).toMatchObject({ status: "READY", count: 60, jobs: { length: 3 } });

    const recipient = { type: "audience", audienceGroupId } as const;
    const { requestId = "" } = await line.narrowcast({ content: "Hello", recipient });
    await expect(line.narrowcastProgress(requestId)).resolves.toMatchObject({ target: null, completedAt: null });
    simulator.advanceClock(60_000);
    await expect(line.narrowcastProgress(requestId)).resolves.toMatchObject({
      phase: "succeeded",
      target: 60,
      success: 60,
      failure: 0,
      completedAt: expect.any(Date),
    });
    simulator.advanceClock(15 * 24 * 3_600_000);
    await expect(line.narrowcastProgress(requestId)).rejects.toMatchObject({ providerCode: "not-found" });
  });

  test("a narrowcast by attributes to too few fails later, and says why", async () => {
    const filter = { demographic: { type: "gender", oneOf: ["male"] } } as const;
    const { requestId = "" } = await line.narrowcast({ content: "Hello", filter, limit: { max: 49 } });
    simulator.advanceClock(60_000);
    await expect(line.narrowcastProgress(requestId)).resolves.toMatchObject({
      phase: "failed",
      errorClass: "recipient",
      providerCode: "not-enough-recipients",
    });
  });

  test("an audience that LINE does not know", async () => {
    const recipient = { type: "audience", audienceGroupId: 7 } as const;
    await expect(line.narrowcast({ content: "Hello", recipient })).rejects.toMatchObject({
      class: "recipient",
      providerCode: "invalid-audience",
    });
  });

  test("the host's capability does the same", async () => {
    const { audience } = line.adapter;
    const parsed = audience.parse({ type: "line-narrowcast", limit: { upToRemainingQuota: true } });
    const rendered = line.adapter.render({ type: "text", text: "Hello" }, { purpose: "notice" });
    if (!parsed.ok || !rendered.ok) throw new Error("Expected both to be fine");
    const { endpoint, target } = parsed;
    const request = {
      attemptId: randomUUID(),
      endpoint,
      target,
      payload: rendered.payload,
      purpose: "notice",
    } as const;
    const receipt = await audience.send(request, { timeoutMs: 2000 });
    simulator.advanceClock(60_000);
    const progress = { endpoint, requestId: receipt.requestId ?? "" };
    await expect(audience.progress(progress, { timeoutMs: 2000 })).resolves.toMatchObject({ success: 120 });
    await expect(
      audience.progress({ ...progress, endpoint: "broadcast" }, { timeoutMs: 2000 }),
    ).resolves.toBeUndefined();
  });
});

describe("a lost answer is settled under the same key, and sent once", () => {
  test.each(["broadcast", "narrowcast", "multicast"] as const)("%s", async (endpoint) => {
    simulator.addFault({ endpoint, fault: { kind: "timeout", accepted: true } });
    const options = { timeoutMs: 300, attempts: 2 };
    const sent =
      endpoint === "multicast"
        ? line.multicast({ to: ids, content: "Hello" }, options)
        : line[endpoint]({ content: "Hello" }, options);
    await expect(sent).resolves.toMatchObject({ duplicate: true, requestId: expect.any(String) });
    expect(simulator.ledger()).toHaveLength(1);
    expect(simulator.ledger()[0]?.requestId).toBe((await sent).requestId);
  });
});

describe("what can be learnt", () => {
  test("friends and members", async () => {
    await expect(all(line.followers())).resolves.toEqual(ids);
    await expect(all(line.groupMembers(group))).resolves.toEqual(ids.slice(0, 2));
  });

  test("a group's name, size and people, until it is left", async () => {
    await expect(line.chats.summary(group)).resolves.toMatchObject({ groupId: group, name: expect.any(String) });
    await expect(line.chats.memberCount(group)).resolves.toBe(2);
    await expect(line.chats.memberProfile(group, userId(1))).resolves.toMatchObject({ userId: userId(1) });
    await expect(line.chats.memberProfile(group, userId(9))).resolves.toBeUndefined();
    await line.chats.leave(group);
    await expect(line.chats.summary(group)).resolves.toBeUndefined();
    await expect(line.chats.memberCount(group)).resolves.toBeUndefined();
  });

  test("whether LINE takes a message, and who the bot is", async () => {
    await expect(line.validate("push", [{ type: "text", text: "Hello" }])).resolves.toEqual([]);
    await expect(line.validate("push", [{ type: "text", text: "x".repeat(5001) }])).resolves.toMatchObject([
      { pointer: "/messages/0/text" },
    ]);
    await expect(line.botInfo()).resolves.toMatchObject({ userId: expect.stringMatching(/^U[0-9a-f]{32}$/) });
  });

  test("whether the webhook's address answers", async () => {
    await expect(line.webhookEndpoint.get()).resolves.toBeUndefined();
    const { url, posted } = await startWebhookReceiver();
    await line.webhookEndpoint.set(url);
    await expect(line.webhookEndpoint.get()).resolves.toEqual({ url, active: true });
    await expect(line.webhookEndpoint.test()).resolves.toMatchObject({ success: true, status: 200, reason: "OK" });
    expect(posted).toHaveLength(1);
  });

  test("what was sent under a unit, and on a day", async () => {
    const payload = { messages: [{ type: "text", text: "Hello" }], customAggregationUnits: ["summer"] } as const;
    await line.multicast({ to: ids, content: { type: "native", channel: "line", payload } });
    await expect(line.statistics.unitsUsed()).resolves.toBe(1);
    await expect(all(line.statistics.unitNames())).resolves.toEqual(["summer"]);
    const day = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
    await expect(line.statistics.unit({ unit: "summer", from: day, to: day })).resolves.toMatchObject({
      overview: { uniqueImpression: 60 },
    });
    simulator.advanceClock(24 * 3_600_000);
    await expect(line.statistics.sent("multicast", day)).resolves.toEqual({ status: "ready", success: 120 });
    await expect(line.statistics.deliveries(day)).resolves.toMatchObject({ status: "ready", apiMulticast: 120 });
    await expect(line.statistics.followers(day)).resolves.toMatchObject({ status: "ready", targetedReaches: 120 });
    await expect(line.statistics.demographics()).resolves.toMatchObject({ available: true });
  });

  test("audiences by name, renamed and gone", async () => {
    const { audienceGroupId } = await line.audiences.createFromFile({ description: "old", ids });
    await line.audiences.rename(audienceGroupId, "new");
    const names: string[] = [];
    for await (const { description } of line.audiences.list()) names.push(description);
    expect(names).toEqual(["new"]);
    await line.audiences.delete(audienceGroupId);
    await expect(line.audiences.get(audienceGroupId)).resolves.toBeUndefined();
  });

  test("an audience of those who tapped", async () => {
    const buttons = [{ label: "Open", url: "https://example.com/" }];
    const { requestId = "" } = await line.broadcast({ content: { type: "buttons", text: "Sale", buttons } });
    simulator.advanceClock(60_000);
    await expect(line.audiences.createFromClicks({ description: "tapped", requestId })).resolves.toMatchObject({
      type: "CLICK",
      requestId,
    });
    await expect(line.audiences.createFromImpressions({ description: "saw", requestId })).resolves.toMatchObject({
      type: "IMP",
    });
  });
});
