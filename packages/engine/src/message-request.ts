import type { Content, JsonValue, OnUnknown, Purpose, Recipient, SuccessEvidence } from "@todoke/core";

/** What a caller asks for. Durations are ISO 8601 (`PT2M`); shapes are checked at the edge, meaning is checked here. */
export interface MessageRequest {
  /** The caller's own name for this message. */
  readonly reference?: string;
  /** Default `notice`. */
  readonly purpose?: Purpose;
  /** Who receives it. Exactly one of `to` and `audience` is given. */
  readonly to?: readonly Recipient[];
  /** People whom the provider knows and nobody needs to list: one delivery, and a plan of one step. */
  readonly audience?: AudienceRequest;
  readonly content: Content;
  /** Absent: the configuration's default plan, else LINE then SMS for the accounts that exist. */
  readonly plan?: PlanRequest;
  /** From acceptance: what has not succeeded by then expires. Default and maximum 48 h; otp: 10 min. */
  readonly validityPeriod?: string;
  readonly platform?: Platform;
}

/** An audience in the words of the adapter that sends to it: `line-broadcast`, `line-narrowcast`. */
export interface AudienceRequest {
  readonly type: string;
  readonly [key: string]: JsonValue;
}

/** The caller's own tenancy, carried through to views and reports. */
export interface Platform {
  readonly entityId?: string;
  readonly applicationId?: string;
}

/** A plan as asked for; what is absent gets a default that the answer shows. */
export interface PlanRequest {
  readonly steps: readonly StepRequest[];
  readonly onUnknown?: OnUnknown;
  /** How long a lost answer may be looked into before `onUnknown` decides. Default PT10M. */
  readonly unknownHold?: string;
  readonly reachability?: "ask" | "assume";
  /** Default P1D. */
  readonly reachabilityMaxAge?: string;
}

export interface StepRequest {
  readonly channel: string;
  /** Default: the first configured account that has the channel. */
  readonly account?: string;
  readonly content?: Content;
  /** Default: the strongest evidence that the channel can give. */
  readonly succeedOn?: SuccessEvidence;
  readonly switchAfter?: string;
  readonly validityPeriod?: string;
}
