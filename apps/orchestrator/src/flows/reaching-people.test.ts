import type { Person } from "@todoke/simulator";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { verifyInbound } from "../testing/verify-inbound.ts";

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly outcome?: string;
  readonly succeeded?: boolean;
  readonly channel?: string;
  readonly reason?: { readonly code: string };
  readonly duplicateContact: boolean;
  readonly timeline: readonly { readonly type: string; readonly [key: string]: unknown }[];
}

/** Somebody new for every test, so that nothing is known of them. */
let made = 0;
function person(traits: Omit<Person, "phone" | "lineUserId">): Person & { lineUserId: string; phone: string } {
  made += 1;
  return { ...traits, lineUserId: `U${made.toString(16).padStart(32, "0")}`, phone: `+8190${12_340_000 + made}` };
}

/** Somebody who is not on LINE has no id there. */
function asKnown(somebody: ReturnType<typeof person>): Person {
  const { lineUserId: _, ...withoutLine } = somebody;
  return somebody.line === "none" ? withoutLine : somebody;
}

const lineThenSms = { steps: [{ channel: "line" }, { channel: "sms" }] };
const notification = {
  type: "notification",
  templateKey: "shipment_completed_ja",
  items: [{ itemKey: "number_001_ja", content: "42" }],
};

