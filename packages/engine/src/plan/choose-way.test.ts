import type { Adapter, Step } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { indexAccounts } from "../accounts.ts";
import { prepareMessage, type FrozenMessage } from "../content/prepared-message.ts";
import type { EngineAccount } from "../engine.ts";
import { goodCondition } from "../health/account-condition.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { chooseWay, type ChoiceKnowledge } from "./choose-way.ts";

const { adapter: sms } = createScriptedChannel({ channel: "sms", kind: "phone", tellsCountry: true });
/** Its contract leaves out numbers of this beginning. */
const without = (prefix: string): Adapter => ({
  ...sms,
  address: { ...sms.address, parse: (address) => (address.startsWith(prefix) ? { ok: false, reason: "is outside the contract" } : { ok: true, address }) },
});
const account = (id: string, more: Partial<EngineAccount> = {}): EngineAccount => ({ id, adapters: [sms], ...more });

const knowledge: ChoiceKnowledge = { conditionOf: () => goodCondition, quotaOf: () => undefined };
const now = new Date("2026-11-21T12:00:00Z");

function choose(configured: readonly EngineAccount[], named: readonly string[], phone: string | undefined, more: Partial<FrozenMessage> = {}): string {
  const step: Step = { channel: "sms", account: named[0]!, succeedOn: "accepted", accounts: named.map((id) => ({ account: id })) };
  const plan = { steps: [step], onUnknown: "hold", unknownHoldMs: 1, reachability: "ask", reachabilityMaxAgeMs: 1 } as const;
  const content = { type: "text", text: "Hello" } as const;
  const id = "019a9f00-0000-7000-8000-000000000001";
  const message = prepareMessage({ id, purpose: "notice", content, plan, validUntil: now, recipients: 1, ...more }, indexAccounts(configured));
  const recipient = { addresses: phone === undefined ? {} : { phone }, duplicateKinds: [] };
  const { way, choice, isUnserved } = chooseWay(message, { step: 0, recipient, isFirstTry: true }, knowledge, now);
  return [way.step.account, choice?.reason ?? "-", ...(isUnserved ? ["unserved"] : [])].join(" ");
}

describe("the account of a step", () => {
  const japan = account("japan", { countries: ["JP"] });
  const thailand = account("thailand", { countries: ["TH"] });

  it.each<[string, readonly EngineAccount[], readonly string[], string | undefined, string]>([
    ["the only one", [account("a")], ["a"], "jp-1", "a -"],
    ["the only one, which does not serve the country", [japan], ["japan"], "us-1", "japan - unserved"],
    ["the only one, which serves no address without a country", [japan], ["japan"], "nowhere", "japan - unserved"],
    ["the one for the country", [japan, thailand], ["japan", "thailand"], "th-1", "thailand country"],
    ["none for the country", [japan, thailand], ["japan", "thailand"], "us-1", "japan - unserved"],
    ["any, where there is no address", [japan, thailand], ["japan", "thailand"], undefined, "japan -"],
    ["one that is still configured", [account("b")], ["a", "b"], "jp-1", "b order"],
    ["none that is still configured", [account("c")], ["a", "b"], "jp-1", "a -"],
    ["one whose contract takes the address", [account("a", { adapters: [without("jp")] }), account("b")], ["a", "b"], "jp-1", "b country"],
    [
      "the first, which will say that its contract takes no such address",
      [account("a", { adapters: [without("jp")] }), account("b", { adapters: [without("jp")] })],
      ["a", "b"],
      "jp-1",
      "a -",
    ],
  ])("is %s", (_name, configured, named, phone, expected) => {
    expect(choose(configured, named, phone)).toBe(expected);
  });

  it("is where the event came in that is answered, whatever speaks for another", () => {
    const reply = { eventId: "e", account: "b", channel: "sms", addressKind: "phone", address: "jp-1" };
    expect(choose([account("a"), account("b")], ["a", "b"], "jp-1", { reply })).toBe("b reply");
    expect(choose([account("a"), account("b")], ["a", "b"], "jp-1", { reply: { ...reply, channel: "line" } })).toBe("a order");
  });
});

it("does not let an account name countries of which its channels know nothing", () => {
  const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
  expect(() => indexAccounts([{ id: "line", adapters: [adapter], countries: ["JP"] }])).toThrow(/none of the account's channels tells the country/);
});
