import { purposes } from "@todoke/core";
import { budgetPeriods, decimalPattern } from "@todoke/engine";
import type { JsonSchema } from "../http/schema/json-schema.ts";

const name: JsonSchema = { type: "string", pattern: "^[a-z0-9][a-z0-9-]{0,63}$" };

/** JSON Schema of a frequency cap. */
export const frequencyCap: JsonSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "limit", "per"],
  properties: {
    name: { ...name, description: "What plans and timelines call it. What was counted under it goes on under it." },
    purposes: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: { type: "string", enum: [...purposes] },
      description: "Which messages count, and yield. Default: notice and marketing.",
    },
    channels: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: { type: "string", minLength: 1 },
      description: "Which channels count, and yield. Default: all of them together.",
    },
    limit: { type: "integer", minimum: 1, maximum: 1_000, description: "Messages." },
    per: { type: "string", description: "ISO 8601 duration, PT1S to P366D: the time just past.", examples: ["P1D"] },
    calendar: { type: "boolean", description: "Counts by calendar days of the person's zone; `per` is then whole days." },
    timeZone: { type: "string", description: "With `calendar`: for people whose zone is not known. IANA name.", examples: ["Asia/Tokyo"] },
  },
};

/** JSON Schema of a budget. */
export const budget: JsonSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name", "per"],
  properties: {
    name: { ...name, description: "What plans, timelines and metrics call it. What was spent under it goes on under it." },
    per: { type: "string", enum: [...budgetPeriods], description: "A clock hour, a calendar day or month, or one message." },
    amount: {
      anyOf: [{ type: "number", minimum: 0 }, { type: "string", pattern: decimalPattern }],
      description: "Money, with `currency`. Exactly one of amount, sends and share.",
    },
    currency: { type: "string", pattern: "^[A-Z]{3}$", description: "ISO 4217: that of the prices of all accounts that it covers.", examples: ["USD"] },
    sends: { type: "integer", minimum: 0, description: "How many may be sent." },
    share: { type: "number", exclusiveMinimum: 0, maximum: 1, description: "What part of a message's recipients may be sent to; with `per: message`." },
    account: { type: "string", minLength: 1, description: "The only account that it covers. Default: all." },
    channels: { type: "array", minItems: 1, uniqueItems: true, items: { type: "string", minLength: 1 }, description: "The only channels that it covers. Default: all." },
    only: { type: "string", enum: ["failover"], description: "Only what goes over because an earlier step could not be carried out." },
    timeZone: { type: "string", description: "By whose clocks days and months begin. IANA name, default UTC.", examples: ["Asia/Tokyo"] },
  },
};
