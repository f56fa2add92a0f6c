import type { Reachability, ReachabilityEvent } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, finalDelivery, newAddress, submitText, useEngine } from "../testing/test-engine.ts";

const hour = 3_600_000;
const twoSteps = [{ channel: "line" }, { channel: "sms" }];

describe.each(oneTestDatabase)("reachability on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", looksUp: true });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, {
    accounts: [line, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
  });
  const both = () => ({ line: newAddress(), phone: newAddress() });
  const lookupsOf = (address: string) => line.lookups.filter((asked) => asked === address).length;
  const report = (address: string, reachability: Reachability, at: Date) => {
    const event: ReachabilityEvent = {
      type: "reachability",
      eventId: `${address}-${reachability}`,
      addressKind: "line",
      address,
      reachability,
      providerCode: reachability === "reachable" ? "follow" : "unfollow",
      at,
    };
    return shared.engine.receive("line-account", inboundRequest([event]));
  };

  it("asks before the first call, and not again while the answer is young", async () => {
    const addresses = both();
    const first = await finalDelivery(shared, await submitText(shared, addresses));
    expect(first).toMatchObject({ outcome: "accepted", channel: "line" });
    expect(first.timeline).toContainEqual(
      expect.objectContaining({ type: "lookup", step: 0, reachability: "reachable", providerCode: "profile-200" }),
    );
    await advance(23 * hour, shared);
    await finalDelivery(shared, await submitText(shared, addresses));
    expect(lookupsOf(addresses.line)).toBe(1);
    expect(line.callsTo(addresses.line)).toHaveLength(2);
  });

  it("asks again when the answer is older than the plan allows", async () => {
    const addresses = both();
    await finalDelivery(shared, await submitText(shared, addresses));
    await advance(25 * hour, shared);
    await finalDelivery(shared, await submitText(shared, addresses));
    expect(lookupsOf(addresses.line)).toBe(2);
    await advance(2 * hour, shared);
    await finalDelivery(shared, await submitText(shared, addresses, { plan: { steps: twoSteps, reachabilityMaxAge: "PT1H" } }));
    expect(lookupsOf(addresses.line)).toBe(3);
  });

  it("goes over without a call where the lookup says that the address cannot be reached", async () => {
    const addresses = both();
    line.scriptLookup(addresses.line, () => ({ reachability: "unreachable", providerCode: "profile-404" }));
    const delivery = await finalDelivery(shared, await submitText(shared, addresses));
    expect(delivery).toMatchObject({ outcome: "accepted", channel: "sms", step: 1 });
    expect(line.callsTo(addresses.line)).toHaveLength(0);
    expect(delivery.timeline.map(({ type }) => type)).toEqual(
      ["submitted", "lookup", "skipped", "attempt", "evidence", "final"],
    );
    await finalDelivery(shared, await submitText(shared, addresses));
    expect(lookupsOf(addresses.line)).toBe(1);
  });

  it("never asks where the plan assumes, nor where no later step could take over", async () => {
    const addresses = both();
    await finalDelivery(shared, await submitText(shared, addresses, { plan: { steps: twoSteps, reachability: "assume" } }));
    await finalDelivery(shared, await submitText(shared, addresses, { plan: { steps: [{ channel: "line" }] } }));
    expect(line.callsTo(addresses.line)).toHaveLength(2);
    expect(lookupsOf(addresses.line)).toBe(0);
  });

  it("tries the address all the same when the lookup fails, and asks again next time", async () => {
    const addresses = both();
    line.scriptLookup(addresses.line, () => {
      throw new Error("the profile endpoint is down");
    });
    const delivery = await finalDelivery(shared, await submitText(shared, addresses));
    expect(delivery).toMatchObject({ outcome: "accepted", channel: "line" });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "lookup", providerCode: "lookup-failed" }));
    await finalDelivery(shared, await submitText(shared, addresses));
    expect(lookupsOf(addresses.line)).toBe(2);
  });

  it("believes a person who left, even where the plan assumes, until they come back", async () => {
    const addresses = both();
    const assume = { plan: { steps: twoSteps, reachability: "assume" } } as const;
    const now = shared.context.clock.now();
    await report(addresses.line, "unreachable", now);
    expect(await finalDelivery(shared, await submitText(shared, addresses, assume))).toMatchObject({ channel: "sms" });
    await report(addresses.line, "reachable", new Date(now.getTime() + 1));
    expect(await finalDelivery(shared, await submitText(shared, addresses))).toMatchObject({ channel: "line" });
    expect(lookupsOf(addresses.line)).toBe(0);
  });

  it("does not let old news replace newer", async () => {
    const addresses = both();
    const now = shared.context.clock.now();
    await report(addresses.line, "reachable", now);
    await report(addresses.line, "unreachable", new Date(now.getTime() - hour));
    expect(await finalDelivery(shared, await submitText(shared, addresses))).toMatchObject({ channel: "line" });
    expect(lookupsOf(addresses.line)).toBe(0);
  });
});
