import type { Adapter } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { AttemptHistoryEntry } from "../delivery-change.ts";
import { newCallbackToken, newClaimToken, newId } from "../ids.ts";
import { provesAcceptanceOnly } from "../plan/defaults.ts";
import type { UseConsideration } from "../plan/consider-step.ts";
import type { NewAttempt } from "../store/insert-attempts.ts";
import { windowZone } from "../windows/consider-window.ts";
import type { ConsideredDelivery } from "./consider-deliveries.ts";
import { groupCalls, startOf, type CallGroup } from "./group-calls.ts";

/** A delivery that a step has been found for. */
export type Ready = ConsideredDelivery & { readonly use: UseConsideration };

/**
 * One attempt for each call that carries these deliveries. An attempt's id is the provider's key, so it is made here,
 * once.
 */
export function formAttempts(
  message: PreparedMessage,
  considered: readonly ConsideredDelivery[],
  now: Date,
): readonly NewAttempt[] {
  return groupCalls(message, considered.filter(isReady), now).map((group) => formAttempt(message, group, now));
}

export function isReady(delivery: ConsideredDelivery): delivery is Ready {
  return delivery.use !== undefined;
}

function formAttempt(message: PreparedMessage, { members, endpoint, bulk }: CallGroup<Ready>, now: Date): NewAttempt {
  const [first] = members;
  const { delivery, step, use } = first;
  const { step: planStep } = message.steps[step]!;
  const { accountId, adapter } = use.route;
  const remainingMs = message.validUntil.getTime() - now.getTime();
  return {
    id: newId(now.getTime()),
    messageId: message.id,
    step,
    channel: planStep.channel,
    accountId,
    endpoint,
    bulk,
    members: members.map((member) => member.delivery.number),
    addresses: message.audience === undefined ? members.map((member) => member.use.address) : [],
    payload: use.payload.payload,
    payloadBytes: use.payload.bytes,
    payloadHash: use.payload.hash,
    purpose: message.purpose,
    timeZone: windowZone(message, delivery.timeZone),
    callbackToken: isReportedOn(adapter) ? newCallbackToken() : null,
    validityPeriodMs: Math.max(0, Math.min(planStep.validityPeriodMs ?? remainingMs, remainingMs)),
    startedAt: now,
    stepStartedAt: startOf(first, now),
    releasedAt: message.releasedAt ?? null,
    possibleDuplicate: delivery.possibleDuplicate,
    claimToken: newClaimToken(),
    history: members.flatMap(historyOf),
    calls: 1,
    mayHaveArrived: false,
    tries: delivery.tries,
    ...(use.replyTo !== undefined && { reply: { eventId: use.replyTo, otherwise: use.payload.endpoint } }),
  };
}

/** Whether anything is heard of an attempt after its answer: by a report, or because the provider can be asked. */
function isReportedOn(adapter: Adapter): boolean {
  return !provesAcceptanceOnly(adapter) || adapter.reconcile !== undefined;
}

function historyOf({ delivery, history }: ConsideredDelivery): readonly AttemptHistoryEntry[] {
  return history.map((entry) => ({ ...entry, number: delivery.number }));
}
