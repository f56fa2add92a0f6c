import type { Adapter } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import type { Prices } from "./prices.ts";
import { addUp, costOfStep, type StepCost } from "./step-cost.ts";

const { adapter } = createScriptedChannel({ channel: "sms", kind: "phone" });
const priced: Adapter = {
  ...adapter,
  address: { ...adapter.address, countryOf: (address) => (address.startsWith("+81") ? "JP" : undefined) },
  cost: { unit: "segment", units: () => 2, explain: () => ({ encoding: "UCS-2", warnings: ["a dash at 3"] }) },
};
const prices = { JP: { unit: 0.0787, currency: "USD" } };

describe("the cost of a step", () => {
  const cost = (address: string, isReply = false, known: Prices = prices) =>
    costOfStep({ accountId: "twilio", adapter: priced }, known, { address, payload: {}, isReply });

  it("is told in units, and in money where the country has a price", () => {
    expect(cost("+81")).toEqual({ unit: "segment", units: 2, encoding: "UCS-2", warnings: ["a dash at 3"], amount: "0.1574", currency: "USD" });
    expect(cost("+66")).toEqual({ unit: "segment", units: 2, encoding: "UCS-2", warnings: ["a dash at 3"] });
    expect(cost("+81", false, {})).not.toHaveProperty("amount");
  });

  it("is nothing for a reply, and is not told where nothing is counted", () => {
    expect(cost("+81", true)).toMatchObject({ units: 0, amount: "0" });
    const { cost: _, ...uncounted } = priced;
    expect(costOfStep({ accountId: "twilio", adapter: uncounted }, prices, { address: "+81", payload: {}, isReply: false })).toBeUndefined();
  });
});

describe("the costs of a plan", () => {
  const segment = (units: number, amount?: string, currency = "USD"): StepCost => ({ unit: "segment", units, ...(amount !== undefined && { amount, currency }) });

  it("add up by unit and currency, at the first steps and at all of them", () => {
    const person: StepCost = { unit: "person", units: 1 };
    const costs = addUp([
      { cost: person, isFirst: true },
      { cost: segment(2, "0.2"), isFirst: false },
      { cost: segment(1, "0.1"), isFirst: true },
      { cost: segment(3, "9", "JPY"), isFirst: false },
      { cost: segment(4), isFirst: true },
    ]);
    expect(costs).toEqual({
      units: [
        { unit: "person", expected: 1, highest: 1, unpriced: 1 },
        { unit: "segment", expected: 5, highest: 10, unpriced: 4 },
      ],
      amounts: [
        { currency: "USD", expected: "0.1", highest: "0.3" },
        { currency: "JPY", expected: "0", highest: "9" },
      ],
    });
  });
});
