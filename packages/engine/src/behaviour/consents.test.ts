import type { Purpose } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { finalDelivery, newAddress, submitText, useEngine } from "../testing/test-engine.ts";

describe.each(testDatabases.slice(-1))("consents on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const accounts = [{ id: "account", adapters: [line.adapter, sms.adapter] }];
  const shared = useEngine(database, { accounts, requireConsent: ["marketing"] });
  const marketing = (channel: string, state: "granted" | "withdrawn", at?: string) => ({ channel, purpose: "marketing", state, ...(at && { at }) }) as const;

  /** How a message goes, as explained and as sent: the same. */
  async function waysOf(addresses: Record<string, string>, purpose: Purpose): Promise<string[]> {
    const { recipients } = await shared.engine.explain({ to: [{ addresses }], purpose, content: { type: "text", text: "Hello" } });
    const explained = recipients[0]!.steps.map(({ channel, verdict, reason }) => (verdict === "skip" ? `${channel} ${reason}` : channel));
    const delivery = await finalDelivery(shared, await submitText(shared, addresses, { purpose }));
    const skipped = delivery.timeline.flatMap((entry) => (entry.type === "skipped" ? [`${entry.channel} ${entry.reason}`] : []));
    const sent = [...skipped, ...(delivery.succeeded === true ? [delivery.channel!] : [])];
    expect(explained.slice(0, sent.length)).toEqual(sent);
    return sent;
  }

  it("let marketing go where they were given, and not where they were withdrawn or never given", async () => {
    const addresses = { line: newAddress(), phone: newAddress() };
    expect(await waysOf(addresses, "marketing")).toEqual(["line no-consent", "sms no-consent"]);
    const { id } = await shared.engine.contacts.store({ addresses, consents: [marketing("sms", "granted")] });
    expect(await waysOf(addresses, "marketing")).toEqual(["line no-consent", "sms"]);
    await shared.engine.contacts.update(id, { consents: [marketing("line", "granted"), marketing("sms", "withdrawn")] });
    expect(await waysOf(addresses, "marketing")).toEqual(["line"]);
    // Also where the recipient is known by another of their addresses.
    await shared.engine.contacts.update(id, { consents: [marketing("line", "withdrawn")] });
    expect(await waysOf({ ...addresses, phone: newAddress() }, "marketing")).toEqual(["line no-consent", "sms no-consent"]);
  });

  it("hold notices back only where they were withdrawn, and codes and alerts never", async () => {
    const addresses = { line: newAddress() };
    expect(await waysOf(addresses, "notice")).toEqual(["line"]);
    await shared.engine.contacts.store({ addresses, consents: [{ channel: "line", purpose: "notice", state: "withdrawn" }, marketing("line", "withdrawn")] });
    expect(await waysOf(addresses, "notice")).toEqual(["line no-consent", "sms no-address"]);
    expect(await waysOf(addresses, "alert")).toEqual(["line"]);
    expect(await waysOf(addresses, "otp")).toEqual(["line"]);
  });

  it("keep all that was said, and hold as it was said last, of two at once the withdrawal", async () => {
    const { id } = await shared.engine.contacts.store({ reference: newAddress("c"), consents: [{ ...marketing("line", "withdrawn", "2026-03-02T00:00:00Z"), source: "letter" }] });
    await shared.engine.contacts.update(id, { consents: [marketing("line", "granted", "2026-03-01T00:00:00Z")] });
    const again = await shared.engine.contacts.update(id, { consents: [marketing("line", "granted", "2026-03-02T00:00:00Z"), marketing("line", "withdrawn")] });
    expect(again!.consents).toEqual([{ ...marketing("line", "withdrawn"), source: "letter", at: new Date("2026-03-02T00:00:00Z") }]);
    const first = await shared.engine.contacts.consents(id, { limit: 2 });
    const rest = await shared.engine.contacts.consents(id, { limit: 2, cursor: first!.nextCursor! });
    expect([...first!.items, ...rest!.items].map(({ state }) => state)).toEqual(["withdrawn", "granted", "granted"]);
    expect(rest).not.toHaveProperty("nextCursor");
  });

  it("are refused for what cannot be consented to", async () => {
    const consents = [{ channel: "fax", purpose: "otp", state: "granted", at: "2999-01-01T00:00:00Z" }] as const;
    const problems = ["channel", "purpose", "at"].map((field) => expect.objectContaining({ pointer: `/consents/0/${field}` }));
    await expect(shared.engine.contacts.store({ reference: newAddress("c"), consents })).rejects.toMatchObject({ problems });
  });
});
