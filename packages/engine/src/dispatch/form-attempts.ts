import { randomUUID } from "node:crypto";
import type { Adapter } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { AttemptHistoryEntry } from "../delivery-change.ts";
import { newCallbackToken, newId } from "../ids.ts";
import { provesAcceptanceOnly } from "../plan/defaults.ts";
import type { UseConsideration } from "../plan/consider-step.ts";
import type { NewAttempt } from "../store/insert-attempts.ts";
import type { ConsideredDelivery } from "./consider-deliveries.ts";

type Ready = ConsideredDelivery & { readonly use: UseConsideration };

/**
 * Joins deliveries with the same bytes on the same step into bulk calls where the channel has them; all others get a
 * call of their own. An attempt's id is the provider's key, so it is made here, once.
 */
export function formAttempts(
  message: PreparedMessage,
  considered: readonly ConsideredDelivery[],
  now: Date,
): readonly NewAttempt[] {
  const attempts: NewAttempt[] = [];
  const groups = new Map<string, Ready[]>();
  for (const delivery of considered) {
    if (!isReady(delivery)) continue;
    if (!mayShareCall(message, delivery)) {
      attempts.push(formAttempt(message, [delivery], false, now));
      continue;
    }
    const key = `${delivery.step} ${delivery.use.payload.hash} ${startOf(delivery, now).getTime()}`;
    const group = groups.get(key) ?? [];
    group.push(delivery);
    groups.set(key, group);
  }
  for (const group of groups.values()) {
    const { maxRecipients } = message.steps[group[0]!.step]!.route!.adapter.bulk!;
    for (let start = 0; start < group.length; start += maxRecipients) {
      const members = group.slice(start, start + maxRecipients);
      attempts.push(formAttempt(message, members, members.length > 1, now));
    }
  }
  return attempts;
}

function isReady(delivery: ConsideredDelivery): delivery is Ready {
  return delivery.use !== undefined;
}

/** A delivery that was refused or may be a duplicate goes alone, so that it never drags others along. */
function mayShareCall(message: PreparedMessage, { delivery, step, use }: Ready): boolean {
  const bulk = message.audience === undefined ? message.steps[step]!.route!.adapter.bulk : undefined;
  return bulk !== undefined && delivery.tries === 0 && !delivery.possibleDuplicate && bulk.accepts(use.address);
}

function formAttempt(message: PreparedMessage, members: readonly Ready[], bulk: boolean, now: Date): NewAttempt {
  const [first] = members;
  const { delivery, step, use } = first!;
  const { step: planStep, route } = message.steps[step]!;
  const { accountId, adapter } = route!;
  const remainingMs = message.validUntil.getTime() - now.getTime();
  return {
    id: newId(now.getTime()),
    messageId: message.id,
    step,
    channel: planStep.channel,
    accountId,
    endpoint: bulk ? adapter.bulk!.endpoint : use.payload.endpoint,
    bulk,
    members: members.map((member) => member.delivery.number),
    addresses: message.audience === undefined ? members.map((member) => member.use.address) : [],
    payload: use.payload.payload,
    payloadBytes: use.payload.bytes,
    payloadHash: use.payload.hash,
    purpose: message.purpose,
    callbackToken: isReportedOn(adapter) ? newCallbackToken() : null,
    validityPeriodMs: Math.max(0, Math.min(planStep.validityPeriodMs ?? remainingMs, remainingMs)),
    startedAt: now,
    stepStartedAt: startOf(first!, now),
    possibleDuplicate: delivery.possibleDuplicate,
    claimToken: randomUUID(),
    history: members.flatMap(historyOf),
    calls: 1,
    mayHaveArrived: false,
    tries: delivery.tries,
  };
}

/** Whether anything is heard of an attempt after its answer: by a report, or because the provider can be asked. */
function isReportedOn(adapter: Adapter): boolean {
  return !provesAcceptanceOnly(adapter) || adapter.reconcile !== undefined;
}

/** A step's clock starts when it is first claimed; stepping over earlier steps starts it too. */
function startOf({ delivery, step }: ConsideredDelivery, now: Date): Date {
  return delivery.step === step ? (delivery.stepStartedAt ?? now) : now;
}

function historyOf({ delivery, history }: ConsideredDelivery): readonly AttemptHistoryEntry[] {
  return history.map((entry) => ({ ...entry, number: delivery.number }));
}
