import { Pool, type Dispatcher } from "undici";
import type { CallOptions } from "@todoke/core";

/** Longest answer that is read; LINE's own are a few hundred bytes. */
const maxAnswerBytes = 1024 * 1024;

/** Node's timers hold no more, and run at once when asked to: 24 days stand for any longer deadline. */
export const longestTimeoutMs = 2 ** 31 - 1;

interface TransportRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Starts with a slash and comes after the path of the base address. */
  readonly path: string;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  readonly body?: string | Uint8Array;
}

export interface TransportResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty when the answer was longer than a mebibyte. */
  readonly text: string;
}

/** No complete answer arrived. Never leaves this package: `errors.ts` turns it into a `ProviderError`. */
export class TransportFailure extends Error {
  /** `timeout`, `aborted`, or the code of the operating system or of undici: `ECONNREFUSED`. */
  readonly code: string;
  /** Whether any byte of the request may have reached the other side. */
  readonly written: boolean;

  constructor(code: string, written: boolean) {
    super(written ? `No answer: ${code}` : `Not sent: ${code}`);
    this.name = "TransportFailure";
    this.code = code;
    this.written = written;
  }
}

/** One pool of kept-alive connections to one base address. */
export interface Transport {
  /** One request, bounded by `options`. Any status is an answer; rejects with {@link TransportFailure} without one. */
  request(request: TransportRequest, options: CallOptions): Promise<TransportResponse>;
  /** Waits for the requests under way, then closes every connection. */
  close(): Promise<void>;
}

export function createTransport(baseUrl: string, connections: number): Transport {
  const { origin, pathname } = new URL(baseUrl);
  const basePath = pathname.replace(/\/$/, "");
  const pool = new Pool(origin, {
    connections,
    // One request at a time on a connection, so that a request has either been written to its own socket or not at all.
    allowH2: false,
    // Each call brings its own deadline, from waiting for a connection to the last byte of the answer.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  return {
    request: ({ method, path, headers, body }, options) =>
      new Promise((resolve, reject) => {
        const exchange = new Exchange(options, resolve, reject);
        if (exchange.settled) return;
        pool.dispatch({ method, path: basePath + path, headers: [...headers], body: body ?? null }, exchange);
      }),
    close: async () => {
      if (!pool.closed) await pool.close();
    },
  };
}

/**
 * Follows one request from the queue to the end of its answer. Undici's lowest interface is used because it alone tells
 * when a request leaves the queue for a socket: before that moment nothing was sent, after it the outcome is open.
 */
class Exchange implements Dispatcher.DispatchHandler {
  settled = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: TransportResponse["headers"] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  readonly #resolve: (response: TransportResponse) => void;
  readonly #reject: (failure: TransportFailure) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #abort = () => this.#giveUp("aborted");

  constructor(
    { timeoutMs, signal }: CallOptions,
    resolve: (response: TransportResponse) => void,
    reject: (failure: TransportFailure) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#giveUp("timeout"), Math.min(timeoutMs, longestTimeoutMs));
    signal?.addEventListener("abort", this.#abort, { once: true });
    if (signal?.aborted) this.#abort();
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    if (this.settled) controller.abort(new Error("given up while waiting for a connection"));
    else this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: TransportResponse["headers"]) {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer) {
    this.#bytes += chunk.length;
    if (this.#bytes <= maxAnswerBytes) {
      this.#chunks.push(chunk);
      return;
    }
    this.#chunks = [];
    this.#answer();
    controller.abort(new Error("answer too long"));
  }

  onResponseEnd() {
    this.#answer();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error) {
    this.#fail("code" in error && typeof error.code === "string" ? error.code : error.name);
  }

  #answer() {
    if (this.#settle()) {
      this.#resolve({
        status: this.#status,
        headers: this.#headers,
        text: Buffer.concat(this.#chunks).toString("utf8"),
      });
    }
  }

  #giveUp(code: "timeout" | "aborted") {
    this.#fail(code);
    this.#controller?.abort(new Error(code));
  }

  #fail(code: string) {
    if (this.#settle()) this.#reject(new TransportFailure(code, this.#controller !== undefined));
  }

  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#abort);
    return true;
  }
}
