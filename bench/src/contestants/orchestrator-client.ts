import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { credentials } from "../simulator-process.ts";
import { withOrchestratorKey } from "./orchestrator-key.ts";

const pollIntervalMs = 100;

/** The parts of the HTTP API's answers that the bench reads. */
export interface MessageAnswer {
  readonly id: string;
  readonly status: string;
  readonly completedAt?: string;
  readonly counts: {
    readonly recipients: number;
    readonly final: number;
    readonly outcomes: readonly { readonly outcome: string; readonly succeeded: boolean; readonly count: number }[];
  };
}

export interface DeliveryAnswer {
  readonly id: string;
  readonly status: string;
  readonly outcome?: string;
  readonly channel?: string;
  readonly addresses: Readonly<Record<string, string>>;
  readonly timeline?: readonly { readonly type: string; readonly at: string }[];
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** A client of one orchestrator. Every call throws unless it was answered with 2xx. */
export class OrchestratorClient implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #signal: AbortSignal;

  constructor(url: string, connections: number, signal: AbortSignal) {
    this.#pool = new Pool(url, { connections });
    this.#signal = signal;
  }

  /** Posts a message that was serialised before. */
  async submit(body: string): Promise<MessageAnswer> {
    return (await this.#post("/v1/messages", body)) as MessageAnswer;
  }

  async completed(id: string): Promise<MessageAnswer> {
    for (;;) {
      const message = await this.message(id);
      if (message.status === "completed") return message;
      await sleep(pollIntervalMs, undefined, { signal: this.#signal }).catch((cause: unknown) => {
        throw new Error(`${id} has ${message.counts.final} of ${message.counts.recipients} recipients final`, { cause });
      });
    }
  }

  async message(id: string): Promise<MessageAnswer> {
    return (await this.#get(`/v1/messages/${id}`)) as MessageAnswer;
  }

  /** Streams recipients into an open message, as NDJSON. */
  async addRecipients(id: string, lines: Iterable<string>): Promise<{ readonly taken: number }> {
    const headers = { "content-type": "application/x-ndjson" };
    return (await this.#call("POST", `/v1/messages/${id}/recipients`, Readable.from(lines), headers)) as { readonly taken: number };
  }

  /** Lets an open message go. */
  async start(id: string): Promise<void> {
    await this.#post(`/v1/messages/${id}/start`, "{}");
  }

  /** Keeps what has not gone out from doing so. */
  async cancel(id: string): Promise<void> {
    await this.#post(`/v1/messages/${id}/cancel`, "{}");
  }

  /** Waits until no message is under way. */
  async allCompleted(): Promise<void> {
    for (;;) {
      const { items } = (await this.#get("/v1/messages?status=sending&limit=1")) as Page<MessageAnswer>;
      if (items.length === 0) return;
      await sleep(pollIntervalMs, undefined, { signal: this.#signal });
    }
  }

  messages(): AsyncGenerator<MessageAnswer> {
    return this.#all<MessageAnswer>("/v1/messages");
  }

  deliveries(messageId: string): AsyncGenerator<DeliveryAnswer> {
    return this.#all<DeliveryAnswer>(`/v1/messages/${messageId}/deliveries`);
  }

  async delivery(id: string): Promise<DeliveryAnswer> {
    return (await this.#get(`/v1/deliveries/${id}`)) as DeliveryAnswer;
  }

  /** Posts webhook events as LINE would, signed. */
  async postLineEvents(events: readonly object[]): Promise<void> {
    const body = JSON.stringify({ destination: `U${"f".repeat(32)}`, events });
    const signature = createHmac("sha256", credentials.channelSecret).update(body).digest("base64");
    await this.#post("/v1/inbound/line", body, { "x-line-signature": signature });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.destroy();
  }

  async *#all<Item>(path: string): AsyncGenerator<Item> {
    let cursor = "";
    do {
      const page = (await this.#get(`${path}?limit=1000${cursor}`)) as Page<Item>;
      yield* page.items;
      cursor = page.nextCursor === undefined ? "" : `&cursor=${page.nextCursor}`;
    } while (cursor !== "");
  }

  #get(path: string): Promise<unknown> {
    return this.#call("GET", path, null, {});
  }

  #post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    return this.#call("POST", path, body, { "content-type": "application/json", ...headers });
  }

  async #call(method: "GET" | "POST", path: string, body: string | Readable | null, more: Readonly<Record<string, string>>) {
    const headers = { ...withOrchestratorKey, ...more };
    const response = await this.#pool.request({ method, path, body, headers, headersTimeout: 0, signal: this.#signal });
    const text = await response.body.text();
    if (response.statusCode < 200 || response.statusCode > 299) {
      throw new Error(`${method} ${path} was answered ${response.statusCode}: ${text.slice(0, 500)}`);
    }
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  }
}
