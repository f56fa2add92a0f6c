import {
  errorConsequences,
  meets,
  type AttemptEvidence,
  type DeliveryOutcome,
  type ErrorClass,
  type OnUnknown,
  type Plan,
} from "@todoke/core";
import { random } from "./surroundings.ts";

/** Where a delivery stands when something is decided about it. */
export interface StepFacts {
  readonly plan: Plan;
  /** Index of the step that the news is about. */
  readonly step: number;
  readonly stepStartedAt: Date;
  readonly validUntil: Date;
  /** Present where it was released by itself. */
  readonly releasedAt?: Date;
  /** Attempts of this step so far that were refused for now. */
  readonly tries: number;
  readonly now: Date;
  /** The provider refused because the person opted out of this channel: that says nothing of the other channels. */
  readonly optedOut?: boolean;
}

/** What happens next to a delivery. Taken by pure functions, carried out by one statement. */
export type Decision =
  | { readonly next: "finish"; readonly outcome: DeliveryOutcome; readonly succeeded: boolean }
  /** Accepted; stronger evidence is awaited until `dueAt`. */
  | { readonly next: "wait"; readonly dueAt: Date }
  /** The same step again, with a new attempt. */
  | { readonly next: "retry"; readonly dueAt: Date; readonly possibleDuplicate: boolean }
  /** The step after this one, at once. `reason`: an error class, `deadline` or `unknown`. */
  | { readonly next: "switch"; readonly reason: string; readonly possibleDuplicate: boolean };

/** A provider's word, other than failure, arrived for the step that is under way. */
export function decideOnEvidence(evidence: AttemptEvidence, horizonMs: number, facts: StepFacts): Decision {
  const { succeedOn } = facts.plan.steps[facts.step]!;
  if (meets(evidence, succeedOn)) {
    return { next: "finish", outcome: evidence as DeliveryOutcome, succeeded: true };
  }
  return { next: "wait", dueAt: waitingEnds(horizonMs, facts) };
}

/** Every permitted attempt so far has failed, the last one with this class. */
export function decideOnFailure(
  errorClass: ErrorClass,
  retryAfterMs: number | undefined,
  facts: StepFacts,
  isReserved = false,
): Decision {
  const delayMs = isPutOff(errorClass, isReserved) ? backOffMs(facts.tries) : stepRetryMs(errorClass, facts);
  if (delayMs !== undefined) {
    const dueAt = later(facts.now, Math.max(delayMs, retryAfterMs ?? 0));
    if (dueAt < stepEnds(facts)) return { next: "retry", dueAt, possibleDuplicate: false };
  }
  return decideOnExhaustion(errorClass, facts);
}

/** A phone that is off may be on again in a while, if the step waits for that. */
function stepRetryMs(errorClass: ErrorClass, { plan, step }: StepFacts): number | undefined {
  return errorConsequences[errorClass].again === "step-retry" ? plan.steps[step]!.retryEveryMs : undefined;
}

/** Refused for now. `isReserved`: the quota was there, and another send held it. */
export function isPutOff(errorClass: ErrorClass, isReserved: boolean): boolean {
  const { again } = errorConsequences[errorClass];
  return again === "back-off" || (again === "when-reserved" && isReserved);
}

/** This step gets no further attempt; the last one failed with this class. */
export function decideOnExhaustion(errorClass: ErrorClass, facts: StepFacts): Decision {
  return mayTakeOver(errorConsequences[errorClass].switch, facts)
    ? { next: "switch", reason: errorClass, possibleDuplicate: false }
    : { next: "finish", outcome: "failed", succeeded: false };
}

/** Nothing settled a lost answer in time. */
export function decideOnUnknown(policy: OnUnknown, facts: StepFacts): Decision {
  const stillValid = facts.now < facts.validUntil;
  if (policy === "resend" && stillValid) return { next: "retry", dueAt: facts.now, possibleDuplicate: true };
  if (policy === "switch" && stillValid && hasLaterStep(facts)) {
    return { next: "switch", reason: "unknown", possibleDuplicate: true };
  }
  return { next: "finish", outcome: "unknown", succeeded: false };
}

/** A waiting delivery's time is up; `evidence` is the best that its step has. */
export function decideOnDeadline(evidence: AttemptEvidence, facts: StepFacts): Decision {
  if (hasLaterStep(facts) && facts.now < facts.validUntil) {
    return { next: "switch", reason: "deadline", possibleDuplicate: false };
  }
  return { next: "finish", outcome: evidence as DeliveryOutcome, succeeded: false };
}

/** When trying on this step ends: at the switch, or when the delivery expires. */
export function stepEnds({ plan, step, stepStartedAt, validUntil }: StepFacts): Date {
  const { switchAfterMs } = plan.steps[step]!;
  if (switchAfterMs === undefined) return validUntil;
  return earlier(later(stepStartedAt, switchAfterMs), validUntil);
}

/** 1, 2, 4 … 60 s, each shortened by up to a half at random so that many do not come back at once. */
export function backOffMs(tries: number, chance: number = random()): number {
  const fullMs = Math.min(60_000, 1_000 * 2 ** Math.min(tries, 6));
  return Math.round(fullMs * (1 - chance / 2));
}

export function later(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}

export function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function waitingEnds(horizonMs: number, facts: StepFacts): Date {
  return hasLaterStep(facts) ? stepEnds(facts) : earlier(later(facts.now, horizonMs), facts.validUntil);
}

function hasLaterStep({ plan, step }: StepFacts): boolean {
  return step < plan.steps.length - 1;
}

/**
 * A refusal by policy moves a person on only where it was their own no to this channel. It is stored as a suppression
 * with the decision, so that a next step on the same channel is passed over. Any other rule that stood against a message
 * may stand against it elsewhere too.
 */
function mayTakeOver(rule: (typeof errorConsequences)[ErrorClass]["switch"], facts: StepFacts): boolean {
  if (!hasLaterStep(facts) || facts.now >= facts.validUntil) return false;
  if (rule === "own-content") return facts.plan.steps[facts.step + 1]!.content !== undefined;
  if (rule === "consent") return facts.optedOut === true;
  return rule === "at-once" || rule === "deadline";
}
