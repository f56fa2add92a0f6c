import type { AttemptEvidence } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import { decideOnDeadline, type StepFacts } from "../decide.ts";
import { changeFor } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyChanges } from "../store/apply-changes.ts";
import { claimChunk, readChunkDeliveries } from "../store/claim-chunk.ts";
import { claimDueDeliveries } from "../store/claim-due-deliveries.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { advanceChunk, handOverDeliveries } from "../store/release-claims.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { dispatch } from "./dispatch.ts";
import { intentsAhead } from "./limit-keyless.ts";

const claimLimit = 500;

/** Works through one chunk of deliveries that nothing has looked at yet. Gives how many chunks it found. */
export async function workOnChunk(context: EngineContext): Promise<number> {
  const { connection, settings, signal } = context;
  const chunk = await claimChunk(connection, settings.leaseMs);
  if (chunk === undefined) return 0;
  const message = await context.prepared(chunk.messageId);
  const size = sliceSize(message, 0);
  for (let from = chunk.nextNumber; from < chunk.endNumber && !signal.aborted && !context.isStopping(); from += size) {
    const to = Math.min(from + size, chunk.endNumber);
    const deliveries = await readChunkDeliveries(connection, chunk.messageId, from, to);
    let isOurs = true;
    await dispatch(context, message, deliveries, async (transaction) => {
      isOurs = await advanceChunk(transaction, chunk, to, settings.leaseMs);
      return isOurs;
    });
    if (!isOurs) break;
  }
  return 1;
}

/** Works on deliveries whose own time has come: switches, retries and deadlines. Gives how many it found. */
export async function workOnDueDeliveries(context: EngineContext): Promise<number> {
  const { connection, settings } = context;
  const claimed = await claimDueDeliveries(connection, settings.leaseMs, claimLimit);
  const waiting = claimed.deliveries.filter((delivery) => delivery.status === "waiting");
  await endWaiting(context, waiting);
  const pending = claimed.deliveries.filter((delivery) => delivery.status === "pending");
  for (const [messageId, deliveries] of Map.groupBy(pending, (delivery) => delivery.messageId)) {
    const message = await context.prepared(messageId);
    const size = Math.min(...deliveries.map((delivery) => sliceSize(message, delivery.step)));
    for (let start = 0; start < deliveries.length; start += size) {
      const slice = deliveries.slice(start, start + size);
      await dispatch(context, message, slice, (transaction, carried) =>
        handOverDeliveries(transaction, claimed.token, messageId, carried),
      );
    }
  }
  return claimed.deliveries.length;
}

async function endWaiting(context: EngineContext, waiting: readonly ClaimedDelivery[]): Promise<void> {
  const changes = await Promise.all(
    waiting.map(async (delivery) => {
      const message = await context.prepared(delivery.messageId);
      const evidence = (delivery.evidence ?? "accepted") as AttemptEvidence;
      const facts = factsOf(message, delivery, context.clock.now());
      return changeFor(delivery, decideOnDeadline(evidence, facts), facts, {
        channel: delivery.channel,
        reasonCode: "no-further-evidence",
        reasonDetail: `${delivery.channel} said ${evidence} and nothing after that`,
      });
    }),
  );
  await retryOnConflict(() => applyChanges(context.connection, changes));
  if (changes.length > 0) context.nudge();
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

/** As many as may have intents at once where every step from `from` on is alike; deliveries over that are deferred. */
function sliceSize(message: PreparedMessage, from: number): number {
  const someKeyed = message.steps
    .slice(from)
    .some(({ route }) => route !== undefined && route.adapter.idempotency !== undefined);
  return someKeyed ? intentsAhead.keyed : intentsAhead.keyless;
}
