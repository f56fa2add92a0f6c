import type { MessageRequest } from "../message-request.ts";

/** Names a request, so that its repetition is known for what it is. */
export interface RequestKey {
  /** The door that it came through, such as `POST /v1/messages`. A key says nothing at another door. */
  readonly endpoint: string;
  /** The caller's own. */
  readonly key: string;
  /** A digest of all that was asked for: a request with another one is no repetition. */
  readonly fingerprint: string;
}

/** A message's place under a key: `wholeAnswer` where the request is for one message, else from 0. */
export interface KeyedPlace {
  readonly key: RequestKey;
  readonly place: number;
}

/** What a request with a key is answered. */
export interface KeyedAnswer {
  /** JSON, the same text at every repetition. */
  readonly answer: string;
  /** True where an earlier request did the work. */
  readonly isReplay: boolean;
}

/** The answer to several messages that came in one request. */
export interface WholeAnswer {
  /** JSON. */
  readonly answer: string;
  /** False where a repetition shall try again what was not accepted; what was accepted is never done again. */
  readonly isFinal: boolean;
}

/** Submits one of several messages, told apart by its place from 0, and gives its view as JSON. */
export type SubmitPart = (place: number, request: MessageRequest) => Promise<string>;

/**
 * Requests that are carried out once, however often they are sent. Answers are kept for 48 hours from the moment at which
 * they were given. Throws `IdempotencyKeyReusedError` where the key stands for another request and
 * `IdempotencyKeyInUseError` while the first is being carried out. What is refused leaves its key free.
 */
export interface KeyedRequests {
  /** Does what `Engine.submit` does and keeps its answer, in one transaction. Throws what `submit` throws. */
  submit(request: MessageRequest, key: RequestKey): Promise<KeyedAnswer>;
  /**
   * Runs `work`, which submits several messages, and keeps its answer. Each message is kept in its own transaction: after
   * a crash half way the repetition finds those that were accepted, and goes on with the others.
   */
  submitSeveral(key: RequestKey, work: (submitPart: SubmitPart) => Promise<WholeAnswer>): Promise<KeyedAnswer>;
}
