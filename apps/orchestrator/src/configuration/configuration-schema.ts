import type { EngineSettings } from "@todoke/engine";
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
      accounts: {
        type: "array",
        description: "Accounts in the order in which plans prefer them, after those that the environment names.",
        items: account,
      },
      defaultPlan: { $ref: `#/$defs/${schemaName(PlanRequestDto)}`, description: "The plan of messages that bring none." },
      engine: {
        type: "object",
        description: "Tuning; the defaults suit one machine of two cores.",
        additionalProperties: false,
        properties: engineSettings,
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
  },
};

const engineSettings: Readonly<Record<keyof EngineSettings, JsonSchema>> = {
  pollIntervalMs: { ...positive, description: "How often due work is looked for." },
  callTimeoutMs: { ...positive, description: "How long one provider call may take." },
  leaseMs: { ...positive, description: "How long claimed work belongs to its claimer; longer than any call takes." },
  concurrentCalls: { ...positive, description: "Provider calls under way at once." },
};

function definitions(): JsonSchema {
  const text = JSON.stringify(schemasOf([PlanRequestDto]));
  return JSON.parse(text.replaceAll(componentPrefix, "#/$defs/")) as JsonSchema;
}
