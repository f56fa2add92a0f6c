import type { AttemptEvidence, MessageStatus } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import { decideOnDeadline, stepEnds, type StepFacts } from "../decide.ts";
import { changeFor, isAnyDue, type DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { asReleased } from "../speed/as-released.ts";
import { applyChanges } from "../store/apply-changes.ts";
import { claimChunks, type ClaimedChunk } from "../store/claim-chunk.ts";
import { claimDueDeliveries } from "../store/claim-due-deliveries.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { readMessageStatuses } from "../store/control/read-message-statuses.ts";
import { chunkSize, smallChunkSize } from "../store/insert-message.ts";
import { putBackChunk, putBackChunkUntil } from "../store/release-claims.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { closeCancelled, hold, waitLonger } from "./changes-without-call.ts";
import { readDeafGrace } from "./deaf-grace.ts";
import { dispatch, type Claim, type Rest } from "./dispatch.ts";
import { releaseEach, releaseFirst } from "./release-deliveries.ts";
import { sliceSize } from "./slice-size.ts";

const claimLimit = 500;

/** Works through one chunk of deliveries that nothing has looked at yet. Gives how many it found. */
export async function workOnChunk(context: EngineContext): Promise<number> {
  const [chunk] = await claimChunks(context.connection, context.projectId, context.settings.leaseMs, 1, chunkSize, context.resting.ids());
  if (chunk === undefined) return 0;
  await workThrough(context, chunk);
  return 1;
}

/**
 * The same for messages to few people, many side by side: they never wait behind a campaign, and share the round trips
 * that each would wait for alone.
 */
export async function workOnSmallChunks(context: EngineContext): Promise<number> {
  const chunks = await claimChunks(context.connection, context.projectId, context.settings.leaseMs, 32, smallChunkSize, context.resting.ids());
  await Promise.all(chunks.map((chunk) => workThrough(context, chunk)));
  return chunks.length;
}

async function workThrough(context: EngineContext, chunk: ClaimedChunk): Promise<void> {
  const { signal } = context;
  const message = await context.prepared(chunk.messageId);
  const leftMs = message.validUntil.getTime() - context.clock.now().getTime();
  if (chunk.isHeld && leftMs > 0) return putBackChunk(context.connection, context.projectId, chunk, leftMs);
  const size = sliceSize(message, 0);
  let from = chunk.nextNumber;
  while (from < chunk.endNumber && !signal.aborted && !context.isStopping()) {
    await context.outcomes.room();
    const end = Math.min(from + size, chunk.endNumber);
    const released = await releaseFirst(context, message, await context.chunkDeliveries.add({ messageId: chunk.messageId, from, to: end }));
    const to = released.rest ?? end;
    if (to === from && released.held.length === 0) return putBackUntil(context, chunk, released.nextAt);
    const claim: Claim = {
      withoutTurn: "stay",
      handOver(firstLeft = to) {
        from = firstLeft;
        return { chunk, nextNumber: firstLeft };
      },
    };
    const rest = await dispatch(context, released.message, released.deliveries, claim, released.held);
    if (rest === "claim-lost") return;
    if (rest !== undefined) return putBack(context, chunk, rest);
    if (released.rest !== undefined) return putBackUntil(context, chunk, released.nextAt);
    if (message.speed !== undefined && from >= chunk.endNumber) nudgeChunks(context);
  }
}

/** Others get to work while this one waits; it is taken up again in time for the turns that come next. */
async function putBack(context: EngineContext, chunk: ClaimedChunk, { againInMs: inMs }: Rest): Promise<void> {
  // No longer: others of its deliveries may go by another account, which has turns.
  const restMs = Math.min(inMs, longestRestMs);
  context.resting.rest(chunk.messageId, restMs);
  await putBackChunk(context.connection, context.projectId, chunk, inMs);
  for (const laterMs of new Set([restMs, inMs])) {
    context.nudgeLater("chunks", laterMs);
    context.nudgeLater("smallChunks", laterMs);
  }
}

/** Until the next of its deliveries can be released. */
async function putBackUntil(context: EngineContext, chunk: ClaimedChunk, at: Date): Promise<void> {
  await putBackChunkUntil(context.connection, context.projectId, chunk, at);
  const inMs = Math.max(0, at.getTime() - context.clock.now().getTime());
  // A poll finds what is due later than that; a timer set far ahead would only be a promise to forget.
  if (inMs < longestTimerMs) nudgeChunks(context, inMs + 5);
}

const longestRestMs = 250;
const longestTimerMs = 60_000;

function nudgeChunks(context: EngineContext, inMs = 0): void {
  context.nudgeLater("chunks", inMs);
  context.nudgeLater("smallChunks", inMs);
}

/** Works on deliveries whose own time has come: switches, retries and deadlines. Gives how many it found. */
export async function workOnDueDeliveries(context: EngineContext): Promise<number> {
  const { connection, settings, months } = context;
  const claimed = await retryOnConflict(() => claimDueDeliveries(connection, context.projectId, settings.leaseMs, claimLimit, months.liveSince));
  const groups = Map.groupBy(claimed.deliveries, ({ messageId, releasedAt }) => `${messageId} ${releasedAt?.getTime() ?? ""}`);
  // Read after the claim: whoever pauses or cancels a message from here on takes the claim away.
  const statuses = await readMessageStatuses(connection, context.projectId, [...new Set(claimed.deliveries.map(({ messageId }) => messageId))]);
  for (const deliveries of groups.values()) {
    const { messageId, releasedAt } = deliveries[0]!;
    const message = asReleased(await context.prepared(messageId), releasedAt);
    const { ended = [], ready = [] } = Object.groupBy(deliveries, (delivery) =>
      stepHasEnded(message, delivery, context.clock.now()) && !isCutOff(statuses.get(messageId), message, delivery) ? "ended" : "ready",
    );
    await endStep(context, message, ended);
    const withoutSending = changesWithoutSending(statuses.get(messageId), message, ready, context.clock.now());
    if (withoutSending !== undefined) await move(context, withoutSending);
    else if (releasedAt === null) await sendReleased(context, message, ready, claimed.token);
    else await sendAgain(context, message, ready, claimed.token);
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

async function sendReleased(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  token: string,
): Promise<void> {
  const released = await releaseEach(context, message, deliveries);
  await move(context, released.changes);
  await sendAgain(context, released.message, released.deliveries, token);
}

async function sendAgain(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  token: string,
): Promise<void> {
  const size = Math.min(...deliveries.map((delivery) => sliceSize(message, delivery.step)));
  for (let start = 0; start < deliveries.length; start += size) {
    const slice = deliveries.slice(start, start + size);
    const rest = await dispatch(context, message, slice, {
      withoutTurn: "come-again",
      handOver: () => ({ token, messageId: message.id, numbers: slice.map(({ number }) => number) }),
    });
    if (rest !== undefined && rest !== "claim-lost") context.nudgeLater("deliveries", rest.againInMs);
  }
}

async function endStep(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const graceOf = await readDeafGrace(context, message, deliveries, context.clock.now());
  const changes = deliveries.map((delivery) => {
    const { period, until } = graceOf(delivery);
    if (until !== undefined) return waitLonger(delivery, context.clock.now(), until);
    const evidence = (delivery.evidence ?? "accepted") as AttemptEvidence;
    const facts = factsOf(message, delivery, context.clock.now());
    return changeFor(delivery, decideOnDeadline(evidence, facts), facts, {
      channel: delivery.channel,
      ...(period && { deaf: { from: period.beganAt.toISOString(), until: period.endedAt.toISOString() } }),
      reasonCode: "no-further-evidence",
      reasonDetail: `${delivery.channel} said ${evidence} and nothing after that`,
    });
  });
  await move(context, changes);
}

async function move(context: EngineContext, changes: readonly DeliveryChange[]): Promise<void> {
  const moved = await retryOnConflict(() => applyChanges(context.connection, context.projectId, changes));
  observationsOfChanges(moved).forEach(context.observe);
  if (isAnyDue(moved, context.clock.now())) context.nudge("deliveries");
}

function factsOf(message: PreparedMessage, delivery: ClaimedDelivery, now: Date): StepFacts {
  return {
    plan: message.plan,
    step: delivery.step,
    stepStartedAt: delivery.stepStartedAt ?? now,
    validUntil: message.validUntil,
    ...(message.releasedAt && { releasedAt: message.releasedAt }),
    tries: delivery.tries,
    now,
  };
}
