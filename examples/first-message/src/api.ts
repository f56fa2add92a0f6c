import { setTimeout as sleep } from "node:timers/promises";
import type { DeliveryAnswer, DeliveryDetailAnswer, DoorVerificationAnswer, MessageAnswer, Page } from "./answers.ts";
import { Failure } from "./failure.ts";

/** The service's HTTP API, as far as this example needs it. */
export interface Api {
  readonly baseUrl: string;
  /** Has LINE try the way to the service: notifications report by it alone. Throws `Failure` where it is barred. */
  verifyInbound(account: string): Promise<void>;
  /** The newest message of this reference. */
  findMessage(reference: string): Promise<MessageAnswer | undefined>;
  submit(request: object): Promise<MessageAnswer>;
  message(id: string): Promise<MessageAnswer>;
  /** Every delivery of a message with its timeline, in the order of the request. */
  deliveries(messageId: string): Promise<readonly DeliveryDetailAnswer[]>;
}

const readyEveryMs = 100;
/** Deliveries are asked for in groups of this size. */
const timelinesAtOnce = 16;

/** Resolves when the service at an address can work. */
export async function untilReady(baseUrl: string, signal: AbortSignal): Promise<void> {
  while (!(await isReady(baseUrl, signal))) await sleep(readyEveryMs, undefined, { signal });
}

async function isReady(baseUrl: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/readyz`, { signal })).ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** Every call ends when `signal` is aborted. Throws `Failure` for any answer that is no success. */
export function createApi(baseUrl: string, apiKey: string, signal: AbortSignal): Api {
  async function call<Answer>(path: string, method: "GET" | "POST" = "GET", body?: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${apiKey}`, ...(body !== undefined && { "content-type": "application/json" }) };
    const response = await fetch(baseUrl + path, { method, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) });
    if (response.ok) return (await response.json()) as Answer;
    throw new Failure(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  }

  async function listDeliveries(messageId: string, cursor?: string): Promise<readonly DeliveryAnswer[]> {
    const after = cursor === undefined ? "" : `&cursor=${cursor}`;
    const page = await call<Page<DeliveryAnswer>>(`/v1/messages/${messageId}/deliveries?limit=1000${after}`);
    if (page.nextCursor === undefined) return page.items;
    return [...page.items, ...(await listDeliveries(messageId, page.nextCursor))];
  }

  return {
    baseUrl,
    async verifyInbound(account) {
      const path = `/v1/accounts/${account}/inbound/verify`;
      // A service that has just started on a busy machine may be too slow for the provider at first.
      for (let triesLeft = 2; ; triesLeft -= 1) {
        const { verified, detail } = await call<DoorVerificationAnswer>(path, "POST");
        if (verified) return;
        if (triesLeft === 0) throw new Failure(`${path} found that events cannot come in: ${detail}`);
      }
    },
    async findMessage(reference) {
      const query = new URLSearchParams({ reference, limit: "1" });
      return (await call<Page<MessageAnswer>>(`/v1/messages?${query.toString()}`)).items[0];
    },
    submit: (request) => call("/v1/messages", "POST", request),
    message: (id) => call(`/v1/messages/${id}`),
    async deliveries(messageId) {
      const list = await listDeliveries(messageId);
      const details: DeliveryDetailAnswer[] = [];
      for (let from = 0; from < list.length; from += timelinesAtOnce) {
        const group = list.slice(from, from + timelinesAtOnce);
        details.push(...(await Promise.all(group.map(({ id }) => call<DeliveryDetailAnswer>(`/v1/deliveries/${id}`)))));
      }
      return details;
    },
  };
}
