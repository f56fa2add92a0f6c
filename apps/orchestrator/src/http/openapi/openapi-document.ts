import { errorConsequences } from "@todoke/core";
import { infobipSchemas } from "../compat/infobip/schemas.ts";
import { sinchSchemas } from "../compat/sinch/schemas.ts";
import { errorTable } from "../error-table.ts";
import { contactIdForm, messageIdForm } from "../id-forms.ts";
import type { FieldProblem, ProblemDocument } from "../problem.ts";
import { schemasOf } from "../schema/dto-schemas.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { accountHealthSchemas } from "./account-health-schemas.ts";
import { accountsSchemas } from "./accounts-schemas.ts";
import { apiKeysSchemas } from "./api-keys-schemas.ts";
import { audiencesSchemas } from "./audiences-schemas.ts";
import { budgetsSchemas } from "./budgets-schemas.ts";
import { contactsSchemas } from "./contacts-schemas.ts";
import { deliverySchemas } from "./delivery-schemas.ts";
import { inboundEventsSchemas } from "./inbound-events-schemas.ts";
import { reportsSchemas } from "./reports-schemas.ts";
import { webhooksSchemas } from "./webhooks-schemas.ts";
import { uploadsSchemas } from "./uploads-operations.ts";
import { suppressionsSchemas } from "./suppressions-schemas.ts";
import { messageBatchSchemas } from "./message-batch-operations.ts";
import { messageSchemas } from "./message-schemas.ts";
import { notificationTemplatesSchemas } from "./notification-templates-schemas.ts";
import { openMessagesSchemas } from "./open-messages-operations.ts";
import { keySchemes, operationObject, type OperationObject } from "./operation-object.ts";
import { operations } from "./operations.ts";
import { planSchemas } from "./plan-schemas.ts";
import { projectsSchemas } from "./projects-schemas.ts";
import { templatesSchemas } from "./templates-schemas.ts";
import { providerAudiencesSchemas } from "./provider-audiences-schemas.ts";
import { statisticsSchemas } from "./statistics-schemas.ts";
import { triggersSchemas } from "./triggers-schemas.ts";
import { list, named, oneOf, optional, text, viewSchema } from "./view-schema.ts";

/** An OpenAPI document, as far as this service uses the format. */
export interface OpenapiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly summary: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  /** Operations by path and then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  };
}

/** The HTTP contract as an OpenAPI 3.1 document. */
export function openapiDocument(): OpenapiDocument {
  return {
    openapi: "3.1.1",
    info: {
      title: "Todoke",
      version: "1",
      summary: "One message to many people, over the channel that really reaches them.",
      description:
        "Todoke starts with LINE and goes over to SMS where LINE does not reach someone. Every recipient is accounted for. " +
        "Times and durations are ISO 8601. Answers may gain properties; requests are refused when they hold unknown ones.",
    },
    // Relative: the service does not know under which address it is reached.
    servers: [{ url: "/" }],
    tags: [...new Set(operations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths: paths(),
    components: { schemas: componentSchemas(), securitySchemes },
  };
}

type SecurityScheme =
  | { readonly type: "http"; readonly scheme: "bearer" | "basic"; readonly description: string }
  | { readonly type: "apiKey"; readonly in: "header"; readonly name: "Authorization"; readonly description: string };

const securitySchemes: Readonly<Record<(typeof keySchemes)[keyof typeof keySchemes], SecurityScheme>> = {
  apiKey: {
    type: "http",
    scheme: "bearer",
    description:
      "A key (`tdk_…`). The first is made, and printed once, when the service first starts; that one makes others. What an " +
      "endpoint needs is a scope of the key.",
  },
  apiKeyAsApp: { type: "apiKey", in: "header", name: "Authorization", description: "`App` and the same key, as callers of Infobip send theirs." },
  apiKeyAsPassword: { type: "http", scheme: "basic", description: "The same key as the password, under whatever name." },
};

/** Every component schema by name: requests out of their classes, answers as written for the engine's views. */
function componentSchemas(): Record<string, JsonSchema> {
  const bodies = operations.flatMap(({ body }) => (typeof body === "function" ? [body] : []));
  return {
    ...schemasOf(bodies),
    ...messageSchemas,
    ...messageBatchSchemas,
    ...openMessagesSchemas,
    ...deliverySchemas,
    ...planSchemas,
    ...inboundEventsSchemas,
    ...triggersSchemas,
    ...reportsSchemas,
    ...webhooksSchemas,
    ...suppressionsSchemas,
    ...uploadsSchemas,
    ...budgetsSchemas,
    ...audiencesSchemas,
    ...templatesSchemas,
    ...providerAudiencesSchemas,
    ...statisticsSchemas,
    ...accountsSchemas,
    ...accountHealthSchemas,
    ...contactsSchemas,
    ...notificationTemplatesSchemas,
    ...apiKeysSchemas,
    ...projectsSchemas,
    ...infobipSchemas,
    ...sinchSchemas,
    ...serviceSchemas,
  };
}

const serviceSchemas: Readonly<Record<string, JsonSchema>> = {
  ServiceStatus: viewSchema<{ status: string }>("How the service is.", { status: text("`ok` or `ready`.") }),
  Problem: viewSchema<ProblemDocument>("Why a request was refused (RFC 9457).", {
    type: text("Where the code is explained, relative to the service."),
    title: text("The same at every occurrence."),
    status: { type: "integer", description: "The status of the answer." },
    detail: text("What to do, for people."),
    code: oneOf("For programs; never changes.", Object.keys(errorTable)),
    errors: optional(list(named("FieldProblem"), "Every field that is wrong, up to 50.")),
    errorClass: optional(oneOf("Of a provider's refusal: why it did not do what was asked.", Object.keys(errorConsequences))),
    providerCode: optional(text("Of a provider's refusal: its own word or code.")),
    messageId: optional(text("Of a reference that is in use: the message that has it.", { pattern: messageIdForm.source })),
    contactIds: optional(list({ type: "string", pattern: contactIdForm.source }, "Of what belongs to several contacts: these.")),
  }),
  FieldProblem: viewSchema<FieldProblem>("One thing wrong with a request.", {
    pointer: optional(text("JSON pointer (RFC 6901) into the body.", { examples: ["/to/3/addresses/line"] })),
    line: optional({ type: "integer", minimum: 1, description: "Line of the body, from 1; `pointer` then leads into it." }),
    parameter: optional(text("Name of the query parameter.")),
    header: optional(text("Name of the header.")),
    code: text("A stable word for programs."),
    detail: text("What is wrong and what would be right."),
  }),
};

function paths(): OpenapiDocument["paths"] {
  const byPath: Record<string, Record<string, OperationObject>> = {};
  for (const operation of operations) (byPath[operation.path] ??= {})[operation.method] = operationObject(operation);
  return byPath;
}
