import fc from "fast-check";
import { StateError } from "@todoke/engine";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { HeldAnswer, HeldReport } from "../model/held-channel.ts";
import { Stage, type StagedMessage } from "../model/stage.ts";
import { slowDatabase } from "../time/slow-database.ts";

/** `RACE_RUNS=10000 pnpm exec vitest run --config vitest.long.config.ts races` looks longer. */
const numRuns = Number(process.env["RACE_RUNS"] ?? 6);
const timeout = 60_000 + numRuns * 2_000;

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open("races", 1_000)));
afterEach(() => slowDatabase(undefined));
afterAll(async () => {
  expect(stage.host.errors).toEqual([]);
  await stage.close();
});

/** What somebody does to a message meanwhile. True when nothing may be called any more once it is done. */
const contenders = {
  answer: (message) => answerFirst(message, "accepted"),
  refusal: (message) => answerFirst(message, "refused"),
  receipt: (message) => postOnFirst(message, "delivered"),
  "the same receipt": (message) => postOnFirst(message, "delivered"),
  failure: (message) => postOnFirst(message, "failed"),
  cancel: async ({ id }) => (await stage.engine.controls.cancel(id)) !== undefined,
  "cancel of the delivery": async ({ deliveryId }) => (await stage.engine.controls.cancelDelivery(deliveryId))?.tooLate === false,
  pause: async ({ id }) => (await stage.engine.controls.pause(id)) !== undefined,
} as const satisfies Record<string, (message: StagedMessage) => Promise<boolean>>;

async function answerFirst(message: StagedMessage, answer: HeldAnswer): Promise<boolean> {
  stage.callsOf(message)[0]!.answer(answer);
  return Promise.resolve(false);
}

async function postOnFirst(message: StagedMessage, evidence: HeldReport): Promise<boolean> {
  await stage.post(stage.callsOf(message)[0]!, evidence);
  return evidence === "delivered";
}

type Contender = keyof typeof contenders;

const races: readonly (readonly Contender[])[] = [
  ["answer", "receipt", "cancel"],
  ["answer", "receipt", "the same receipt", "failure"],
  ["refusal", "receipt", "cancel"],
  ["refusal", "cancel of the delivery", "cancel"],
  ["answer", "failure", "receipt", "cancel of the delivery"],
  ["refusal", "failure", "receipt", "pause"],
];

it.each(races.map((race) => [race.join(", "), race] as const))("one closes it, once, and nobody is called again: %s", { timeout }, async (_names, race) => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, isAtDeadline) => {
      const message = await begun(isAtDeadline);
      await expectOneDecision(message, await run(scheduler, race, message));
    }),
    { numRuns },
  );
});

/** The first step has been called; `isAtDeadline`: the provider took it, and in a second the next step takes over. */
async function begun(isAtDeadline: boolean): Promise<StagedMessage> {
  const message = await stage.submit({
    plan: {
      steps: [{ channel: "first", switchAfter: "PT10S", allowUnverifiedInbound: true }, { channel: "second", allowUnverifiedInbound: true }],
      onUnknown: "hold",
    },
    validityPeriod: "PT1M",
  });
  await stage.time.runUntil(stage.time.nowMs + 100);
  if (isAtDeadline) {
    stage.callsOf(message)[0]!.answer("accepted");
    await stage.time.runUntil(stage.time.nowMs + 9_300);
  }
  return message;
}

/** What was so when a contender was done that lets nothing follow. */
interface Promised {
  readonly by: Contender;
  /** Calls that had begun. */
  readonly attempts: number;
}

/** The scheduler decides who goes on next: a contender, the database's next statement, or time. */
async function run(scheduler: fc.Scheduler, race: readonly Contender[], message: StagedMessage): Promise<readonly Promised[]> {
  const promised: Promised[] = [];
  const contend = async (by: Contender) => {
    await scheduler.schedule(Promise.resolve(), by);
    try {
      if (await contenders[by](message)) promised.push({ by, attempts: await countAttempts(message) });
    } catch (error) {
      if (!StateError.is(error)) throw error;
    }
  };
  const passTime = async () => {
    for (let ticks = 0; ticks < 5; ticks += 1) {
      await scheduler.schedule(Promise.resolve(), "time");
      stage.time.jumpTo(stage.time.nowMs + 250);
    }
  };
  slowDatabase(() => scheduler.schedule(Promise.resolve(), "a statement").then(() => undefined));
  await scheduler.waitFor(Promise.all([...race.map(contend), passTime()]));
  slowDatabase(undefined);
  // Whatever still waits for its turn gets it.
  while (scheduler.count() > 0) await scheduler.waitNext(1);
  await stage.time.runUntil(stage.time.nowMs + 1_100);
  return promised;
}

async function countAttempts({ deliveryId }: StagedMessage): Promise<number> {
  const { timeline } = (await stage.engine.delivery(deliveryId))!;
  return timeline.filter(({ type }) => type === "attempt").length;
}

async function expectOneDecision(message: StagedMessage, promised: readonly Promised[]): Promise<void> {
  await bringToAnEnd(message);
  const calls = stage.callsOf(message).map(({ channel }) => channel);
  // No answer was lost, so that nothing was to be called again.
  expect(["first", "first, second"]).toContain(calls.join(", "));
  for (const { by, attempts } of promised) expect({ by, calls: calls.length }).toEqual({ by, calls: attempts });
  const { status, outcome, succeeded, timeline } = await stage.delivery(message);
  expect(status).toBe("final");
  expect(timeline.filter(({ type }) => type === "final")).toHaveLength(1);
  if (promised.some(({ by }) => by.includes("receipt"))) expect({ outcome, succeeded }).toEqual({ outcome: "delivered", succeeded: true });
  const { counts } = await stage.message(message);
  expect(counts).toMatchObject({ recipients: 1, scheduled: 0, held: 0, pending: 0, sending: 0, waiting: 0, final: 1 });
  expect(counts.outcomes).toMatchObject([{ outcome, succeeded, count: 1 }]);
}

/** Calls that nobody answered are answered, what is held is cancelled, and the last call is told to have failed. */
async function bringToAnEnd(message: StagedMessage): Promise<void> {
  for (const call of stage.callsOf(message)) call.answer("accepted");
  await stage.time.runUntil(stage.time.nowMs + 50);
  await stage.do(stage.engine.controls.cancel(message.id).catch(() => undefined));
  await stage.do(stage.post(stage.callsOf(message).at(-1)!, "failed"));
  await stage.time.runUntil(stage.time.nowMs + 1_100);
}
