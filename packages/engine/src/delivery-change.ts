import type { DeliveryOutcome, DeliveryStatus, Reachability } from "@todoke/core";
import type { Decision, StepFacts } from "./decide.ts";
import type { StepReason } from "./plan/plan-reasons.ts";

/** From when until when; ISO 8601. */
export interface DeafTime {
  readonly from: string;
  readonly until: string;
}

/** What happened to one delivery, kept for its timeline. Times are ISO 8601. */
export type HistoryEntry =
  | {
      readonly type: "lookup";
      readonly at: string;
      readonly step: number;
      readonly channel: string;
      readonly reachability: Reachability;
      readonly providerCode: string;
    }
  | {
      readonly type: "skipped";
      readonly at: string;
      readonly step: number;
      readonly channel: string;
      readonly reason: StepReason;
      readonly detail: string;
    }
  | {
      readonly type: "held";
      readonly at: string;
      readonly step: number;
      readonly until: string;
      /** The budget that has no room; absent where a window is closed. */
      readonly budget?: string;
    }
  | {
      readonly type: "switched";
      readonly at: string;
      readonly fromStep: number;
      readonly toStep: number;
      readonly reason: string;
      /** Nobody was there to take reports then. */
      readonly deaf?: DeafTime;
    }
  | {
      readonly type: "corrected";
      readonly at: string;
      readonly from: DeliveryOutcome;
      readonly outcome: DeliveryOutcome;
    };

/** A history entry as an attempt keeps it for its members until they are written. */
export type AttemptHistoryEntry = HistoryEntry & { readonly number: number };

/** What an attempt's history says of one member. */
export function historyOfMember(
  history: readonly AttemptHistoryEntry[],
  member: number,
): readonly HistoryEntry[] {
  return history.filter(({ number }) => number === member).map(({ number: _, ...entry }) => entry);
}

/** One delivery's move from a known place to the next; applied only while it still stands in that place. */
export interface DeliveryChange {
  readonly messageId: string;
  readonly number: number;
  /** When it was decided. */
  readonly at: Date;
  readonly fromStatus: DeliveryStatus;
  readonly fromStep: number;
  readonly status: DeliveryStatus;
  /** When it was released by itself; null leaves what is known. */
  readonly releasedAt: Date | null;
  readonly step: number;
  readonly stepStartedAt: Date | null;
  readonly tries: number;
  readonly dueAt: Date | null;
  /** Appended to the delivery's attempts. */
  readonly attemptId: string | null;
  readonly history: readonly HistoryEntry[];
  readonly evidence: string | null;
  readonly outcome: DeliveryOutcome | null;
  readonly succeeded: boolean | null;
  readonly channel: string | null;
  readonly reasonCode: string | null;
  readonly reasonDetail: string | null;
  /** The next call may repeat an earlier one, and none before it did: marked and counted before that call. */
  readonly possibleDuplicate: boolean;
}

/** Whether any of them leaves its delivery for its next call, now. */
export function isAnyDue(changes: readonly DeliveryChange[], now: Date): boolean {
  return changes.some(({ status, dueAt }) => status === "pending" && dueAt !== null && dueAt <= now);
}

/** The delivery that a decision is about, as it stands. */
export interface ChangingDelivery {
  readonly messageId: string;
  readonly number: number;
  readonly status: DeliveryStatus;
  readonly step: number;
}

export interface ChangeDetails {
  readonly attemptId?: string;
  readonly history?: readonly HistoryEntry[];
  readonly evidence?: string;
  /** While the step waited for reports nobody was there to take them. */
  readonly deaf?: DeafTime;
  /** The channel of the step that decided. */
  readonly channel: string | null;
  /** Why there is no success, should the decision end the delivery without one. */
  readonly reasonCode?: string;
  readonly reasonDetail?: string;
}

/** Turns a decision into the row that carries it out. */
export function changeFor(
  delivery: ChangingDelivery,
  decision: Decision,
  facts: StepFacts,
  details: ChangeDetails,
): DeliveryChange {
  const base = {
    messageId: delivery.messageId,
    number: delivery.number,
    at: facts.now,
    fromStatus: delivery.status,
    fromStep: delivery.step,
    releasedAt: facts.releasedAt ?? null,
    step: facts.step,
    stepStartedAt: facts.stepStartedAt,
    tries: facts.tries,
    dueAt: null,
    attemptId: details.attemptId ?? null,
    history: details.history ?? [],
    evidence: details.evidence ?? null,
    outcome: null,
    succeeded: null,
    channel: details.channel,
    reasonCode: null,
    reasonDetail: null,
    possibleDuplicate: false,
  };
  switch (decision.next) {
    case "finish":
      return {
        ...base,
        status: "final",
        outcome: decision.outcome,
        succeeded: decision.succeeded,
        reasonCode: decision.succeeded ? null : (details.reasonCode ?? null),
        reasonDetail: decision.succeeded ? null : (details.reasonDetail ?? null),
      };
    case "wait":
      return { ...base, status: "waiting", dueAt: decision.dueAt };
    case "retry":
      return {
        ...base,
        status: "pending",
        dueAt: decision.dueAt,
        tries: facts.tries + 1,
        possibleDuplicate: decision.possibleDuplicate,
      };
    case "switch":
      return {
        ...base,
        status: "pending",
        step: facts.step + 1,
        stepStartedAt: null,
        tries: 0,
        dueAt: facts.now,
        possibleDuplicate: decision.possibleDuplicate,
        history: [...base.history, switched(facts, decision.reason, details.deaf)],
      };
  }
}

function switched(facts: StepFacts, reason: string, deaf: DeafTime | undefined): HistoryEntry {
  return { type: "switched", at: facts.now.toISOString(), fromStep: facts.step, toStep: facts.step + 1, reason, ...(deaf && { deaf }) };
}
