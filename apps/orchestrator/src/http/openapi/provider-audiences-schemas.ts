import {
  audienceJobStatuses,
  providerAudienceStatuses,
  type ProviderAudience,
  type ProviderAudienceDetail,
  type ProviderAudienceJob,
} from "@todoke/core";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { list, named, oneOf, text, viewSchema, type ViewProperties } from "./view-schema.ts";

function orNull(schema: JsonSchema): JsonSchema {
  const { description, ...rest } = schema;
  return { ...(description !== undefined && { description }), anyOf: [rest, { type: "null" }] };
}

const textOrNull = (description: string) => orNull({ type: "string", description });
const timeOrNull = (description: string) => orNull({ type: "string", format: "date-time", description });
const countOrNull = (description: string) => orNull({ type: "integer", minimum: 0, description });

const audience: ViewProperties<ProviderAudience> = {
  id: text("The provider's id: LINE's `audienceGroupId`."),
  name: text("The provider's name for it."),
  type: text("The provider's word for how it came about.", { examples: ["UPLOAD", "CLICK", "IMP"] }),
  status: oneOf("Only a `ready` one can be sent to; that can take hours.", providerAudienceStatuses),
  members: countOrNull("Null where the provider does not tell, such as for few people."),
  createdAt: timeOrNull("When it was made."),
  expiresAt: timeOrNull("When the provider lets it go."),
  failure: textOrNull("The provider's word for why it failed."),
  requestId: textOrNull("Of the send that it was made from."),
  clickUrl: textOrNull("The address that people tapped."),
};

/** Schemas of providers' audiences in answers, by name. */
export const providerAudiencesSchemas: Readonly<Record<string, JsonSchema>> = {
  ProviderAudience: viewSchema<ProviderAudience>("A group of people that a provider keeps.", audience),
  ProviderAudienceDetail: viewSchema<ProviderAudienceDetail>("A group of people that a provider keeps, with its additions.", {
    ...audience,
    jobs: list(named("ProviderAudienceJob"), "The latest additions."),
  }),
  ProviderAudienceJob: viewSchema<ProviderAudienceJob>("One addition.", {
    id: text("The provider's id."),
    note: text("As it was given; may be empty."),
    status: oneOf("How far it is.", audienceJobStatuses),
    failure: textOrNull("The provider's word for why it failed."),
    members: countOrNull("How many it brings."),
    createdAt: timeOrNull("When it was asked for."),
  }),
  ProviderAudiencePage: pageSchema("Audiences, in the provider's order.", "ProviderAudience"),
};
