import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const userId = (number: number) => `U${number.toString(16).padStart(32, "0")}`;
const friends = Array.from({ length: 1_500 }, (_, number) => ({ line: "friend" as const, lineUserId: userId(number) }));
const onLine = { steps: [{ channel: "line" }] };

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people: friends } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  /** The ledger's entries for one message to these people, once it is completed, and its counts. */
  async function sendTo(ids: readonly string[], content: object) {
    const before = service.simulator.ledger().length;
    const to = ids.map((line, name) => ({ reference: line, addresses: { line }, variables: { name } }));
    const answer = await post(service.url, "/v1/messages", { to, content, plan: onLine });
    expect(answer).toMatchObject({ status: 202 });
    const { id } = answer.body as { id: string };
    const message = await vi.waitFor(
      async () => {
        const { body } = await get(service.url, `/v1/messages/${id}`);
        expect(body).toMatchObject({ status: "completed" });
        return body as { counts: { outcomes: readonly object[] } };
      },
      { timeout: 30_000, interval: 100 },
    );
    return { id, outcomes: message.counts.outcomes, entries: service.simulator.ledger().slice(before) };
  }

  it("1,000 identical texts leave as 2 multicasts", async () => {
    const ids = friends.slice(0, 1_000).map(({ lineUserId }) => lineUserId);
    const { outcomes, entries } = await sendTo(ids, { type: "text", text: "届け" });
    expect(outcomes).toEqual([{ outcome: "accepted", succeeded: true, channel: "line", count: 1_000 }]);
    expect(entries.map(({ endpoint, to }) => [endpoint, to.length])).toEqual([["multicast", 500], ["multicast", 500]]);
    expect(new Set(entries.flatMap(({ to }) => to))).toEqual(new Set(ids));
  });

  it("1,000 personalised texts leave as 1,000 pushes", async () => {
    const ids = friends.slice(0, 1_000).map(({ lineUserId }) => lineUserId);
    const { outcomes, entries } = await sendTo(ids, { type: "text", text: "Hello {{ name }}", template: true });
    expect(outcomes).toEqual([{ outcome: "accepted", succeeded: true, channel: "line", count: 1_000 }]);
    expect(new Set(entries.map(({ endpoint }) => endpoint))).toEqual(new Set(["push"]));
    expect(entries.flatMap(({ to }) => to).toSorted()).toEqual(ids.toSorted());
  });

  it("of 1,500 with 3 bad ids, 1,497 are accepted once each and 3 fail by name", async () => {
    const bad = [userId(90_007), userId(90_700), userId(91_300)];
    const ids = friends.map(({ lineUserId }) => lineUserId);
    for (const [index, id] of bad.entries()) ids[7 + index * 600] = id;
    const { id, outcomes, entries } = await sendTo(ids, { type: "text", text: "届け" });
    expect(outcomes).toEqual(
      expect.arrayContaining([
        { outcome: "accepted", succeeded: true, channel: "line", count: 1_497 },
        { outcome: "failed", succeeded: false, channel: "line", count: 3 },
      ]),
    );
    const accepted = entries.flatMap(({ to }) => to);
    expect(accepted).toHaveLength(1_497);
    expect(new Set(accepted)).toEqual(new Set(ids.filter((each) => !bad.includes(each))));
    const { body } = await get(service.url, `/v1/messages/${id}/deliveries?outcome=failed`);
    const failed = (body as { items: readonly { reference: string; reason: object }[] }).items;
    expect(failed.map(({ reference }) => reference).toSorted()).toEqual(bad);
    expect(failed[0]!.reason).toMatchObject({ code: "recipient" });
  });
});
