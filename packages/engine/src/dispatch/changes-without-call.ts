import type { DeliveryOutcome } from "@todoke/core";
import type { DeliveryChange, HistoryEntry } from "../delivery-change.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import type { ConsideredDelivery } from "./consider-deliveries.ts";

/** Comes again at `dueAt`, at the step that was found for it. */
export function defer({ delivery, step, history }: ConsideredDelivery, now: Date, dueAt: Date): DeliveryChange {
  return {
    ...unchanged(delivery, now),
    status: "pending",
    step,
    stepStartedAt: delivery.step === step ? delivery.stepStartedAt : now,
    dueAt,
    history,
  };
}

/** Stands still until its window opens. The clock of a step that has begun goes on; that of one that has not stays unwound. */
export function holdUntilOpening(delivery: ClaimedDelivery, now: Date, until: Date): DeliveryChange {
  const entry: HistoryEntry = { type: "held", at: now.toISOString(), step: delivery.step, until: until.toISOString() };
  // A clock that runs a moment behind the database's brings a delivery here twice.
  const isMoment = until.getTime() - now.getTime() < momentMs;
  return { ...hold(delivery, now, until), history: isMoment ? [] : [entry] };
}

const momentMs = 1_000;

/** Comes again when those are released who were there before. */
export function waitForRelease(delivery: ClaimedDelivery, now: Date, dueAt: Date): DeliveryChange {
  return { ...unchanged(delivery, now), status: "pending", dueAt };
}

/** Waits until a budget has room for it, on the step that was found for it; at `endsAt` it expires. */
export function holdForBudget(
  { delivery, step, history }: ConsideredDelivery,
  now: Date,
  endsAt: Date,
  { budget, detail }: { readonly budget: string; readonly detail: string },
): DeliveryChange {
  const entry: HistoryEntry = { type: "held", at: now.toISOString(), step, until: endsAt.toISOString(), budget };
  return {
    ...hold(delivery, now, endsAt),
    step,
    stepStartedAt: delivery.step === step ? delivery.stepStartedAt : null,
    history: [...history, entry],
    reasonCode: "budget",
    reasonDetail: detail,
  };
}

/** Its window opens too late: what was tried before has the last word. */
export function closeOutsideWindow(delivery: ClaimedDelivery, now: Date, detail: string): DeliveryChange {
  const outcome = (delivery.evidence as DeliveryOutcome | null) ?? "expired";
  return close(delivery, now, delivery.step, outcome, [], { code: "outside-window", detail });
}

/** No further step can reach this recipient: the delivery ends with the best word there is. */
export function closeUnsendable(
  { delivery, step, skipped, history }: ConsideredDelivery,
  now: Date,
): DeliveryChange {
  const outcome = (delivery.evidence as DeliveryOutcome | null) ?? "skipped";
  return close(delivery, now, step, outcome, history, { code: skipped!.reason, detail: skipped!.detail });
}

/** Its validity ended before another attempt could be made: what was tried before has the last word. */
export function closeExpired(delivery: ClaimedDelivery, now: Date): DeliveryChange {
  const outcome = (delivery.evidence as DeliveryOutcome | null) ?? "expired";
  const reason = { code: "expired", detail: "the validity period ended before anything succeeded" };
  return close(delivery, now, delivery.step, outcome, [], reason);
}

/**
 * The caller wants nothing more to go out for it. What may have reached the person already has the last word: a delivery
 * that ends as `cancelled` was accepted by no provider.
 */
export function closeCancelled(delivery: ClaimedDelivery, now: Date): DeliveryChange {
  const { evidence } = delivery;
  const outcome = evidence === null || evidence === "failed" ? "cancelled" : (evidence as DeliveryOutcome);
  const reason = { code: "cancelled", detail: "it was cancelled before anything succeeded" };
  return close(delivery, now, delivery.step, outcome, [], reason);
}

/** Its step has ended, and it waits on all the same: the report that it waits for may be late. */
export function waitLonger(delivery: ClaimedDelivery, now: Date, until: Date): DeliveryChange {
  return { ...unchanged(delivery, now), status: "waiting", dueAt: until };
}

/** Nothing may go out for it for now; looked at again at `dueAt`, or when it is let go. */
export function hold(delivery: ClaimedDelivery, now: Date, dueAt: Date): DeliveryChange {
  return { ...unchanged(delivery, now), status: "held", dueAt };
}

function close(
  delivery: ClaimedDelivery,
  now: Date,
  step: number,
  outcome: DeliveryOutcome,
  history: readonly HistoryEntry[],
  reason: { readonly code: string; readonly detail: string },
): DeliveryChange {
  return {
    ...unchanged(delivery, now),
    status: "final",
    step,
    history,
    outcome,
    succeeded: false,
    reasonCode: reason.code,
    reasonDetail: reason.detail,
  };
}

/** The row that leaves a claimed delivery as it is, for changes to start from. */
function unchanged(delivery: ClaimedDelivery, now: Date): DeliveryChange {
  return {
    messageId: delivery.messageId,
    number: delivery.number,
    at: now,
    fromStatus: delivery.status,
    fromStep: delivery.step,
    status: delivery.status,
    releasedAt: delivery.releasedAt,
    step: delivery.step,
    stepStartedAt: delivery.stepStartedAt,
    tries: delivery.tries,
    dueAt: null,
    attemptId: null,
    history: [],
    evidence: null,
    outcome: null,
    succeeded: null,
    channel: delivery.channel,
    reasonCode: null,
    reasonDetail: null,
    possibleDuplicate: false,
  };
}
