import type { Adapter } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { indexAccounts } from "../accounts.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import type { Prices } from "./prices.ts";
import { reckonCosts } from "./reckon-costs.ts";

const { adapter } = createScriptedChannel({ channel: "sms", kind: "phone", tellsCountry: true });
const counting: Adapter = { ...adapter, cost: { unit: "segment", units: () => 2 } };

describe("what a call costs", () => {
  const costs = (addresses: readonly string[], prices?: Prices, replyToken?: string) => {
    const accounts = indexAccounts([{ id: "twilio", adapters: [counting], ...(prices && { prices }) }]);
    return reckonCosts(accounts, { channel: "sms", accountId: "twilio", addresses, payload: {}, ...(replyToken && { replyToken }) });
  };
  const prices = { JP: { unit: 0.07, currency: "USD" }, TH: { unit: "0.1", currency: "THB" } };

  it("is its units for everybody in it, by the country of each and by currency", () => {
    expect(costs(["jp-1", "th-1", "jp-2"], prices)).toEqual([{ amount: "0.28", currency: "USD" }, { amount: "0.2", currency: "THB" }]);
  });

  it("is not told by half", () => {
    expect(costs(["jp-1", "de-1"], prices)).toBeUndefined();
    expect(costs(["jp-1"])).toBeUndefined();
  });

  it("is not told of people whom only the provider knows", () => {
    expect(costs([], { "*": prices.JP })).toBeUndefined();
  });

  it("is nothing for a reply", () => {
    expect(costs(["jp-1"], prices, "token")).toEqual([{ amount: "0", currency: "USD" }]);
  });
});
