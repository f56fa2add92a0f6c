import { InvalidRequestError } from "@todoke/core";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { DeliveryDetail } from "../delivery-view.ts";
import type { MessageRequest } from "../message-request.ts";
import type { StepExplanation } from "../plan-view.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, finalDelivery, newAddress, submitText, useEngine } from "../testing/test-engine.ts";

const hour = 3_600_000;

describe.each(oneTestDatabase)("explaining on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", looksUp: true });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, {
    accounts: [line, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
  });

  /** The verdicts that sending followed, read from what it did. */
  const verdictsOf = (delivery: DeliveryDetail, request: MessageRequest): readonly string[] => {
    const { line: address, phone } = request.to![Number(delivery.id.split("_")[2])]!.addresses;
    return [
      { step: 0, called: address !== undefined && line.callsTo(address.toLowerCase()).some(isOf(request)) },
      { step: 1, called: phone !== undefined && sms.callsTo(phone).some(isOf(request)) },
    ].map(({ step, called }) => {
      const skipped = delivery.timeline.find((entry) => entry.type === "skipped" && entry.step === step);
      const lookedUp = delivery.timeline.some((entry) => entry.type === "lookup" && entry.step === step);
      if (skipped?.type === "skipped") return `skip ${skipped.reason}`;
      if (lookedUp) return "look-up";
      return called ? "use" : "standby";
    });
  };
  const isOf = (request: MessageRequest) => ({ bytes }: { bytes: string }) =>
    request.content?.type === "text" && bytes.includes(request.content.text.replace(" {{ name }}", ""));
  const inWords = ({ verdict, reason }: StepExplanation) => (verdict === "skip" ? `skip ${reason}` : verdict);

  it("says what sending then does, for every kind of recipient", async () => {
    const [fresh, old, gone, unknown, twice] = [newAddress(), newAddress(), newAddress(), newAddress(), newAddress()];
    line.scriptLookup(gone, () => ({ reachability: "unreachable", providerCode: "profile-404" }));
    await finalDelivery(shared, await submitText(shared, { line: old, phone: newAddress() }));
    await advance(25 * hour, shared);
    for (const address of [fresh, gone]) await finalDelivery(shared, await submitText(shared, { line: address, phone: newAddress() }));
    const name = { name: "Aiko" };
    const request: MessageRequest = {
      to: [
        { addresses: { line: fresh, phone: newAddress() }, variables: name },
        { addresses: { line: old, phone: newAddress() }, variables: name },
        { addresses: { line: gone, phone: newAddress() }, variables: name },
        { addresses: { line: gone }, variables: name },
        { addresses: { line: unknown, phone: newAddress() }, variables: name },
        { addresses: { phone: newAddress() }, variables: name },
        { addresses: {}, variables: name },
        { addresses: { line: newAddress("group"), phone: newAddress() }, variables: name },
        { addresses: { line: twice, phone: newAddress() }, variables: name },
        { addresses: { line: twice.toUpperCase(), phone: newAddress() }, variables: name },
        { addresses: { line: fresh.toUpperCase(), phone: newAddress() } },
      ],
      content: { type: "text", text: "News for {{ name }}", template: true },
    };
    const calls = line.calls.length + sms.calls.length + line.lookups.length;
    const explanation = await shared.engine.explain(request);
    expect(line.calls.length + sms.calls.length + line.lookups.length).toBe(calls);
    const message = await completedMessage(shared, await shared.engine.submit(request));
    expect(message.plan).toEqual(explanation.plan);
    const done = await Promise.all(request.to!.map((_, number) => finalDelivery(shared, message, number)));
    expect(explanation.recipients.map(({ steps }) => steps.map(inWords))).toEqual(done.map((delivery) => verdictsOf(delivery, request)));
    expect(new Set(explanation.recipients.flatMap(({ steps }) => steps.map(inWords)))).toEqual(
      new Set([
        "use",
        "look-up",
        "standby",
        "skip unreachable",
        "skip no-address",
        "skip duplicate-address",
        "skip content-refused",
      ]),
    );
  });

  it("writes nothing", async () => {
    const rows = async () =>
      (await sql`select (select count(*)::int from message) as messages, (select count(*)::int from delivery) as deliveries,
        (select count(*)::int from chunk) as chunks`.execute(shared.connection)).rows;
    const before = await rows();
    await shared.engine.explain({ to: [{ addresses: { line: newAddress() } }], content: { type: "text", text: "Hello" } });
    expect(await rows()).toEqual(before);
  });

  it("refuses what submitting refuses, with every problem at once, and neither writes anything", async () => {
    const request: MessageRequest = {
      to: [{ addresses: { line: "has space" } }, { addresses: { "ph/one": newAddress(), line: newAddress() } }],
      content: { type: "image", url: "https://example.test/a.png" },
      plan: { steps: [{ channel: "line", switchAfter: "soon" }, { channel: "sms", succeedOn: "read" }] },
    };
    const before = await shared.engine.messages({ limit: 1000 });
    const problemsOf = async (attempt: Promise<unknown>) => {
      const error: unknown = await attempt.catch((thrown: unknown) => thrown);
      if (!InvalidRequestError.is(error)) throw new Error("it was not refused", { cause: error });
      return error.problems.map(({ pointer, code }) => `${pointer} ${code}`);
    };
    const problems = await problemsOf(shared.engine.explain(request));
    expect(problems).toEqual(await problemsOf(shared.engine.submit(request)));
    expect(problems).toEqual([
      "/plan/steps/0/switchAfter invalid-duration",
      "/plan/steps/1/succeedOn unprovable",
      "/to/0/addresses/line malformed-address",
    ]);
    expect(await shared.engine.messages({ limit: 1000 })).toEqual(before);
  });
});
