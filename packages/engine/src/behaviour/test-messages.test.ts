import { describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { completedMessage, finalDelivery, newAddress, submitText, useEngine } from "../testing/test-engine.ts";

const [database] = testDatabases;
/** Closed for half a day to come. */
const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);

describe("messages that are tried out", () => {
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database!, {
    accounts: [{ id: "account", adapters: [sms.adapter] }],
    frequencyCaps: [{ name: "daily", purposes: ["marketing"], limit: 1, per: "P1D" }],
    marketingWindow: { from: at(12), to: at(14), timeZone: "UTC" },
    requireConsent: ["marketing"],
  });
  const content = { type: "text", text: "Hello" } as const;

  it("go to testers outside caps and windows and without consent, and count under no cap", async () => {
    await expect(shared.engine.submitTest({ content })).rejects.toMatchObject({ problems: [{ code: "no-testers" }] });
    const phone = newAddress();
    const consents = [{ channel: "sms", purpose: "marketing", state: "withdrawn" }] as const;
    await shared.engine.contacts.store({ addresses: { phone }, tester: true, consents });
    await shared.engine.contacts.store({ reference: "without an address", tester: true });
    for (const _ of [1, 2]) {
      const message = await shared.engine.submitTest({ content, purpose: "marketing" });
      expect(message).toMatchObject({ test: true, counts: { recipients: 1 } });
      expect(await completedMessage(shared, message)).toMatchObject({ test: true, counts: { outcomes: [{ outcome: "accepted", count: 1 }] } });
    }
    // The same by a message to everybody.
    await shared.engine.contacts.store({ addresses: { phone }, consents: [{ ...consents[0], state: "granted" }] });
    const held = await submitText(shared, { phone }, { purpose: "marketing" });
    expect(held).not.toHaveProperty("test");
    await shared.engine.controls.cancel(held.id);
    expect(await finalDelivery(shared, held)).toMatchObject({ outcome: "cancelled" });
    expect(sms.callsTo(phone)).toHaveLength(2);
  });

  it("are written as for somebody else, and with nothing of the tester's own", async () => {
    const phone = newAddress();
    const template = { type: "text", text: "{{ name }} {{ nickname }}", template: true } as const;
    const tester = await shared.engine.contacts.store({ addresses: { phone }, tester: true, attributes: { name: "Myself", nickname: "Me" } });
    const other = await shared.engine.contacts.store({ reference: newAddress("c"), attributes: { name: "Aiko", nickname: "Ai" } });
    const example = { variables: { name: "Ren", nickname: "R" } };
    for (const as of [{}, { contact: other.id }, { example }]) await completedMessage(shared, await shared.engine.submitTest({ content: template, ...as }));
    expect(sms.callsTo(phone).map(({ bytes }) => /Myself Me|Aiko Ai|Ren R/.exec(bytes)?.[0])).toEqual(["Myself Me", "Aiko Ai", "Ren R"]);
    await shared.engine.contacts.update(tester.id, { tester: false });
    await expect(shared.engine.submitTest({ content, contact: "con_1" })).rejects.toMatchObject({ problems: [{ pointer: "/contact", code: "unknown-contact" }] });
  });

  it("are refused where too many are testers", async () => {
    for (let count = 0; count < 20; count += 1) await shared.engine.contacts.store({ addresses: { phone: newAddress() }, tester: true });
    await expect(shared.engine.submitTest({ content })).rejects.toMatchObject({ problems: [{ code: "too-many-testers" }] });
  });
});
