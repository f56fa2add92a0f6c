import { InvalidRequestError, type InboundMessageEvent, type Purpose } from "@todoke/core";
import { describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import { accepts, createScriptedChannel, inboundRequest, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";

const second = 1_000;
const day = 24 * 3_600_000;

describe.each(oneTestDatabase)("suppressions on $name", (database) => {
  const evidence = { best: "delivered", negative: true, horizonMs: day, recallable: false } as const;
  const first = createScriptedChannel({ channel: "sms", kind: "phone" });
  const other = createScriptedChannel({ channel: "sms", kind: "phone", evidence });
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const shared = useEngine(database, {
    accounts: [
      { id: "first", adapters: [first.adapter] },
      { id: "second", adapters: [other.adapter] },
      { id: "line", adapters: [line.adapter] },
    ],
    publicBaseUrl: "https://example.test",
  });

  let made = 0;
  const wrote = (address: string, consent: "opt-out" | "opt-in" | undefined, agoMs = 0): InboundMessageEvent => {
    made += 1;
    const at = new Date(shared.context.clock.now().getTime() - agoMs);
    const event = { type: "inbound", eventId: `said-${made}`, addressKind: "phone", address, providerCode: "STOP", payload: {}, at } as const;
    return consent === undefined ? event : { ...event, consent };
  };
  const receive = (...events: readonly InboundMessageEvent[]) => shared.engine.receive("first", inboundRequest(events));
  const via = (account: string, purpose: Purpose = "notice"): Partial<MessageRequest> => ({
    purpose,
    plan: { steps: [{ channel: "sms", account, succeedOn: "accepted" }] },
  });
  const outcomeOf = async (phone: string, request: Partial<MessageRequest>): Promise<string> => {
    const [explained] = (await shared.engine.explain({ to: [{ addresses: { phone } }], content: { type: "text", text: "Hello" }, ...request })).recipients;
    const delivery = await finalDelivery(shared, await submitText(shared, { phone }, request));
    // The plan says the same in the same words.
    expect(explained!.steps[0]!.reason === "suppressed").toBe(delivery.reason?.code === "suppressed");
    if (delivery.reason?.code === "suppressed") expect(explained!.steps[0]!.detail).toBe(delivery.reason.detail);
    return delivery.reason?.code ?? delivery.outcome!;
  };
  const held = async (address: string) => (await shared.engine.suppressions.list({ limit: 10, addressKind: "phone", address })).items;

  it("holds an opt-out at every account of the channel, but for codes, until the person comes back", async () => {
    const phone = newAddress("phone");
    expect(await outcomeOf(phone, via("first"))).toBe("accepted");
    await receive(wrote(phone, "opt-out"));
    expect(await outcomeOf(phone, via("first"))).toBe("suppressed");
    expect(await outcomeOf(phone, via("second", "marketing"))).toBe("suppressed");
    expect(await outcomeOf(phone, via("second", "otp"))).toBe("accepted");
    expect(await held(phone)).toMatchObject([
      { address: phone, channel: "sms", source: "opt-out", account: "first", reason: "they wrote STOP", enforcedBy: [], purposes: ["alert", "notice", "marketing"] },
    ]);
    await receive(wrote(phone, "opt-in"));
    expect(await held(phone)).toEqual([]);
    expect(await outcomeOf(phone, via("second"))).toBe("accepted");
    expect(first.callsTo(phone)).toHaveLength(1);
  });

  it("goes by the order in which things were said, and counts copies once", async () => {
    const [late, copied, together] = [newAddress("phone"), newAddress("phone"), newAddress("phone")];
    await receive(wrote(late, "opt-in"));
    await receive(wrote(late, "opt-out", 5 * second));
    expect(await held(late)).toEqual([]);

    const stop = wrote(copied, "opt-out", 10 * second);
    await receive(stop, stop);
    expect(await held(copied)).toHaveLength(1);
    await receive(wrote(copied, "opt-in", 9 * second));
    await receive({ ...stop, at: shared.context.clock.now() });
    expect(await held(copied)).toEqual([]);

    await receive(wrote(together, "opt-in", second), wrote(together, "opt-out"), wrote(together, undefined));
    expect(await held(together)).toHaveLength(1);
  });

  it("learns from a refusal, and then leaves even codes to other accounts", async () => {
    const phone = newAddress("phone");
    const address = newAddress();
    first.script(phone, refuses("policy", { suppresses: "opt-out", providerCode: "21610" }));
    const plan = { steps: [{ channel: "sms", account: "first" }, { channel: "sms", account: "second" }, { channel: "line" }] };
    const delivery = await finalDelivery(shared, await submitText(shared, { phone, line: address }, { plan }));
    expect(delivery).toMatchObject({ outcome: "accepted", channel: "line", succeeded: true });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "skipped", step: 1, reason: "suppressed" }));
    expect(other.callsTo(phone)).toEqual([]);
    expect(await held(phone)).toMatchObject([{ source: "opt-out", account: "first", enforcedBy: ["first"], reason: "sms refused it (21610)" }]);
    expect(await outcomeOf(phone, via("first", "otp"))).toBe("suppressed");
    expect(await outcomeOf(phone, via("second", "otp"))).toBe("accepted");
    expect(first.callsTo(phone)).toHaveLength(1);
  });

  it("does not go on to another channel after any other refusal by policy", async () => {
    const phone = newAddress("phone");
    first.script(phone, refuses("policy"));
    const plan = { steps: [{ channel: "sms", account: "first" }, { channel: "line" }] };
    const delivery = await finalDelivery(shared, await submitText(shared, { phone, line: newAddress() }, { plan }));
    expect(delivery).toMatchObject({ outcome: "failed", channel: "sms", reason: { code: "policy" } });
    expect(await held(phone)).toEqual([]);
  });

  it("learns from a report that came before its answer was written", async () => {
    const phone = newAddress("phone");
    let release = (): void => undefined;
    other.script(phone, async (call) => {
      await new Promise<void>((resolve) => (release = resolve));
      return accepts("overtaken")(call);
    });
    const message = await submitText(shared, { phone }, { plan: { steps: [{ channel: "sms", account: "second" }] } });
    await until("it was called", () => other.callsTo(phone).length === 1);
    await shared.engine.receive("second", inboundRequest([{
      type: "evidence", eventId: "overtaking", correlation: { providerMessageId: "overtaken" }, evidence: "failed",
      errorClass: "policy", suppresses: "opt-out", providerCode: "21610", at: shared.context.clock.now(),
    }]));
    release();
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "failed", reason: { code: "policy" } });
    expect(await held(phone)).toMatchObject([{ source: "opt-out", enforcedBy: ["second"] }]);
  });

  it("tries a number that could never be reached again after a month, and at once for a code", async () => {
    const phone = newAddress("phone");
    other.script(phone, refuses("recipient", { suppresses: "hard-failure", providerCode: "30005" }), accepts());
    await deliveryThat(shared, await submitText(shared, { phone }, via("second")), "failed", ({ outcome }) => outcome === "failed");
    const [suppression] = await held(phone);
    expect(suppression).toMatchObject({ source: "hard-failure", account: "second", enforcedBy: [] });
    expect(suppression!.until!.getTime() - suppression!.since.getTime()).toBe(30 * day);
    expect(await outcomeOf(phone, via("first"))).toBe("suppressed");
    expect(await outcomeOf(phone, via("second", "otp"))).toBe("accepted");
    await advance(30 * day, shared);
    expect(await held(phone)).toEqual([]);
    expect(await outcomeOf(phone, via("first"))).toBe("accepted");
  });

  it("leaves alone whom the operator names, on one channel or all, for some purposes or all", async () => {
    const [phone, another] = [newAddress("phone"), newAddress("phone")];
    const { suppressions } = shared.engine;
    const entries = [
      { addressKind: "phone", address: phone.toUpperCase(), reason: "asked by letter" },
      { addressKind: "phone", address: another, channel: "sms", purposes: ["marketing"] as const },
    ];
    expect(await suppressions.add(entries, "manual")).toEqual({ added: 2, updated: 0 });
    expect(await suppressions.add([...entries, entries[0]!], "manual")).toEqual({ added: 0, updated: 3 });
    expect(await outcomeOf(phone, via("first", "otp"))).toBe("suppressed");
    expect(await outcomeOf(another, via("first"))).toBe("accepted");
    expect(await outcomeOf(another, via("first", "marketing"))).toBe("suppressed");
    await receive(wrote(phone, "opt-in"));
    const [kept] = await held(phone);
    expect(kept).toMatchObject({ address: phone, source: "manual", reason: "asked by letter" });
    expect(await suppressions.get(kept!.id)).toEqual(kept);
    expect([await suppressions.remove(kept!.id), await suppressions.remove(kept!.id), await suppressions.remove("sup_x")]).toEqual([true, false, false]);
    expect(await outcomeOf(phone, via("first"))).toBe("accepted");
  });

  it.each(["streamed in by parts", "a list's"])("holds on a later step for people who are %s, however their addresses are written, and leaves duplicates out", async (way) => {
    const [free, suppressed] = [newAddress("phone"), newAddress("phone")];
    const phones = [suppressed.toUpperCase(), free, free.toUpperCase(), suppressed];
    const people = phones.map((phone) => ({ addresses: { line: newAddress(), phone } }));
    for (const { addresses } of people) line.script(addresses.line, refuses("recipient"));
    const request = { content: { type: "text", text: "Hello" }, plan: { steps: [{ channel: "line" }, { channel: "sms", account: "first" }] } } as const;
    const suppress = () => shared.engine.suppressions.add([{ addressKind: "phone", address: suppressed }], "manual");
    const streamed = async () => {
      const { openMessages } = shared.engine;
      const message = await shared.engine.submit({ ...request, open: true });
      const add = (part: string, some: typeof people) => openMessages.addRecipients(message.id, (async function* () { yield* some; })(), { part });
      await add("one", people.slice(0, 2));
      // Whoever is suppressed after they were added is left alone as well.
      await suppress();
      await add("two", people.slice(2));
      return (await openMessages.start(message.id))!;
    };
    const listed = async () => {
      const { id } = await shared.engine.audiences.create({ name: "spring" });
      await shared.engine.audiences.addMembers(id, people);
      await suppress();
      return shared.engine.submit({ ...request, audience: { type: "list", id } });
    };
    const message = await (way === "a list's" ? listed() : streamed());
    const done = await Promise.all(people.map((_, number) => finalDelivery(shared, message, number)));
    expect(done.map(({ outcome, reason }) => reason?.code ?? outcome)).toEqual(["suppressed", "accepted", "duplicate-address", "suppressed"]);
    expect([free, suppressed].map((phone) => first.callsTo(phone).length)).toEqual([1, 0]);
  });

  it("reads page by page, newest first, and refuses lists with anything wrong in them whole", async () => {
    const { suppressions } = shared.engine;
    const phones = Array.from({ length: 5 }, () => newAddress("phone"));
    await suppressions.add(phones.map((address) => ({ addressKind: "phone", address })), "import");
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await suppressions.list({ limit: 2, source: "import", ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ address }) => address));
      cursor = page.nextCursor;
    }
    expect(seen.toSorted()).toEqual(phones.toSorted());
    const wrong = [
      { addressKind: "phone", address: newAddress("phone") },
      { addressKind: "phone", address: "has spaces" },
      { addressKind: "pigeon", address: "coo", channel: "loft" },
    ];
    const error: unknown = await suppressions.add(wrong, "manual").catch((thrown: unknown) => thrown);
    if (!InvalidRequestError.is(error)) throw new Error("it was not refused", { cause: error });
    expect(error.problems.map(({ pointer }) => pointer)).toEqual([
      "/suppressions/1/address", "/suppressions/2/addressKind", "/suppressions/2/channel",
    ]);
    expect(await held(wrong[0]!.address)).toEqual([]);
  });
});
