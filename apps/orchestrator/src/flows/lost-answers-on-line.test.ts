import type { FaultRule } from "@todoke/simulator";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { verifyInbound } from "../testing/verify-inbound.ts";

const userId = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const friends = Array.from({ length: 60 }, (_, number) => ({
  line: "friend" as const,
  lineUserId: userId(number),
  phone: `+8190${12_340_000 + number}`,
  notification: "consented" as const,
}));
const [friend] = friends;
const notification = {
  type: "notification",
  templateKey: "shipment_completed_ja",
  items: [{ itemKey: "number_001_ja", content: "42" }],
};

describe.each(oneTestDatabase)("an answer that never comes, on $name", ({ environment, drop }) => {
  let service: RunningService;
  let before = 0;

  beforeAll(async () => {
    service = await startService({
      environment: { ...environment, LINE_NOTIFICATION: "true" },
      configuration: { engine: { callTimeoutMs: 700 } },
      simulator: { people: friends, line: { deliveryDelayMs: 2_500 } },
    });
    await verifyInbound(service.url);
  }, 60_000);

  beforeEach(() => {
    before = service.simulator.ledger().length;
  });

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const loseAnswerOf = (endpoint: FaultRule["endpoint"]) =>
    service.simulator.addFault({ endpoint, fault: { kind: "timeout", accepted: true } });

  async function submit(body: object): Promise<string> {
    const answer = await post(service.url, "/v1/messages", body);
    expect(answer).toMatchObject({ status: 202 });
    return (answer.body as { id: string }).id;
  }

  /** The first delivery of the message, once it is as expected. */
  async function deliveryThat(id: string, expected: object) {
    return vi.waitFor(
      async () => {
        const { body } = await get(service.url, `/v1/deliveries/${id.replace("msg_", "dlv_")}_0`);
        expect(body).toMatchObject(expected);
        return body as { timeline: readonly { type: string; calls?: number; possibleDuplicate?: boolean }[] };
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  const toFriend = { to: [{ addresses: { line: friend!.lineUserId } }], plan: { steps: [{ channel: "line" }] } };
  const toAll = { to: friends.map(({ lineUserId }) => ({ addresses: { line: lineUserId } })), plan: { steps: [{ channel: "line" }] } };

  it.each([
    ["push", { ...toFriend, text: "届け" }],
    ["multicast", { ...toAll, text: "届け" }],
    ["broadcast", { audience: { type: "line-broadcast" }, text: "届け" }],
    ["narrowcast", { audience: { type: "line-narrowcast" }, text: "届け" }],
  ] as const)("of a %s is settled under the same key, and LINE takes it once", async (endpoint, body) => {
    loseAnswerOf(endpoint);
    const id = await submit(body);
    const { timeline } = await deliveryThat(id, { outcome: "accepted", succeeded: true });
    expect(timeline.filter(({ type }) => type === "attempt")).toEqual([
      expect.objectContaining({ endpoint, evidence: "accepted", calls: 2, possibleDuplicate: false }),
    ]);
    expect(service.simulator.ledger().slice(before).map((entry) => entry.endpoint)).toEqual([endpoint]);
  });

  const toPhone = { to: [{ addresses: { phone: friend!.phone } }], content: notification };
  const byNotification = (onUnknown: string, unknownHold: string) => ({
    plan: { steps: [{ channel: "line-notification" }], onUnknown, unknownHold },
  });

  it("of a notification is never repeated: the webhook that follows tells", async () => {
    loseAnswerOf("pnp-template");
    const id = await submit({ ...toPhone, ...byNotification("hold", "PT1M") });
    const { timeline } = await deliveryThat(id, { outcome: "delivered", succeeded: true });
    expect(timeline.filter(({ type }) => type === "attempt")).toEqual([expect.objectContaining({ calls: 1 })]);
    expect(service.simulator.ledger().slice(before)).toHaveLength(1);
  });

  it("of a notification ends as unknown when nothing tells in time, and is put right when something does", async () => {
    loseAnswerOf("pnp-template");
    const id = await submit({ ...toPhone, ...byNotification("hold", "PT1S") });
    await deliveryThat(id, { outcome: "unknown", succeeded: false });
    expect(service.simulator.ledger().slice(before)).toHaveLength(1);
    const { timeline } = await deliveryThat(id, { outcome: "delivered", succeeded: true });
    expect(timeline).toContainEqual(expect.objectContaining({ type: "corrected", from: "unknown", outcome: "delivered" }));
  });
});
