import fc, { type AsyncCommand } from "fast-check";
import type { DeliveryModel } from "./delivery-model.ts";
import type { HeldAnswer, HeldReport } from "./held-channel.ts";
import type { MessageRun } from "./message-run.ts";

type Command = AsyncCommand<DeliveryModel, MessageRun>;

/** A command that is told by `name`, possible where `isPossible`, and done to both by `act`. */
function command(
  name: string,
  isPossible: (model: Readonly<DeliveryModel>) => boolean,
  act: (model: DeliveryModel, run: MessageRun) => Promise<void>,
): Command {
  return {
    check: isPossible,
    async run(model, run) {
      await act(model, run);
      await run.settle(model);
    },
    toString: () => name,
  };
}

const hourMs = 3_600_000;
const always = () => true;

function answer(word: HeldAnswer): Command {
  return command(`answer(${word})`, ({ calling }) => calling !== undefined, async (model, run) => {
    const attempt = model.calling!;
    run.callOf(model, attempt).answer(word);
    model.answer(attempt, word, run.stage.time.nowMs);
  });
}

function report(choice: number, evidence: HeldReport, copies: number): Command {
  return command(`report(${choice}, ${evidence}, ${copies} times)`, ({ attempts }) => attempts.length > 0, async (model, run) => {
    const attempt = model.attempts[choice % model.attempts.length]!;
    const nowMs = run.stage.time.nowMs;
    const call = run.callOf(model, attempt);
    await run.stage.do(Promise.all(Array.from({ length: copies }, () => run.stage.post(call, evidence))));
    model.report(attempt, evidence, nowMs);
  });
}

function pass(hours: number): Command {
  return command(`pass(${hours} h)`, always, (_model, { stage: { time } }) => time.runUntil(time.nowMs + hours * hourMs));
}

/** Before the release, so that the rest of the message's time moves along. */
function reschedule(hours: number): Command {
  return command(`reschedule(${hours} h)`, ({ hasBegun, messageStatus }) => !hasBegun && messageStatus === "scheduled", async (model, run) => {
    const { stage, message } = run;
    const sendAtMs = stage.time.nowMs + hours * hourMs;
    await run.control(stage.engine.controls.reschedule(message.id, new Date(sendAtMs).toISOString()));
    model.reschedule(sendAtMs);
  });
}

const pause = command("pause", always, async (model, run) => {
  await run.control(run.stage.engine.controls.pause(run.message.id));
  model.pause();
});

const resume = command("resume", always, async (model, run) => {
  const nowMs = run.stage.time.nowMs;
  await run.control(run.stage.engine.controls.resume(run.message.id));
  model.resume(nowMs);
});

const cancel = command("cancel", always, async (model, run) => {
  await run.control(run.stage.engine.controls.cancel(run.message.id));
  model.cancel();
});

const cancelDelivery = command("cancel the delivery", always, async (model, run) => {
  await run.control(run.stage.engine.controls.cancelDelivery(run.message.deliveryId));
  model.cancelDelivery();
});

const crash = command("crash", always, async (model, run) => {
  await run.stage.crash();
  model.crash();
});

/** What may happen to a message after it was accepted, the more usual more often. */
export const happenings: readonly fc.Arbitrary<Command>[] = [
  fc.constantFrom<HeldAnswer>("accepted", "refused", "lost").map(answer),
  fc.constantFrom<HeldAnswer>("accepted", "refused", "lost").map(answer),
  fc.tuple(fc.nat({ max: 3 }), fc.constantFrom<HeldReport>("sent", "failed", "delivered", "read"), fc.integer({ min: 1, max: 3 })).map((given) => report(...given)),
  fc.tuple(fc.nat({ max: 3 }), fc.constantFrom<HeldReport>("sent", "failed", "delivered", "read"), fc.integer({ min: 1, max: 3 })).map((given) => report(...given)),
  fc.constantFrom(0.5, 1, 2, 13).map(pass),
  fc.constantFrom(0, 1, 3).map(reschedule),
  fc.constantFrom(pause, resume, cancel, cancelDelivery, crash),
];
