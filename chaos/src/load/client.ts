import { setTimeout as sleep } from "node:timers/promises";
import type { ClientRecord } from "@todoke/invariants";
import { withServiceKey } from "../fleet/service-key.ts";
import { messageTo } from "./message.ts";
import type { Target } from "./people.ts";

/** A request that was answered with 2xx, in the form of a caller's log. */
export type Acknowledgement = Extract<ClientRecord, { type: "accepted" }> & { readonly recipients: number };

/** Sends messages one after the other, each again under its key until it is acknowledged, as a caller should. */
export interface Client {
  /** In the order in which they came. */
  readonly acknowledged: readonly Acknowledgement[];
  /** How often each status came, and how often no answer. */
  readonly answers: ReadonlyMap<string, number>;
  /** Sends nothing new, and resolves when what it had begun to send is acknowledged. */
  finish(): Promise<void>;
}

export interface ClientOptions {
  readonly url: string;
  /** Who is written to in every message. */
  readonly targets: readonly Target[];
  /** Requests under way at a time. */
  readonly concurrency: number;
  /** Between an acknowledgement and the next message, in milliseconds. */
  readonly pauseMs: number;
}

/** Between two tries of one request, in milliseconds. */
const againAfterMs = 100;

export function startClient({ url, targets, concurrency, pauseMs }: ClientOptions): Client {
  const acknowledged: Acknowledgement[] = [];
  const answers = new Map<string, number>();
  let isFinishing = false;
  let begun = 0;

  async function work(): Promise<void> {
    while (!isFinishing) {
      begun += 1;
      const key = `request-${begun}`;
      const body = JSON.stringify(messageTo(targets, begun, key));
      acknowledged.push(await untilAcknowledged(key, body));
      await sleep(pauseMs);
    }
  }

  async function untilAcknowledged(key: string, body: string): Promise<Acknowledgement> {
    const askedAt = new Date().toISOString();
    for (;;) {
      const { name, messageId } = await post(key, body);
      answers.set(name, (answers.get(name) ?? 0) + 1);
      if (messageId !== undefined) return { type: "accepted", askedAt, at: new Date().toISOString(), messageId, recipients: targets.length };
      await sleep(againAfterMs);
    }
  }

  async function post(key: string, body: string): Promise<{ readonly name: string; readonly messageId?: string }> {
    const headers = { ...withServiceKey, "content-type": "application/json", "idempotency-key": key };
    try {
      const answer = await fetch(`${url}/v1/messages`, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });
      const text = await answer.text();
      if (answer.status !== 202) return { name: String(answer.status) };
      return { name: "202", messageId: (JSON.parse(text) as { id: string }).id };
    } catch {
      return { name: "no answer" };
    }
  }

  const workers = Array.from({ length: concurrency }, work);
  return {
    acknowledged,
    answers,
    async finish() {
      isFinishing = true;
      await Promise.all(workers);
    },
  };
}
