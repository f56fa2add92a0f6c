import { decimalPattern, type EngineSettings, type Retention } from "@todoke/engine";
import { budget, frequencyCap } from "./guard-schemas.ts";
import { DeliveryTimeWindowDto } from "../http/dto/delivery-time-window-dto.ts";
import { PlanRequestDto } from "../http/dto/plan-request-dto.ts";
import { schemaName, schemasOf } from "../http/schema/dto-schemas.ts";
import { componentPrefix, type JsonSchema } from "../http/schema/json-schema.ts";

const positive: JsonSchema = { type: "integer", minimum: 1 };

/** JSON Schema of `todoke.config.json`. Its plans are those of the HTTP contract. */
export function configurationSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Todoke configuration",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      providers: {
        type: "array",
        description: "Packages with providers of their own, installed where this file is: a name, or a path that begins with a dot.",
        items: { type: "string", minLength: 1 },
      },
      accounts: {
        type: "array",
        description: "Accounts in the order in which plans prefer them, after those that the environment names.",
        items: account,
      },
      defaultPlan: { $ref: `#/$defs/${schemaName(PlanRequestDto)}`, description: "The plan of messages that bring none." },
      frequencyCaps: {
        type: "array",
        description: "How often one person may be written to. A step over a cap is passed over, and a later one on another channel may go.",
        items: frequencyCap,
      },
      budgets: {
        type: "array",
        description: "What may be spent, and how much may go over to another step. Deliveries beyond a budget wait for room.",
        items: budget,
      },
      marketingWindow: {
        $ref: `#/$defs/${schemaName(DeliveryTimeWindowDto)}`,
        description: "When marketing goes out, and at no other time. With `recipient` it needs a `fallbackTimeZone`. Absent: at any time.",
      },
      engine: {
        type: "object",
        description: "Tuning; the defaults suit one machine of two cores.",
        additionalProperties: false,
        properties: engineSettings,
      },
      retention: {
        type: "object",
        description: "For how long something is kept after the month in which its message was taken in; absent: for ever.",
        additionalProperties: false,
        properties: retention,
      },
    },
    $defs: definitions(),
  };
}

const account: JsonSchema = {
  type: "object",
  additionalProperties: false,
  required: ["id", "provider", "settings"],
  properties: {
    id: {
      type: "string",
      pattern: "^[a-z0-9][a-z0-9-]{0,63}$",
      description: "Never changes: attempts and the addresses that providers post to carry it.",
    },
    provider: { type: "string", minLength: 1, description: "The vendor.", examples: ["line", "twilio"] },
    settings: {
      type: "object",
      description: "As the provider's package documents them. `${NAME}` in a string stands for an environment variable.",
    },
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
  },
};

const wholeMonths: JsonSchema = { type: "string", pattern: "^P[1-9][0-9]{0,2}[MY]$", examples: ["P12M"] };

const retention: Readonly<Record<keyof Retention, JsonSchema>> = {
  deliveries: { ...wholeMonths, description: "Deliveries with their addresses, attempts with what they sent, and evidence." },
  messages: { ...wholeMonths, description: "Messages with their content and counts; no shorter than `deliveries`, which must be set beside it." },
};

const engineSettings: Readonly<Record<keyof EngineSettings, JsonSchema>> = {
  pollIntervalMs: { ...positive, description: "How often due work is looked for." },
  callTimeoutMs: { ...positive, description: "How long one provider call may take." },
  leaseMs: { ...positive, description: "How long claimed work belongs to its claimer; at least 2,000 more than `callTimeoutMs`." },
  concurrentCalls: { ...positive, description: "Provider calls under way at once." },
  usedRateShare: {
    type: "number",
    exclusiveMinimum: 0,
    maximum: 1,
    description: "What part of a provider's documented rate is used, 0.93 by default.",
  },
  deafGraceMs: {
    type: "integer",
    minimum: 0,
    description: "How long reports are waited for, past a step's end, after a time in which nobody was there to take them. Default 300000.",
  },
  quotaCheckIntervalMs: { ...positive, description: "How often each account is asked what it may still send." },
};

function definitions(): JsonSchema {
  const text = JSON.stringify(schemasOf([PlanRequestDto, DeliveryTimeWindowDto]));
  return JSON.parse(text.replaceAll(componentPrefix, "#/$defs/")) as JsonSchema;
}
