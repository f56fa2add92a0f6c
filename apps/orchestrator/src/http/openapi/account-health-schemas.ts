import { type AccountHealthView, type AccountPin, type CallCountsView, type HealthState } from "@todoke/engine";
import type { JsonSchema } from "../schema/json-schema.ts";
import { count, named, text, time, viewSchema, word } from "./view-schema.ts";

/** Schemas of the health of accounts, by name. */
export const accountHealthSchemas: Readonly<Record<string, JsonSchema>> = {
  AccountHealth: viewSchema<AccountHealthView>("How well an account works.", {
    account: text("Its id."),
    state: word<HealthState>("What was measured.", {
      healthy: "it takes its share",
      unhealthy: "other accounts of a step are taken in its place",
      probation: "it rested, and a few deliveries try it out",
    }),
    since: time("Since when."),
    why: text("A sentence for people."),
    pin: word<AccountPin>("What an operator wants of it.", {
      use: "it is taken for healthy, whatever was measured",
      avoid: "it is taken only where no other account of a step can",
      automatic: "nothing but what is measured",
    }),
    lastMinute: named("CallCounts"),
  }),
  CallCounts: viewSchema<CallCountsView>("Calls that sent something in the last minute; the last second may be missing.", {
    calls: count("All of them."),
    failed: count("Throttled, or the provider was unavailable."),
    lost: count("Ended without an answer that tells what became of them."),
    slow: count("Answered after more than five seconds."),
  }),
};
