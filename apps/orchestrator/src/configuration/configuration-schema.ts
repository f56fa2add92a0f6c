import { consentPurposes, defaultProject, projectIdForm, type EgressSettings, type EngineSettings, type Retention } from "@todoke/engine";
import { accountUsageSchemas } from "./account-usage-schemas.ts";
import { budget, frequencyCap } from "./guard-schemas.ts";
import type { ProjectSettings } from "./project-settings.ts";
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
      ...projectSettings,
      projects: {
        type: "object",
        description: "The same for other projects than the default one, by id. Those that are not there yet are made.",
        propertyNames: { pattern: projectIdForm.source, not: { const: defaultProject } },
        additionalProperties: { type: "object", additionalProperties: false, properties: projectSettings },
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
      egress,
      requestLimit,
    },
    $defs: definitions(),
  };
}

const projectSettings: Readonly<Record<keyof ProjectSettings, JsonSchema>> = {
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
  requireConsent: {
    type: "array",
    uniqueItems: true,
    items: { type: "string", enum: consentPurposes },
    description: "Purposes that somebody gets on a channel only once they consented to it there. Default: none.",
  },
};

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
    project: {
      type: "string",
      pattern: projectIdForm.source,
      description: "Whose account it is: nobody else's messages go by it. Absent: the default project's. A project that is not there yet is made.",
    },
    provider: { type: "string", minLength: 1, description: "The vendor.", examples: ["line", "twilio"] },
    settings: {
      type: "object",
      description: "As the provider's package documents them. `${NAME}` in a string stands for an environment variable.",
    },
    ...accountUsageSchemas,
  },
};

const wholeMonths: JsonSchema = { type: "string", pattern: "^P[1-9][0-9]{0,2}[MY]$", examples: ["P12M"] };

const retention: Readonly<Record<keyof Retention, JsonSchema>> = {
  deliveries: { ...wholeMonths, description: "Deliveries with their addresses, attempts with what they sent, and evidence." },
  messages: { ...wholeMonths, description: "Messages with their content and counts; no shorter than `deliveries`, which must be set beside it." },
};

const egressSettings: Readonly<Record<keyof EgressSettings, JsonSchema>> = {
  allowedNetworks: {
    type: "array",
    uniqueItems: true,
    items: { type: "string" },
    description: "Networks of your own that may be reached as well, by http too, with their length. Everybody who has a key for reports can have them posted to.",
    examples: [["10.1.0.0/16", "::1/128"]],
  },
};

const egress: JsonSchema = {
  type: "object",
  description: "Where reports may be posted. Without it: to public https addresses, and nowhere else.",
  additionalProperties: false,
  properties: egressSettings,
};

const requestLimit: JsonSchema = {
  type: "object",
  description: "How often one key may ask, in each process. Absent: as often as it can.",
  additionalProperties: false,
  required: ["requests", "perMs"],
  properties: {
    requests: positive,
    perMs: { type: "integer", minimum: 1_000, maximum: 86_400_000, description: "From the key's first request on; then anew." },
  },
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
  takesUpWork: {
    type: "boolean",
    description: "Whether processes with this file send; default true. `TODOKE_WORK=off` says so for one process.",
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
