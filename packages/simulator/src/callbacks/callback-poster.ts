import { Agent, request, type Dispatcher } from "undici";
import type { CallbackResult, OutgoingCallback } from "./callback-step.ts";

/** Errors after which the receiver cannot have seen the request. */
const connectFailures: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const timeouts: ReadonlySet<unknown> = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

export interface CallbackCounts {
  /** Answered, whatever the status. */
  readonly answered: number;
  /** Given up without an answer. */
  readonly failed: number;
}

/** Makes the POSTs, and tells what the receiver answered. */
export class CallbackPoster {
  readonly #dispatcher: Dispatcher;
  #answered = 0;
  #failed = 0;

  constructor(dispatcher: Dispatcher = new Agent({ connections: 64, connect: { timeout: 5_000 } })) {
    this.#dispatcher = dispatcher;
  }

  get counts(): CallbackCounts {
    return { answered: this.#answered, failed: this.#failed };
  }

  /** Resolves when the callback was answered or given up; never rejects. */
  async post(callback: OutgoingCallback): Promise<CallbackResult> {
    let code: unknown;
    for (let attempt = 1; attempt <= callback.connectAttempts; attempt++) {
      try {
        const response = await request(callback.url, {
          method: "POST",
          headers: callback.headers,
          body: callback.body,
          headersTimeout: callback.timeoutMs,
          bodyTimeout: callback.timeoutMs,
          dispatcher: this.#dispatcher,
        });
        await response.body.dump();
        this.#answered += 1;
        return { status: response.statusCode };
      } catch (error) {
        code = (error as { code?: unknown }).code;
        if (!connectFailures.has(code)) break;
      }
    }
    this.#failed += 1;
    if (connectFailures.has(code)) return { reason: "COULD_NOT_CONNECT" };
    return { reason: timeouts.has(code) ? "REQUEST_TIMEOUT" : "UNCLASSIFIED" };
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}
