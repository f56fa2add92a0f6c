import type { JsonObject } from "@todoke/core";
import type { ApiKeyScope } from "@todoke/engine";
import { bodyRefusals } from "./body-refusals.ts";
import { controlOperations } from "./control-operations.ts";
import { audiencesOperations } from "./audiences-operations.ts";
import { templatesOperations } from "./templates-operations.ts";
import { providerAudiencesOperations } from "./provider-audiences-operations.ts";
import { DeliveryListQueryDto, MessageListQueryDto } from "../dto/list-query-dto.ts";
import type { DtoClass } from "../dto/fields.ts";
import { MessageRequestDto } from "../dto/message-request-dto.ts";
import { PlanQuestionDto } from "../dto/plan-question-dto.ts";
import { budgetsOperations } from "./budgets-operations.ts";
import { messageBatchOperations } from "./message-batch-operations.ts";
import { openMessagesOperations } from "./open-messages-operations.ts";
import { notificationTemplatesOperations } from "./notification-templates-operations.ts";
import { reportsOperations } from "./reports-operations.ts";
import { webhooksOperations } from "./webhooks-operations.ts";
import { triggersOperations } from "./triggers-operations.ts";
import { uploadsOperations } from "./uploads-operations.ts";
import { suppressionsOperations } from "./suppressions-operations.ts";
import { testMessageOperations } from "./test-message-operations.ts";
import { statisticsOperations } from "./statistics-operations.ts";
import type { ErrorCode } from "../error-table.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { projectsOperations } from "./projects-operations.ts";
import { apiKeysOperations } from "./api-keys-operations.ts";
import { accountHealthOperations } from "./account-health-operations.ts";
import { accountsOperations } from "./accounts-operations.ts";
import { contactsOperations } from "./contacts-operations.ts";
import { preferHeader, preferenceHeader } from "./prefer-header.ts";
import { idempotencyHeader, keyRefusals, replayedHeader } from "./idempotency-header.ts";
import { inboundEventsOperations } from "./inbound-events-operations.ts";
import { infobipOperations } from "../compat/infobip/operations.ts";
import { sinchOperations } from "../compat/sinch/operations.ts";

/** One endpoint, as the OpenAPI document describes it. */
export interface Operation {
  readonly id: string;
  readonly method: "get" | "post" | "patch" | "delete";
  /** With parameters in braces. */
  readonly path: string;
  /** What a key needs for it; `none` where nobody is asked for a key. */
  readonly scope: ApiKeyScope | "none";
  readonly tag: "API keys" | "Projects" | "Messages" | "Statistics" | "Deliveries" | "Plans" | "Audiences" | "Templates" | "Provider audiences" | "Inbound" | "Triggers" | "Reports" | "Webhooks" | "Accounts" | "Contacts" | "Suppressions" | "Budgets" | "As other services" | "Service";
  readonly summary: string;
  readonly description?: string;
  readonly query?: DtoClass;
  /** Headers that the caller may send and that change what happens. */
  readonly requestHeaders?: readonly RequestHeader[];
  /** A class for JSON; `bytes` for whatever a provider posts; media types for text that is read as it comes in. */
  readonly body?: DtoClass | "bytes" | TextTypes;
  /** The body may be left out. Default false. */
  readonly isBodyOptional?: boolean;
  readonly example?: JsonObject;
  /** A media type that the body may have besides JSON. */
  readonly alsoTakes?: string;
  readonly answer: Answer;
  readonly refusals: readonly ErrorCode[];
}

/** Media types of text, each with an example. */
export interface TextTypes {
  readonly textTypes: Readonly<Record<string, string>>;
}

export interface RequestHeader {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchema;
}

