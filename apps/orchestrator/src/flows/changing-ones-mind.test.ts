import { readRows } from "@todoke/test-databases";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface Message {
  readonly id: string;
  readonly status: string;
  readonly sendAt: string;
  readonly tooLate: number;
  readonly counts: Readonly<Record<"scheduled" | "held" | "pending" | "sending" | "final", number>> & {
    readonly outcomes: readonly { readonly outcome: string; readonly succeeded: boolean; readonly count: number }[];
  };
}

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly outcome: string;
  readonly addresses: { readonly line: string };
}

const people = Array.from({ length: 240 }, (_, number) => ({
  line: "friend" as const,
  lineUserId: `U${number.toString(16).padStart(32, "0")}`,
  phone: `+8190${12_340_000 + number}`,
}));

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    const settings = { channelAccessToken: "line-token", channelSecret: "line-secret", apiBaseUrl: "${SIMULATOR_URL}" };
    // Slow enough for somebody to change their mind half way.
    const limits = { push: { requests: 30, perMs: 1_000 } };
    service = await startService({
      environment: { ...environment, LINE_CHANNEL_ACCESS_TOKEN: "", LINE_CHANNEL_SECRET: "" },
      configuration: { accounts: [{ id: "line", provider: "line", settings, limits }] },
      simulator: { people },
    });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const inMs = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
  const reached = () => service.simulator.ledger().flatMap(({ to }) => to);

  async function control(id: string, what: string, body: object = {}): Promise<Message> {
    const answer = await post(service.url, `/v1/messages/${id}/${what}`, body);
    expect(answer).toMatchObject({ status: 200, body: { id } });
    expect(answerErrors(what === "cancel" ? "CancelledMessage" : "Message", answer.body)).toEqual([]);
    return answer.body as Message;
  }

  async function until(id: string, meets: (message: Message) => boolean): Promise<Message> {
    return vi.waitFor(
      async () => {
        const message = (await get(service.url, `/v1/messages/${id}`)).body as Message;
        expect(meets(message)).toBe(true);
        return message;
      },
      { timeout: 30_000, interval: 25 },
    );
  }

  async function submit(body: object = {}): Promise<Message> {
    const to = people.map(({ lineUserId }, name) => ({ addresses: { line: lineUserId }, variables: { name } }));
    const content = { type: "text", text: "届け {{ name }}", template: true };
    const answer = await post(service.url, "/v1/messages", { to, content, plan: { steps: [{ channel: "line" }] }, ...body });
    expect(answer).toMatchObject({ status: 202 });
    expect(answerErrors("Message", answer.body)).toEqual([]);
    return answer.body as Message;
  }

  async function deliveriesOf(id: string): Promise<readonly Delivery[]> {
    const found: Delivery[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await get(service.url, `/v1/messages/${id}/deliveries?limit=100${cursor}`);
      const { items, nextCursor } = body as { items: readonly Delivery[]; nextCursor?: string };
      found.push(...items);
      if (nextCursor === undefined) return found;
      cursor = `&cursor=${nextCursor}`;
    }
  }

  it("a message paused, rescheduled, resumed and cancelled half way gives the same account in API, database and ledger", async () => {
    const { id, status, counts } = await submit({ sendAt: inMs(3_600_000), reference: "half-way" });
    expect({ status, scheduled: counts.scheduled }).toEqual({ status: "scheduled", scheduled: people.length });
    expect(await control(id, "reschedule", { sendAt: inMs(1_000) })).toMatchObject({ status: "scheduled" });
    expect(reached()).toEqual([]);
    await until(id, ({ counts: { final } }) => final >= 20);

    expect(await post(service.url, `/v1/messages/${id}/reschedule`, { sendAt: inMs(1_000) })).toMatchObject({ status: 409, body: { code: "under-way" } });
    expect(await control(id, "pause")).toMatchObject({ status: "paused" });
    const paused = await until(id, ({ counts: { sending } }) => sending === 0);
    const inPause = reached();
    expect(inPause).toHaveLength(paused.counts.final);
    await service.restart();
    const moved = inMs(2_000);
    const { sendAt } = await control(id, "reschedule", { sendAt: moved });
    expect(sendAt).toBe(moved);
    expect(await control(id, "resume")).toMatchObject({ status: "scheduled" });
    expect(reached()).toEqual(inPause);

    await until(id, ({ counts: { final } }) => final >= paused.counts.final + 20);
    const cancelled = await control(id, "cancel");
    expect(cancelled).toMatchObject({ status: "cancelled", counts: { scheduled: 0, held: 0, pending: 0, sending: cancelled.tooLate } });
    const promised = (await deliveriesOf(id)).filter(({ outcome }) => outcome === "cancelled");
    expect(promised.length).toBeGreaterThan(0);

    const ended = await until(id, ({ counts: { final } }) => final === people.length);
    expect((await control(id, "cancel")).counts).toEqual(ended.counts);
    expect(await post(service.url, `/v1/messages/${id}/resume`, {})).toMatchObject({ status: 409, body: { code: "already-over" } });
    const deliveries = await deliveriesOf(id);
    await service.stop();
    const account = await readAccount();
    await service.restart();

    const accepted = deliveries.filter(({ outcome }) => outcome === "accepted");
    expect(reached().toSorted()).toEqual(accepted.map(({ addresses }) => addresses.line).toSorted());
    expect(deliveries.filter(({ outcome }) => outcome === "cancelled").map((each) => each.id)).toEqual(promised.map((each) => each.id));
    expect(accepted.length + promised.length).toBe(people.length);
    expect(ended.counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: accepted.length },
      { outcome: "cancelled", succeeded: false, count: promised.length },
    ]);
    expect(account.message).toEqual([{ status: "cancelled", recipients: people.length, scheduled: 0, held: 0, pending: 0, waiting: 0, final: people.length }]);
    expect(account.deliveries).toEqual([
      { status: "final", outcome: "accepted", count: accepted.length },
      { status: "final", outcome: "cancelled", count: promised.length },
    ]);
    expect(account.chunks).toEqual([]);
    const keys = service.simulator.ledger().map(({ retryKey }) => retryKey ?? "none");
    expect(account.attempts.map(({ id: attemptId }) => attemptId).toSorted()).toEqual(keys.toSorted());
    expect(account.attempts.every(({ evidence }) => evidence === "accepted")).toBe(true);
  }, 90_000);

  async function readAccount() {
    const schema = environment["DATABASE_SCHEMA"];
    const place = schema === undefined ? { dataFolder: service.dataFolder } : { schema };
    const message = await readRows(place, "select status, recipients, scheduled, held, pending, waiting, final from message");
    const deliveries = await readRows(place, "select status, outcome, count(*)::int as count from delivery group by 1, 2 order by 1, 2");
    const chunks = await readRows(place, "select id from chunk");
    const attempts = await readRows<{ readonly id: string; readonly evidence: string }>(place, "select id, evidence from attempt");
    return { message, deliveries, chunks, attempts };
  }

  it("a message to an audience is moved and cancelled before it begins", async () => {
    const before = service.simulator.ledger().length;
    const answer = await post(service.url, "/v1/messages", { audience: { type: "line-broadcast" }, text: "届け", sendAt: inMs(3_600_000) });
    expect(answer).toMatchObject({ status: 202, body: { status: "scheduled", counts: { recipients: 1, scheduled: 1 } } });
    const { id } = answer.body as Message;
    await control(id, "reschedule", { sendAt: inMs(7_200_000) });
    expect(await control(id, "cancel")).toMatchObject({ status: "cancelled", tooLate: 0, counts: { outcomes: [{ outcome: "cancelled", count: 1 }] } });
    const moved = (await post(service.url, "/v1/messages", { audience: { type: "line-broadcast" }, text: "届け", sendAt: inMs(3_600_000) })).body as Message;
    expect(service.simulator.ledger()).toHaveLength(before);
    await control(moved.id, "reschedule", { sendAt: inMs(-1_000) });
    await until(moved.id, ({ status }) => status === "completed");
    expect(service.simulator.ledger().slice(before).map(({ endpoint }) => endpoint)).toEqual(["broadcast"]);
  }, 60_000);

  it("one delivery is cancelled, and the others are not", async () => {
    const [first, second] = people.slice(0, 2).map(({ lineUserId }) => ({ addresses: { line: lineUserId } }));
    const { id } = await submit({ to: [first, second], content: { type: "text", text: "届け" }, sendAt: inMs(3_600_000) });
    const path = `/v1/deliveries/${id.replace("msg_", "dlv_")}_0`;
    const before = service.simulator.ledger().length;
    const answer = await post(service.url, `${path}/cancel`, {});
    expect(answer).toMatchObject({ status: 200, body: { status: "final", outcome: "cancelled", tooLate: false } });
    expect(answerErrors("CancelledDelivery", answer.body)).toEqual([]);
    await control(id, "reschedule", { sendAt: inMs(-1_000) });
    await until(id, ({ status }) => status === "completed");
    expect(service.simulator.ledger().slice(before).flatMap(({ to }) => to)).toEqual([second!.addresses.line]);
    expect(await post(service.url, `${path.slice(0, -1)}1/cancel`, {})).toMatchObject({ status: 409, body: { code: "already-over" } });
  }, 60_000);

  it("a plan shows when it would go out and end", async () => {
    const [sendAt, expiresAt] = [inMs(3_600_000), inMs(7_200_000)];
    const answer = await post(service.url, "/v1/plans", { to: [{ addresses: { line: people[0]!.lineUserId } }], text: "届け", sendAt, expiresAt });
    expect(answer).toMatchObject({ status: 200, body: { sendAt, expiresAt, validUntil: expiresAt } });
    expect(answerErrors("PlanExplanation", answer.body)).toEqual([]);
  });
});
