import type { Content, ContentProblem, OnUnknown, StepAccount, SuccessEvidence } from "@todoke/core";
import type { PlanCosts, StepCost } from "./costs/step-cost.ts";
import type { PlanQuota } from "./quota/plan-quota.ts";
import type { ChoiceReason } from "./plan/choose-account.ts";
import type { SendingSpeedLimit } from "./speed/sending-speed-limit.ts";
import type { StepRetry } from "./message-request.ts";
import type { StepReason } from "./plan/plan-reasons.ts";

/** A plan as it will be carried out: every default written out, durations in ISO 8601. */
export interface PlanView {
  /** Where the plan came from. */
  readonly source: "request" | "configuration" | "default";
  readonly steps: readonly PlanStepView[];
  readonly onUnknown: OnUnknown;
  readonly unknownHold: string;
  readonly reachability: "ask" | "assume";
  readonly reachabilityMaxAge: string;
  readonly validityPeriod: string;
  /** What the caller should know before it is sent: lookups, possible duplicate contacts. */
  readonly notes: readonly PlanNote[];
}

export interface PlanStepView {
  readonly channel: string;
  /** The first of them where several accounts may carry it. */
  readonly account: string;
  /** Present where several may. */
  readonly accounts?: readonly StepAccount[];
  readonly content?: Content;
  readonly succeedOn: SuccessEvidence;
  readonly switchAfter?: string;
  /** How long after a failure of class `unreachable` the step is tried again. */
  readonly retry?: StepRetry;
  readonly validityPeriod?: string;
  /** The name under which the provider adds up opens and clicks. */
  readonly statisticsUnit?: string;
  /** Success may come by webhook alone although none has ever come in. */
  readonly allowUnverifiedInbound?: boolean;
  /** What this channel cannot carry of the content. */
  readonly lost: readonly string[];
  /** What the provider may refuse of it. */
  readonly warnings: readonly string[];
}

export interface PlanNote {
  /** Stable, kebab-case: `duplicate-contact-possible`, `looks-up-reachability`, `acceptance-only`, `unverified-inbound`, `marketing-window`. */
  readonly code: string;
  readonly detail: string;
}

/** What would happen to each recipient now, step by step; the same decisions that sending makes. */
export interface PlanExplanation {
  readonly plan: PlanView;
  /** When it would be released, where that was asked for; one that has passed means at once. */
  readonly sendAt?: Date;
  /** The absolute end that was asked for. */
  readonly expiresAt?: Date;
  /** When what has not succeeded would expire; with a sending speed limit, when the last would. */
  readonly validUntil: Date;
  readonly sendingSpeedLimit?: SendingSpeedLimit;
  /** When the last recipient would be released at that speed, where nothing comes in between. */
  readonly lastReleaseAt?: Date;
  /** How many the message would go to. */
  readonly total: number;
  /** All of them; of a stored list the first 100. */
  readonly recipients: readonly RecipientExplanation[];
  /** Of the recipients listed, together. */
  readonly costs: PlanCosts;
  /** The allowances of the plan's accounts, where their providers count. */
  readonly quotas: readonly PlanQuota[];
  /** Present when the providers were to be asked about the payloads. */
  readonly validation?: PayloadValidation;
}

/** What providers say of the payloads that a plan would send. */
export interface PayloadValidation {
  /** Different payloads of channels that can be asked. */
  readonly distinct: number;
  /** How many were asked about: the first 20 at most. */
  readonly asked: number;
  /** Questions that the provider did not answer. */
  readonly unanswered: number;
  readonly problems: readonly PayloadProblem[];
}

/** Something that the provider would refuse; the pointer leads into the request's content. */
export interface PayloadProblem extends ContentProblem {
  /** Place in the plan, from 0. */
  readonly step: number;
  /** The first recipient who would get the payload, by position in the request. */
  readonly recipient: number;
}

export interface RecipientExplanation {
  /** Position in the request or in the list, from 0. */
  readonly index: number;
  readonly reference?: string;
  /** When this one would be released, where there is a sending speed limit. */
  readonly releaseAt?: Date;
  readonly steps: readonly StepExplanation[];
  /** When at the latest the outcome is known. */
  readonly latestFinishAt: Date;
}

/**
 * `use`: this step goes first. `look-up`: it goes first if the address turns out to be reachable. `standby`: it takes
 * over if the steps before it fail. `skip`: it cannot reach this recipient.
 */
export type StepVerdict = "use" | "look-up" | "standby" | "skip";

/** A budget without room. */
export interface BudgetHoldView {
  readonly budget: string;
  readonly detail: string;
}

export interface StepExplanation {
  readonly channel: string;
  readonly account: string;
  readonly verdict: StepVerdict;
  readonly reason: StepReason;
  readonly detail: string;
  /** Why it goes by this account; present where several may carry the step. */
  readonly choice?: { readonly reason: ChoiceReason; readonly detail: string };
  /** The provider's endpoint that would carry it: `push`, `multicast`, `reply`. Present on the step that goes first. */
  readonly call?: string;
  /** It would be held until then, because the window is closed when its turn comes; for a `standby` at the latest. */
  readonly heldUntil?: Date;
  /** The budget that has no room for it: it would wait. Present on the step that goes first. */
  readonly heldBy?: BudgetHoldView;
  /** What one send counts as with the provider; absent for a skipped step. */
  readonly cost?: StepCost;
  /** When at the latest the next step takes over. */
  readonly endsAt: Date;
}
