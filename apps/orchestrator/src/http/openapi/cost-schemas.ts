import type { Bill } from "@todoke/core";
import type { Amount, AmountTotal, PlanCosts, StepCost, UnitTotal } from "@todoke/engine";
import type { JsonSchema } from "../schema/json-schema.ts";
import { count, list, named, optional, text, viewSchema } from "./view-schema.ts";

/** Schemas of what sending costs, by name. */
export const costSchemas: Readonly<Record<string, JsonSchema>> = {
  Cost: viewSchema<StepCost>("What one send counts as with the provider.", {
    unit: text("What is counted.", { examples: ["segment", "person"] }),
    units: { type: "number", minimum: 0, description: "How many." },
    encoding: optional(text("How a text travels.", { examples: ["GSM-7", "UCS-2"] })),
    warnings: optional(list({ type: "string" }, "What raises the bill and need not; repeats nothing of the message.")),
    amount: optional(text("What it costs, as a decimal number; present where a price is configured.", { examples: ["0.1574"] })),
    currency: optional(text("The currency of `amount`.", { examples: ["USD"] })),
  }),
  Amount: viewSchema<Amount>("An exact sum of money.", {
    amount: text("A decimal number.", { examples: ["0.1574"] }),
    currency: text("ISO 4217.", { examples: ["USD"] }),
  }),
  Bill: viewSchema<Bill>("What a provider says that it charges for one attempt, as far as it has said so.", {
    units: optional(count("In the units of the plan's `cost`.")),
    amount: optional(text("A decimal number.", { examples: ["0.0787"] })),
    currency: optional(text("The currency of `amount`.", { examples: ["USD"] })),
  }),
  PlanCosts: viewSchema<PlanCosts>("What the recipients listed cost together.", {
    units: list(named("UnitTotal"), "By unit."),
    amounts: list(named("AmountTotal"), "By currency, as far as prices are configured."),
  }),
  UnitTotal: viewSchema<UnitTotal>("How much of one unit the recipients take.", {
    unit: text("What is counted."),
    expected: count("When every first step succeeds."),
    highest: count("When every step is tried once."),
    unpriced: count("Those of `highest` for which no price is configured."),
  }),
  AmountTotal: viewSchema<AmountTotal>("What the recipients cost in one currency.", {
    currency: text("ISO 4217."),
    expected: text("When every first step succeeds, as a decimal number."),
    highest: text("When every step is tried once, as a decimal number."),
  }),
};