describe.each(testDatabases)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment: { ...environment, LINE_NOTIFICATION: "true" } });
    await verifyInbound(service.url);
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  async function sendTo(somebody: ReturnType<typeof person>, body: object = {}): Promise<string> {
    const { line, lineUserId, phone } = somebody;
    const addresses = line === "none" ? { phone } : { line: lineUserId, phone };
    const answer = await post(service.url, "/v1/messages", { to: [{ addresses }], text: "届け", plan: lineThenSms, ...body });
    expect(answer).toMatchObject({ status: 202 });
    return `${(answer.body as { id: string }).id.replace("msg_", "dlv_")}_0`;
  }

  async function meets(deliveryId: string, expected: object): Promise<Delivery> {
    return vi.waitFor(
      async () => {
        const delivery = (await get(service.url, `/v1/deliveries/${deliveryId}`)).body as Delivery;
        expect(delivery).toMatchObject(expected);
        return delivery;
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  const everybody: Person[] = [];
  function meet(traits: Omit<Person, "phone" | "lineUserId">): ReturnType<typeof person> {
    const somebody = person(traits);
    everybody.push(asKnown(somebody));
    service.simulator.setPeople(everybody);
    return somebody;
  }

  const acceptedFor = (somebody: { lineUserId: string; phone: string }) =>
    service.simulator.ledger().filter(({ to }) => to.includes(somebody.lineUserId) || to.includes(somebody.phone));

  it("reaches a friend by LINE after a lookup, on acceptance alone", async () => {
    const friend = meet({ line: "friend" });
    const delivery = await meets(await sendTo(friend), { status: "final", outcome: "accepted", channel: "line", succeeded: true });
    expect(delivery.timeline.map(({ type }) => type)).toEqual(["submitted", "lookup", "attempt", "evidence", "final"]);
    expect(acceptedFor(friend).map(({ endpoint }) => endpoint)).toEqual(["push"]);
  });

  it("shows the lookup, the skip and the SMS for a friend who has blocked the account", async () => {
    const blocker = meet({ line: "blocked", handset: "on" });
    const delivery = await meets(await sendTo(blocker), { outcome: "delivered", channel: "sms", succeeded: true });
    expect(delivery.timeline).toMatchObject([
      { type: "submitted" },
      { type: "lookup", channel: "line", reachability: "unreachable", providerCode: "profile-404" },
      { type: "skipped", channel: "line", reason: "unreachable" },
      { type: "attempt", channel: "sms", endpoint: "sms-create" },
      { type: "evidence", evidence: "accepted", source: "answer" },
      ...delivery.timeline.slice(5, -1).map(() => ({ type: "evidence", source: "webhook" })),
      { type: "final", outcome: "delivered" },
    ]);
    expect(acceptedFor(blocker).map(({ endpoint }) => endpoint)).toEqual(["sms-create"]);
  });

  it("says honestly that acceptance is all there is for one who blocked a minute ago, unnoticed", async () => {
    const friend = meet({ line: "friend" });
    await meets(await sendTo(friend), { status: "final" });
    service.simulator.setPerson(friend.lineUserId, { line: "blocked", silent: true });
    const delivery = await meets(await sendTo(friend), { outcome: "accepted", channel: "line", succeeded: true });
    expect(delivery.timeline.map(({ type }) => type)).toEqual(["submitted", "attempt", "evidence", "final"]);
    const plan = await post(service.url, "/v1/plans", { to: [{ addresses: { line: friend.lineUserId } }], text: "x", plan: lineThenSms });
    expect(plan.body).toMatchObject({ plan: { notes: [{ code: "acceptance-only" }, { code: "looks-up-reachability" }] } });
  });

  it("hears of a block by webhook and goes over to SMS without asking", async () => {
    const friend = meet({ line: "friend" });
    await meets(await sendTo(friend), { status: "final" });
    service.simulator.setPerson(friend.lineUserId, { line: "blocked" });
    await service.simulator.settled();
    const delivery = await meets(await sendTo(friend), { outcome: "delivered", channel: "sms" });
    expect(delivery.timeline.map(({ type }) => type)).not.toContain("lookup");
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "skipped", reason: "unreachable" }));
  });

  it("goes straight to SMS for somebody without a LINE address", async () => {
    const stranger = meet({ line: "none", handset: "on" });
    const delivery = await meets(await sendTo(stranger), { outcome: "delivered", channel: "sms" });
    expect(delivery.timeline[1]).toMatchObject({ type: "skipped", reason: "no-address" });
  });

  it.each([
    ["a phone that is off", "off", "unreachable"],
    ["a number that nobody has", "unknown-number", "recipient"],
    ["a landline", "landline", "recipient"],
    ["somebody who opted out", "opted-out", "policy"],
  ] as const)("names why %s is not reached", async (_name, handset, code) => {
    const somebody = meet({ line: "none", handset });
    await meets(await sendTo(somebody), { outcome: "failed", succeeded: false, channel: "sms", reason: { code } });
  });

  it("goes over at once when LINE refuses a notification, and waits for one that it took on", async () => {
    const plan = { steps: [{ channel: "line-notification", content: notification, switchAfter: "PT1S" }, { channel: "sms" }] };
    const refuser = meet({ line: "none", notification: "refused" });
    const refused = await meets(await sendTo(refuser, { plan }), { outcome: "delivered", channel: "sms" });
    expect(refused.timeline).toContainEqual(expect.objectContaining({ type: "switched", reason: "recipient" }));
    const consenter = meet({ line: "none", notification: "consented" });
    await meets(await sendTo(consenter, { plan }), { outcome: "delivered", channel: "line-notification" });
    const silent = meet({ line: "none", notification: "consent-pending" });
    const switched = await meets(await sendTo(silent, { plan }), { outcome: "delivered", channel: "sms" });
    expect(switched.timeline).toContainEqual(expect.objectContaining({ type: "switched", reason: "deadline" }));
  });

  it("counts a notification that arrives after the SMS as a duplicate contact", async () => {
    const plan = { steps: [{ channel: "line-notification", content: notification, switchAfter: "PT1S" }, { channel: "sms" }] };
    const late = meet({ line: "none", notification: "consents-later", consentDelayMs: 2_500 });
    const id = await sendTo(late, { plan });
    await meets(id, { outcome: "delivered", channel: "sms", duplicateContact: false });
    await meets(id, { outcome: "delivered", channel: "sms", duplicateContact: true });
    expect(acceptedFor(late)).toHaveLength(1);
  });

  it("repeats a push whose answer was lost under its key, and LINE takes it once", async () => {
    const friend = meet({ line: "friend" });
    service.simulator.addFault({ endpoint: "push", to: friend.lineUserId, fault: { kind: "reset", accepted: true } });
    const delivery = await meets(await sendTo(friend), { outcome: "accepted", channel: "line" });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "attempt", calls: 2 }));
    expect(acceptedFor(friend)).toHaveLength(1);
  });

  it("adopts an SMS whose answer was lost by its callback, and sends no second one", async () => {
    const stranger = meet({ line: "none", handset: "on" });
    service.simulator.addFault({ endpoint: "sms-create", to: stranger.phone, fault: { kind: "reset", accepted: true } });
    await meets(await sendTo(stranger), { outcome: "delivered", channel: "sms", succeeded: true });
    expect(acceptedFor(stranger)).toHaveLength(1);
  });

  it("waits out LINE's rate limit instead of giving up", async () => {
    const friend = meet({ line: "friend" });
    const body = { message: "The API rate limit has been exceeded. Try again later." };
    service.simulator.addFault({ endpoint: "push", to: friend.lineUserId, fault: { kind: "status", status: 429, body } });
    const delivery = await meets(await sendTo(friend), { outcome: "accepted", channel: "line" });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "attempt", calls: 2 }));
  });

  it("goes over to SMS when LINE's monthly quota is used up", async () => {
    const friend = meet({ line: "friend" });
    const body = { message: "You have reached your monthly limit." };
    service.simulator.addFault({ endpoint: "push", to: friend.lineUserId, fault: { kind: "status", status: 429, body } });
    const delivery = await meets(await sendTo(friend), { outcome: "delivered", channel: "sms" });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "switched", reason: "quota" }));
  });

  it("accounts for everybody of a larger message, and its counters equal its deliveries", async () => {
    const kinds = ["friend", "blocked", "none"] as const;
    const group = Array.from({ length: 60 }, (_, index) => person({ line: kinds[index % 3]!, handset: index % 5 === 0 ? "off" : "on" }));
    everybody.push(...group.map(asKnown));
    service.simulator.setPeople(everybody);
    const to = group.map(({ line, lineUserId, phone }, index) => ({
      addresses: line === "none" ? { phone } : { line: lineUserId, phone },
      variables: { number: index },
    }));
    const content = { type: "text", text: "Number {{ number }}", template: true };
    const { body } = await post(service.url, "/v1/messages", { to, content, plan: lineThenSms });
    const { id } = body as { id: string };
    const counts = await vi.waitFor(
      async () => {
        const message = (await get(service.url, `/v1/messages/${id}`)).body as { status: string; counts: Record<string, unknown> };
        expect(message.status).toBe("completed");
        return message.counts;
      },
      { timeout: 30_000, interval: 100 },
    );
    const { body: page } = await get(service.url, `/v1/messages/${id}/deliveries?limit=100`);
    const deliveries = (page as { items: Delivery[] }).items;
    const counted = Object.entries(
      Object.groupBy(deliveries, ({ outcome, succeeded, channel }) => `${outcome} ${succeeded} ${channel}`),
    ).map(([key, group]) => [key, group!.length]);
    const shown = (counts["outcomes"] as { outcome: string; succeeded: boolean; channel: string; count: number }[]).map(
      ({ outcome, succeeded, channel, count }) => [`${outcome} ${succeeded} ${channel}`, count],
    );
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(counted));
    expect(deliveries).toHaveLength(60);
    expect(deliveries.filter(({ outcome }) => outcome === "accepted")).toHaveLength(20);
  }, 60_000);
});
