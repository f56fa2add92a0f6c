import { createHmac, randomUUID } from "node:crypto";
import type { Person } from "@todoke/simulator";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type CustomerBot, startCustomerBot } from "../testing/customer-bot.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface Event {
  readonly id: string;
  readonly position: number;
  readonly type: string;
  readonly payload: { readonly message?: { readonly text?: string } };
  readonly at: string;
  readonly canReplyUntil?: string;
  readonly repliedBy?: string;
}

interface Delivery {
  readonly status: string;
  readonly timeline: readonly { readonly type: string; readonly endpoint?: string; readonly providerCode?: string }[];
}

const patience = { timeout: 20_000, interval: 50 };
const group = `C${"9".repeat(32)}`;

let made = 0;
function friend(): Person & { lineUserId: string; phone: string } {
  made += 1;
  return { line: "friend", handset: "on", lineUserId: `U${made.toString(16).padStart(32, "0")}`, phone: `+8190${12_340_000 + made}` };
}

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;
  let bot: CustomerBot;
  const everybody: Person[] = [];

  beforeAll(async () => {
    bot = await startCustomerBot();
    const settings = { channelAccessToken: "line-token", channelSecret: "line-secret", apiBaseUrl: "${LINE_API_BASE_URL}" };
    service = await startService({
      environment,
      configuration: { engine: { callTimeoutMs: 3_000 }, accounts: [{ id: "eager", provider: "line", useReplyTokens: true, settings }] },
      simulator: { line: { webhookUrl: bot.url } },
    });
    bot.joins(service.simulator.url, service.url);
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await bot.close();
    await drop();
  });

  function meet(): ReturnType<typeof friend> {
    const somebody = friend();
    everybody.push(somebody);
    service.simulator.setPeople(everybody);
    return somebody;
  }

  /** Waits for `count` events from an address, in the order of arrival. */
  async function eventsFrom(address: string, count = 1): Promise<readonly Event[]> {
    return vi.waitFor(async () => {
      const { body } = await get(service.url, `/v1/inbound-events?address=${address}`);
      const { items } = body as { items: readonly Event[] };
      expect(items.length).toBeGreaterThanOrEqual(count);
      return items;
    }, patience);
  }

  async function writes(somebody: { lineUserId: string }, text = "Hello?"): Promise<Event> {
    service.simulator.personWrites(somebody.lineUserId, text);
    await service.simulator.settled();
    return (await eventsFrom(somebody.lineUserId)).at(-1)!;
  }

  async function finished(body: object): Promise<Delivery & { readonly outcome: string; readonly endpoints: readonly string[] }> {
    const answer = await post(service.url, "/v1/messages", { text: "Yes?", plan: { steps: [{ channel: "line" }] }, ...body });
    expect(answer).toMatchObject({ status: 202 });
    return closed((answer.body as { id: string }).id);
  }

  async function closed(messageId: string) {
    const delivery = await vi.waitFor(async () => {
      const { body } = await get(service.url, `/v1/deliveries/${messageId.replace("msg_", "dlv_")}_0`);
      expect(body).toMatchObject({ status: "final" });
      return body as Delivery & { outcome: string };
    }, patience);
    return { ...delivery, endpoints: delivery.timeline.flatMap(({ endpoint }) => endpoint ?? []) };
  }

  const ledgerOf = (address: string) =>
    service.simulator.ledger().filter(({ to }) => to.includes(address)).map(({ endpoint }) => endpoint);

  /** Posts a webhook as LINE signs it. */
  function deliver(events: readonly object[], account = "line") {
    const body = JSON.stringify({ destination: `U${"0".repeat(32)}`, events });
    const signature = createHmac("sha256", "line-secret").update(body).digest("base64");
    return post(service.url, `/v1/inbound/${account}`, body, { "x-line-signature": signature });
  }

  const lineEvent = (userId: string, details: object = {}) => ({
    type: "message", mode: "active", webhookEventId: randomUUID(), timestamp: Date.now(), deliveryContext: { isRedelivery: false },
    source: { type: "user", userId }, replyToken: randomUUID(), message: { type: "text", id: "1", text: "Hi" }, ...details,
  });

  it("lists what a person wrote, and answers it with a reply and no push", async () => {
    const somebody = meet();
    const event = await writes(somebody, "Are you open?");
    expect(event).toMatchObject({ type: "message", account: "line", address: somebody.lineUserId, payload: { message: { text: "Are you open?" } } });
    expect(event.canReplyUntil).toBeDefined();
    expect(answerErrors("InboundEvent", event)).toEqual([]);
    expect(JSON.stringify(event)).not.toContain("replyToken");

    const plan = await post(service.url, "/v1/plans", { inReplyTo: event.id, text: "Yes" });
    expect(answerErrors("PlanExplanation", plan.body)).toEqual([]);
    expect(plan.body).toMatchObject({
      recipients: [{ steps: [{ channel: "line", verdict: "use", reason: "reply", call: "reply", cost: { units: 0 } }, { verdict: "skip" }] }],
    });
    const submitted = await post(service.url, "/v1/messages", { inReplyTo: event.id, text: "Until six." });
    expect(submitted.body).toMatchObject({ inReplyTo: event.id });
    expect(answerErrors("Message", submitted.body)).toEqual([]);
    expect((await closed((submitted.body as { id: string }).id)).endpoints).toEqual(["reply"]);
    expect(ledgerOf(somebody.lineUserId)).toEqual(["reply"]);
    const { body: spent } = await get(service.url, `/v1/inbound-events/${event.id}`);
    expect(spent).toHaveProperty("repliedBy");
    expect(spent).not.toHaveProperty("canReplyUntil");
  });

  it("pushes where the customer's own bot used the token first, and shows both attempts", async () => {
    const somebody = meet();
    const event = await writes(somebody, "bot: are you there?");
    expect(ledgerOf(somebody.lineUserId)).toEqual(["reply"]);
    const delivery = await finished({ inReplyTo: event.id });
    expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, step: 0 });
    expect(delivery.timeline.filter(({ type }) => type === "attempt")).toMatchObject([
      { endpoint: "reply", evidence: "failed", providerCode: "invalid-reply-token" },
      { endpoint: "push", evidence: "accepted" },
    ]);
    expect(ledgerOf(somebody.lineUserId)).toEqual(["reply", "push"]);
  });

  it("pushes when LINE's minute is over", async () => {
    const somebody = meet();
    const event = await writes(somebody);
    service.simulator.advanceClock(61_000);
    const delivery = await finished({ inReplyTo: event.id });
    expect(delivery.endpoints).toEqual(["reply", "push"]);
    expect(ledgerOf(somebody.lineUserId)).toEqual(["push"]);
  });

  it.each(["timeout", "reset"] as const)("never repeats a reply whose answer was lost by a %s", async (kind) => {
    const somebody = meet();
    const event = await writes(somebody);
    service.simulator.addFault({ endpoint: "reply", fault: { kind, accepted: true } });
    const plan = { steps: [{ channel: "line" }], unknownHold: "PT1S" };
    const delivery = await finished({ inReplyTo: event.id, plan });
    expect(delivery).toMatchObject({ outcome: "unknown", succeeded: false });
    expect(delivery.endpoints).toEqual(["reply"]);
    expect(ledgerOf(somebody.lineUserId)).toEqual(["reply"]);
  });

  it("answers a group in the group", async () => {
    service.simulator.raiseLineEvents({ type: "join", groupId: group, group: { members: 3 } });
    await service.simulator.settled();
    const [event] = await eventsFrom(group);
    expect((await finished({ inReplyTo: event!.id })).endpoints).toEqual(["reply"]);
    expect(ledgerOf(group)).toEqual(["reply"]);
  });

  it("spends tokens on any message where the account says so, and leaves them to the bot elsewhere", async () => {
    const [mine, others] = [meet(), meet()];
    const spent = await writes(mine, "eager: hi");
    const kept = await writes(others);
    const plan = { steps: [{ channel: "line", account: "eager" }] };
    const eager = await finished({ to: [{ addresses: { line: mine.lineUserId } }], plan });
    expect(eager.endpoints).toEqual(["reply"]);
    expect(ledgerOf(mine.lineUserId)).toEqual(["reply"]);
    expect((await get(service.url, `/v1/inbound-events/${spent.id}`)).body).toHaveProperty("repliedBy");
    expect((await finished({ to: [{ addresses: { line: mine.lineUserId } }], plan })).endpoints).toEqual(["push"]);
    expect((await finished({ to: [{ addresses: { line: others.lineUserId } }] })).endpoints).toEqual(["push"]);
    expect((await get(service.url, `/v1/inbound-events/${kept.id}`)).body).toHaveProperty("canReplyUntil");
  });

  it("keeps a webhook that comes twice once", async () => {
    const somebody = meet();
    service.simulator.addFault({ endpoint: "webhook", to: somebody.lineUserId, fault: { kind: "callbacks", copies: 3 } });
    await writes(somebody);
    const event = lineEvent(somebody.lineUserId);
    await Promise.all([deliver([event, event]), deliver([event]), deliver([{ ...event, deliveryContext: { isRedelivery: true } }])]);
    await deliver([lineEvent(somebody.lineUserId, { type: "postback", postback: { data: "a=1" } })]);
    const events = await eventsFrom(somebody.lineUserId, 3);
    expect(events.map(({ type }) => type)).toEqual(["message", "message", "postback"]);
  });

  it("takes in what it does not know, and gives no token in standby", async () => {
    const somebody = meet();
    const strange = [
      lineEvent(somebody.lineUserId, { type: "telepathy", telepathy: { thought: 1 } }),
      lineEvent(somebody.lineUserId, { source: { type: "planet", planetId: "mars" } }),
      lineEvent(somebody.lineUserId, { message: { type: "hologram", id: "2" } }),
      lineEvent(somebody.lineUserId, { mode: "standby", message: { type: "text", id: "3", text: "standby" } }),
      lineEvent(somebody.lineUserId, { timestamp: 1e15, message: { type: "text", id: "4", text: "from the year 33658" } }),
    ];
    expect(await deliver(strange)).toMatchObject({ status: 200 });
    const events = await eventsFrom(somebody.lineUserId, 3);
    const byText = new Map(events.map((event) => [event.payload.message?.text, event]));
    expect([...byText.keys()]).toHaveLength(3);
    expect(byText.get("standby")).not.toHaveProperty("canReplyUntil");
    expect(JSON.stringify(byText.get("standby"))).not.toContain("replyToken");
    expect(byText.get(undefined)).toHaveProperty("canReplyUntil");
    expect(await deliver([])).toMatchObject({ status: 200 });
  });

  it("orders what came together by its time, and is read on from a position", async () => {
    const somebody = meet();
    const now = Date.now();
    const before = await writes(somebody);
    await deliver([30, 10, 20].map((ms) => lineEvent(somebody.lineUserId, { timestamp: now - ms })));
    await eventsFrom(somebody.lineUserId, 4);
    const query = `address=${somebody.lineUserId}&cursor=${before.position}`;
    const { body } = await get(service.url, `/v1/inbound-events?limit=2&${query}`);
    const page = body as { items: readonly Event[]; nextCursor: string };
    expect(answerErrors("InboundEventPage", page)).toEqual([]);
    expect(page.items.map(({ at }) => now - Date.parse(at))).toEqual([30, 20]);
    const { body: rest } = await get(service.url, `/v1/inbound-events?limit=2&address=${somebody.lineUserId}&cursor=${page.nextCursor}`);
    expect((rest as { items: readonly Event[] }).items.map(({ at }) => now - Date.parse(at))).toEqual([10]);
    expect(rest).not.toHaveProperty("nextCursor");
    const { body: newest } = await get(service.url, `/v1/inbound-events?limit=1&order=newest&address=${somebody.lineUserId}`);
    expect((newest as { items: readonly Event[] }).items.map(({ at }) => now - Date.parse(at))).toEqual([10]);
  });

  it.each([
    ["nobody's event", { inReplyTo: `evt_${"0".repeat(32)}`, text: "x" }, 422, "/inReplyTo"],
    ["no event's id", { inReplyTo: "evt_1", text: "x" }, 400, "/inReplyTo"],
    ["an audience besides", { inReplyTo: `evt_${"0".repeat(32)}`, audience: { type: "line-broadcast" }, text: "x" }, 400, ""],
  ])("refuses an answer to %s", async (_name, body, status, pointer) => {
    const answer = await post(service.url, "/v1/messages", body);
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
  });

  it.each(["/v1/inbound-events/evt_1", `/v1/inbound-events/evt_${"0".repeat(32)}`])("knows no %s", async (path) => {
    expect(await get(service.url, path)).toMatchObject({ status: 404, body: { code: "not-found" } });
  });
});
