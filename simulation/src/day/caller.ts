import { InvalidRequestError } from "@todoke/core";
import { StateError, type MessageRequest } from "@todoke/engine";
import type { ClientRecord } from "@todoke/invariants";
import type { Chance } from "../chance.ts";
import type { EngineHost } from "../engine-host.ts";
import type { VirtualTime } from "../time/virtual-time.ts";

export interface CallerTools {
  readonly time: VirtualTime;
  readonly host: EngineHost;
  /** What callers were promised. */
  readonly client: ClientRecord[];
  /** What was asked for and refused, by its code. */
  readonly refused: Map<string, number>;
}

/** Sends a message, changes their mind about it now and then, and writes down what they were told. */
export class Caller {
  readonly #tools: CallerTools;
  readonly #chance: Chance;

  constructor(tools: CallerTools, chance: Chance) {
    this.#tools = tools;
    this.#chance = chance;
  }

  async send(request: MessageRequest): Promise<void> {
    const { time, host } = this.#tools;
    if (host.engine === undefined) return this.#comeAgain(request);
    const askedAt = time.now().toISOString();
    const view = await this.#ask(() => host.engine!.submit(request));
    if (view === undefined) return;
    const { sendAt, expiresAt, deliveryTimeWindow } = request;
    this.#tools.client.push({
      type: "accepted",
      askedAt,
      at: time.now().toISOString(),
      messageId: view.id,
      recipients: view.counts.recipients,
      ...(sendAt !== undefined && { sendAt }),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(deliveryTimeWindow && { deliveryTimeWindow }),
    });
    this.#planChanges(view.id, request);
  }

  #comeAgain(request: MessageRequest): void {
    const { time } = this.#tools;
    time.at(time.nowMs + 60_000, () => void this.send(request));
  }

  #planChanges(messageId: string, { sendAt, to = [] }: MessageRequest): void {
    const isScheduled = sendAt !== undefined;
    // While the first calls are under way, or at leisure.
    const soonMs = () => (this.#chance.happens(0.5) ? this.#chance.whole(0, 3_000) : this.#chance.whole(0, 90 * 60_000));
    if (this.#chance.happens(0.1)) {
      const pausedAfterMs = soonMs();
      this.#later(pausedAfterMs, () => this.#pause(messageId));
      this.#later(pausedAfterMs + this.#chance.whole(1_000, 40 * 60_000), () => this.#resume(messageId));
    }
    if (isScheduled && this.#chance.happens(0.4)) {
      const movedToMs = Date.parse(sendAt) + this.#chance.whole(-60, 120) * 60_000;
      this.#later(soonMs(), () => this.#reschedule(messageId, new Date(movedToMs).toISOString()));
    }
    if (this.#chance.happens(0.12)) this.#later(soonMs(), () => this.#cancel(messageId));
    for (let count = this.#chance.whole(0, 2); count > 0 && this.#chance.happens(0.15); count -= 1) {
      const number = this.#chance.whole(0, to.length - 1);
      this.#later(soonMs(), () => this.#cancelOne(messageId, number));
    }
  }

  #later(milliseconds: number, change: () => Promise<void>): void {
    const { time } = this.#tools;
    time.at(time.nowMs + milliseconds, () => void change());
  }

  async #pause(messageId: string): Promise<void> {
    await this.#change(messageId, { type: "paused" }, () => this.#tools.host.engine!.controls.pause(messageId));
  }

  async #resume(messageId: string): Promise<void> {
    await this.#change(messageId, { type: "resumed" }, () => this.#tools.host.engine!.controls.resume(messageId));
  }

  async #cancel(messageId: string): Promise<void> {
    await this.#change(messageId, { type: "cancelled" }, () => this.#tools.host.engine!.controls.cancel(messageId));
  }

  async #reschedule(messageId: string, sendAt: string): Promise<void> {
    await this.#change(messageId, { type: "rescheduled", sendAt }, () => this.#tools.host.engine!.controls.reschedule(messageId, sendAt));
  }

  async #cancelOne(messageId: string, number: number): Promise<void> {
    const deliveryId = `${messageId.replace("msg_", "dlv_")}_${number}`;
    await this.#change(messageId, { type: "cancelled", number }, async () => {
      const answer = await this.#tools.host.engine!.controls.cancelDelivery(deliveryId);
      return answer?.tooLate === false ? answer : undefined;
    });
  }

  async #change(messageId: string, record: ChangeRecord, change: () => Promise<object | undefined>): Promise<void> {
    const { time, host, client } = this.#tools;
    if (host.engine === undefined) return;
    const askedAt = time.now().toISOString();
    const answer = await this.#ask(change);
    if (answer !== undefined) client.push({ ...record, askedAt, at: time.now().toISOString(), messageId });
  }

  /** Undefined where it was refused. */
  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await question();
    } catch (error) {
      const code = StateError.is(error) ? error.code : InvalidRequestError.is(error) ? error.problems[0]!.code : undefined;
      if (code === undefined) throw error;
      this.#tools.refused.set(code, (this.#tools.refused.get(code) ?? 0) + 1);
      return undefined;
    }
  }
}

type ChangeRecord =
  | { readonly type: "paused" | "resumed" }
  | { readonly type: "cancelled"; readonly number?: number }
  | { readonly type: "rescheduled"; readonly sendAt: string };
