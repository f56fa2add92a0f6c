import { setTimeout as sleep } from "node:timers/promises";
import type { DeliveryAnswer, DeliveryDetailAnswer, DoorVerificationAnswer, MessageAnswer, Page } from "./answers.ts";
import { Failure } from "./failure.ts";

/** The service's HTTP API, as far as this example needs it. */
export interface Api {
  readonly baseUrl: string;
  /** Resolves when the service can work. */
  ready(): Promise<void>;
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

/** Every call ends when `signal` is aborted. Throws `Failure` for any answer that is no success. */
export function createApi(baseUrl: string, signal: AbortSignal): Api {
  async function call<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(baseUrl + path, { ...init, signal });
    if (response.ok) return (await response.json()) as Answer;
    throw new Failure(`${init.method ?? "GET"} ${path} was answered ${response.status}: ${await response.text()}`);
  }

  async function isReady(): Promise<boolean> {
    try {
      return (await fetch(`${baseUrl}/readyz`, { signal })).ok;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }

  async function listDeliveries(messageId: string, cursor?: string): Promise<readonly DeliveryAnswer[]> {
    const after = cursor === undefined ? "" : `&cursor=${cursor}`;
    const page = await call<Page<DeliveryAnswer>>(`/v1/messages/${messageId}/deliveries?limit=1000${after}`);
    if (page.nextCursor === undefined) return page.items;
    return [...page.items, ...(await listDeliveries(messageId, page.nextCursor))];
  }

  return {
    baseUrl,
    async ready() {
      while (!(await isReady())) await sleep(readyEveryMs, undefined, { signal });
    },
    async verifyInbound(account) {
      const path = `/v1/accounts/${account}/inbound/verify`;
      const { verified, detail } = await call<DoorVerificationAnswer>(path, { method: "POST" });
      if (!verified) throw new Failure(`${path} found that events cannot come in: ${detail}`);
    },
    async findMessage(reference) {
      const query = new URLSearchParams({ reference, limit: "1" });
      return (await call<Page<MessageAnswer>>(`/v1/messages?${query.toString()}`)).items[0];
    },
    submit: (request) =>
      call("/v1/messages", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      }),
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
