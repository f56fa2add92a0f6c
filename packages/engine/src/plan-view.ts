import type { Content, OnUnknown, SuccessEvidence } from "@todoke/core";
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
  readonly account: string;
  readonly content?: Content;
  readonly succeedOn: SuccessEvidence;
  readonly switchAfter?: string;
  readonly validityPeriod?: string;
  /** What this channel cannot carry of the content. */
  readonly lost: readonly string[];
}

export interface PlanNote {
  /** Stable, kebab-case: `duplicate-contact-possible`, `looks-up-reachability`, `acceptance-only`. */
  readonly code: string;
  readonly detail: string;
}

/** What would happen to each recipient now, step by step; the same decisions that sending makes. */
export interface PlanExplanation {
  readonly plan: PlanView;
  readonly recipients: readonly RecipientExplanation[];
}

export interface RecipientExplanation {
  /** Position in the request, from 0. */
  readonly index: number;
  readonly reference?: string;
  readonly steps: readonly StepExplanation[];
  /** When at the latest the outcome is known. */
  readonly latestFinishAt: Date;
}

/**
 * `use`: this step goes first. `look-up`: it goes first if the address turns out to be reachable. `standby`: it takes
 * over if the steps before it fail. `skip`: it cannot reach this recipient.
 */
export type StepVerdict = "use" | "look-up" | "standby" | "skip";

export interface StepExplanation {
  readonly channel: string;
  readonly account: string;
  readonly verdict: StepVerdict;
  readonly reason: StepReason;
  readonly detail: string;
  /** What one send counts as with the provider; absent for a skipped step. */
  readonly cost?: { readonly unit: string; readonly units: number };
  /** When at the latest the next step takes over. */
  readonly endsAt: Date;
}
