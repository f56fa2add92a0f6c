import { InvalidRequestError, type InboundMessageEvent, type Problem } from "@todoke/core";
import { describe, expect, it } from "vitest";
import type { InboundEventView } from "../inbound/inbound-event-view.ts";
import type { MessageRequest } from "../message-request.ts";
import { accepts, createScriptedChannel, inboundRequest, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, finalDelivery, idle, newAddress, until, useEngine } from "../testing/test-engine.ts";
import { windowAround } from "../testing/window-around.ts";

const minute = 60_000;

describe.each(oneTestDatabase)("replies on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", replyTokenLifetimeMs: minute, keyLifetimeMs: 60 * minute, maxRecipients: 3, looksUp: true });
  const eager = createScriptedChannel({ channel: "line", kind: "line", replyTokenLifetimeMs: minute, keyLifetimeMs: 60 * minute, maxRecipients: 3 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, {
    accounts: [
      { id: "line", adapters: [line.adapter] },
      { id: "eager", adapters: [eager.adapter], useReplyTokens: true },
      { id: "sms", adapters: [sms.adapter] },
    ],
  });

  let made = 0;
  async function wrote(address: string, account = "line"): Promise<{ event: InboundEventView; token: string }> {
    made += 1;
    const token = `token-${made}`;
    const event: InboundMessageEvent = {
      type: "inbound", eventId: `event-${made}`, addressKind: "line", address, providerCode: "message", payload: {},
      replyToken: token, at: shared.context.clock.now(),
    };
    await shared.engine.receive(account, inboundRequest([event]));
    const found = await until("the event is listed", async () => {
      const { items } = await shared.engine.inbound.events({ address, order: "newest", limit: 1 });
      return items[0] !== undefined && items[0].at.getTime() === event.at.getTime() && items[0];
    });
    return { event: found, token };
  }

  const answer = (event: InboundEventView, request: Partial<MessageRequest> = {}) =>
    shared.engine.submit({ inReplyTo: event.id, content: { type: "text", text: "Hello" }, ...request });
  const endpoints = (delivery: { readonly timeline: readonly { readonly type: string }[] }) =>
    delivery.timeline.flatMap((entry) => ("endpoint" in entry ? [entry.endpoint] : []));
  const repliesUnder = (token: string) => [...line.calls, ...eager.calls].filter(({ replyToken }) => replyToken === token);
  const lineOnly = { steps: [{ channel: "line" }] };

  it("answers under the token, at the account where the event came in, without a lookup", async () => {
    for (const account of ["line", "eager"]) {
      const address = newAddress();
      const { event, token } = await wrote(address, account);
      const plan = await shared.engine.explain({ inReplyTo: event.id, content: { type: "text", text: "Hello" } });
      expect(plan.recipients[0]!.steps[0]).toMatchObject({
        account, verdict: "use", reason: "reply", call: "reply", cost: { unit: "character", units: 0 },
      });
      const message = await answer(event);
      expect(message.inReplyTo).toBe(event.id);
      const delivery = await finalDelivery(shared, message);
      expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, channel: "line", addresses: { line: address } });
      expect(endpoints(delivery)).toEqual(["reply"]);
      expect(repliesUnder(token)).toHaveLength(1);
      expect(line.lookups).not.toContain(address);
      expect(line.callsTo(address)).toEqual([]);
      const attempt = delivery.timeline.find(({ type }) => type === "attempt") as { id: string };
      const spent = await shared.engine.inbound.event(event.id);
      expect(spent).toMatchObject({ repliedBy: attempt.id });
      expect(spent).not.toHaveProperty("canReplyUntil");
      expect(await shared.engine.message(message.id)).toMatchObject({ inReplyTo: event.id });
    }
  });

  it("gives a token to exactly one of many messages; the others go without", async () => {
    const address = newAddress();
    const { event, token } = await wrote(address);
    const messages = await Promise.all(Array.from({ length: 8 }, () => answer(event, { plan: lineOnly })));
    const used = await Promise.all(messages.map(async (message) => endpoints(await finalDelivery(shared, message))));
    expect(used.flat().filter((endpoint) => endpoint === "reply")).toHaveLength(1);
    expect(used.flat().filter((endpoint) => endpoint === "single")).toHaveLength(7);
    expect(repliesUnder(token)).toHaveLength(1);
    expect(line.callsTo(address)).toHaveLength(7);
  });

  it("goes without a token that has run out", async () => {
    const address = newAddress();
    const { event, token } = await wrote(address);
    await advance(minute + 1, shared);
    expect(endpoints(await finalDelivery(shared, await answer(event, { plan: lineOnly })))).toEqual(["single"]);
    expect(repliesUnder(token)).toEqual([]);
  });

  it("goes without a token that the provider refuses, at once and on the same step, under a new attempt", async () => {
    const address = newAddress();
    const { event, token } = await wrote(address);
    line.script(token, refuses("recipient", { providerCode: "invalid-reply-token" }));
    const delivery = await finalDelivery(shared, await answer(event, { plan: lineOnly }));
    expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, step: 0, possibleDuplicate: false });
    expect(delivery.timeline.filter(({ type }) => type === "attempt")).toMatchObject([
      { endpoint: "reply", evidence: "failed", providerCode: "invalid-reply-token" },
      { endpoint: "single", evidence: "accepted" },
    ]);
    expect(repliesUnder(token)[0]!.attemptId).not.toBe(line.callsTo(address)[0]!.attemptId);
  });

  it("never repeats a reply whose answer was lost: the hold decides", async () => {
    const [held, resent] = [newAddress(), newAddress()];
    const [first, second] = [await wrote(held), await wrote(resent)];
    line.script(first.token, refuses("ambiguous"));
    line.script(second.token, refuses("ambiguous"));
    const holding = await answer(first.event, { plan: { ...lineOnly, onUnknown: "hold" } });
    const resending = await answer(second.event, { plan: { ...lineOnly, onUnknown: "resend" } });
    for (const message of [holding, resending]) {
      await deliveryThat(shared, message, "is unknown", ({ timeline }) =>
        timeline.some((entry) => entry.type === "attempt" && entry.evidence === "unknown"));
    }
    await advance(9 * minute, shared);
    await idle(shared);
    expect(repliesUnder(first.token)).toHaveLength(1);
    expect(line.callsTo(held)).toEqual([]);
    await advance(2 * minute, shared);
    expect(await finalDelivery(shared, holding)).toMatchObject({ outcome: "unknown", succeeded: false });
    const delivery = await finalDelivery(shared, resending);
    expect(delivery).toMatchObject({ outcome: "accepted", possibleDuplicate: true });
    expect(endpoints(delivery)).toEqual(["reply", "single"]);
    expect([...repliesUnder(first.token), ...repliesUnder(second.token)]).toHaveLength(2);
  });

  it("spends tokens on whatever it sends where the account says so, and nowhere else", async () => {
    const [mine, others] = [newAddress(), newAddress()];
    const spent = await wrote(mine, "eager");
    const kept = await wrote(others, "line");
    const toEager = await shared.engine.submit({
      to: [{ addresses: { line: mine } }], content: { type: "text", text: "Hi" }, plan: { steps: [{ channel: "line", account: "eager" }] },
    });
    const toLine = await shared.engine.submit({ to: [{ addresses: { line: others } }], content: { type: "text", text: "Hi" }, plan: lineOnly });
    expect(endpoints(await finalDelivery(shared, toEager))).toEqual(["reply"]);
    expect(endpoints(await finalDelivery(shared, toLine))).toEqual(["single"]);
    expect(repliesUnder(spent.token)).toHaveLength(1);
    expect(await shared.engine.inbound.event(kept.event.id)).toHaveProperty("canReplyUntil");
  });

  it("explains no reply to somebody whose token will have died when the delivery time window opens", async () => {
    const { event, token } = await wrote(newAddress());
    const request = { inReplyTo: event.id, content: { type: "text", text: "Hello" }, plan: lineOnly, deliveryTimeWindow: windowAround(shared, 2, 4) } as const;
    const { recipients } = await shared.engine.explain(request);
    expect(recipients[0]!.steps[0]).toMatchObject({ reason: "reachability-not-asked", call: "single", heldUntil: expect.any(Date) });
    const message = await shared.engine.submit(request);
    await deliveryThat(shared, message, "is held", ({ status }) => status === "held");
    await advance(2 * 3_600_000, shared);
    expect(endpoints(await finalDelivery(shared, message))).toEqual(["single"]);
    expect(repliesUnder(token)).toHaveLength(0);
  });

  it("explains the very calls that it makes", async () => {
    const people = Array.from({ length: 8 }, () => newAddress());
    const group = newAddress("group");
    await wrote(people[2]!, "eager");
    const to = [...people.slice(0, 4), people[0]!, group, ...people.slice(4)].map((address) => ({ addresses: { line: address } }));
    const request = { to, content: { type: "text", text: "Same" }, plan: { steps: [{ channel: "line", account: "eager" }] } } as const;
    const { recipients } = await shared.engine.explain(request);
    const explained = recipients.map(({ steps }) => steps[0]!.call);
    expect(explained).toEqual(["bulk", "bulk", "reply", "bulk", undefined, "single", "bulk", "bulk", "bulk", "single"]);
    const message = await shared.engine.submit(request);
    const made = await Promise.all(to.map(async (_, number) => endpoints(await finalDelivery(shared, message, number))[0]));
    expect(made).toEqual(explained);
  });

  it("explains the calls of more people than one slice holds", async () => {
    const to = Array.from({ length: 230 }, () => ({ addresses: { line: newAddress() } }));
    const request = { to, content: { type: "text", text: "All" }, plan: lineOnly } as const;
    const { recipients } = await shared.engine.explain(request);
    const explained = recipients.map(({ steps }) => steps[0]!.call);
    await completedMessage(shared, await shared.engine.submit(request));
    const made = to.map(({ addresses }) => line.callsTo(addresses.line)[0]!.endpoint);
    expect(made).toEqual(explained);
    expect(made.filter((call) => call === "single")).toHaveLength(2);
  });

  it("explains personal text as calls of their own, and a looked-up address by the call that follows", async () => {
    const [known, unknown, phoneOnly] = [newAddress(), newAddress(), newAddress()];
    const content = { type: "text", text: "Hi {{ name }}", template: true } as const;
    const to = [{ addresses: { line: known }, variables: { name: "a" } }, { addresses: { line: unknown }, variables: { name: "b" } }];
    const personal = await shared.engine.explain({ to, content, plan: lineOnly });
    expect(personal.recipients.map(({ steps }) => steps[0]!.call)).toEqual(["single", "single"]);
    const plain = await shared.engine.explain({
      to: [...to, { addresses: { phone: phoneOnly } }], content: { type: "text", text: "Hi" }, plan: { steps: [{ channel: "line" }, { channel: "sms" }] },
    });
    expect(plain.recipients.map(({ steps }) => steps.map(({ verdict, call }) => [verdict, call]))).toEqual([
      [["look-up", "bulk"], ["skip", undefined]],
      [["look-up", "bulk"], ["skip", undefined]],
      [["skip", undefined], ["use", "single"]],
    ]);
  });

  it("takes along what the request knows of the sender, for the steps after the reply", async () => {
    const [address, phone] = [newAddress(), newAddress("phone")];
    const { event, token } = await wrote(address);
    line.script(token, refuses("sender"));
    const message = await answer(event, { to: [{ reference: "c-1", addresses: { phone } }] });
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ reference: "c-1", channel: "sms", outcome: "accepted", addresses: { line: address, phone } });
    expect(line.callsTo(address)).toEqual([]);
  });

  it("refuses what cannot be an answer, with a pointer, and writes nothing", async () => {
    const address = newAddress();
    const { event } = await wrote(address);
    const refused = async (request: Partial<MessageRequest>): Promise<readonly Problem[]> => {
      const error: unknown = await answer(event, request).catch((thrown: unknown) => thrown);
      return InvalidRequestError.is(error) ? error.problems : [];
    };
    const before = await shared.engine.messages({ limit: 1000 });
    for (const [request, pointer, code] of [
      [{ inReplyTo: `evt_${"0".repeat(32)}` }, "/inReplyTo", "unknown-event"],
      [{ inReplyTo: "nonsense" }, "/inReplyTo", "unknown-event"],
      [{ audience: { type: "everybody" } }, "/inReplyTo", "no-reply-to-audience"],
      [{ to: [{ addresses: { line: "somebody-else" } }] }, "/to/0/addresses/line", "not-the-sender"],
      [{ to: [{ addresses: { line: address } }, { addresses: { line: "b" } }] }, "/to", "one-recipient-only"],
      [{ plan: { steps: [{ channel: "sms" }] } }, "/plan/steps", "no-step-to-sender"],
      [{ plan: { steps: [{ channel: "line", account: "eager" }] } }, "/plan/steps", "no-step-to-sender"],
    ] as const) {
      expect(await refused(request)).toEqual([expect.objectContaining({ pointer, code })]);
    }
    expect(await shared.engine.messages({ limit: 1000 })).toEqual(before);
    expect(await shared.engine.inbound.event(event.id)).toHaveProperty("canReplyUntil");
  });

  it("takes an address in any of its forms for that of the sender", async () => {
    const address = newAddress();
    const { event } = await wrote(address);
    const message = await answer(event, { to: [{ addresses: { line: address.toUpperCase() } }] });
    expect(endpoints(await finalDelivery(shared, message))).toEqual(["reply"]);
  });

  it("keeps a spent token from being renewed by a copy of its event", async () => {
    const address = newAddress();
    const { event, token } = await wrote(address);
    line.script(token, accepts());
    await finalDelivery(shared, await answer(event, { plan: lineOnly }));
    const copy: InboundMessageEvent = {
      type: "inbound", eventId: `event-${made}`, addressKind: "line", address, providerCode: "message", payload: {}, replyToken: token, at: event.at,
    };
    await shared.engine.receive("line", inboundRequest([copy]));
    expect(await shared.engine.inbound.event(event.id)).not.toHaveProperty("canReplyUntil");
    expect(endpoints(await finalDelivery(shared, await answer(event, { plan: lineOnly })))).toEqual(["single"]);
  });
});
