import type { JsonObject } from "@todoke/core";
import { MessageBatchDto } from "../dto/message-batch-dto.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { idempotencyHeader, keyRefusals, replayedHeader } from "./idempotency-header.ts";
import type { Operation } from "./operations.ts";
import { list, named, optional, viewSchema } from "./view-schema.ts";

const example: JsonObject = {
  messages: [
    { reference: "order-42", to: [{ addresses: { phone: "+819012345678" } }], text: "Your order has left our house." },
    { reference: "order-43", to: [{ addresses: { phone: "+819012345679" } }], text: "Your order arrives today." },
  ],
};

/** Several messages in one request. */
export const messageBatchOperations: readonly Operation[] = [
  {
    id: "submitMessages",
    method: "post",
    path: "/v1/messages/batch",
    scope: "messages:write",
    tag: "Messages",
    summary: "Send several messages",
    description:
      "Accepts up to 100 messages with up to 10,000 recipients in all, one after the other, each in a transaction of its own and " +
      "answered by itself: one that is refused stops no other. The batch as a whole is refused only where it is no list of " +
      "messages or too large.",
    requestHeaders: [idempotencyHeader],
    body: MessageBatchDto,
    example,
    answer: {
      status: 200,
      description: "What became of each, in the order of the request.",
      content: { schema: "MessageBatchAnswer" },
      headers: replayedHeader,
    },
    refusals: ["malformed-request", "body-too-large", "unsupported-media-type", ...keyRefusals],
  },
];

/** Schemas of batches in answers, by name. */
export const messageBatchSchemas: Readonly<Record<string, JsonSchema>> = {
  MessageBatchAnswer: viewSchema<{ results: unknown }>("What became of each message of a batch.", {
    results: list(named("MessageBatchResult"), "In the order of the request."),
  }),
  MessageBatchResult: viewSchema<{ status: number; message?: unknown; problem?: unknown }>("What became of one message of a batch.", {
    status: { type: "integer", description: "As `POST /v1/messages` would answer: 202, or that of the problem." },
    message: optional(named("Message")),
    problem: optional(named("Problem")),
  }),
};
