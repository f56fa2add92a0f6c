import { StateError, type MessageView } from "@todoke/engine";
import { expect } from "vitest";
import type { DeliveryModel, ModelAttempt } from "./delivery-model.ts";
import type { HeldCall } from "./held-channel.ts";
import { channels, type Stage, type StagedMessage } from "./stage.ts";

/** How often the engine looks for due work here, in milliseconds: of hours that pass, most are of no interest. */
export const pollIntervalMs = 600_000;

/** One message of the engine's beside its model. */
export class MessageRun {
  readonly stage: Stage;
  readonly message: StagedMessage;

  constructor(stage: Stage, message: StagedMessage) {
    this.stage = stage;
    this.message = message;
  }

  callOf(model: DeliveryModel, attempt: ModelAttempt): HeldCall {
    return this.#calls[model.attempts.indexOf(attempt)]!;
  }

  /** What cannot be done where the message stands is refused, and changes nothing. */
  async control(work: Promise<unknown>): Promise<void> {
    await this.stage.do(work.catch((error: unknown) => {
      if (!StateError.is(error)) throw error;
    }));
  }

  /** Both do what is due, and must then stand alike. */
  async settle(model: DeliveryModel): Promise<void> {
    const { time } = this.stage;
    // What falls due is noticed at the next look: between the two, both answers are right.
    do await time.runUntil(time.nowMs + pollIntervalMs + 1_000);
    while (model.dueMs.some((dueMs) => dueMs <= time.nowMs && dueMs > time.nowMs - pollIntervalMs - 1_000));
    const view = await this.stage.message(this.message);
    model.validUntilMs = view.validUntil.getTime();
    model.advance(time.nowMs, (step) => this.#callOn(model, step));
    await this.#compare(model, view);
  }

  #callOn(model: DeliveryModel, step: number): { readonly step: number; readonly atMs: number } {
    const call = this.#calls[model.attempts.length];
    if (call === undefined) throw new Error(`a call by ${channels[step]} was due and was not made`);
    expect(call.channel).toBe(channels[step]);
    return { step, atMs: call.atMs };
  }

  async #compare(model: DeliveryModel, { status, counts }: MessageView): Promise<void> {
    const delivery = await this.stage.delivery(this.message);
    const attempts = delivery.timeline.filter((entry) => entry.type === "attempt");
    expect({
      message: status,
      calls: this.#calls.length,
      status: delivery.status,
      step: delivery.step,
      outcome: delivery.outcome,
      succeeded: delivery.succeeded,
      duplicateContact: delivery.duplicateContact,
      possibleDuplicate: delivery.possibleDuplicate,
      attempts: attempts.map(({ step, evidence }) => ({ step, evidence })),
    }).toEqual({
      message: model.messageStatus,
      calls: model.attempts.length,
      status: model.status,
      step: model.step,
      outcome: model.outcome,
      succeeded: model.succeeded,
      duplicateContact: model.duplicateContact,
      possibleDuplicate: model.possibleDuplicate,
      attempts: model.attempts.map(({ step, evidence }) => ({ step, evidence })),
    });
    const { recipients, outcomes, duplicateContacts, possibleDuplicates, ...statuses } = counts;
    expect(Object.entries(statuses).filter(([, count]) => count !== 0)).toEqual([[model.status, recipients]]);
    expect(outcomes.map(({ outcome, succeeded, count }) => ({ outcome, succeeded, count }))).toEqual(
      model.outcome === undefined ? [] : [{ outcome: model.outcome, succeeded: model.succeeded, count: 1 }],
    );
    expect([duplicateContacts, possibleDuplicates]).toEqual([Number(model.duplicateContact), Number(model.possibleDuplicate)]);
  }

  get #calls(): readonly HeldCall[] {
    return this.stage.callsOf(this.message);
  }
}
