import { evidenceRank, SignatureError, type Correlation, type EvidenceEvent, type ProviderEvidence } from "@todoke/core";
import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { deliveryThat, finalDelivery, idle, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";

const receipts = { best: "delivered", negative: true, horizonMs: 3_600_000, recallable: false } as const;

describe.each(testDatabases)("receipts on $name", (database) => {
  const channel = createScriptedChannel({ channel: "line", kind: "line", evidence: receipts });
  const shared = useEngine(database, {
    accounts: [{ id: "account", adapters: [channel.adapter] }],
    publicBaseUrl: "https://todoke.example",
  });
  let events = 0;
  const event = (correlation: Correlation, evidence: ProviderEvidence, eventId = `event-${(events += 1)}`): EvidenceEvent => ({
    type: "evidence",
    eventId,
    correlation,
    evidence,
    ...(evidence === "failed" && { errorClass: "unreachable" }),
    at: new Date(),
  });
  const post = (...given: readonly EvidenceEvent[]) => shared.engine.receive("account", inboundRequest(given));
  const waiting = async (address: string) => {
    const message = await submitText(shared, { line: address });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    return { message, attemptId: channel.callsTo(address)[0]!.attemptId };
  };
  const rowsOf = async (attemptId: string) => {
    const { rows } = await sql<{ evidence: ProviderEvidence }>`
      select evidence from evidence where attempt_id = ${attemptId}`.execute(shared.connection);
    return rows;
  };

  it("finds the attempt by its id, by the token in its callback address, and by the provider's id", async () => {
    for (const correlate of [
      (attemptId: string) => ({ attemptId }),
      (_: string, callbackUrl: string) => ({ callbackToken: new URL(callbackUrl).searchParams.get("attempt")! }),
      (attemptId: string) => ({ providerMessageId: `message-${attemptId}` }),
    ]) {
      const address = newAddress();
      channel.script(address, (call) => accepts(`message-${call.attemptId}`)(call));
      const message = await submitText(shared, { line: address });
      await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
      const { attemptId, callbackUrl } = channel.callsTo(address).at(-1)!;
      expect(callbackUrl).toMatch(/^https:\/\/todoke\.example\/v1\/inbound\/account\?attempt=[0-9a-f]{32}$/);
      await post(event(correlate(attemptId, callbackUrl!), "delivered"));
      expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", succeeded: true });
    }
  });

  it("keeps ids that no database can hold as they are, and nobody else waits for it", async () => {
    const [odd, plain] = [newAddress(), newAddress()];
    channel.script(odd, accepts("odd\0id"));
    const messages = await Promise.all([odd, plain].map((line) => submitText(shared, { line })));
    for (const message of messages) await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await post(event({ providerMessageId: "odd\0id" }, "delivered", "event\0odd"));
    expect(await finalDelivery(shared, messages[0]!)).toMatchObject({ outcome: "delivered", succeeded: true });
  });

  it("takes a receipt that comes before the answer to the call", async () => {
    const address = newAddress();
    channel.script(address, async (call) => {
      await post(event({ attemptId: call.attemptId }, "delivered"));
      return accepts("named-by-the-answer")(call);
    });
    const message = await submitText(shared, { line: address });
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", succeeded: true });
    const attempt = await until("the answer added its ids", async () => {
      const delivery = await finalDelivery(shared, message);
      return delivery.timeline.find((entry) => entry.type === "attempt" && entry.providerMessageIds.length > 0);
    });
    expect(attempt).toMatchObject({ evidence: "delivered", providerMessageIds: ["named-by-the-answer"], calls: 1 });
    await idle(shared);
    expect(channel.callsTo(address)).toHaveLength(1);
  });

  it("keeps a receipt for an unknown message and joins it when the answer names that message", async () => {
    const address = newAddress();
    const providerMessageId = `later-${address}`;
    channel.script(address, async (call) => {
      await post(event({ providerMessageId }, "sent"), event({ providerMessageId }, "delivered"));
      return accepts(providerMessageId)(call);
    });
    const message = await submitText(shared, { line: address });
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", succeeded: true });
    const { rows } = await sql`select * from evidence where provider_message_id = ${providerMessageId} and attempt_id is null`
      .execute(shared.connection);
    expect(rows).toEqual([]);
  });

  it("answers a receipt that is about nothing of ours", async () => {
    expect(await post(event({ providerMessageId: "of-somebody-else" }, "delivered"))).toEqual({ events: 1 });
  });

  it("keeps nothing of a receipt that no attempt can ever claim", async () => {
    const strays = [{ callbackToken: "0".repeat(32) }, { attemptId: "0190a6f0-7b1c-7c3e-9d55-1f2e3a4b5c6d" }];
    for (const [index, correlation] of strays.entries()) {
      expect(await post(event(correlation, "delivered", `stray-${index}`))).toEqual({ events: 1 });
    }
    const { rows } = await sql`select * from evidence where event_id like 'stray-%'`.execute(shared.connection);
    expect(rows).toEqual([]);
  });

  it("keeps ten copies of one receipt as one", async () => {
    const { message, attemptId } = await waiting(newAddress());
    const copy = event({ attemptId }, "delivered");
    await Promise.all(Array.from({ length: 10 }, () => post(copy)));
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", succeeded: true });
    expect(await rowsOf(attemptId)).toEqual([{ evidence: "delivered" }]);
    expect((await shared.engine.message(message.id))!.counts.outcomes).toEqual([
      { outcome: "delivered", succeeded: true, channel: "line", count: 1 },
    ]);
  });

  it("takes together what comes together, though one of it makes no sense", async () => {
    const deliveries = await Promise.all([newAddress(), newAddress(), newAddress()].map((address) => waiting(address)));
    const posts = deliveries.map(({ attemptId }) => post(event({ attemptId }, "sent"), event({ attemptId }, "delivered")));
    const senseless = post(event({ attemptId: "no id of ours" }, "delivered"));
    await Promise.all([...posts, expect(senseless).rejects.toThrow("uuid")]);
    for (const { message, attemptId } of deliveries) {
      expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", succeeded: true });
      expect(await rowsOf(attemptId)).toHaveLength(2);
    }
  });

  it("ends in the same state for every order and repetition of the same receipts", async () => {
    const words = ["accepted", "sent", "failed", "delivered"] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 7 }), fc.boolean(), async (arriving, areTogether) => {
        const { message, attemptId } = await waiting(newAddress());
        const given = arriving.map((evidence) => event({ attemptId }, evidence, `${attemptId}-${evidence}`));
        if (areTogether) await post(...given);
        else for (const each of given) await post(each);
        const { status, outcome, succeeded, reason, duplicateContact } = await deliveryThat(shared, message, "exists", () => true);
        const { rows } = await sql`
          select d.evidence as delivery, a.evidence as attempt, a.contradicted from attempt a
          join delivery d on d.message_id = a.message_id where a.id = ${attemptId}`.execute(shared.connection);
        const best = ["accepted" as const, ...arriving].toSorted((one, other) => evidenceRank(other) - evidenceRank(one))[0]!;
        expect({ status, outcome, succeeded, reason: reason?.code, duplicateContact }).toEqual({
          delivered: { status: "final", outcome: "delivered", succeeded: true, reason: undefined, duplicateContact: false },
          failed: { status: "final", outcome: "failed", succeeded: false, reason: "unreachable", duplicateContact: false },
          sent: { status: "waiting", outcome: undefined, succeeded: undefined, reason: undefined, duplicateContact: false },
          accepted: { status: "waiting", outcome: undefined, succeeded: undefined, reason: undefined, duplicateContact: false },
        }[best]);
        const contradicted = arriving.includes("failed") && arriving.includes("delivered");
        expect(rows).toEqual([{ delivery: best, attempt: best, contradicted }]);
        expect(new Set(await rowsOf(attemptId).then((kept) => kept.map(({ evidence }) => evidence)))).toEqual(new Set(arriving));
      }),
      { numRuns: 30 },
    );
  });

  it("believes nothing that the provider did not sign, and knows no account but its own", async () => {
    const { message, attemptId } = await waiting(newAddress());
    const forged = inboundRequest([event({ attemptId }, "delivered")], "forged");
    const error: unknown = await shared.engine.receive("account", forged).catch((thrown: unknown) => thrown);
    expect(SignatureError.is(error)).toBe(true);
    expect(await shared.engine.receive("other", inboundRequest([]))).toBeUndefined();
    expect(await deliveryThat(shared, message, "exists", () => true)).toMatchObject({ status: "waiting" });
    expect(await rowsOf(attemptId)).toEqual([]);
  });
});
