import { TodokeError } from "@todoke/core";

/** The first request with this key is still being carried out: its answer can be had a moment later. */
export class IdempotencyKeyInUseError extends TodokeError {
  constructor() {
    super("idempotency-key-in-use", "a request with this key is being carried out; send it again in a moment");
  }

  static override is(value: unknown): value is IdempotencyKeyInUseError {
    return TodokeError.is(value) && value.code === "idempotency-key-in-use";
  }
}

/** The key stands for another request; nothing was done. */
export class IdempotencyKeyReusedError extends TodokeError {
  constructor() {
    super("idempotency-key-reused", "another request was sent with this key; choose a new key for each request");
  }

  static override is(value: unknown): value is IdempotencyKeyReusedError {
    return TodokeError.is(value) && value.code === "idempotency-key-reused";
  }
}