interface Answer {
  readonly status: number;
  readonly description: string;
  /** A component schema, or another media type than JSON. Absent for an empty answer. */
  readonly content?: { readonly schema: string } | { readonly mediaType: string };
  /** A media type that whoever asks for it gets in place of JSON. */
  readonly alsoAs?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const messageExample = {
  reference: "order-42",
  to: [{ reference: "c-17", addresses: { line: "U4af4980629f1ca5c9f4a1d0b7d8a9f10", phone: "+819012345678" } }],
  text: "Your order has left our house.",
};

/** Every endpoint of the service, in the order of the documentation. */
export const operations: readonly Operation[] = [
  {
    id: "submitMessage",
    method: "post",
    path: "/v1/messages",
    scope: "messages:write",
    tag: "Messages",
    summary: "Send a message",
    description:
      "Accepts one message to up to 10,000 recipients. The answer comes once everything is stored; sending follows by itself.",
    requestHeaders: [idempotencyHeader, preferHeader],
    body: MessageRequestDto,
    example: messageExample,
    answer: {
      status: 202,
      description: "Accepted and stored.",
      content: { schema: "MessageOrAccepted" },
      headers: { location: "The message's path.", ...replayedHeader, ...preferenceHeader },
    },
    refusals: [...bodyRefusals, "reference-in-use", ...keyRefusals],
  },
  ...messageBatchOperations,
  ...testMessageOperations,
  ...openMessagesOperations,
  {
    id: "listMessages",
    method: "get",
    path: "/v1/messages",
    scope: "messages:read",
    tag: "Messages",
    summary: "List messages",
    query: MessageListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "MessagePage" } },
    refusals: ["malformed-request"],
  },
  {
    id: "getMessage",
    method: "get",
    path: "/v1/messages/{id}",
    scope: "messages:read",
    tag: "Messages",
    summary: "See where a message stands",
    answer: { status: 200, description: "The message with its counts.", content: { schema: "Message" } },
    refusals: ["not-found"],
  },
  ...controlOperations,
  {
    id: "listDeliveries",
    method: "get",
    path: "/v1/messages/{id}/deliveries",
    scope: "messages:read",
    tag: "Deliveries",
    summary: "List a message's deliveries",
    description: "One for each recipient, in the order of the request.",
    query: DeliveryListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "DeliveryPage" } },
    refusals: ["malformed-request", "not-found"],
  },
  {
    id: "getDelivery",
    method: "get",
    path: "/v1/deliveries/{id}",
    scope: "messages:read",
    tag: "Deliveries",
    summary: "See what happened to one recipient",
    answer: { status: 200, description: "The delivery with its timeline.", content: { schema: "DeliveryDetail" } },
    refusals: ["not-found"],
  },
  {
    id: "explainPlan",
    method: "post",
    path: "/v1/plans",
    scope: "messages:write",
    tag: "Plans",
    summary: "Explain what a message would do",
    description:
      "Takes the body of `POST /v1/messages` and answers with the decisions that sending would make now. Nothing is stored or sent.",
    body: PlanQuestionDto,
    example: messageExample,
    answer: { status: 200, description: "The plan, and each recipient's steps.", content: { schema: "PlanExplanation" } },
    refusals: bodyRefusals,
  },
  ...audiencesOperations,
  ...templatesOperations,
  ...providerAudiencesOperations,
  {
    id: "receiveInbound",
    method: "post",
    path: "/v1/inbound/{accountId}",
    scope: "none",
    tag: "Inbound",
    summary: "What providers post to us",
    description:
      "Give this address to the provider: `PUBLIC_BASE_URL` and this path with the account's id (`line`, `twilio`, or as " +
      "configured). The signature is checked over the bytes as they came.",
    body: "bytes",
    answer: { status: 200, description: "Taken in." },
    refusals: ["invalid-signature", "not-found", "body-too-large"],
  },
  {
    id: "receiveInboundQuery",
    method: "get",
    path: "/v1/inbound/{accountId}",
    scope: "none",
    tag: "Inbound",
    summary: "What providers report in a query",
    description: "For carriers that call back with GET: see the provider `http`. Others are refused, as they sign a body.",
    answer: { status: 200, description: "Taken in." },
    refusals: ["invalid-signature", "not-found"],
  },
  ...inboundEventsOperations,
  ...triggersOperations,
  ...reportsOperations,
  ...webhooksOperations,
  ...suppressionsOperations,
  ...uploadsOperations,
  ...budgetsOperations,
  ...statisticsOperations,
  ...accountsOperations,
  ...accountHealthOperations,
  ...contactsOperations,
  ...notificationTemplatesOperations,
  ...apiKeysOperations,
  ...projectsOperations,
  ...infobipOperations,
  ...sinchOperations,
  {
    id: "checkLiveness",
    method: "get",
    path: "/healthz",
    scope: "none",
    tag: "Service",
    summary: "Whether the process lives",
    answer: { status: 200, description: "It does.", content: { schema: "ServiceStatus" } },
    refusals: [],
  },
  {
    id: "checkReadiness",
    method: "get",
    path: "/readyz",
    scope: "none",
    tag: "Service",
    summary: "Whether the service can work",
    answer: { status: 200, description: "The database answers.", content: { schema: "ServiceStatus" } },
    refusals: ["not-ready"],
  },
  {
    id: "getMetrics",
    method: "get",
    path: "/metrics",
    scope: "none",
    tag: "Service",
    summary: "How it goes, for Prometheus",
    description: "Absent where `METRICS_PORT` is `off`; on a port of its own where it is a number.",
    answer: { status: 200, description: "Metrics in the text format of Prometheus.", content: { mediaType: "text/plain" } },
    refusals: [],
  },
  {
    id: "getOpenapi",
    method: "get",
    path: "/openapi.json",
    scope: "none",
    tag: "Service",
    summary: "This contract, for machines",
    answer: { status: 200, description: "An OpenAPI 3.1 document.", content: { mediaType: "application/json" } },
    refusals: [],
  },
  {
    id: "getDocs",
    method: "get",
    path: "/docs",
    scope: "none",
    tag: "Service",
    summary: "This contract, for people",
    answer: { status: 200, description: "One page that loads nothing else.", content: { mediaType: "text/html" } },
    refusals: [],
  },
];
