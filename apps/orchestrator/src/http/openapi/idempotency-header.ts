import type { RequestHeader } from "./operations.ts";

/** The header with which a request can be sent again without being carried out again. */
export const idempotencyHeader: RequestHeader = {
  name: "Idempotency-Key",
  description:
    "A name of your own for this request: 1 to 255 visible ASCII characters, such as a UUID, a new one for each request. Sent " +
    "again with the same key and body within 48 hours, it is not carried out again: you get the first answer. What is " +
    "refused leaves its key free.",
  schema: { type: "string", minLength: 1, maxLength: 257 },
};

/** Says whether an answer is a repetition. */
export const replayedHeader = { "idempotent-replayed": "`true` where an earlier request with the same key did this." } as const;

/** How a request can be refused for its key. */
export const keyRefusals = ["idempotency-key-in-use", "idempotency-key-reused"] as const;
