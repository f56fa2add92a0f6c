import { decimalPattern, type AccountUsage } from "@todoke/engine";
import type { JsonSchema } from "../http/schema/json-schema.ts";

const positive: JsonSchema = { type: "integer", minimum: 1 };

/** How an account may be used, whether the configuration says it or a caller. */
export const accountUsageSchemas: Readonly<Record<keyof AccountUsage, JsonSchema>> = {
  useReplyTokens: {
    type: "boolean",
    description:
      "Whatever goes to somebody who wrote or tapped just now goes out as a reply, free of quota. Leave it off where a bot of your own answers.",
  },
  forwardTo: {
    type: "string",
    pattern: "^https?://[^\\s]+$",
    description: "An address that gets a copy of every verified request of the provider, byte for byte, with its signature.",
  },
  countries: {
    type: "array",
    minItems: 1,
    uniqueItems: true,
    items: { type: "string", pattern: "^[A-Z]{2}$" },
    description: "Countries that the account sends to (ISO 3166-1 alpha-2); absent: all. Others are left to other accounts of a step.",
    examples: [["JP", "TH"]],
  },
  keepQuota: {
    type: "integer",
    minimum: 0,
    description: "What notices and marketing leave of the account's quota to codes and alerts, while another step can take over.",
  },
  prices: {
    type: "object",
    description: "What one unit (an SMS segment) costs, by the recipient's country; `*` for all others. Plans show money with it.",
    propertyNames: { pattern: "^([A-Z]{2}|\\*)$" },
    additionalProperties: {
      type: "object",
      additionalProperties: false,
      required: ["unit", "currency"],
      properties: {
        unit: { anyOf: [{ type: "number", minimum: 0 }, { type: "string", pattern: decimalPattern }], description: "As a number, or as text." },
        currency: { type: "string", pattern: "^[A-Z]{3}$", description: "ISO 4217.", examples: ["USD"] },
      },
    },
  },
  limits: {
    type: "object",
    description: "Rates by endpoint, such as `push`, in place of those that the provider documents.",
    additionalProperties: {
      type: "object",
      additionalProperties: false,
      required: ["requests", "perMs"],
      properties: {
        requests: { ...positive, description: "Calls." },
        perMs: { ...positive, description: "In any so many milliseconds." },
      },
    },
  },
};
