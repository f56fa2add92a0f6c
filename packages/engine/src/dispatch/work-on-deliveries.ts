import type { AttemptEvidence, MessageStatus } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import { decideOnDeadline, stepEnds, type StepFacts } from "../decide.ts";
import { changeFor, type DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { horizonMs } from "../pace/pace.ts";
import { applyChanges } from "../store/apply-changes.ts";
import { claimChunks, readChunkDeliveries, type ClaimedChunk } from "../store/claim-chunk.ts";
import { claimDueDeliveries } from "../store/claim-due-deliveries.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { readMessageStatuses } from "../store/control/read-message-statuses.ts";
import { chunkSize, smallChunkSize } from "../store/insert-message.ts";
import { advanceChunk, handOverDeliveries, putBackChunk } from "../store/release-claims.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { closeCancelled, hold } from "./changes-without-call.ts";
import { dispatch, type Rest } from "./dispatch.ts";
import { sliceSize } from "./slice-size.ts";

const claimLimit = 500;

/** Works through one chunk of deliveries that nothing has looked at yet. Gives how many it found. */
export async function workOnChunk(context: EngineContext): Promise<number> {
  const [chunk] = await claimChunks(context.connection, context.settings.leaseMs, 1, chunkSize, context.resting.ids());
  if (chunk === undefined) return 0;
  await workThrough(context, chunk);
  return 1;
}

/**
 * The same for messages to few people, many side by side: they never wait behind a campaign, and share the round trips
 * that each would wait for alone.
 */
export async function workOnSmallChunks(context: EngineContext): Promise<number> {
  const chunks = await claimChunks(context.connection, context.settings.leaseMs, 32, smallChunkSize, context.resting.ids());
  await Promise.all(chunks.map((chunk) => workThrough(context, chunk)));
  return chunks.length;
}

async function workThrough(context: EngineContext, chunk: ClaimedChunk): Promise<void> {
  const { connection, settings, signal } = context;
  const message = await context.prepared(chunk.messageId);
  const leftMs = message.validUntil.getTime() - context.clock.now().getTime();
  if (chunk.isHeld && leftMs > 0) return putBackChunk(context.connection, chunk, leftMs);
  const size = sliceSize(message, 0);
  let from = chunk.nextNumber;
  while (from < chunk.endNumber && !signal.aborted && !context.isStopping()) {
    const to = Math.min(from + size, chunk.endNumber);
    const deliveries = await readChunkDeliveries(connection, chunk.messageId, from, to);
    let isOurs = true;
    const rest = await dispatch(context, message, deliveries, {
      withoutTurn: "stay",
      async handOver(transaction, _carried, firstLeft = to) {
        isOurs = await advanceChunk(transaction, chunk, firstLeft, settings.leaseMs);
        from = firstLeft;
        return isOurs;
      },
    });
    if (!isOurs) return;
    if (rest !== undefined) return putBack(context, chunk, rest);
  }
}

/** Others get to work while this one waits; it is taken up again in time for the turns that come next. */
async function putBack(context: EngineContext, chunk: ClaimedChunk, { nextTurnInMs }: Rest): Promise<void> {
  const inMs = Math.max(0, nextTurnInMs - horizonMs.many / 2);
  // No longer: others of its deliveries may go by another account, which has turns.
  const restMs = Math.min(inMs, horizonMs.many / 2);
  context.resting.rest(chunk.messageId, restMs);
  await putBackChunk(context.connection, chunk, inMs);
  for (const laterMs of new Set([restMs, inMs])) {
    context.nudgeLater("chunks", laterMs);
    context.nudgeLater("smallChunks", laterMs);
  }
}

/** Works on deliveries whose own time has come: switches, retries and deadlines. Gives how many it found. */
export async function workOnDueDeliveries(context: EngineContext): Promise<number> {
  const { connection, settings } = context;
  const claimed = await retryOnConflict(() => claimDueDeliveries(connection, settings.leaseMs, claimLimit));
  const groups = Map.groupBy(claimed.deliveries, (delivery) => delivery.messageId);
  // Read after the claim: whoever pauses or cancels a message from here on takes the claim away.
  const statuses = await readMessageStatuses(connection, [...groups.keys()]);
  for (const [messageId, deliveries] of groups) {
    const message = await context.prepared(messageId);
    const { ended = [], ready = [] } = Object.groupBy(deliveries, (delivery) =>
      stepHasEnded(message, delivery, context.clock.now()) && !isCutOff(statuses.get(messageId), message, delivery) ? "ended" : "ready",
    );
    await endStep(context, message, ended);
    const withoutSending = changesWithoutSending(statuses.get(messageId), message, ready, context.clock.now());
    if (withoutSending === undefined) await sendAgain(context, message, ready, claimed.token);
    else await move(context, withoutSending);
  }
  return claimed.deliveries.length;
}

/** A delivery that waits is due at the end of its step; a retry may have been overtaken by it. */
function stepHasEnded(message: PreparedMessage, delivery: ClaimedDelivery, now: Date): boolean {
  if (delivery.status === "waiting") return true;
  const hasStarted = delivery.stepStartedAt !== null && now < message.validUntil;
  return hasStarted && message.steps[delivery.step]!.hasLaterStep && now >= stepEnds(factsOf(message, delivery, now));
}

/** No step of it follows any more, because its message was cancelled. */
function isCutOff(status: MessageStatus | undefined, message: PreparedMessage, { step }: ClaimedDelivery): boolean {
  return status === "cancelled" && message.steps[step]!.hasLaterStep;
}

/** What becomes of deliveries that are due while their message sends nothing; undefined where it does. */
function changesWithoutSending(
  status: MessageStatus | undefined,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  now: Date,
): readonly DeliveryChange[] | undefined {
  if (status === "cancelled") return deliveries.map((delivery) => closeCancelled(delivery, now));
  const isHeld = status === "paused" || status === "scheduled";
  return isHeld && now < message.validUntil ? deliveries.map((delivery) => hold(delivery, now, message.validUntil)) : undefined;
}

async function sendAgain(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  token: string,
): Promise<void> {
  const size = Math.min(...deliveries.map((delivery) => sliceSize(message, delivery.step)));
  for (let start = 0; start < deliveries.length; start += size) {
    const rest = await dispatch(context, message, deliveries.slice(start, start + size), {
      withoutTurn: "come-again",
      handOver: (transaction, carried) => handOverDeliveries(transaction, token, message.id, carried),
    });
    if (rest !== undefined) context.nudgeLater("deliveries", rest.nextTurnInMs - horizonMs.many / 2);
  }
}

async function endStep(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const changes = deliveries.map((delivery) => {
    const evidence = (delivery.evidence ?? "accepted") as AttemptEvidence;
    const facts = factsOf(message, delivery, context.clock.now());
    return changeFor(delivery, decideOnDeadline(evidence, facts), facts, {
      channel: delivery.channel,
      reasonCode: "no-further-evidence",
      reasonDetail: `${delivery.channel} said ${evidence} and nothing after that`,
    });
  });
  await move(context, changes);
  context.nudge("deliveries");
}

async function move({ connection, observe }: EngineContext, changes: readonly DeliveryChange[]): Promise<void> {
  const moved = await retryOnConflict(() => applyChanges(connection, changes));
  observationsOfChanges(moved).forEach(observe);
}

function factsOf(message: PreparedMessage, delivery: ClaimedDelivery, now: Date): StepFacts {
  return {
    plan: message.plan,
    step: delivery.step,
    stepStartedAt: delivery.stepStartedAt ?? now,
    validUntil: message.validUntil,
    tries: delivery.tries,
    now,
  };
}
