import type { Content } from "./content.ts";
import type { SuccessEvidence } from "./evidence.ts";

/** Why a message is sent. Some channels refuse some purposes, and defaults differ by purpose. */
export type Purpose = "otp" | "alert" | "notice" | "marketing";

export const purposes = ["otp", "alert", "notice", "marketing"] as const satisfies readonly Purpose[];

/**
 * What to do when a provider's answer was lost and nothing settles it in time.
 * `hold` ends the delivery as `unknown`; `resend` tries the same channel again, marked as a possible duplicate before
 * the call; `switch` goes to the next step, marked likewise.
 */
export type OnUnknown = "hold" | "resend" | "switch";

export const onUnknownPolicies = ["hold", "resend", "switch"] as const satisfies readonly OnUnknown[];

/** One entry of a plan. All durations are milliseconds. */
export interface Step {
  readonly channel: string;
  /** The account that carries this step; the first of them where several may. */
  readonly account: string;
  /** Present where several accounts may carry it: in order of preference, or each with its weight. */
  readonly accounts?: readonly StepAccount[];
  /** Replaces the message's content on this step. */
  readonly content?: Content;
  /** The evidence that makes this step a success. */
  readonly succeedOn: SuccessEvidence;
  /** From the step's first claim: without success by then, the next step takes over. Absent on the last step. */
  readonly switchAfterMs?: number;
  /** How long after a failure of class `unreachable` this step is tried again; absent: not at all. */
  readonly retryEveryMs?: number;
  /** Handed to the provider where it can enforce it. */
  readonly validityPeriodMs?: number;
  /** The name under which the provider adds up what becomes of this step's sends. */
  readonly statisticsUnit?: string;
  /** May go out although success comes by webhook alone and none has ever come in. */
  readonly allowUnverifiedInbound?: boolean;
}

/** One of several accounts that may carry a step. */
export interface StepAccount {
  readonly account: string;
  /** Its share of the deliveries, beside the weights of the others; above zero. All accounts of a step have one, or none. */
  readonly weight?: number;
}

/** How one message goes to one recipient: an order, never a set. Frozen when the message is accepted. */
export interface Plan {
  /** Taken one after the other; never empty. */
  readonly steps: readonly Step[];
  readonly onUnknown: OnUnknown;
  /** How long an unknown outcome may be looked into before `onUnknown` decides. */
  readonly unknownHoldMs: number;
  /**
   * `ask`: where a later step exists and the channel proves acceptance only, look the address up before sending unless
   * what is known is younger than `reachabilityMaxAgeMs`. `assume`: never look up.
   */
  readonly reachability: "ask" | "assume";
  readonly reachabilityMaxAgeMs: number;
}
